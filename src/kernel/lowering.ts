import type { DType } from '../array/dtype.ts';
import type { Shape } from '../array/shape.ts';
import type { ExpressionBuilder } from './builder.ts';
import type { Expression, ReductionName, ScalarType } from './expression.ts';

/** The element of an array at a place, one index an axis. */
export type Element = (index: readonly Expression[]) => Expression;

/** What a lowering rule sees of an operand. */
export type LoweringInput = {
  readonly shape: Shape;
  readonly dtype: DType;
  readonly weakType: boolean;
  readonly at: Element;
};

/** A box of a result: the element at `index` of the box stands at `place(index)` of the result. */
export type Piece = {
  readonly shape: Shape;
  readonly at: Element;
  readonly place: (index: readonly Expression[]) => readonly Expression[];
};

/** Sum over `inner` of lhs · rhs; the result has the axes batch, rows, columns. */
export type Product = {
  readonly type: ScalarType;
  readonly batch: Shape;
  readonly rows: Shape;
  readonly columns: Shape;
  readonly inner: Shape;
  readonly lhs: (batch: readonly Expression[], row: readonly Expression[], inner: readonly Expression[]) => Expression;
  readonly rhs: (
    batch: readonly Expression[],
    column: readonly Expression[],
    inner: readonly Expression[],
  ) => Expression;
  /** Where an element of the result stands in the order batch, rows, columns, if that is not the result's own order. */
  readonly place?: (index: readonly Expression[]) => readonly Expression[];
  /** Whether rows and columns are one axis each, and what is above the diagonal may be taken from below. */
  readonly symmetric?: boolean;
  /** Inputs that the operands are read from where they are, since copies would be large: windows that overlap. */
  readonly inPlace?: readonly [lhs: number, rhs: number];
};

/** An element of a product's result, given those in the order batch, rows, columns. */
export const placed =
  ({ place }: Product, element: Element): Element =>
  index =>
    element(place === undefined ? index : place(index));

/** The terms at all of `inner`, combined. */
export type Reduction = {
  readonly name: ReductionName;
  readonly type: ScalarType;
  readonly inner: Shape;
  readonly term: (index: readonly Expression[], k: readonly Expression[]) => Expression;
};

/** Updates, element by element, that are combined with elements of an operand. */
export type Scatter = {
  readonly combine: ReductionName | 'replace';
  readonly operand: Element;
  readonly shape: Shape;
  readonly update: Element;
  /** Where an update goes, and whether it goes anywhere. */
  readonly target: (index: readonly Expression[]) => {
    readonly inside: Expression;
    readonly place: readonly Expression[];
  };
};

/** Dense methods that backends bring along, on stacks of matrices. */
export type Routine =
  | { readonly name: 'cholesky' }
  | {
      readonly name: 'triangular_solve';
      readonly leftSide: boolean;
      readonly lower: boolean;
      readonly transposeA: boolean;
      readonly unitDiagonal: boolean;
    }
  | DenseRoutine
  | SortRoutine
  | FftRoutine;

/** Lines along an axis in the order of their first arrays, of all types. */
export type SortRoutine =
  /** All operands permuted alike. */
  | { readonly name: 'sort'; readonly axis: number; readonly numKeys: number }
  /** The greatest elements, and where they stand. */
  | { readonly name: 'top_k'; readonly axis: number; readonly k: number };

/** The discrete Fourier transform along the last axis: of complex numbers, or to or from half of one of real numbers. */
export type FftRoutine = {
  readonly name: 'fft';
  readonly type: 'FFT' | 'IFFT' | 'RFFT' | 'IRFFT';
  readonly length: number;
};

/**
 * Methods for one matrix, or a stack of such, that compute in f64 whatever the type of the matrix is, of one number an element or
 * of two, real and imaginary part.
 */
export type DenseRoutine = DenseKind & { readonly lanes: 1 | 2 };

