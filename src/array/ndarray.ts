import { allocate, type Data, type DType, lanesOf, type OwnData } from './dtype.ts';
import { formatArray, reprArray } from './print.ts';
import { type Shape, shapeString, sizeOf } from './shape.ts';

/** A complex number as `item()` and `tolist()` give it. */
export type Complex = { readonly re: number; readonly im: number };

/** What `item()` can give. */
export type ScalarValue = number | boolean | Complex;

/** What `tolist()` gives: a scalar for a 0-d array, else nested JS arrays. */
export type NestedList<T extends ScalarValue = number> = T | NestedList<T>[];

/** Where the libraries of types that a program asks for have it. */
type HalfArray = typeof globalThis extends { readonly Float16Array: { readonly prototype: infer Half } } ? Half : never;

export type TypedArray =
  | HalfArray
  | Float32Array
  | Float64Array
  | Int32Array
  | Uint32Array
  | Uint8Array
  | Int8Array
  | Int16Array
  | Uint16Array
  | Uint8ClampedArray;

/** What every function of nabla takes where it wants an array. */
export type ArrayLike = NDArray | number | boolean | Complex | TypedArray | readonly ArrayLike[];

/** Who asks for a number where no method is called. */
export const operators = 'a JS operator or condition';

/**
 * An immutable n-dimensional array.
 *
 * Inside a transformation the value is a tracer with the same interface, so that this is the one type to write in
 * signatures. Methods mirror the functions of `numpy`; see `ArrayMethods`.
 *
 * @example
 * ```ts
 * const x = array([[1, 2], [3, 4]]);
 * console.log(x.shape, x.dtype, x.T.tolist()); // => [ 2, 2 ] float32 [ [ 1, 3 ], [ 2, 4 ] ]
 * ```
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the methods are installed in numpy/, as a total table
export abstract class NDArray {
  abstract readonly shape: Shape;
  abstract readonly dtype: DType;
  /** Whether the dtype came from a plain number and gives way to that of any array it meets. */
  abstract readonly weakType: boolean;

  /** The values, where they are known; throws an error that names the way out where they are not. */
  protected abstract read(reader: string): ConcreteArray;

  get ndim(): number {
    return this.shape.length;
  }

  /** The number of elements. */
  get size(): number {
    return sizeOf(this.shape);
  }

  /** The length of the first axis. */
  get length(): number {
    const length = this.shape[0];
    if (length === undefined) throw new TypeError('a 0-d array has no length');
    return length;
  }

  /** The one element of an array of size 1, as a JS number (boolean for bool, `{ re, im }` for complex dtypes). */
  item<T extends ScalarValue = number>(): T {
    if (this.size !== 1) {
      throw new TypeError(`item: only arrays of size 1 can be read as a number, got shape ${shapeString(this.shape)}`);
    }
    return elementAt(this.read('item()'), 0) as T;
  }

  /** The elements as nested JS arrays; a 0-d array gives its element. */
  tolist<T extends ScalarValue = number>(): NestedList<T> {
    const known = this.read('tolist()');
    let next = 0;
    const level = (axis: number): NestedList<T> =>
      axis === known.shape.length
        ? (elementAt(known, next++) as T)
        : Array.from({ length: known.shape[axis]! }, () => level(axis + 1));
    return level(0);
  }

  /** A copy of the elements in row-major order; complex dtypes interleave real and imaginary parts. */
  toTypedArray(): OwnData {
    return this.read('toTypedArray()').copy() as OwnData;
  }

  toString(): string {
    return formatArray(this.read('toString()'));
  }

  toJSON(): unknown {
    return this.tolist();
  }

  valueOf(): number | boolean {
    return primitiveValue(this.read(operators));
  }

  [Symbol.toPrimitive](hint: 'string' | 'number' | 'default'): string | number | boolean {
    return hint === 'string' ? this.toString() : this.valueOf();
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return reprArray(this.read('console.log'));
  }
}

// x[0] would be undefined, and undefined * undefined a NaN without a derivative
for (let i = 0; i < 32; i++) {
  Object.defineProperty(NDArray.prototype, i, {
    get: () => {
      throw new TypeError(`arrays are not indexed by brackets: write x.at(${i}) instead of x[${i}]`);
    },
    set: () => {
      throw new TypeError(
        `arrays do not change: x.set(${i}, value) makes another one, where x[${i}] = value would change it`,
      );
    },
  });
}

