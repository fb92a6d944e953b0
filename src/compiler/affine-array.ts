import type { ConcreteArray } from '../array/ndarray.ts';
import { stridesOf } from '../array/shape.ts';

export type AffineArray = { readonly offset: number; readonly factors: readonly number[] };

/** offset + Σ factor · index, if an int32 array counts like that along each of its axes. */
export const affineOf = ({ shape, dtype, data }: ConcreteArray): AffineArray | undefined => {
  if (dtype !== 'int32' || data.length === 0) return undefined;
  const strides = stridesOf(shape);
  const offset = data[0]!;
  const factors = shape.map((extent, axis) => (extent > 1 ? data[strides[axis]!]! - offset : 0));
  for (let i = 0; i < data.length; i++) {
    let expected = offset;
    let rest = i;
    for (let axis = 0; axis < shape.length; axis++) {
      expected += factors[axis]! * Math.floor(rest / strides[axis]!);
      rest %= strides[axis]!;
    }
    if (data[i] !== expected) return undefined;
  }
  return { offset, factors };
};
