import { checkDType } from '../array/create.ts';
import { allocate, type DType } from '../array/dtype.ts';
import { ConcreteArray, type NDArray } from '../array/ndarray.ts';
import { checkOptions } from '../array/options.ts';
import { defaultDType } from '../array/promotion.ts';
import { asArray } from '../numpy/convert.ts';
import { shown } from '../util/errors.ts';

const checkSize = (what: string, n: number, least = 0): void => {
  if (!Number.isInteger(n) || n < least) {
    throw new RangeError(`${what}: the size must be an integer of at least ${least}, got ${shown(n)}`);
  }
};

/** A matrix of the default float type, or of another, from a function of its indices. */
const matrixOf = (
  rows: number,
  columns: number,
  element: (row: number, column: number) => number,
  dtype: DType = defaultDType(),
): NDArray => {
  const data = allocate(dtype, rows * columns);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) data[i * columns + j] = element(i, j);
  return asArray('matrix', new ConcreteArray([rows, columns], dtype, data));
};

/** Binomial coefficients, exact as long as doubles are. */
const binomial = (n: number, k: number): number => {
  if (k < 0 || k > n) return 0;
  let result = 1;
  for (let i = 1; i <= Math.min(k, n - k); i++) result = Math.round((result * (n + 1 - i)) / i);
  return result;
};

const sign = (n: number): number => (n % 2 === 0 ? 1 : -1);

/**
 * The Hilbert matrix (n, n), with elements 1/(i + j + 1).
 *
 * @example
 * ```ts
 * console.log(String(linalg.hilbert(2)));
 * // => [[1.         0.5       ]
 * //     [0.5        0.33333334]]
 * ```
 */
export const hilbert = (n: number): NDArray => {
  checkSize('hilbert', n);
  return matrixOf(n, n, (i, j) => 1 / (i + j + 1));
};

/**
 * The inverse of the Hilbert matrix (n, n), whose elements are integers: exact where the float type holds them.
 *
 * @example
 * ```ts
 * console.log(String(linalg.invhilbert(2)));
 * // => [[ 4. -6.]
 * //     [-6. 12.]]
 * ```
 */
export const invhilbert = (n: number): NDArray => {
  checkSize('invhilbert', n);
  return matrixOf(
    n,
    n,
    (i, j) =>
      sign(i + j) * (i + j + 1) * binomial(n + i, n - j - 1) * binomial(n + j, n - i - 1) * binomial(i + j, i) ** 2,
  );
};

export type PascalKind = 'symmetric' | 'lower' | 'upper';

const checkKind = (what: string, kind: PascalKind): void => {
  if (kind !== 'symmetric' && kind !== 'lower' && kind !== 'upper')
    throw new TypeError(`${what}: kind must be 'symmetric', 'lower' or 'upper', got ${JSON.stringify(kind)}`);
};

/**
 * The Pascal matrix (n, n) of binomial coefficients: C(i + j, i), or for the kinds `'lower'` and `'upper'` the triangles
 * that it is the product of.
 *
 * @example
 * ```ts
 * console.log(String(linalg.pascal(3)));
 * // => [[1. 1. 1.]
 * //     [1. 2. 3.]
 * //     [1. 3. 6.]]
 * ```
 */
export const pascal = (n: number, options: { readonly kind?: PascalKind } = {}): NDArray => {
  checkOptions('pascal', options, ['kind']);
  const { kind = 'symmetric' } = options;
  checkSize('pascal', n);
  checkKind('pascal', kind);
  if (kind === 'symmetric') return matrixOf(n, n, (i, j) => binomial(i + j, i));
  return matrixOf(n, n, (i, j) => (kind === 'lower' ? binomial(i, j) : binomial(j, i)));
};

/**
 * The inverse of the Pascal matrix (n, n) of a kind.
 *
 * @example
 * ```ts
 * console.log(String(linalg.invpascal(2)));
 * // => [[ 2. -1.]
 * //     [-1.  1.]]
 * ```
 */
