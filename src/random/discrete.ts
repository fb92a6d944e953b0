import { checkDType } from '../array/create.ts';
import type { DType } from '../array/dtype.ts';
import { isFloating, isInteger } from '../array/dtype.ts';
import { type ArrayLike, type NDArray, scalar } from '../array/ndarray.ts';
import { promoteTypesInexact } from '../array/promotion.ts';
import { checkShape, type Shape } from '../array/shape.ts';
import { avalString } from '../core/aval.ts';
import { asArray, asPromoted } from '../numpy/convert.ts';
import { convertElementType } from '../primitives/convert.ts';
import { add, div, mul, neg, sub } from '../primitives/elementwise/arithmetic.ts';
import { eq, lt } from '../primitives/elementwise/comparison.ts';
import { floor } from '../primitives/elementwise/rounding.ts';
import { select } from '../primitives/elementwise/select.ts';
import { log1pOfSample, logOfSample } from '../primitives/random/sampling.ts';
import { indexInDim } from '../primitives/shape/slice.ts';
import {
  asKey,
  type FloatDType,
  optionsOf,
  type SampleShape,
  type ShapeOption,
  sampleShape,
  spread,
} from './arguments.ts';
import { checkMode, type GumbelMode } from './standard.ts';
import { limits, standardUniform } from './uniform.ts';

/** Random bools and integers from single uniform numbers. */

/** A parameter in its own float dtype. */
export const asProbability = (what: string, value: ArrayLike): NDArray => {
  const [read] = asPromoted(what, [value], promoteTypesInexact);
  if (isFloating(read.dtype)) return convertElementType(read, read.dtype);
  throw new TypeError(`${what}: a probability must be real, got ${avalString(read)}`);
};

export type BernoulliOptions = ShapeOption & {
  /** `'high'` takes twice as many random bits, for probabilities below 1e-7. */
  readonly mode?: GumbelMode;
};

/**
 * Random bools that are true with probability p (0.5 by default), of the shape given or p's.
 *
 * Throws TypeError for a p that is no float.
 *
 * @example
 * ```ts
 * console.log(String(random.bernoulli(random.key(0), 0.5, [4]))); // => [False False  True  True]
 * ```
 */
export const bernoulli = (
  key: ArrayLike,
  p: ArrayLike = 0.5,
  shape?: SampleShape | BernoulliOptions,
  options: BernoulliOptions = {},
): NDArray => {
  const given = optionsOf('bernoulli', shape, options, ['mode']);
  const mode = checkMode('bernoulli', given.mode);
  const probability = asArray('bernoulli', p);
  if (!isFloating(probability.dtype))
    throw new TypeError(`bernoulli: the probability must be a float, got ${avalString(probability)}`);
  const extents = sampleShape('bernoulli', given.shape, probability.shape);
  const dtype = probability.dtype as FloatDType;
  const checked = asKey('bernoulli', key);
  if (mode === 'low') return lt(standardUniform(checked, extents, dtype), probability);
  const both = standardUniform(checked, [2, ...extents], dtype);
  const [coarse, fine] = [0, 1].map(i => indexInDim(both, i, 0, false)) as [NDArray, NDArray];
  return lt(mul(fine, scalar(limits[dtype].epsilon, dtype)), sub(probability, coarse));
};

export type RademacherOptions = ShapeOption & {
  /** int32 by default. */
  readonly dtype?: DType;
};

/**
 * Random signs, 1 or -1, as int32 or another dtype.
 *
 * @example
 * ```ts
 * console.log(String(random.rademacher(random.key(0), [4]))); // => [-1 -1  1  1]
 * ```
 */
export const rademacher = (
  key: ArrayLike,
  shape?: SampleShape | RademacherOptions,
  options: RademacherOptions = {},
): NDArray => {
  const given = optionsOf('rademacher', shape, options);
  const dtype = checkDType('rademacher', given.dtype ?? 'int32');
  const heads = convertElementType(bernoulli(key, 0.5, checkShape('rademacher', given.shape ?? [])), dtype);
  return sub(mul(heads, 2), scalar(1, dtype));
};

export type CountOptions = ShapeOption & {
  /** int32 by default. */
  readonly dtype?: 'int32' | 'uint32';
};

export const countDType = (what: string, dtype: DType | undefined): 'int32' | 'uint32' => {
  const checked = checkDType(what, dtype ?? 'int32');
  if (isInteger(checked)) return checked as 'int32' | 'uint32';
  throw new TypeError(`${what}: the dtype must be int32 or uint32, got ${checked}`);
};

/**
 * Random numbers of trials up to the first success of probability p, of the shape given or p's, as int32.
 *
 * Throws TypeError for a dtype that is no integer.
 *
 * @example
 * ```ts
 * console.log(random.geometric(random.key(0), 0.25, [3]).shape); // => [ 3 ]
 * ```
 */
export const geometric = (
  key: ArrayLike,
  p: ArrayLike,
  shape?: SampleShape | CountOptions,
  options: CountOptions = {},
): NDArray => {
  const given = optionsOf('geometric', shape, options);
  const dtype = countDType('geometric', given.dtype);
  const probability = asProbability('geometric', p);
  const extents: Shape = sampleShape('geometric', given.shape, probability.shape);
  const u = standardUniform(asKey('geometric', key), extents, probability.dtype as FloatDType);
  const positive = select(eq(u, 0), 1, u);
  const failures = floor(div(logOfSample(positive), spread(log1pOfSample(neg(probability)), extents)));
  return convertElementType(add(failures, 1), dtype);
};