export type DenseKind =
  /** Factors, pivots and permutation. */
  | { readonly name: 'lu' }
  /** Q and R, all columns of Q if it is full. */
  | { readonly name: 'qr'; readonly full: boolean }
  /** Eigenvectors and eigenvalues of the Hermitian matrix that has one triangle of the operand. */
  | { readonly name: 'eigh'; readonly lower: boolean }
  /** Singular values and, if they are wanted, vectors: square matrices of them if it is full. */
  | { readonly name: 'svd'; readonly full: boolean; readonly vectors: boolean };

/** Programs that a primitive holds, under these names among its parameters, and when they run. */
export type Control =
  /** `length` times: from constants, carry and slices of xs to the next carry and slices of ys. */
  | {
      readonly kind: 'scan';
      readonly body: string;
      readonly length: number;
      readonly reverse: boolean;
      readonly constants: number;
      readonly carry: number;
    }
  /** As long as the condition gives true: inputs are its constants, those of the body, then the carry. */
  | {
      readonly kind: 'while';
      readonly condition: string;
      readonly body: string;
      readonly conditionConstants: number;
      readonly bodyConstants: number;
    }
  /** The one of a list that the first input chooses, on the other inputs. */
  | { readonly kind: 'cond'; readonly branches: string };

/** What a primitive does, in terms of elements. */
export type Lowering =
  /** Each output an expression of its place. */
  | {
      readonly kind: 'elements';
      readonly outputs: readonly Element[];
      /** Whether elements of operands occur in several elements of results, though results are not larger. */
      readonly repeats?: boolean;
      /** What the one output is, if it is no more than that. */
      readonly reduction?: Reduction;
      /** The one output as updates of the first operand, if they are a part of it only. */
      readonly scatter?: Scatter;
    }
  /** One output put together from boxes over a background; `at` says the same as one expression. */
  | {
      readonly kind: 'pieces';
      readonly at: Element;
      readonly background: Element | undefined;
      readonly pieces: readonly Piece[];
    }
  | { readonly kind: 'product'; readonly product: Product }
  /** `more` are further updates of its result. */
  | { readonly kind: 'scatter'; readonly scatter: Scatter; readonly more?: readonly Scatter[] }
  /** The elements of an array combined with all that come before them (after them, if reversed) along an axis. */
  | {
      readonly kind: 'cumulative';
      readonly name: ReductionName;
      readonly operand: Element;
      readonly axis: number;
      readonly reverse: boolean;
    }
  | { readonly kind: 'routine'; readonly routine: Routine }
  | { readonly kind: 'control'; readonly control: Control };

/** A product's elements as sums; of bools, whether any are true. */
export const reductionOfProduct = (builder: ExpressionBuilder, product: Product): Reduction => {
  const { type, batch, rows, inner, lhs, rhs } = product;
  const [name, times] = type === 'bool' ? (['or', 'and'] as const) : (['add', 'mul'] as const);
  const term = (index: readonly Expression[], k: readonly Expression[]): Expression =>
    placed(product, place => {
      const batchIndex = place.slice(0, batch.length);
      const row = place.slice(batch.length, batch.length + rows.length);
      const column = place.slice(batch.length + rows.length);
      return builder.operation(times, type, [lhs(batchIndex, row, k), rhs(batchIndex, column, k)]);
    })(index);
  return { name, type, inner, term };
};

export const elementOfReduction =
  (builder: ExpressionBuilder, { name, type, inner, term }: Reduction): Element =>
  index =>
    builder.reduce(name, type, inner, k => term(index, k));

const scalarTypes: { readonly [D in DType]: ScalarType | undefined } = {
  float32: 'f32',
  float64: 'f64',
  int32: 'i32',
  uint32: 'u32',
  bool: 'bool',
  complex64: undefined,
  complex128: undefined,
};

/** The type of an array's elements in kernels, which know no complex numbers. */
export const scalarTypeOf = (dtype: DType): ScalarType | undefined => scalarTypes[dtype];
