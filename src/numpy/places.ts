import { filled } from '../array/create.ts';
import { type ArrayLike, ConcreteArray, type NDArray } from '../array/ndarray.ts';
import { knownValue } from '../core/tracer.ts';
import { convertElementType } from '../primitives/convert.ts';
import { sub } from '../primitives/elementwise/arithmetic.ts';
import { constantLike } from '../primitives/elementwise/constant.ts';
import { select } from '../primitives/elementwise/select.ts';
import { scatterAdd } from '../primitives/indexing/gather.ts';
import { cumsum } from '../primitives/reduction/cumulative.ts';
import { reduceSum } from '../primitives/shape/broadcast.ts';
import { iota } from '../primitives/shape/iota.ts';
import { expandDims } from '../primitives/shape/reshape.ts';
import { shown } from '../util/errors.ts';

/** What functions take whose results have as many elements as values decide. */
export type SizeOptions = {
  /** The length of the result, needed where values are traced: what is more is left out, what is less filled up. */
  readonly size?: number;
  /** What fills up. */
  readonly fillValue?: ArrayLike;
};

export const sizeOptions = ['size', 'fillValue'] as const;

/** How many there are of a vector of bools, as a 0-d int32. */
export const countOf = (mask: NDArray): NDArray => reduceSum(convertElementType(mask, 'int32'), [0]);

/** The length of a result: the one asked for, or the number of true elements, which must be known. */
export const sizeFor = (what: string, mask: NDArray, size: number | undefined): number => {
  if (size !== undefined) {
    if (Number.isInteger(size) && size >= 0) return size;
    throw new RangeError(`${what}: size must be a non-negative integer, got ${shown(size)}`);
  }
  const known = knownValue(mask);
  if (known !== undefined) {
    let count = 0;
    for (const value of known.data) if (value !== 0) count++;
    return count;
  }
  throw new TypeError(
    `${what}: the length of the result depends on values that are traced and not known here: give options.size`,
  );
};

/** The places of the first `size` true elements of a vector of bools, as int32, then zeros. */
export const placesOf = (mask: NDArray, size: number): NDArray => {
  const known = mask instanceof ConcreteArray ? mask : undefined;
  if (known !== undefined) {
    const places = new Int32Array(size);
    let count = 0;
    known.data.forEach((value, place) => {
      if (value !== 0 && count < size) places[count++] = place;
    });
    return new ConcreteArray([size], 'int32', places);
  }
  const number = cumsum(convertElementType(mask, 'int32'));
  const target = select(mask, sub(number, constantLike(number, 1)), constantLike(number, size));
  const numbers = { updateWindowDims: [], insertedWindowDims: [0], scatterDimsToOperandDims: [0] };
  return scatterAdd(filled([size], 'int32', 0), expandDims(target, [1]), iota('int32', mask.shape), numbers, {
    mode: 'drop',
  });
};
