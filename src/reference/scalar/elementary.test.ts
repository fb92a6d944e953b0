import { describe, expect, it } from 'vitest';
import { cbrt, exp2, integerPower, logistic, power, rsqrt } from './elementary.ts';
import { misses, worst } from './golden.samples.ts';

describe.each([
  ['exp2', exp2],
  ['rsqrt', rsqrt],
  ['cbrt', cbrt],
  ['logistic', logistic],
  ['power', power],
] as const)('%s', (name, f) => {
  it('is good to 2 ulp', () => {
    const { error, at } = worst(name, f);
    expect(error, at).toBeLessThanOrEqual(2);
  });
  it("has JAX's special values", () => expect(misses(`${name} special`, f)).toEqual([]));
});

describe('Math, on this host,', () => {
  it.each([
    'exp',
    'expm1',
    'log',
    'log1p',
    'sin',
    'cos',
    'tan',
    'asin',
    'acos',
    'atan',
    'sinh',
    'cosh',
    'tanh',
    'asinh',
    'acosh',
    'atanh',
  ] as const)('has %s to 2 ulp', name => {
    const { error, at } = worst(`Math.${name}`, Math[name]);
    expect(error, at).toBeLessThanOrEqual(2);
  });
});

describe('exp2', () => {
  it('is exact for integers', () => {
    let value = 5e-324;
    for (let n = -1074; n < 1024; n++, value *= 2) expect(exp2(n)).toBe(value);
  });
});

describe('integerPower', () => {
  it('multiplies', () => {
    expect(integerPower(-3, 5)).toBe(-243);
    expect(integerPower(1.1, 3)).toBe(1.1 * (1.1 * 1.1));
    expect(integerPower(7, 1)).toBe(7);
  });
  it('is 1 for exponent 0, whatever the base', () => {
    for (const x of [0, -0, Number.NaN, Number.POSITIVE_INFINITY]) expect(integerPower(x, 0)).toBe(1);
  });
  it('inverts the power for a negative exponent', () => {
    expect(integerPower(2, -3)).toBe(0.125);
    expect(integerPower(-0, -3)).toBe(Number.NEGATIVE_INFINITY);
    expect(integerPower(1e200, -2)).toBe(0);
  });
  it('bears exponents beyond 32 bits', () => {
    expect(integerPower(-1, 2 ** 40 + 1)).toBe(-1);
    expect(integerPower(2, -(2 ** 40))).toBe(0);
  });
  it('refuses a fraction', () => {
    expect(() => integerPower(2, 0.5)).toThrow(RangeError);
    expect(() => integerPower(2, Number.POSITIVE_INFINITY)).toThrow('must be an integer, but got Infinity');
  });
});
