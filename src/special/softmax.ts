import { isComplex } from '../array/dtype.ts';
import type { ArrayLike, NDArray, ReductionOptions } from '../array/ndarray.ts';
import { checkOptions } from '../array/options.ts';
import { promoteTypesInexact } from '../array/promotion.ts';
import { normalizeAxes } from '../array/shape.ts';
import { type CustomJvp, exactJvp } from '../control/custom-jvp.ts';
import { stopGradient } from '../control/stop-gradient.ts';
import { asAligned, asArray, asPromoted } from '../numpy/convert.ts';
import { max, readMask, sum } from '../numpy/methods/reductions.ts';
import { convertElementType } from '../primitives/convert.ts';
import { abs, sign as laxSign } from '../primitives/elementwise/absolute.ts';
import { add, div, mul, sub } from '../primitives/elementwise/arithmetic.ts';
import { lt, ne } from '../primitives/elementwise/comparison.ts';
import { real } from '../primitives/elementwise/complex.ts';
import { constantLike } from '../primitives/elementwise/constant.ts';
import { exp, log } from '../primitives/elementwise/exponential.ts';
import { isFinite as laxIsFinite } from '../primitives/elementwise/rounding.ts';
import { select } from '../primitives/elementwise/select.ts';
import { broadcastTo } from '../primitives/shape/broadcast-to.ts';
import { reshape } from '../primitives/shape/reshape.ts';

export type LogsumexpOptions = ReductionOptions & {
  /** What each exponential is multiplied by. */
  readonly b?: ArrayLike;
  /** Which elements count, as bools that broadcast to the array; all by default. */
  readonly where?: ArrayLike;
};

/** The logarithm of |Σ b eˣ| and the sign of the sum, for which a negative sum is allowed. */
const logOfSum = (
  what: string,
  x: ArrayLike,
  options: LogsumexpOptions,
): { readonly value: NDArray; readonly sign: NDArray } => {
  const { b, where, axis = null, keepdims = false } = options;
  const operands =
    b === undefined ? asPromoted(what, [x], promoteTypesInexact) : asAligned(what, [x, b], promoteTypesInexact);
  const factor = operands.length === 2 ? operands[1] : undefined;
  const shape = operands[0]!.ndim >= (factor?.ndim ?? 0) ? operands[0]!.shape : factor!.shape;
  const given = broadcastTo(operands[0]!, shape);
  const mask = where === undefined ? undefined : readMask(what, where, given);
  const masked = mask === undefined ? given : select(mask, given, constantLike(given, 0));
  const counted =
    factor === undefined
      ? masked
      : select(ne(factor, constantLike(factor, 0)), masked, constantLike(masked, Number.NEGATIVE_INFINITY));
  const a = broadcastTo(counted, shape);
  const choice = mask === undefined ? {} : { where: mask };
  const part = isComplex(a.dtype) ? real(a) : a;
  const axes = normalizeAxes(what, axis, a.ndim);
  const greatest = max(part, { axis: axes, keepdims: true, initial: Number.NEGATIVE_INFINITY, ...choice });
  const shift = stopGradient(select(laxIsFinite(greatest), greatest, constantLike(greatest, 0)));
  const shifted = exp(sub(a, broadcastTo(convertElementType(shift, a.dtype), a.shape)));
  const terms = factor === undefined ? shifted : mul(shifted, broadcastTo(factor, a.shape));
  const total = sum(terms, { axis: axes, keepdims: true, ...choice });
  const sign = laxSign(total);
  const size = isComplex(a.dtype) ? total : abs(total);
  const value = add(log(size), convertElementType(shift, size.dtype));
  const kept = a.shape.filter((_, k) => !axes.includes(k));
  return keepdims ? { value, sign } : { value: reshape(value, kept), sign: reshape(sign, kept) };
};

type Logsumexp = {
  (x: ArrayLike, options?: LogsumexpOptions & { readonly returnSign?: false }): NDArray;
  (x: ArrayLike, options: LogsumexpOptions & { readonly returnSign: true }): [value: NDArray, sign: NDArray];
};

/**
 * log Σ b eˣ, of all elements or along axes, without overflow; NaN where the sum is negative.
 *
 * With `returnSign`, `[log |Σ b eˣ|, sign of the sum]`. Throws RangeError for axes that x does not have.
 *
 * @example
 * ```ts
 * console.log(special.logsumexp([1000, 1000]).item() - 1000 - np.log(2).item() < 1e-3); // => true
 * ```
 */
export const logsumexp: Logsumexp = ((
  x: ArrayLike,
  options: LogsumexpOptions & { readonly returnSign?: boolean } = {},
): NDArray | [value: NDArray, sign: NDArray] => {
  checkOptions('logsumexp', options, ['b', 'where', 'axis', 'keepdims', 'returnSign']);
  const { value, sign } = logOfSum('logsumexp', x, options);
  if (options.returnSign) return [value, sign];
  if (options.b === undefined || isComplex(value.dtype)) return value;
  return select(lt(sign, constantLike(sign, 0)), constantLike(value, Number.NaN), value);
}) as Logsumexp;

