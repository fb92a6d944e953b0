import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { checkOptions } from '../array/options.ts';
import { promoteTypesInexact } from '../array/promotion.ts';
import { asAligned } from '../numpy/convert.ts';
import { refuseComplex } from '../numpy/methods/read.ts';
import { isOptions } from '../numpy/options.ts';
import { gt, lt, ne } from '../primitives/elementwise/comparison.ts';
import { bitwiseOr } from '../primitives/elementwise/logical.ts';

/** How the functions of stats read their arguments. */

/** Where a distribution is moved to, and how far it is stretched: in place of `loc` and `scale` one after the other. */
export type LocScale = {
  /** Added to the variable; 0 by default. */
  readonly loc?: ArrayLike;
  /** What the variable is multiplied by before; 1 by default. */
  readonly scale?: ArrayLike;
};

/** Where a distribution is moved to: in place of `loc` itself. */
export type Loc = Pick<LocScale, 'loc'>;

type ArraysOf<Values extends readonly ArrayLike[]> = { [K in keyof Values]: NDArray };

/** Real floats of one dtype and shape; scalars stay scalars. */
export const readFloats = <const Values extends readonly ArrayLike[]>(
  what: string,
  values: Values,
): ArraysOf<Values> => {
  const arrays = asAligned(what, values, promoteTypesInexact);
  const first = (arrays as readonly NDArray[])[0]!;
  refuseComplex(what, first);
  return arrays as unknown as ArraysOf<Values>;
};

/** Values and parameters, then location and scale. */
export const readScaled = <const Values extends readonly ArrayLike[]>(
  what: string,
  values: Values,
  loc: ArrayLike | LocScale,
  scale: ArrayLike,
): [...ArraysOf<Values>, loc: NDArray, scale: NDArray] => {
  if (isOptions<LocScale>(loc)) checkOptions(what, loc, ['loc', 'scale']);
  const [place, width] = isOptions<LocScale>(loc) ? [loc.loc ?? 0, loc.scale ?? scale] : [loc, scale];
  return readFloats(what, [...values, place, width]) as unknown as [...ArraysOf<Values>, NDArray, NDArray];
};

/** Values and parameters, then the location. */
export const readShifted = <const Values extends readonly ArrayLike[]>(
  what: string,
  values: Values,
  loc: ArrayLike | Loc,
): [...ArraysOf<Values>, loc: NDArray] => {
  if (isOptions<Loc>(loc)) checkOptions(what, loc, ['loc']);
  const place = isOptions<Loc>(loc) ? (loc.loc ?? 0) : loc;
  return readFloats(what, [...values, place]) as unknown as [...ArraysOf<Values>, NDArray];
};

/** Where p is outside of 0 … 1, or NaN. */
export const isNoProbability = (p: NDArray): NDArray => bitwiseOr(ne(p, p), bitwiseOr(lt(p, 0), gt(p, 1)));
