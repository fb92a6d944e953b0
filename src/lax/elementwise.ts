import { wired } from '../numpy/methods.ts';
import * as elementwise from '../primitives/elementwise/index.ts';

/** The primitives that work element by element; their operands are promoted and broadcast. */

/** x + y, element by element. */
export const add = /* @__PURE__ */ wired(elementwise.add);

/** x - y, element by element. */
export const sub = /* @__PURE__ */ wired(elementwise.sub);

/** x · y, element by element. */
export const mul = /* @__PURE__ */ wired(elementwise.mul);

/** x / y, element by element; ints are truncated towards 0. */
export const div = /* @__PURE__ */ wired(elementwise.div);

/** What is left of x after whole multiples of y, with the sign of x. */
export const rem = /* @__PURE__ */ wired(elementwise.rem);

/** -x, element by element. */
export const neg = /* @__PURE__ */ wired(elementwise.neg);

/** |x|, element by element. */
export const abs = /* @__PURE__ */ wired(elementwise.abs);

/** The sign of x, element by element. */
export const sign = /* @__PURE__ */ wired(elementwise.sign);

/** x to a fixed integer power, differentiable at 0. */
export const integerPow = /* @__PURE__ */ wired(elementwise.integerPow);

/** x to the power y, element by element. */
export const pow = /* @__PURE__ */ wired(elementwise.pow);

/** 1 / x, element by element. */
export const reciprocal = /* @__PURE__ */ wired(elementwise.reciprocal);

/** x², element by element. */
export const square = /* @__PURE__ */ wired(elementwise.square);

/** The square root, element by element. */
export const sqrt = /* @__PURE__ */ wired(elementwise.sqrt);

/** 1 / √x, element by element. */
export const rsqrt = /* @__PURE__ */ wired(elementwise.rsqrt);

/** The cube root, element by element. */
export const cbrt = /* @__PURE__ */ wired(elementwise.cbrt);

/** The greater of x and y; ties share the derivative. */
export const max = /* @__PURE__ */ wired(elementwise.max);

/** The smaller of x and y; ties share the derivative. */
export const min = /* @__PURE__ */ wired(elementwise.min);

/** x kept between low and high: `clamp(low, x, high)`. */
export const clamp = /* @__PURE__ */ wired(elementwise.clamp);

/** The second argument where a bool predicate is true, the third elsewhere. */
export const select = /* @__PURE__ */ wired(elementwise.select);

/** The case that an integer or a bool names, element by element. */
export const selectN = /* @__PURE__ */ wired(elementwise.selectN);

/** eˣ, element by element. */
export const exp = /* @__PURE__ */ wired(elementwise.exp);

/** 2ˣ, element by element. */
export const exp2 = /* @__PURE__ */ wired(elementwise.exp2);

/** eˣ - 1, accurate near 0. */
export const expm1 = /* @__PURE__ */ wired(elementwise.expm1);

/** The natural logarithm, element by element. */
export const log = /* @__PURE__ */ wired(elementwise.log);

/** log(1 + x), accurate near 0. */
export const log1p = /* @__PURE__ */ wired(elementwise.log1p);

/** 1 / (1 + e⁻ˣ), element by element. */
export const logistic = /* @__PURE__ */ wired(elementwise.logistic);

/** The sine, element by element. */
export const sin = /* @__PURE__ */ wired(elementwise.sin);

/** The cosine, element by element. */
export const cos = /* @__PURE__ */ wired(elementwise.cos);

/** The tangent, element by element. */
export const tan = /* @__PURE__ */ wired(elementwise.tan);

/** The inverse sine, element by element. */
export const asin = /* @__PURE__ */ wired(elementwise.asin);

/** The inverse cosine, element by element. */
export const acos = /* @__PURE__ */ wired(elementwise.acos);

/** The inverse tangent, element by element. */
export const atan = /* @__PURE__ */ wired(elementwise.atan);

/** The angle of the point (y, x): `atan2(x1, x2)`. */
export const atan2 = /* @__PURE__ */ wired(elementwise.atan2);

/** The hyperbolic sine, element by element. */
export const sinh = /* @__PURE__ */ wired(elementwise.sinh);

/** The hyperbolic cosine, element by element. */
export const cosh = /* @__PURE__ */ wired(elementwise.cosh);

/** The hyperbolic tangent, element by element. */
export const tanh = /* @__PURE__ */ wired(elementwise.tanh);

/** The inverse hyperbolic sine, element by element. */
export const asinh = /* @__PURE__ */ wired(elementwise.asinh);

/** The inverse hyperbolic cosine, element by element. */
export const acosh = /* @__PURE__ */ wired(elementwise.acosh);

/** The inverse hyperbolic tangent, element by element. */
export const atanh = /* @__PURE__ */ wired(elementwise.atanh);