export type SoftmaxOptions = {
  /** The axis or axes along which the results sum to 1. */
  readonly axis?: number | readonly number[] | null;
  /** Which elements count; the others give 0. All by default. */
  readonly where?: ArrayLike;
};

const initial = Number.NEGATIVE_INFINITY;

/** The softmax with a rule of its own, which needs no logarithms; the mask is an argument, since it may be traced. */
const softmaxAlong = (operand: NDArray, axes: readonly number[], mask: NDArray | undefined): NDArray => {
  const along = (given: readonly NDArray[]) => ({
    axis: axes,
    keepdims: true,
    ...(given[0] === undefined ? {} : { where: given[0] }),
  });
  const rule: CustomJvp<[x: NDArray, ...mask: NDArray[]], NDArray> = exactJvp(
    (x: NDArray, ...given: NDArray[]): NDArray => {
      const [chosen] = given;
      const greatest = max(x, { ...along(given), initial });
      const safe = chosen === undefined ? x : select(chosen, x, constantLike(x, initial));
      const powers = exp(sub(safe, broadcastTo(greatest, x.shape)));
      const shares = div(powers, broadcastTo(sum(powers, along(given)), x.shape));
      return chosen === undefined ? shares : select(chosen, shares, constantLike(shares, 0));
    },
  ).defjvp(([x, ...given], [tangent]) => {
    const y = rule(x, ...given);
    const mean = sum(mul(y, tangent), along(given));
    return [y, mul(y, sub(tangent, broadcastTo(mean, x.shape)))];
  });
  return mask === undefined ? rule(operand) : rule(operand, mask);
};

/** What softmax and its logarithm take, read; `what` names the caller. */
const readAlong = (
  what: string,
  x: ArrayLike,
  options: SoftmaxOptions,
  usual: number | null,
): { readonly operand: NDArray; readonly axes: readonly number[]; readonly mask: NDArray | undefined } => {
  checkOptions(what, options, ['axis', 'where']);
  const { axis = usual, where } = options;
  const [operand] = asPromoted(what, [x], promoteTypesInexact);
  const axes = normalizeAxes(what, axis, operand.ndim);
  return { operand, axes, mask: where === undefined ? undefined : readMask(what, where, operand) };
};

/** eˣ / Σ eˣ along axes; `what` names the caller. */
export const softmaxOf = (
  what: string,
  x: ArrayLike,
  options: SoftmaxOptions,
  usual: number | null = null,
): NDArray => {
  const { operand, axes, mask } = readAlong(what, x, options, usual);
  return softmaxAlong(convertElementType(operand, operand.dtype), axes, mask); // of a strong type
};

/** The logarithm of the softmax; `what` names the caller. */
export const logSoftmaxOf = (
  what: string,
  x: ArrayLike,
  options: SoftmaxOptions,
  usual: number | null = null,
): NDArray => {
  checkOptions(what, options, ['axis', 'where']);
  const { axis = usual, where } = options;
  const [operand] = asPromoted(what, [x], promoteTypesInexact);
  const axes = normalizeAxes(what, axis, operand.ndim);
  const mask = where === undefined ? undefined : readMask(what, where, operand);
  const choice = mask === undefined ? {} : { where: mask };
  const greatest = stopGradient(max(operand, { axis: axes, keepdims: true, initial, ...choice }));
  const safe = mask === undefined ? operand : select(mask, operand, constantLike(operand, initial));
  const shifted = sub(safe, broadcastTo(greatest, operand.shape));
  const total = log(sum(exp(shifted), { axis: axes, keepdims: true, ...choice }));
  const result = sub(shifted, broadcastTo(total, operand.shape));
  return mask === undefined ? result : select(mask, result, constantLike(result, initial));
};

/**
 * eˣ / Σ eˣ over all elements, or along axes.
 *
 * Throws RangeError for axes that x does not have.
 *
 * @example
 * ```ts
 * console.log(String(special.softmax([0, 0]))); // => [0.5 0.5]
 * ```
 */
export const softmax = (x: ArrayLike, options: SoftmaxOptions = {}): NDArray =>
  softmaxOf('softmax', asArray('softmax', x), options);

/**
 * The logarithm of the softmax, accurate where that is small.
 *
 * @example
 * ```ts
 * console.log(String(np.exp(special.logSoftmax([0, 0])))); // => [0.5 0.5]
 * ```
 */
export const logSoftmax = (x: ArrayLike, options: SoftmaxOptions = {}): NDArray =>
  logSoftmaxOf('logSoftmax', asArray('logSoftmax', x), options);
