import { checkDType, isComplexValue } from '../array/create.ts';
import { type DType, isDType, kindOf, realOf } from '../array/dtype.ts';
import { type ArrayLike, NDArray } from '../array/ndarray.ts';
import { checkOptions } from '../array/options.ts';
import { promoteTypes } from '../array/promotion.ts';
import { normalizeAxes, sizeOf } from '../array/shape.ts';
import { asArray, asOperands } from './convert.ts';
import * as methods from './methods/shape.ts';
import { wired } from './methods.ts';

/**
 * x converted to another dtype; complex numbers lose their imaginary part on the way to real ones.
 *
 * Floats are truncated to ints. Throws TypeError for an unknown dtype.
 *
 * @example
 * ```ts
 * console.log(String(np.astype([1.7, -1.7], 'int32'))); // => [ 1 -1]
 * ```
 */
export const astype = wired(methods.astype);

/**
 * The dtype that operands have in common; JS numbers give way to arrays.
 *
 * @example
 * ```ts
 * console.log(np.resultType(new Int32Array(1), array([1], { dtype: 'float64' }), 2)); // => float64
 * ```
 */
export const resultType = (...operands: readonly ArrayLike[]): DType =>
  promoteTypes(asOperands('resultType', operands)).dtype;

/**
 * The dtype that two dtypes have in common.
 *
 * @example
 * ```ts
 * console.log(np.promoteTypes('int32', 'float32')); // => float32
 * ```
 */
const promoteDTypes = (first: DType, second: DType): DType =>
  promoteTypes([first, second].map(dtype => ({ dtype: checkDType('promoteTypes', dtype), weakType: false }))).dtype;

export { promoteDTypes as promoteTypes };

/** From which dtypes on each kind of number holds all values of a dtype; order within a list is that of `wider`. */
const safeTargets: Readonly<Record<DType, readonly DType[]>> = {
  bool: ['bool', 'int32', 'uint32', 'float32', 'float64', 'complex64', 'complex128'],
  int32: ['int32', 'float64', 'complex128'],
  uint32: ['uint32', 'float64', 'complex128'],
  float32: ['float32', 'float64', 'complex64', 'complex128'],
  float64: ['float64', 'complex128'],
  complex64: ['complex64', 'complex128'],
  complex128: ['complex128'],
};

/** Kinds in the order in which casting within them, or onwards, is of the same kind. */
const kindOrder = (dtype: DType): number =>
  dtype === 'bool' ? 0 : dtype === 'uint32' ? 1 : dtype === 'int32' ? 2 : kindOf(dtype) === 'float' ? 3 : 4;

export type Casting = 'no' | 'equiv' | 'safe' | 'same_kind' | 'unsafe';

/**
 * Whether NumPy's rule allows a dtype to be cast to another: by default where no value is lost.
 *
 * Throws TypeError for unknown dtypes and rules.
 *
 * @example
 * ```ts
 * console.log(np.canCast('int32', 'float64'), np.canCast('float64', 'int32')); // => true false
 * ```
 */
export const canCast = (from: DType, to: DType, options: { readonly casting?: Casting } = {}): boolean => {
  checkOptions('canCast', options, ['casting']);
  const { casting = 'safe' } = options;
  const [source, target] = [checkDType('canCast', from), checkDType('canCast', to)];
  const isSafe = safeTargets[source].includes(target);
  switch (casting) {
    case 'no':
    case 'equiv':
      return source === target;
    case 'safe':
      return isSafe;
    case 'same_kind':
      return isSafe || kindOrder(source) <= kindOrder(target);
    case 'unsafe':
      return true;
    default:
      throw new TypeError(
        `canCast: casting must be 'no', 'equiv', 'safe', 'same_kind' or 'unsafe', got ${JSON.stringify(casting)}`,
      );
  }
};

/** The kinds of NumPy's hierarchy of dtypes, under its names and those of the array API. */
const kinds = {
  bool: ['bool'],
  'signed integer': ['int32'],
  'unsigned integer': ['uint32'],
  integral: ['int32', 'uint32'],
  'real floating': ['float32', 'float64'],
  'complex floating': ['complex64', 'complex128'],
  numeric: ['int32', 'uint32', 'float32', 'float64', 'complex64', 'complex128'],
  generic: ['bool', 'int32', 'uint32', 'float32', 'float64', 'complex64', 'complex128'],
  number: ['int32', 'uint32', 'float32', 'float64', 'complex64', 'complex128'],
  integer: ['int32', 'uint32'],
  signedinteger: ['int32'],
  unsignedinteger: ['uint32'],
  inexact: ['float32', 'float64', 'complex64', 'complex128'],
  floating: ['float32', 'float64'],
  complexfloating: ['complex64', 'complex128'],
} as const satisfies Readonly<Record<string, readonly DType[]>>;

export type DTypeKind = keyof typeof kinds;

const isOfKind = (what: string, dtype: DType, kind: DType | DTypeKind): boolean => {
  if (Object.hasOwn(kinds, kind)) return (kinds[kind as DTypeKind] as readonly DType[]).includes(dtype);
  if (isDType(kind)) return dtype === kind;
  throw new TypeError(
    `${what}: expected a dtype or one of ${Object.keys(kinds).join(', ')}, got ${JSON.stringify(kind)}`,
  );
};

