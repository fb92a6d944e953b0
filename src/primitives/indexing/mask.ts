import { ConcreteArray } from '../../array/ndarray.ts';
import { stridesOf } from '../../array/shape.ts';

/**
 * The places where a mask is true, as one array of indices for each of its axes; a 0-d mask chooses the one element of
 * a unit axis or none.
 */
export const expandMask = (mask: ConcreteArray): ConcreteArray[] => {
  const { data, ndim, shape } = mask;
  const all = new Int32Array(data.length);
  let count = 0;
  for (let place = 0; place < data.length; place++) if (data[place] !== 0) all[count++] = place;
  const places = all.slice(0, count);
  const strides = ndim === 0 ? [1] : stridesOf(shape);
  return strides.map((stride, axis) => {
    const extent = shape[axis] ?? 1;
    const indices = places.map(place => Math.floor(place / stride) % extent);
    return new ConcreteArray([count], 'int32', indices);
  });
};
