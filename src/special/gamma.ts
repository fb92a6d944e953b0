import { filled } from '../array/create.ts';
import { isInteger } from '../array/dtype.ts';
import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { promoteTypesInexact } from '../array/promotion.ts';
import { type CustomJvp, exactJvp } from '../control/custom-jvp.ts';
import { lazily } from '../control/custom-rule.ts';
import { avalString } from '../core/aval.ts';
import { asArray, asPromoted } from '../numpy/convert.ts';
import { signbit } from '../numpy/floating.ts';
import { convertElementType } from '../primitives/convert.ts';
import { add, div, mul, neg, reciprocal, sub } from '../primitives/elementwise/arithmetic.ts';
import { plus } from '../primitives/elementwise/beside-number.ts';
import { eq, ge, lt, ne } from '../primitives/elementwise/comparison.ts';
import { constantLike } from '../primitives/elementwise/constant.ts';
import { exp, log, log1p } from '../primitives/elementwise/exponential.ts';
import { max, min } from '../primitives/elementwise/extrema.ts';
import { digamma as laxDigamma, polygamma as laxPolygamma, lgamma } from '../primitives/elementwise/gamma.ts';
import { igamma, igammac, betainc as laxBetainc } from '../primitives/elementwise/incomplete.ts';
import { bitwiseAnd, bitwiseOr } from '../primitives/elementwise/logical.ts';
import { square } from '../primitives/elementwise/power.ts';
import { rem } from '../primitives/elementwise/remainder.ts';
import { floor } from '../primitives/elementwise/rounding.ts';
import { select } from '../primitives/elementwise/select.ts';
import { shown } from '../util/errors.ts';
import { realOperand, realOperands } from './arguments.ts';

/**
 * log |Γ(x)|, element by element. Throws TypeError for complex numbers.
 *
 * @example
 * ```ts
 * console.log(String(special.gammaln([1, 5]))); // => [0.        3.1780539]
 * ```
 */
export const gammaln = (x: ArrayLike): NDArray => lgamma(realOperand('gammaln', x));

/**
 * The sign of Γ(x): 1 or -1, NaN at the negative integers.
 *
 * @example
 * ```ts
 * console.log(String(special.gammasgn([2.5, -0.5]))); // => [ 1. -1.]
 * ```
 */
export const gammasgn = (x: ArrayLike): NDArray => {
  const operand = realOperand('gammasgn', x);
  const zero = constantLike(operand, 0);
  const whole = floor(operand);
  const isNegative = lt(operand, zero);
  const isPole = bitwiseOr(bitwiseAnd(isNegative, eq(operand, whole)), ne(operand, operand));
  const isOdd = ne(rem(whole, constantLike(whole, 2)), zero);
  const turns = bitwiseOr(bitwiseAnd(isNegative, isOdd), bitwiseAnd(eq(operand, zero), signbit(operand)));
  const one = constantLike(operand, 1);
  return select(isPole, constantLike(operand, Number.NaN), select(turns, constantLike(operand, -1), one));
};

/**
 * The gamma function Γ(x), element by element.
 *
 * @example
 * ```ts
 * console.log(special.gamma(0.5).item() ** 2 - np.pi < 1e-6); // => true
 * ```
 */
export const gamma = (x: ArrayLike): NDArray => {
  const operand = realOperand('gamma', x);
  return mul(gammasgn(operand), exp(lgamma(operand)));
};

/**
 * n! = Γ(n + 1), element by element; 0 for negative n.
 *
 * @example
 * ```ts
 * console.log(np.round(special.factorial(5)).item()); // => 120
 * ```
 */
export const factorial = (n: ArrayLike): NDArray => {
  const operand = realOperand('factorial', n);
  const zero = constantLike(operand, 0);
  return select(lt(operand, zero), zero, exp(lgamma(plus(operand, 1))));
};

/**
 * The derivative of log Γ(x), element by element.
 *
 * @example
 * ```ts
 * console.log(special.digamma(1).item() + np.eulerGamma < 1e-6); // => true
 * ```
 */
export const digamma = (x: ArrayLike): NDArray => laxDigamma(realOperand('digamma', x));

