import { bytesOf, type DType } from '../array/dtype.ts';

/** A dense Hessian beyond this many bytes is refused. */
const largestResult = 2 ** 32;

/** `8.0 TB`; of gigabytes and more. */
const bytesText = (bytes: number): string => {
  const power = Math.min(6, Math.floor(Math.log10(bytes) / 3));
  return `${(bytes / 1000 ** power).toFixed(1)} ${'GTPE'[power - 3]}B`;
};

/** Throws, before anything is computed, where a dense Hessian cannot be held in memory. */
export const checkHessianFits = (caller: string, elements: number, dtype: DType, n: number): void => {
  const bytes = elements * bytesOf(dtype);
  if (bytes <= largestResult) return;
  throw new RangeError(
    `${caller}: the dense Hessian with respect to ${n} variables takes ${bytesText(bytes)}, more than the ${bytesText(largestResult)} there may be: ` +
      'use sparseHessian for its nonzeros, hvp or hessianOperator for products with it, or hessianDiagonal',
  );
};
