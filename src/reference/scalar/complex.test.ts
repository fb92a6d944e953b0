import { describe, expect, it } from 'vitest';
import * as complex from './complex.ts';
import { golden, misses, ulp, worstComplex } from './golden.samples.ts';

const { Infinity: INF, NaN: NAN } = globalThis;

describe('each part', () => {
  it.each([
    ['exp', complex.exp, 3],
    ['exp2', complex.exp2, 3],
    ['log', complex.log, 2],
    ['log1p', complex.log1p, 2],
    ['sqrt', complex.sqrt, 2],
    ['rsqrt', complex.rsqrt, 4],
    ['reciprocal', complex.reciprocal, 2],
    ['sign', complex.sign, 2],
    ['div', complex.div, 3],
    ['sin', complex.sin, 3],
    ['cos', complex.cos, 3],
    ['tan', complex.tan, 4],
    ['sinh', complex.sinh, 3],
    ['cosh', complex.cosh, 3],
    ['tanh', complex.tanh, 4],
    ['asin', complex.asin, 3],
    ['acos', complex.acos, 3],
    ['atan', complex.atan, 3],
    ['asinh', complex.asinh, 3],
    ['acosh', complex.acosh, 3],
    ['atanh', complex.atanh, 3],
  ] as const)('of %s is good to a few ulp', (name, f, bound) => {
    const { error, at } = worstComplex(name, f);
    expect(error, at).toBeLessThanOrEqual(bound);
  });

  it('of abs too', () => {
    for (const [x, y, want] of golden('complex abs') as [number, number, number][]) {
      expect(Math.abs(complex.abs(x, y) - want), `abs(${x}, ${y})`).toBeLessThanOrEqual(ulp(want));
    }
  });
});

describe('the whole', () => {
  it.each([
    ['expm1', complex.expm1, 4],
    ['logistic', complex.logistic, 5],
  ] as const)('of %s is good to a few units of 2⁻⁵³', (name, f, bound) => {
    const { error, at } = worstComplex(name, f, 'modulus');
    expect(error, at).toBeLessThanOrEqual(bound);
  });

  it('of pow is as good as |b·log a| allows', () => {
    for (const row of golden('complex pow') as [number, number, number, number, number, number][]) {
      const [ar, ai, br, bi, wantX, wantY] = row;
      const [x, y] = complex.pow(ar, ai, br, bi);
      const condition = 1 + Math.hypot(br, bi) * Math.hypot(...complex.log(ar, ai));
      const error = Math.hypot(x - wantX, y - wantY) / Math.hypot(wantX, wantY);
      expect(error, `pow(${row})`).toBeLessThanOrEqual(2 ** -52 * condition);
    }
  });
});

describe("NumPy's values at infinities, nan and on the cuts", () => {
  it.each([
    ['exp', complex.exp],
    ['expm1', complex.expm1],
    ['log', complex.log],
    ['log1p', complex.log1p],
    ['sqrt', complex.sqrt],
    ['sin', complex.sin],
    ['cos', complex.cos],
    ['tan', complex.tan],
    ['asin', complex.asin],
    ['acos', complex.acos],
    ['atan', complex.atan],
    ['sinh', complex.sinh],
    ['cosh', complex.cosh],
    ['tanh', complex.tanh],
    ['asinh', complex.asinh],
    ['acosh', complex.acosh],
    ['atanh', complex.atanh],
    ['div', complex.div],
  ] as const)('are those of %s', (name, f) => {
    expect(misses(`complex ${name} special`, f, 2)).toEqual([]);
  });

  it('have limits where NumPy has nan', () => {
    expect(complex.expm1(INF, 0)).toEqual([INF, 0]);
    expect(complex.expm1(-INF, INF)).toEqual([-1, 0]);
    expect(complex.log1p(-0, -0)).toEqual([-0, -0]);
  });
});

describe('sign', () => {
  it('keeps zeros, and finds the axis of one infinite part', () => {
    expect(complex.sign(-0, 0)).toEqual([-0, 0]);
    expect(complex.sign(-INF, 3)).toEqual([-1, 0]);
    expect(complex.sign(2, INF)).toEqual([0, 1]);
    expect(complex.sign(INF, INF)).toEqual([NAN, NAN]);
    expect(complex.sign(NAN, 0)).toEqual([NAN, NAN]);
  });
  it('does not overflow, underflow or lose subnormals', () => {
    expect(complex.sign(1e308, 1e308)).toEqual(complex.sign(1, 1));
    expect(complex.sign(5e-324, -5e-324)).toEqual(complex.sign(1, -1));
  });
});

