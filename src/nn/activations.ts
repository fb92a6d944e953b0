import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { checkOptions } from '../array/options.ts';
import { promoteTypesInexact } from '../array/promotion.ts';
import { normalizeAxis } from '../array/shape.ts';
import { type CustomJvp, exactJvp } from '../control/custom-jvp.ts';
import { lazily } from '../control/custom-rule.ts';
import { together } from '../control/together.ts';
import { avalString } from '../core/aval.ts';
import { asArray, asPromoted } from '../numpy/convert.ts';
import { logaddexp } from '../numpy/exponential.ts';
import { where } from '../numpy/indexing.ts';
import { add, divide, multiply } from '../numpy/methods/arithmetic.ts';
import { promoteNumeric, refuseComplex } from '../numpy/methods/read.ts';
import { clip, maximum, minimum } from '../numpy/methods/rounding.ts';
import { abs } from '../primitives/elementwise/absolute.ts';
import { div, integerPow, add as laxAdd, mul, neg } from '../primitives/elementwise/arithmetic.ts';
import { plus, times } from '../primitives/elementwise/beside-number.ts';
import { ge, gt, le, lt } from '../primitives/elementwise/comparison.ts';
import { constantLike } from '../primitives/elementwise/constant.ts';
import { erfc } from '../primitives/elementwise/error-function.ts';
import { exp, expm1, log, log1p, logistic } from '../primitives/elementwise/exponential.ts';
import { tanh as laxTanh } from '../primitives/elementwise/hyperbolic.ts';
import { sqrt, square } from '../primitives/elementwise/power.ts';
import { select } from '../primitives/elementwise/select.ts';
import { sliceInDim } from '../primitives/shape/slice.ts';

const inexact = (what: string, x: ArrayLike): NDArray => asPromoted(what, [x], promoteTypesInexact)[0];
/** Complex numbers are refused by functions that compare. */
const ordered = (what: string, x: NDArray): NDArray => {
  refuseComplex(what, x);
  return x;
};
const real = (what: string, x: ArrayLike): NDArray => ordered(what, inexact(what, x));
const numeric = (what: string, x: ArrayLike): NDArray => ordered(what, asPromoted(what, [x], promoteNumeric)[0]);

/**
 * max(x, 0), with derivative 0 at 0.
 *
 * @example
 * ```ts
 * console.log(String(nn.relu([-1, 2]))); // => [0. 2.]
 * ```
 */
export const relu = (x: ArrayLike): NDArray =>
  together([numeric('relu', x)], operand => {
    const zero = constantLike(operand, 0);
    return select(le(operand, zero), zero, operand);
  });

/**
 * x kept between 0 and 6, with derivative 0 at both.
 *
 * @example
 * ```ts
 * console.log(String(nn.relu6([-1, 2, 9]))); // => [0. 2. 6.]
 * ```
 */
export const relu6 = (x: ArrayLike): NDArray => {
  const operand = real('relu6', x);
  const [zero, six] = [constantLike(operand, 0), constantLike(operand, 6)];
  return select(le(operand, zero), zero, select(ge(operand, six), six, operand));
};

export type LeakyReluOptions = { readonly negativeSlope?: ArrayLike };

/**
 * x where it is not negative, `negativeSlope` (0.01) times x elsewhere.
 *
 * @example
 * ```ts
 * console.log(String(nn.leakyRelu([-100, 2]))); // => [-1.  2.]
 * ```
 */
export const leakyRelu = (x: ArrayLike, options: LeakyReluOptions = {}): NDArray => {
  checkOptions('leakyRelu', options, ['negativeSlope']);
  const { negativeSlope = 0.01 } = options;
  const operand = real('leakyRelu', x);
  return where(ge(operand, constantLike(operand, 0)), operand, multiply(negativeSlope, operand));
};

export type AlphaOptions = { readonly alpha?: ArrayLike };

/**
 * x where it is positive, α(eˣ - 1) elsewhere.
 *
 * @example
 * ```ts
 * console.log(String(nn.elu([-1, 2]))); // => [-0.63212055  2.        ]
 * ```
 */
export const elu = (x: ArrayLike, options: AlphaOptions = {}): NDArray => {
  checkOptions('elu', options, ['alpha']);
  const { alpha = 1 } = options;
  const operand = real('elu', x);
  const isPositive = gt(operand, constantLike(operand, 0));
  const negative = select(isPositive, constantLike(operand, 0), operand);
  return where(isPositive, operand, multiply(alpha, expm1(negative)));
};

