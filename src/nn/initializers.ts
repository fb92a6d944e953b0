import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { checkOptions } from '../array/options.ts';
import { type DefaultDType, defaultDType } from '../array/promotion.ts';
import { checkShape, shapeString } from '../array/shape.ts';
import { full } from '../numpy/creation.ts';
import { moveaxis } from '../numpy/shape.ts';
import { times } from '../primitives/elementwise/beside-number.ts';
import { reshape } from '../primitives/shape/reshape.ts';
import { orthogonal as randomOrthogonal, truncatedNormal as randomTruncatedNormal } from '../random/gaussian.ts';
import { normal as randomNormal } from '../random/normal.ts';
import { uniform as randomUniform } from '../random/uniform.ts';

/** Initial weights under the names of jax.nn.initializers, in camelCase: the same keys give JAX's numbers. */

type DType = DefaultDType;

/** Makes an array of a shape from a random key. */
export type Initializer = (key: ArrayLike, shape: readonly number[], options?: { readonly dtype?: DType }) => NDArray;

/** An initializer with a dtype of its own, which callers may override; both sets of options are checked. */
const initializer = (
  name: string,
  options: { readonly dtype?: DType },
  others: readonly string[],
  make: (key: ArrayLike, shape: readonly number[], dtype: DType) => NDArray,
): Initializer => {
  checkOptions(name, options, ['dtype', ...others]);
  const { dtype } = options;
  return (key, shape, chosen = {}) => {
    checkOptions(name, chosen, ['dtype']);
    return make(key, checkShape(name, shape), chosen.dtype ?? dtype ?? defaultDType());
  };
};

/**
 * An initializer of one number throughout.
 *
 * @example
 * ```ts
 * console.log(String(nn.initializers.constant(7)(random.key(0), [2]))); // => [7. 7.]
 * ```
 */
export const constant = (value: number, options: { readonly dtype?: DType } = {}): Initializer =>
  initializer('constant', options, [], (_, shape, dtype) => full(shape, value, { dtype }));

/**
 * The initializer of zeros: it takes a key and a shape itself.
 *
 * @example
 * ```ts
 * console.log(String(nn.initializers.zeros(random.key(0), [2]))); // => [0. 0.]
 * ```
 */
export const zeros = (key: ArrayLike, shape: readonly number[], options?: { readonly dtype?: DType }): NDArray =>
  constant(0)(key, shape, options);

/**
 * The initializer of ones: it takes a key and a shape itself.
 *
 * @example
 * ```ts
 * console.log(String(nn.initializers.ones(random.key(0), [2]))); // => [1. 1.]
 * ```
 */
export const ones = (key: ArrayLike, shape: readonly number[], options?: { readonly dtype?: DType }): NDArray =>
  constant(1)(key, shape, options);

/**
 * An initializer of uniform numbers between 0 and `scale` (0.01 by default).
 *
 * @example
 * ```ts
 * console.log(nn.initializers.uniform(2)(random.key(0), [3]).shape); // => [ 3 ]
 * ```
 */
export const uniform = (scale = 0.01, options: { readonly dtype?: DType } = {}): Initializer =>
  initializer('uniform', options, [], (key, shape, dtype) => times(randomUniform(key, shape, { dtype }), scale));

/**
 * An initializer of normal numbers with standard deviation `stddev` (0.01 by default).
 *
 * @example
 * ```ts
 * console.log(nn.initializers.normal(2)(random.key(0), [3]).shape); // => [ 3 ]
 * ```
 */
export const normal = (stddev = 0.01, options: { readonly dtype?: DType } = {}): Initializer =>
  initializer('normal', options, [], (key, shape, dtype) => times(randomNormal(key, shape, { dtype }), stddev));

export type TruncatedNormalOptions = { readonly dtype?: DType; readonly lower?: number; readonly upper?: number };

/**
 * An initializer of normal numbers between `lower` and `upper` (±2 by default) times `stddev` (0.01 by default).
 *
 * @example
 * ```ts
 * console.log(nn.initializers.truncatedNormal(2)(random.key(0), [3]).shape); // => [ 3 ]
 * ```
 */
