import { type Data, type DType, kindOf } from '../dtype.ts';
import { decimalDigits, exponentText, type Precision, positional, precisionOf, signOf } from './digits.ts';

/** Writes the element at an offset, padded so that the elements of one array align. */
export type Cell = (offset: number) => string;

/** NumPy's print options, which JAX leaves at their defaults. */
const fractionDigits = 8;
const smallestFixed = 1e-4;
const largestRatio = 1000;

/** The parts of a written float; the exponent is 0 in fixed notation. */
type Written = { readonly whole: string; readonly fraction: string; readonly exponent: number };

/** Whether a set of finite values is shown in scientific notation: too large, too small or too unequal. */
function wantsExponent(values: readonly number[], precision: Precision): boolean {
  const sizes = values.filter(value => value !== 0).map(Math.abs);
  const largest = sizes.reduce((a, b) => Math.max(a, b), 0);
  const smallest = sizes.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  if (largest === 0) return false;
  // NumPy compares in the array's own precision.
  const round = precision === 'single' ? Math.fround : (value: number) => value;
  return (
    largest >= (precision === 'single' ? 1e6 : 1e8) ||
    smallest < round(smallestFixed) ||
    round(largest / smallest) > largestRatio
  );
}

function fixed(value: number, precision: Precision, plus: boolean): Written {
  const sign = signOf(value, plus);
  if (value === 0) return { whole: `${sign}0`, fraction: '', exponent: 0 };
  const { whole, fraction } = positional(decimalDigits(Math.abs(value), precision, { lastExponent: -fractionDigits }));
  return { whole: sign + whole, fraction, exponent: 0 };
}

/** Writes a mantissa with the digits it needs, at most eight after the point, or with exactly `places`. */
function scientific(value: number, precision: Precision, plus: boolean, places?: number): Written {
  const sign = signOf(value, plus);
  if (value === 0) return { whole: `${sign}0`, fraction: '0'.repeat(places ?? 0), exponent: 0 };
  const size = Math.abs(value);
  if (places !== undefined) {
    const { digits, exponent } = decimalDigits(size, precision, { count: places + 1 });
    return { whole: sign + digits[0], fraction: digits.slice(1).padEnd(places, '0'), exponent };
  }
  const short = decimalDigits(size, precision);
  const { digits, exponent } =
    short.digits.length <= fractionDigits + 1 ? short : decimalDigits(size, precision, { count: fractionDigits + 1 });
  return { whole: sign + digits[0], fraction: digits.slice(1).replace(/0+$/, ''), exponent };
}

const longest = (texts: readonly string[]): number => texts.reduce((length, text) => Math.max(length, text.length), 0);

/** Decides how the floats of one array are written, then writes one of them. */
function floatColumn(values: readonly number[], precision: Precision, plus: boolean): (value: number) => string {
  const finite = values.filter(Number.isFinite);
  const exponential = wantsExponent(finite, precision);
  const written = finite.map(value =>
    exponential ? scientific(value, precision, plus) : fixed(value, precision, plus),
  );
  const places = longest(written.map(parts => parts.fraction));
  const exponentWidth = longest(written.map(parts => exponentText(parts.exponent))) - 1;
  const right = exponential ? exponentWidth + 2 + places : places;
  let left = longest(written.map(parts => parts.whole));
  if (finite.length < values.length) {
    const signed = plus || values.includes(Number.NEGATIVE_INFINITY);
    left = Math.max(left, 'nan'.length - right - 1, 'inf'.length + (signed ? 1 : 0) - right - 1);
  }
  return value => {
    if (!Number.isFinite(value)) {
      const text = Number.isNaN(value) ? (plus ? '+nan' : 'nan') : `${signOf(value, plus)}inf`;
      return text.padStart(left + right + 1);
    }
    if (!exponential) {
      const { whole, fraction } = fixed(value, precision, plus);
      return `${whole.padStart(left)}.${fraction.padEnd(right)}`;
    }
    const { whole, fraction, exponent } = scientific(value, precision, plus, places);
    return `${whole.padStart(left)}.${fraction}e${exponentText(exponent, exponentWidth)}`;
  };
}

/** The floats of an array, or one of the parts of its complex numbers, the second of which have signs. */
function floatCell(data: Data, offsets: readonly number[], precision: Precision, lanes = 1, lane = 0): Cell {
  const at = (offset: number): number => data[lanes * offset + lane]!;
  const write = floatColumn(offsets.map(at), precision, lane === 1);
  return offset => write(at(offset));
}

function complexCell(data: Data, offsets: readonly number[], precision: Precision): Cell {
  const [real, imaginary] = [0, 1].map(lane => floatCell(data, offsets, precision, 2, lane)) as [Cell, Cell];
  return offset => {
    const second = imaginary(offset);
    const end = second.trimEnd().length;
    return `${real(offset)}${second.slice(0, end)}j${second.slice(end)}`;
  };
}

function integerCell(data: Data, offsets: readonly number[]): Cell {
  const width = longest(offsets.map(offset => String(data[offset]!)));
  return offset => String(data[offset]!).padStart(width);
}

/** Chooses notation and widths from the elements that will be shown, as NumPy does for the array's dtype. */
export function cellWriter(dtype: DType, data: Data, offsets: readonly number[], scalar: boolean): Cell {
  if (dtype === 'bool') return offset => (data[offset] === 0 ? 'False' : scalar ? 'True' : ' True');
  if (kindOf(dtype) === 'int') return integerCell(data, offsets);
  return (kindOf(dtype) === 'complex' ? complexCell : floatCell)(data, offsets, precisionOf(dtype));
}
