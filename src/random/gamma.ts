import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { type Shape, shapeString, sizeOf } from '../array/shape.ts';
import { add, div, mul, sub } from '../primitives/elementwise/arithmetic.ts';
import { exp } from '../primitives/elementwise/exponential.ts';
import { max } from '../primitives/elementwise/extrema.ts';
import { sqrt } from '../primitives/elementwise/power.ts';
import { randomGamma } from '../primitives/random/gamma.ts';
import { reshape } from '../primitives/shape/reshape.ts';
import { softmax } from '../special/softmax.ts';
import {
  asKey,
  asParameter,
  floatDType,
  optionsOf,
  readCall,
  type SampleOptions,
  type SampleShape,
  sampleShape,
  spread,
} from './arguments.ts';
import { keysOf, splitKey } from './key.ts';
import { standardNormal } from './normal.ts';

/** Gamma-distributed numbers, and what is made of them. */

/** One key for each element. */
const samples = (key: NDArray, a: NDArray, shape: Shape, logSpace: boolean): NDArray =>
  randomGamma(reshape(splitKey(key, [sizeOf(shape)]), [...shape, 2]), spread(a, shape), logSpace);

/**
 * Gamma-distributed random numbers with shape parameter a and scale 1, of the shape given or a's.
 *
 * They can be differentiated with respect to a, twice, their probabilities held. Throws TypeError for a dtype that is no float, RangeError where a does
 * not broadcast.
 *
 * @example
 * ```ts
 * console.log(random.gamma(random.key(0), [1, 2, 3]).shape); // => [ 3 ]
 * ```
 */
export const gamma = (
  key: ArrayLike,
  a: ArrayLike,
  shape?: SampleShape | SampleOptions,
  options: SampleOptions = {},
): NDArray => {
  const call = readCall('gamma', key, [a], shape, options);
  return samples(call.key, call.parameters[0]!, call.shape, false);
};

/**
 * Logarithms of gamma-distributed random numbers, accurate where these are close to 0, as for small a.
 *
 * @example
 * ```ts
 * const [a, key] = [2, random.key(0)];
 * console.log(np.allclose(np.exp(random.loggamma(key, a)), random.gamma(key, a)).item()); // => true
 * ```
 */
export const loggamma = (
  key: ArrayLike,
  a: ArrayLike,
  shape?: SampleShape | SampleOptions,
  options: SampleOptions = {},
): NDArray => {
  const call = readCall('loggamma', key, [a], shape, options);
  return samples(call.key, call.parameters[0]!, call.shape, true);
};

/**
 * Beta-distributed random numbers with parameters a and b, of the shape given or that of both together.
 *
 * @example
 * ```ts
 * console.log(random.beta(random.key(0), 2, 3, [4]).shape); // => [ 4 ]
 * ```
 */
export const beta = (
  key: ArrayLike,
  a: ArrayLike,
  b: ArrayLike,
  shape?: SampleShape | SampleOptions,
  options: SampleOptions = {},
): NDArray => {
  const call = readCall('beta', key, [a, b], shape, options);
  const [first, second] = keysOf(call.key, 2).map((own, i) => samples(own, call.parameters[i]!, call.shape, true)) as [
    NDArray,
    NDArray,
  ];
  const greatest = max(first, second);
  const [x, y] = [exp(sub(first, greatest)), exp(sub(second, greatest))];
  return div(x, add(x, y));
};

/**
 * Random proportions of the Dirichlet distribution with parameters alpha along the last axis, where they add up to 1.
 *
 * alpha is (…, n); the result has the shape given, or alpha's leading axes, and then n. Throws RangeError for a scalar alpha.
 *
 * @example
 * ```ts
 * const proportions = random.dirichlet(random.key(0), [1, 2, 3]);
 * console.log(np.allclose(proportions.sum(), 1).item()); // => true
 * ```
 */
export const dirichlet = (
  key: ArrayLike,
  alpha: ArrayLike,
  shape?: SampleShape | SampleOptions,
  options: SampleOptions = {},
): NDArray => {
  const given = optionsOf('dirichlet', shape, options);
  const parameters = asParameter('dirichlet', alpha, floatDType('dirichlet', given.dtype));
  if (parameters.ndim === 0) {
    throw new RangeError(`dirichlet: alpha needs at least one axis, got shape ${shapeString(parameters.shape)}`);
  }
  const stack = sampleShape('dirichlet', given.shape, parameters.shape.slice(0, -1));
  const logarithms = samples(asKey('dirichlet', key), parameters, [...stack, parameters.shape.at(-1)!], true);
  return softmax(logarithms, { axis: -1 });
};

/** χ²-distributed numbers with df degrees of freedom. */
const chiSquared = (key: NDArray, df: NDArray, shape: Shape): NDArray =>
  mul(exp(samples(key, div(df, 2), shape, true)), 2);

/**
 * χ²-distributed random numbers with df degrees of freedom, of the shape given or df's.
 *
 * @example
 * ```ts
 * console.log(random.chisquare(random.key(0), 3, [4]).shape); // => [ 4 ]
 * ```
 */
export const chisquare = (
  key: ArrayLike,
  df: ArrayLike,
  shape?: SampleShape | SampleOptions,
  options: SampleOptions = {},
): NDArray => {
  const call = readCall('chisquare', key, [df], shape, options);
  return chiSquared(call.key, call.parameters[0]!, call.shape);
};

/**
 * F-distributed random numbers with dfnum and dfden degrees of freedom, of the shape given or that of both together.
 *
 * @example
 * ```ts
 * console.log(random.f(random.key(0), 3, 5, [4]).shape); // => [ 4 ]
 * ```
 */
export const f = (
  key: ArrayLike,
  dfnum: ArrayLike,
  dfden: ArrayLike,
  shape?: SampleShape | SampleOptions,
  options: SampleOptions = {},
): NDArray => {
  const call = readCall('f', key, [dfnum, dfden], shape, options);
  const [above, below] = call.parameters as [NDArray, NDArray];
  const [belowKey, aboveKey] = keysOf(call.key, 2) as [NDArray, NDArray];
  return div(div(chiSquared(aboveKey, above, call.shape), above), div(chiSquared(belowKey, below, call.shape), below));
};

/**
 * Random numbers of Student's t distribution with df degrees of freedom, of the shape given or df's.
 *
 * @example
 * ```ts
 * console.log(random.t(random.key(0), 3, [4]).shape); // => [ 4 ]
 * ```
 */
export const t = (
  key: ArrayLike,
  df: ArrayLike,
  shape?: SampleShape | SampleOptions,
  options: SampleOptions = {},
): NDArray => {
  const call = readCall('t', key, [df], shape, options);
  const half = div(call.parameters[0]!, 2);
  const [normalKey, gammaKey] = keysOf(call.key, 2) as [NDArray, NDArray];
  const numbers = standardNormal(normalKey, call.shape, half.dtype as 'float32' | 'float64');
  return mul(numbers, sqrt(div(half, samples(gammaKey, half, call.shape, false))));
};
