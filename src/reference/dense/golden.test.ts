import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { largestDifference, largestEntry } from './dense.samples.ts';
import type { TriangularSolveOptions } from './index.ts';
import * as dense from './index.ts';

type Packed = readonly [rows: number, columns: number, isComplex: boolean, data: string];
type Case<Results extends string> = { readonly name: string; readonly a: Packed } & { readonly [R in Results]: Packed };
type Golden = {
  readonly cholesky: readonly Case<'l'>[];
  readonly triangularSolve: readonly (Case<'b' | 'x'> & { readonly options: TriangularSolveOptions })[];
  readonly lu: readonly Case<'lu' | 'pivots' | 'permutation'>[];
  readonly qr: readonly Case<'packed' | 'taus' | 'q' | 'r' | 'qFull' | 'rFull'>[];
  readonly hessenberg: readonly Case<'packed' | 'taus'>[];
  readonly eigh: readonly (Case<'values'> & { readonly vectors?: Packed })[];
  readonly svd: readonly (Case<'s'> & { readonly u?: Packed; readonly vt?: Packed })[];
  readonly eig: readonly Case<'values' | 'left' | 'right'>[];
};

// What LAPACK gives; written by test/golden/dense.py.
const file = new URL('../../../test/golden/dense.json', import.meta.url);
const golden = JSON.parse(readFileSync(file, 'utf8')) as Golden;

const numbers = ([, , , data]: Packed): Float64Array => {
  const bytes = Buffer.from(data, 'base64');
  return new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
};

const unpack = (packed: Packed) => ({ a: numbers(packed), m: packed[0], n: packed[1], isComplex: packed[2] });

/** The difference of a result, relative to what LAPACK gives; NaN must stand where it has NaN. */
const difference = (actual: ArrayLike<number>, wanted: Packed): number => {
  const expected = numbers(wanted);
  const known = expected.map(x => (Number.isNaN(x) ? 0 : x));
  const compared = Float64Array.from(actual, (x, i) => (Number.isNaN(x) && Number.isNaN(expected[i]!) ? 0 : x));
  return largestDifference(compared, known) / Math.max(largestEntry(known), 1e-305);
};

/**
 * The largest difference of two sets of columns (m × count, complex) once each column has been given the phase of
 * LAPACK's; the phase of the first pair must serve the
 * second one, too.
 */
const differenceUpToPhase = (
  pairs: readonly { actual: Float64Array; wanted: Float64Array; m: number }[],
  count: number,
): number => {
  let largest = 0;
  for (let j = 0; j < count; j++) {
    const [first] = pairs;
    let [re, im] = [0, 0];
    for (let i = 0; i < first!.m; i++) {
      const at = 2 * (i * count + j);
      const { actual, wanted } = first!;
      re += actual[at]! * wanted[at]! + actual[at + 1]! * wanted[at + 1]!;
      im += actual[at]! * wanted[at + 1]! - actual[at + 1]! * wanted[at]!;
    }
    const modulus = Math.hypot(re, im);
    for (const { actual, wanted, m } of pairs) {
      for (let i = 0; i < m; i++) {
        const at = 2 * (i * count + j);
        const [x, y] = [actual[at]!, actual[at + 1]!];
        const turned = [(re * x - im * y) / modulus, (re * y + im * x) / modulus] as const;
        largest = Math.max(largest, Math.abs(turned[0] - wanted[at]!), Math.abs(turned[1] - wanted[at + 1]!));
      }
    }
  }
  return largest;
};

const complexColumns = (a: Float64Array, isComplex: boolean): Float64Array =>
  isComplex ? a : Float64Array.from({ length: 2 * a.length }, (_, i) => (i % 2 === 0 ? a[i / 2]! : 0));

/** Vᴴ (k × n) as columns of V. */
const adjointColumns = (vt: Float64Array, k: number, n: number): Float64Array => {
  const result = new Float64Array(2 * k * n);
  for (let i = 0; i < k; i++) {
    for (let j = 0; j < n; j++) {
      result[2 * (j * k + i)] = vt[2 * (i * n + j)]!;
      result[2 * (j * k + i) + 1] = -vt[2 * (i * n + j) + 1]!;
    }
  }
  return result;
};

const TOLERANCE = 1e-12;

