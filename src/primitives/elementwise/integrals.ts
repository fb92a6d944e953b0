import type { NDArray } from '../../array/ndarray.ts';
import { besselJ as besselJOfNumber } from '../../reference/scalar/bessel-j.ts';
import { dawsn as dawsnOfNumber } from '../../reference/scalar/dawson.ts';
import { spence as spenceOfNumber } from '../../reference/scalar/dilogarithm.ts';
import { erfcx as erfcxOfNumber } from '../../reference/scalar/error.ts';
import { expi as expiOfNumber, expn as expnOfNumber } from '../../reference/scalar/exponential-integral.ts';
import { owensT as owensTOfNumber } from '../../reference/scalar/owens-t.ts';
import * as integrals from '../../reference/scalar/trigonometric-integral.ts';
import { abs } from './absolute.ts';
import { add, div, mul, neg, sub } from './arithmetic.ts';
import { plus, times } from './beside-number.ts';
import { gt, lt } from './comparison.ts';
import { constantLike } from './constant.ts';
import { erf } from './error-function.ts';
import { exp, log } from './exponential.ts';
import { binary } from './nary.ts';
import { square } from './power.ts';
import { rem } from './remainder.ts';
import { round } from './rounding.ts';
import { select } from './select.ts';
import { cos, sin } from './trigonometric.ts';
import { unary } from './unary.ts';

/** Functions of jax.scipy.special that are integrals; the public ones, in special, are documented there. */

/** Σ (-z)ᵏ/weight(k), for |z| small enough to need fourteen terms. */
const alternatingSeries = (z: NDArray, weight: (k: number) => number): NDArray => {
  let sum: NDArray = constantLike(z, 0);
  for (let k = 13; k >= 0; k--) sum = plus(neg(mul(z, sum)), 1 / weight(k));
  return sum;
};

/** A quotient, and near a zero of its divisor what it is there. */
const bridged = (
  isNear: NDArray,
  near: NDArray,
  numerator: NDArray,
  divisor: NDArray,
  safe: (x: NDArray) => NDArray,
): NDArray => select(isNear, near, div(numerator, safe(divisor)));

/** Eₙ(x) for integers n. */
export const expn = binary({
  name: 'expn',
  value: { float: expnOfNumber },
  lift: 'inexact',
  derivatives: [
    { undefined: 'has no derivative with respect to the order n: wrap it in stopGradient' },
    (n, x) => neg(expn(plus(n!, -1), x!)),
  ],
});

/** Ei(x). */
export const expi = unary({ name: 'expi', value: { float: expiOfNumber }, derivative: x => div(exp(x!), x!) });

/** ∫₁ˣ log(t)/(1 - t) dt. */
export const spence = unary({
  name: 'spence',
  value: { float: spenceOfNumber },
  derivative: x => {
    const z = plus(x!, -1);
    const isNear = lt(abs(z), constantLike(z, 0.05));
    const near = neg(alternatingSeries(select(isNear, z, constantLike(z, 0)), k => k + 1));
    return bridged(isNear, near, log(x!), neg(z), divisor => select(isNear, constantLike(z, 1), divisor));
  },
});

/** -1/x² Σ (2k + 1)!! (sign/2x²)ᵏ, the derivative of 1/x Σ (2k - 1)!! (sign/2x²)ᵏ. */
const farSlope = (x: NDArray, sign: 1 | -1): NDArray => {
  const z = div(constantLike(x, 1), square(x));
  let sum: NDArray = constantLike(x, 1);
  for (let k = 15; k >= 1; k--) sum = plus(times(mul(z, sum), (sign * (2 * k + 1)) / 2), 1);
  return neg(mul(z, sum));
};

/** A derivative that is a difference of nearly equal numbers for large x, where a series is at its end. */
const slopeOf = (x: NDArray, size: NDArray, usual: (x: NDArray) => NDArray, far: (x: NDArray) => NDArray): NDArray => {
  const bound = constantLike(x, x.dtype === 'float32' ? 6 : 10);
  const isFar = gt(size, bound);
  return select(isFar, far(select(isFar, x, bound)), usual(select(isFar, constantLike(x, 0), x)));
};

