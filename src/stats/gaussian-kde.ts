import { filled } from '../array/create.ts';
import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { checkOptions } from '../array/options.ts';
import { promoteTypesInexact } from '../array/promotion.ts';
import { shapeString } from '../array/shape.ts';
import { avalString } from '../core/aval.ts';
import { asPromoted } from '../numpy/convert.ts';
import { diagonal } from '../numpy/methods/diagonal.ts';
import { refuseComplex } from '../numpy/methods/read.ts';
import { sum } from '../numpy/methods/reductions.ts';
import { atleast2d, moveaxis } from '../numpy/shape.ts';
import { cov } from '../numpy/statistics.ts';
import { convertElementType } from '../primitives/convert.ts';
import { add, div, mul, neg, reciprocal, sub } from '../primitives/elementwise/arithmetic.ts';
import { constantLike } from '../primitives/elementwise/constant.ts';
import { exp, log } from '../primitives/elementwise/exponential.ts';
import { pow, sqrt, square } from '../primitives/elementwise/power.ts';
import { take } from '../primitives/indexing/take.ts';
import { cholesky } from '../primitives/linalg/cholesky.ts';
import { triangularSolve } from '../primitives/linalg/triangular-solve.ts';
import { expandDims, reshape } from '../primitives/shape/reshape.ts';
import { transpose } from '../primitives/shape/transpose.ts';
import { asKey, type SampleShape } from '../random/arguments.ts';
import { choice } from '../random/choosing.ts';
import { multivariateNormal } from '../random/gaussian.ts';
import { keysOf } from '../random/key.ts';
import { ndtr } from '../special/normal.ts';
import { logsumexp } from '../special/softmax.ts';
import { readFloats } from './arguments.ts';

export type KdeOptions = {
  /**
   * The width of the kernels, relative to the deviations of the data: `'scott'` (the default), `'silverman'`, a number, or
   * a function of the number of dimensions and the effective number of data that gives one.
   */
  readonly bwMethod?: 'scott' | 'silverman' | ArrayLike | ((dimensions: number, neff: NDArray) => ArrayLike);
  /** How much each of the data counts; equally by default. */
  readonly weights?: ArrayLike;
};

/** A density that is estimated from data; points are (d, m), or (m) in one dimension, and give m numbers. */
export type GaussianKde = {
  /** The data, (d, n). */
  readonly dataset: NDArray;
  /** How much each of the data counts; their sum is 1. */
  readonly weights: NDArray;
  /** The effective number of data: n where all count equally. */
  readonly neff: NDArray;
  /** The covariance of the kernels, (d, d). */
  readonly covariance: NDArray;
  /** The density at points. */
  readonly pdf: (points: ArrayLike) => NDArray;
  /** The logarithm of the density at points. */
  readonly logpdf: (points: ArrayLike) => NDArray;
  /** The probability between two numbers, in one dimension. */
  readonly integrateBox1d: (low: ArrayLike, high: ArrayLike) => NDArray;
  /** The integral of the density times that of a normal distribution. */
  readonly integrateGaussian: (mean: ArrayLike, cov: ArrayLike) => NDArray;
  /** The integral of the density times another. */
  readonly integrateKde: (other: GaussianKde) => NDArray;
  /** Random points, of shape (d, …shape). */
  readonly resample: (key: ArrayLike, shape?: SampleShape) => NDArray;
};

const what = 'gaussianKde';

/** The width of the kernels, as `bwMethod` asks. */
const factorOf = (bwMethod: KdeOptions['bwMethod'], d: number, neff: NDArray): NDArray => {
  if (bwMethod === undefined || bwMethod === 'scott') return pow(neff, constantLike(neff, -1 / (d + 4)));
  if (bwMethod === 'silverman') return pow(mul(neff, (d + 2) / 4), constantLike(neff, -1 / (d + 4)));
  if (typeof bwMethod === 'string')
    throw new TypeError(
      `${what}: bwMethod must be 'scott', 'silverman', a number or a function, got ${JSON.stringify(bwMethod)}`,
    );
  const [factor] = asPromoted(
    what,
    [typeof bwMethod === 'function' ? bwMethod(d, neff) : bwMethod],
    promoteTypesInexact,
  );
  if (factor.ndim !== 0) throw new RangeError(`${what}: bwMethod must be one number, got ${avalString(factor)}`);
  return convertElementType(factor, neff.dtype);
};

/** The logarithm of the normal density with this Cholesky factor of a covariance, at each point around each center. */
const logKernels = (factor: NDArray, points: NDArray, centers: NDArray): NDArray => {
  const d = factor.shape[0]!;
  const whiten = (x: NDArray): NDArray => triangularSolve(factor, x, { leftSide: true, lower: true });
  const differences = sub(expandDims(whiten(points), [2]), expandDims(whiten(centers), [1]));
  const norm = add(sum(log(diagonal(factor))), 0.5 * d * Math.log(2 * Math.PI));
  return neg(add(norm, mul(sum(square(differences), { axis: 0 }), 0.5)));
};

