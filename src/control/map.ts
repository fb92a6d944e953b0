import type { NDArray } from '../array/ndarray.ts';
import { checkOptions } from '../array/options.ts';
import { shapeString } from '../array/shape.ts';
import { concatenate } from '../primitives/shape/concatenate.ts';
import { reshape } from '../primitives/shape/reshape.ts';
import { sliceInDim } from '../primitives/shape/slice.ts';
import { checkCallable, type FlatArrays, flattenArrays } from '../transforms/arguments.ts';
import type { Accept, Arrays, TupleTree } from '../transforms/types.ts';
import { vmap } from '../transforms/vmap.ts';
import { unflatten } from '../tree/unflatten.ts';
import { scanAs } from './scan.ts';

export type MapOptions = {
  /** How many slices `vmap` takes at a time: 0 for all at once. One after the other by default. */
  readonly batchSize?: number;
};

/**
 * f applied to each slice along the first axis, one after the other (`jax.lax.map`): vmap's memory-saving sister.
 *
 * With `batchSize` that many slices go through `vmap` at a time. Throws TypeError for leaves without a first axis, RangeError
 * where their lengths differ and for a `batchSize` that is no integer ≥ 0.
 *
 * @example
 * ```ts
 * console.log(String(lax.map((x: NDArray) => x.mul(x), array([1, 2, 3])))); // => [1. 4. 9.]
 * ```
 */
export const map = <X extends TupleTree, Y>(
  f: (x: Arrays<X>) => Y,
  xs: Accept<X>,
  options: MapOptions = {},
): Arrays<Y> => {
  checkCallable('map', f);
  checkOptions('map', options, ['batchSize']);
  const { batchSize } = options;
  if (batchSize !== undefined) return mapInBatches(f as (x: never) => unknown, xs, batchSize) as Arrays<Y>;
  return steps(f as (x: never) => unknown, xs) as Arrays<Y>;
};

const steps = (f: (x: never) => unknown, xs: unknown): unknown =>
  scanAs('map', (_: never, x: never) => [null, f(x)], null, xs)[1];

const mapInBatches = (f: (x: never) => unknown, xs: unknown, batchSize: number): unknown => {
  if (!Number.isInteger(batchSize) || batchSize < 0)
    throw new RangeError(`map: batchSize must be an integer ≥ 0, got ${batchSize}`);
  const { leaves, structure, place } = flattenArrays(xs, 'xs of map');
  const length = leaves[0]?.shape[0];
  leaves.forEach((leaf, i) => {
    if (length === undefined || leaf.shape[0] !== length) {
      throw new RangeError(
        `map: all leaves of xs must have the same first extent: ${place(0)} has shape ${shapeString(leaves[0]!.shape)}, ${place(i)} ${shapeString(leaf.shape)}`,
      );
    }
  });
  const batched = vmap(f as (x: unknown) => unknown) as (x: unknown) => unknown;
  const count = length ?? 0;
  if (batchSize === 0 || batchSize >= count) return batched(xs);
  const whole = Math.floor(count / batchSize);
  const part = (make: (leaf: NDArray) => NDArray): unknown => unflatten(structure, leaves.map(make));
  const first = whole * batchSize;
  const chunks = part(leaf => reshape(sliceInDim(leaf, 0, first), [whole, batchSize, ...leaf.shape.slice(1)]));
  const done = flattenArrays(steps(batched as (x: never) => unknown, chunks), 'the output of map');
  const joined = done.leaves.map(leaf => reshape(leaf, [first, ...leaf.shape.slice(2)]));
  if (first === count) return unflatten(done.structure, joined);
  const rest: FlatArrays = flattenArrays(batched(part(leaf => sliceInDim(leaf, first, count))), 'the output of map');
  return unflatten(
    done.structure,
    joined.map((leaf, i) => concatenate([leaf, rest.leaves[i]!], 0)),
  );
};
