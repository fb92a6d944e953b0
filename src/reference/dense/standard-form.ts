import { EPSILON } from './matrix.ts';
import { withSign } from './rotation.ts';

/** [[c, s], [-s, c]] · A · [[c, -s], [s, c]] = [[a, b], [c, d]]. */
export type StandardForm = {
  readonly block: { readonly a: number; readonly b: number; readonly c: number; readonly d: number };
  readonly rotation: { readonly c: number; readonly s: number };
};

const UNCHANGED = { c: 1, s: 0 };

const haveOppositeSigns = (x: number, y: number): boolean => withSign(1, x) !== withSign(1, y);

/** The form with equal diagonal entries; triangular if the eigenvalues turn out to be real. */
const withEqualDiagonal = (a: number, b: number, c: number, d: number): StandardForm => {
  const sum = b + c;
  const length = Math.hypot(sum, a - d);
  const cosine = Math.sqrt((1 + Math.abs(sum) / length) / 2);
  const sine = -((a - d) / 2 / (length * cosine)) * withSign(1, sum);
  const [a1, b1, c1, d1] = [a * cosine + b * sine, b * cosine - a * sine, c * cosine + d * sine, d * cosine - c * sine];
  const upper = b1 * cosine + d1 * sine;
  const lower = c1 * cosine - a1 * sine;
  const mean = (a1 * cosine + c1 * sine + (d1 * cosine - b1 * sine)) / 2;
  const rotation = { c: cosine, s: sine };
  if (lower === 0) return { block: { a: mean, b: upper, c: 0, d: mean }, rotation };
  if (upper === 0) return { block: { a: mean, b: -lower, c: 0, d: mean }, rotation: { c: -sine, s: cosine } };
  if (haveOppositeSigns(upper, lower)) return { block: { a: mean, b: upper, c: lower, d: mean }, rotation };
  const roots = { upper: Math.sqrt(Math.abs(upper)), lower: Math.sqrt(Math.abs(lower)) };
  const p = withSign(roots.upper * roots.lower, lower);
  const divisor = Math.sqrt(Math.abs(upper + lower));
  const more = { c: roots.upper / divisor, s: roots.lower / divisor };
  return {
    block: { a: mean + p, b: upper - lower, c: 0, d: mean - p },
    rotation: { c: cosine * more.c - sine * more.s, s: cosine * more.s + sine * more.c },
  };
};

/**
 * The Schur form of the real matrix [[a, b], [c, d]]: triangular if its eigenvalues are real, else with equal diagonal
 * entries, so that the eigenvalues are a ± i √|b c|.
 * Source: Bai & Demmel, On swapping diagonal blocks in real Schur form (1993); LAPACK's lanv2.
 */
export const standardForm = (a: number, b: number, c: number, d: number): StandardForm => {
  if (c === 0) return { block: { a, b, c, d }, rotation: UNCHANGED };
  if (b === 0) return { block: { a: d, b: -c, c: 0, d: a }, rotation: { c: 0, s: 1 } };
  if (a === d && haveOppositeSigns(b, c)) return { block: { a, b, c, d }, rotation: UNCHANGED };
  const p = (a - d) / 2;
  const larger = Math.max(Math.abs(b), Math.abs(c));
  const smaller = Math.min(Math.abs(b), Math.abs(c)) * withSign(1, b) * withSign(1, c);
  const scale = Math.max(Math.abs(p), larger);
  const discriminant = (p / scale) * p + (larger / scale) * smaller;
  if (discriminant < 2 * EPSILON) return withEqualDiagonal(a, b, c, d);
  const root = p + withSign(Math.sqrt(scale) * Math.sqrt(discriminant), p);
  const length = Math.hypot(c, root);
  return {
    block: { a: d + root, b: b - c, c: 0, d: d - (larger / root) * smaller },
    rotation: { c: root / length, s: c / length },
  };
};
