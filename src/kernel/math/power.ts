import type { Expression } from '../expression.ts';
import { exp } from './exponential.ts';
import { log, log2, split } from './logarithm.ts';
import type { FloatOperations } from './operations.ts';
import { multiply, type Pair, product, sum } from './pair.ts';

/** 1/5, 1/7, …: log((1 + s)/(1 - s)) = 2s + 2s³ (1/3 + s² (1/5 + s²/7 + …)). */
const series: readonly number[] = [5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25].map(n => 1 / n);

/** log x for positive finite x, to 2⁻⁶⁴ of it. */
const logPair = (f: FloatOperations, x: Expression): Pair => {
  const { mantissa, exponent } = split(f, x);
  const isUpper = f.less(Math.SQRT2, mantissa);
  const m = f.select(isUpper, f.mul(mantissa, 0.5), mantissa);
  const e = f.add(exponent, f.select(isUpper, 1, 0));
  // s = (m - 1)/(m + 1), and what that rounds off
  const numerator = f.sub(m, 1);
  const [width, widthRest] = sum(f, 1, m);
  const ratio = f.div(numerator, width);
  const [back, backRest] = product(f, ratio, width);
  const missing = f.sub(f.sub(f.sub(numerator, back), backRest), f.mul(ratio, widthRest));
  const s: Pair = [ratio, f.div(missing, width)];
  const square = multiply(f, s, s);
  const [z] = square;
  const third = multiply(f, square, [1 / 3, 1.850371707708594e-17]);
  const [tail, tailRest] = sum(f, third[0], f.add(third[1], f.mul(f.mul(z, z), f.polynomial(z, series))));
  const cubic = multiply(f, s, [tail, tailRest]);
  const [high, low] = log2.f64;
  const [first, firstRest] = sum(f, f.mul(e, high), f.mul(2, s[0]));
  const [second, secondRest] = sum(f, first, f.mul(2, cubic[0]));
  const rests = f.add(f.mul(2, f.add(s[1], cubic[1])), f.mul(e, low));
  return sum(f, second, f.add(f.add(firstRest, secondRest), rests));
};

/** xʸ as `power` of the reference: `exact` where the result is not to be rounded to single precision. */
export const power = (f: FloatOperations, x: Expression, y: Expression, exact: boolean): Expression => {
  const infinity = Number.POSITIVE_INFINITY;
  const size = f.abs(x);
  // beyond, xʸ is 0, 1 or infinite
  const exponent = f.min(f.max(y, -(2 ** 64)), 2 ** 64);
  const usual = (): Expression => {
    if (!exact) return exp(f, f.mul(exponent, log(f, size)));
    const [logarithm, rest] = logPair(f, size);
    const [high, low] = product(f, exponent, logarithm);
    const isInRange = f.less(f.abs(high), 1000);
    return exp(f, high, f.select(isInRange, f.add(low, f.mul(exponent, rest)), 0));
  };
  const value = usual();

  const isInteger = f.equal(f.floor(y), y);
  const halved = f.mul(y, 0.5);
  const isOdd = f.and(isInteger, f.not(f.equal(f.floor(halved), halved)));
  const isNegative = f.or(f.less(x, 0), f.less(f.div(1, x), 0));
  const isLimit = f.or(f.equal(size, 0), f.equal(size, infinity));
  // 0 to a positive and infinity to a negative power are 0
  const vanishes = f.equal(f.select(f.less(y, 0), infinity, 0), size);
  const magnitude = f.select(isLimit, f.select(vanishes, 0, infinity), value);
  const signed = f.select(f.and(isNegative, isOdd), f.neg(magnitude), magnitude);
  const isReal = f.or(isInteger, f.or(f.less(0, x), isLimit));
  const isNumber = f.and(f.equal(x, x), f.equal(y, y));
  const rare = f.select(f.and(isReal, isNumber), signed, Number.NaN);
  const isUsual = f.and(f.less(0, x), f.less(x, infinity));
  const all = f.branch(f.not(isUsual), rare, value);
  return f.select(f.or(f.equal(x, 1), f.equal(y, 0)), 1, all);
};