/**
 * max(x, 0) + α(e^(min(x, 0)/α) - 1): continuously differentiable for every α.
 *
 * @example
 * ```ts
 * console.log(String(nn.celu([-1, 2]))); // => [-0.63212055  2.        ]
 * ```
 */
export const celu = (x: ArrayLike, options: AlphaOptions = {}): NDArray => {
  checkOptions('celu', options, ['alpha']);
  const { alpha = 1 } = options;
  const operand = inexact('celu', x);
  return add(maximum(operand, 0), multiply(alpha, expm1(divide(minimum(operand, 0), alpha))));
};

const seluAlpha = 1.6732632423543772;
const seluScale = 1.0507009873554805;

/**
 * The scaled exponential linear unit: `elu` with constants that keep mean 0 and variance 1.
 *
 * @example
 * ```ts
 * console.log(String(nn.selu([-1, 2]))); // => [-1.1113307  2.101402 ]
 * ```
 */
export const selu = (x: ArrayLike): NDArray => multiply(seluScale, elu(real('selu', x), { alpha: seluAlpha }));

export type GeluOptions = {
  /** Whether tanh approximates the normal distribution; true by default, as in JAX. */
  readonly approximate?: boolean;
};

/**
 * x·Φ(x), with Φ the distribution function of the standard normal distribution.
 *
 * @example
 * ```ts
 * console.log(String(nn.gelu([-1, 1]))); // => [-0.158808  0.841192]
 * ```
 */
export const gelu = (x: ArrayLike, options: GeluOptions = {}): NDArray => {
  checkOptions('gelu', options, ['approximate']);
  const { approximate = true } = options;
  return together([inexact('gelu', x)], operand => {
    if (!approximate) return mul(times(operand, 0.5), erfc(times(operand, -Math.SQRT1_2)));
    const inner = laxAdd(operand, times(integerPow(operand, 3), 0.044715));
    const share = times(plus(laxTanh(times(inner, Math.sqrt(2 / Math.PI))), 1), 0.5);
    return mul(operand, share);
  });
};

/**
 * The logistic function 1 / (1 + e⁻ˣ).
 *
 * @example
 * ```ts
 * console.log(nn.sigmoid(0).item()); // => 0.5
 * ```
 */
export const sigmoid = (x: ArrayLike): NDArray => logistic(inexact('sigmoid', x));

/**
 * x / (1 + e⁻ˣ).
 *
 * @example
 * ```ts
 * console.log(String(nn.silu([0, 1]))); // => [0.        0.7310586]
 * ```
 */
export const silu = (x: ArrayLike): NDArray => {
  const operand = inexact('silu', x);
  return mul(operand, logistic(operand));
};

/**
 * log(1 + eˣ), without overflow.
 *
 * @example
 * ```ts
 * console.log(String(nn.softplus([0, 100]))); // => [  0.6931472 100.       ]
 * ```
 */
export const softplus = (x: ArrayLike): NDArray => {
  const operand = inexact('softplus', x);
  return logaddexp(operand, 0);
};

/**
 * log(1 / (1 + e⁻ˣ)), without overflow.
 *
 * @example
 * ```ts
 * console.log(String(nn.logSigmoid([0, -100]))); // => [  -0.6931472 -100.       ]
 * ```
 */
export const logSigmoid = (x: ArrayLike): NDArray => neg(softplus(neg(inexact('logSigmoid', x))));

/**
 * x / (1 + |x|).
 *
 * @example
 * ```ts
 * console.log(String(nn.softSign([-1, 3]))); // => [-0.5   0.75]
 * ```
 */
export const softSign = (x: ArrayLike): NDArray => {
  const operand = inexact('softSign', x);
  return div(operand, plus(abs(operand), 1));
};

/**
 * x itself, as an array.
 *
 * @example
 * ```ts
 * console.log(String(nn.identity([-1, 2]))); // => [-1.  2.]
 * ```
 */
export const identity = (x: ArrayLike): NDArray => asArray('identity', x);

/**
 * The hyperbolic tangent.
 *
 * @example
 * ```ts
 * console.log(nn.tanh(0).item()); // => 0
 * ```
 */
export const tanh = (x: ArrayLike): NDArray => laxTanh(inexact('tanh', x));

/**
 * x·tanh(softplus(x)).
 *
 * @example
 * ```ts
 * console.log(String(nn.mish([0, 1]))); // => [0.         0.86509836]
 * ```
 */
export const mish = (x: ArrayLike): NDArray => {
  const operand = inexact('mish', x);
  return mul(operand, laxTanh(softplus(operand)));
};

export type SquareplusOptions = { readonly b?: ArrayLike };

