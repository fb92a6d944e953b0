import { ConcreteArray } from '../../array/ndarray.ts';
import { stridesOf } from '../../array/shape.ts';

/**
 * The places where a mask is true, as one array of indices for each of its axes; a 0-d mask chooses the one element of
 * a unit axis or none.
 */
export const expandMask = (mask: ConcreteArray): ConcreteArray[] => {
  const places: number[] = [];
  mask.data.forEach((value, place) => {
    if (value !== 0) places.push(place);
  });
  const indices = (values: number[]): ConcreteArray =>
    new ConcreteArray([places.length], 'int32', Int32Array.from(values));
  if (mask.ndim === 0) return [indices(places)];
  const strides = stridesOf(mask.shape);
  return mask.shape.map((extent, axis) => indices(places.map(place => Math.floor(place / strides[axis]!) % extent)));
};
