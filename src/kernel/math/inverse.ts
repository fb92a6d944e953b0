import type { Expression } from '../expression.ts';
import { log1p } from './logarithm.ts';
import type { FloatOperations, Operand } from './operations.ts';

/** Inverse functions: hyperbolic ones in double precision. Coefficients: scripts/scalar-coefficients.py. */

type Coefficients = { readonly [T in 'f32' | 'f64']: readonly number[] };

/** (atan(t)/t - 1)/t² in t² on [0, ¼], absolute error 4.4e-9 and 3.8e-18. */
const atanTail: Coefficients = {
  f32: [-0.333333329, 0.199998752, -0.142798011, 0.110068807, -0.0823550576, 0.0422568596],
  f64: [
    -0.3333333333333333, 0.19999999999999488, -0.14285714285599188, 0.11111111100917376, -0.09090908620322523,
    0.07692294712540285, -0.06666435677235948, 0.05879578429582425, -0.05240099507994713, 0.04628024868570153,
    -0.03806653672057366, 0.025006503566489507, -0.009215792047089858,
  ],
};

/** (asin(t)/t - 1)/t² in t² on [0, ¼], absolute error 4.2e-9 and 1.5e-17. */
const asinTail: Coefficients = {
  f32: [0.166666663, 0.0750009454, 0.0445994015, 0.0311006627, 0.0171492384, 0.0336908472],
  f64: [
    0.16666666666666669, 0.07499999999998433, 0.04464285714635543, 0.030381944138531247, 0.02237217294214989,
    0.017352392720869973, 0.013971212973552933, 0.011479177415184906, 0.01032281435018578, 0.005457506718640358,
    0.01740087944269402, -0.014851887071247204, 0.028757851367421566,
  ],
};

/** What π/4, π/2 and π leave out in a precision is so much of them. */
const piRest = { f32: -2.7827534e-8, f64: 3.8981718325193755e-17 };

/** From a function of |x|, an odd one; -0 stays. */
const odd = (f: FloatOperations, x: Expression, value: Expression): Expression =>
  f.select(f.less(x, 0), f.neg(value), f.select(f.equal(x, 0), x, value));

/** base + sign · atan x for x ≥ 0, base a multiple of π/4. */
const shiftedAtan = (f: FloatOperations, x: Expression): Expression => {
  const isLarge = f.less(1 + Math.SQRT2, x);
  const isMiddle = f.less(0.5, x);
  const choose = (large: Operand, middle: Operand, small: Operand): Expression =>
    f.select(isLarge, large, f.select(isMiddle, middle, small));
  // x is the tangent of a quarter or eighth of a turn and of what t is the tangent of
  const t = f.div(choose(-1, f.sub(x, 1), x), choose(x, f.add(x, 1), 1));
  const base = choose(Math.PI / 2, Math.PI / 4, 0);
  const z = f.mul(t, t);
  const tail = f.mul(f.mul(t, z), f.polynomial(z, atanTail[f.type]));
  return f.add(base, f.add(t, f.add(tail, f.mul(base, piRest[f.type]))));
};

export const atan = (f: FloatOperations, x: Expression): Expression => odd(f, x, shiftedAtan(f, f.abs(x)));

export const atan2 = (f: FloatOperations, y: Expression, x: Expression): Expression => {
  const [width, height] = [f.abs(x), f.abs(y)];
  const [least, most] = [f.min(width, height), f.max(width, height)];
  const ratio = f.select(f.equal(least, most), 1, f.div(least, most));
  const angle = shiftedAtan(f, f.select(f.equal(most, 0), 0, ratio));
  const isSteep = f.less(width, height);
  // -0 counts as negative
  const isLeft = f.or(f.less(x, 0), f.less(f.div(1, x), 0));
  const base = f.select(isSteep, Math.PI / 2, f.select(isLeft, Math.PI, 0));
  const turned = f.select(isSteep, f.select(isLeft, angle, f.neg(angle)), f.select(isLeft, f.neg(angle), angle));
  const value = f.add(base, f.add(turned, f.mul(base, piRest[f.type])));
  return f.select(f.or(f.less(y, 0), f.less(f.div(1, y), 0)), f.neg(value), value);
};

/** asin of |x| below ½, of √((1 - |x|)/2) above, as r and what is to be added to it. */
const asinParts = (
  f: FloatOperations,
  x: Expression,
): { readonly isSmall: Expression; readonly root: Expression; readonly tail: Expression } => {
  const size = f.abs(x);
  const isSmall = f.less(size, 0.5);
  const z = f.select(isSmall, f.mul(x, x), f.mul(0.5, f.sub(1, size)));
  const root = f.select(isSmall, size, f.sqrt(z));
  return { isSmall, root, tail: f.mul(f.mul(root, z), f.polynomial(z, asinTail[f.type])) };
};

export const asin = (f: FloatOperations, x: Expression): Expression => {
  const { isSmall, root, tail } = asinParts(f, x);
  const half = Math.PI / 2;
  const twice = f.mul(2, root);
  const difference = f.sub(half, twice);
  const lost = f.sub(f.sub(half, difference), twice);
  const rest = f.sub(f.add(lost, (Math.PI / 2) * piRest[f.type]), f.mul(2, tail));
  const far = f.add(difference, rest);
  return odd(f, x, f.select(isSmall, f.add(root, tail), far));
};

export const acos = (f: FloatOperations, x: Expression): Expression => {
  const { isSmall, root, tail } = asinParts(f, x);
  const isNegative = f.less(x, 0);
  const near = f.mul(2, f.add(root, tail));
  const far = f.sub(Math.PI, f.sub(near, Math.PI * piRest[f.type]));
  const signed = (part: Expression): Expression => f.select(isNegative, part, f.neg(part));
  const middle = f.add(Math.PI / 2, f.add(signed(root), f.add(signed(tail), (Math.PI / 2) * piRest[f.type])));
  return f.select(isSmall, middle, f.select(isNegative, far, near));
};

/** Where x + √(x² ± 1) is 2x, and 1 + x is x. */
const isHuge = (f: FloatOperations, x: Expression): Expression => f.less(2 ** 60, x);

export const asinh = (f: FloatOperations, x: Expression): Expression => {
  const size = f.abs(x);
  const square = f.mul(size, size);
  const excess = f.add(size, f.div(square, f.add(1, f.sqrt(f.add(1, square)))));
  const huge = isHuge(f, size);
  const value = log1p(f, f.select(huge, size, excess));
  return odd(f, x, f.select(huge, f.add(value, Math.LN2), value));
};

export const acosh = (f: FloatOperations, x: Expression): Expression => {
  const excess = f.sub(x, 1);
  const root = f.sqrt(f.mul(excess, f.add(x, 1)));
  const huge = isHuge(f, x);
  const value = log1p(f, f.select(huge, x, f.add(excess, root)));
  const inside = f.select(huge, f.add(value, Math.LN2), value);
  return f.select(f.less(x, 1), Number.NaN, inside);
};

export const atanh = (f: FloatOperations, x: Expression): Expression => {
  const size = f.abs(x);
  const excess = f.div(f.add(size, size), f.sub(1, size));
  return odd(f, x, f.mul(0.5, log1p(f, excess)));
};
