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

  it('keep their digits far out and near the ends', () => {
    setDefaultDtype('float64');
    const close = (actual: NDArray, expected: number): void =>
      expect(Math.abs(actual.item<number>() / expected - 1)).toBeLessThan(1e-13);
    close(stats.norm.isf(1e-20), 9.262340089798408);
    close(stats.cauchy.cdf(-1e20), 1e-20 / Math.PI);
    close(stats.t.logpdf(1e20, 3), -183.0104717118109);
    close(stats.t.logpdf(-1e30, 3), -275.1138754315728);
    close(stats.cauchy.logcdf(1e10), Math.log1p(-1e-10 / Math.PI));
    close(stats.cauchy.logsf(1e20), Math.log(1e-20 / Math.PI));
    close(stats.cauchy.ppf(1e-20), -1e20 / Math.PI);
    close(stats.cauchy.isf(1e-20), 1e20 / Math.PI);
    close(stats.gennorm.cdf(-12, 1.5), 9.35514422523664e-20);
    close(stats.beta.sf(1e-300, 0.001, 1000), 0.49504798731298666);
    close(stats.beta.sf(1e-10, 0.5, 0.5), 0.9999936338022762);
    expect(stats.beta.sf(4e-6, 2, 1e7).item<number>() / 1.74168590385211e-16).toBeCloseTo(1, 8);
    close(stats.expon.logcdf(1e-300), Math.log(1e-300));
    close(stats.expon.logcdf(50), Math.log1p(-Math.exp(-50)));
    close(stats.gumbelR.logsf(1000), -1000);
    close(stats.gumbelR.logsf(-3), -1.8921786966284627e-9);
    close(stats.gumbelL.logcdf(1.5), -0.011378779845083259);
    expect(stats.chi2.pdf([0, Number.POSITIVE_INFINITY], 2).tolist()).toEqual([0.5, 0]);
    expect(stats.cauchy.ppf([0, 0.5, 1], 3).tolist()).toEqual([Number.NEGATIVE_INFINITY, 3, Number.POSITIVE_INFINITY]);
    setDefaultDtype('float32');
    expect(stats.beta.sf(1e-8, 0.5, 0.5).item()).toBe(Math.fround(1 - 6.366197734e-5));
  });

  it.each([
    ['float32', [1e3, 5e3, 1e8, 1e12, 1e18]],
    ['float64', [1e8, 1e9, 1e20, 1e100, 1e153]],
  ] as const)('of Cauchy keep slopes and curvatures of %s far out', (dtype, distances) => {
    const expectNear = (
      f: (x: NDArray) => NDArray,
      at: number,
      expected: readonly (readonly [number, number])[],
    ): void => {
      const x = array(at, { dtype });
      const values = [f(x), grad(f)(x), hessian(f)(x)].map(value => value.item<number>());
      const smallest = dtype === 'float32' ? 1e-36 : 1e-306;
      expected.forEach(([wanted, correction], order) => {
        const error = Math.abs(values[order]! - wanted * (1 + correction));
        expect(error / Math.max(Math.abs(wanted), smallest)).toBeLessThan(dtype === 'float32' ? 3e-6 : 1e-13);
      });
    };
    for (const x of distances) {
      const [tail, square] = [1 / (Math.PI * x), 1 / (x * x)];
      // of 1 - tail: the logarithm has corrections of the order of the tail
      const high = [
        [-tail, tail / 2 - square / 3],
        [tail / x, tail - square],
        [(-2 * tail) / x / x, 1.5 * tail],
      ] as const;
      const low = [
        [Math.log(tail), 0],
        [-1 / x, 0],
        [square, 0],
      ] as const;
      const [before, mirrored] = [low, high].map(rows =>
        rows.map(([y, c], order) => [order === 1 ? -y : y, c] as const),
      );
      expectNear(stats.cauchy.logcdf, x, high);
      expectNear(stats.cauchy.logcdf, -x, before!);
      expectNear(stats.cauchy.logsf, x, low);
      expectNear(stats.cauchy.logsf, -x, mirrored!);
      expectNear(stats.cauchy.logpdf, x, [
        [-Math.log(Math.PI) - 2 * Math.log(x), 0],
        [-2 / x, -square],
        [2 * square, -3 * square],
      ]);
    }
    // beyond squares
    const far = dtype === 'float32' ? 1e30 : 1e300;
    expectNear(stats.cauchy.logcdf, -far, [
      [Math.log(1 / (Math.PI * far)), 0],
      [1 / far, 0],
      [0, 0],
    ]);
    expectNear(stats.cauchy.logpdf, far, [
      [-Math.log(Math.PI) - 2 * Math.log(far), 0],
      [-2 / far, 0],
      [0, 0],
    ]);
  });

  it.each<[string, (x: NDArray, shape: NDArray) => NDArray, number]>([
    ['chi2.logpdf', (x, df) => stats.chi2.logpdf(x, df), -1],
    ['chi2.pdf', (x, df) => stats.chi2.pdf(x, df), -1],
    ['pareto.logpdf', (x, b) => stats.pareto.logpdf(x, b), -1],
    ['pareto.cdf', (x, b) => stats.pareto.cdf(x, b), 0],
    ['pareto.logcdf', (x, b) => stats.pareto.logcdf(x, b), -1],
    ['pareto.logsf', (x, b) => stats.pareto.logsf(x, b), 0.5],
    ['expon.cdf', (x, scale) => stats.expon.cdf(x, 0, scale), -1e4],
    ['expon.logcdf', (x, scale) => stats.expon.logcdf(x, 0, scale), -1],
    ['laplace.cdf', (x, scale) => stats.laplace.cdf(x, 0, scale), 1e4],
    ['gumbelL.pdf', (x, scale) => stats.gumbelL.pdf(x, 0, scale), 1e4],
    ['gumbelL.sf', (x, scale) => stats.gumbelL.sf(x, 0, scale), 1e4],
    ['gumbelL.logcdf', (x, scale) => stats.gumbelL.logcdf(x, 0, scale), 1e4],
    ['gumbelR.cdf', (x, scale) => stats.gumbelR.cdf(x, 0, scale), -1e4],
    ['gumbelR.sf', (x, scale) => stats.gumbelR.sf(x, 0, scale), -1e4],
  ])('%s has no slope in any argument where it is constant', (_, f, at) => {
    const values = [array(at), array(2)] as const;
    expect(grad(f, { argnums: [0, 1] })(...values).map(slope => Math.abs(slope.item<number>()))).toEqual([0, 0]);
    const second = hessian(f, { argnums: [0, 1] })(...values).flatMap(row =>
      row.map(block => Math.abs(block.item<number>())),
    );
    expect(second).toEqual([0, 0, 0, 0]);
  });

  it.each<[string, (shape: NDArray) => NDArray]>([
    ['gamma.logsf', a => stats.gamma.logsf(120, a)],
    ['gamma.logcdf', a => stats.gamma.logcdf(0.001, a.mul(10))],
    ['chi2.logsf', df => stats.chi2.logsf(250, df)],
    ['chi2.logcdf', df => stats.chi2.logcdf(1e-9, df.mul(10))],
    ['beta.logcdf', x => stats.beta.logcdf(x.mul(1e-8), 8, 2)],
    ['beta.logsf', x => stats.beta.logsf(x.mul(0.2), 8, 200)],
  ])('%s is finite in single precision where the probability is too small for it', (_, f) => {
    const [single, double] = (['float32', 'float64'] as const).map(dtype => array(2.5, { dtype })) as [
      NDArray,
      NDArray,
    ];
    for (const g of [f, grad(f), hessian(f)]) {
      expect(g(single).dtype).toBe('float32');
      expect(g(single).item<number>() / g(double).item<number>()).toBeCloseTo(1, 4);
    }
  });

  it('have the density as slope of gennorm.cdf at and around the middle', () => {
    for (const beta of [0.5, 1, 2, 8]) {
      const f = (x: NDArray): NDArray => stats.gennorm.cdf(x, beta);
      for (const x of [0, 1e-30, -1e-6, 0.01])
        expect(grad(f)(x).item<number>() / stats.gennorm.pdf(x, beta).item<number>()).toBeCloseTo(1, 5);
    }
    setDefaultDtype('float64');
    const slope = (beta: NDArray): NDArray => grad((x: NDArray) => stats.gennorm.cdf(x, beta))(0);
    expect(grad(slope)(2).item()).toBeCloseTo(grad((b: NDArray) => stats.gennorm.pdf(0, b))(2).item<number>(), 12);
    expect(hessian((x: NDArray) => stats.gennorm.cdf(x, 1))(1e-9).item()).toBeCloseTo(-0.5, 7);
  });

  it('keep the mode of wrapcauchy in single precision', () => {
    const c = array(0.9999, { dtype: 'float64' });
    const single = array(c, { dtype: 'float32' });
    const wanted = stats.wrapcauchy.logpdf(1e-4, array(single, { dtype: 'float64' })).item<number>();
    expect(stats.wrapcauchy.logpdf(1e-4, single).item<number>() / wanted).toBeCloseTo(1, 5);
  });

  it('are close to the normal density with many degrees of freedom', () => {
    expect(stats.t.logpdf(0, 1e6).item()).toBeCloseTo(-0.5 * Math.log(2 * Math.PI), 5);
  });

  it('keep the dtype of their arguments in quantiles of integers', () => {
    expect(stats.bernoulli.ppf(array([0.5, 0.9], { dtype: 'float64' }), 0.3).dtype).toBe('float64');
  });
});
