import {
  array,
  grad,
  hessian,
  jacfwd,
  jacrev,
  jit,
  lax,
  linalg,
  type NDArray,
  numpy as np,
  SparseMatrix,
  sparse,
  vmap,
} from 'nabla';
import { describe, expect, it } from 'vitest';

const float64 = { dtype: 'float64' } as const;
const symmetric = array(
  [
    [4, 1, 0],
    [1, 3, 1],
    [0, 1, 5],
  ],
  float64,
);
const general = array(
  [
    [4, 1, 0],
    [2, 3, -1],
    [0.5, 1, 5],
  ],
  float64,
);
const b = array([1, 2, 3], float64);
const { complex } = lax;
/** The imaginary part of a hermitian matrix. */
const skew = [
  [0, 1, -0.5],
  [-1, 0, 0.75],
  [0.5, -0.75, 0],
];
const tol = { tol: 1e-13 };
const far = (x: NDArray, y: NDArray): number => np.max(np.abs(x.sub(y))).item();

const symmetrised = (A: NDArray): NDArray => A.add(A.T).div(2);
const methods: readonly [name: string, solve: typeof sparse.cg, A: NDArray, shape: (A: NDArray) => NDArray][] = [
  ['cg', sparse.cg, symmetric, symmetrised],
  ['bicgstab', sparse.bicgstab, general, A => A],
  ['gmres', sparse.gmres, general, A => A],
];