/**
 * One index of `x.at(…)`: an integer (negative from the end), a slice string such as `'1:'`, `':-1'` or `'::2'`,
 * `'...'`, `null` (a new axis), or an array of integers or booleans, typed arrays among them.
 */
export type Index = number | string | null | NDArray | TypedArray | readonly number[] | readonly boolean[];

export type ReductionOptions = {
  /** The axis or axes to reduce; all by default. */
  readonly axis?: number | readonly number[] | null;
  /** Keeps the reduced axes, with extent 1. */
  readonly keepdims?: boolean;
};

export type OrderOptions = {
  /** The order in which elements are read and laid out: row by row (`'C'`, the default) or column by column (`'F'`). */
  readonly order?: 'C' | 'F';
};

export type AxisOptions = { readonly axis?: number | null };

export type DiagonalOptions = {
  /** How far above the main diagonal; below it where negative. 0 by default. */
  readonly offset?: number;
  /** The axes of the rows and of the columns: 0 and 1 by default. */
  readonly axis1?: number;
  readonly axis2?: number;
};

/** The methods of arrays, each the function of that name in `numpy` with the array as its first argument. */
export interface ArrayMethods {
  /** The array with its axes reversed. */
  readonly T: NDArray;
  [Symbol.iterator](): ReturnType<(readonly NDArray[])[typeof Symbol.iterator]>;

  add(other: ArrayLike): NDArray;
  sub(other: ArrayLike): NDArray;
  mul(other: ArrayLike): NDArray;
  div(other: ArrayLike): NDArray;
  floorDivide(other: ArrayLike): NDArray;
  mod(other: ArrayLike): NDArray;
  pow(exponent: ArrayLike): NDArray;
  neg(): NDArray;
  abs(): NDArray;
  sign(): NDArray;
  square(): NDArray;
  sqrt(): NDArray;
  exp(): NDArray;
  log(): NDArray;
  sin(): NDArray;
  cos(): NDArray;
  tan(): NDArray;
  tanh(): NDArray;
  floor(): NDArray;
  ceil(): NDArray;
  round(options?: { readonly decimals?: number }): NDArray;
  clip(min: ArrayLike | null, max: ArrayLike | null): NDArray;
  conj(): NDArray;
  readonly real: NDArray;
  readonly imag: NDArray;

  equal(other: ArrayLike): NDArray;
  notEqual(other: ArrayLike): NDArray;
  less(other: ArrayLike): NDArray;
  lessEqual(other: ArrayLike): NDArray;
  greater(other: ArrayLike): NDArray;
  greaterEqual(other: ArrayLike): NDArray;

  sum(options?: ReductionOptions): NDArray;
  mean(options?: ReductionOptions): NDArray;
  var(options?: ReductionOptions & { readonly ddof?: number; readonly correction?: number }): NDArray;
  std(options?: ReductionOptions & { readonly ddof?: number; readonly correction?: number }): NDArray;
  prod(options?: ReductionOptions): NDArray;
  max(options?: ReductionOptions): NDArray;
  min(options?: ReductionOptions): NDArray;
  any(options?: ReductionOptions): NDArray;
  all(options?: ReductionOptions): NDArray;
  argmax(options?: AxisOptions & { readonly keepdims?: boolean }): NDArray;
  argmin(options?: AxisOptions & { readonly keepdims?: boolean }): NDArray;
  cumsum(options?: AxisOptions): NDArray;
  cumprod(options?: AxisOptions): NDArray;
  sort(options?: AxisOptions): NDArray;
  argsort(options?: AxisOptions): NDArray;

  matmul(other: ArrayLike): NDArray;
  dot(other: ArrayLike): NDArray;
  trace(options?: DiagonalOptions & { readonly dtype?: DType }): NDArray;
  diagonal(options?: DiagonalOptions): NDArray;

  reshape(shape: number | readonly number[], options?: OrderOptions): NDArray;
  ravel(options?: OrderOptions): NDArray;
  flatten(options?: OrderOptions): NDArray;
  transpose(axes?: readonly number[]): NDArray;
  swapaxes(axis1: number, axis2: number): NDArray;
  squeeze(options?: { readonly axis?: number | readonly number[] }): NDArray;
  repeat(repeats: number, options?: AxisOptions): NDArray;
  take(indices: ArrayLike, options?: AxisOptions): NDArray;
  astype(dtype: DType): NDArray;