/**
 * The n-th derivative of digamma, element by element.
 *
 * Throws TypeError unless n is a plain integer or an array of ints.
 *
 * @example
 * ```ts
 * console.log(special.polygamma(1, 1).item() - np.pi ** 2 / 6 < 1e-6); // => true
 * ```
 */
export const polygamma = (n: ArrayLike, x: ArrayLike): NDArray => {
  const order = typeof n === 'number' && Number.isInteger(n) ? filled([], 'int32', n) : asArray('polygamma', n);
  if (!isInteger(order.dtype)) throw new TypeError(`polygamma: the order must be integers, got ${avalString(order)}`);
  const operand = realOperand('polygamma', x);
  const [m, y] = realOperands('polygamma', [order, operand]);
  return laxPolygamma(m, y);
};

/**
 * The regularised lower incomplete gamma function P(a, x).
 *
 * @example
 * ```ts
 * console.log(special.gammainc(1, 0).item()); // => 0
 * ```
 */
export const gammainc = (a: ArrayLike, x: ArrayLike): NDArray => igamma(...realOperands('gammainc', [a, x]));

/**
 * The regularised upper incomplete gamma function Q(a, x) = 1 - P(a, x).
 *
 * @example
 * ```ts
 * console.log(special.gammaincc(1, 0).item()); // => 1
 * ```
 */
export const gammaincc = (a: ArrayLike, x: ArrayLike): NDArray => igammac(...realOperands('gammaincc', [a, x]));

/** B₂ₖ / (2k (2k - 1)) for k = 1, 2, … */
const stirlingTerms = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156];

/** log Γ(x) less Stirling's approximation, for x ≥ 10: the series Σ B₂ₖ / (2k (2k - 1) x²ᵏ⁻¹). */
const stirlingCorrection = (x: NDArray): NDArray => {
  const inverseSquare = reciprocal(square(x));
  const sum = stirlingTerms.reduceRight<NDArray>(
    (rest, coefficient) => plus(mul(rest, inverseSquare), coefficient),
    constantLike(x, 0),
  );
  return div(sum, x);
};

/** log B(a, b) for a ≤ b, without the differences of large numbers (Didonato and Morris, ACM TOMS 18, 1992). */
const logBeta = (a: NDArray, b: NDArray): NDArray => {
  const large = constantLike(a, 10);
  const isLarge = ge(b, large);
  const bothLarge = ge(a, large);
  const sum = add(a, b);
  const [q, s] = [max(b, large), max(sum, large)];
  const share = div(a, sum);
  const rest = log1p(neg(share));
  const correction = sub(stirlingCorrection(q), stirlingCorrection(s));
  const half = constantLike(a, 0.5);
  const small = sub(add(lgamma(a), lgamma(b)), lgamma(sum));
  const one = add(add(lgamma(a), correction), add(sub(a, mul(a, log(sum))), mul(sub(b, half), rest)));
  const p = max(a, large);
  const both = add(
    add(sub(constantLike(a, 0.5 * Math.log(2 * Math.PI)), mul(half, log(q))), add(stirlingCorrection(p), correction)),
    add(mul(sub(a, half), log(share)), mul(b, rest)),
  );
  return select(isLarge, select(bothLarge, both, one), small);
};

/** ψ(x + d) - ψ(x): for x ≥ 10 by the differences of its asymptotic series' terms, which keep the digits of a small d. */
const digammaRise = (x: NDArray, d: NDArray): NDArray => {
  const large = constantLike(x, 10);
  const isLarge = bitwiseAnd(ge(x, large), ge(d, constantLike(x, 0)));
  const step = select(isLarge, d, large);
  const near = reciprocal(select(isLarge, x, large));
  const ratio = mul(step, near);
  const far = div(near, plus(ratio, 1));
  // near - far; over near² - far², the sum of B₂ₖ / 2k near²ᵏ less that of far²ᵏ is a polynomial
  const difference = mul(ratio, far);
  const [u, v] = [square(near), square(far)];
  let inner: NDArray = constantLike(x, 0);
  let quotient = inner;
  for (let k = stirlingTerms.length - 1; k >= 0; k--) {
    inner = plus(mul(inner, u), stirlingTerms[k]! * (2 * k + 1));
    quotient = add(mul(quotient, v), inner);
  }
  const corrections = mul(difference, plus(mul(add(near, far), quotient), 0.5));
  return select(isLarge, add(log1p(ratio), corrections), sub(laxDigamma(add(x, d)), laxDigamma(x)));
};

