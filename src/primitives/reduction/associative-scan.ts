import type { NDArray } from '../../array/ndarray.ts';
import { concatenate } from '../shape/concatenate.ts';
import { expandDims, reshape } from '../shape/reshape.ts';
import { rev } from '../shape/rev.ts';
import { sliceInDim } from '../shape/slice.ts';

/**
 * Combines two blocks of elements, place by place. An element may consist of several arrays, such as a value and its
 * tangent.
 */
export type Combine = (a: readonly NDArray[], b: readonly NDArray[]) => readonly NDArray[];

const sliceAll = (arrays: readonly NDArray[], axis: number, start: number, limit: number, stride = 1): NDArray[] =>
  arrays.map(array => sliceInDim(array, start, limit, stride, axis));

/** a₀ b₀ a₁ b₁ … along an axis, where a has as many elements as b or one more. */
const interleave = (a: NDArray, b: NDArray, axis: number): NDArray => {
  const extent = b.shape[axis]!;
  const pairs = concatenate(
    [sliceInDim(a, 0, extent, 1, axis), b].map(half => expandDims(half, [axis + 1])),
    axis + 1,
  );
  const woven = reshape(
    pairs,
    b.shape.map((old, k) => (k === axis ? 2 * extent : old)),
  );
  return a.shape[axis] === extent ? woven : concatenate([woven, sliceInDim(a, extent, extent + 1, 1, axis)], axis);
};

/**
 * All prefix combinations along an axis, in about 2·log₂ n combinations of whole blocks (Blelloch, Prefix sums and their
 * applications, 1990): pairs are combined and scanned, and what lies between follows from them.
 *
 * `elements` are arrays of one extent along the axis, `combine` is associative.
 */
export const associativeScan = (
  combine: Combine,
  elements: readonly NDArray[],
  axis: number,
  reverse = false,
): readonly NDArray[] => {
  if (reverse)
    return scan(
      combine,
      elements.map(array => rev(array, [axis])),
      axis,
    ).map(array => rev(array, [axis]));
  return scan(combine, elements, axis);
};

const scan = (combine: Combine, elements: readonly NDArray[], axis: number): readonly NDArray[] => {
  const extent = elements[0]?.shape[axis] ?? 0;
  if (extent < 2) return elements;
  const paired = extent - (extent % 2);
  const pairs = combine(sliceAll(elements, axis, 0, paired, 2), sliceAll(elements, axis, 1, paired, 2));
  const odd = scan(combine, pairs, axis);
  const first = sliceAll(elements, axis, 0, 1);
  const between = Math.ceil(extent / 2) - 1;
  if (between === 0) return interleaveAll(first, odd, axis);
  const rest = combine(sliceAll(odd, axis, 0, between), sliceAll(elements, axis, 2, extent, 2));
  const even = first.map((array, i) => concatenate([array, rest[i]!], axis));
  return interleaveAll(even, odd, axis);
};

const interleaveAll = (even: readonly NDArray[], odd: readonly NDArray[], axis: number): NDArray[] =>
  even.map((array, i) => interleave(array, odd[i]!, axis));

/** Combines everything along the leading axis, which disappears, halving it again and again; there must be something. */
export const treeReduce = (combine: Combine, elements: readonly NDArray[]): readonly NDArray[] => {
  const extent = elements[0]!.shape[0]!;
  if (extent === 1) return elements.map(array => reshape(array, array.shape.slice(1)));
  const half = Math.floor(extent / 2);
  const combined = combine(sliceAll(elements, 0, 0, half), sliceAll(elements, 0, extent - half, extent));
  if (extent % 2 === 0) return treeReduce(combine, combined);
  const middle = sliceAll(elements, 0, half, half + 1);
  return treeReduce(
    combine,
    combined.map((array, i) => concatenate([array, middle[i]!], 0)),
  );
};