  /** The elements that the indices choose. */
  at(...indices: readonly Index[]): NDArray;
  /** The array with the chosen elements replaced. */
  set(index: Index | readonly Index[], values: ArrayLike): NDArray;
  /** The array with values added at the chosen elements; an element chosen twice receives both. */
  addAt(index: Index | readonly Index[], values: ArrayLike): NDArray;
  mulAt(index: Index | readonly Index[], values: ArrayLike): NDArray;
  minAt(index: Index | readonly Index[], values: ArrayLike): NDArray;
  maxAt(index: Index | readonly Index[], values: ArrayLike): NDArray;
}

// Merged into the class: the methods are installed above, in numpy/, where the primitives are known.
export interface NDArray extends ArrayMethods {}

/** Elements that are somewhere else: `read` gives the same at each call, `copy` others. */
export type PendingData = { readonly read: () => Data; readonly copy: () => Data };

/**
 * An array whose elements are there: row-major, contiguous, owned by the garbage collector.
 *
 * An array with one value throughout remembers that instead of storing it, until somebody reads the elements; one that a
 * backend computed may leave its elements there until then.
 */
export class ConcreteArray extends NDArray {
  override readonly shape: Shape;
  override readonly dtype: DType;
  override readonly weakType: boolean;
  /** The real value of every element, where the array was made by filling. */
  readonly uniform: number | undefined;
  private stored: Data | undefined;
  private readonly pending: PendingData | undefined;

  /** Elements as they are, one value for all of them, or who gives them when they are first read. */
  constructor(shape: Shape, dtype: DType, data: Data | { readonly uniform: number } | PendingData, weakType = false) {
    super();
    this.shape = shape;
    this.dtype = dtype;
    this.weakType = weakType;
    if ('uniform' in data) this.uniform = data.uniform;
    else if ('read' in data) this.pending = data;
    else {
      if (data.length !== sizeOf(shape) * lanesOf(dtype)) {
        throw new Error(`nabla internal error: ${data.length} entries for ${dtype}[${shape.join(',')}]`);
      }
      this.uniform = undefined;
      this.stored = data;
    }
  }

  /** Never written to after construction. */
  get data(): Data {
    return (this.stored ??= this.pending?.read() ?? this.fill());
  }

  /** The elements for somebody else to keep, and to write to. */
  copy(): Data {
    return this.stored?.slice() ?? this.pending?.copy() ?? this.fill();
  }

  private fill(): Data {
    const data = allocate(this.dtype, sizeOf(this.shape));
    const value = this.uniform ?? 0;
    if (value !== 0 || Object.is(value, -0)) {
      if (lanesOf(this.dtype) === 1) data.fill(value);
      else for (let i = 0; i < data.length; i += 2) data[i] = value;
    }
    return data;
  }

  protected override read(): ConcreteArray {
    return this;
  }
}

const discarded = new WeakSet<ConcreteArray>();
export const isDiscarded = (array: ConcreteArray): boolean => discarded.has(array);

/** Lets go of an array's elements; whoever asks for them from now on is told why they are gone. */
export const discard = (array: ConcreteArray, why: string): void => {
  discarded.add(array);
  const read = (): never => {
    throw new TypeError(why);
  };
  Object.assign(array, { uniform: undefined, stored: undefined, pending: { read, copy: read } });
};

/** The element at a flat index. */
export const elementAt = (array: ConcreteArray, index: number): ScalarValue => {
  if (lanesOf(array.dtype) === 2) return { re: array.data[2 * index]!, im: array.data[2 * index + 1]! };
  const value = array.data[index]!;
  return array.dtype === 'bool' ? value !== 0 : value;
};

const primitiveValue = (array: ConcreteArray): number | boolean => {
  if (array.size !== 1) {
    throw new TypeError(
      `an array of shape ${shapeString(array.shape)} has no single value: use x.add, x.mul … instead of JS operators, np.where, np.any or np.all instead of if and ?:`,
    );
  }
  const value = elementAt(array, 0);
  if (typeof value === 'object')
    throw new TypeError('a complex number cannot be used as a JS number: take lax.real(x) or np.abs(x)');
  return value;
};

/** A 0-d array. */
export const scalar = (value: number | boolean, dtype: DType, weakType = false): ConcreteArray => {
  const data = allocate(dtype, 1);
  data[0] = Number(value);
  return new ConcreteArray([], dtype, data, weakType);
};
