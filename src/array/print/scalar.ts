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

/** A float as Python's `repr` shows it. */
export function pythonFloat(value: number, point: '.0' | '' = '.0'): string {
  if (!Number.isFinite(value)) return nonFinite(value);
  if (value === 0) return assemble(value, zero, false, point);
  const [mantissa, exponent] = Math.abs(value).toExponential().split('e') as [string, string];
  const decimal: Decimal = { digits: mantissa.replace('.', ''), exponent: Number(exponent) };
  return assemble(value, decimal, decimal.exponent < -4 || decimal.exponent >= 16, point);
}

/** A float as `str` of a NumPy scalar shows it. */
function numpyFloat(value: number, precision: Precision, point: '.0' | ''): string {
  if (!Number.isFinite(value)) return nonFinite(value);
  if (value === 0) return assemble(value, zero, false, point);
  const size = Math.abs(value);
  // NumPy leaves positional notation where the precision can no longer hold every integer digit.
  const scientific = size < 1e-4 || size >= (precision === 'single' ? 1e6 : 1e16);
  return assemble(value, decimalDigits(size, precision), scientific, point);
}

/** Joins two parts, already written, as Python writes a complex number. */
function complexText(real: number, imaginary: number, write: (part: number) => string): string {
  const second = write(imaginary);
  if (Object.is(real, 0)) return `${second}j`;
  return `(${write(real)}${second.startsWith('-') ? '' : '+'}${second}j)`;
}

const boolText = (value: number): string => (value === 0 ? 'False' : 'True');

function integerText(value: number, dtype: DType): string {
  if (!Number.isInteger(value)) {
    throw new RangeError(`formatScalar: ${value} is not an integer, but the dtype is ${dtype}`);
  }
  return String(value);
}

/**
 * The text of one element in `str` of a 0-d array: what NumPy's scalar types show.
 *
 * `value` and `imaginary` are already rounded to the dtype.
 */
export function numpyScalar(value: number, dtype: DType, imaginary: number): string {
  if (dtype === 'bool') return boolText(value);
  if (kindOf(dtype) === 'int') return String(value);
  const precision = precisionOf(dtype);
  return kindOf(dtype) === 'complex'
    ? complexText(value, imaginary, part => numpyFloat(part, precision, ''))
    : numpyFloat(value, precision, '.0');
}

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
  switch (dtype) {
    case 'bool':
      return boolText(value);
    case 'int32':
    case 'uint32':
      return integerText(value, dtype);
    case 'float32':
      return pythonFloat(Math.fround(value));
    case 'float64':
      return pythonFloat(value);
    case 'complex64':
      return complexText(Math.fround(value), Math.fround(imaginary), part => pythonFloat(part, ''));
    case 'complex128':
      return complexText(value, imaginary, part => pythonFloat(part, ''));
  }
}
