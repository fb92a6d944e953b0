import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { scalar } from '../array/ndarray.ts';
import type { Shape } from '../array/shape.ts';
import { abs, sign } from '../primitives/elementwise/absolute.ts';
import { add, mul, neg, sub } from '../primitives/elementwise/arithmetic.ts';
import { ge } from '../primitives/elementwise/comparison.ts';
import { select } from '../primitives/elementwise/select.ts';
import { tan } from '../primitives/elementwise/trigonometric.ts';
import { log1pOfSample, logOfSample } from '../primitives/random/sampling.ts';
import { indexInDim } from '../primitives/shape/slice.ts';
import { type Call, type FloatDType, optionsOf, readCall, type SampleOptions, type SampleShape } from './arguments.ts';
import { asProgram } from './large.ts';
import { limits, standardUniform } from './uniform.ts';

/** Numbers of distributions without parameters, from uniform ones: scale and shift them for others. */

const sampled = (call: Call, f: (key: NDArray) => NDArray): NDArray => asProgram(f, call.shape, call.key);

/** Exponentially distributed numbers. */
export const standardExponential = (key: NDArray, shape: Shape, dtype: FloatDType): NDArray =>
  neg(log1pOfSample(neg(standardUniform(key, shape, dtype))));

/**
 * Exponentially distributed random numbers with mean 1.
 *
 * @example
 * ```ts
 * console.log(random.exponential(random.key(0), [3]).shape); // => [ 3 ]
 * ```
 */
export const exponential = (
  key: ArrayLike,
  shape?: SampleShape | SampleOptions,
  options: SampleOptions = {},
): NDArray => {
  const call = readCall('exponential', key, [], shape, options);
  return sampled(call, key => standardExponential(key, call.shape, call.dtype));
};

/**
 * Laplace-distributed random numbers around 0, with mean distance 1.
 *
 * @example
 * ```ts
 * console.log(random.laplace(random.key(0), [3]).shape); // => [ 3 ]
 * ```
 */
export const laplace = (key: ArrayLike, shape?: SampleShape | SampleOptions, options: SampleOptions = {}): NDArray => {
  const call = readCall('laplace', key, [], shape, options);
  return sampled(call, key => {
    const u = standardUniform(key, call.shape, call.dtype, limits[call.dtype].epsilonBelow - 1, 1);
    return mul(sign(u), log1pOfSample(neg(abs(u))));
  });
};

/**
 * Logistically distributed random numbers around 0, with scale 1.
 *
 * @example
 * ```ts
 * console.log(random.logistic(random.key(0), [3]).shape); // => [ 3 ]
 * ```
 */
export const logistic = (key: ArrayLike, shape?: SampleShape | SampleOptions, options: SampleOptions = {}): NDArray => {
  const call = readCall('logistic', key, [], shape, options);
  return sampled(call, key => {
    const u = standardUniform(key, call.shape, call.dtype, limits[call.dtype].tiny, 1);
    return sub(logOfSample(u), log1pOfSample(neg(u)));
  });
};

/**
 * Cauchy-distributed random numbers around 0, with scale 1.
 *
 * @example
 * ```ts
 * console.log(random.cauchy(random.key(0), [3]).shape); // => [ 3 ]
 * ```
 */
export const cauchy = (key: ArrayLike, shape?: SampleShape | SampleOptions, options: SampleOptions = {}): NDArray => {
  const call = readCall('cauchy', key, [], shape, options);
  return sampled(call, key => {
    const u = standardUniform(key, call.shape, call.dtype, limits[call.dtype].epsilon, 1);
    return tan(mul(sub(u, 0.5), Math.PI));
  });
};

/** How many random bits a number is made from: `'high'` takes twice as many, for tails in single precision. */
export type GumbelMode = 'low' | 'high';

export const checkMode = (what: string, mode: GumbelMode | undefined): GumbelMode => {
  if (mode === undefined || mode === 'low' || mode === 'high') return mode ?? 'low';
  throw new TypeError(`${what}: mode must be 'low' or 'high', got ${JSON.stringify(mode)}`);
};

/** Gumbel-distributed numbers. */
export const standardGumbel = (key: NDArray, shape: Shape, dtype: FloatDType, mode: GumbelMode): NDArray => {
  const { tiny, epsilon } = limits[dtype];
  if (mode === 'low') return neg(logOfSample(neg(logOfSample(standardUniform(key, shape, dtype, tiny, 1)))));
  const both = standardUniform(key, [2, ...shape], dtype);
  const [high, low] = [0, 1].map(i => indexInDim(both, i, 0, false)) as [NDArray, NDArray];
  const finer = add(add(high, mul(low, scalar(epsilon, dtype))), scalar(tiny, dtype));
  const u = select(ge(high, 0.5), high, finer);
  return neg(logOfSample(neg(log1pOfSample(neg(u)))));
};

export type GumbelOptions = SampleOptions & { readonly mode?: GumbelMode };

/**
 * Gumbel-distributed random numbers: -log(-log u) of uniform u.
 *
 * @example
 * ```ts
 * console.log(random.gumbel(random.key(0), [3]).shape); // => [ 3 ]
 * ```
 */
export const gumbel = (key: ArrayLike, shape?: SampleShape | GumbelOptions, options: GumbelOptions = {}): NDArray => {
  const given = optionsOf('gumbel', shape, options, ['dtype', 'mode']);
  const call = readCall('gumbel', key, [], given, {}, ['dtype', 'mode']);
  const mode = checkMode('gumbel', given.mode);
  return sampled(call, key => standardGumbel(key, call.shape, call.dtype, mode));
};
