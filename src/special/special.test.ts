import { array, type Complex, grad, hessian, jit, type NDArray, numpy as np, setDefaultDtype, special } from 'nabla';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

beforeEach(() => setDefaultDtype('float64'));
afterEach(() => setDefaultDtype('float32'));

const derivatives = (f: (x: NDArray) => NDArray, x: number): readonly [first: number, second: number] => [
  +grad(f)(x),
  +hessian(f)(x),
];

describe('derivatives that JAX does not have', () => {
  it('of spence at 1 and on both sides of where its slope changes its form', () => {
    expect(derivatives(special.spence, 1)).toEqual([-1, 0.5]);
    for (const x of [0.951, 0.949, 1.049, 1.051, 1.7]) {
      const slope = Math.log(x) / (1 - x);
      const [first, second] = derivatives(special.spence, x);
      expect(first).toBeCloseTo(slope, 14);
      expect(second).toBeCloseTo((1 / x + slope) / (1 - x), 11);
    }
  });

  it('of expn are those of lower orders', () => {
    for (const x of [0.4, 1, 3]) {
      const [first, second] = derivatives(y => special.expn(3, y), x);
      expect(first).toBe(-special.expn(2, x).item());
      expect(second).toBe(special.expn(1, x).item());
      expect(+grad((y: NDArray) => special.exp1(y))(x)).toBeCloseTo(-Math.exp(-x) / x, 15);
    }
    expect(() => grad((n: NDArray) => special.expn(n, 1))(2)).toThrow(/order n/);
  });

  it('of boxcox with respect to an exponent of 0 are those of the limit', () => {
    const size = Math.log(3);
    const [first, second] = derivatives(power => special.boxcox(3, power), 0);
    expect(first).toBeCloseTo(size ** 2 / 2, 14);
    expect(second).toBeCloseTo(size ** 3 / 3, 14);
    const [near, far] = [0.0999 / size, 0.1001 / size].map(power => +grad((p: NDArray) => special.boxcox(3, p))(power));
    expect(near! / far!).toBeCloseTo(1, 3);
  });

  it('of spherical harmonics at the pole', () => {
    // Y₁⁰ is √(3/4π) cos θ
    const factor = Math.sqrt(3 / (4 * Math.PI));
    // JAX's value
    const beyond = special.sphHarmY(3, 1, -1.7, 0.4).item<Complex>();
    expect([beyond.re, beyond.im]).toEqual([expect.closeTo(0.2706856, 6), expect.closeTo(0.11444404, 6)]);
    const [first, second] = derivatives(theta => special.sphHarmY(1, 0, theta, 0.3).real, 0);
    expect(first).toBeCloseTo(0, 15);
    expect(second).toBeCloseTo(-factor, 15);
  });
});

