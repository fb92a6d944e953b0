import { wired } from '../numpy/methods.ts';
import * as elementwise from '../primitives/elementwise/index.ts';

/** The primitives that work element by element; their operands are promoted and broadcast. */

/** x + y, element by element. */
export const add = wired(elementwise.add);

/** x - y, element by element. */
export const sub = wired(elementwise.sub);

/** x · y, element by element. */
export const mul = wired(elementwise.mul);

/** x / y, element by element; ints are truncated towards 0. */
export const div = wired(elementwise.div);

/** What is left of x after whole multiples of y, with the sign of x. */
export const rem = wired(elementwise.rem);

/** -x, element by element. */
export const neg = wired(elementwise.neg);

/** |x|, element by element. */
export const abs = wired(elementwise.abs);

/** The sign of x, element by element. */
export const sign = wired(elementwise.sign);

/** x to a fixed integer power, differentiable at 0. */
export const integerPow = wired(elementwise.integerPow);

/** x to the power y, element by element. */
export const pow = wired(elementwise.pow);

/** 1 / x, element by element. */
export const reciprocal = wired(elementwise.reciprocal);

/** x², element by element. */
export const square = wired(elementwise.square);

/** The square root, element by element. */
export const sqrt = wired(elementwise.sqrt);

/** 1 / √x, element by element. */
export const rsqrt = wired(elementwise.rsqrt);

/** The cube root, element by element. */
export const cbrt = wired(elementwise.cbrt);

/** The greater of x and y; ties share the derivative. */
export const max = wired(elementwise.max);

/** The smaller of x and y; ties share the derivative. */
export const min = wired(elementwise.min);

/** x kept between low and high: `clamp(low, x, high)`. */
export const clamp = wired(elementwise.clamp);

/** The second argument where a bool predicate is true, the third elsewhere. */
export const select = wired(elementwise.select);

/** The case that an integer or a bool names, element by element. */
export const selectN = wired(elementwise.selectN);

/** eˣ, element by element. */
export const exp = wired(elementwise.exp);

/** 2ˣ, element by element. */
export const exp2 = wired(elementwise.exp2);

/** eˣ - 1, accurate near 0. */
export const expm1 = wired(elementwise.expm1);

/** The natural logarithm, element by element. */
export const log = wired(elementwise.log);

/** log(1 + x), accurate near 0. */
export const log1p = wired(elementwise.log1p);

/** 1 / (1 + e⁻ˣ), element by element. */
export const logistic = wired(elementwise.logistic);

/** The sine, element by element. */
export const sin = wired(elementwise.sin);

/** The cosine, element by element. */
export const cos = wired(elementwise.cos);

/** The tangent, element by element. */
export const tan = wired(elementwise.tan);

/** The inverse sine, element by element. */
export const asin = wired(elementwise.asin);

/** The inverse cosine, element by element. */
export const acos = wired(elementwise.acos);

/** The inverse tangent, element by element. */
export const atan = wired(elementwise.atan);

/** The angle of the point (y, x): `atan2(x1, x2)`. */
export const atan2 = wired(elementwise.atan2);

/** The hyperbolic sine, element by element. */
export const sinh = wired(elementwise.sinh);

/** The hyperbolic cosine, element by element. */
export const cosh = wired(elementwise.cosh);

/** The hyperbolic tangent, element by element. */
export const tanh = wired(elementwise.tanh);

/** The inverse hyperbolic sine, element by element. */
export const asinh = wired(elementwise.asinh);

/** The inverse hyperbolic cosine, element by element. */
export const acosh = wired(elementwise.acosh);

/** The inverse hyperbolic tangent, element by element. */
export const atanh = wired(elementwise.atanh);

/** The greatest integer that is not above x. */
export const floor = wired(elementwise.floor);

/** The smallest integer that is not below x. */
export const ceil = wired(elementwise.ceil);

/** The nearest integer; half-way away from 0 or to the even one. */
export const round = wired(elementwise.round);

/** The next floating-point number after x towards y. */
export const nextafter = wired(elementwise.nextafter);

/** x = y, element by element. */
export const eq = wired(elementwise.eq);

/** x ≠ y, element by element. */
export const ne = wired(elementwise.ne);

/** x < y, element by element. */
export const lt = wired(elementwise.lt);

/** x ≤ y, element by element. */
export const le = wired(elementwise.le);

/** x > y, element by element. */
export const gt = wired(elementwise.gt);

/** x ≥ y, element by element. */
export const ge = wired(elementwise.ge);

/** Whether x is neither infinite nor NaN. */
export const isFinite = wired(elementwise.isFinite);

/** The bits that both have. */
export const bitwiseAnd = wired(elementwise.bitwiseAnd);

/** The bits that either has. */
export const bitwiseOr = wired(elementwise.bitwiseOr);

/** The bits that exactly one has. */
export const bitwiseXor = wired(elementwise.bitwiseXor);

/** All bits turned round. */
export const bitwiseNot = wired(elementwise.bitwiseNot);

/** x with its bits moved to the left. */
export const shiftLeft = wired(elementwise.shiftLeft);

/** x with its bits moved to the right, zeros coming in. */
export const shiftRightLogical = wired(elementwise.shiftRightLogical);

/** x with its bits moved to the right, the sign staying. */
export const shiftRightArithmetic = wired(elementwise.shiftRightArithmetic);

/** The number of bits set. */
export const populationCount = wired(elementwise.populationCount);

/** The number of leading bits not set. */
export const clz = wired(elementwise.clz);

/** Complex numbers of real and imaginary parts. */
export const complex = wired(elementwise.complex);

/** The real part. */
export const real = wired(elementwise.real);

/** The imaginary part. */
export const imag = wired(elementwise.imag);

/** The complex conjugate, always of a complex dtype. */
export const conj = wired(elementwise.conj);

/** The error function. */
export const erf = wired(elementwise.erf);

/** 1 minus the error function. */
export const erfc = wired(elementwise.erfc);

/** The inverse of the error function. */
export const erfInv = wired(elementwise.erfInv);

/** The logarithm of |Γ(x)|. */
export const lgamma = wired(elementwise.lgamma);

/** The derivative of log Γ. */
export const digamma = wired(elementwise.digamma);

/** The m-th derivative of digamma: `polygamma(m, x)`. */
export const polygamma = wired(elementwise.polygamma);

/** The Hurwitz zeta function: `zeta(x, q)`. */
export const zeta = wired(elementwise.zeta);

/** The regularised lower incomplete gamma function. */
export const igamma = wired(elementwise.igamma);

/** The regularised upper incomplete gamma function. */
export const igammac = wired(elementwise.igammac);

/** The derivative of igamma with respect to its first argument. */
export const igammaGradA = wired(elementwise.igammaGradA);

/** The derivative of gamma-distributed samples with respect to the shape. */
export const randomGammaGrad = wired(elementwise.randomGammaGrad);

/** The regularised incomplete beta function: `betainc(a, b, x)`. */
export const betainc = wired(elementwise.betainc);

/** e^-|x| times the modified Bessel function of order 0. */
export const besselI0e = wired(elementwise.besselI0e);

/** e^-|x| times the modified Bessel function of order 1. */
export const besselI1e = wired(elementwise.besselI1e);