export const truncatedNormal = (stddev = 0.01, options: TruncatedNormalOptions = {}): Initializer =>
  initializer('truncatedNormal', options, ['lower', 'upper'], (key, shape, dtype) => {
    const { lower = -2, upper = 2 } = options;
    return times(randomTruncatedNormal(key, lower, upper, shape, { dtype }), stddev);
  });

type Axes = number | readonly number[];

export type ScalingOptions = {
  readonly dtype?: DType;
  /** Axes of the inputs of a layer; the last but one by default. */
  readonly inAxis?: Axes;
  /** Axes of its outputs; the last by default. */
  readonly outAxis?: Axes;
  /** Axes that do not count. */
  readonly batchAxis?: Axes;
};

export type VarianceScalingMode = 'fan_in' | 'fan_out' | 'fan_avg' | 'fan_geo_avg';
export type ScalingDistribution = 'truncated_normal' | 'normal' | 'uniform';

/** How many inputs and outputs a weight of a layer joins. */
const fansOf = (
  shape: readonly number[],
  { inAxis = -2, outAxis = -1, batchAxis = [] }: ScalingOptions,
): readonly [inputs: number, outputs: number] => {
  const extent = (axes: Axes): number => {
    const list = typeof axes === 'number' ? [axes] : axes;
    return list.reduce((product, axis) => {
      const own = shape.at(axis);
      if (own === undefined)
        throw new RangeError(`initializers: axis ${axis} is not among those of shape ${shapeString(shape)}`);
      return product * own;
    }, 1);
  };
  const [inputs, outputs] = [extent(inAxis), extent(outAxis)];
  const field = shape.reduce((product, own) => product * own, 1) / inputs / outputs / extent(batchAxis);
  return [inputs * field, outputs * field];
};

/**
 * An initializer whose variance is `scale` divided by the number of inputs (`'fan_in'`), outputs (`'fan_out'`) or their
 * mean of a layer: normal, normal without tails or uniform.
 *
 * The initializer throws RangeError for shapes that lack the axes. Throws TypeError for unknown modes and distributions.
 *
 * @example
 * ```ts
 * const init = nn.initializers.varianceScaling(2, 'fan_in', 'normal');
 * console.log(init(random.key(0), [3, 2]).shape); // => [ 3, 2 ]
 * ```
 */
export const varianceScaling = (
  scale: number,
  mode: VarianceScalingMode,
  distribution: ScalingDistribution,
  scaling: ScalingOptions = {},
): Initializer => {
  const denominators = {
    fan_in: (inputs: number) => inputs,
    fan_out: (_: number, outputs: number) => outputs,
    fan_avg: (inputs: number, outputs: number) => (inputs + outputs) / 2,
    fan_geo_avg: (inputs: number, outputs: number) => Math.sqrt(inputs * outputs),
  };
  if (!Object.hasOwn(denominators, mode))
    throw new TypeError(
      `varianceScaling: mode must be one of ${Object.keys(denominators).join(', ')}, got ${JSON.stringify(mode)}`,
    );
  if (distribution !== 'normal' && distribution !== 'truncated_normal' && distribution !== 'uniform')
    throw new TypeError(
      `varianceScaling: distribution must be 'normal', 'truncated_normal' or 'uniform', got ${JSON.stringify(distribution)}`,
    );
  return initializer('varianceScaling', scaling, ['inAxis', 'outAxis', 'batchAxis'], (key, shape, dtype) => {
    const variance = scale / denominators[mode](...fansOf(shape, scaling));
    if (distribution === 'normal') return times(randomNormal(key, shape, { dtype }), Math.sqrt(variance));
    if (distribution === 'uniform')
      return times(randomUniform(key, shape, { dtype, minval: -1 }), Math.sqrt(3 * variance));
    // the standard deviation of a normal number between -2 and 2
    const deviation = Math.sqrt(variance) / 0.8796256610342398;
    return times(randomTruncatedNormal(key, -2, 2, shape, { dtype }), deviation);
  });
};

