import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { checkOptions } from '../array/options.ts';
import { promoteTypesInexact } from '../array/promotion.ts';
import { shapeString } from '../array/shape.ts';
import { avalString } from '../core/aval.ts';
import { asArray, asPromoted } from '../numpy/convert.ts';
import { einsum } from '../numpy/einsum.ts';
import { where } from '../numpy/indexing.ts';
import { convertElementType } from '../primitives/convert.ts';
import { add, mul } from '../primitives/elementwise/arithmetic.ts';
import { ge, le, lt } from '../primitives/elementwise/comparison.ts';
import { constantLike } from '../primitives/elementwise/constant.ts';
import { bitwiseAnd } from '../primitives/elementwise/logical.ts';
import { broadcastTo } from '../primitives/shape/broadcast-to.ts';
import { iota } from '../primitives/shape/iota.ts';
import { reshape } from '../primitives/shape/reshape.ts';
import { softmax } from './normalization.ts';

export type AttentionOptions = {
  /** Added to the logits; broadcasts to (batch, heads, queries, keys). */
  readonly bias?: ArrayLike;
  /** Which logits count, as bools that broadcast to (batch, heads, queries, keys). */
  readonly mask?: ArrayLike;
  /** What the logits are multiplied by; 1/√features by default. */
  readonly scale?: number;
  /** Whether a query attends to keys up to its own place only. */
  readonly isCausal?: boolean;
  /** How many queries of each batch count; the others give zeros. */
  readonly querySeqLengths?: ArrayLike;
  /** How many keys of each batch count. */
  readonly keyValueSeqLengths?: ArrayLike;
  /** How many keys before and after its own place a query attends to. */
  readonly localWindowSize?: number | readonly [before: number, after: number];
};

const withFourAxes = (x: NDArray): NDArray =>
  x.ndim >= 4 ? x : reshape(x, [...new Array<number>(4 - x.ndim).fill(1), ...x.shape]);

/** Which of `extent` places along an axis come before the length of each batch. */
const within = (lengths: ArrayLike, shape: readonly number[], axis: number): NDArray => {
  const operand = asArray('dotProductAttention', lengths);
  if (operand.ndim !== 1 || operand.shape[0] !== shape[0] || operand.dtype !== 'int32') {
    throw new TypeError(
      `dotProductAttention: sequence lengths must be int32[${shape[0]}], one a batch, got ${avalString(operand)}`,
    );
  }
  return lt(iota('int32', shape, axis), broadcastTo(reshape(operand, [shape[0]!, 1, 1, 1]), shape));
};

/** The conjunction of all that says which logits count; undefined where all do. */
const maskOf = (shape: readonly number[], options: AttentionOptions): NDArray | undefined => {
  const { mask, isCausal = false, querySeqLengths, keyValueSeqLengths, localWindowSize } = options;
  const parts: NDArray[] = [];
  if (mask !== undefined) {
    const given = withFourAxes(asArray('dotProductAttention', mask));
    if (given.dtype !== 'bool')
      throw new TypeError(`dotProductAttention: the mask must be bools, got ${avalString(given)}`);
    parts.push(broadcastTo(given, shape));
  }
  const [query, key] = [iota('int32', shape, 2), iota('int32', shape, 3)];
  if (isCausal) parts.push(ge(query, key));
  if (localWindowSize !== undefined) {
    const [before, after] = typeof localWindowSize === 'number' ? [localWindowSize, localWindowSize] : localWindowSize;
    const plus = (x: NDArray, term: number): NDArray => add(x, constantLike(x, term));
    parts.push(le(query, plus(key, before)), ge(query, plus(key, -after)));
  }
  if (querySeqLengths !== undefined) parts.push(within(querySeqLengths, shape, 2));
  if (keyValueSeqLengths !== undefined) parts.push(within(keyValueSeqLengths, shape, 3));
  return parts.length === 0 ? undefined : parts.reduce(bitwiseAnd);
};

/**
 * Attention, softmax(q kᵀ/√features + bias) v for each head, of queries (batch, queries, heads, features) and keys and
 * values (batch, keys, key heads, features); the batch axis may be missing.
 *
 * Heads must be a multiple of key heads, each of which serves a group of them. The softmax is computed in the precision
 * of the operands, in JAX always in single precision. Throws RangeError where shapes do not fit, TypeError for masks that
 * are no bools.
 *
 * @example
 * ```ts
 * const x = np.ones([3, 1, 2]);
 * console.log(nn.dotProductAttention(x, x, x).shape); // => [ 3, 1, 2 ]
 * ```
 */
export const dotProductAttention = (
  query: ArrayLike,
  key: ArrayLike,
  value: ArrayLike,
  options: AttentionOptions = {},
): NDArray => {
  checkOptions('dotProductAttention', options, [
    'bias',
    'mask',
    'scale',
    'isCausal',
    'querySeqLengths',
    'keyValueSeqLengths',
    'localWindowSize',
  ]);
  const given = asPromoted('dotProductAttention', [query, key, value], promoteTypesInexact);
  const [q, k, v] = given.map(withFourAxes) as [NDArray, NDArray, NDArray];
  const [batch, keys, groups, features] = k.shape as readonly number[] as [number, number, number, number];
  const [, queries, heads] = q.shape as readonly number[] as [number, number, number];
  const fits =
    given.every(x => x.ndim === given[0].ndim && (x.ndim === 3 || x.ndim === 4)) &&
    String(k.shape) === String(v.shape) &&
    q.shape[0] === batch &&
    q.shape[3] === features &&
    heads % groups === 0;
  if (!fits) {
    throw new RangeError(
      `dotProductAttention: queries must be (batch, queries, heads, features), keys and values (batch, keys, key heads, ` +
        `features), heads a multiple of key heads, got ${given.map(x => shapeString(x.shape)).join(', ')}`,
    );
  }
  const grouped = reshape(q, [batch, queries, groups, heads / groups, features]);
  const scale = options.scale ?? 1 / Math.sqrt(features);
  const products = reshape(einsum('btkgh,bskh->bkgts', grouped, k), [batch, heads, queries, keys]);
  const scaled = mul(products, constantLike(products, scale));
  const bias = options.bias === undefined ? undefined : withFourAxes(asArray('dotProductAttention', options.bias));
  const logits =
    bias === undefined ? scaled : add(scaled, broadcastTo(convertElementType(bias, scaled.dtype), scaled.shape));
  const mask = maskOf(logits.shape, options);
  // finite, so that rows of which nothing counts become means and not NaN
  const least = -0.7 * 3.4028234663852886e38;
  const shares = softmax(mask === undefined ? logits : where(mask, logits, least));
  const attended = einsum('bkgts,bskh->btkgh', reshape(shares, [batch, groups, heads / groups, queries, keys]), v);
  const result = reshape(attended, [batch, queries, heads, features]);
  const { querySeqLengths } = options;
  const kept =
    querySeqLengths === undefined
      ? result
      : where(within(querySeqLengths, result.shape, 1), result, constantLike(result, 0));
  return given[0].ndim === 3 ? reshape(kept, given[0].shape) : kept;
};
