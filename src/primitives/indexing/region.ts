import { filled } from '../../array/create.ts';
import { ConcreteArray, type NDArray } from '../../array/ndarray.ts';
import { type Shape, shapesEqual } from '../../array/shape.ts';
import { bindOne } from '../../core/tracer.ts';
import { range, rangeWithout } from '../../util/range.ts';
import { dynamicUpdateSlicePrimitive } from '../shape/dynamic-slice.ts';
import { rev } from '../shape/rev.ts';
import { pad, slice } from '../shape/slice.ts';
import { offsetsOf } from '../shape/strided.ts';
import { scatterPrimitive } from './scatter.ts';
import type { SliceRange } from './slice-string.ts';

/** A part of an array that is a range along each axis. */
export type Region = readonly SliceRange[];

export const regionShape = (region: Region): number[] => region.map(range => range.size);

/** The ranges run upwards: where they start, and how far they step. */
const lowest = ({ start, step, size }: SliceRange): number =>
  step < 0 && size > 0 ? start + (size - 1) * step : size === 0 ? 0 : start;
const stepOf = ({ step, size }: SliceRange): number => (size > 1 ? Math.abs(step) : 1);
const span = (range: SliceRange): number => (range.size === 0 ? 0 : (range.size - 1) * stepOf(range) + 1);

/** The axes along which a region runs backwards. */
const backwards = (region: Region): number[] =>
  region.flatMap(({ step, size }, axis) => (step < 0 && size > 1 ? [axis] : []));

const coversAll = (region: Region, shape: Shape): boolean => shapesEqual(regionShape(region), shape);

/** The elements of a region. */
export const readRegion = (x: NDArray, region: Region): NDArray =>
  rev(
    slice(
      x,
      region.map(lowest),
      region.map(range => lowest(range) + span(range)),
      region.map(stepOf),
    ),
    backwards(region),
  );

/** x with the elements of a region replaced. */
export const writeRegion = (x: NDArray, region: Region, values: NDArray): NDArray => {
  const upwards = rev(values, backwards(region));
  if (coversAll(region, x.shape)) return upwards;
  if (upwards.size === 0) return x;
  const starts = region.map(lowest);
  const strided = region.flatMap((range, axis) => (stepOf(range) > 1 ? [axis] : []));
  if (strided.length === 0) {
    return bindOne(dynamicUpdateSlicePrimitive, [x, upwards, ...starts.map(start => filled([], 'int32', start))], {});
  }
  // one window for each place on the strided axes, whole along the others
  const extents = strided.map(axis => region[axis]!.size);
  const ndim = region.length;
  const count = extents.reduce((product, extent) => product * extent, 1);
  const data = new Int32Array(count * ndim);
  for (let axis = 0; axis < ndim; axis++) {
    const k = strided.indexOf(axis);
    const offsets = offsetsOf(
      extents,
      extents.map((_, i) => (i === k ? stepOf(region[axis]!) : 0)),
    );
    offsets.forEach((offset, i) => {
      data[i * ndim + axis] = starts[axis]! + offset;
    });
  }
  const indices = new ConcreteArray([...extents, ndim], 'int32', data);
  return bindOne(scatterPrimitive, [x, indices, upwards], {
    dims: {
      windowDims: rangeWithout(region.length, strided),
      collapsedDims: strided,
      indexMap: range(region.length),
      operandBatchingDims: [],
      indicesBatchingDims: [],
    },
    mode: 'promise_in_bounds',
    uniqueIndices: true,
    indicesAreSorted: true,
  });
};

/** An array that holds the values in a region, and outside of it what changes nothing when it is added: -0. */
export const padRegion = (shape: Shape, region: Region, values: NDArray): NDArray =>
  pad(
    rev(values, backwards(region)),
    -0,
    region.map((range, axis) => [lowest(range), shape[axis]! - lowest(range) - span(range), stepOf(range) - 1]),
  );