describe('LAPACK’s results', () => {
  it('cover real and complex matrices of each kind', () => {
    for (const cases of Object.values(golden)) {
      expect(cases.length).toBeGreaterThan(7);
      expect(new Set(cases.map(({ a }) => a[2])).size).toBe(2);
    }
  });

  it.each(golden.cholesky)('cholesky: $name', ({ a: packed, l }) => {
    const { a, n, isComplex } = unpack(packed);
    expect(difference((isComplex ? dense.choleskyComplex : dense.cholesky)(a, n), l)).toBeLessThan(TOLERANCE);
  });

  it.each(golden.triangularSolve)('triangularSolve: $name', ({ a: packed, b, x, options }) => {
    const { a, n, isComplex } = unpack(packed);
    const m = options.leftSide ? b[1] : b[0];
    const solve = isComplex ? dense.triangularSolveComplex : dense.triangularSolve;
    expect(difference(solve(a, n, numbers(b), m, options), x)).toBeLessThan(TOLERANCE);
  });

  it.each(golden.lu)('lu: $name', ({ a: packed, lu, pivots, permutation }) => {
    const { a, m, n, isComplex } = unpack(packed);
    const result = (isComplex ? dense.luComplex : dense.lu)(a, m, n);
    expect(Array.from(result.pivots)).toEqual(Array.from(numbers(pivots)));
    expect(Array.from(result.permutation)).toEqual(Array.from(numbers(permutation)));
    expect(difference(result.lu, lu)).toBeLessThan(TOLERANCE);
  });

  it.each(golden.qr)('qr: $name', ({ a: packed, q, r, qFull, rFull, packed: factor, taus }) => {
    const { a, m, n, isComplex } = unpack(packed);
    const result = (isComplex ? dense.geqrfComplex : dense.geqrf)(a, m, n);
    expect(difference(result.a, factor)).toBeLessThan(TOLERANCE);
    expect(difference(result.taus, taus)).toBeLessThan(TOLERANCE);
    const factors = isComplex ? dense.qrComplex : dense.qr;
    const [thin, whole] = [factors(a, m, n, false), factors(a, m, n, true)];
    expect(difference(thin.q, q)).toBeLessThan(TOLERANCE);
    expect(difference(thin.r, r)).toBeLessThan(TOLERANCE);
    expect(difference(whole.q, qFull)).toBeLessThan(TOLERANCE);
    expect(difference(whole.r, rFull)).toBeLessThan(TOLERANCE);
  });

  it.each(golden.hessenberg)('hessenberg: $name', ({ a: packed, packed: factor, taus }) => {
    const { a, n, isComplex } = unpack(packed);
    const result = (isComplex ? dense.gehrdComplex : dense.gehrd)(a, n);
    expect(difference(result.a, factor)).toBeLessThan(TOLERANCE);
    expect(difference(result.taus, taus)).toBeLessThan(TOLERANCE);
  });

  it.each(golden.eigh)('eigh: $name', ({ a: packed, values, vectors }) => {
    const { a, n, isComplex } = unpack(packed);
    const result = (isComplex ? dense.eighHermitian : dense.eighSymmetric)(a, n);
    expect(difference(result.values, values)).toBeLessThan(TOLERANCE);
    if (vectors === undefined) return;
    const actual = complexColumns(result.vectors, isComplex);
    const wanted = complexColumns(numbers(vectors), isComplex);
    expect(differenceUpToPhase([{ actual, wanted, m: n }], n)).toBeLessThan(TOLERANCE);
  });

  it.each(golden.svd)('svd: $name', ({ a: packed, s, u, vt }) => {
    const { a, m, n, isComplex } = unpack(packed);
    const result = (isComplex ? dense.svdComplex : dense.svd)(a, m, n, false);
    expect(difference(result.s, s)).toBeLessThan(TOLERANCE);
    if (u === undefined || vt === undefined) return;
    const k = Math.min(m, n);
    const left = {
      actual: complexColumns(result.u, isComplex),
      wanted: complexColumns(numbers(u), isComplex),
      m,
    };
    const right = {
      actual: adjointColumns(complexColumns(result.vt, isComplex), k, n),
      wanted: adjointColumns(complexColumns(numbers(vt), isComplex), k, n),
      m: n,
    };
    expect(differenceUpToPhase([left, right], k)).toBeLessThan(TOLERANCE);
  });

  it.each(golden.eig)('eig: $name', ({ a: packed, values, left, right }) => {
    const { a, n, isComplex } = unpack(packed);
    const result = (isComplex ? dense.eigGeneralComplex : dense.eigGeneral)(a, n, { left: true });
    // Even the order of the eigenvalues is LAPACK's here.
    expect(difference(result.values, values)).toBeLessThan(TOLERANCE);
    for (const [actual, wanted] of [
      [result.left, numbers(left)],
      [result.right, numbers(right)],
    ] as const) {
      expect(differenceUpToPhase([{ actual, wanted, m: n }], n)).toBeLessThan(TOLERANCE);
    }
  });
});

describe('signs and phases', () => {
  // Matrices with symmetries of their own leave signs to rounding.
  const small = <C extends { readonly name: string; readonly a: Packed }>(cases: readonly C[]): C[] =>
    cases.filter(({ name, a }) => Math.min(a[0], a[1]) <= 8 && name.startsWith('random'));

  it('of eigh are LAPACK’s for small matrices', () => {
    const cases = small(golden.eigh).filter(({ vectors }) => vectors !== undefined);
    expect(cases).toHaveLength(10);
    for (const { a: packed, vectors } of cases) {
      const { a, n, isComplex } = unpack(packed);
      const result = (isComplex ? dense.eighHermitian : dense.eighSymmetric)(a, n);
      expect(difference(result.vectors, vectors!)).toBeLessThan(TOLERANCE);
    }
  });

  it('of svd are LAPACK’s for small matrices', () => {
    const cases = small(golden.svd).filter(({ u }) => u !== undefined);
    expect(cases.length).toBeGreaterThan(15);
    for (const { a: packed, u, vt } of cases) {
      const { a, m, n, isComplex } = unpack(packed);
      const result = (isComplex ? dense.svdComplex : dense.svd)(a, m, n, false);
      expect(difference(result.u, u!)).toBeLessThan(TOLERANCE);
      expect(difference(result.vt, vt!)).toBeLessThan(TOLERANCE);
    }
  });
});
