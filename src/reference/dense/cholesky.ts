import { checkMatrix } from './matrix.ts';

/** What JAX gives for a matrix that has no factor: NaN in the lower triangle, zeros above it. */
const noFactor = (n: number, lanes: 1 | 2): Float64Array => {
  const result = new Float64Array(lanes * n * n);
  for (let i = 0; i < n; i++) result.fill(Number.NaN, lanes * i * n, lanes * (i * n + i + 1));
  return result;
};

/**
 * The lower Cholesky factor L, A = L Lᵀ, of a symmetric positive definite n × n matrix; only the lower triangle of `a`
 * is read. Where A is not positive definite (or not finite) the lower triangle of the result is NaN.
 * Throws a RangeError if `a` does not hold n × n numbers. Source: Golub & Van Loan, Matrix Computations, 4.2.5.
 */
export const cholesky = (a: Float64Array, n: number): Float64Array => {
  checkMatrix('cholesky', 'a', a, n, n);
  const l = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * n + j]!;
      for (let k = 0; k < j; k++) sum -= l[i * n + k]! * l[j * n + k]!;
      if (j < i) l[i * n + j] = sum / l[j * n + j]!;
      else if (sum > 0) l[i * n + i] = Math.sqrt(sum);
      else return noFactor(n, 1);
    }
  }
  return l;
};

/**
 * The lower Cholesky factor L, A = L Lᴴ, of a Hermitian positive definite n × n complex matrix; only the lower triangle
 * and the real parts of the diagonal of `a` are read. Where A is not positive definite (or not finite) the lower
 * triangle of the result is NaN. Throws a RangeError if `a` does not hold n × n complex numbers.
 * Source: Golub & Van Loan, Matrix Computations, 4.2.5.
 */
export const choleskyComplex = (a: Float64Array, n: number): Float64Array => {
  checkMatrix('choleskyComplex', 'a', a, n, n, 2);
  const l = new Float64Array(2 * n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      const at = 2 * (i * n + j);
      let re = a[at]!;
      let im = i === j ? 0 : a[at + 1]!;
      for (let k = 0; k < j; k++) {
        const x = 2 * (i * n + k);
        const y = 2 * (j * n + k);
        re -= l[x]! * l[y]! + l[x + 1]! * l[y + 1]!;
        im -= l[x + 1]! * l[y]! - l[x]! * l[y + 1]!;
      }
      if (j < i) {
        const pivot = l[2 * (j * n + j)]!;
        l[at] = re / pivot;
        l[at + 1] = im / pivot;
      } else if (re > 0) l[at] = Math.sqrt(re);
      else return noFactor(n, 2);
    }
  }
  return l;
};
