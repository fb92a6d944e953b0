import type { Expression, Term } from './expression.ts';
import { combineRanges, type Range } from './range.ts';

/** Arithmetic of places in arrays: sums with constant factors, and quotients and remainders by constants. */

export type IndexBuilder = {
  rangeOf(expression: Expression): Range;
  affine(terms: readonly Term[], offset?: number): Expression;
  freeOf(expression: Expression): number;
  quotient(x: Expression, by: number): Expression;
  remainder(x: Expression, by: number): Expression;
  rawDivision(kind: 'quotient' | 'remainder', of: Expression, by: number): Expression;
};

export type Affine = { readonly terms: readonly Term[]; readonly offset: number };

/** Any integer as a sum. */
export const affineTerms = (x: Expression): Affine => {
  if (x.kind === 'constant') return { terms: [], offset: x.value };
  if (x.kind === 'affine') return x;
  return { terms: [{ of: x, factor: 1 }], offset: 0 };
};

/** How often a sum counts an expression. */
export const factorOf = (terms: readonly Term[], of: Expression): number =>
  terms.find(term => term.of === of)?.factor ?? 0;

/** Terms flattened, joined and sorted; quotients and remainders that belong together become what they were made of. */
export const normalTerms = (builder: IndexBuilder, terms: readonly Term[], start: number): Affine => {
  let offset = start;
  const factors = new Map<Expression, number>();
  const addTerm = (of: Expression, factor: number): void => {
    if (factor === 0) return;
    const inner = affineTerms(of);
    offset += factor * inner.offset;
    for (const term of inner.terms) {
      const sum = (factors.get(term.of) ?? 0) + factor * term.factor;
      if (sum === 0) factors.delete(term.of);
      else factors.set(term.of, sum);
    }
  };
  for (const { of, factor } of terms) addTerm(of, factor);
  for (const joined = { again: true }; joined.again; ) {
    joined.again = false;
    for (const [of, factor] of factors) {
      if (of.kind !== 'remainder') continue;
      const whole = affineTerms(builder.quotient(of.of, of.by));
      const [term] = whole.terms;
      // x % by + by · (x / by) = x
      if (whole.terms.length !== 1 || factors.get(term!.of) !== factor * of.by * term!.factor) continue;
      factors.delete(of);
      factors.delete(term!.of);
      offset -= factor * of.by * whole.offset;
      addTerm(of.of, factor);
      joined.again = true;
      break;
    }
  }
  const sorted = [...factors].map(([of, factor]) => ({ of, factor })).sort((a, b) => a.of.id - b.of.id);
  return { terms: sorted, offset };
};

const gcd = (a: number, b: number): number => (b === 0 ? Math.abs(a) : gcd(b, a % b));

/** x = by · whole + rest, as far as terms are divisible; rest is not negative. */
const split = (
  builder: IndexBuilder,
  x: Expression,
  by: number,
): { readonly whole: Affine; readonly rest: Affine; readonly range: Range } => {
  const { terms, offset } = affineTerms(x);
  const whole = terms.filter(({ factor }) => factor % by === 0);
  const rest = terms.filter(({ factor }) => factor % by !== 0);
  const ranges = rest.map(({ of, factor }) => [builder.rangeOf(of), factor] as const);
  const [low] = combineRanges(ranges, offset);
  const shift = Math.floor(low / by);
  const restOffset = offset - shift * by;
  return {
    whole: { terms: whole.map(({ of, factor }) => ({ of, factor: factor / by })), offset: shift },
    rest: { terms: rest, offset: restOffset },
    range: combineRanges(ranges, restOffset),
  };
};

/** Common factor of the terms and the divisor. */
const commonFactor = (rest: Affine, by: number): number => rest.terms.reduce((g, { factor }) => gcd(g, factor), by);

export const quotientOf = (builder: IndexBuilder, x: Expression, by: number): Expression => {
  if (by === 1) return x;
  const { whole, rest, range } = split(builder, x, by);
  if (range[1] < by) return builder.affine(whole.terms, whole.offset);
  const factor = commonFactor(rest, by);
  const reduced = builder.affine(
    rest.terms.map(({ of, factor: f }) => ({ of, factor: f / factor })),
    Math.floor(rest.offset / factor),
  );
  const divisor = by / factor;
  const part =
    divisor === 1
      ? reduced
      : reduced.kind === 'quotient'
        ? builder.quotient(reduced.of, reduced.by * divisor)
        : factor > 1
          ? builder.quotient(reduced, divisor)
          : builder.rawDivision('quotient', reduced, divisor);
  return builder.affine([...whole.terms, { of: part, factor: 1 }], whole.offset);
};

export const remainderOf = (builder: IndexBuilder, x: Expression, by: number): Expression => {
  if (by === 1) return builder.affine([], 0);
  const { rest, range } = split(builder, x, by);
  const asIs = builder.affine(rest.terms, rest.offset);
  if (range[1] < by) return asIs;
  const factor = commonFactor(rest, by);
  if (factor > 1) {
    const offset = Math.floor(rest.offset / factor);
    const reduced = builder.affine(
      rest.terms.map(({ of, factor: f }) => ({ of, factor: f / factor })),
      offset,
    );
    // the offset may be negative where the terms are not: what is left of it is none the less from 0 to factor - 1
    const left = rest.offset - factor * offset;
    return builder.affine([{ of: builder.remainder(reduced, by / factor), factor }], left);
  }
  if (asIs.kind === 'remainder' && asIs.by % by === 0) return builder.remainder(asIs.of, by);
  return builder.rawDivision('remainder', asIs, by);
};

/** The outermost loop that a place depends on, by its slot; beyond all of them if there is none. */
const outermost = (builder: IndexBuilder, x: Expression): number => {
  const free = builder.freeOf(x);
  return free === 0 ? 32 : 31 - Math.clz32(free & -free);
};

/**
 * The place x in a symmetric matrix of n rows, or its mirror image: whichever has the row that changes with the outer loop, so that
 * a matrix and its transpose are read alike.
 */
export const placeInSymmetric = (builder: IndexBuilder, x: Expression, n: number): Expression => {
  const [row, column] = [builder.quotient(x, n), builder.remainder(x, n)];
  const [ofRow, ofColumn] = [outermost(builder, row), outermost(builder, column)];
  const mirrors = ofRow > ofColumn || (ofRow === ofColumn && row.kind === 'remainder' && column.kind === 'quotient');
  return mirrors
    ? builder.affine([
        { of: column, factor: n },
        { of: row, factor: 1 },
      ])
    : x;
};
