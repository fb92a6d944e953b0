import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { type CustomJvp, exactJvp } from '../control/custom-jvp.ts';
import { lazily } from '../control/custom-rule.ts';
import { abs } from '../primitives/elementwise/absolute.ts';
import { add, div, mul, neg, reciprocal, sub } from '../primitives/elementwise/arithmetic.ts';
import { plus, times } from '../primitives/elementwise/beside-number.ts';
import { eq, gt, le, lt } from '../primitives/elementwise/comparison.ts';
import { constantLike } from '../primitives/elementwise/constant.ts';
import { erfInv, erf as laxErf, erfc as laxErfc } from '../primitives/elementwise/error-function.ts';
import { exp, log, log1p } from '../primitives/elementwise/exponential.ts';
import { min } from '../primitives/elementwise/extrema.ts';
import { sqrt, square } from '../primitives/elementwise/power.ts';
import { select } from '../primitives/elementwise/select.ts';
import { jvp } from '../transforms/forward.ts';
import { realOperand } from './arguments.ts';

/**
 * The error function, element by element. Throws TypeError for complex numbers.
 *
 * @example
 * ```ts
 * console.log(special.erf(0).item()); // => 0
 * ```
 */
export const erf = (x: ArrayLike): NDArray => laxErf(realOperand('erf', x));

/**
 * 1 minus the error function, element by element, accurate where that is close to 1.
 *
 * @example
 * ```ts
 * console.log(special.erfc(0).item()); // => 1
 * ```
 */
export const erfc = (x: ArrayLike): NDArray => laxErfc(realOperand('erfc', x));

/**
 * The inverse of the error function, element by element.
 *
 * @example
 * ```ts
 * console.log(special.erfinv(0).item()); // => 0
 * ```
 */
export const erfinv = (x: ArrayLike): NDArray => erfInv(realOperand('erfinv', x));

/**
 * The distribution function of the standard normal distribution, element by element.
 *
 * @example
 * ```ts
 * console.log(special.ndtr(0).item()); // => 0.5
 * ```
 */
export const ndtr = (x: ArrayLike): NDArray => times(laxErfc(times(realOperand('ndtr', x), -Math.SQRT1_2)), 0.5);

/** The logarithm of the density of the standard normal distribution. */
const logDensity = (x: NDArray): NDArray => plus(times(square(x), -0.5), -0.5 * Math.log(2 * Math.PI));

/** log Φ(x) far to the left: density over |x| times the asymptotic series Σ (-1)ᵏ (2k-1)!! / x²ᵏ. */
const logTail = (x: NDArray): NDArray => {
  const inverseSquare = reciprocal(square(x));
  let series: NDArray = constantLike(x, 0);
  for (let k = 8; k >= 1; k--) series = plus(times(mul(inverseSquare, series), -(2 * k - 1)), 1);
  return add(sub(logDensity(x), log(neg(x))), log(series));
};

/** Where `logTail` is to be taken, and the end of that. */
const tailOf = (x: NDArray): { readonly far: NDArray; readonly isFar: NDArray } => {
  const far = constantLike(x, x.dtype === 'float32' ? -10 : -30);
  return { far, isFar: lt(x, far) };
};

const logNdtrRule: () => CustomJvp<[x: NDArray], NDArray> = lazily(() =>
  exactJvp((x: NDArray): NDArray => {
    const { far, isFar } = tailOf(x);
    const left = log(times(laxErfc(times(select(isFar, far, x), -Math.SQRT1_2)), 0.5));
    const right = log1p(times(laxErfc(times(x, Math.SQRT1_2)), -0.5));
    const near = select(gt(x, constantLike(x, 0)), right, left);
    return select(isFar, logTail(select(isFar, x, far)), near);
  }).defjvp(([x], [tangent]) => {
    const value = logNdtrRule()(x);
    // the difference of two large numbers there
    const { far, isFar } = tailOf(x);
    const slope = exp(sub(logDensity(x), value));
    const zero = constantLike(x, 0);
    const [, farTangent] = jvp(logTail, [select(isFar, x, far)], [select(isFar, tangent, zero)]);
    return [value, add(farTangent, mul(select(isFar, zero, tangent), select(isFar, zero, slope)))];
  }),
);

