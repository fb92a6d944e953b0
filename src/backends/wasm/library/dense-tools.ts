import type { Callee } from '../emit/function.ts';
import type { ModuleBuilder } from '../emit/module.ts';
import type { Code, Value } from './code.ts';
import { gemmScratchBytes } from './gemm.ts';
import type { Vectors } from './vectors.ts';

/** Householder reflections: see `reflections.ts`. */
export type Reflections = {
  /** hypot(x, y): √(x² + y²) without overflow. */
  readonly hypot: Callee;
  /** norm(n, x): the 2-norm without overflow or harmful underflow. */
  readonly norm: Callee;
  /** make(n, x) → τ: x becomes v, but for x₀, which becomes what the reflection takes x to. */
  readonly make: Callee;
  /**
   * couple(count, n, v, vRow, t): completes T, whose diagonal has τ, for the rows of v, and negates it. Its rows are `blockSize`
   * long, and zero below the diagonal already.
   */
  readonly couple: Callee;
  /**
   * accumulate(count, shift, rows, columns, v, t, c, scratch): C is the product of the reflections whose vectors, from element
   * k + shift on, are the rows k of v, and whose τ is on the diagonals of the triangles in t, of `blockSize` rows each.
   */
  readonly accumulate: Callee;
  /** apply(rows, columns, count, v, vRow, t, tRow, tColumn, c, cRow, scratch): C += V (T′ (Vᵀ C)), T′ the negated T by strides. */
  readonly apply: Callee;
};

/** The same for complex numbers, pairs of f64 in vectors. */
export type ComplexTools = {
  /** add(n, factor, x, y): y += factor · x */
  readonly add: Callee;
  /** dot(n, x, y): Σ x y, without conjugation */
  readonly dot: Callee;
  /** divide(x, y) by Smith's method, as `reference/dense/complex.ts` does. */
  readonly divide: Callee;
  /** make(n, x) → τ: x becomes v, but for x₀, which becomes what the adjoint of the reflection takes x to, a real number. */
  readonly make: Callee;
  /** reflect(rows, columns, v, τ, c, cRow, sums): C -= τ v (vᴴ C), with room for a row of sums. */
  readonly reflect: Callee;
};

/** What the dense methods of f64 are made of, written once a module. */
export type DenseTools = {
  readonly module: ModuleBuilder;
  readonly vectors: Vectors;
  /** The matrix product of f64. */
  readonly gemm: Callee;
  readonly reflections: () => Reflections;
  readonly complex: () => ComplexTools;
};

/** Bytes that products take, with room for rounding up their address. */
export const gemmScratch = (rows: number, columns: number, inner: number): number =>
  gemmScratchBytes('f64', rows, columns, inner) + 64;

/** Distances are in elements. */
type Product = {
  readonly c: { readonly at: Value; readonly row: Value };
  readonly a: { readonly at: Value; readonly row: Value; readonly inner: Value };
  readonly b: { readonly at: Value; readonly inner: Value; readonly column: Value };
  readonly rows: Value;
  readonly columns: Value;
  readonly inner: Value;
  readonly scratch: Value;
};

/** A diagonal so far right that nothing is beyond it. */
const noDiagonal = 1 << 29;

const product =
  (add: number) =>
  (code: Code, gemm: Callee, { c, a, b, rows, columns, inner, scratch }: Product): void => {
    const bytes = (elements: Value): (() => void) => code.i('mul', elements, 8);
    const aligned = code.i('and', code.i('add', scratch, 63), -64);
    const strides = [c.row, a.row, a.inner, b.inner, b.column].map(bytes);
    code.call(gemm, c.at, a.at, b.at, rows, columns, inner, ...strides, aligned, noDiagonal, add)();
  };

/** C += A·B */
export const multiplyAdd = product(1);

/** C = A·B */
export const multiply = product(0);
