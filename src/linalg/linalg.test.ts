import { array, grad, hessian, jit, lax, linalg, type NDArray, numpy as np, setDefaultDtype } from 'nabla';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

beforeEach(() => setDefaultDtype('float64'));
afterEach(() => setDefaultDtype('float32'));

const close = (a: NDArray, b: NDArray | number[][], atol = 1e-12): boolean =>
  np.allclose(a, b, { rtol: 0, atol }).item<boolean>();

/** The Hessian of f against differences of its gradient. */
const agreesWithDifferences = (f: (x: NDArray) => NDArray, x: NDArray): boolean => {
  const [flat, step] = [(y: NDArray) => f(y.reshape(x.shape)), 1e-5];
  const point = x.ravel();
  const rows = Array.from({ length: x.size }, (_, i) => {
    const slope = (by: number): NDArray => grad(flat)(point.addAt(i, by));
    return slope(step)
      .sub(slope(-step))
      .div(2 * step);
  });
  return close(hessian(flat)(point), np.stack(rows), 1e-7);
};

const weigh = (x: NDArray): NDArray =>
  x
    .ravel()
    .mul(np.cos(np.arange(x.size).add(1)))
    .sum();

describe('tridiagonal systems', () => {
  it('interchanges rows, reads what is in the matrix only, and leaves its arguments as they are', () => {
    const [dl, d, du, b] = [
      [NaN, 9, 9, 9],
      [1, 0, 2, 1],
      [3, 4, 5, NaN],
      [[4], [13], [16], [10]],
    ].map(x => array(x)) as NDArray[];
    const solve = lax.linalg.tridiagonalSolve;
    for (const f of [solve, jit(solve)]) {
      expect(close(f(dl!, d!, du!, b!), [[1], [1], [1], [1]])).toBe(true);
      const complex = f(dl!, d!, du!, lax.complex(b!, b!));
      expect(close(complex.real, complex.imag) && close(complex.real, np.ones([4, 1]))).toBe(true);
    }
    expect(d!.tolist()).toEqual([1, 0, 2, 1]);
    expect(
      np
        .isnan(solve([0, 1], [1, 1], [1, 0], [[1], [1]]))
        .all()
        .item(),
    ).toBe(true);
  });
});

describe('polar', () => {
  const wide = array(Float64Array.of(1, 2, 0, 0, 1, -1)).reshape([2, 3]);

  it('gives back the matrix from both sides', () => {
    for (const a of [wide, wide.T, wide.at(':', ':2')]) {
      const [u, p] = linalg.polar(a);
      expect(close(u.matmul(p), a)).toBe(true);
      const [left, q] = linalg.polar(a, { side: 'left' });
      expect(close(q.matmul(left), a)).toBe(true);
    }
  });

  it('has second derivatives where singular values are equal', () => {
    const f = (a: NDArray): NDArray => linalg.polar(a).map(weigh).reduce(np.add);
    expect(agreesWithDifferences(f, np.eye(2).mul(1.5))).toBe(true);
    expect(agreesWithDifferences(f, np.eye(3, { m: 2 }))).toBe(true);
  });
});