export const invpascal = (n: number, options: { readonly kind?: PascalKind } = {}): NDArray => {
  checkOptions('invpascal', options, ['kind']);
  const { kind = 'symmetric' } = options;
  checkSize('invpascal', n);
  checkKind('invpascal', kind);
  const lower = (i: number, j: number): number => sign(i + j) * binomial(i, j);
  if (kind !== 'symmetric') return matrixOf(n, n, (i, j) => (kind === 'lower' ? lower(i, j) : lower(j, i)));
  return matrixOf(n, n, (i, j) => {
    let sum = 0;
    for (let k = Math.max(i, j); k < n; k++) sum += lower(k, i) * lower(k, j);
    return sum;
  });
};

/**
 * The Helmert matrix (n - 1, n) of orthonormal contrasts, or with `full` (n, n), a constant row first.
 *
 * @example
 * ```ts
 * console.log(String(linalg.helmert(2))); // => [[ 0.70710677 -0.70710677]]
 * ```
 */
export const helmert = (n: number, options: { readonly full?: boolean } = {}): NDArray => {
  checkOptions('helmert', options, ['full']);
  const { full = false } = options;
  checkSize('helmert', n, 1);
  const first = full ? 0 : 1;
  return matrixOf(n - first, n, (row, j) => {
    const k = row + first;
    if (k === 0) return 1 / Math.sqrt(n);
    return j > k ? 0 : (j < k ? 1 : -k) / Math.sqrt(k * (k + 1));
  });
};

/**
 * The Hadamard matrix (n, n) of ones and minus ones with orthogonal rows, as int32 by default.
 *
 * Throws RangeError unless n is a power of 2.
 *
 * @example
 * ```ts
 * console.log(String(linalg.hadamard(2)));
 * // => [[ 1  1]
 * //     [ 1 -1]]
 * ```
 */
export const hadamard = (n: number, options: { readonly dtype?: DType } = {}): NDArray => {
  checkOptions('hadamard', options, ['dtype']);
  const { dtype = 'int32' } = options;
  if (!Number.isInteger(Math.log2(n))) throw new RangeError(`hadamard: n must be a power of 2, got ${shown(n)}`);
  const parity = (bits: number): number => {
    let odd = 0;
    for (let left = bits; left > 0; left &= left - 1) odd ^= 1;
    return odd;
  };
  return matrixOf(n, n, (i, j) => sign(parity(i & j)), 'int32').astype(checkDType('hadamard', dtype));
};

/**
 * The matrix (n, n) of the discrete Fourier transform, with elements e^(-2πi jk/n): divided by √n for `scale: 'sqrtn'`, by
 * n for `'n'`. Complex, of the default precision.
 *
 * Throws TypeError for another scale.
 *
 * @example
 * ```ts
 * console.log(String(linalg.dft(2).real));
 * // => [[ 1.  1.]
 * //     [ 1. -1.]]
 * ```
 */
export const dft = (n: number, options: { readonly scale?: 'sqrtn' | 'n' | null } = {}): NDArray => {
  checkOptions('dft', options, ['scale']);
  const { scale = null } = options;
  checkSize('dft', n);
  if (scale !== null && scale !== 'sqrtn' && scale !== 'n')
    throw new TypeError(`dft: scale must be null, 'sqrtn' or 'n', got ${JSON.stringify(scale)}`);
  const dtype = defaultDType() === 'float64' ? 'complex128' : 'complex64';
  const data = allocate(dtype, n * n);
  const size = scale === null ? 1 : scale === 'n' ? 1 / n : 1 / Math.sqrt(n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      // quarters of a turn are exact
      const turn = (i * j) % n;
      const angle = (2 * Math.PI * turn) / n;
      const isExact = (4 * turn) % n === 0;
      const quarter = (4 * turn) / n;
      data[2 * (i * n + j)] = size * (isExact ? [1, 0, -1, 0][quarter]! : Math.cos(angle));
      data[2 * (i * n + j) + 1] = size * (isExact ? [0, -1, 0, 1][quarter]! : -Math.sin(angle));
    }
  }
  return asArray('dft', new ConcreteArray([n, n], dtype, data));
};
