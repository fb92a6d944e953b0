import { describe, isTypedArray, readNested } from '../../array/create.ts';
import { kindOf } from '../../array/dtype.ts';
import type { Index } from '../../array/ndarray.ts';
import { ConcreteArray, NDArray } from '../../array/ndarray.ts';
import { type Shape, shapeString, shapesEqual } from '../../array/shape.ts';
import { avalString } from '../../core/aval.ts';
import { knownValue } from '../../core/tracer.ts';
import { wrapNegative } from '../shape/dynamic-slice.ts';
import { expandMask } from './mask.ts';
import { resolveSlice, type SliceRange } from './slice-string.ts';

/** What an index says about one axis of the array, or about an axis that is new. */
export type Entry =
  /** One element: an integer that is known to lie inside. */
  | { readonly kind: 'integer'; readonly axis: number; readonly index: number }
  | ({ readonly kind: 'slice'; readonly axis: number } & SliceRange)
  | { readonly kind: 'newAxis' }
  /** The elements that integers choose, counted from the beginning; a 0-d array chooses one. */
  | { readonly kind: 'array'; readonly axis: number; readonly indices: NDArray };

export type ParsedIndices = {
  /** The shape that the axes of the entries refer to: the array's, with unit axes where 0-d masks stand. */
  readonly shape: Shape;
  /** One for each axis of that shape, in order, with the new axes among them. */
  readonly entries: readonly Entry[];
  /** Whether the axes of index arrays come first in the result, because other indices stand between the arrays. */
  readonly arraysFirst: boolean;
};

/** An index that has been recognised but not yet brought together with an axis. */
type Item =
  | { readonly kind: 'integer'; readonly index: number }
  | { readonly kind: 'slice'; readonly text: string }
  | { readonly kind: 'newAxis' }
  | { readonly kind: 'ellipsis' }
  | { readonly kind: 'array'; readonly indices: NDArray; readonly fixed: boolean }
  | { readonly kind: 'mask'; readonly mask: ConcreteArray };

const asItem = (what: string, index: Index): Item => {
  if (index === null) return { kind: 'newAxis' };
  if (typeof index === 'string') return index.trim() === '...' ? { kind: 'ellipsis' } : { kind: 'slice', text: index };
  if (typeof index === 'number') {
    if (!Number.isInteger(index)) throw new TypeError(`${what}: an index must be an integer, got ${index}`);
    return { kind: 'integer', index };
  }
  if (index instanceof NDArray) return arrayItem(what, index);
  if (index instanceof Int32Array) return fixedItem([index.length], index.slice());
  if (isTypedArray(index) || Array.isArray(index)) return listItem(what, index as readonly (number | boolean)[]);
  throw new TypeError(
    `${what}: ${describe(index)} is not an index: expected an integer, a slice string such as '1:', '...', null or an array of integers or booleans`,
  );
};

const arrayItem = (what: string, index: NDArray): Item => {
  if (kindOf(index.dtype) === 'int') return { kind: 'array', indices: index, fixed: false };
  if (index.dtype !== 'bool') {
    throw new TypeError(
      `${what}: an index array must have dtype int32, uint32 or bool, got ${avalString(index)}: make it with { dtype: 'int32' }`,
    );
  }
  const mask = knownValue(index);
  if (mask !== undefined) return { kind: 'mask', mask };
  throw new TypeError(
    `${what}: a boolean index must have known values, but ${avalString(index)} is being traced: use np.where(mask, x, other)`,
  );
};

/** A plain JS list: all of it is there to be checked. */
const listItem = (what: string, list: readonly (number | boolean)[]): Item => {
  const { shape, leaves } = readNested(what, [...list]);
  if (leaves.length > 0 && leaves.every(leaf => typeof leaf === 'boolean')) {
    return { kind: 'mask', mask: new ConcreteArray(shape, 'bool', Uint8Array.from(leaves, Number)) };
  }
  const wrong = leaves.find(leaf => typeof leaf !== 'number' || !Number.isInteger(leaf));
  if (wrong !== undefined) {
    const hint = wrong instanceof NDArray ? ": wrap the list in array(…, { dtype: 'int32' })" : '';
    throw new TypeError(
      `${what}: a list of indices must hold integers or booleans, got ${describe(wrong)} in it${hint}`,
    );
  }
  return fixedItem(shape, Int32Array.from(leaves as number[]));
};

const fixedItem = (shape: readonly number[], data: Int32Array): Item => ({
  kind: 'array',
  indices: new ConcreteArray(shape, 'int32', data),
  fixed: true,
});

