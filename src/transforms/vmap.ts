import { describe } from '../array/create.ts';
import type { NDArray } from '../array/ndarray.ts';
import { checkOptions } from '../array/options.ts';
import { normalizeAxis, shapeString } from '../array/shape.ts';
import { makeAval } from '../core/aval.ts';
import { evaluateJaxpr } from '../core/evaluate.ts';
import type { BatchAxis } from '../core/primitive.ts';
import { placeBatchAxis } from '../primitives/shape/broadcast.ts';
import { broadcastPrefixTo } from '../tree/broadcast-prefix.ts';
import { unflatten } from '../tree/unflatten.ts';
import { required } from '../util/errors.ts';
import { range } from '../util/range.ts';
import { checkCallable, flattenArrays } from './arguments.ts';
import { batchJaxpr } from './batch.ts';
import { type AnyFunction, functionName, traceCall } from './trace-call.ts';
import type { Accepted, Arrays } from './types.ts';

/** An axis, null for "not mapped", or a tree of these that is a prefix of the arguments or the output. */
export type AxisTree =
  | number
  | null
  | readonly AxisTree[]
  | { readonly [key: string]: AxisTree }
  | ReadonlyMap<unknown, AxisTree>;

export type VmapOptions = {
  /** Where each argument has its batch axis: one axis for all, or a list with an entry an argument. 0 by default. */
  readonly inAxes?: AxisTree;
  /** Where each output shall have it. 0 by default. */
  readonly outAxes?: AxisTree;
  /** The size of the batch: needed only where no argument is mapped. */
  readonly axisSize?: number;
};

const sharing = 'give null in inAxes for what all elements share, as { inAxes: [null, 0] }';

const isAxis = (value: unknown): boolean => value === null;

const checkAxis = (what: string, axis: unknown): BatchAxis => {
  if (axis === null || (typeof axis === 'number' && Number.isInteger(axis))) return axis;
  throw new TypeError(`vmap: ${what} must be integers, null or trees of these, got ${String(axis)}`);
};

/**
 * f, mapped over a batch axis of its arguments (`jax.vmap`): one program for the whole batch, not a loop.
 *
 * `f` sees arrays without the batch axis; outputs are stacked along `outAxes`. Throws RangeError where batch sizes differ,
 * TypeError where no argument is mapped and `axisSize` is not given.
 *
 * @example
 * ```ts
 * const dot = (x: NDArray, y: NDArray) => x.mul(y).sum();
 * const rows = vmap(dot, { inAxes: [0, null] });
 * console.log(String(rows(array([[1, 2], [3, 4]]), array([1, 10])))); // => [21. 43.]
 * ```
 */
export const vmap = <Args extends readonly unknown[], Out>(
  f: (...args: Args) => Out,
  options: VmapOptions = {},
): ((...args: Accepted<Args>) => Arrays<Out>) => {
  checkCallable('vmap', f);
  checkOptions('vmap', options, ['inAxes', 'outAxes', 'axisSize']);
  const { inAxes = 0, outAxes = 0, axisSize } = options;
  if (axisSize !== undefined && !(Number.isInteger(axisSize) && axisSize >= 0))
    throw new RangeError(`vmap: axisSize must be a non-negative integer, got ${describe(axisSize)}`);
  return ((...args: readonly unknown[]) => {
    const perArgument = Array.isArray(inAxes) ? inAxes : args.map(() => inAxes);
    if (perArgument.length !== args.length) {
      throw new RangeError(
        `vmap: inAxes has ${perArgument.length} entries, but ${functionName(f as AnyFunction)} was called with ${args.length} arguments`,
      );
    }
    const positions = range(args.length).filter(i => perArgument[i] !== null);
    const flat = positions.map(i => flattenArrays(args[i], `argument ${i} of vmap`));
    const axes = flat.flatMap((argument, k) => {
      const prefix = perArgument[positions[k]!];
      const all = broadcastPrefixTo(prefix, argument.structure, {
        isLeaf: isAxis,
        prefixName: 'inAxes',
        fullName: `argument ${positions[k]}`,
      });
      return all.map((axis, leaf) => {
        const checked = checkAxis('inAxes', axis);
        const { ndim } = required(argument.leaves[leaf], 'leaf');
        if (checked !== null && ndim === 0) {
          throw new RangeError(
            `vmap: ${argument.place(leaf)} is a scalar, which has no axis to map: ${sharing}, and make an array of a list of numbers`,
          );
        }
        return checked === null ? null : normalizeAxis(`vmap (${argument.place(leaf)})`, checked, ndim);
      });
    });
    const places = flat.flatMap(argument => argument.leaves.map((_, leaf) => argument.place(leaf)));
    const size = batchSize(
      flat.flatMap(argument => argument.leaves),
      axes,
      places,
      axisSize,
    );
    const call = traceCall(f as AnyFunction, args, {
      what: 'vmap',
      positions,
      avalOf: (leaf, i) =>
        makeAval(
          leaf.shape.filter((_, axis) => axis !== axes[i]),
          leaf.dtype,
          leaf.weakType,
        ),
    });
    const batched = batchJaxpr(call.jaxpr, size, [...call.captured.map(() => null), ...axes]);
    const results = evaluateJaxpr(batched.jaxpr, [...call.captured, ...call.inputs]);
    const targets = broadcastPrefixTo(outAxes, call.outputStructure, {
      isLeaf: isAxis,
      prefixName: 'outAxes',
      fullName: 'the output',
    });
    const outputs = results.map((result, i) => {
      const target = checkAxis('outAxes', targets[i]);
      const axis = batched.outputAxes[i] ?? null;
      if (target !== null) {
        const ndim = result.ndim + (axis === null ? 1 : 0);
        return placeBatchAxis(
          result,
          axis,
          normalizeAxis(`vmap (outAxes, ${call.outputPlace(i)})`, target, ndim),
          size,
        );
      }
      if (axis === null) return result;
      throw new TypeError(`vmap: outAxes is null at ${call.outputPlace(i)}, but that output differs along the batch`);
    });
    return unflatten(call.outputStructure, outputs);
  }) as never;
};

const batchSize = (
  leaves: readonly NDArray[],
  axes: readonly BatchAxis[],
  places: readonly string[],
  given: number | undefined,
): number => {
  let size = given;
  let from = 'axisSize';
  leaves.forEach((leaf, i) => {
    const axis = axes[i] ?? null;
    if (axis === null) return;
    const extent = required(leaf.shape[axis], 'extent');
    if (size !== undefined && size !== extent) {
      throw new RangeError(
        `vmap: mapped axes must have equal sizes: ${from} has ${size}, axis ${axis} of ${places[i]} (shape ${shapeString(leaf.shape)}) has ${extent}; ${sharing}`,
      );
    }
    if (size === undefined) from = `axis ${axis} of ${places[i]} (shape ${shapeString(leaf.shape)})`;
    size = extent;
  });
  if (size === undefined)
    throw new TypeError(
      'vmap: at least one argument must be mapped: inAxes is null everywhere, and axisSize is not given',
    );
  return size;
};