/**
 * The density that data are drawn from, estimated by a normal distribution around each of them (`jax.scipy.stats.gaussian_kde`).
 *
 * The data are (d, n), one in a column, or (n) in one dimension. Throws RangeError for fewer than two numbers and for weights
 * that are not one for each, TypeError for complex numbers and for another `bwMethod`.
 *
 * @example
 * ```ts
 * const kde = stats.gaussianKde([-1, 0, 1]);
 * console.log(String(np.round(kde.pdf([0, 2]), { decimals: 3 }))); // => [0.318 0.084]
 * ```
 */
export const gaussianKde = (dataset: ArrayLike, options: KdeOptions = {}): GaussianKde => {
  checkOptions(what, options, ['bwMethod', 'weights']);
  const { bwMethod, weights: given } = options;
  const read =
    given === undefined ? readFloats(what, [dataset]) : asPromoted(what, [dataset, given], promoteTypesInexact);
  refuseComplex(what, read[0]!);
  const data = atleast2d(read[0]!);
  if (data.ndim !== 2 || data.size < 2)
    throw new RangeError(
      `${what}: the data must be a vector or matrix of at least two numbers, got ${avalString(data)}`,
    );
  const [d, n] = data.shape as readonly [number, number];
  const raw = read[1] ?? filled([n], data.dtype, 1);
  if (raw.ndim !== 1 || raw.size !== n)
    throw new RangeError(`${what}: weights must be ${n} numbers, one for each of the data, got ${avalString(raw)}`);
  const weights = div(raw, sum(raw));
  const neff = reciprocal(sum(square(weights)));
  const covariance = mul(reshape(cov(data, { aweights: weights }), [d, d]), square(factorOf(bwMethod, d, neff)));

  const pointsOf = (name: string, points: ArrayLike): NDArray => {
    const [array] = readFloats(`${what}.${name}`, [points]);
    const columns = atleast2d(array);
    const read = columns.shape[0] === 1 && columns.shape[1] === d && d > 1 ? transpose(columns, [1, 0]) : columns;
    if (read.ndim !== 2 || read.shape[0] !== d)
      throw new RangeError(
        `${what}.${name}: points of ${d} numbers stand in columns, got shape ${shapeString(array.shape)}`,
      );
    return read;
  };
  /** The logarithms of the kernels, a row for each point. */
  const logTerms = (name: string, points: ArrayLike): NDArray => {
    const operands = [pointsOf(name, points), data, covariance] as const;
    const [columns, centers, spread] = asPromoted(what, operands, promoteTypesInexact);
    return logKernels(cholesky(spread), columns, centers);
  };
  /** The sum of what normal distributions with this further covariance give at points. */
  const convolved = (points: NDArray, further: NDArray): NDArray =>
    sum(mul(weights, exp(logKernels(cholesky(add(covariance, further)), points, data))), { axis: 1 });

  return {
    dataset: data,
    weights,
    neff,
    covariance,
    pdf: points => sum(mul(weights, exp(logTerms('pdf', points))), { axis: 1 }),
    logpdf: points => logsumexp(logTerms('logpdf', points), { b: weights, axis: 1 }),
    integrateBox1d: (low, high) => {
      if (d !== 1) throw new RangeError(`${what}.integrateBox1d: needs data of one dimension, got ${d}`);
      const [from, to] = readFloats(`${what}.integrateBox1d`, [low, high]);
      if (from.ndim !== 0)
        throw new RangeError(`${what}.integrateBox1d: the limits must be numbers, got ${avalString(from)}`);
      const width = sqrt(reshape(covariance, []));
      const below = (limit: NDArray): NDArray => ndtr(div(sub(limit, reshape(data, [n])), width));
      return sum(mul(weights, sub(below(to), below(from))));
    },
    integrateGaussian: (mean, spread) => {
      const name = 'integrateGaussian';
      const [center, further] = asPromoted(`${what}.${name}`, [mean, spread], promoteTypesInexact);
      if (center.size !== d || further.size !== d * d)
        throw new RangeError(
          `${what}.${name}: needs a mean of ${d} numbers and their covariance, got shapes ${shapeString(center.shape)} and ${shapeString(further.shape)}`,
        );
      return reshape(convolved(reshape(center, [d, 1]), reshape(further, [d, d])), []);
    },
    integrateKde: other => {
      if (other.dataset.shape[0] !== d)
        throw new RangeError(`${what}.integrateKde: data of ${d} and ${other.dataset.shape[0]} dimensions`);
      return sum(mul(convolved(other.dataset, other.covariance), other.weights));
    },
    resample: (key, shape = []) => {
      const [indexKey, noiseKey] = keysOf(asKey(`${what}.resample`, key), 2) as [NDArray, NDArray];
      const indices = choice(indexKey, n, shape, { p: weights });
      const noise = multivariateNormal(noiseKey, filled([d], data.dtype, 0), covariance, shape, {
        dtype: data.dtype as 'float32',
      });
      return add(take(data, indices, { axis: 1 }), moveaxis(noise, -1, 0));
    },
  };
};
