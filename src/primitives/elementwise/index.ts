/** The functions of the elementwise family under their lax names. */
export { abs, sign } from './absolute.ts';
export { add, div, integerPow, mul, neg, reciprocal, sub } from './arithmetic.ts';
export { besselI0e, besselI1e } from './bessel.ts';
export { clz, populationCount, shiftLeft, shiftRightArithmetic, shiftRightLogical } from './bits.ts';
export { eq, ge, gt, le, lt, ne } from './comparison.ts';
export { complex, conj, imag, real } from './complex.ts';
export { erf, erfc, erfInv } from './error-function.ts';
export { exp, exp2, expm1, log, log1p, logistic } from './exponential.ts';
export { max, min } from './extrema.ts';
export { digamma, lgamma, polygamma, zeta } from './gamma.ts';
export { acosh, asinh, atanh, cosh, sinh, tanh } from './hyperbolic.ts';
export { betainc, igamma, igammac, igammaGradA, randomGammaGrad } from './incomplete.ts';
export { bitwiseAnd, bitwiseNot, bitwiseOr, bitwiseXor } from './logical.ts';
export { cbrt, pow, rsqrt, sqrt, square } from './power.ts';
export { rem } from './remainder.ts';
export { ceil, floor, isFinite, nextafter, round } from './rounding.ts';
export { clamp, select, selectN } from './select.ts';
export { acos, asin, atan, atan2, cos, sin, tan } from './trigonometric.ts';
