import {
  castArray,
  fromTypedArray,
  isComplexValue,
  isTypedArray,
  packScalars,
  readNested,
  weakFloat,
} from '../array/create.ts';
import { type DType, isComplex, isDouble, isInexact, kindOf } from '../array/dtype.ts';
import { type ArrayLike, type Complex, type ConcreteArray, NDArray, scalar } from '../array/ndarray.ts';
import { defaultDType, promoteTypes, promoteTypesInexact, type WeakDType } from '../array/promotion.ts';
import type { Shape } from '../array/shape.ts';
import { makeAval } from '../core/aval.ts';
import { isLinear, type Primitive } from '../core/primitive.ts';
import { bindOne } from '../core/tracer.ts';

export type ConvertParams = { readonly dtype: DType; readonly weakType: boolean };

export const convertElementTypePrimitive: Primitive<ConvertParams> = {
  name: 'convert_element_type',
  abstractEval: ([x], { dtype, weakType }) => [makeAval(x!.shape, dtype, weakType)],
  evaluate: ([x], { dtype, weakType }) => [castArray(x!, dtype, weakType)],
  jvp: ([x], [tangent], { dtype, weakType }) => ({
    primals: [convertElementType(x!, dtype, weakType)],
    tangents: [isInexact(dtype) ? convertElementType(tangent!, dtype, weakType) : null],
  }),
  transpose: ([cotangent], [x]) => [
    cotangent === null || !isLinear(x!) ? null : convertElementType(cotangent!, x.aval.dtype, x.aval.weakType),
  ],
  batch: ([x], [axis], { dtype, weakType }) => ({ outputs: [convertElementType(x!, dtype, weakType)], axes: [axis!] }),
  structure: () => ({ kind: 'pointwise' }),
};

/** `lax.convert_element_type`: x with another dtype. */
export const convertElementType = (x: NDArray, dtype: DType, weakType = false): NDArray =>
  x.dtype === dtype && x.weakType === weakType ? x : bindOne(convertElementTypePrimitive, [x], { dtype, weakType });

/** The same numbers in double precision. */
export const toDouble = (x: NDArray): NDArray => convertElementType(x, isComplex(x.dtype) ? 'complex128' : 'float64');

/** Converts where the dtype differs; a mere difference in weakness is left, for the promotion rules to see. */
export const toDType = (x: NDArray, { dtype, weakType }: WeakDType): NDArray =>
  x.dtype === dtype ? x : convertElementType(x, dtype, weakType);

/**
 * Reads data that holds no traced arrays inside; JS numbers become weak default floats.
 *
 * `double` reads them in double precision, for whoever converts what is read to a dtype of his own.
 */
export const toArray = (what: string, value: ArrayLike, double = false): NDArray => {
  if (value instanceof NDArray) return value;
  if (typeof value === 'number') return double ? scalar(value, 'float64', true) : weakFloat(value);
  if (typeof value === 'boolean') return scalar(value, 'bool');
  if (isComplexValue(value)) return packScalars(what, [], [value], double ? 'complex128' : undefined, true);
  if (isTypedArray(value)) return fromTypedArray(value);
  const { shape, leaves } = readNested(what, value);
  const scalars = leaves.filter((leaf): leaf is number | boolean | Complex => !(leaf instanceof NDArray));
  if (scalars.length === leaves.length) return packNumbers(what, shape, scalars, double);
  throw new TypeError(`${what}: nested arrays that hold NDArrays must be stacked first: wrap them in array()`);
};

/** Packs JS scalars; `double` has numbers in double precision, whatever the default float. */
export const packNumbers = (
  what: string,
  shape: Shape,
  scalars: readonly (number | boolean | Complex)[],
  double: boolean,
): ConcreteArray => {
  const complex = scalars.some(isComplexValue);
  const numbers = complex || scalars.length === 0 || scalars.some(leaf => typeof leaf !== 'boolean');
  return packScalars(what, shape, scalars, double && numbers ? (complex ? 'complex128' : 'float64') : undefined);
};

/** Whether there is an array in double precision among operands: numbers, lists and complex numbers beside it keep their digits. */
export const besideDoubles = (values: readonly unknown[]): boolean =>
  values.some(value => value instanceof NDArray && isDouble(value.dtype));

/** How a JS number reads beside arrays: integer-valued beside integers stays integer, else a weak default float. */
const numberBeside = (what: string, value: number, others: readonly NDArray[], inexact: boolean): NDArray => {
  const integers =
    others.length > 0 && others.every(other => kindOf(other.dtype) === 'int' || kindOf(other.dtype) === 'bool');
  if (!integers || !Number.isInteger(value))
    return scalar(value, besideDoubles(others) ? 'float64' : defaultDType(), true);
  const unsigned = others.some(other => other.dtype === 'uint32') && others.every(other => other.dtype !== 'int32');
  const dtype = unsigned ? 'uint32' : 'int32';
  // What is computed in floats has no need of a number that fits the integers.
  if (inexact && !fitsInteger(value, dtype)) return scalar(value, defaultDType(), true);
  checkInteger(what, value, dtype);
  return scalar(value, dtype, true);
};

const fitsInteger = (value: number, dtype: DType): boolean =>
  dtype === 'uint32' ? value >= 0 && value <= 4294967295 : value >= -2147483648 && value <= 2147483647;

/** Throws unless an integer can be an element of an array of integers. */
export const checkInteger = (what: string, value: number, dtype: DType): void => {
  if (!fitsInteger(value, dtype)) throw new RangeError(`${what}: ${value} does not fit ${dtype}`);
};

/**
 * Arrays for operands that will meet: JS numbers are read in the light of the arrays beside them.
 *
 * `inexact` says that they meet as floats, whatever they are.
 */
export const toOperands = (what: string, values: readonly ArrayLike[], inexact = false): NDArray[] => {
  const double = besideDoubles(values);
  const arrays = values.map(value => (typeof value === 'number' ? undefined : toArray(what, value, double)));
  const known = arrays.filter(array => array !== undefined);
  return values.map((value, i) => arrays[i] ?? numberBeside(what, value as number, known, inexact));
};

/** Operands of one common dtype, by the promotion lattice. */
export const promoteOperands = (
  what: string,
  values: readonly ArrayLike[],
  promote: (operands: readonly WeakDType[]) => WeakDType = promoteTypes,
): NDArray[] => {
  const operands = toOperands(what, values, promote === promoteTypesInexact);
  const target = promote(operands);
  return operands.map(operand => toDType(operand, target));
};
