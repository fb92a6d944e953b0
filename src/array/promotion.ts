import { type DType, isDouble, kindOf, kindRank } from './dtype.ts';

/** A dtype together with whether it came from a plain number, which gives way to every other dtype of its kind. */
export type WeakDType = { readonly dtype: DType; readonly weakType: boolean };

export type DefaultDType = 'float32' | 'float64';

let defaultFloat: DefaultDType = 'float32';

/**
 * Sets the dtype that JS numbers become: `'float32'` (the default, as in JAX) or `'float64'`.
 *
 * Throws TypeError for another dtype.
 *
 * @example
 * ```ts
 * setDefaultDtype('float64');
 * console.log(array([1, 2]).dtype); // => float64
 * setDefaultDtype('float32');
 * ```
 */
export const setDefaultDtype = (dtype: DefaultDType): void => {
  if (dtype !== 'float32' && dtype !== 'float64') {
    throw new TypeError(`setDefaultDtype: expected 'float32' or 'float64', got ${JSON.stringify(dtype)}`);
  }
  defaultFloat = dtype;
};

export const defaultDType = (): DefaultDType => defaultFloat;

/**
 * JAX's type promotion lattice with weak types (JEP 9407), restricted to nabla's dtypes.
 *
 * The result is of the highest kind seen. Weak operands lend their kind but never their width; where no strong
 * operand decides the width, the default float does and the result stays weak.
 */
export const promoteTypes = (operands: readonly WeakDType[]): WeakDType => {
  const first = operands[0];
  if (first !== undefined && operands.every(({ dtype, weakType }) => !weakType && dtype === first.dtype)) {
    return { dtype: first.dtype, weakType: false };
  }
  let rank = 0;
  for (const operand of operands) rank = Math.max(rank, kindRank(operand.dtype));
  const strong = operands.filter(operand => !operand.weakType).map(operand => operand.dtype);
  if (rank === 0) return { dtype: 'bool', weakType: false };
  if (rank === 1) {
    const integers = strong.filter(dtype => kindOf(dtype) === 'int');
    if (integers.length === 0) {
      return { dtype: operands.find(operand => kindOf(operand.dtype) === 'int')?.dtype ?? 'int32', weakType: true };
    }
    // int32 and uint32 meet in int64, which JAX's default mode truncates to int32
    return { dtype: integers.includes('int32') ? 'int32' : 'uint32', weakType: false };
  }
  const inexact = strong.filter(dtype => kindOf(dtype) === 'float' || kindOf(dtype) === 'complex');
  // numbers that were read in double precision beside double arrays stay double among themselves
  const double =
    (inexact.length === 0 && defaultFloat === 'float64') ||
    (inexact.length === 0 ? operands.map(({ dtype }) => dtype) : inexact).some(isDouble);
  const dtype: DType = rank === 2 ? (double ? 'float64' : 'float32') : double ? 'complex128' : 'complex64';
  return { dtype, weakType: inexact.length === 0 };
};

/** Like `promoteTypes`, lifted to float where the result would be bool or int: what sin, exp, div … ask for. */
export const promoteTypesInexact = (operands: readonly WeakDType[]): WeakDType => {
  const promoted = promoteTypes(operands);
  const kind = kindOf(promoted.dtype);
  return kind === 'bool' || kind === 'int' ? { dtype: defaultFloat, weakType: promoted.weakType } : promoted;
};
