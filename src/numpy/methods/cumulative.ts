import { checkDType } from '../../array/create.ts';
import type { ArrayLike, AxisOptions, NDArray } from '../../array/ndarray.ts';
import { checkOptions } from '../../array/options.ts';
import { normalizeAxis } from '../../array/shape.ts';
import { convertElementType } from '../../primitives/convert.ts';
import { ne } from '../../primitives/elementwise/comparison.ts';
import { constantLike } from '../../primitives/elementwise/constant.ts';
import { cumprod as laxCumprod, cumsum as laxCumsum } from '../../primitives/reduction/cumulative.ts';
import { reshape } from '../../primitives/shape/reshape.ts';
import { numericDType, readArray } from './read.ts';
import type { DTypeOption } from './reductions.ts';

export type CumulativeOptions = AxisOptions & DTypeOption;

/** A cumulative reduction of the flattened array, or along one axis. */
export const cumulative =
  (what: string, scan: (x: NDArray, axis: number) => NDArray) =>
  (x: ArrayLike, options: CumulativeOptions = {}): NDArray => {
    checkOptions(what, options, ['axis', 'dtype']);
    const { axis = null, dtype } = options;
    const array = readArray(what, x, !!dtype);
    const operand = axis === null || array.ndim === 0 ? reshape(array, [array.size]) : array;
    const along = normalizeAxis(what, axis ?? 0, operand.ndim);
    const result = checkDType(what, dtype ?? numericDType(operand.dtype));
    // Bools are counted as ints, lest -1 and 1 cancel.
    const counted = result === 'bool' ? ne(operand, constantLike(operand, 0)) : operand;
    return convertElementType(scan(convertElementType(counted, numericDType(result)), along), result);
  };

export const cumsum = cumulative('cumsum', laxCumsum);
export const cumprod = cumulative('cumprod', laxCumprod);
