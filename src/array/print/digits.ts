import type { DType } from '../dtype.ts';

/** Which binary format a number came from: it decides how many decimal digits tell it from its neighbours. */
export type Precision = 'single' | 'double';

export const precisionOf = (dtype: DType): Precision =>
  dtype === 'float32' || dtype === 'complex64' ? 'single' : 'double';

/** A positive number in decimal: the first digit stands at 10^exponent, the others follow it. */
export type Decimal = { readonly digits: string; readonly exponent: number };

/** How many digits to write, beyond what "just enough to be unique" asks for. */
export type DigitLimits = {
  /** Stop at this power of ten, rounding the exact value there, even if the digits are not unique yet. */
  readonly lastExponent?: number;
  /** Write exactly this many digits: the exact value's own where fewer would have been unique. */
  readonly count?: number;
};

const decimalOf = (text: string): Decimal => {
  const [mantissa, exponent] = text.split('e') as [string, string];
  return { digits: mantissa.replace('.', ''), exponent: Number(exponent) };
};

/** A number with so many digits. JavaScript rounds the exact value too, but ties up, which NumPy rounds to even. */
const rounded = (value: number, count: number): Decimal => {
  const { digits, exponent } = decimalOf(value.toExponential(count));
  const mayBeTie = digits.endsWith('5') && Number(digits[count - 1]) % 2 === 0;
  return mayBeTie && /^50*$/.test(decimalOf(value.toExponential(100)).digits.slice(count))
    ? { digits: digits.slice(0, count), exponent }
    : decimalOf(value.toExponential(count - 1));
};

const shortest = (value: number, precision: Precision): Decimal => {
  if (precision === 'double') return decimalOf(value.toExponential());
  // powers of two have more room above than below
  const candidates = Number.isInteger(Math.log2(value)) ? [value, value * (1 + 2 ** -25)] : [value];
  for (let count = 1; ; count++) {
    const near = candidates.find(each => Math.fround(Number(each.toExponential(count - 1))) === value);
    if (near !== undefined) return rounded(near, count);
  }
};

/**
 * The decimal digits of a positive finite number: the fewest that identify it among the numbers of its precision,
 * unless `limits` say otherwise.
 */
export function decimalDigits(value: number, precision: Precision, limits: DigitLimits = {}): Decimal {
  if (limits.count !== undefined) return rounded(value, limits.count);
  const decimal = shortest(value, precision);
  const most = decimal.exponent + 1 - (limits.lastExponent ?? Number.NEGATIVE_INFINITY);
  return decimal.digits.length <= most ? decimal : rounded(value, most);
}

/** A number's sign, which zeros have too; `plus` asks for that of positive ones. */
export const signOf = (value: number, plus = false): string =>
  value < 0 || Object.is(value, -0) ? '-' : plus ? '+' : '';

/** Splits a decimal at its point; the fraction has no trailing zeros. */
export function positional({ digits, exponent }: Decimal): { readonly whole: string; readonly fraction: string } {
  const whole = exponent < 0 ? '0' : digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  const fraction = exponent < 0 ? '0'.repeat(-exponent - 1) + digits : digits.slice(exponent + 1);
  return { whole, fraction: fraction.replace(/0+$/, '') };
}

/** The exponent of scientific notation: a sign and at least `width` digits. */
export const exponentText = (exponent: number, width = 2): string =>
  (exponent < 0 ? '-' : '+') + String(Math.abs(exponent)).padStart(width, '0');