describe('expm', () => {
  it('takes more matrices than a call takes arguments', () => {
    expect(
      linalg
        .expm(np.zeros([130_000, 1, 1]))
        .sum()
        .item(),
    ).toBe(130_000);
  });

  it('is the same when compiled, and in stacks of matrices of different size', () => {
    const stack = array([
      [
        [0.1, 0.2],
        [-0.3, 0.1],
      ],
      [
        [9, 2],
        [1, 7],
      ],
    ]);
    const separate = np.stack([linalg.expm(stack.at(0)), linalg.expm(stack.at(1))]);
    const scale = separate.abs().max();
    expect(close(linalg.expm(stack).div(scale), separate.div(scale))).toBe(true);
    expect(close(jit((x: NDArray) => linalg.expm(x))(stack).div(scale), separate.div(scale))).toBe(true);
  });

  it('squares as often as it takes beside matrices that are not finite', () => {
    const usual = array(
      [
        [10, 3],
        [1, 20],
      ],
      { dtype: 'float64' },
    );
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
      const stack = np.stack([
        array(
          [
            [value, 0],
            [0, 1],
          ],
          { dtype: 'float64' },
        ),
        usual,
      ]);
      const [bad, good] = linalg.expm(stack);
      expect(good!.tolist()).toEqual(linalg.expm(usual).tolist());
      expect(np.isnan(bad!).all().item()).toBe(true);
    }
  });

  it('gives NaN where it would have to square too often', () => {
    const large = np.eye(2).mul(100);
    expect(
      np
        .isnan(linalg.expm(large, { maxSquarings: 2 }))
        .all()
        .item(),
    ).toBe(true);
    expect(np.isnan(linalg.expm(large)).any().item()).toBe(false);
  });

  it('has second derivatives, also at 0', () => {
    const f = (a: NDArray): NDArray => weigh(linalg.expm(a));
    expect(agreesWithDifferences(f, np.zeros([2, 2]))).toBe(true);
    expect(
      agreesWithDifferences(
        f,
        array([
          [3, 1],
          [8, -2],
        ]).div(4),
      ),
    ).toBe(true);
  });
});

describe('matrices of a form', () => {
  it('are what they are inverse to', () => {
    expect(close(linalg.hilbert(4).matmul(linalg.invhilbert(4)), np.eye(4), 1e-9)).toBe(true);
    for (const kind of ['symmetric', 'lower', 'upper'] as const)
      expect(close(linalg.pascal(5, { kind }).matmul(linalg.invpascal(5, { kind })), np.eye(5))).toBe(true);
    const h = linalg.hadamard(8);
    expect(h.matmul(h.T).tolist()).toEqual(np.eye(8).mul(8).tolist());
    const q = linalg.helmert(5, { full: true });
    expect(close(q.matmul(q.T), np.eye(5))).toBe(true);
  });

  it('multiply as convolve does', () => {
    const [a, v] = [array([1, -2, 3]), array([2, 0.5, -1, 4])];
    for (const mode of ['full', 'same', 'valid'] as const)
      expect(close(linalg.convolutionMatrix(a, 4, { mode }).matmul(v), np.convolve(a, v, { mode }))).toBe(true);
  });
});

describe('solve', () => {
  it('has derivatives of Hermitian systems', () => {
    const a = array([
      [
        { re: 4, im: 0 },
        { re: 1, im: 1 },
      ],
      [
        { re: 1, im: -1 },
        { re: 3, im: 0 },
      ],
    ]);
    const b = array([
      { re: 1, im: 2 },
      { re: 0, im: 1 },
    ]);
    const slope = (assumeA: 'gen' | 'pos') =>
      grad((t: NDArray) => linalg.solve(a, np.multiply(t, b), { assumeA }).at(0).abs())(array([1.5, 2]));
    expect(close(slope('pos'), slope('gen'))).toBe(true);
  });
});

describe('arguments that do not fit', () => {
  it.each<readonly [() => unknown, RegExp]>([
    [() => linalg.expm([[1, 2]]), /expm: expected square matrices/],
    [() => linalg.solveTriangular(np.eye(2), [1, 2, 3]), /solveTriangular: b must be \(2,\) or \(…, 2, k\)/],
    [() => linalg.choSolve(linalg.choFactor(np.eye(2)), 1), /choSolve: b must be/],
    [() => linalg.luSolve(linalg.luFactor(np.eye(2)), [1, 2], { trans: 3 as never }), /trans must be 0, 1 or 2, got 3/],
    [
      () => linalg.solveTriangular(np.eye(2), [1, 2], { trans: 'X' as never }),
      /trans must be 0, 1, 2, 'N', 'T' or 'C', got "X"/,
    ],
    [() => linalg.solve(np.eye(2), [1, 2], { assumeA: 'tri' as never }), /solve: assumeA must be .* got "tri"/],
    [() => linalg.solve(np.eye(2), [1, 2], { assumea: 'pos' } as never), /solve: there is no option 'assumea'/],
    [() => linalg.solve(np.eye(2), [1, 2, 3], { assumeA: 'pos' }), /solve: b must be \(2,\)/],
    [() => linalg.lu(np.eye(2), { permuteL: true, p: 1 } as never), /lu: there is no option 'p'/],
    [() => linalg.solveSylvester(np.eye(2), np.eye(3), np.eye(2)), /solveSylvester: a must be/],
    [() => linalg.tensorsolve(np.ones([2, 3]), [1, 2]), /tensorsolve: a must have the shape of b/],
    [() => linalg.tensorinv(np.ones([2, 3])), /tensorinv: the axes before/],
    [() => linalg.polar(np.eye(2), { side: 'up' as never }), /side must be 'right' or 'left', got "up"/],
    [() => linalg.hadamard(6), /power of 2, got 6/],
    [() => linalg.leslie([1, 2], [1, 2]), /leslie: f must have/],
    [() => linalg.blockDiag(np.ones([1, 1, 1])), /blockDiag: matrices are needed/],
    [() => linalg.eighTridiagonal([1, 2], [1, 2]), /eighTridiagonal: d must be/],
    [() => grad((a: NDArray) => linalg.schur(a)[0].sum())(np.eye(2)), /schur: has no derivative/],
  ])('%s', (f, message) => {
    expect(f).toThrow(message);
  });
});

