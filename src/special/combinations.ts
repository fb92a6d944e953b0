import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { checkOptions } from '../array/options.ts';
import { array } from '../numpy/creation.ts';
import { abs } from '../primitives/elementwise/absolute.ts';
import { add, div, mul, neg, reciprocal, sub } from '../primitives/elementwise/arithmetic.ts';
import { plus } from '../primitives/elementwise/beside-number.ts';
import { eq, ge, gt, le, lt } from '../primitives/elementwise/comparison.ts';
import { constantLike } from '../primitives/elementwise/constant.ts';
import { exp, expm1, log, log1p } from '../primitives/elementwise/exponential.ts';
import { lgamma } from '../primitives/elementwise/gamma.ts';
import { bitwiseAnd, bitwiseOr } from '../primitives/elementwise/logical.ts';
import { select } from '../primitives/elementwise/select.ts';
import { zeta } from '../reference/scalar/gamma.ts';
import { shown } from '../util/errors.ts';
import { realOperand, realOperands } from './arguments.ts';

/**
 * log Γ(x) for positive x, element by element; NaN elsewhere, where `gammaln` gives the logarithm of the modulus.
 *
 * Throws TypeError for complex numbers.
 *
 * @example
 * ```ts
 * console.log(String(special.loggamma([1, -0.5]))); // => [ 0. nan]
 * ```
 */
export const loggamma = (x: ArrayLike): NDArray => {
  const operand = realOperand('loggamma', x);
  return select(gt(operand, constantLike(operand, 0)), lgamma(operand), constantLike(operand, Number.NaN));
};

const combinations = (n: NDArray, k: NDArray): NDArray => {
  const zero = constantLike(n, 0);
  const exists = bitwiseAnd(le(k, n), bitwiseAnd(ge(n, zero), ge(k, zero)));
  const [safeN, safeK] = [select(exists, n, zero), select(exists, k, zero)];
  const logOfFactorial = (x: NDArray): NDArray => lgamma(plus(x, 1));
  const size = sub(sub(logOfFactorial(safeN), logOfFactorial(safeK)), logOfFactorial(sub(safeN, safeK)));
  return select(exists, exp(size), zero);
};

/**
 * The number of combinations of n things taken k at a time, element by element, as floats; with `repetition`, of
 * multisets.
 *
 * 0 where n or k is negative or k > n. Differentiable: factorials are gamma functions. Throws TypeError for complex
 * numbers, RangeError where shapes do not broadcast.
 *
 * @example
 * ```ts
 * console.log(np.round(special.comb(5, 2)).item()); // => 10
 * ```
 */
export const comb = (n: ArrayLike, k: ArrayLike, options: { readonly repetition?: boolean } = {}): NDArray => {
  checkOptions('comb', options, ['repetition']);
  const { repetition = false } = options;
  const [total, taken] = realOperands('comb', [n, k]);
  if (!repetition) return combinations(total, taken);
  const zero = constantLike(total, 0);
  const isOne = bitwiseAnd(eq(taken, zero), ge(total, zero));
  return select(isOne, constantLike(total, 1), combinations(plus(add(total, taken), -1), taken));
};

/** (e^(λs) - 1)/λ and its limit s for λ = 0, with all derivatives. */
const growth = (size: NDArray, lambda: NDArray): NDArray => {
  const [zero, one] = [constantLike(size, 0), constantLike(size, 1)];
  const t = mul(lambda, size);
  const isEndless = eq(abs(size), constantLike(size, Number.POSITIVE_INFINITY));
  const isFlat = bitwiseAnd(isEndless, eq(lambda, zero));
  const vanishes = bitwiseAnd(isEndless, lt(t, zero));
  const isNear = lt(abs(t), constantLike(t, 0.1));
  const near = select(isNear, t, zero);
  let sum: NDArray = one;
  for (let k = 11; k >= 2; k--) sum = plus(div(mul(near, sum), constantLike(t, k)), 1);
  const isSpecial = bitwiseOr(isNear, bitwiseOr(isFlat, vanishes));
  const far = div(expm1(select(isSpecial, one, t)), select(isSpecial, one, lambda));
  const usual = select(isNear, mul(select(isNear, size, zero), sum), far);
  const limit = neg(reciprocal(select(vanishes, lambda, one)));
  return select(vanishes, limit, select(isFlat, size, usual));
};

/**
 * The power transformation of Box and Cox, (x^λ - 1)/λ, and log x for λ = 0, element by element, for x > 0.
 *
 * Its derivatives with respect to λ are those of the limit at λ = 0 too, where JAX 0.10 takes them to be 0. Throws
 * TypeError for complex numbers, RangeError where shapes do not broadcast.
 *
 * @example
 * ```ts
 * console.log(String(special.boxcox([1, 3], 2))); // => [0. 4.]
 * ```
 */
export const boxcox = (x: ArrayLike, lmbda: ArrayLike): NDArray => {
  const [base, exponent] = realOperands('boxcox', [x, lmbda]);
  return growth(log(base), exponent);
};

/**
 * `boxcox(1 + x, λ)`, accurate for small x, element by element, for x > -1.
 *
 * Throws TypeError for complex numbers, RangeError where shapes do not broadcast.
 *
 * @example
 * ```ts
 * console.log(String(special.boxcox1p([0, 2], 2))); // => [0. 4.]
 * ```
 */
export const boxcox1p = (x: ArrayLike, lmbda: ArrayLike): NDArray => {
  const [base, exponent] = realOperands('boxcox1p', [x, lmbda]);
  return growth(log1p(base), exponent);
};

/** B₂ₖ = (-1)ᵏ⁺¹ 2 (2k)! ζ(2k) / (2π)²ᵏ. */
const bernoulliNumber = (n: number): number => {
  if (n < 2) return n === 0 ? 1 : -0.5;
  if (n % 2 === 1) return 0;
  let size = 2 * zeta(n, 1);
  for (let k = 1; k <= n; k++) size *= k / (2 * Math.PI);
  return n % 4 === 0 ? -size : size;
};

/**
 * The Bernoulli numbers B₀, B₁ = -1/2, … Bₙ, of the default float type.
 *
 * Throws TypeError unless n is a non-negative integer.
 *
 * @example
 * ```ts
 * console.log(String(special.bernoulli(4))); // => [ 1.         -0.5         0.16666667  0.         -0.03333334]
 * ```
 */
export const bernoulli = (n: number): NDArray => {
  if (!Number.isInteger(n) || n < 0)
    throw new TypeError(`bernoulli: n must be a non-negative integer, got ${shown(n)}`);
  return array(Array.from({ length: n + 1 }, (_, k) => bernoulliNumber(k)));
};
