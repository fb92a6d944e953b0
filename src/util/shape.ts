/** The number of elements of a shape. */
export const sizeOf = (shape: readonly number[]): number => {
  let size = 1;
  for (const extent of shape) size *= extent;
  return size;
};

/** Row-major strides, in elements. */
export const stridesOf = (shape: readonly number[]): number[] => {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = stride;
    stride *= shape[axis]!;
  }
  return strides;
};
