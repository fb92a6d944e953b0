/** The element types of arrays. */
export type DType = 'float32' | 'float64' | 'int32' | 'uint32' | 'bool' | 'complex64' | 'complex128';

/** The typed arrays that hold elements: one entry an element, except complex dtypes (real and imaginary part interleaved). */
export type Data = Float32Array | Float64Array | Int32Array | Uint32Array | Uint8Array;

/** The same in memory that nobody shares: what `of` gives is `Float32Array<ArrayBuffer>` and so on since TypeScript 5.7. */
export type OwnData = ReturnType<
  typeof Float32Array.of | typeof Float64Array.of | typeof Int32Array.of | typeof Uint32Array.of | typeof Uint8Array.of
>;

export type Kind = 'bool' | 'int' | 'float' | 'complex';

type DTypeFacts = {
  readonly kind: Kind;
  /** Bytes of one element. */
  readonly bytes: number;
  /** How JAX abbreviates it in a jaxpr. */
  readonly short: string;
  /** Typed-array entries an element takes. */
  readonly lanes: 1 | 2;
  readonly array: new (length: number) => Data;
};

const facts: { readonly [D in DType]: DTypeFacts } = {
  float32: { kind: 'float', bytes: 4, short: 'f32', lanes: 1, array: Float32Array },
  float64: { kind: 'float', bytes: 8, short: 'f64', lanes: 1, array: Float64Array },
  int32: { kind: 'int', bytes: 4, short: 'i32', lanes: 1, array: Int32Array },
  uint32: { kind: 'int', bytes: 4, short: 'u32', lanes: 1, array: Uint32Array },
  bool: { kind: 'bool', bytes: 1, short: 'bool', lanes: 1, array: Uint8Array },
  complex64: { kind: 'complex', bytes: 8, short: 'c64', lanes: 2, array: Float32Array },
  complex128: { kind: 'complex', bytes: 16, short: 'c128', lanes: 2, array: Float64Array },
};

const kindRanks: { readonly [K in Kind]: number } = { bool: 0, int: 1, float: 2, complex: 3 };

export const dtypes = Object.keys(facts) as readonly DType[];
export const isDType = (value: unknown): value is DType => typeof value === 'string' && Object.hasOwn(facts, value);

export const kindOf = (dtype: DType): Kind => facts[dtype].kind;
/** In which order kinds are promoted. */
export const kindRank = (dtype: DType): number => kindRanks[facts[dtype].kind];
export const bytesOf = (dtype: DType): number => facts[dtype].bytes;
export const shortName = (dtype: DType): string => facts[dtype].short;
export const lanesOf = (dtype: DType): 1 | 2 => facts[dtype].lanes;
/** The class of the typed arrays that hold elements of a dtype. */
export const constructorOf = (dtype: DType): (new (length: number) => Data) => facts[dtype].array;
/** Zeroed storage for `size` elements; throws RangeError where there is no room for so many. */
export const allocate = (dtype: DType, size: number): Data => {
  const { array, bytes, lanes } = facts[dtype];
  try {
    return new array(size * lanes);
  } catch (error) {
    throw new RangeError(
      `nabla: an array of ${size} elements of ${dtype} takes ${size * bytes} bytes, more than there is room for: use chunkSize, float32 or smaller arrays`,
      { cause: error },
    );
  }
};

export const isFloating = (dtype: DType): boolean => kindOf(dtype) === 'float';
export const isComplex = (dtype: DType): boolean => kindOf(dtype) === 'complex';
/** Float or complex: what can carry a derivative. */
export const isInexact = (dtype: DType): boolean => isFloating(dtype) || isComplex(dtype);
export const isInteger = (dtype: DType): boolean => kindOf(dtype) === 'int';

/** The real dtype of a complex one; other dtypes map to themselves. */
export const realOf = (dtype: DType): DType =>
  dtype === 'complex64' ? 'float32' : dtype === 'complex128' ? 'float64' : dtype;
/** Whether numbers have double precision. */
export const isDouble = (dtype: DType): boolean => realOf(dtype) === 'float64';
/** The complex dtype of matching precision. */
export const complexOf = (dtype: DType): DType => (isDouble(dtype) ? 'complex128' : 'complex64');
