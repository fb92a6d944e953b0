import { describe, expect, it } from 'vitest';
import { adjoint, diagonalMatrix, largestDifference, product, randomMatrix } from './dense.samples.ts';
import { transpose } from './matrix.ts';
import { type TriangularSolveOptions, triangularSolve, triangularSolveComplex } from './triangular-solve.ts';

const versions = [
  { name: 'triangularSolve', solve: triangularSolve, lanes: 1 },
  { name: 'triangularSolveComplex', solve: triangularSolveComplex, lanes: 2 },
] as const;

const booleans = [false, true];
const allOptions: TriangularSolveOptions[] = booleans.flatMap(lower =>
  booleans.flatMap(unitDiagonal =>
    booleans.flatMap(leftSide =>
      (['none', 'transpose', 'conjugate'] as const).map(transposeA => ({ lower, transposeA, unitDiagonal, leftSide })),
    ),
  ),
);

describe.each(versions)('$name', ({ solve, lanes }) => {
  const n = 5;
  const m = 3;

  /** A well-conditioned matrix, and op(A) of the triangle that counts. */
  const sample = ({ lower, transposeA, unitDiagonal }: TriangularSolveOptions) => {
    const a = randomMatrix(7, n, n, lanes);
    const shift = diagonalMatrix([3, 3, 3, 3, 3], n, n, lanes);
    a.forEach((x, i) => {
      a[i] = x + shift[i]!;
    });
    const triangle = a.slice();
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        const at = lanes * (i * n + j);
        if (lower ? j > i : j < i) triangle.fill(0, at, at + lanes);
        if (i === j && unitDiagonal) triangle.fill(0, at, at + lanes)[at] = 1;
      }
    }
    if (transposeA === 'none') return { a, op: triangle };
    const conjugated = adjoint(triangle, n, n, lanes);
    if (transposeA === 'conjugate' || lanes === 1) return { a, op: conjugated };
    return { a, op: conjugated.map((x, i) => (i % 2 === 1 ? -x : x)) };
  };

  it.each(allOptions)('solves with lower $lower, $transposeA, unit $unitDiagonal, left $leftSide', options => {
    const { a, op } = sample(options);
    const x = options.leftSide ? randomMatrix(8, n, m, lanes) : randomMatrix(8, m, n, lanes);
    const b = options.leftSide ? product(op, x, [n, n, m], lanes) : product(x, op, [m, n, n], lanes);
    expect(largestDifference(solve(a, n, b, m, options), x)).toBeLessThan(1e-13);
  });

  const plain = { lower: true, transposeA: 'none', unitDiagonal: false, leftSide: true } as const;

  it('never reads the other triangle, nor a unit diagonal', () => {
    const { a } = sample(plain);
    const spoiled = a.slice();
    for (let i = 0; i < n; i++) spoiled.fill(Number.NaN, lanes * (i * n + i), lanes * (i + 1) * n);
    const b = randomMatrix(9, n, m, lanes);
    const options = { ...plain, unitDiagonal: true };
    expect(solve(spoiled, n, b, m, options)).toEqual(solve(a, n, b, m, options));
  });

  it('solves empty systems', () => {
    expect(solve(new Float64Array(0), 0, new Float64Array(0), 3, plain)).toEqual(new Float64Array(0));
    expect(solve(randomMatrix(1, 2, 2, lanes), 2, new Float64Array(0), 0, plain)).toEqual(new Float64Array(0));
  });

  it('refuses wrong lengths', () => {
    expect(() => solve(new Float64Array(3), 2, new Float64Array(4), 2, plain)).toThrow('a must hold 2 × 2');
    const b = new Float64Array(lanes * 6);
    expect(() => solve(new Float64Array(lanes * 4), 2, b, 2, plain)).toThrow('b must hold 2 × 2');
    const right = { ...plain, leftSide: false };
    expect(solve(randomMatrix(2, 2, 2, lanes), 2, b, 3, right)).toHaveLength(lanes * 6);
  });
});

describe('a zero on the diagonal', () => {
  const plain = { lower: true, transposeA: 'none', unitDiagonal: false, leftSide: true } as const;

  it('gives infinities or NaN', () => {
    const a = Float64Array.of(0, 0, 1, 1);
    expect(triangularSolve(a, 2, Float64Array.of(1, 0), 1, plain)).toEqual(Float64Array.of(Infinity, -Infinity));
    expect(triangularSolve(a, 2, Float64Array.of(0, 0), 1, plain)[0]).toBeNaN();
    expect(triangularSolveComplex(Float64Array.of(0, 0), 1, Float64Array.of(1, 0), 1, plain)[0]).toBeNaN();
  });
});

it('takes transposes of real matrices for what they are', () => {
  const a = Float64Array.of(2, 0, 1, 4);
  const b = Float64Array.of(3, 8);
  const options = { lower: true, transposeA: 'transpose', unitDiagonal: false, leftSide: true } as const;
  const flipped = { ...options, lower: false, transposeA: 'none' } as const;
  expect(triangularSolve(a, 2, b, 1, options)).toEqual(triangularSolve(transpose(a, 2, 2), 2, b, 1, flipped));
});
