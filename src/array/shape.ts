import { shown } from '../util/errors.ts';
import { range } from '../util/range.ts';

export { sizeOf, stridesOf } from '../util/shape.ts';

export type Shape = readonly number[];

export const shapesEqual = (a: Shape, b: Shape): boolean => {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
};

export const shapeString = (shape: Shape): string => (shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`);

/** NumPy's broadcasting: the common shape, or undefined where there is none. */
export const tryBroadcastShapes = (shapes: readonly Shape[]): number[] | undefined => {
  const ndim = Math.max(0, ...shapes.map(shape => shape.length));
  const result = new Array<number>(ndim).fill(1);
  for (const shape of shapes) {
    const offset = ndim - shape.length;
    for (let axis = 0; axis < shape.length; axis++) {
      const extent = shape[axis]!;
      const seen = result[offset + axis]!;
      if (extent === seen || extent === 1) continue;
      if (seen !== 1) return undefined;
      result[offset + axis] = extent;
    }
  }
  return result;
};

/** NumPy's broadcasting; `what` names the caller in the error. */
export const broadcastShapes = (what: string, shapes: readonly Shape[]): number[] => {
  const result = tryBroadcastShapes(shapes);
  if (result !== undefined) return result;
  throw new RangeError(
    `${what}: shapes ${shapes.map(shapeString).join(' and ')} do not broadcast: aligned from the right, extents must be equal or 1`,
  );
};

/** Maps a possibly negative axis to 0 … ndim-1. */
export const normalizeAxis = (what: string, axis: number, ndim: number): number => {
  if (!Number.isInteger(axis)) throw new TypeError(`${what}: axis must be an integer, got ${axis}`);
  if (axis < -ndim || axis >= ndim) {
    throw new RangeError(`${what}: axis ${axis} is out of bounds for an array of dimension ${ndim}`);
  }
  return axis < 0 ? axis + ndim : axis;
};

/** Normalises one axis, several or (undefined, null) all; refuses duplicates. */
export const normalizeAxes = (
  what: string,
  axes: number | readonly number[] | null | undefined,
  ndim: number,
): number[] => {
  if (axes === undefined || axes === null) return range(ndim);
  if (typeof axes !== 'number' && !Array.isArray(axes))
    throw new TypeError(`${what}: axis must be an integer or a list of integers, got ${shown(axes)}`);
  const list = (typeof axes === 'number' ? [axes] : axes).map(axis => normalizeAxis(what, axis, ndim));
  if (new Set(list).size !== list.length) throw new RangeError(`${what}: duplicate axis in (${list.join(', ')})`);
  return list;
};

/** Checks that a user's shape is a list of non-negative integers; gives a copy, as the list may be written into later. */
export const checkShape = (what: string, shape: unknown): readonly number[] => {
  const list = typeof shape === 'number' ? [shape] : Array.isArray(shape) ? [...shape] : undefined;
  if (!list?.every(extent => Number.isInteger(extent) && extent >= 0)) {
    throw wrongShape(what, shape);
  }
  return list;
};

/** Says what a shape is, which may be `more`. */
export const wrongShape = (what: string, shape: unknown, more = ''): TypeError =>
  new TypeError(`${what}: a shape is a list of non-negative integers${more}, got ${shown(shape)}`);