/**
 * The logarithm of the distribution function of the standard normal distribution, accurate far to the left too.
 *
 * @example
 * ```ts
 * console.log(special.logNdtr(-20).item()); // => -203.9171600341797
 * ```
 */
export const logNdtr = (x: ArrayLike): NDArray => logNdtrRule()(realOperand('logNdtr', x));

/** A quotient of polynomials, coefficients from the lowest power up. */
const rational = (x: NDArray, numerator: readonly number[], denominator: readonly number[]): NDArray => {
  const value = (coefficients: readonly number[]): NDArray =>
    coefficients.reduceRight<NDArray>((sum, coefficient) => plus(mul(sum, x), coefficient), constantLike(x, 0));
  return div(value(numerator), value(denominator));
};

/** Wichura's algorithm AS 241 (Applied Statistics 37, 1988): 16 digits. */
const quantile = (p: NDArray): NDArray => {
  const centred = plus(p, -0.5);
  const isCentral = le(abs(centred), constantLike(p, 0.425));
  const fromCentre = sub(constantLike(p, 0.180625), square(centred));
  const central = mul(
    centred,
    rational(
      fromCentre,
      [
        3.387132872796366608, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125,
        45921.953931549871457, 67265.770927008700853, 33430.575583588128105, 2509.0809287301226727,
      ],
      [
        1, 42.313330701600911252, 687.1870074920579083, 5394.1960214247511077, 21213.794301586595867,
        39307.89580009271061, 28729.085735721942674, 5226.495278852854561,
      ],
    ),
  );
  const tail = min(p, sub(constantLike(p, 1), p));
  const distance = sqrt(neg(log(select(isCentral, constantLike(p, 0.25), tail))));
  const isNear = le(distance, constantLike(p, 5));
  const near = rational(
    plus(distance, -1.6),
    [
      1.42343711074968357734, 4.6303378461565452959, 5.7694972214606914055, 3.64784832476320460504,
      1.27045825245236838258, 0.24178072517745061177, 0.0227238449892691845833, 7.7454501427834140764e-4,
    ],
    [
      1, 2.05319162663775882187, 1.6763848301838038494, 0.68976733498510000455, 0.14810397642748007459,
      0.0151986665636164571966, 5.475938084995344946e-4, 1.05075007164441684324e-9,
    ],
  );
  const far = rational(
    plus(distance, -5),
    [
      6.6579046435011037772, 5.4637849111641143699, 1.7848265399172913358, 0.29656057182850489123,
      0.026532189526576123093, 0.0012426609473880784386, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
    ],
    [
      1, 0.59983220655588793769, 0.13692988092273580531, 0.0148753612908506148525, 7.868691311456132591e-4,
      1.8463183175100546818e-5, 1.4215117583164458887e-7, 2.04426310338993978564e-15,
    ],
  );
  const size = select(isNear, near, far);
  const outer = select(lt(centred, constantLike(p, 0)), neg(size), size);
  const finite = select(isCentral, central, outer);
  const ends = select(eq(p, constantLike(p, 0)), constantLike(p, Number.NEGATIVE_INFINITY), finite);
  return select(eq(p, constantLike(p, 1)), constantLike(p, Number.POSITIVE_INFINITY), ends);
};

const ndtriRule: () => CustomJvp<[p: NDArray], NDArray> = lazily(() =>
  exactJvp(quantile).defjvp(([p], [tangent]) => {
    const x = ndtriRule()(p);
    return [x, mul(tangent, exp(neg(logDensity(x))))];
  }),
);

/**
 * The quantile function of the standard normal distribution, element by element: the inverse of `ndtr`.
 *
 * ±∞ at 0 and 1, NaN outside.
 *
 * @example
 * ```ts
 * console.log(special.ndtri(0.5).item()); // => 0
 * ```
 */
export const ndtri = (p: ArrayLike): NDArray => ndtriRule()(realOperand('ndtri', p));