/**
 * Glorot's and Bengio's uniform initializer: variance 1 over the mean of inputs and outputs.
 *
 * @example
 * ```ts
 * console.log(nn.initializers.glorotUniform()(random.key(0), [3, 2]).shape); // => [ 3, 2 ]
 * ```
 */
export const glorotUniform = (options?: ScalingOptions): Initializer =>
  varianceScaling(1, 'fan_avg', 'uniform', options);

/**
 * Glorot's and Bengio's normal initializer: variance 1 over the mean of inputs and outputs, without tails.
 *
 * @example
 * ```ts
 * console.log(nn.initializers.glorotNormal()(random.key(0), [3, 2]).shape); // => [ 3, 2 ]
 * ```
 */
export const glorotNormal = (options?: ScalingOptions): Initializer =>
  varianceScaling(1, 'fan_avg', 'truncated_normal', options);

/**
 * LeCun's uniform initializer: variance 1 over the number of inputs.
 *
 * @example
 * ```ts
 * console.log(nn.initializers.lecunUniform()(random.key(0), [3, 2]).shape); // => [ 3, 2 ]
 * ```
 */
export const lecunUniform = (options?: ScalingOptions): Initializer => varianceScaling(1, 'fan_in', 'uniform', options);

/**
 * LeCun's normal initializer: variance 1 over the number of inputs, without tails.
 *
 * @example
 * ```ts
 * console.log(nn.initializers.lecunNormal()(random.key(0), [3, 2]).shape); // => [ 3, 2 ]
 * ```
 */
export const lecunNormal = (options?: ScalingOptions): Initializer =>
  varianceScaling(1, 'fan_in', 'truncated_normal', options);

/**
 * He's uniform initializer, for relu: variance 2 over the number of inputs.
 *
 * @example
 * ```ts
 * console.log(nn.initializers.heUniform()(random.key(0), [3, 2]).shape); // => [ 3, 2 ]
 * ```
 */
export const heUniform = (options?: ScalingOptions): Initializer => varianceScaling(2, 'fan_in', 'uniform', options);

/**
 * He's normal initializer, for relu: variance 2 over the number of inputs, without tails.
 *
 * @example
 * ```ts
 * console.log(nn.initializers.heNormal()(random.key(0), [3, 2]).shape); // => [ 3, 2 ]
 * ```
 */
export const heNormal = (options?: ScalingOptions): Initializer =>
  varianceScaling(2, 'fan_in', 'truncated_normal', options);

export type OrthogonalInitializerOptions = {
  readonly dtype?: DType;
  /** The axis of the columns; the last by default. */
  readonly columnAxis?: number;
};

/**
 * An initializer of matrices with orthonormal rows or columns, whichever are fewer, times `scale` (1 by default).
 *
 * The initializer throws RangeError for shapes of fewer than two axes.
 *
 * @example
 * ```ts
 * const q = nn.initializers.orthogonal()(random.key(0), [3, 2]);
 * console.log(np.allclose(q.T.matmul(q), np.eye(2), { atol: 1e-6 }).item<boolean>()); // => true
 * ```
 */
export const orthogonal = (scale = 1, options: OrthogonalInitializerOptions = {}): Initializer =>
  initializer('orthogonal', options, ['columnAxis'], (key, shape, dtype) => {
    const { columnAxis = -1 } = options;
    const columns = shape.at(columnAxis);
    if (shape.length < 2 || columns === undefined) {
      throw new RangeError(
        `orthogonal: shapes need at least two axes, the columns among them, got ${shapeString(shape)}`,
      );
    }
    if (shape.includes(0)) return full(shape, 0, { dtype });
    const place = columnAxis < 0 ? columnAxis + shape.length : columnAxis;
    const others = shape.filter((_, axis) => axis !== place);
    const rows = others.reduce((product, extent) => product * extent, 1);
    const q = reshape(randomOrthogonal(key, rows, { m: columns, dtype }), [...others, columns]);
    return times(moveaxis(q, -1, place), scale);
  });

export {
  glorotNormal as xavierNormal,
  glorotUniform as xavierUniform,
  heNormal as kaimingNormal,
  heUniform as kaimingUniform,
};
