import { array, grad, hessian, jit, type NDArray, numpy as np, random, setDefaultDtype, stats, vmap } from 'nabla';
import { afterEach, describe, expect, it } from 'vitest';

afterEach(() => setDefaultDtype('float32'));

describe('distributions', () => {
  it('take location and scale one after the other or by name', () => {
    const byName = stats.norm.logpdf([1, 2], { loc: 0.5, scale: 2 });
    expect(byName.tolist()).toEqual(stats.norm.logpdf([1, 2], 0.5, 2).tolist());
    expect(stats.norm.logpdf(1, { scale: 2 }).item()).toBe(stats.norm.logpdf(1, 0, 2).item());
    expect(stats.poisson.logpmf(2, 1, { loc: 1 }).item()).toBe(stats.poisson.logpmf(2, 1, 1).item());
    expect(() => stats.norm.logpdf(1, { sigma: 2 } as object)).toThrow(
      TypeError("norm.logpdf: there is no option 'sigma': expected loc, scale"),
    );
    expect(() => stats.poisson.pmf(1, 1, { scale: 2 } as object)).toThrow('expected loc');
  });

  it('promote and broadcast like other functions', () => {
    expect(stats.norm.cdf(array([[1], [2]]), [0, 1, 2]).shape).toEqual([2, 3]);
    expect(stats.norm.logpdf(new Int32Array([1])).dtype).toBe('float32');
    expect(stats.norm.logpdf(array(1, { dtype: 'float64' }), 1).dtype).toBe('float64');
    expect(() => stats.t.logpdf([1, 2, 3], [1, 2])).toThrow(RangeError);
    expect(() => stats.norm.pdf({ re: 1, im: 2 })).toThrow(
      TypeError('norm.logpdf: does not accept complex numbers, got complex64[]: take np.real or np.abs first'),
    );
    expect(() => stats.multivariateNormal.logpdf([1, 2], [1, 2], np.eye(3))).toThrow(
      'multivariateNormal.logpdf: cov must have shape (…, 2, 2), as mean of shape (2,) says, got (3, 3)',
    );
    expect(() => stats.dirichlet.logpdf([0.5, 0.5], [[1, 1]])).toThrow('alpha must have one axis');
    expect(() => stats.dirichlet.logpdf([0.5, 0.5], [1, 1, 1, 1])).toThrow(RangeError);
  });

  it('count whole things', () => {
    expect(() => stats.multinomial.logpmf([0.5, 1.5], 2, [0.5, 0.5])).toThrow(TypeError);
    expect(() => stats.multinomial.pmf([1, 1], 2.5, [0.5, 0.5])).toThrow('counts must be integers');
    const x = new Int32Array([1, 1]);
    expect(stats.multinomial.pmf(x, 2, [0.5, 0.5]).item()).toBeCloseTo(0.5, 6);
    expect(stats.multinomial.logpmf(x, 3, [0.5, 0.5]).item()).toBe(Number.NEGATIVE_INFINITY);
  });

  it('fit: the Hessian of a likelihood is the observed information', () => {
    setDefaultDtype('float64');
    const data = random.normal(random.key(3), [200]).mul(2).add(1);
    const loss = ({ mean, deviation }: { mean: NDArray; deviation: NDArray }): NDArray =>
      stats.norm.logpdf(data, mean, deviation).sum().neg();
    const fit = { mean: np.mean(data), deviation: np.std(data) };
    const slope = grad(loss)(fit);
    expect(slope.mean.item()).toBeCloseTo(0, 9);
    expect(slope.deviation.item()).toBeCloseTo(0, 9);
    const information = jit(hessian(loss))(fit);
    const variance = fit.deviation.item() ** 2;
    expect(information.mean.mean.item()).toBeCloseTo(200 / variance, 9);
    expect(information.mean.deviation.item()).toBeCloseTo(0, 9);
    expect(information.deviation.deviation.item()).toBeCloseTo(400 / variance, 9);
  });

  it('map over axes', () => {
    const means = array([0, 1, 2]);
    const mapped = vmap((mean: NDArray) => stats.multivariateNormal.logpdf([1, 2], np.stack([mean, mean]), np.eye(2)));
    const direct = stats.multivariateNormal.logpdf([1, 2], np.stack([means, means], { axis: 1 }), np.eye(2));
    expect(np.allclose(mapped(means), direct).item<boolean>()).toBe(true);
  });

  it('summarise samples', () => {
    const listed = ([mode, count]: readonly [NDArray, NDArray]) => [mode.item(), count.item()];
    expect(listed(stats.mode([Number.NaN, 1, Number.NaN]))).toEqual([Number.NaN, 2]);
    expect(() => stats.mode([])).toThrow(RangeError);
    expect(() => stats.rankdata([1, 2], { method: 'first' as 'min' })).toThrow(TypeError);
    expect(() => stats.sem([1, 2], { nanPolicy: 'raise' as 'omit' })).toThrow(TypeError);
    expect(() => stats.rankdata([1, 2], { axis: 1 })).toThrow(RangeError);
    expect(stats.rankdata([]).shape).toEqual([0]);
  });

  it('have no slope where they are constant, and finite ones far out', () => {
    setDefaultDtype('float64');
    const slopes = (f: (x: NDArray) => NDArray, at: number): unknown[] =>
      [grad(f), hessian(f)].map(g => Math.abs(g(array(at)).item<number>()));
    expect(slopes(x => stats.truncnorm.sf(x, 0, 2), -2)).toEqual([0, 0]);
    expect(slopes(x => stats.truncnorm.cdf(x, -40, -39), 0)).toEqual([0, 0]);
    expect(slopes(a => stats.truncnorm.logcdf(-50, a, 1), -1)).toEqual([0, 0]);
    expect(slopes(x => stats.gamma.sf(x, 2), -1)).toEqual([0, 0]);
    expect(slopes(a => stats.gamma.cdf(-1, a), 2)).toEqual([0, 0]);
    expect(slopes(df => stats.chi2.sf(0, df), 3)).toEqual([0, 0]);
    const between = (a: NDArray) => stats.truncnorm.cdf(30.02, a, 31);
    const step = 1e-4;
    const [less, more] = [-step, step].map(d => between(array(30 + d)).item<number>()) as [number, number];
    expect(grad(between)(array(30)).item<number>() / ((more - less) / (2 * step))).toBeCloseTo(1, 5);
    expect(Number.isFinite(hessian(between)(array(30)).item())).toBe(true);
    expect(slopes(b => stats.truncnorm.logpdf(0.5, -2, b), Number.POSITIVE_INFINITY)).toEqual([0, 0]);
  });

  it('are close to the normal density with many degrees of freedom', () => {
    expect(stats.t.logpdf(0, 1e6).item()).toBeCloseTo(-0.5 * Math.log(2 * Math.PI), 5);
  });

  it('keep the dtype of their arguments in quantiles of integers', () => {
    expect(stats.bernoulli.ppf(array([0.5, 0.9], { dtype: 'float64' }), 0.3).dtype).toBe('float64');
  });
});
