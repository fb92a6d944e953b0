import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { broadcastShapes, checkShape, type Shape } from '../array/shape.ts';
import { power } from '../numpy/methods/arithmetic.ts';
import { sum } from '../numpy/methods/reductions.ts';
import { abs } from '../primitives/elementwise/absolute.ts';
import { add, div, mul, neg, sub } from '../primitives/elementwise/arithmetic.ts';
import { le, lt } from '../primitives/elementwise/comparison.ts';
import { exp } from '../primitives/elementwise/exponential.ts';
import { sqrt, square } from '../primitives/elementwise/power.ts';
import { select } from '../primitives/elementwise/select.ts';
import { log1pOfSample, logOfSample } from '../primitives/random/sampling.ts';
import { reshape } from '../primitives/shape/reshape.ts';
import {
  asParameter,
  type FloatDType,
  optionsOf,
  readCall,
  type SampleOptions,
  type SampleShape,
  spread,
} from './arguments.ts';
import { rademacher } from './discrete.ts';
import { gamma } from './gamma.ts';
import { keysOf } from './key.ts';
import { standardNormal } from './normal.ts';
import { standardExponential } from './standard.ts';
import { standardUniform } from './uniform.ts';

/** Numbers of continuous distributions with parameters, which broadcast and can be differentiated. */

/**
 * Pareto-distributed random numbers from 1 on, with density proportional to x^-(b+1).
 *
 * @example
 * ```ts
 * console.log(random.pareto(random.key(0), 2, [3]).shape); // => [ 3 ]
 * ```
 */
export const pareto = (
  key: ArrayLike,
  b: ArrayLike,
  shape?: SampleShape | SampleOptions,
  options: SampleOptions = {},
): NDArray => {
  const call = readCall('pareto', key, [b], shape, options);
  return exp(div(standardExponential(call.key, call.shape, call.dtype), call.parameters[0]!));
};

/**
 * Random numbers whose logarithms are normally distributed, with mean 0 and standard deviation sigma (1 by default).
 *
 * @example
 * ```ts
 * console.log(random.lognormal(random.key(0), 0.5, [3]).shape); // => [ 3 ]
 * ```
 */
export const lognormal = (
  key: ArrayLike,
  sigma: ArrayLike = 1,
  shape?: SampleShape | SampleOptions,
  options: SampleOptions = {},
): NDArray => {
  const call = readCall('lognormal', key, [sigma], shape, options);
  return exp(mul(standardNormal(call.key, call.shape, call.dtype), call.parameters[0]!));
};

/**
 * Rayleigh-distributed random numbers: lengths of plane vectors of normal numbers with standard deviation scale.
 *
 * @example
 * ```ts
 * console.log(random.rayleigh(random.key(0), 2, [3]).shape); // => [ 3 ]
 * ```
 */
export const rayleigh = (
  key: ArrayLike,
  scale: ArrayLike,
  shape?: SampleShape | SampleOptions,
  options: SampleOptions = {},
): NDArray => {
  const call = readCall('rayleigh', key, [scale], shape, options);
  const u = standardUniform(call.key, call.shape, call.dtype);
  return mul(call.parameters[0]!, sqrt(mul(logOfSample(u), -2)));
};

/**
 * Random numbers of the inverse Gaussian (Wald) distribution with the given mean and shape parameter 1.
 *
 * @example
 * ```ts
 * console.log(random.wald(random.key(0), 2, [3]).shape); // => [ 3 ]
 * ```
 */
export const wald = (
  key: ArrayLike,
  mean: ArrayLike,
  shape?: SampleShape | SampleOptions,
  options: SampleOptions = {},
): NDArray => {
  const call = readCall('wald', key, [mean], shape, options);
  const [normalKey, uniformKey] = keysOf(call.key, 2) as [NDArray, NDArray];
  const center = spread(call.parameters[0]!, call.shape);
  const y = square(standardNormal(normalKey, call.shape, call.dtype));
  const z = standardUniform(uniformKey, call.shape, call.dtype);
  const centerSquare = square(center);
  const root = sqrt(add(mul(mul(center, 4), y), mul(centerSquare, square(y))));
  // the smaller root of the equation that y is the solution of (Michael, Schucany and Haas, 1976)
  const x = sub(add(center, div(mul(centerSquare, y), 2)), mul(div(center, 2), root));
  return select(le(z, div(center, add(center, x))), x, div(centerSquare, x));
};

/**
 * Triangularly distributed random numbers from left to right, most likely near mode.
 *
 * @example
 * ```ts
 * console.log(random.triangular(random.key(0), 0, 1, 3, [4]).shape); // => [ 4 ]
 * ```
 */
export const triangular = (
  key: ArrayLike,
  left: ArrayLike,
  mode: ArrayLike,
  right: ArrayLike,
  shape?: SampleShape | SampleOptions,
  options: SampleOptions = {},
): NDArray => {
  const call = readCall('triangular', key, [left, mode, right], shape, options);
  const [low, peak, high] = call.parameters.map(parameter => spread(parameter, call.shape)) as [
    NDArray,
    NDArray,
    NDArray,
  ];
  const [width, rise, fall] = [sub(high, low), sub(peak, low), sub(high, peak)];
  const u = standardUniform(call.key, call.shape, call.dtype);
  const rising = add(low, sqrt(mul(mul(u, width), rise)));
  const falling = sub(high, sqrt(mul(mul(sub(1, u), width), fall)));
  return select(lt(u, div(rise, width)), rising, falling);
};