/**
 * (x + √(x² + b)) / 2, b being 4 by default.
 *
 * @example
 * ```ts
 * console.log(String(nn.squareplus([0, 1.5]))); // => [1. 2.]
 * ```
 */
export const squareplus = (x: ArrayLike, options: SquareplusOptions = {}): NDArray => {
  checkOptions('squareplus', options, ['b']);
  const { b = 4 } = options;
  const operand = inexact('squareplus', x);
  return divide(add(operand, sqrt(add(square(operand), b))), 2);
};

/**
 * 0 below -1, x above 1, and (x + 1)²/4 between.
 *
 * @example
 * ```ts
 * console.log(String(nn.sparsePlus([-2, 0, 2]))); // => [0.   0.25 2.  ]
 * ```
 */
export const sparsePlus = (x: ArrayLike): NDArray => {
  const operand = real('sparsePlus', x);
  const [zero, one] = [constantLike(operand, 0), constantLike(operand, 1)];
  const between = times(square(plus(operand, 1)), 0.25);
  return select(le(operand, constantLike(operand, -1)), zero, select(ge(operand, one), operand, between));
};

/**
 * (x + 1) / 2, kept between 0 and 1.
 *
 * @example
 * ```ts
 * console.log(String(nn.sparseSigmoid([-2, 0, 2]))); // => [0.  0.5 1. ]
 * ```
 */
export const sparseSigmoid = (x: ArrayLike): NDArray => times(clip(plus(real('sparseSigmoid', x), 1), 0, 2), 0.5);

/**
 * x kept between -1 and 1.
 *
 * @example
 * ```ts
 * console.log(String(nn.hardTanh([-2, 0.5, 2]))); // => [-1.   0.5  1. ]
 * ```
 */
export const hardTanh = (x: ArrayLike): NDArray => {
  const operand = numeric('hardTanh', x);
  const [low, high] = [constantLike(operand, -1), constantLike(operand, 1)];
  return select(gt(operand, high), high, select(lt(operand, low), low, operand));
};

/**
 * relu6(x + 3) / 6.
 *
 * @example
 * ```ts
 * console.log(String(nn.hardSigmoid([-5, 0, 5]))); // => [0.  0.5 1. ]
 * ```
 */
export const hardSigmoid = (x: ArrayLike): NDArray => {
  const shifted = relu6(plus(real('hardSigmoid', x), 3));
  return div(shifted, constantLike(shifted, 6));
};

/**
 * x·relu6(x + 3) / 6.
 *
 * @example
 * ```ts
 * console.log(String(nn.hardSilu([-5, 0, 5]))); // => [-0.  0.  5.]
 * ```
 */
export const hardSilu = (x: ArrayLike): NDArray => {
  const operand = real('hardSilu', x);
  return mul(operand, hardSigmoid(operand));
};

/**
 * The gated linear unit: the first half along an axis (the last by default) times the logistic function of the second.
 *
 * Throws RangeError where the axis does not divide into halves.
 *
 * @example
 * ```ts
 * console.log(String(nn.glu([2, 4, 0, 0]))); // => [1. 2.]
 * ```
 */
export const glu = (x: ArrayLike, options: { readonly axis?: number } = {}): NDArray => {
  checkOptions('glu', options, ['axis']);
  const { axis = -1 } = options;
  const operand = inexact('glu', x);
  const along = normalizeAxis('glu', axis, operand.ndim);
  const extent = operand.shape[along]!;
  if (extent % 2 !== 0)
    throw new RangeError(`glu: axis ${along} of ${avalString(operand)} does not divide into halves`);
  const [values, gates] = [0, extent / 2].map(start => sliceInDim(operand, start, start + extent / 2, 1, along)) as [
    NDArray,
    NDArray,
  ];
  return mul(values, logistic(gates));
};

const log1mexpRule: () => CustomJvp<[x: NDArray], NDArray> = lazily(() =>
  exactJvp((x: NDArray): NDArray => {
    const isSmall = lt(x, constantLike(x, Math.LN2));
    return select(isSmall, log(neg(expm1(neg(x)))), log1p(neg(exp(neg(x)))));
  }).defjvp(([x], [tangent]) => [log1mexpRule()(x), div(tangent, expm1(x))]),
);

/**
 * log(1 - e⁻ˣ), accurate for small and large x.
 *
 * @example
 * ```ts
 * console.log(nn.log1mexp(np.log(2)).item() + np.log(2).item() < 1e-6); // => true
 * ```
 */
export const log1mexp = (x: ArrayLike): NDArray => log1mexpRule()(inexact('log1mexp', x));

export { hardSilu as hardSwish, silu as swish };
