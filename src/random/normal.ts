import { checkDType } from '../array/create.ts';
import { isComplex, realOf } from '../array/dtype.ts';
import { type ArrayLike, type NDArray, scalar } from '../array/ndarray.ts';
import { defaultDType } from '../array/promotion.ts';
import { checkShape, type Shape } from '../array/shape.ts';
import { div, mul } from '../primitives/elementwise/arithmetic.ts';
import { complex } from '../primitives/elementwise/complex.ts';
import { erfInvOfSample } from '../primitives/random/sampling.ts';
import { asKey, type FloatDType, floatDType, optionsOf, type SampleShape, type ShapeOption } from './arguments.ts';
import { keysOf } from './key.ts';
import { asProgram } from './large.ts';
import { limits, standardUniform } from './uniform.ts';

/** Standard normal numbers: the quantiles of uniform ones. */
export const standardNormal = (key: NDArray, shape: Shape, dtype: FloatDType): NDArray => {
  const between = standardUniform(key, shape, dtype, limits[dtype].epsilonBelow - 1, 1);
  return mul(scalar(Math.SQRT2, dtype), erfInvOfSample(between));
};

export type NormalOptions = ShapeOption & {
  /** A float or complex dtype; the default float by default. */
  readonly dtype?: 'float32' | 'float64' | 'complex64' | 'complex128';
};

/**
 * Normally distributed random numbers with mean 0 and variance 1, of the given shape.
 *
 * Scale and shift them for others: `normal(key, shape).mul(deviation).add(mean)`. Of complex numbers, real and imaginary
 * part have variance 1/2 each. Throws TypeError for a dtype that is neither float nor complex.
 *
 * @example
 * ```ts
 * console.log(String(random.normal(random.key(0), [3]))); // => [ 1.6226422   2.0252647  -0.43359444]
 * ```
 */
export const normal = (key: ArrayLike, shape?: SampleShape | NormalOptions, options: NormalOptions = {}): NDArray => {
  const given = optionsOf('normal', shape, options);
  const checked = asKey('normal', key);
  const extents = checkShape('normal', given.shape ?? []);
  const dtype = checkDType('normal', given.dtype ?? defaultDType());
  if (!isComplex(dtype)) {
    const float = floatDType('normal', dtype);
    return asProgram(own => standardNormal(own, extents, float), extents, checked);
  }
  const real = realOf(dtype) as FloatDType;
  const parts = keysOf(checked, 2).map(part => standardNormal(part, extents, real));
  return div(complex(parts[0]!, parts[1]!), scalar(Math.SQRT2, dtype));
};
