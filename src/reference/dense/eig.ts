import { type Balance, balance, undoBalance } from './balance.ts';
import { gehrd, gehrdComplex, unpackHessenberg } from './hessenberg.ts';
import { allFinite, checkMatrix, nanArray, norm, scaledToOne, timesPowerOfTwo, toComplex } from './matrix.ts';
import { withSign } from './rotation.ts';
import { realSchur } from './schur.ts';
import { complexSchur } from './schur-complex.ts';
import { quasiTriangularLeftVectors, quasiTriangularVectors } from './schur-vectors.ts';

export type EigenvectorChoice = {
  /** Compute right eigenvectors, A v = λ v (default true). */
  readonly right?: boolean;
  /** Compute left eigenvectors, uᴴ A = λ uᴴ (default false). */
  readonly left?: boolean;
};

export type Eig = {
  /** n complex numbers; conjugate pairs of a real matrix stand together, the positive imaginary part first. */
  readonly values: Float64Array;
  /** n × n complex; column j belongs to value j. Empty if not asked for. */
  readonly right: Float64Array;
  /** n × n complex; column j belongs to value j. Empty if not asked for. */
  readonly left: Float64Array;
};

type SchurForm = {
  /** Complex n × n, quasi-triangular. */
  readonly t: Float64Array;
  readonly z: Float64Array;
  readonly values: Float64Array;
};

const NONE = new Float64Array(0);

const withDefaults = ({ right = true, left = false }: EigenvectorChoice): Required<EigenvectorChoice> => ({
  right,
  left,
});

const nanEig = (n: number, { right, left }: Required<EigenvectorChoice>): Eig => ({
  values: nanArray(2 * n),
  right: right ? nanArray(2 * n * n) : NONE,
  left: left ? nanArray(2 * n * n) : NONE,
});

/** The eigenvalues of a real matrix in standard Schur form. */
const valuesOfRealSchur = (h: Float64Array, n: number): Float64Array => {
  const values = new Float64Array(2 * n);
  for (let i = 0; i < n; i++) {
    values[2 * i] = h[i * n + i]!;
    const below = i + 1 < n ? h[(i + 1) * n + i]! : 0;
    if (below === 0) continue;
    const imaginary = Math.sqrt(Math.abs(h[i * n + i + 1]!)) * Math.sqrt(Math.abs(below));
    values.set([h[i * n + i]!, imaginary, h[(i + 1) * n + i + 1]!, -imaginary], 2 * i);
    i++;
  }
  return values;
};

/** Rows x of coefficients become rows Z x. */
const timesZ = (z: Float64Array, n: number, rows: Float64Array): Float64Array => {
  const result = new Float64Array(rows.length);
  for (let row = 0; row < rows.length; row += 2 * n) {
    for (let i = 0; i < n; i++) {
      let re = 0;
      let im = 0;
      for (let k = 0; k < 2 * n; k += 2) {
        const zRe = z[2 * i * n + k]!;
        const zIm = z[2 * i * n + k + 1]!;
        re += zRe * rows[row + k]! - zIm * rows[row + k + 1]!;
        im += zRe * rows[row + k + 1]! + zIm * rows[row + k]!;
      }
      result[row + 2 * i] = re;
      result[row + 2 * i + 1] = im;
    }
  }
  return result;
};

/**
 * 2-norm 1 and the largest entry (the first of equals) real, as LAPACK's geev: positive for a complex matrix, of the sign
 * that its real part had for a real one.
 */
const normalize = (x: Float64Array, ofRealMatrix: boolean): void => {
  const length = norm(x);
  let largest = 0;
  for (let i = 0; i < x.length; i += 2) {
    x[i]! /= length;
    x[i + 1]! /= length;
    if (x[i]! ** 2 + x[i + 1]! ** 2 > x[largest]! ** 2 + x[largest + 1]! ** 2) largest = i;
  }
  const modulus = Math.hypot(x[largest]!, x[largest + 1]!);
  const divisor = ofRealMatrix ? withSign(modulus, x[largest]!) : modulus;
  const re = x[largest]! / divisor;
  const im = x[largest + 1]! / divisor;
  for (let i = 0; i < x.length; i += 2) {
    const u = x[i]!;
    const v = x[i + 1]!;
    x[i] = re * u + im * v;
    x[i + 1] = re * v - im * u;
  }
  x[largest + 1] = 0;
};

