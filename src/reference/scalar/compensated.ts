/**
 * Double-double pieces: results whose high word is returned and whose low word is left in `low`, so that nothing is
 * allocated. Sums and products after Dekker (1971), "A floating-point technique for extending the available
 * precision", Numer. Math. 18, and Knuth, TAOCP 2, §4.2.2.
 */

/** Low word of the latest result of this file's functions. */
export let low = 0;

const LN2 = Math.LN2;
/** log 2 - Math.LN2. */
const LN2_LOW = 2.3190468138462996e-17;

/** a + b, with its rounding error in `low`. */
export function sum(a: number, b: number): number {
  const total = a + b;
  const share = total - a;
  low = a - (total - share) + (b - share);
  return total;
}

/** a·b, with its rounding error in `low`; exact while no part overflows (|a|, |b| < 2^995) or underflows. */
export function product(a: number, b: number): number {
  const total = a * b;
  const scaledA = 134217729 * a;
  const highA = scaledA - (scaledA - a);
  const lowA = a - highA;
  const scaledB = 134217729 * b;
  const highB = scaledB - (scaledB - b);
  const lowB = b - highB;
  low = lowA * lowB - (total - highA * highB - lowA * highB - highA * lowB);
  return total;
}

/** (a + aLow) + (b + bLow). */
export function add(a: number, aLow: number, b: number, bLow: number): number {
  const total = sum(a, b);
  const rest = low + aLow + bLow;
  const high = total + rest;
  low = rest - (high - total);
  return high;
}

/** (a + aLow)·(b + bLow). */
export function multiply(a: number, aLow: number, b: number, bLow: number): number {
  const total = product(a, b);
  const rest = low + (a * bLow + aLow * b);
  const high = total + rest;
  low = rest - (high - total);
  return high;
}

/** (a + aLow)/(b + bLow). */
export function divide(a: number, aLow: number, b: number, bLow: number): number {
  const quotient = a / b;
  const back = product(quotient, b);
  const rest = (a - back - low + aLow - quotient * bLow) / b;
  const high = quotient + rest;
  low = rest - (high - quotient);
  return high;
}

/** atanh(s) - s - s³/3 over s⁵, for s² ≤ 0.0295: 1/5 + s²/7 + s⁴/9 + … */
function atanhRemainder(square: number): number {
  let total = 0;
  for (let n = 23; n >= 5; n -= 2) total = total * square + 1 / n;
  return total;
}

/** atanh(s + sLow) - s - sLow, of which the leading term s³/3 is carried in two words. */
function atanhExcess(s: number, sLow: number): number {
  const square = multiply(s, sLow, s, sLow);
  const squareLow = low;
  const third = divide(s, sLow, 3, 0);
  const cubic = multiply(square, squareLow, third, low);
  const cubicLow = low;
  return add(cubic, cubicLow, s * square * square * atanhRemainder(square), 0);
}

/** log of `x` > 0 to about 1e-18 absolute; `complement` is 1 - x, which matters where x alone cannot hold it. */
export function logarithm(x: number, complement: number): number {
  const near = x > 0.7 && x < 1.42;
  const exponent = near ? 0 : Math.round(Math.log2(x));
  let s: number;
  if (near) {
    const width = sum(2, -complement);
    s = divide(-complement, 0, width, low);
  } else {
    const scaled = x * 2 ** -Math.ceil(exponent / 2) * 2 ** -Math.floor(exponent / 2);
    const difference = sum(scaled, -1);
    const differenceLow = low;
    const width = sum(scaled, 1);
    s = divide(difference, differenceLow, width, low);
  }
  const sLow = low;
  const excess = atanhExcess(s, sLow);
  const excessLow = low;
  const whole = multiply(exponent, 0, LN2, LN2_LOW);
  const partial = add(whole, low, 2 * s, 2 * sLow);
  return add(partial, low, 2 * excess, 2 * excessLow);
}

/**
 * The deviance x - a - a·log(x/a) of a > 0 and x + xLow > 0, as a double-double good to about 1e-17 absolute or
 * relative, whichever is larger: exp(-deviance) is then accurate wherever it does not underflow.
 *
 * Loader (2000), "Fast and accurate computation of binomial probabilities", writes it without cancellation near
 * x = a by s = (x - a)/(x + a): it is (x - a)·s - 2a(s³/3 + s⁵/5 + …). Elsewhere a power of two is taken out of x/a.
 */
export function deviance(a: number, x: number, xLow: number): number {
  if (a > 1e150 || x > 1e150) {
    const scaled = scaledDeviance(a * 2 ** -600, x * 2 ** -600, xLow * 2 ** -600);
    const scaledLow = low;
    low = Number.isFinite(scaled * 2 ** 600) ? scaledLow * 2 ** 600 : 0;
    return scaled * 2 ** 600;
  }
  return scaledDeviance(a, x, xLow);
}

function scaledDeviance(a: number, x: number, xLow: number): number {
  if (a === 0 || x === 0) {
    low = 0;
    return a === 0 ? x : Number.POSITIVE_INFINITY;
  }
  const exponent = Math.round(Math.log2(x) - Math.log2(a));
  // The smaller of the two is scaled up, which is exact.
  const up = 2 ** Math.floor(Math.abs(exponent) / 2);
  const rest = 2 ** Math.ceil(Math.abs(exponent) / 2);
  const near = exponent > 0 ? a * up * rest : a;
  const far = exponent < 0 ? x * up * rest : x;
  const farLow = exponent < 0 ? xLow * up * rest : xLow;
  const difference = add(far, farLow, -near, 0);
  const differenceLow = low;
  const width = add(far, farLow, near, 0);
  const s = divide(difference, differenceLow, width, low);
  const sLow = low;
  const excess = atanhExcess(s, sLow);
  const correction = multiply(-2 * a, 0, excess, low);
  const correctionLow = low;
  if (exponent === 0) {
    const leading = multiply(difference, differenceLow, s, sLow);
    return add(leading, low, correction, correctionLow);
  }
  const gap = add(x, xLow, -a, 0);
  const gapLow = low;
  const steps = product(a, exponent);
  const power = multiply(steps, low, -LN2, -LN2_LOW);
  const partial = add(gap, gapLow, power, low);
  const partialLow = low;
  const linear = multiply(-2 * a, 0, s, sLow);
  const main = add(partial, partialLow, linear, low);
  return add(main, low, correction, correctionLow);
}