/**
 * Whether a dtype is of a kind such as `'integral'` or `'real floating'`, or of one of several. A dtype stands for itself.
 *
 * Throws TypeError for what is neither a dtype nor a kind.
 *
 * @example
 * ```ts
 * console.log(np.isdtype('int32', 'integral'), np.isdtype('bool', ['numeric', 'float32'])); // => true false
 * ```
 */
export const isdtype = (dtype: DType, kind: DType | DTypeKind | readonly (DType | DTypeKind)[]): boolean => {
  const known = checkDType('isdtype', dtype);
  return [kind].flat().some(one => isOfKind('isdtype', known, one));
};

/**
 * Whether a dtype belongs to one of NumPy's abstract types, such as `'inexact'`, or is the dtype named.
 *
 * Throws TypeError for what is neither a dtype nor such a type.
 *
 * @example
 * ```ts
 * console.log(np.issubdtype('float32', 'floating'), np.issubdtype('int32', 'inexact')); // => true false
 * ```
 */
export const issubdtype = (dtype: DType, kind: DType | DTypeKind): boolean =>
  isOfKind('issubdtype', checkDType('issubdtype', dtype), kind);

/**
 * Whether a value is a scalar: a number, a boolean, a complex number or a 0-d array.
 *
 * @example
 * ```ts
 * console.log(np.isscalar(3), np.isscalar(array(3)), np.isscalar([3])); // => true true false
 * ```
 */
export const isscalar = (value: unknown): boolean =>
  value instanceof NDArray
    ? value.ndim === 0
    : typeof value === 'number' || typeof value === 'boolean' || isComplexValue(value);

/**
 * Whether a value can be iterated over: lists, strings, typed arrays, and arrays that are not 0-d.
 *
 * @example
 * ```ts
 * console.log(np.iterable([1, 2]), np.iterable(array(1))); // => true false
 * ```
 */
export const iterable = (value: unknown): boolean => {
  if (value instanceof NDArray) return value.ndim > 0;
  return typeof value === 'string' || (typeof value === 'object' && value !== null && Symbol.iterator in value);
};

export type FloatInfo = {
  readonly dtype: DType;
  readonly bits: number;
  /** The distance from 1 to the next number. */
  readonly eps: number;
  readonly max: number;
  readonly min: number;
  /** The smallest positive number of full precision. */
  readonly tiny: number;
  /** The smallest positive number. */
  readonly smallestSubnormal: number;
};

const floats: Readonly<Record<'float32' | 'float64', Omit<FloatInfo, 'dtype'>>> = {
  float32: {
    bits: 32,
    eps: 2 ** -23,
    max: (2 - 2 ** -23) * 2 ** 127,
    min: -(2 - 2 ** -23) * 2 ** 127,
    tiny: 2 ** -126,
    smallestSubnormal: 2 ** -149,
  },
  float64: {
    bits: 64,
    eps: Number.EPSILON,
    max: Number.MAX_VALUE,
    min: -Number.MAX_VALUE,
    tiny: 2 ** -1022,
    smallestSubnormal: Number.MIN_VALUE,
  },
};

/**
 * What numbers a float dtype holds; for a complex one those of its parts. Throws TypeError for other dtypes.
 *
 * @example
 * ```ts
 * console.log(np.finfo('float32').eps); // => 1.1920928955078125e-7
 * ```
 */
export const finfo = (dtype: DType): FloatInfo => {
  const real = realOf(checkDType('finfo', dtype));
  if (real !== 'float32' && real !== 'float64') throw new TypeError(`finfo: ${dtype} is not a float dtype: use iinfo`);
  return { dtype: real, ...floats[real] };
};

export type IntegerInfo = { readonly dtype: DType; readonly bits: number; readonly max: number; readonly min: number };

/**
 * What numbers an integer dtype holds. Throws TypeError for other dtypes.
 *
 * @example
 * ```ts
 * console.log(np.iinfo('int32').max); // => 2147483647
 * ```
 */
export const iinfo = (dtype: DType): IntegerInfo => {
  if (kindOf(checkDType('iinfo', dtype)) !== 'int')
    throw new TypeError(`iinfo: ${dtype} is not an integer dtype: use finfo`);
  return dtype === 'int32'
    ? { dtype, bits: 32, max: 2147483647, min: -2147483648 }
    : { dtype, bits: 32, max: 4294967295, min: 0 };
};

/**
 * The shape of what can be read as an array.
 *
 * @example
 * ```ts
 * console.log(np.shape([[1, 2, 3]])); // => [ 1, 3 ]
 * ```
 */
export const shape = (x: ArrayLike): readonly number[] => asArray('shape', x).shape;

/**
 * The number of axes of what can be read as an array.
 *
 * @example
 * ```ts
 * console.log(np.ndim([[1, 2, 3]])); // => 2
 * ```
 */
export const ndim = (x: ArrayLike): number => asArray('ndim', x).ndim;

/**
 * The number of elements of what can be read as an array, of all or along axes. Throws RangeError for axes that x does not have.
 *
 * @example
 * ```ts
 * console.log(np.size([[1, 2, 3]])); // => 3
 * ```
 */
export const size = (x: ArrayLike, options: { readonly axis?: number | readonly number[] | null } = {}): number => {
  checkOptions('size', options, ['axis']);
  const { size: all, shape } = asArray('size', x);
  const { axis = null } = options;
  return axis === null ? all : sizeOf(normalizeAxes('size', axis, shape.length).map(k => shape[k]!));
};