describe.each(methods)('%s', (name, solve, A, shape) => {
  it('solves what the dense method solves, compiled and for batches too', () => {
    const expected = linalg.solve(A, b);
    const [x, { residual }] = solve<NDArray>(A, b, tol);
    expect(far(x, expected)).toBeLessThan(1e-14);
    expect(residual.item()).toBeLessThan(1e-12);
    const solved = (c: NDArray): NDArray => solve<NDArray>((v: NDArray) => np.matmul(A, v), c, tol)[0];
    expect(far(jit(solved)(b), expected)).toBeLessThan(1e-14);
    expect(far(vmap(solved)(np.stack([b, b.mul(2)])), np.stack([expected, expected.mul(2)]))).toBeLessThan(1e-13);
  });

  it('has the derivatives of the equation, in all modes', () => {
    const f = (M: NDArray, c: NDArray): NDArray =>
      np.sum(np.sin(solve<NDArray>((v: NDArray) => np.matmul(shape(M), v), c, tol)[0]));
    const g = (M: NDArray, c: NDArray): NDArray => np.sum(np.sin(linalg.solve(shape(M), c)));
    for (const argnums of [0, 1] as const) {
      const [slope, curvature] = [grad(g, { argnums })(A, b), hessian(g, { argnums })(A, b)];
      expect(far(grad(f, { argnums })(A, b), slope)).toBeLessThan(1e-12);
      expect(far(jacfwd(f, { argnums })(A, b), slope)).toBeLessThan(1e-12);
      expect(far(hessian(f, { argnums })(A, b), curvature)).toBeLessThan(1e-12);
      expect(far(jacrev(jacrev(f, { argnums }), { argnums })(A, b), curvature)).toBeLessThan(1e-12);
    }
  });

  it('takes sparse matrices, preconditioners, guesses and trees', () => {
    const rows = [0, 0, 1, 1, 1, 2, 2];
    const columns = [0, 1, 0, 1, 2, 1, 2];
    const S = SparseMatrix.fromEntries([3, 3], rows, columns, [4, 1, 1, 3, 1, 1, 5]);
    const M = np.diag(array([0.25, 1 / 3, 0.2], float64));
    const expected = linalg.solve(symmetric, b);
    const [x] = solve<NDArray>(S, b, { ...tol, M, x0: np.ones(3, float64) });
    expect(far(x, expected)).toBeLessThan(1e-13);
    expect(far(solve<NDArray>(S, b, { x0: expected, maxiter: 0 })[0], expected)).toBe(0);
    type Pair = { u: NDArray; w: NDArray };
    const [tree] = solve<Pair>(
      ({ u, w }: Pair) => ({ u: u.mul(2).add(w), w: w.mul(5).add(u.sum()) }),
      {
        u: array([3, 5], float64),
        w: array(8, float64),
      },
      tol,
    );
    expect(far(tree.u, array([1, 2], float64)) + far(tree.w, array(1, float64))).toBeLessThan(1e-12);
  });

  it('solves complex systems, hermitian ones by conjugate gradients', () => {
    const turned = complex(A, array(skew, float64).mul(name === 'cg' ? 1 : [1, 2, -0.5]));
    const [c, D] = [complex(b, array([-1, 0.5, 2], float64)), np.diag(complex(np.ones(3, float64), [0, 0.5, -0.25]))];
    const M = name === 'cg' ? np.diag(array([0.25, 1 / 3, 0.2], float64)) : D;
    const expected = linalg.solve(turned, c);
    for (const options of [tol, { ...tol, M }])
      expect(far(solve<NDArray>(turned, c, options)[0], expected)).toBeLessThan(1e-12);
    const f = (t: NDArray): NDArray => np.sum(np.abs(solve<NDArray>(turned, np.multiply(c, t), tol)[0]));
    const g = (t: NDArray): NDArray => np.sum(np.abs(linalg.solve(turned, np.multiply(c, t))));
    const t = array([1, 2, 3], float64);
    expect(far(grad(f)(t), grad(g)(t))).toBeLessThan(1e-12);
    expect(far(hessian(f)(t), hessian(g)(t))).toBeLessThan(1e-12);
  });

  it('says what does not fit', () => {
    expect(() => solve<NDArray>(np.ones([3, 2]), b)).toThrow(new RegExp(`${name}: A must be .* got shape \\(3, 2\\)`));
    expect(() => solve<NDArray>((v: NDArray) => v.at('1:'), b)).toThrow(
      `${name}: A must keep shapes: b has (3,), the output of A (${name}) (2,)`,
    );
    expect(() => solve<NDArray>((v: NDArray) => [v], b)).toThrow(`${name}: A makes PyTreeDef([*]) of PyTreeDef(*)`);
    expect(() => solve<NDArray>((v: NDArray) => v.reshape([3, 1]), b)).toThrow('A must keep shapes');
    expect(() => solve<NDArray>(A, b, { tol: -1 })).toThrow(/tol must be a number that is not negative/);
    expect(() => solve<NDArray>(A, b, { x0: [b] as never })).toThrow(/x0 must have the structure of b/);
    expect(() => solve<NDArray>(A, b, { tolerance: 1 } as never)).toThrow(
      `${name}: there is no option 'tolerance': expected x0, tol`,
    );
  });
});

it('gmres collects at least one direction', () => {
  for (const restart of [0, 2.5])
    expect(() => sparse.gmres<NDArray>(np.eye(3), b, { restart })).toThrow(
      `gmres: restart must be a positive integer, got ${restart}`,
    );
});

describe('what is not reached', () => {
  it('shows in the residual', () => {
    const n = 50;
    const chain = (v: NDArray): NDArray =>
      v
        .mul(2)
        .sub(np.pad(v.at('1:'), [[0, 1]]))
        .sub(np.pad(v.at(':-1'), [[1, 0]]));
    const ones = np.ones(n, float64);
    expect(sparse.cg<NDArray>(chain, ones, { maxiter: 3 })[1].residual.item()).toBeGreaterThan(1);
    expect(sparse.cg<NDArray>(chain, ones, tol)[1].residual.item()).toBeLessThan(1e-11);
    expect(sparse.gmres<NDArray>(chain, ones, { ...tol, restart: 50 })[1].residual.item()).toBeLessThan(1e-11);
  });

  it('is an error where reverse mode meets an operator that is not linear', () => {
    const f = (c: NDArray): NDArray => np.sum(sparse.bicgstab<NDArray>((v: NDArray) => np.exp(v), c)[0]);
    expect(() => grad(f)(b)).toThrow(/must then be linear/);
  });
});
