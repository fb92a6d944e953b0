import { isComplex } from '../array/dtype.ts';
import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { promoteTypesInexact } from '../array/promotion.ts';
import { avalString } from '../core/aval.ts';
import { asAligned } from '../numpy/convert.ts';

type Arrays<Values extends readonly ArrayLike[]> = { [K in keyof Values]: NDArray };

/** Operands as floats of one shape; complex numbers are refused. */
export const realOperands = <const Values extends readonly ArrayLike[]>(
  what: string,
  values: Values,
): Arrays<Values> => {
  const operands = asAligned(what, values, promoteTypesInexact) as unknown as NDArray[];
  if (isComplex(operands[0]!.dtype))
    throw new TypeError(`${what}: does not accept complex numbers, got ${avalString(operands[0]!)}`);
  return operands as unknown as Arrays<Values>;
};

/** The same of one. */
export const realOperand = (what: string, x: ArrayLike): NDArray => realOperands(what, [x])[0];
