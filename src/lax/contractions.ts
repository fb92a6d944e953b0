import type { DType } from '../array/dtype.ts';
import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { checkList, checkOptions } from '../array/options.ts';
import { checkShape } from '../array/shape.ts';
import { avalString } from '../core/aval.ts';
import { asArray } from '../numpy/convert.ts';
import { eye } from '../numpy/creation.ts';
import { wired } from '../numpy/methods.ts';
import * as contraction from '../primitives/contraction/checked-dot-general.ts';
import * as convolution from '../primitives/contraction/conv.ts';
import {
  type ConvDimensionNumbers,
  type ConvPadding,
  dilate,
  type NamedPadding,
  resolveAxes,
  take,
} from '../primitives/contraction/conv-geometry.ts';
import * as products from '../primitives/contraction/matmul.ts';
import { reshape } from '../primitives/shape/reshape.ts';
import { rev } from '../primitives/shape/rev.ts';
import { tile } from '../primitives/shape/tile.ts';
import { invertPermutation, transpose } from '../primitives/shape/transpose.ts';

/** Contractions and convolutions. */

/** Sums of products over contracting axes, along batch axes. */
export const dotGeneral = wired(contraction.dotGeneral);

/** The inner product of vectors, or the product of matrices. */
export const dot = wired(products.dot);

/** Convolutions with strides, padding, dilation and groups, in any number of dimensions. */
export const convGeneralDilated = wired(convolution.convGeneralDilated);

/**
 * Products of the matrices in the last two axes, along leading batch axes that both have.
 *
 * Throws RangeError for operands that do not have as many axes, at least two, with extents that fit.
 *
 * @example
 * ```ts
 * console.log(lax.batchMatmul(np.ones([4, 2, 3]), np.ones([4, 3, 5])).shape); // => [ 4, 2, 5 ]
 * ```
 */
export const batchMatmul = (lhs: ArrayLike, rhs: ArrayLike): NDArray => {
  const [left, right] = [asArray('batchMatmul', lhs), asArray('batchMatmul', rhs)];
  convolution.checkSameRank('batchMatmul', left, right);
  const { ndim } = left;
  const batch = left.shape.slice(2).map((_, axis) => axis);
  return contraction.dotGeneral(left, right, { contracting: [[ndim - 1], [ndim - 2]], batch: [batch, batch] });
};

/**
 * A convolution with strides and padding: axes are batch, features, space for lhs, and output features, input features,
 * space for the kernel. Throws as `convGeneralDilated` does.
 *
 * @example
 * ```ts
 * console.log(String(lax.conv(array([[[1, 2, 3, 4]]]), array([[[1, -1]]]), [1], 'VALID'))); // => [[[-1. -1. -1.]]]
 * ```
 */
export const conv = (
  lhs: ArrayLike,
  rhs: ArrayLike,
  windowStrides: readonly number[],
  padding: NamedPadding | ConvPadding,
): NDArray => convGeneralDilated(lhs, rhs, windowStrides, padding);

/**
 * `conv` with dilations of lhs and of the kernel; null for none. Throws as `convGeneralDilated` does.
 *
 * @example
 * ```ts
 * const x = array([[[1, 2, 3, 4]]]);
 * console.log(String(lax.convWithGeneralPadding(x, array([[[1, -1]]]), [1], [[0, 0]], null, [2]))); // => [[[-2. -2.]]]
 * ```
 */
export const convWithGeneralPadding = (
  lhs: ArrayLike,
  rhs: ArrayLike,
  windowStrides: readonly number[],
  padding: NamedPadding | ConvPadding,
  lhsDilation: readonly number[] | null,
  rhsDilation: readonly number[] | null,
): NDArray =>
  convGeneralDilated(lhs, rhs, windowStrides, padding, {
    ...(lhsDilation === null ? {} : { lhsDilation }),
    ...(rhsDilation === null ? {} : { rhsDilation }),
  });

export type ConvTransposeOptions = {
  /** `rhsDilation - 1` zeros are put between neighbours of the kernel. */
  readonly rhsDilation?: readonly number[];
  /** Names of the axes; `['NHWC', 'HWIO', 'NHWC']` with two spatial axes by default, as in JAX. */
  readonly dimensionNumbers?: ConvDimensionNumbers | null;
  /** Flips the kernel and swaps its features: what the derivative of a convolution does. */
  readonly transposeKernel?: boolean;
  readonly preferredElementType?: DType;
  /** Pairs, too, are the padding of the convolution that this is the transpose of, as names always are. */
  readonly useConsistentPadding?: boolean;
};

