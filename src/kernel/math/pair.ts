import type { Expression } from '../expression.ts';
import type { FloatOperations, Operand } from './operations.ts';

/** A number in two parts, the second less than a rounding error of the first (Dekker, 1971), in double precision. */
export type Pair = readonly [high: Expression, low: Expression];

/** a + b exactly, for |a| ≥ |b| or a = 0. */
export const sum = (f: FloatOperations, a: Operand, b: Operand): Pair => {
  const total = f.add(a, b);
  return [total, f.sub(b, f.sub(total, a))];
};

/** a · b with what it rounds off: without an exact fma, the halves of a number are what single precision holds of it, and the rest. */
export const product = (f: FloatOperations, a: Operand, b: Operand): Pair => {
  const total = f.mul(a, b);
  if (f.fuses) return [total, f.fma(a, b, f.neg(total))];
  const [aHigh, bHigh] = [f.head(a), f.head(b)];
  const [aLow, bLow] = [f.sub(a, aHigh), f.sub(b, bHigh)];
  const first = f.sub(f.mul(aHigh, bHigh), total);
  return [total, f.add(f.add(f.add(first, f.mul(aHigh, bLow)), f.mul(aLow, bHigh)), f.mul(aLow, bLow))];
};

/** a · b to about 2⁻¹⁰⁰ of it. */
export const multiply = (f: FloatOperations, [a, aRest]: Pair, [b, bRest]: readonly [Operand, Operand]): Pair => {
  const [total, lost] = product(f, a, b);
  return sum(f, total, f.add(lost, f.add(f.mul(a, bRest), f.mul(aRest, b))));
};
