import { checkDType } from '../array/create.ts';
import type { DType } from '../array/dtype.ts';
import { isFloating } from '../array/dtype.ts';
import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { checkOptions } from '../array/options.ts';
import { defaultDType } from '../array/promotion.ts';
import { checkShape, type Shape, shapeString, shapesEqual, tryBroadcastShapes } from '../array/shape.ts';
import { avalString } from '../core/aval.ts';
import { asArray } from '../numpy/convert.ts';
import { convertElementType } from '../primitives/convert.ts';
import { broadcastTo } from '../primitives/shape/broadcast-to.ts';

/** How the functions of random read their arguments. */

export type FloatDType = 'float32' | 'float64';

export type DTypeOption = {
  /** float32 or float64; the default float by default. */
  readonly dtype?: FloatDType;
};

export type ShapeOption = {
  /** The shape of the result; that of the parameters by default. They must broadcast to it. */
  readonly shape?: number | readonly number[];
};

/** The shape of a result that has no parameters; a number stands for one axis. */
export type SampleShape = number | readonly number[];

/** The options of a call, the shape among them, which may also stand before them by itself; `known` are the others. */
export const optionsOf = <Options extends ShapeOption>(
  what: string,
  shape: SampleShape | Options | undefined,
  options: Options,
  known: readonly string[] = ['dtype'],
): Options => {
  const isShape = shape === undefined || typeof shape === 'number' || Array.isArray(shape);
  if (isShape && typeof options === 'number') {
    throw new TypeError(`${what}: the shape is one list, [${[shape, options].join(', ')}]`);
  }
  const given = isShape ? options : (shape as Options);
  checkOptions(what, given, ['shape', ...known]);
  return isShape && shape !== undefined ? { ...options, shape } : given;
};

/** A single key: uint32 of shape (2,). */
export const asKey = (what: string, key: ArrayLike): NDArray => {
  const read = asArray(what, key);
  if (read.dtype !== 'uint32') {
    throw new TypeError(`${what}: a key is uint32[2], as random.key(seed) makes it, got ${avalString(read)}`);
  }
  if (read.ndim === 1 && read.shape[0] === 2) return read;
  if (read.shape.at(-1) === 2) {
    throw new RangeError(`${what}: accepts a single key, got a stack of keys ${avalString(read)}: use vmap`);
  }
  throw new RangeError(`${what}: a key has shape (2,), got ${avalString(read)}`);
};

export const floatDType = (what: string, dtype: DType | undefined): FloatDType => {
  const checked = checkDType(what, dtype ?? defaultDType());
  if (isFloating(checked)) return checked as FloatDType;
  throw new TypeError(`${what}: the dtype of samples must be float32 or float64, got ${checked}`);
};

/** A parameter in the dtype of the samples; JS numbers are read in double precision first. */
export const asParameter = (what: string, value: ArrayLike, dtype: DType): NDArray => {
  const read = asArray(what, value, true);
  return convertElementType(read, dtype);
};

/** The shape of the result: the one asked for, which the parameters must broadcast to, or else their common shape. */
export const sampleShape = (what: string, shape: SampleShape | undefined, ...parameters: readonly Shape[]): Shape => {
  const common = parameters.length === 0 ? [] : tryBroadcastShapes(parameters);
  if (common === undefined) {
    throw new RangeError(`${what}: parameters of shapes ${parameters.map(shapeString).join(', ')} do not broadcast`);
  }
  if (shape === undefined) return common;
  const wanted = checkShape(what, shape);
  const together = tryBroadcastShapes([wanted, common]);
  if (together !== undefined && shapesEqual(together, wanted)) return wanted;
  throw new RangeError(
    `${what}: parameters of shape ${shapeString(common)} do not broadcast to the shape asked for, ${shapeString(wanted)}`,
  );
};

/** Parameters in the dtype and shape of the samples. */
export const spread = (x: NDArray, shape: Shape): NDArray => (shapesEqual(x.shape, shape) ? x : broadcastTo(x, shape));

export type SampleOptions = DTypeOption & ShapeOption;

export type Call = {
  readonly key: NDArray;
  /** In the dtype of the samples, shapes their own. */
  readonly parameters: readonly NDArray[];
  readonly shape: Shape;
  readonly dtype: FloatDType;
};

/** Key, parameters, shape and dtype of a call; without parameters the shape is () by default. */
export const readCall = (
  what: string,
  key: ArrayLike,
  values: readonly ArrayLike[],
  shape: SampleShape | SampleOptions | undefined,
  options: SampleOptions,
  known?: readonly string[],
): Call => {
  const given = optionsOf(what, shape, options, known);
  const dtype = floatDType(what, given.dtype);
  const parameters = values.map(value => asParameter(what, value, dtype));
  const shapes = parameters.map(parameter => parameter.shape);
  return { key: asKey(what, key), parameters, shape: sampleShape(what, given.shape, ...shapes), dtype };
};
