import { divideInt32, divideUint32, rem, remainderInt32, remainderUint32 } from '../reference/scalar/rounding.ts';
import { fusedDouble } from '../reference/scalar/sampling.ts';
import type { OperationName, ReductionName, ScalarType } from './expression.ts';

/** A number as a scalar type holds it. */
export const wrap = (type: ScalarType, value: number): number => {
  switch (type) {
    case 'f32':
      return Math.fround(value);
    case 'f64':
      return value;
    case 'i32':
      return value | 0;
    case 'u32':
      return value >>> 0;
    case 'bool':
      return Number(value !== 0);
    default:
      return type satisfies never;
  }
};

/** x · y + z, rounded once; where halves of numbers overflow, twice. */
const fused = (x: number, y: number, z: number): number => {
  const once = fusedDouble(x, y, z);
  return Number.isFinite(once) ? once : x * y + z;
};

/** To integers as arrays are converted: truncated, limited to the range, NaN to 0. */
const toInteger = (value: number, low: number, high: number): number =>
  Number.isNaN(value) ? 0 : Math.min(Math.max(Math.trunc(value), low), high);

const convert = (value: number, from: ScalarType, to: ScalarType): number => {
  if (to === 'bool') return Number(value !== 0);
  if (to === 'i32' || to === 'u32') {
    if (from !== 'f32' && from !== 'f64') return wrap(to, value);
    return to === 'i32' ? toInteger(value, -2147483648, 2147483647) : toInteger(value, 0, 4294967295);
  }
  return wrap(to, value);
};

const nearest = (x: number): number => {
  const rounded = Math.round(x);
  const even = Math.abs(x % 1) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
  return even === 0 && (x < 0 || Object.is(x, -0)) ? -0 : even;
};

const bits = new DataView(new ArrayBuffer(8));

/** Of a positive normal number. */
const exponentOf = (x: number): number => {
  bits.setFloat64(0, x);
  return (bits.getUint16(0) >> 4) - 1023;
};

/** The meaning of operations: on operands of type `from`, with a result of type `type`. */
export const foldOperation = (
  name: OperationName,
  type: ScalarType,
  from: ScalarType,
  operands: readonly number[],
): number => {
  const [x = 0, y = 0, z = 0] = operands;
  const float = type === 'f32' || type === 'f64';
  switch (name) {
    case 'neg':
      return wrap(type, -x);
    case 'abs':
      return wrap(type, Math.abs(x));
    case 'floor':
      return Math.floor(x);
    case 'ceil':
      return Math.ceil(x);
    case 'trunc':
      return Math.trunc(x);
    case 'nearest':
      return nearest(x);
    case 'sqrt':
      return wrap(type, Math.sqrt(x));
    case 'add':
      return wrap(type, x + y);
    case 'sub':
      return wrap(type, x - y);
    case 'mul':
      return float ? wrap(type, x * y) : wrap(type, Math.imul(x, y));
    case 'div':
      return float ? wrap(type, x / y) : type === 'u32' ? divideUint32(x, y) : divideInt32(x, y);
    case 'rem':
      return float ? wrap(type, rem(x, y)) : type === 'u32' ? remainderUint32(x, y) : remainderInt32(x, y);
    case 'min':
      return Math.min(x, y);
    case 'max':
      return Math.max(x, y);
    case 'and':
      return wrap(type, x & y);
    case 'or':
      return wrap(type, x | y);
    case 'xor':
      return wrap(type, x ^ y);
    case 'not':
      return type === 'bool' ? 1 - x : wrap(type, ~x);
    case 'shl':
      return wrap(type, x << y);
    case 'shr':
      return type === 'u32' ? x >>> y : x >> y;
    case 'clz':
      return Math.clz32(x);
    case 'popcnt': {
      let count = 0;
      for (let rest = x >>> 0; rest !== 0; rest >>>= 1) count += rest & 1;
      return count;
    }
    case 'fma':
      return wrap(type, type === 'f64' ? fused(x, y, z) : x * y + z);
    case 'pow2':
      return 2 ** x;
    case 'mantissa':
      return x / 2 ** exponentOf(x);
    case 'exponent':
      return exponentOf(x);
    case 'eq':
      return Number(x === y);
    case 'ne':
      return Number(x !== y);
    case 'lt':
      return Number(x < y);
    case 'le':
      return Number(x <= y);
    case 'select':
      return x !== 0 ? y : z;
    case 'convert':
      return convert(x, from, type);
    default:
      return name satisfies never;
  }
};

/** What a reduction over nothing gives. */
export const identityOf = (name: ReductionName, type: ScalarType): number => {
  switch (name) {
    case 'add':
    case 'or':
    case 'xor':
      return 0;
    case 'mul':
      return 1;
    case 'and':
      return type === 'bool' ? 1 : wrap(type, -1);
    case 'max':
      return type === 'i32' ? -2147483648 : type === 'u32' || type === 'bool' ? 0 : Number.NEGATIVE_INFINITY;
    case 'min':
      return type === 'i32' ? 2147483647 : type === 'u32' ? 4294967295 : type === 'bool' ? 1 : Number.POSITIVE_INFINITY;
    default:
      return name satisfies never;
  }
};