describe('second derivatives of eigenvalues', () => {
  it('are refused with the way to have them', () => {
    const a = array([
      [2, 1, 0.3],
      [0.2, -1, 0.5],
      [0.4, 0.1, 0.7],
    ]);
    const largest = (x: NDArray) => linalg.eigvals(x).real.max();
    expect(grad(largest)(a).shape).toEqual([3, 3]);
    expect(() => hessian(largest)(a)).toThrow(
      /second derivatives of eigenvalues.*lax\.linalg\.eig\(x, \{ enableEigvecDerivs: true \}\)/,
    );
    const values = { computeLeftEigenvectors: false, computeRightEigenvectors: false, enableEigvecDerivs: true };
    const promised = (x: NDArray) => lax.linalg.eig(x, values)[0]!.real.max();
    expect(agreesWithDifferences(promised, a)).toBe(true);
    // left eigenvectors are the same beside right ones and without
    const left = (computeRightEigenvectors: boolean) => (x: NDArray) =>
      weigh(lax.linalg.eig(x, { computeRightEigenvectors, enableEigvecDerivs: true })[1]!.real);
    expect(close(grad(left(false))(a), grad(left(true))(a))).toBe(true);
  });
});

describe('determinants in single precision', () => {
  it.each([
    [[1e25, 1e25, 1e-25, 1e-25], 1, [1e-25, 1e-25, 1e25, 1e25]],
    [[1e-25, 1e-25, 1e25, 1e25], 1, [1e25, 1e25, 1e-25, 1e-25]],
    [[1e25, 1e25, 0, 0], 0, [0, 0, 0, 0]],
    [[1e25, 1e-25, 1e25], 1e25, [1, Number.POSITIVE_INFINITY, 1]],
    [[1e-25, 1e-25, 1e25], 1e-25, [1, 1, 0]],
  ])('of diag(%j) need no products of entries to be in range', (diagonal, determinant, slopes) => {
    const a = np.diag(array(diagonal, { dtype: 'float32' }));
    const relative = (actual: number, expected: number): number => (actual === expected ? 0 : actual / expected - 1);
    for (const transform of [(f: (x: NDArray) => NDArray) => f, jit]) {
      const value = transform(linalg.det)(a);
      expect(value.dtype).toBe('float32');
      expect(relative(value.item(), determinant)).toBeCloseTo(0, 6);
      const slope = np.diag(transform(grad(linalg.det))(a));
      expect(slope.dtype).toBe('float32');
      slopes.forEach((expected, i) => expect(relative(slope.at(i).item(), expected)).toBeCloseTo(0, 6));
      const second = transform(hessian(linalg.det))(a);
      expect(np.isnan(second).any().item()).toBe(false);
      const others = diagonal.slice(2).reduce((product, x) => product * x, 1);
      expect(relative(second.at(0, 0, 1, 1).item(), Math.fround(others))).toBeCloseTo(0, 6);
    }
  });
});
