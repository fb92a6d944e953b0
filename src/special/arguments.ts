import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { promoteTypesInexact } from '../array/promotion.ts';
import { asAligned } from '../numpy/convert.ts';
import { refuseComplex } from '../numpy/methods/read.ts';

type Arrays<Values extends readonly ArrayLike[]> = { [K in keyof Values]: NDArray };

/** Operands as floats of one shape; complex numbers are refused. */
export const realOperands = <const Values extends readonly ArrayLike[]>(
  what: string,
  values: Values,
): Arrays<Values> => {
  const operands = asAligned(what, values, promoteTypesInexact) as unknown as NDArray[];
  refuseComplex(what, operands[0]!);
  return operands as unknown as Arrays<Values>;
};

/** The same of one. */
export const realOperand = (what: string, x: ArrayLike): NDArray => realOperands(what, [x])[0];