describe('abs', () => {
  it('is inf where either part is, nan notwithstanding', () => {
    expect(complex.abs(INF, NAN)).toBe(INF);
    expect(complex.abs(NAN, -INF)).toBe(INF);
    expect(complex.abs(NAN, 1)).toBeNaN();
  });
  it('reaches both ends of the range', () => {
    expect(complex.abs(1e308, 1e308)).toBeCloseTo(Math.SQRT2 * 1e308, -290);
    expect(complex.abs(3 * 2 ** -1074, 4 * 2 ** -1074)).toBe(5 * 2 ** -1074);
  });
});

describe('mul, div and integerPower', () => {
  it('multiply as NumPy does', () => {
    expect(complex.mul(1, 2, 3, 4)).toEqual([-5, 10]);
    expect(complex.mul(INF, 0, 1, 0)).toEqual([INF, NAN]);
  });
  it('divide without overflow', () => {
    expect(complex.div(1e308, 1e308, 1e308, 1e308)).toEqual([1, 0]);
    expect(complex.div(1e-320, 1e-320, 1e-320, 1e-320)).toEqual([1, 0]);
    expect(complex.div(1e-200, 1e-200, 1e200, 0)).toEqual([0, 0]);
    expect(complex.reciprocal(0, 0)).toEqual([INF, NAN]);
  });
  it('take powers of Gaussian integers exactly', () => {
    expect(complex.integerPower(1, 2, 3)).toEqual([-11, -2]);
    expect(complex.integerPower(1, 1, -2)).toEqual([0, -0.5]);
    expect(complex.integerPower(3, 4, 1)).toEqual([3, 4]);
    expect(complex.integerPower(NAN, 4, 0)).toEqual([1, 0]);
    expect(() => complex.integerPower(1, 1, 0.5)).toThrow(RangeError);
  });
});

describe('pow', () => {
  it('is exact for small integer exponents and real for real ones', () => {
    expect(complex.pow(1, 1, 3, 0)).toEqual([-2, 2]);
    expect(complex.pow(2, 0, -1, 0)).toEqual([0.5, 0]);
    expect(complex.pow(1, 0, NAN, 0)).toEqual([1, 0]);
  });
  it('of zero is 0, 1 or nan', () => {
    expect(complex.pow(0, 0, 0, 0)).toEqual([1, 0]);
    expect(complex.pow(0, 0, 2, 1)).toEqual([0, 0]);
    expect(complex.pow(0, 0, -1, 0)).toEqual([NAN, NAN]);
    expect(complex.pow(0, 0, 2, NAN)).toEqual([NAN, NAN]);
  });
  it('falls back to polar form where products overflow', () => {
    const [x, y] = complex.pow(1e200, 1e200, 2, 0);
    expect([Number.isNaN(x), y]).toEqual([false, INF]);
  });
});

it('exp2 turns by large angles, and no more', () => {
  // of 18 digits
  for (const [im, re, imaginary] of [
    [1e10, 0.117670988606294574, -1.40930959637704067],
    [1e14, -1.24069552995019764, -0.678730139275985181],
    [1e15 + 3, 0.983201312075980755, 1.01652111632374362],
  ] as const) {
    const [x, y] = complex.exp2(0.5, im);
    expect(x).toBeCloseTo(re, 14);
    expect(y).toBeCloseTo(imaginary, 14);
  }
  expect(Math.hypot(...complex.exp2(0, 1e250))).toBeCloseTo(1, 14);
});

describe('all functions', () => {
  it('are symmetric about the real axis', () => {
    const mirrored = [
      ...[complex.exp, complex.exp2, complex.expm1, complex.log, complex.log1p, complex.logistic, complex.rsqrt],
      ...[complex.sqrt, complex.sin, complex.cos, complex.tan, complex.sinh, complex.cosh, complex.tanh, complex.asin],
      ...[complex.acos, complex.atan, complex.asinh, complex.acosh, complex.atanh, complex.reciprocal, complex.sign],
    ];
    for (const f of mirrored) {
      for (const [re, im] of [
        [0.5, 0.3],
        [-2, 0.7],
        [3, 0],
        [-3, 0],
        [-40, 2],
        [1e200, 1e-200],
      ] as const) {
        const [x, y] = f(re, im);
        expect(f(re, -im), `${f.name}(${re}, ${im})`).toEqual([x, -y]);
      }
    }
  });
});