/** The padding of a transposed convolution, from the kernel's extent, the stride and the padding of the forward one. */
const transposedPadding = (
  extent: number,
  stride: number,
  padding: NamedPadding | readonly [number, number],
): [number, number] => {
  if (typeof padding !== 'string') return [extent - padding[0] - 1, extent - padding[1] - 1];
  const total = extent + stride - 2 + (padding === 'VALID' ? Math.max(extent - stride, 0) : 0);
  const before = padding === 'VALID' || stride > extent - 1 ? extent - 1 : Math.ceil(total / 2);
  return [before, total - before];
};

/**
 * A transposed convolution (`jax.lax.conv_transpose`): one with fractional strides, whose spatial extents grow.
 *
 * `'SAME'` and `'VALID'` are the padding of the forward convolution, pairs that of this one, unless `useConsistentPadding`.
 * Throws RangeError where shapes, strides or padding do not fit.
 *
 * @example
 * ```ts
 * const x = array([[[1], [2]]]);
 * const kernel = array([[[1]], [[10]]]);
 * console.log(String(lax.convTranspose(x, kernel, [2], 'VALID').ravel())); // => [10.  1. 20.  2.]
 * ```
 */
export const convTranspose = (
  lhs: ArrayLike,
  rhs: ArrayLike,
  strides: readonly number[],
  padding: NamedPadding | ConvPadding,
  options: ConvTransposeOptions = {},
): NDArray => {
  checkOptions('convTranspose', options, [
    'rhsDilation',
    'dimensionNumbers',
    'transposeKernel',
    'preferredElementType',
    'useConsistentPadding',
  ]);
  checkList('convTranspose', 'the strides', strides);
  const [left, right] = [asArray('convTranspose', lhs), asArray('convTranspose', rhs)];
  const space = 'HWD'.slice(0, left.ndim - 2);
  const {
    rhsDilation = strides.map(() => 1),
    dimensionNumbers,
    transposeKernel = false,
    useConsistentPadding = false,
    preferredElementType,
  } = options;
  if (left.ndim < 2 || right.ndim !== left.ndim || (!dimensionNumbers && space.length !== left.ndim - 2)) {
    throw new RangeError(
      `convTranspose: operands need the same number of axes, 2 to 5 without dimensionNumbers, got ${avalString(left)} and ${avalString(right)}`,
    );
  }
  const names = dimensionNumbers ?? ([`N${space}C`, `${space}IO`, `N${space}C`] as const);
  const axes = resolveAxes(left.ndim, names).rhs;
  const extents = take(right.shape, axes.slice(2)).map((extent, i) => dilate(extent, rhsDilation[i] ?? 1));
  const isForward = useConsistentPadding || padding === 'SAME' || padding === 'VALID';
  const pads = isForward
    ? extents.map((extent, i) =>
        transposedPadding(extent, strides[i] ?? 1, typeof padding === 'string' ? padding : (padding[i] ?? [0, 0])),
      )
    : padding;
  const swapped = right.shape.map((_, axis) => (axis === axes[0] ? axes[1]! : axis === axes[1] ? axes[0]! : axis));
  const kernel = transposeKernel ? transpose(rev(right, axes.slice(2)), swapped) : right;
  return convGeneralDilated(
    left,
    kernel,
    strides.map(() => 1),
    pads,
    { lhsDilation: strides, rhsDilation, dimensionNumbers: names, preferredElementType },
  );
};

export type ConvPatchesOptions = Pick<convolution.ConvOptions, 'lhsDilation' | 'rhsDilation' | 'dimensionNumbers'>;

/**
 * The windows that a convolution sees (`jax.lax.conv_general_dilated_patches`): features of the result are those of lhs times
 * the places of the window. Throws as `convGeneralDilated` does.
 *
 * @example
 * ```ts
 * const x = array([[[1, 2, 3, 4]]]);
 * console.log(lax.convGeneralDilatedPatches(x, [2], [1], 'VALID').tolist()); // => [ [ [ 1, 2, 3 ], [ 2, 3, 4 ] ] ]
 * ```
 */
export const convGeneralDilatedPatches = (
  lhs: ArrayLike,
  filterShape: readonly number[],
  windowStrides: readonly number[],
  padding: NamedPadding | ConvPadding,
  options: ConvPatchesOptions = {},
): NDArray => {
  checkOptions('convGeneralDilatedPatches', options, ['lhsDilation', 'rhsDilation', 'dimensionNumbers']);
  const left = asArray('convGeneralDilatedPatches', lhs);
  const window = checkShape('convGeneralDilatedPatches', filterShape);
  const axes = resolveAxes(window.length + 2, options.dimensionNumbers);
  const features = left.shape[axes.lhs[1]!] ?? 1;
  const size = window.reduce((product, extent) => product * extent, 1);
  const kernel = reshape(tile(eye(size, { dtype: left.dtype }), [features, 1]), [features * size, 1, ...window]);
  return convGeneralDilated(left, transpose(kernel, invertPermutation(axes.rhs)), windowStrides, padding, {
    ...options,
    featureGroupCount: features,
  });
};