/** The greatest integer that is not above x. */
export const floor = /* @__PURE__ */ wired(elementwise.floor);

/** The smallest integer that is not below x. */
export const ceil = /* @__PURE__ */ wired(elementwise.ceil);

/** The nearest integer; half-way away from 0 or to the even one. */
export const round = /* @__PURE__ */ wired(elementwise.round);

/** The next floating-point number after x towards y. */
export const nextafter = /* @__PURE__ */ wired(elementwise.nextafter);

/** x = y, element by element. */
export const eq = /* @__PURE__ */ wired(elementwise.eq);

/** x ≠ y, element by element. */
export const ne = /* @__PURE__ */ wired(elementwise.ne);

/** x < y, element by element. */
export const lt = /* @__PURE__ */ wired(elementwise.lt);

/** x ≤ y, element by element. */
export const le = /* @__PURE__ */ wired(elementwise.le);

/** x > y, element by element. */
export const gt = /* @__PURE__ */ wired(elementwise.gt);

/** x ≥ y, element by element. */
export const ge = /* @__PURE__ */ wired(elementwise.ge);

/** Whether x is neither infinite nor NaN. */
export const isFinite = /* @__PURE__ */ wired(elementwise.isFinite);

/** The bits that both have. */
export const bitwiseAnd = /* @__PURE__ */ wired(elementwise.bitwiseAnd);

/** The bits that either has. */
export const bitwiseOr = /* @__PURE__ */ wired(elementwise.bitwiseOr);

/** The bits that exactly one has. */
export const bitwiseXor = /* @__PURE__ */ wired(elementwise.bitwiseXor);

/** All bits turned round. */
export const bitwiseNot = /* @__PURE__ */ wired(elementwise.bitwiseNot);

/** x with its bits moved to the left. */
export const shiftLeft = /* @__PURE__ */ wired(elementwise.shiftLeft);

/** x with its bits moved to the right, zeros coming in. */
export const shiftRightLogical = /* @__PURE__ */ wired(elementwise.shiftRightLogical);

/** x with its bits moved to the right, the sign staying. */
export const shiftRightArithmetic = /* @__PURE__ */ wired(elementwise.shiftRightArithmetic);

/** The number of bits set. */
export const populationCount = /* @__PURE__ */ wired(elementwise.populationCount);

/** The number of leading bits not set. */
export const clz = /* @__PURE__ */ wired(elementwise.clz);

/** Complex numbers of real and imaginary parts. */
export const complex = /* @__PURE__ */ wired(elementwise.complex);

/** The real part. */
export const real = /* @__PURE__ */ wired(elementwise.real);

/** The imaginary part. */
export const imag = /* @__PURE__ */ wired(elementwise.imag);

/** The complex conjugate, always of a complex dtype. */
export const conj = /* @__PURE__ */ wired(elementwise.conj);

/** The error function. */
export const erf = /* @__PURE__ */ wired(elementwise.erf);

/** 1 minus the error function. */
export const erfc = /* @__PURE__ */ wired(elementwise.erfc);

/** The inverse of the error function. */
export const erfInv = /* @__PURE__ */ wired(elementwise.erfInv);

/** The logarithm of |Γ(x)|. */
export const lgamma = /* @__PURE__ */ wired(elementwise.lgamma);

/** The derivative of log Γ. */
export const digamma = /* @__PURE__ */ wired(elementwise.digamma);

/** The m-th derivative of digamma: `polygamma(m, x)`. */
export const polygamma = /* @__PURE__ */ wired(elementwise.polygamma);

/** The Hurwitz zeta function: `zeta(x, q)`. */
export const zeta = /* @__PURE__ */ wired(elementwise.zeta);

/** The regularised lower incomplete gamma function. */
export const igamma = /* @__PURE__ */ wired(elementwise.igamma);

/** The regularised upper incomplete gamma function. */
export const igammac = /* @__PURE__ */ wired(elementwise.igammac);

/** The derivative of igamma with respect to its first argument. */
export const igammaGradA = /* @__PURE__ */ wired(elementwise.igammaGradA);

/** The derivative of gamma-distributed samples with respect to the shape. */
export const randomGammaGrad = /* @__PURE__ */ wired(elementwise.randomGammaGrad);

/** The regularised incomplete beta function: `betainc(a, b, x)`. */
export const betainc = /* @__PURE__ */ wired(elementwise.betainc);

/** e^-|x| times the modified Bessel function of order 0. */
export const besselI0e = /* @__PURE__ */ wired(elementwise.besselI0e);

/** e^-|x| times the modified Bessel function of order 1. */
export const besselI1e = /* @__PURE__ */ wired(elementwise.besselI1e);
