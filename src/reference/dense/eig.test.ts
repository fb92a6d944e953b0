import { describe, expect, it } from 'vitest';
import {
  adjoint,
  diagonalMatrix,
  largestDifference,
  largestEntry,
  product,
  randomMatrix,
  randomUnitary,
} from './dense.samples.ts';
import { type EigenvectorChoice, eigGeneral, eigGeneralComplex } from './eig.ts';
import { norm, toComplex } from './matrix.ts';

const versions = [
  { name: 'eigGeneral', eig: eigGeneral, lanes: 1 },
  { name: 'eigGeneralComplex', eig: eigGeneralComplex, lanes: 2 },
] as const;

const asComplex = (a: Float64Array, lanes: 1 | 2): Float64Array => (lanes === 1 ? toComplex(a) : a);

const complexDiagonal = (values: Float64Array, conjugated: boolean): Float64Array => {
  const n = values.length / 2;
  const result = new Float64Array(2 * n * n);
  for (let i = 0; i < n; i++) {
    result.set([values[2 * i]!, conjugated ? -values[2 * i + 1]! : values[2 * i + 1]!], 2 * (i * n + i));
  }
  return result;
};

/** Sorted by real part, then by imaginary part, to compare without regard to order. */
const sorted = (values: ArrayLike<number>): number[] => {
  const pairs = Array.from({ length: values.length / 2 }, (_, i) => [values[2 * i]!, values[2 * i + 1]!] as const);
  return pairs.sort((x, y) => (Math.abs(x[0] - y[0]) > 1e-6 ? x[0] - y[0] : x[1] - y[1])).flat();
};

