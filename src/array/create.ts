import { shown } from '../util/errors.ts';
import { allocate, complexOf, type Data, type DType, dtypes, isDType, isInexact, kindOf, lanesOf } from './dtype.ts';
import { type ArrayLike, type Complex, ConcreteArray, NDArray, scalar, type TypedArray } from './ndarray.ts';
import { defaultDType } from './promotion.ts';
import { type Shape, shapeString, shapesEqual } from './shape.ts';

/** What a class of typed arrays is called: unlike `instanceof`, the same for those of frames and other contexts. */
const tagOf = (data: ArrayBufferView): string => (data as TypedArray)[Symbol.toStringTag];

export const isTypedArray = (value: unknown): value is TypedArray =>
  ArrayBuffer.isView(value) && !/^(Data|Big)/.test(tagOf(value));

/** The dtype that a typed array becomes: its own where nabla has it, float32 for half precision, else int32. */
const dtypeOfTypedArray = (data: TypedArray): DType => {
  const dtype = tagOf(data).slice(0, -'Array'.length).toLowerCase();
  return isDType(dtype) ? dtype : dtype === 'float16' ? 'float32' : 'int32';
};

export const isComplexValue = (value: unknown): value is Complex =>
  typeof value === 'object' &&
  value !== null &&
  're' in value &&
  'im' in value &&
  typeof value.re === 'number' &&
  typeof value.im === 'number';

/** An array with every element the same real value; its elements take no memory until they are read. */
export const filled = (shape: Shape, dtype: DType, value: number, weakType = false): ConcreteArray =>
  new ConcreteArray(shape, dtype, { uniform: value }, weakType);

/** Converts elements by C's rules, as XLA does: floats truncate and saturate to ints, NaN gives 0, complex loses its imaginary part. */
const castData = (data: Data, from: DType, to: DType): Data => {
  if (from === to) return data;
  const stride = lanesOf(from);
  const size = data.length / stride;
  const result = allocate(to, size);
  const toKind = kindOf(to);
  if (toKind === 'complex') {
    if (stride === 2) result.set(data);
    else for (let i = 0; i < size; i++) result[2 * i] = data[i]!;
  } else if (toKind === 'bool') {
    for (let i = 0; i < size; i++) result[i] = data[i * stride] !== 0 ? 1 : 0;
  } else if (toKind === 'int' && isInexact(from)) {
    const low = to === 'int32' ? -(2 ** 31) : 0;
    const high = low + 2 ** 32 - 1;
    for (let i = 0; i < size; i++) result[i] = Math.min(Math.max(Math.trunc(data[i * stride]!), low), high); // NaN stores as 0
  } else {
    for (let i = 0; i < size; i++) result[i] = data[i * stride]!;
  }
  return result;
};

/** A concrete array with another dtype. */
export const castArray = (array: ConcreteArray, dtype: DType, weakType = false): ConcreteArray =>
  array.uniform !== undefined
    ? filled(array.shape, dtype, castData(new Float64Array([array.uniform]), 'float64', dtype)[0]!, weakType)
    : new ConcreteArray(array.shape, dtype, castData(array.data, array.dtype, dtype), weakType);

type Leaf = number | boolean | Complex | NDArray;

/** Nested JS data laid out flat. `NDArray` leaves must be handled by the caller. */
export type Nested = { readonly shape: Shape; readonly leaves: readonly Leaf[] };

const scalarShape: Shape = [];

/** Reads nested JS arrays, checking that they are rectangular. */
export const readNested = (what: string, data: readonly ArrayLike[]): Nested => {
  const leaves: Leaf[] = [];
  const place: number[] = [];
  const path = (): string => place.map(i => `[${i}]`).join('');
  const shapeAt = (value: unknown): Shape => {
    if (typeof value === 'number' || typeof value === 'boolean' || value instanceof NDArray || isComplexValue(value)) {
      leaves.push(value);
      return value instanceof NDArray ? value.shape : scalarShape;
    }
    if (isTypedArray(value)) {
      for (const element of value) leaves.push(element);
      return [value.length];
    }
    if (!Array.isArray(value)) {
      throw new TypeError(
        `${what}: ${describe(value)}${path() && ` at ${path()}`} is not a valid array type: expected a number, boolean, typed array, NDArray or nested arrays of these`,
      );
    }
    if (place.length > 999) throw new RangeError(`${what}: nested arrays must not be 1000 deep or contain themselves`);
    let inner: Shape | undefined;
    for (let i = 0; i < value.length; i++) {
      place.push(i);
      const shape = shapeAt(value[i]);
      if (inner !== undefined && !shapesEqual(inner, shape)) {
        throw new RangeError(
          `${what}: nested arrays must be rectangular: ${path()} has shape ${shapeString(shape)}, its neighbour before it ${shapeString(inner)}`,
        );
      }
      inner = shape;
      place.pop();
    }
    return [value.length, ...(inner ?? [])];
  };
  return { shape: shapeAt(data), leaves };
};

/** What an error message calls a value that should have been an array. */
export const describe = (value: unknown): string =>
  typeof value === 'string'
    ? `the string ${JSON.stringify(value.length > 30 ? `${value.slice(0, 30)}…` : value)}`
    : typeof value === 'function'
      ? `the function ${value.name || '(anonymous)'}`
      : value === null || value === undefined
        ? String(value)
        : Array.isArray(value)
          ? `a list of length ${value.length}`
          : value instanceof NDArray
            ? `an array, ${value.dtype}[${value.shape.join(',')}]`
            : typeof value === 'object'
              ? 'weakType' in value
                ? 'an array of another copy of nabla, or a clone (send toTypedArray() and shape),'
                : `an object of class ${value.constructor?.name || 'null prototype'}`
              : `a ${typeof value} (${String(value)})`;

/** Packs numbers, booleans and complex numbers into an array; without a dtype booleans give bool, numbers the default float. */
export const packScalars = (
  what: string,
  shape: Shape,
  leaves: readonly (number | boolean | Complex)[],
  dtype?: DType,
  weakType = false,
): ConcreteArray => {
  const hasComplex = leaves.some(isComplexValue);
  const isBool = leaves.length > 0 && leaves.every(leaf => typeof leaf === 'boolean');
  const target = dtype ?? (hasComplex ? complexOf(defaultDType()) : isBool ? 'bool' : defaultDType());
  const stride = lanesOf(target);
  if (hasComplex && stride === 1) throw new TypeError(`${what}: complex numbers do not fit dtype ${target}`);
  const result = allocate(target, leaves.length);
  leaves.forEach((leaf, i) => {
    if (isComplexValue(leaf)) {
      result[2 * i] = leaf.re;
      result[2 * i + 1] = leaf.im;
    } else result[stride * i] = Number(target === 'bool' ? Boolean(leaf) : leaf); // typed arrays of ints truncate
  });
  return new ConcreteArray(shape, target, result, weakType);
};

/** An array of a typed array's elements; copies. */
export const fromTypedArray = (data: TypedArray, dtype?: DType): ConcreteArray => {
  const natural = dtypeOfTypedArray(data);
  const storage = allocate(natural, data.length);
  storage.set(data);
  return castArray(new ConcreteArray([data.length], natural, storage), dtype ?? natural);
};

export const checkDType = (what: string, dtype: unknown): DType => {
  if (isDType(dtype)) return dtype;
  throw new TypeError(`${what}: ${shown(dtype)} is not a dtype: expected ${dtypes.join(', ')}`);
};

/** The 0-d array that a JS number stands for when nothing else decides: a weak default float. */
export const weakFloat = (value: number): ConcreteArray => scalar(value, defaultDType(), true);