describe('special functions', () => {
  it('obey the differential equation of Bessel, for small and large arguments', () => {
    for (const [order, x] of [
      [0, 0.5],
      [3, 7],
      [2, 40],
      [5, 200],
    ] as const) {
      const f = (z: NDArray): NDArray => special.besselJn(z, { v: order }).at(-1);
      const [first, second] = derivatives(f, x);
      const value = +f(array(x));
      expect(x * x * second + x * first + (x * x - order * order) * value).toBeCloseTo(0, 9);
    }
  });

  it('made of gamma functions have the sign of these', () => {
    const gamma = (x: number): number => special.gamma(x).item<number>();
    for (const [a, b] of [
      [-0.5, 2.25],
      [-1.5, 0.25],
      [-2.25, -1.5],
      [0.5, -0.75],
    ] as const) {
      expect(special.poch(a, b).item()).toBeCloseTo(gamma(a + b) / gamma(a), 12);
      expect(special.beta(a, b).item()).toBeCloseTo((gamma(a) * gamma(b)) / gamma(a + b), 12);
    }
  });

  it('have their limits', () => {
    const at = (f: (x: number) => NDArray, x: number): number => f(x).item();
    expect(at(special.expi, 0)).toBe(Number.NEGATIVE_INFINITY);
    expect(at(special.expi, 1000)).toBe(Number.POSITIVE_INFINITY);
    expect(at(special.exp1, -1)).toBeNaN();
    expect(at(special.spence, -1)).toBeNaN();
    expect(at(special.spence, Number.POSITIVE_INFINITY)).toBe(Number.NEGATIVE_INFINITY);
    expect(at(special.dawsn, -100)).toBeCloseTo(-1 / 200, 6);
    expect(at(special.erfcx, -100)).toBe(Number.POSITIVE_INFINITY);
    expect(special.owensT(1, Number.POSITIVE_INFINITY).item()).toBeCloseTo(special.ndtr(-1).item<number>() / 2, 15);
    expect(special.owensT(0, -2).item()).toBeCloseTo(-Math.atan(2) / (2 * Math.PI), 15);
    expect(special.sici(-2)[0].item()).toBe(-special.sici(2)[0].item<number>());
  });

  it('say what is wrong with their arguments', () => {
    const z = np.array({ re: 1, im: 1 });
    expect(() => special.expi(z)).toThrow(/expi: does not accept complex numbers/);
    expect(() => special.besselJn(1, { v: -1 })).toThrow(/non-negative integer, got -1/);
    expect(() => special.bernoulli(2.5)).toThrow(/got 2.5/);
    expect(() => special.besselJn(1, undefined as never)).toThrow(/order v must be/);
    expect(() => special.sphHarmY(1.5, 0, 0, 0)).toThrow(/known integers/);
    expect(() => special.owensT([1, 2], [1, 2, 3])).toThrow(RangeError);
  });

  it('have exact derivatives far out', () => {
    for (const dtype of ['float32', 'float64'] as const) {
      const digits = dtype === 'float32' ? 5 : 9;
      const [slope, curvature] = [grad, hessian].map(d => d(special.logNdtr)(array(-700, { dtype })).item<number>());
      expect(slope! / 700.0014285655977).toBeCloseTo(1, digits);
      expect(curvature).toBeCloseTo(-0.99999795920866263, digits);
      const ratios = (f: typeof special.dawsn, x: number, slope: number, bend: number): number[] =>
        [grad(f), hessian(f)].map((d, i) => d(array(x, { dtype })).item<number>() / [slope, bend][i]!);
      // 1/2x + 1/4x³ + …, and 1/√π (1/x - 1/2x³ + …)
      const [x, u] = [700, 700 ** -2];
      for (const ratio of ratios(special.dawsn, x, -u / 2 - 0.75 * u ** 2, u / x)) {
        expect(ratio).toBeCloseTo(1, 4);
      }
      for (const ratio of ratios(special.erfcx, x, -u / Math.sqrt(Math.PI), (2 * u) / x / Math.sqrt(Math.PI))) {
        expect(ratio).toBeCloseTo(1, 4);
      }
      for (const x of [10, 700, 1e4]) {
        const at = array(x, { dtype });
        expect(grad((y: NDArray) => special.fresnel(y)[0])(at).item()).toBe(0);
        expect(grad((y: NDArray) => special.fresnel(y)[1])(at).item()).toBe(1);
      }
    }
  });

  it('take the powers of Box and Cox at their ends, and slopes of values that overflow', () => {
    expect(special.boxcox(0, [2, 0.25, 0, -1]).tolist()).toEqual([-0.5, -4, -Infinity, -Infinity]);
    expect(special.boxcox1p(-1, [2, 0]).tolist()).toEqual([-0.5, -Infinity]);
    expect(special.boxcox(Infinity, [-2, 0, 1]).tolist()).toEqual([0.5, Infinity, Infinity]);
    expect(grad((z: NDArray) => special.poch(z, 40))(array(2, { dtype: 'float32' })).item()).toBe(Infinity);
  });

  it('keep their digits in single precision where one parameter of the beta function is large', () => {
    const large = array(1e6, { dtype: 'float32' });
    const slope = grad((b: NDArray) => special.betaln(2, b))(large);
    expect(slope.dtype).toBe('float32');
    expect(slope.item<number>() / -1.9999990000007e-6).toBeCloseTo(1, 6);
    const second = hessian((b: NDArray) => special.betaln(2, b))(large);
    expect(second.item<number>() / 1.999998000002e-12).toBeCloseTo(1, 6);
  });

  it('say the sign of a sum of exponentials', () => {
    const [value, sign] = special.logsumexp([0, 1], { b: [1, -2], returnSign: true });
    expect(value.item()).toBeCloseTo(Math.log(2 * Math.E - 1), 6);
    expect(sign.item()).toBe(-1);
    expect(special.logsumexp([0, 1], { b: [1, -2] }).item()).toBeNaN();
  });
});

