import { sampleDouble } from '../../reference/scalar/sampling.ts';
import type { Expression } from '../expression.ts';
import { log } from './logarithm.ts';
import type { FloatOperations, Operand } from './operations.ts';

/** The functions of samples in double precision, step by step as in reference/scalar/sampling.ts. */

const upperHalf = (f: FloatOperations, a: Operand): Expression => {
  const scaled = f.mul(134217729, a);
  return f.sub(scaled, f.sub(scaled, a));
};

/** a·b + c, all but rounded once. */
export const fused = (f: FloatOperations, a: Operand, b: Operand, c: Operand): Expression => {
  if (f.fuses) return f.fma(a, b, c);
  const { add, sub, mul } = f;
  const product = mul(a, b);
  const [aHigh, bHigh] = [upperHalf(f, a), upperHalf(f, b)];
  const [aLow, bLow] = [sub(a, aHigh), sub(b, bHigh)];
  const rest = sub(sub(sub(product, mul(aHigh, bHigh)), mul(aLow, bHigh)), mul(aHigh, bLow));
  const productError = sub(mul(aLow, bLow), rest);
  const sum = add(product, c);
  const shifted = sub(sum, product);
  const error = add(add(sub(product, sub(sum, shifted)), sub(c, shifted)), productError);
  return f.select(f.equal(error, 0), sum, add(sum, error));
};

const horner = (f: FloatOperations, x: Expression, coefficients: readonly number[]): Expression =>
  coefficients.slice(1).reduce<Operand>((sum, c) => fused(f, sum, x, c), coefficients[0]!) as Expression;

export const log1pOfSample = (f: FloatOperations, x: Expression): Expression => {
  const { numerator, denominator, near } = sampleDouble;
  const square = f.mul(x, x);
  const quotient = f.div(horner(f, x, numerator), horner(f, x, denominator));
  const series = f.add(x, fused(f, square, -0.5, f.mul(f.mul(x, square), quotient)));
  return f.either(f.less(f.abs(x), near), series, log(f, f.add(1, x)));
};

export const erfInvOfSample = (f: FloatOperations, x: Expression): Expression => {
  const { centre, middle, tail } = sampleDouble;
  const w = f.neg(log1pOfSample(f, f.neg(f.mul(x, x))));
  const root = f.sqrt(w);
  const far = f.branch(f.less(w, 16), horner(f, f.sub(root, 3.25), middle), horner(f, f.sub(root, 5), tail));
  const inside = f.mul(f.either(f.less(w, 6.25), horner(f, f.sub(w, 3.125), centre), far), x);
  return f.select(f.equal(f.abs(x), 1), f.mul(x, Number.POSITIVE_INFINITY), inside);
};