describe.each(versions)('$name', ({ eig, lanes }) => {
  const check = (a: Float64Array, n: number, tolerance = 2e-14): Float64Array => {
    const { values, right, left } = eig(a, n, { left: true });
    const whole = asComplex(a, lanes);
    for (const { matrix, vectors, conjugated } of [
      { matrix: whole, vectors: right, conjugated: false },
      { matrix: adjoint(whole, n, n, 2), vectors: left, conjugated: true },
    ]) {
      expect(vectors).toHaveLength(2 * n * n);
      const av = product(matrix, vectors, [n, n, n], 2);
      const vd = product(vectors, complexDiagonal(values, conjugated), [n, n, n], 2);
      expect(largestDifference(av, vd)).toBeLessThanOrEqual(tolerance * largestEntry(a));
      for (let j = 0; j < n; j++) {
        const column = new Float64Array(2 * n);
        for (let i = 0; i < n; i++) column.set(vectors.subarray(2 * (i * n + j), 2 * (i * n + j) + 2), 2 * i);
        expect(norm(column)).toBeCloseTo(1, 13);
        const sizes = Array.from({ length: n }, (_, i) => Math.hypot(column[2 * i]!, column[2 * i + 1]!));
        const largest = Math.max(...sizes);
        // The largest entry is real, of complex matrices positive; of nearly equal ones, either may be the largest.
        const isReal = (i: number): boolean => column[2 * i + 1] === 0 && (lanes === 1 || column[2 * i]! > 0);
        expect(sizes.some((size, i) => size > largest - 1e-14 && isReal(i))).toBe(true);
      }
    }
    return values;
  };

  it.each([0, 1, 2, 3, 4, 5, 8, 13, 30, 80])('finds values and vectors of a random %i × %i matrix', n => {
    check(randomMatrix(n + 11, n, n, lanes), n, 1e-13);
  });

  it('finds given eigenvalues', () => {
    const wanted = [-2, -1, 0, 0.5, 3];
    const n = wanted.length;
    const t = randomMatrix(1, n, n, lanes);
    for (let i = 0; i < n; i++) {
      t.fill(0, lanes * i * n, lanes * (i * n + i + 1));
      t[lanes * (i * n + i)] = wanted[i]!;
    }
    const q = randomUnitary(2, n, lanes);
    const a = product(product(q, t, [n, n, n], lanes), adjoint(q, n, n, lanes), [n, n, n], lanes);
    const values = sorted(check(a, n));
    expect(largestDifference(values, toComplex(Float64Array.from(wanted)))).toBeLessThan(1e-13);
  });

  it('takes triangular matrices as they are', () => {
    const diagonal = [3, -1, 2, 3, 0];
    for (const lower of [false, true]) {
      const a = randomMatrix(3, 5, 5, lanes);
      for (let i = 0; i < 5; i++) {
        for (let j = 0; j < 5; j++) {
          const at = lanes * (i * 5 + j);
          if (lower ? j >= i : j <= i) a.fill(0, at, at + lanes);
          if (i === j) a[at] = diagonal[i]!;
        }
      }
      expect(sorted(check(a, 5))).toEqual([-1, 0, 0, 0, 2, 0, 3, 0, 3, 0]);
    }
    expect(eig(diagonalMatrix([4, 5], 2, 2, lanes), 2).right).toEqual(toComplex(Float64Array.of(1, 0, 0, 1)));
  });

  it('survives long Jordan chains', () => {
    const n = 40;
    const a = new Float64Array(lanes * n * n);
    for (let i = 0; i < n - 1; i++) a[lanes * (i * n + i + 1)] = 1;
    expect(check(a, n)).toEqual(new Float64Array(2 * n));
    for (let i = 0; i < n; i++) a[lanes * (i * n + i)] = 0.5;
    expect(check(a, n).filter((_, i) => i % 2 === 0)).toEqual(new Float64Array(n).fill(0.5));
  });

  it('finds repeated eigenvalues', () => {
    const twice = [0.5, 0.5, 2, 2, 2];
    const q = randomUnitary(4, 5, lanes);
    const qd = product(q, diagonalMatrix(twice, 5, 5, lanes), [5, 5, 5], lanes);
    const values = check(product(qd, adjoint(q, 5, 5, lanes), [5, 5, 5], lanes), 5);
    expect(largestDifference(sorted(values), toComplex(Float64Array.from(twice)))).toBeLessThan(1e-13);
    expect(check(new Float64Array(lanes * 9), 3, 0)).toEqual(new Float64Array(6));
  });

  it('finds the roots of unity, with which steps without exceptional shifts go in circles', () => {
    for (const n of [3, 4, 5, 12]) {
      const a = new Float64Array(lanes * n * n);
      for (let i = 0; i < n; i++) a[lanes * (i * n + ((i + 1) % n))] = 1;
      const roots = Array.from({ length: n }, (_, k) => (2 * Math.PI * k) / n).flatMap(t => [Math.cos(t), Math.sin(t)]);
      expect(largestDifference(sorted(check(a, n)), sorted(roots))).toBeLessThan(1e-14);
    }
  });

  it('is accurate for badly scaled matrices', () => {
    const n = 6;
    const d = [1, 1e8, 1e-8, 1e4, 1e-4, 1];
    const a = randomMatrix(5, n, n, lanes);
    const scaled = a.map((x, at) => {
      const [i, j] = [Math.floor(at / lanes / n), Math.floor(at / lanes) % n];
      return (x * d[i]!) / d[j]!;
    });
    const [plain, found] = [sorted(eig(a, n).values), sorted(eig(scaled, n).values)];
    expect(largestDifference(found, plain)).toBeLessThan(1e-13);
  });

  it.each([1e300, 1e-300])('is as good for entries of size %d', scale => {
    const a = randomMatrix(6, 4, 4, lanes);
    const { values, right } = eig(
      a.map(x => x * scale),
      4,
    );
    const plain = eig(a, 4);
    const relative = values.map(x => x / scale);
    expect(largestDifference(relative, plain.values)).toBeLessThan(1e-13);
    expect(largestDifference(right, plain.right)).toBeLessThan(1e-12);
  });

  it.each([Number.NaN, Infinity])('gives NaN for a matrix with %d', x => {
    const a = randomMatrix(7, 2, 2, lanes);
    a[lanes] = x;
    const nan = (length: number): Float64Array => new Float64Array(length).fill(Number.NaN);
    expect(eig(a, 2)).toEqual({ values: nan(4), right: nan(8), left: new Float64Array(0) });
    expect(eig(a, 2, { right: false, left: true })).toMatchObject({ right: new Float64Array(0), left: nan(8) });
  });

  it.each<EigenvectorChoice>([{}, { right: false }, { left: true }, { right: false, left: true }])(
    'computes the vectors that %o asks for',
    choice => {
      const { right, left } = eig(randomMatrix(8, 3, 3, lanes), 3, choice);
      expect(right).toHaveLength(choice.right === false ? 0 : 18);
      expect(left).toHaveLength(choice.left === true ? 18 : 0);
    },
  );

  it('refuses a wrong length', () => {
    expect(() => eig(new Float64Array(5), 2)).toThrow(RangeError);
  });
});

describe('real matrices', () => {
  it('have conjugate pairs, exactly, the positive imaginary part first', () => {
    const n = 9;
    const { values, right } = eigGeneral(randomMatrix(21, n, n), n);
    let pairs = 0;
    for (let j = 0; j < n; j++) {
      if (values[2 * j + 1] === 0) {
        for (let i = 0; i < n; i++) expect(right[2 * (i * n + j) + 1]).toBeCloseTo(0, 300);
        continue;
      }
      pairs++;
      expect(values[2 * j + 1]).toBeGreaterThan(0);
      expect(values[2 * j + 2]).toBe(values[2 * j]);
      expect(values[2 * j + 3]).toBe(-values[2 * j + 1]!);
      for (let i = 0; i < n; i++) {
        expect(right[2 * (i * n + j + 1)]).toBe(right[2 * (i * n + j)]);
        expect(right[2 * (i * n + j + 1) + 1]).toBeCloseTo(-right[2 * (i * n + j) + 1]!, 300);
      }
      j++;
    }
    expect(pairs).toBeGreaterThan(1);
  });

  it('may have repeated complex pairs', () => {
    const a = Float64Array.of(0, -1, 0.5, 0.25, 1, 0, -0.5, 0.125, 0, 0, 0, -1, 0, 0, 1, 0);
    const { values } = eigGeneral(a, 4);
    for (let i = 0; i < 4; i++) expect(Math.hypot(values[2 * i]!, values[2 * i + 1]!)).toBeCloseTo(1, 6);
  });
});