describe('derivatives keep their digits where a formula would lose them', () => {
  const double = (x: number): NDArray => array(x, { dtype: 'float64' });
  const second = (f: (x: NDArray) => NDArray) => grad(grad(f));

  it.each([
    [12, [-0.00496192192325946656, 0.000635152239003851758], [-0.00432676968425561481, 0.000499469535310372924]],
    [150, [-0.000108851495069107003, 1.09034754588772369e-6], [-0.00010776114752321928, 1.0721443882159134e-6]],
    [1e4, [-1.99478621069841881e-7, 2.99225413175358687e-11], [-1.99448698528524345e-7, 2.99150604951531884e-11]],
    [1e8, [-1.99471140948733122e-13, 2.99206712171116472e-21], [-1.99471137956666e-13, 2.99206704690948649e-21]],
  ])('of i0e and i1e at %d', (x, ofI0e, ofI1e) => {
    // of 50 digits
    for (const [f, expected, isOdd] of [
      [special.i0e, ofI0e, false],
      [special.i1e, ofI1e, true],
    ] as const) {
      for (const dtype of ['float32', 'float64'] as const) {
        for (const sign of [1, -1]) {
          const at = array(sign * x, { dtype });
          const [slope, curvature] = [
            grad(f)(at).item() * (isOdd ? 1 : sign),
            second(f)(at).item() * (isOdd ? sign : 1),
          ];
          const bound = dtype === 'float32' ? 2e-5 : 1e-13;
          expect(Math.abs(slope / expected[0]! - 1)).toBeLessThan(bound);
          expect(Math.abs(curvature / expected[1]! - 1)).toBeLessThan(bound);
        }
      }
    }
    expect(hessian(special.i0e)(array([Number.POSITIVE_INFINITY])).item()).toBe(0);
  });

  it('of incomplete gamma and beta functions of large parameters', () => {
    // of 40 digits
    const single = (x: number): NDArray => array(x, { dtype: 'float32' });
    const [a, b] = [single(1e5), single(2e5)];
    for (const [f, x, slope, curvature] of [
      [(y: NDArray) => special.gammainc(a, y), 100250, 0.00092115787404130646, -2.3063404128116501e-6],
      [(y: NDArray) => special.gammaincc(a, y), 100250, -0.00092115787404130646, 2.3063404128116501e-6],
      [(y: NDArray) => special.betainc(a, b, y), 0.333984375, 347.92169850087009, -306012.14295556695],
    ] as const) {
      for (const transform of [(g: (y: NDArray) => NDArray) => g, jit]) {
        const first = transform(grad(f))(single(x));
        expect(first.dtype).toBe('float32');
        expect(Math.abs(first.item() / slope - 1)).toBeLessThan(2e-7);
        expect(Math.abs(transform(second(f))(single(x)).item() / curvature - 1)).toBeLessThan(2e-7);
      }
    }
  });

  it('of i1e near 0', () => {
    // of 40 digits
    expect(second(special.i1e)(double(1e-3)).item()).toBeCloseTo(-0.99812674890676543, 14);
    expect(second(special.i1e)(double(0.49)).item()).toBeCloseTo(-0.39770483986273607, 14);
    expect(second(special.i1e)(double(-1e-20)).item()).toBe(1);
    expect(second(special.i1e)(array(1e-7, { dtype: 'float32' })).item()).toBeCloseTo(-1, 6);
    expect(second(special.i1e)(array(0)).item()).toBe(0);
  });

  it('of expm1 far below 0, and what is made of it', () => {
    expect((grad(special.boxcox)(double(1e-12), 1).item() as number) - 1).toBeCloseTo(0, 14);
    expect(second(x => special.boxcox(x, 2))(double(1e-12)).item()).toBeCloseTo(1, 14);
    expect((grad((x: NDArray) => np.expm1(x))(double(-40)).item() as number) / Math.exp(-40)).toBeCloseTo(1, 14);
  });
});

describe('second derivatives keep their digits', () => {
  const close = (found: NDArray, wanted: readonly number[]): void =>
    wanted.forEach((value, i) => expect(+found.ravel().at(i) / value).toBeCloseTo(1, 13));

  // gradient and Hessian, of 20 digits
  it.each<[number, number, number[], number[]]>([
    [
      1e-8,
      1e3,
      [-100000007.48447084, -1.0005001666616284e-11],
      [1.0000000000000001e16, -0.0010005001666566233, -0.0010005001666566233, 1.0010004999898183e-14],
    ],
    [
      0.3,
      1e12,
      [-31.133545338128481, -3.0000000000010499e-13],
      [12.245364546106731, -1.0000000000002e-12, -1.0000000000002e-12, 3.0000000000020999e-25],
    ],
    [
      1e6,
      25,
      [-0.00002499970000489991, -10.616792544812222],
      [2.499940001469964e-11, -9.9997550060015197e-7, -9.9997550060015197e-7, 0.040809663281724979],
    ],
    [
      1e10,
      1e10,
      [-0.69314718058494531, -0.69314718058494531],
      [5.000000000375e-11, -5.000000000125e-11, -5.000000000125e-11, 5.000000000375e-11],
    ],
    [
      2.5,
      10,
      [-1.7820390106296689, -0.23344306220819094],
      [0.40707253149865649, -0.08328522460157837, -0.08328522460157837, 0.021881111080107376],
    ],
  ])('of betaln at (%f, %f)', (a, b, gradient, second) => {
    const f = (v: NDArray) => special.betaln(v.at(0), v.at(1));
    close(grad(f)(array([a, b])), gradient);
    close(hessian(f)(array([a, b])), second);
  });

  it.each<[number, number, number, number]>([
    [1.5, -0.9348022005342362, 0.089705642075949128, 0.828796644317011],
    [20, -0.051270822917471619, 0.15231243056197757, 0.0026281224017116316],
  ])('of zeta near its pole, at %f', (q, slope, mixed, curvature) => {
    const s = 1 + 2 ** -33;
    const inQ = (t: NDArray) => grad((a: NDArray) => special.zeta(t, a))(q);
    const inS = (a: NDArray) => grad((t: NDArray) => special.zeta(t, a))(s);
    close(inQ(array(s)), [slope]);
    for (const found of [grad(inQ)(s), grad(inS)(q)]) expect(+found / mixed).toBeCloseTo(1, 5);
    close(hessian((a: NDArray) => special.zeta(s, a))(q), [curvature]);
  });
});
