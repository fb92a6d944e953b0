import { array, grad, hessian, jit, type NDArray, numpy as np, random, setDefaultDtype, stats, vmap } from 'nabla';
import { afterEach, describe, expect, it } from 'vitest';

afterEach(() => setDefaultDtype('float32'));

describe('gaussianKde', () => {
  it('draws the points that JAX draws', () => {
    const key = random.key(1);
    const kde = stats.gaussianKde(random.normal(key, { shape: [2, 7] }));
    const expected = [
      [-0.29416832, -0.3467268, 0.85192204, -0.67475224, 2.0076668],
      [0.39883322, 0.37922275, -0.11995305, 0.08095044, 1.2882643],
    ];
    expect(np.allclose(kde.resample(key, [5]), expected, { rtol: 1e-5 }).item<boolean>()).toBe(true);
    expect(kde.resample(key, [5, 3]).shape).toEqual([2, 5, 3]);
    expect(kde.resample(key).shape).toEqual([2]);
  });

  it('integrates to 1, and weights of 0 take data away', () => {
    setDefaultDtype('float64');
    const kde = stats.gaussianKde([1, 2, 4], { weights: [1, 3, 0], bwMethod: 0.5 });
    expect(kde.integrateBox1d(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY).item()).toBeCloseTo(1, 14);
    expect(kde.integrateKde(kde).item()).toBeCloseTo(
      np.trapezoid(kde.pdf(np.linspace(-3, 7, 4001)).pow(2), { dx: 10 / 4000 }).item(),
      10,
    );
    const less = stats.gaussianKde([1, 2], { weights: [1, 3], bwMethod: 0.5 });
    expect(np.allclose(kde.logpdf([0, 3, 100]), less.logpdf([0, 3, 100]), { rtol: 1e-12 }).item<boolean>()).toBe(true);
    const slopes = grad((w: NDArray) => stats.gaussianKde([1, 2, 4], { weights: w }).pdf([0.5]).sum())(
      array([1, 3, 0]),
    );
    expect(np.all(np.isfinite(slopes)).item<boolean>()).toBe(true);
  });

  it('can be differentiated with respect to data and widths, mapped and compiled', () => {
    setDefaultDtype('float64');
    const data = array([0.5, -1.25, 2, 0.25]);
    // the score of leaving one out, which is least at the best width
    const score = (width: NDArray): NDArray => stats.gaussianKde(data, { bwMethod: width }).logpdf([0.1, 0.7]).sum();
    const step = 1e-4;
    const at = (by: number): number => score(array(0.6 + by)).item();
    expect(hessian(score)(0.6).item()).toBeCloseTo((at(step) - 2 * at(0) + at(-step)) / step ** 2, 5);
    expect(jit(hessian(score))(array(0.6)).item()).toBeCloseTo(hessian(score)(0.6).item<number>(), 12);
    const points = array([[0.1], [0.7]]);
    const mapped = vmap((x: NDArray) => stats.gaussianKde(data).pdf(x))(points);
    expect(np.allclose(mapped.ravel(), stats.gaussianKde(data).pdf([0.1, 0.7])).item<boolean>()).toBe(true);
    const vectors = stats.gaussianKde([
      [0, 1, 3],
      [2, 1, 1.5],
    ]);
    expect(vectors.pdf([1, 1]).shape).toEqual([1]);
    const scott = stats.gaussianKde(data, { bwMethod: (d, neff) => np.power(neff, -1 / (d + 4)) });
    expect(scott.covariance.tolist()).toEqual(stats.gaussianKde(data).covariance.tolist());
  });

  it.each<[() => unknown, new (...args: never[]) => Error, string]>([
    [() => stats.gaussianKde([1]), RangeError, 'at least two numbers, got float32[1,1]'],
    [() => stats.gaussianKde([1, 2], { weights: [1] }), RangeError, 'weights must be 2 numbers'],
    [() => stats.gaussianKde([1, 2], { bwMethod: 'wide' as 'scott' }), TypeError, 'a number or a function, got "wide"'],
    [() => stats.gaussianKde([1, 2], { bwMethod: [1, 2] }), RangeError, 'bwMethod must be one number, got float32[2]'],
    [
      () => stats.gaussianKde([1, 2]).pdf(np.eye(2)),
      RangeError,
      'gaussianKde.pdf: points of 1 numbers stand in columns',
    ],
    [() => stats.gaussianKde(np.eye(2)).integrateBox1d(0, 1), RangeError, 'needs data of one dimension, got 2'],
    [
      () => stats.gaussianKde([1, 2]).integrateKde(stats.gaussianKde(np.eye(2))),
      RangeError,
      'data of 1 and 2 dimensions',
    ],
    [() => stats.gaussianKde([1, 2]).resample(3), TypeError, 'gaussianKde.resample: a key is'],
  ])('names what is wrong', (call, kind, message) => {
    expect(call).toThrow(kind);
    expect(call).toThrow(message);
  });
});
