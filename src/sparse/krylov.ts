import { filled } from '../array/create.ts';
import { allocate, isDouble, lanesOf } from '../array/dtype.ts';
import { ConcreteArray, type NDArray } from '../array/ndarray.ts';
import type { Operator } from '../control/linear-solve.ts';
import { foriLoop, whileLoop } from '../control/while.ts';
import { matmul, vdot } from '../primitives/contraction/matmul.ts';
import { convertElementType } from '../primitives/convert.ts';
import { add, div, mul, sub } from '../primitives/elementwise/arithmetic.ts';
import { eq, gt, le, lt } from '../primitives/elementwise/comparison.ts';
import { conj, real } from '../primitives/elementwise/complex.ts';
import { bitwiseAnd, bitwiseOr } from '../primitives/elementwise/logical.ts';
import { sqrt } from '../primitives/elementwise/power.ts';
import { select } from '../primitives/elementwise/select.ts';
import { qr } from '../primitives/linalg/qr.ts';
import { solve } from '../primitives/linalg/solve.ts';
import { dynamicIndexInDim, dynamicUpdateIndexInDim } from '../primitives/shape/dynamic-in-dim.ts';
import { reshape } from '../primitives/shape/reshape.ts';
import { slice } from '../primitives/shape/slice.ts';
import { transpose } from '../primitives/shape/transpose.ts';

/** Krylov methods on vectors, as loops that are part of the program. */

export type Options = {
  readonly operator: Operator;
  readonly b: NDArray;
  readonly start: NDArray;
  readonly preconditioner: Operator;
  readonly tol: number;
  readonly atol: number;
  readonly maxiter: number;
  readonly restart: number;
};

const isComplexLike = (x: NDArray): boolean => lanesOf(x.dtype) === 2;
const realOf = (x: NDArray): NDArray => (isComplexLike(x) ? real(x) : x);
/** The square of a vector's norm, real. */
export const norm2 = (x: NDArray): NDArray => realOf(vdot(x, x));
const one = (x: NDArray): NDArray => filled([], x.dtype, 1);
const count = filled([], 'int32', 0);

/** The square of the norm that a residual must get below. */
const target = ({ b, tol, atol }: Options): NDArray => {
  const relative = mul(norm2(b), tol * tol);
  const absolute = atol * atol;
  return select(gt(relative, absolute), relative, mul(one(relative), absolute));
};

/** Conjugate gradients (Hestenes and Stiefel, 1952). */
export const conjugateGradients = (options: Options): NDArray => {
  const { operator, b, start, preconditioner, maxiter } = options;
  const least = target(options);
  const r0 = sub(b, operator(start));
  const z0 = preconditioner(r0);
  type State = [x: NDArray, r: NDArray, p: NDArray, gamma: NDArray, k: NDArray];
  const [x] = whileLoop<State>(
    ([, r, , , k]) => bitwiseAnd(gt(norm2(r), least), lt(k, maxiter)),
    ([x, r, p, gamma, k]) => {
      const product = operator(p);
      const alpha = div(gamma, realOf(vdot(p, product)));
      const rest = sub(r, mul(product, alpha));
      const z = preconditioner(rest);
      const next = realOf(vdot(rest, z));
      return [add(x, mul(p, alpha)), rest, add(z, mul(p, div(next, gamma))), next, add(k, 1)];
    },
    [start, r0, z0, realOf(vdot(r0, z0)), count],
  );
  return x;
};

/** Stabilised biconjugate gradients (van der Vorst, 1992). */
export const biconjugateGradients = (options: Options): NDArray => {
  const { operator, b, start, preconditioner, maxiter } = options;
  const least = target(options);
  const r0 = sub(b, operator(start));
  const unit = one(b);
  type State = [
    x: NDArray,
    r: NDArray,
    p: NDArray,
    q: NDArray,
    rho: NDArray,
    alpha: NDArray,
    omega: NDArray,
    k: NDArray,
  ];
  const [x] = whileLoop<State>(
    ([, r, , , , , , k]) => bitwiseAnd(gt(norm2(r), least), lt(k, maxiter)),
    ([x, r, p, q, rho, alpha, omega, k]) => {
      const nextRho = vdot(r0, r);
      const beta = mul(div(nextRho, rho), div(alpha, omega));
      const nextP = add(r, mul(sub(p, mul(q, omega)), beta));
      const pHat = preconditioner(nextP);
      const nextQ = operator(pHat);
      const nextAlpha = div(nextRho, vdot(r0, nextQ));
      const s = sub(r, mul(nextQ, nextAlpha));
      const isEarly = lt(norm2(s), least);
      const sHat = preconditioner(s);
      const t = operator(sHat);
      const nextOmega = div(vdot(t, s), vdot(t, t));
      const half = add(x, mul(pHat, nextAlpha));
      // a method that has broken down stays where it is
      const isBroken = bitwiseOr(eq(nextRho, 0), bitwiseOr(eq(nextOmega, 0), eq(nextAlpha, 0)));
      return [
        select(isEarly, half, add(half, mul(sHat, nextOmega))),
        select(isEarly, s, sub(s, mul(t, nextOmega))),
        nextP,
        nextQ,
        nextRho,
        nextAlpha,
        nextOmega,
        select(bitwiseAnd(isBroken, le(least, norm2(s))), maxiter, add(k, 1)),
      ];
    },
    [start, r0, r0, r0, unit, unit, unit, count],
  );
  return x;
};

