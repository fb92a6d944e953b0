import { checkDType, readNested } from '../../array/create.ts';
import { isComplex, isFloating, isInexact, kindOf } from '../../array/dtype.ts';
import { type ArrayLike, type Complex, NDArray } from '../../array/ndarray.ts';
import { promoteTypes, promoteTypesInexact, type WeakDType } from '../../array/promotion.ts';
import { sizeOf } from '../../array/shape.ts';
import { avalString } from '../../core/aval.ts';
import {
  besideDoubles,
  checkInteger,
  convertElementType,
  packNumbers,
  toArray,
  toDType,
  toOperands,
} from '../../primitives/convert.ts';
import { alignShapes } from '../../primitives/elementwise/construct.ts';
import { concatenate } from '../../primitives/shape/concatenate.ts';
import { reshape } from '../../primitives/shape/reshape.ts';

type Scalar = number | boolean | Complex;

/** Nested JS arrays as one array; those that hold arrays are stacked. */
const stackNested = (what: string, value: readonly ArrayLike[], double = false): NDArray => {
  const { shape, leaves } = readNested(what, value);
  if (!leaves.some(leaf => leaf instanceof NDArray)) return toArray(what, value, double);
  const parts: NDArray[] = [];
  let scalars: Scalar[] = [];
  // Booleans keep to themselves: beside numbers they would not count as bools.
  const startsNewRun = (leaf: Scalar): boolean => scalars.length > 0 && typeof scalars[0] !== typeof leaf;
  const endRun = (): void => {
    if (scalars.length > 0) parts.push(readRun(what, scalars, leaves, double));
    scalars = [];
  };
  for (const leaf of leaves) {
    if (leaf instanceof NDArray) {
      endRun();
      parts.push(reshape(leaf, [leaf.size]));
    } else {
      if (startsNewRun(leaf)) endRun();
      scalars.push(leaf);
    }
  }
  endRun();
  const { dtype } = promoteTypes(parts);
  const flat = parts.map(part => convertElementType(part, dtype));
  return reshape(flat.length === 1 ? flat[0]! : concatenate(flat, 0), shape);
};

/** A run of JS scalars, with the dtype that they have beside the arrays among all leaves. */
const readRun = (
  what: string,
  run: readonly Scalar[],
  leaves: readonly (Scalar | NDArray)[],
  double: boolean,
): NDArray => {
  const packed = packNumbers(what, [run.length], run, double || besideDoubles(leaves));
  if (kindOf(packed.dtype) !== 'float') return packed;
  const dtypes = leaves.flatMap(leaf => (leaf instanceof NDArray ? [leaf.dtype] : []));
  const integers =
    dtypes.every(dtype => kindOf(dtype) === 'int' || kindOf(dtype) === 'bool') && run.every(Number.isInteger);
  const integer = dtypes.find(dtype => kindOf(dtype) === 'int') ?? 'int32';
  if (integers) for (const value of run) checkInteger(what, value as number, integer);
  return convertElementType(packed, integers ? integer : packed.dtype, true);
};

const holdsArrays = (value: readonly ArrayLike[]): boolean =>
  value.some(element => element instanceof NDArray || (Array.isArray(element) && holdsArrays(element)));

/** Nested JS arrays that hold arrays, stacked; all else as it is, for a primitive to read in its own way. */
export const stackArrays = (what: string, value: ArrayLike): ArrayLike =>
  Array.isArray(value) && holdsArrays(value) ? stackNested(what, value) : value;

/** What a user passed, as an array; `double` reads JS numbers in double precision, to be converted by the caller. */
export const readArray = (what: string, value: ArrayLike, double = false): NDArray =>
  Array.isArray(value) ? stackNested(what, value, double) : toArray(what, value, double);

/** Operands that will meet: JS numbers are read in the light of the arrays beside them. */
export const readOperands = (what: string, values: readonly ArrayLike[], inexact = false): NDArray[] =>
  toOperands(
    what,
    values.map(value => (Array.isArray(value) ? stackNested(what, value, besideDoubles(values)) : value)),
    inexact,
  );

type Promote = (operands: readonly WeakDType[]) => WeakDType;

/** Operands of one common dtype, whose shapes are their own. */
export const readPromoted = (
  what: string,
  values: readonly ArrayLike[],
  promote: Promote = promoteTypes,
): NDArray[] => {
  const operands = readOperands(what, values, promote === promoteTypesInexact);
  const target = promote(operands);
  return operands.map(operand => toDType(operand, target));
};

/**
 * Operands of one common dtype and shape; scalars stay scalars. Throws RangeError in the caller's name where shapes do
 * not broadcast.
 */
export const readAligned = (what: string, values: readonly ArrayLike[], promote: Promote = promoteTypes): NDArray[] =>
  alignShapes(what, readPromoted(what, values, promote));

/** Promotion for functions of numbers: bools count as int32. */
export const promoteNumeric: Promote = operands => {
  const promoted = promoteTypes(operands);
  return promoted.dtype === 'bool' ? { dtype: 'int32', weakType: false } : promoted;
};

/** The dtype that sums and counts of bools have. */
export const numericDType = (dtype: NDArray['dtype']): NDArray['dtype'] => (dtype === 'bool' ? 'int32' : dtype);

/** The number of elements along some axes. */
export const countAlong = (shape: readonly number[], axes: readonly number[]): number =>
  sizeOf(axes.map(axis => shape[axis]!));

/** Throws unless a statistic of an array, as errors call it, can be computed in a dtype. */
export const checkComputed = (what: string, statistic: string, x: NDArray, dtype: NDArray['dtype']): void => {
  if (!isInexact(checkDType(what, dtype)) || (isFloating(dtype) && isComplex(x.dtype)))
    throw new TypeError(`${what}: the ${statistic} of ${avalString(x)} cannot be computed in dtype ${dtype}`);
};

/** Throws where numbers are complex that must not be. */
export const refuseComplex = (what: string, x: NDArray): void => {
  if (isComplex(x.dtype))
    throw new TypeError(`${what}: does not accept complex numbers, got ${avalString(x)}: take np.real or np.abs first`);
};
