/** Which binary format a number came from: it decides how many decimal digits tell it from its neighbours. */
export type Precision = 'single' | 'double';

/** A positive number in decimal: the first digit stands at 10^exponent, the others follow it. */
export type Decimal = { readonly digits: string; readonly exponent: number };

/** How many digits to write, beyond what "just enough to be unique" asks for. */
export type DigitLimits = {
  /** Stop at this power of ten, rounding the exact value there, even if the digits are not unique yet. */
  readonly lastExponent?: number;
  /** Write exactly this many digits: the exact value's own where fewer would have been unique. */
  readonly count?: number;
};

type Binary = {
  readonly mantissa: bigint;
  readonly exponent: number;
  /** A power of two: the neighbour below is half as far away as the one above. */
  readonly lowerNeighbourNearer: boolean;
};

const singleView = new Float32Array(1);
const singleBits = new Uint32Array(singleView.buffer);
const doubleView = new Float64Array(1);
const doubleBits = new BigUint64Array(doubleView.buffer);

function decompose(value: number, precision: Precision): Binary {
  const single = precision === 'single';
  if (single) singleView[0] = value;
  else doubleView[0] = value;
  const bits = single ? BigInt(singleBits[0]!) : doubleBits[0]!;
  const fractionBits = single ? 23 : 52;
  const fraction = BigInt.asUintN(fractionBits, bits);
  const biased = Number(BigInt.asUintN(single ? 8 : 11, bits >> BigInt(fractionBits)));
  const unit = (single ? -150 : -1075) + Math.max(biased, 1);
  return {
    mantissa: biased === 0 ? fraction : fraction | (1n << BigInt(fractionBits)),
    exponent: unit,
    lowerNeighbourNearer: fraction === 0n && biased > 1,
  };
}

const powerOfTen = (exponent: number): bigint => 10n ** BigInt(exponent);

/** Adds one to the last digit; a run of nines at the end falls away. */
function roundUp(digits: string, exponent: number): Decimal {
  const kept = digits.replace(/9+$/, '');
  if (kept === '') return { digits: '1', exponent: exponent + 1 };
  return { digits: kept.slice(0, -1) + String(Number(kept.at(-1)) + 1), exponent };
}

/**
 * The decimal digits of a positive finite number: the fewest that identify it among the numbers of its precision,
 * unless `limits` say otherwise.
 *
 * Exact integer arithmetic after Steele and White, "How to print floating-point numbers accurately" (1990), in the
 * variant that NumPy uses: it may choose another last digit than JavaScript does where several shortest ones exist.
 */
export function decimalDigits(value: number, precision: Precision, limits: DigitLimits = {}): Decimal {
  const { mantissa, exponent: unit, lowerNeighbourNearer } = decompose(value, precision);
  const even = (mantissa & 1n) === 0n;
  // Value, margins to the halfway points and the scale are all multiplied by the same factor to stay integers.
  const factor = lowerNeighbourNearer ? 4n : 2n;
  let marginBelow = 1n << BigInt(Math.max(unit, 0));
  let marginAbove = lowerNeighbourNearer ? 2n * marginBelow : marginBelow;
  let remainder = factor * mantissa * (1n << BigInt(Math.max(unit, 0)));
  let scale = factor << BigInt(Math.max(-unit, 0));

  let first = Math.floor(Math.log10(value));
  const shrink = (by: bigint) => {
    remainder *= by;
    marginBelow *= by;
    marginAbove *= by;
  };
  if (first >= 0) scale *= powerOfTen(first);
  else shrink(powerOfTen(-first));
  // The logarithm is rounded: the estimate may be off by one next to a power of ten.
  if (remainder >= 10n * scale) {
    scale *= 10n;
    first += 1;
  } else if (remainder < scale) {
    shrink(10n);
    first -= 1;
  }

  const countEnd = limits.count === undefined ? undefined : first + 1 - limits.count;
  const stop = countEnd ?? limits.lastExponent ?? Number.NEGATIVE_INFINITY;
  let digits = '';
  for (let exponent = first; ; exponent -= 1) {
    const digit = remainder / scale;
    remainder %= scale;
    const unique = {
      down: even ? remainder <= marginBelow : remainder < marginBelow,
      up: even ? remainder + marginAbove >= scale : remainder + marginAbove > scale,
    };
    digits += digit.toString();
    const mayStop = (unique.down || unique.up) && countEnd === undefined;
    if (mayStop || exponent <= stop) {
      const half = 2n * remainder;
      const nearest = half < scale || (half === scale && digit % 2n === 0n);
      const down = unique.down === unique.up ? nearest : unique.down;
      return down ? { digits, exponent: first } : roundUp(digits, first);
    }
    shrink(10n);
  }
}

/** Splits a decimal at its point; the fraction has no trailing zeros. */
export function positional({ digits, exponent }: Decimal): { readonly whole: string; readonly fraction: string } {
  const whole = exponent < 0 ? '0' : digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  const fraction = exponent < 0 ? '0'.repeat(-exponent - 1) + digits : digits.slice(exponent + 1);
  return { whole, fraction: fraction.replace(/0+$/, '') };
}

/** The exponent of scientific notation: a sign and at least `width` digits. */
export const exponentText = (exponent: number, width = 2): string =>
  (exponent < 0 ? '-' : '+') + String(Math.abs(exponent)).padStart(width, '0');
