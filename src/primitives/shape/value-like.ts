import { filled, isTypedArray, packScalars, readNested } from '../../array/create.ts';
import { type DType, isComplex, isInexact } from '../../array/dtype.ts';
import type { ArrayLike, NDArray } from '../../array/ndarray.ts';
import { convertElementType, toArray } from '../convert.ts';

const checkFits = (what: string, value: number, dtype: DType): number => {
  if (isInexact(dtype)) return value;
  const [low, high] = dtype === 'int32' ? [-2147483648, 2147483647] : dtype === 'uint32' ? [0, 4294967295] : [0, 1];
  if (Number.isInteger(value) && value >= low && value <= high) return value;
  throw new TypeError(`${what}: ${value} does not fit an array of dtype ${dtype}: convert that with astype first`);
};

/**
 * Reads a value that is to meet an array without changing its dtype: plain numbers and weakly typed arrays take that
 * dtype, other arrays stay what they are. Throws TypeError for numbers that do not fit.
 */
export const valueLike = (what: string, value: ArrayLike, like: { readonly dtype: DType }): NDArray => {
  const { dtype } = like;
  if (typeof value === 'number') return filled([], dtype, checkFits(what, value, dtype), true);
  if (Array.isArray(value) && !isTypedArray(value)) {
    const { shape, leaves } = readNested(what, value);
    if (leaves.every(leaf => typeof leaf === 'number')) {
      for (const leaf of leaves) checkFits(what, leaf, dtype);
      return packScalars(what, shape, leaves, dtype);
    }
  }
  const array = toArray(what, value);
  const lossless = (isInexact(dtype) || !isInexact(array.dtype)) && (isComplex(dtype) || !isComplex(array.dtype));
  return array.weakType && lossless && array.dtype !== dtype ? convertElementType(array, dtype, true) : array;
};