const columnsOf = (rows: Float64Array, n: number): Float64Array => {
  const result = new Float64Array(rows.length);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      result[2 * (i * n + j)] = rows[2 * (j * n + i)]!;
      result[2 * (i * n + j) + 1] = rows[2 * (j * n + i) + 1]!;
    }
  }
  return result;
};

const finish = (
  { t, z, values }: SchurForm,
  n: number,
  balanced: Balance,
  exponent: number,
  choice: Required<EigenvectorChoice>,
  isReal: boolean,
): Eig => {
  const vectors = (side: 'right' | 'left'): Float64Array => {
    const find = side === 'right' ? quasiTriangularVectors : quasiTriangularLeftVectors;
    const rows = timesZ(z, n, find(t, n, values));
    undoBalance(balanced, rows, n, side);
    for (let j = 0; j < n; j++) normalize(rows.subarray(2 * j * n, 2 * (j + 1) * n), isReal);
    return columnsOf(rows, n);
  };
  return {
    values: values.map(x => timesPowerOfTwo(x, exponent)),
    right: choice.right ? vectors('right') : NONE,
    left: choice.left ? vectors('left') : NONE,
  };
};

/**
 * The eigenvalues of a real n × n matrix, and its eigenvectors with 2-norm 1 and the largest entry real (those of real
 * eigenvalues are real), with the sign that falls out of the method. For n ≤ 75 the order of the eigenvalues and the
 * signs are usually LAPACK's (geev). Not-finite entries give NaN throughout. Throws a
 * RangeError if `a` does not hold n × n numbers.
 * Source: Golub & Van Loan, Matrix Computations, 7.4 to 7.6.
 */
export const eigGeneral = (a: Float64Array, n: number, choice: EigenvectorChoice = {}): Eig => {
  checkMatrix('eigGeneral', 'a', a, n, n);
  const wanted = withDefaults(choice);
  if (!allFinite(a)) return nanEig(n, wanted);
  const { scaled, exponent } = scaledToOne(a);
  const balanced = balance(scaled, n, 1);
  const { low, high } = balanced;
  const { h, q } = unpackHessenberg(gehrd(scaled, n, low, high), n, 1);
  if (!realSchur({ h, z: q, n, low, high })) return nanEig(n, wanted);
  const form = { t: toComplex(h), z: toComplex(q), values: valuesOfRealSchur(h, n) };
  return finish(form, n, balanced, exponent, wanted, true);
};

/**
 * The eigenvalues of a complex n × n matrix, and its eigenvectors with 2-norm 1 and the largest entry real and positive.
 * For n ≤ 75 the order of the eigenvalues is usually LAPACK's (geev). Not-finite entries give NaN throughout.
 * Throws a RangeError if `a` does not hold n × n complex numbers.
 * Source: Golub & Van Loan, Matrix Computations, 7.4 to 7.6.
 */
export const eigGeneralComplex = (a: Float64Array, n: number, choice: EigenvectorChoice = {}): Eig => {
  checkMatrix('eigGeneralComplex', 'a', a, n, n, 2);
  const wanted = withDefaults(choice);
  if (!allFinite(a)) return nanEig(n, wanted);
  const { scaled, exponent } = scaledToOne(a);
  const balanced = balance(scaled, n, 2);
  const { low, high } = balanced;
  const { h, q } = unpackHessenberg(gehrdComplex(scaled, n, low, high), n, 2);
  if (!complexSchur({ h, z: q, n, low, high })) return nanEig(n, wanted);
  const values = new Float64Array(2 * n);
  for (let i = 0; i < n; i++) values.set(h.subarray(2 * (i * n + i), 2 * (i * n + i) + 2), 2 * i);
  return finish({ t: h, z: q, values }, n, balanced, exponent, wanted, false);
};