const consumedBy = (item: Item): number =>
  item.kind === 'mask' ? item.mask.ndim : item.kind === 'newAxis' || item.kind === 'ellipsis' ? 0 : 1;

/** NumPy: integers count as index arrays where there is a real one. */
const isAdvanced = (item: Item): boolean => item.kind === 'integer' || item.kind === 'array' || item.kind === 'mask';
const isRealArray = (item: Item): boolean => item.kind === 'mask' || (item.kind === 'array' && item.indices.ndim > 0);

/** Whether something that is no array stands between two that are. */
const areSeparated = (items: readonly Item[]): boolean => {
  if (!items.some(isRealArray)) return false;
  const places = items.flatMap((item, place) => (isAdvanced(item) ? [place] : []));
  return places.some((place, i) => i > 0 && place !== places[i - 1]! + 1);
};

const checkInside = (what: string, index: number, axis: number, extent: number): number => {
  const wrapped = index < 0 ? index + extent : index;
  if (wrapped < 0 || wrapped >= extent) {
    throw new RangeError(`${what}: index ${index} is out of bounds for axis ${axis} with extent ${extent}`);
  }
  return wrapped;
};

const arrayEntry = (
  what: string,
  indices: NDArray,
  fixed: boolean,
  axis: number,
  extent: number,
  shown: number,
): Entry => {
  if (fixed) for (const index of (indices as ConcreteArray).data) checkInside(what, index, shown, extent);
  if (extent === 0 && indices.size > 0) {
    throw new RangeError(`${what}: axis ${shown} has extent 0, ${avalString(indices)} can choose nothing`);
  }
  return { kind: 'array', axis, indices: indices.dtype === 'uint32' ? indices : wrapNegative(indices, extent) };
};

/**
 * Brings indices together with the shape of an array, by NumPy's rules.
 *
 * Throws TypeError for what is no index, RangeError for too many indices, a second `'...'`, and known indices and masks
 * that do not fit their axes. `what` names the caller.
 */
export const parseIndices = (what: string, shape: Shape, indices: readonly Index[]): ParsedIndices => {
  const items = indices.map(index => asItem(what, index));
  const consumed = items.reduce((sum, item) => sum + consumedBy(item), 0);
  if (consumed > shape.length) {
    throw new RangeError(`${what}: too many indices: ${consumed} for an array of shape ${shapeString(shape)}`);
  }
  const ellipses = items.filter(item => item.kind === 'ellipsis').length;
  if (ellipses > 1) throw new RangeError(`${what}: an index can have one '...' only, got ${ellipses}`);
  const all: readonly Item[] = ellipses === 1 ? items : [...items, { kind: 'ellipsis' }];

  const expanded: number[] = [];
  const entries: Entry[] = [];
  // axes of the user's array come from `source`, those with unit axes put in from the length of `expanded`
  let source = 0;
  const take = (): { readonly axis: number; readonly extent: number; readonly shown: number } => {
    const shown = source++;
    const extent = shape[shown]!;
    expanded.push(extent);
    return { axis: expanded.length - 1, extent, shown };
  };
  const whole = (): void => {
    const { axis, extent } = take();
    entries.push({ kind: 'slice', axis, start: 0, step: 1, size: extent });
  };
  for (const item of all) {
    switch (item.kind) {
      case 'newAxis':
        entries.push({ kind: 'newAxis' });
        break;
      case 'ellipsis':
        for (let count = shape.length - consumed; count > 0; count--) whole();
        break;
      case 'integer': {
        const { axis, extent, shown } = take();
        entries.push({ kind: 'integer', axis, index: checkInside(what, item.index, shown, extent) });
        break;
      }
      case 'slice': {
        const { axis, extent } = take();
        entries.push({ kind: 'slice', axis, ...resolveSlice(what, item.text, extent) });
        break;
      }
      case 'array': {
        const { axis, extent, shown } = take();
        entries.push(arrayEntry(what, item.indices, item.fixed, axis, extent, shown));
        break;
      }
      case 'mask': {
        const { mask } = item;
        const covered = shape.slice(source, source + mask.ndim);
        if (!shapesEqual(covered, mask.shape)) {
          throw new RangeError(
            `${what}: a boolean index of shape ${shapeString(mask.shape)} does not match the extents ${shapeString(covered)} of its axes`,
          );
        }
        if (mask.ndim === 0) expanded.push(1);
        const axes = mask.ndim === 0 ? [expanded.length - 1] : mask.shape.map(() => take().axis);
        entries.push(...expandMask(mask).map((indices, k): Entry => ({ kind: 'array', axis: axes[k]!, indices })));
        break;
      }
    }
  }
  return { shape: expanded, entries, arraysFirst: areSeparated(items) };
};