/**
 * Weibull-distributed random numbers: powers 1 / concentration of exponential ones, times scale.
 *
 * Unlike elsewhere the shape is () by default, and the parameters broadcast with it.
 *
 * @example
 * ```ts
 * console.log(random.weibullMin(random.key(0), 1, 2, [3]).shape); // => [ 3 ]
 * ```
 */
export const weibullMin = (
  key: ArrayLike,
  scale: ArrayLike,
  concentration: ArrayLike,
  shape?: SampleShape | SampleOptions,
  options: SampleOptions = {},
): NDArray => {
  const call = readCall('weibullMin', key, [], shape, options);
  const [width, exponent] = [scale, concentration].map(value => asParameter('weibullMin', value, call.dtype)) as [
    NDArray,
    NDArray,
  ];
  const lengths = neg(log1pOfSample(neg(standardUniform(call.key, call.shape, call.dtype))));
  return mul(power(lengths, div(1, exponent)), width);
};

/** Lengths of vectors of three normal numbers. */
const normalLengths = (key: NDArray, shape: Shape, dtype: FloatDType): NDArray =>
  sqrt(sum(square(standardNormal(key, [...shape, 3], dtype)), { axis: -1 }));

/**
 * Maxwell-distributed random numbers: lengths of vectors of three standard normal numbers.
 *
 * @example
 * ```ts
 * console.log(random.maxwell(random.key(0), [3]).shape); // => [ 3 ]
 * ```
 */
export const maxwell = (key: ArrayLike, shape?: SampleShape | SampleOptions, options: SampleOptions = {}): NDArray => {
  const call = readCall('maxwell', key, [], shape, options);
  return normalLengths(call.key, call.shape, call.dtype);
};

/**
 * Random numbers that are Maxwell-distributed to both sides of loc, with the given scale.
 *
 * The result has the shape given (that of the parameters by default) and then that of the parameters, as in JAX.
 *
 * @example
 * ```ts
 * console.log(random.doubleSidedMaxwell(random.key(0), 0, 2, [3]).shape); // => [ 3 ]
 * ```
 */
export const doubleSidedMaxwell = (
  key: ArrayLike,
  loc: ArrayLike,
  scale: ArrayLike,
  shape?: SampleShape | SampleOptions,
  options: SampleOptions = {},
): NDArray => {
  const call = readCall('doubleSidedMaxwell', key, [], shape, options);
  const [place, width] = [loc, scale].map(value => asParameter('doubleSidedMaxwell', value, call.dtype)) as [
    NDArray,
    NDArray,
  ];
  const own = broadcastShapes('doubleSidedMaxwell', [place.shape, width.shape]);
  const extents = [...(call.shape.length === 0 ? own : call.shape), ...own];
  const [lengthKey, signKey] = keysOf(call.key, 2) as [NDArray, NDArray];
  const lengths = normalLengths(lengthKey, extents, call.dtype);
  return add(mul(mul(rademacher(signKey, extents, { dtype: call.dtype }), lengths), width), place);
};

/** Numbers with density proportional to exp(-|x|ᵖ). */
const generalized = (key: NDArray, p: number, shape: Shape, dtype: FloatDType): NDArray => {
  const [gammaKey, signKey] = keysOf(key, 2) as [NDArray, NDArray];
  const sizes = gamma(gammaKey, 1 / p, shape, { dtype });
  return mul(rademacher(signKey, shape, { dtype }), power(sizes, 1 / p));
};

/**
 * Random numbers of the generalised normal distribution, with density proportional to exp(-|x|ᵖ) for a number p.
 *
 * @example
 * ```ts
 * console.log(random.generalizedNormal(random.key(0), 4, [3]).shape); // => [ 3 ]
 * ```
 */
export const generalizedNormal = (
  key: ArrayLike,
  p: number,
  shape?: SampleShape | SampleOptions,
  options: SampleOptions = {},
): NDArray => {
  const call = readCall('generalizedNormal', key, [], shape, options);
  return generalized(call.key, p, call.shape, call.dtype);
};

export type BallOptions = SampleOptions & {
  /** Which norm the ball belongs to; 2 by default. */
  readonly p?: number;
};

/**
 * Random points of the unit ball in d dimensions, one along the last axis for each element of the shape.
 *
 * @example
 * ```ts
 * console.log(random.ball(random.key(0), 3, [2]).shape); // => [ 2, 3 ]
 * ```
 */
export const ball = (
  key: ArrayLike,
  d: number,
  shape?: SampleShape | BallOptions,
  options: BallOptions = {},
): NDArray => {
  const given = optionsOf('ball', shape, options, ['dtype', 'p']);
  const { p = 2 } = given;
  checkShape('ball', [d]);
  const call = readCall('ball', key, [], given, {}, ['dtype', 'p']);
  const [directionKey, depthKey] = keysOf(call.key, 2) as [NDArray, NDArray];
  const direction = generalized(directionKey, p, [...call.shape, d], call.dtype);
  const depth = standardExponential(depthKey, call.shape, call.dtype);
  const length = power(add(sum(power(abs(direction), p), { axis: -1 }), depth), 1 / p);
  return div(direction, reshape(length, [...call.shape, 1]));
};
