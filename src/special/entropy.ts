import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { promoteTypesInexact } from '../array/promotion.ts';
import { type CustomJvp, exactJvp } from '../control/custom-jvp.ts';
import { lazily } from '../control/custom-rule.ts';
import { asAligned, asPromoted } from '../numpy/convert.ts';
import { add, div, mul, neg, sub } from '../primitives/elementwise/arithmetic.ts';
import { eq, ge, gt, lt, ne } from '../primitives/elementwise/comparison.ts';
import { constantLike } from '../primitives/elementwise/constant.ts';
import { log, log1p, logistic } from '../primitives/elementwise/exponential.ts';
import { bitwiseAnd, bitwiseOr } from '../primitives/elementwise/logical.ts';
import { select } from '../primitives/elementwise/select.ts';
import { realOperand, realOperands } from './arguments.ts';

type Binary = (x: NDArray, y: NDArray) => NDArray;

/** x·f(y), and 0 where x is; a rule of its own keeps x = 0 from spoiling the derivative with respect to x. */
const productWith = (
  f: (y: NDArray) => NDArray,
  derivative: (y: NDArray) => NDArray,
): CustomJvp<[x: NDArray, y: NDArray], NDArray> => {
  const value: Binary = (x, y) => {
    const counts = bitwiseOr(ne(x, constantLike(x, 0)), ne(y, y));
    return select(counts, mul(x, f(y)), constantLike(x, 0));
  };
  const product: CustomJvp<[x: NDArray, y: NDArray], NDArray> = exactJvp(value).defjvp(
    ([x, y], [xTangent, yTangent]) => [product(x, y), add(mul(xTangent, f(y)), div(mul(yTangent, x), derivative(y)))],
  );
  return product;
};

const xlogyRule = lazily(() => productWith(log, y => y));
const xlog1pyRule = lazily(() => productWith(log1p, y => add(y, constantLike(y, 1))));

/**
 * x·log(y), element by element, and 0 where x is 0.
 *
 * Throws RangeError where shapes do not broadcast.
 *
 * @example
 * ```ts
 * console.log(String(special.xlogy([0, 2], [0, 1]))); // => [0. 0.]
 * ```
 */
export const xlogy = (x: ArrayLike, y: ArrayLike): NDArray => {
  const [a, b] = asAligned('xlogy', [x, y], promoteTypesInexact);
  return xlogyRule()(a, b);
};

/**
 * x·log(1 + y), element by element, and 0 where x is 0.
 *
 * Throws RangeError where shapes do not broadcast.
 *
 * @example
 * ```ts
 * console.log(String(special.xlog1py([0, 2], [-1, 0]))); // => [0. 0.]
 * ```
 */
export const xlog1py = (x: ArrayLike, y: ArrayLike): NDArray => {
  const [a, b] = asAligned('xlog1py', [x, y], promoteTypesInexact);
  return xlog1pyRule()(a, b);
};

/** x·log(x), and 0 at 0. */
const xlogxRule: () => CustomJvp<[x: NDArray], NDArray> = lazily(() =>
  exactJvp((x: NDArray): NDArray => xlogyRule()(x, x)).defjvp(([x], [tangent]) => [
    xlogxRule()(x),
    mul(tangent, add(log(x), constantLike(x, 1))),
  ]),
);

/**
 * The entropy -x·log(x), element by element: 0 at 0, -∞ below.
 *
 * Throws TypeError for complex numbers.
 *
 * @example
 * ```ts
 * console.log(String(special.entr([1, 0.5]))); // => [-0.         0.3465736]
 * ```
 */
export const entr = (x: ArrayLike): NDArray => {
  const operand = realOperand('entr', x);
  const isNegative = lt(operand, constantLike(operand, 0));
  return select(isNegative, constantLike(operand, Number.NEGATIVE_INFINITY), neg(xlogxRule()(operand)));
};

/**
 * The relative entropy p·log(p/q), element by element: 0 where p = 0 and q ≥ 0, ∞ where either is negative or only q is 0.
 *
 * Throws TypeError for complex numbers, RangeError where shapes do not broadcast.
 *
 * @example
 * ```ts
 * console.log(String(special.relEntr([0.5, 0], [0.25, 1]))); // => [0.3465736 0.       ]
 * ```
 */
export const relEntr = (p: ArrayLike, q: ArrayLike): NDArray => {
  const [a, b] = realOperands('relEntr', [p, q]);
  const [zero, one] = [constantLike(a, 0), constantLike(a, 1)];
  const isRegular = bitwiseAnd(gt(a, zero), gt(b, zero));
  const isZero = bitwiseAnd(eq(a, zero), ge(b, zero));
  const [safeP, safeQ] = [select(isRegular, a, one), select(isRegular, b, one)];
  const regular = sub(xlogxRule()(safeP), xlogyRule()(safeP, safeQ));
  return select(isRegular, regular, select(isZero, zero, constantLike(a, Number.POSITIVE_INFINITY)));
};

/**
 * The Kullback–Leibler divergence p·log(p/q) - p + q, element by element.
 *
 * Throws as `relEntr` does.
 *
 * @example
 * ```ts
 * console.log(special.klDiv(1, 1).item()); // => 0
 * ```
 */
export const klDiv = (p: ArrayLike, q: ArrayLike): NDArray => {
  const [a, b] = realOperands('klDiv', [p, q]);
  return add(sub(relEntr(a, b), a), b);
};

const logitRule: () => CustomJvp<[x: NDArray], NDArray> = lazily(() =>
  exactJvp((x: NDArray): NDArray => log(div(x, sub(constantLike(x, 1), x)))).defjvp(([x], [tangent]) => [
    logitRule()(x),
    div(tangent, mul(x, sub(constantLike(x, 1), x))),
  ]),
);

/**
 * log(x / (1 - x)), element by element: the inverse of `expit`.
 *
 * @example
 * ```ts
 * console.log(special.logit(0.5).item()); // => 0
 * ```
 */
export const logit = (x: ArrayLike): NDArray => logitRule()(asPromoted('logit', [x], promoteTypesInexact)[0]);

/**
 * The logistic function 1 / (1 + e⁻ˣ), element by element.
 *
 * @example
 * ```ts
 * console.log(special.expit(0).item()); // => 0.5
 * ```
 */
export const expit = (x: ArrayLike): NDArray => logistic(asPromoted('expit', [x], promoteTypesInexact)[0]);