/** A rule of its own: choosing the smaller of two has no second derivative where they are equal. */
const betalnRule: () => CustomJvp<[a: NDArray, b: NDArray], NDArray> = lazily(() =>
  exactJvp((a: NDArray, b: NDArray): NDArray => logBeta(min(a, b), max(a, b))).defjvp(
    ([a, b], [aTangent, bTangent]) => {
      // in double precision: with a small parameter, little is left of the difference
      const wide = (x: NDArray): NDArray => convertElementType(x, 'float64');
      const share = (x: NDArray, y: NDArray): NDArray =>
        convertElementType(neg(digammaRise(wide(x), wide(y))), x.dtype);
      return [betalnRule()(a, b), add(mul(aTangent, share(a, b)), mul(bTangent, share(b, a)))];
    },
  ),
);

/**
 * The logarithm of the beta function, log |B(a, b)|.
 *
 * @example
 * ```ts
 * console.log(special.betaln(1, 1).item()); // => 0
 * ```
 */
export const betaln = (a: ArrayLike, b: ArrayLike): NDArray => betalnRule()(...realOperands('betaln', [a, b]));

/**
 * The beta function B(a, b) = Γ(a) Γ(b) / Γ(a + b).
 *
 * @example
 * ```ts
 * console.log(special.beta(1, 2).item()); // => 0.5
 * ```
 */
export const beta = (a: ArrayLike, b: ArrayLike): NDArray => {
  const [x, y] = realOperands('beta', [a, b]);
  return mul(mul(mul(gammasgn(x), gammasgn(y)), gammasgn(add(x, y))), exp(betaln(x, y)));
};

/**
 * The regularised incomplete beta function I(x; a, b), element by element.
 *
 * @example
 * ```ts
 * console.log(special.betainc(1, 1, 0.25).item()); // => 0.25
 * ```
 */
export const betainc = (a: ArrayLike, b: ArrayLike, x: ArrayLike): NDArray =>
  laxBetainc(...realOperands('betainc', [a, b, x]));

/**
 * log Γ_d(a), the logarithm of the multivariate gamma function of dimension d.
 *
 * Throws TypeError unless d is a positive integer.
 *
 * @example
 * ```ts
 * console.log(special.multigammaln(3, 1).item() - np.log(2).item() < 1e-6); // => true
 * ```
 */
export const multigammaln = (a: ArrayLike, d: number): NDArray => {
  if (!Number.isInteger(d) || d < 1)
    throw new TypeError(`multigammaln: the dimension must be a positive integer, got ${shown(d)}`);
  const [operand] = asPromoted('multigammaln', [a], promoteTypesInexact);
  let result = constantLike(operand, 0.25 * d * (d - 1) * Math.log(Math.PI)) as NDArray;
  for (let i = 0; i < d; i++) result = add(result, gammaln(plus(operand, -i / 2)));
  return result;
};

/** A rule of its own: where the value overflows, differences of products with it would be NaN. */
const pochRule: () => CustomJvp<[z: NDArray, m: NDArray], NDArray> = lazily(() =>
  exactJvp((z: NDArray, m: NDArray): NDArray => {
    const sum = add(z, m);
    const value = mul(mul(gammasgn(sum), gammasgn(z)), exp(sub(lgamma(sum), lgamma(z))));
    // Both gamma functions may have a pole there.
    const isEmpty = bitwiseAnd(eq(m, constantLike(m, 0)), ne(value, value));
    return select(isEmpty, constantLike(value, 1), value);
  }).defjvp(([z, m], [zTangent, mTangent]) => {
    const value = pochRule()(z, m);
    const rise = laxDigamma(add(z, m));
    const slopes = add(mul(zTangent, sub(rise, laxDigamma(z))), mul(mTangent, rise));
    return [value, mul(value, slopes)];
  }),
);

/**
 * The rising factorial Γ(z + m) / Γ(z), element by element.
 *
 * @example
 * ```ts
 * console.log(np.round(special.poch(2, 3)).item()); // => 24
 * ```
 */
export const poch = (z: ArrayLike, m: ArrayLike): NDArray => pochRule()(...realOperands('poch', [z, m]));
