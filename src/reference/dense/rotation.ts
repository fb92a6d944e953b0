// Plane rotations, and the singular values of 2 × 2 triangles.
import { EPSILON } from './matrix.ts';

/** x with the sign of y. */
export const withSign = (x: number, y: number): number => (y < 0 || Object.is(y, -0) ? -Math.abs(x) : Math.abs(x));

export type Rotation = { readonly c: number; readonly s: number; readonly r: number };

/** c ≥ 0, s and r with c f + s g = r and c g - s f = 0. Source: Golub & Van Loan 5.1.8; signs of LAPACK's lartg. */
export const rotationOf = (f: number, g: number): Rotation => {
  if (g === 0) return { c: 1, s: 0, r: f };
  if (f === 0) return { c: 0, s: g < 0 ? -1 : 1, r: Math.abs(g) };
  const r = withSign(Math.hypot(f, g), f);
  return { c: f / r, s: g / r, r };
};

/** Rows x and y, `width` numbers each, become c x + s y and c y - s x. */
export const rotateRows = (
  rows: Float64Array,
  width: number,
  x: number,
  y: number,
  { c, s }: { readonly c: number; readonly s: number },
): void => {
  const atX = x * width;
  const atY = y * width;
  for (let j = 0; j < width; j++) {
    const u = rows[atX + j]!;
    const v = rows[atY + j]!;
    rows[atX + j] = c * u + s * v;
    rows[atY + j] = c * v - s * u;
  }
};

/** The smaller singular value of [[f, g], [0, h]]. Source: Demmel & Kahan (1990); LAPACK's las2. */
export const smallerSingularValue = (f: number, g: number, h: number): number => {
  const small = Math.min(Math.abs(f), Math.abs(h));
  const large = Math.max(Math.abs(f), Math.abs(h));
  const corner = Math.abs(g);
  if (small === 0) return 0;
  const sum = 1 + small / large;
  const difference = (large - small) / large;
  if (corner < large) {
    const square = (corner / large) ** 2;
    return (small * 2) / (Math.sqrt(sum * sum + square) + Math.sqrt(difference * difference + square));
  }
  const ratio = large / corner;
  if (ratio === 0) return (small * large) / corner;
  const c = 1 / (Math.sqrt(1 + (sum * ratio) ** 2) + Math.sqrt(1 + (difference * ratio) ** 2));
  return 2 * (small * c) * ratio;
};

export type TriangleSVD = {
  readonly larger: number;
  readonly smaller: number;
  readonly left: { readonly c: number; readonly s: number };
  readonly right: { readonly c: number; readonly s: number };
};

/** `triangleSVD` where |f| ≥ |h|, up to signs of the singular values. */
const dominantTriangleSVD = (f: number, g: number, h: number): TriangleSVD => {
  const fAbs = Math.abs(f);
  const gAbs = Math.abs(g);
  const hAbs = Math.abs(h);
  if (gAbs === 0) return { larger: fAbs, smaller: hAbs, left: { c: 1, s: 0 }, right: { c: 1, s: 0 } };
  if (fAbs / gAbs < EPSILON / 2) {
    const smaller = hAbs > 1 ? fAbs / (gAbs / hAbs) : (fAbs / gAbs) * hAbs;
    return { larger: gAbs, smaller, left: { c: 1, s: h / g }, right: { c: f / g, s: 1 } };
  }
  const gap = fAbs - hAbs;
  const l = gap / fAbs;
  const m = g / f;
  const square = m * m;
  const s = Math.sqrt((2 - l) ** 2 + square);
  const r = l === 0 ? Math.abs(m) : Math.sqrt(l * l + square);
  const a = (s + r) / 2;
  // The tangent of twice the right angle, over 2; the first two cases are where m² vanishes.
  let t = (m / (s + (2 - l)) + m / (r + l)) * (1 + a);
  if (square === 0) t = l === 0 ? withSign(2, f) * withSign(1, g) : g / withSign(gap, f) + m / (2 - l);
  const length = Math.sqrt(t * t + 4);
  const right = { c: 2 / length, s: t / length };
  return {
    larger: fAbs * a,
    smaller: hAbs / a,
    left: { c: (right.c + right.s * m) / a, s: ((h / f) * right.s) / a },
    right,
  };
};

/**
 * The singular values (with signs) and rotations of [[f, g], [0, h]]:
 * [[cl, sl], [-sl, cl]] · A · [[cr, -sr], [sr, cr]] = diag(larger, smaller), all to nearly full relative accuracy.
 * Source: Demmel & Kahan, Accurate singular values of bidiagonal matrices (1990); LAPACK's lasv2.
 */
export const triangleSVD = (f: number, g: number, h: number): TriangleSVD => {
  const swapped = Math.abs(h) > Math.abs(f);
  const found = swapped ? dominantTriangleSVD(h, g, f) : dominantTriangleSVD(f, g, h);
  const left = swapped ? { c: found.right.s, s: found.right.c } : found.left;
  const right = swapped ? { c: found.left.s, s: found.left.c } : found.right;
  // The sign of the larger value follows from the largest of the entries.
  const largestIsCorner = Math.abs(g) > Math.max(Math.abs(f), Math.abs(h));
  const sign = largestIsCorner
    ? withSign(1, right.s) * withSign(1, left.c) * withSign(1, g)
    : swapped
      ? withSign(1, right.s) * withSign(1, left.s) * withSign(1, h)
      : withSign(1, right.c) * withSign(1, left.c) * withSign(1, f);
  return {
    larger: withSign(found.larger, sign),
    smaller: withSign(found.smaller, sign * withSign(1, f) * withSign(1, h)),
    left,
    right,
  };
};
