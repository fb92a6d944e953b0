import { type DType, kindOf } from '../dtype.ts';
import {
  type Decimal,
  decimalDigits,
  exponentText,
  type Precision,
  positional,
  precisionOf,
  signOf,
} from './digits.ts';

const nonFinite = (value: number): string => (Number.isNaN(value) ? 'nan' : `${signOf(value)}inf`);
const zero: Decimal = { digits: '0', exponent: 0 };

/** Writes a number with its sign; `point` says what an integer shows after its digits. */
function assemble(value: number, decimal: Decimal, scientific: boolean, point: '.0' | ''): string {
  const sign = signOf(value);
  if (scientific) {
    const digits = decimal.digits.replace(/0+$/, '');
    const fraction = digits.length > 1 ? `.${digits.slice(1)}` : '';
    return `${sign}${digits[0]}${fraction}e${exponentText(decimal.exponent)}`;
  }
  const { whole, fraction } = positional(decimal);
  return sign + whole + (fraction === '' ? point : `.${fraction}`);
}

/** A float as `str` of a NumPy scalar shows it; of double precision that is Python's `repr`. */
function floatText(value: number, precision: Precision, point: '.0' | ''): string {
  if (!Number.isFinite(value)) return nonFinite(value);
  if (value === 0) return assemble(value, zero, false, point);
  const size = Math.abs(value);
  // NumPy leaves positional notation where the precision can no longer hold every integer digit.
  const scientific = size < 1e-4 || size >= (precision === 'single' ? 1e6 : 1e16);
  return assemble(value, decimalDigits(size, precision), scientific, point);
}

/** A float as Python's `repr` shows it. */
export const pythonFloat = (value: number): string => floatText(value, 'double', '.0');

/** Joins two parts, already written, as Python writes a complex number. */
function complexText(real: number, imaginary: number, write: (part: number) => string): string {
  const second = write(imaginary);
  if (Object.is(real, 0)) return `${second}j`;
  return `(${write(real)}${second.startsWith('-') ? '' : '+'}${second}j)`;
}

const boolText = (value: number): string => (value === 0 ? 'False' : 'True');

function scalarText(value: number, dtype: DType, imaginary: number, precision: Precision): string {
  if (dtype === 'bool') return boolText(value);
  if (kindOf(dtype) === 'int') return String(value);
  return kindOf(dtype) === 'complex'
    ? complexText(value, imaginary, part => floatText(part, precision, ''))
    : floatText(value, precision, '.0');
}

/**
 * The text of one element in `str` of a 0-d array: what NumPy's scalar types show.
 *
 * `value` and `imaginary` are already rounded to the dtype.
 */
export const numpyScalar = (value: number, dtype: DType, imaginary: number): string =>
  scalarText(value, dtype, imaginary, precisionOf(dtype));

/**
 * The text of a scalar literal in a printed jaxpr, without its type.
 *
 * JAX shows the Python number that the element converts to, so a float32 has the digits of the double it equals.
 *
 * @param value the number; of a complex dtype the real part. Rounded to the dtype first.
 * @param imaginary the imaginary part; read for complex dtypes only.
 * @throws RangeError when the dtype is an integer one and the value is not an integer.
 * @example
 * ```ts
 * formatScalar(0.1, 'float32');
 * // => 0.10000000149011612
 * ```
 */
export function formatScalar(value: number, dtype: DType, imaginary = 0): string {
  if (kindOf(dtype) === 'int' && !Number.isInteger(value))
    throw new RangeError(`formatScalar: ${value} is not an integer, but the dtype is ${dtype}`);
  const [re, im] = precisionOf(dtype) === 'single' ? [Math.fround(value), Math.fround(imaginary)] : [value, imaginary];
  return scalarText(re, dtype, im, 'double');
}