/** e^(-x²) ∫₀ˣ e^(t²) dt. */
export const dawsn = unary({
  name: 'dawsn',
  value: { float: dawsnOfNumber },
  derivative: (x, y) =>
    slopeOf(
      x!,
      abs(x!),
      near => plus(neg(times(mul(near, y!), 2)), 1),
      far => times(farSlope(far, 1), 0.5),
    ),
});

/** e^(x²) erfc(x). */
export const erfcx = unary({
  name: 'erfcx',
  value: { float: erfcxOfNumber },
  derivative: (x, y) =>
    slopeOf(
      x!,
      x!,
      near => plus(times(mul(near, y!), 2), -2 / Math.sqrt(Math.PI)),
      far => times(farSlope(far, -1), 1 / Math.sqrt(Math.PI)),
    ),
});

/** sin(x)/x, and 1 at 0, with all derivatives. */
const unnormalizedSinc = (x: NDArray): NDArray => {
  const isNear = lt(abs(x), constantLike(x, 0.5));
  const z = square(select(isNear, x, constantLike(x, 0)));
  let factorial = 1;
  const factorials = Array.from({ length: 14 }, (_, k) => (factorial *= k === 0 ? 1 : 2 * k * (2 * k + 1)));
  const near = alternatingSeries(z, k => factorials[k]!);
  return bridged(isNear, near, sin(x), x, divisor => select(isNear, constantLike(x, 1), divisor));
};

/** ∫₀ˣ sin(t)/t dt. */
export const sinIntegral = unary({
  name: 'sin_integral',
  value: { float: integrals.sinIntegral },
  derivative: x => unnormalizedSinc(x!),
});

/** γ + log|x| + ∫₀ˣ (cos(t) - 1)/t dt. */
export const cosIntegral = unary({
  name: 'cos_integral',
  value: { float: integrals.cosIntegral },
  derivative: x => div(cos(x!), x!),
});

/** πx²/2 less multiples of 2π: exactly (n + f)² = n² + 2nf + f² modulo 4, n being the integer next to x. */
const halfSquare = (x: NDArray): NDArray => {
  const whole = round(x, { roundingMethod: 'toNearestEven' });
  const rest = sub(x, whole);
  const parity = rem(abs(whole), constantLike(x, 2));
  const twice = times(rem(mul(whole, rest), constantLike(x, 2)), 2);
  return times(add(parity, add(twice, square(rest))), Math.PI / 2);
};

/** ∫₀ˣ sin(πt²/2) dt. */
export const fresnelS = unary({
  name: 'fresnel_s',
  value: { float: integrals.fresnelS },
  derivative: x => sin(halfSquare(x!)),
});

/** ∫₀ˣ cos(πt²/2) dt. */
export const fresnelC = unary({
  name: 'fresnel_c',
  value: { float: integrals.fresnelC },
  derivative: x => cos(halfSquare(x!)),
});

/** Owen's T(h, a). */
export const owensT = binary({
  name: 'owens_t',
  value: { float: owensTOfNumber },
  lift: 'inexact',
  derivatives: [
    (h, a) =>
      times(
        mul(exp(times(square(h!), -0.5)), erf(times(mul(a!, h!), Math.SQRT1_2))),
        -1 / (2 * Math.sqrt(2 * Math.PI)),
      ),
    (h, a) => {
      const rise = plus(square(a!), 1);
      return div(exp(times(mul(square(h!), rise), -0.5)), times(rise, 2 * Math.PI));
    },
  ],
});

/** Jₙ(x) for integers n. */
export const besselJ = binary({
  name: 'bessel_j',
  value: { float: besselJOfNumber },
  lift: 'inexact',
  derivatives: [
    { undefined: 'has no derivative with respect to the order n: wrap it in stopGradient' },
    (n, x) => times(sub(besselJ(plus(n!, -1), x!), besselJ(plus(n!, 1), x!)), 0.5),
  ],
});
