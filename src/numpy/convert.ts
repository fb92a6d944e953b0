import type { ArraysOf } from '../array/lists.ts';
import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { promoteTypes, type WeakDType } from '../array/promotion.ts';
import { readAligned, readArray, readOperands, readPromoted } from './methods/read.ts';
import { installMethods } from './methods.ts';

/** How the functions of numpy read their arguments. All that users get passes through here, methods installed. */

/**
 * What a user passed, as an array; nested JS arrays that hold arrays are stacked.
 *
 * `double` reads JS numbers in double precision, to be converted by the caller.
 */
export const asArray = (what: string, value: ArrayLike, double = false): NDArray => {
  installMethods();
  return readArray(what, value, double);
};

/** Operands that will meet: JS numbers are read in the light of the arrays beside them. */
export const asOperands = <const Values extends readonly ArrayLike[]>(
  what: string,
  values: Values,
): ArraysOf<Values> => {
  installMethods();
  return readOperands(what, values) as unknown as ArraysOf<Values>;
};

type Promote = (operands: readonly WeakDType[]) => WeakDType;

/** Operands of one common dtype, each with its own shape. */
export const asPromoted = <const Values extends readonly ArrayLike[]>(
  what: string,
  values: Values,
  promote: Promote = promoteTypes,
): ArraysOf<Values> => {
  installMethods();
  return readPromoted(what, values, promote) as unknown as ArraysOf<Values>;
};

/** Operands of one common dtype and shape; scalars stay scalars. Throws RangeError where shapes do not broadcast. */
export const asAligned = <const Values extends readonly ArrayLike[]>(
  what: string,
  values: Values,
  promote: Promote = promoteTypes,
): ArraysOf<Values> => {
  installMethods();
  return readAligned(what, values, promote) as unknown as ArraysOf<Values>;
};