const identity = (rows: number, columns: number, like: NDArray): ConcreteArray => {
  const lanes = lanesOf(like.dtype);
  const data = allocate(like.dtype, rows * columns);
  for (let i = 0; i < rows; i++) data[lanes * (i * columns + i)] = 1;
  return new ConcreteArray([rows, columns], like.dtype, data);
};

/** Generalised minimal residuals with restarts, preconditioned from the left (Saad and Schultz, 1986). */
export const minimalResiduals = (options: Options): NDArray => {
  const { operator, b, start, preconditioner, maxiter } = options;
  const n = b.size;
  const m = Math.min(options.restart, n);
  const right = preconditioner(b);
  // as much below the preconditioned right-hand side as is asked for below b
  const share = div(target(options), norm2(b));
  const least = mul(norm2(right), select(lt(share, 1), share, one(share)));
  const residual = (x: NDArray): NDArray => preconditioner(sub(b, operator(x)));
  type State = [x: NDArray, r: NDArray, k: NDArray];
  const [x] = whileLoop<State>(
    ([, r, k]) => bitwiseAnd(gt(norm2(r), least), lt(k, maxiter)),
    ([x, r, k]) => {
      const next = add(
        x,
        correction(r, v => preconditioner(operator(v)), m),
      );
      return [next, residual(next), add(k, 1)];
    },
    [start, residual(start), count],
  );
  return x;
};

/** What of a Krylov space of dimension m makes A times it closest to r. */
const correction = (r: NDArray, operator: Operator, m: number): NDArray => {
  const n = r.size;
  const length = sqrt(norm2(r));
  const first = dynamicUpdateIndexInDim(filled([m + 1, n], r.dtype, 0), div(r, length), 0, 0);
  type State = [V: NDArray, H: NDArray, broken: NDArray];
  const [V, H] = foriLoop<State>(
    0,
    m,
    (k, [V, H, broken]) => {
      const w = operator(dynamicIndexInDim(V, k, 0, false));
      const before = sqrt(norm2(w));
      // Gram-Schmidt, twice
      const h1 = matmul(conjugated(V), w);
      const w1 = sub(w, matmul(h1, V));
      const h2 = matmul(conjugated(V), w1);
      const w2 = sub(w1, matmul(h2, V));
      const after = sqrt(norm2(w2));
      const isNew = gt(after, mul(before, isDouble(r.dtype) ? 1e-15 : 1e-7));
      const v = select(isNew, div(w2, select(isNew, after, one(after))), filled([n], r.dtype, 0));
      const column = dynamicUpdateIndexInDim(
        add(h1, h2),
        convertElementType(select(isNew, after, mul(after, 0)), r.dtype),
        add(k, 1),
        0,
      );
      return [
        dynamicUpdateIndexInDim(V, v, add(k, 1), 0),
        // columns beyond the space stay those of the identity
        select(broken, H, dynamicUpdateIndexInDim(H, column, k, 0)),
        bitwiseOr(broken, eq(isNew, false)),
      ];
    },
    [first, identity(m, m + 1, r), filled([], 'bool', 0)],
  );
  // min ‖length e₁ - Hᵀ y‖
  const [Q, R] = qr(transpose(H, [1, 0]), { fullMatrices: false });
  const y = solve(R, mul(reshape(slice(conjugated(Q), [0, 0], [1, m]), [m]), length));
  return matmul(y, slice(V, [0, 0], [m, n]));
};

const conjugated = (x: NDArray): NDArray => (isComplexLike(x) ? conj(x) : x);
