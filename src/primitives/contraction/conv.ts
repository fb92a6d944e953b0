import { checkDType, filled } from '../../array/create.ts';
import { type DType, isComplex, kindOf } from '../../array/dtype.ts';
import type { ArrayLike, NDArray } from '../../array/ndarray.ts';
import { checkOptions } from '../../array/options.ts';
import { sizeOf } from '../../array/shape.ts';
import { avalString, makeAval } from '../../core/aval.ts';
import {
  type BatchAxis,
  type BatchResult,
  isLinear,
  type LinearInput,
  type Primitive,
  type Tangent,
} from '../../core/primitive.ts';
import { bindOne } from '../../core/tracer.ts';
import { shown } from '../../util/errors.ts';
import { promoteOperands, toDType } from '../convert.ts';
import { add } from '../elementwise/arithmetic.ts';
import { addTangents } from '../elementwise/construct.ts';
import { reshape } from '../shape/reshape.ts';
import { rev } from '../shape/rev.ts';
import { invertPermutation, moveAxis } from '../shape/transpose.ts';
import { convolve } from './conv-evaluate.ts';
import {
  type ConvDimensionNumbers,
  type ConvGeometry,
  type ConvPadding,
  convExtents,
  dilate,
  type NamedPadding,
  paddingForLhs,
  paddingForRhs,
  resolveAxes,
  resolvePadding,
  take,
} from './conv-geometry.ts';
import { isPadded, padInput } from './conv-lower.ts';
import { convByWindows } from './conv-structure.ts';

export type ConvParams = ConvGeometry & {
  /** The dtype to sum in and to return; `null` is the operands' own. */
  readonly preferredElementType: DType | null;
};

export const convGeneralDilatedPrimitive: Primitive<ConvParams> = {
  name: 'conv_general_dilated',
  abstractEval: ([lhs, rhs], params) => {
    if (lhs!.dtype !== rhs!.dtype || lhs!.shape.length !== rhs!.shape.length) {
      throw new TypeError(
        `convGeneralDilated: operands must have one dtype and as many axes, got ${avalString(lhs!)} and ${avalString(rhs!)}`,
      );
    }
    const extents = convExtents(lhs!.shape, rhs!.shape, params);
    const dtype = params.preferredElementType ?? lhs!.dtype;
    return [makeAval(take(extents, invertPermutation(params.axes.out)), dtype, lhs!.weakType && rhs!.weakType)];
  },
  evaluate: ([lhs, rhs], params) => [convolve(lhs!, rhs!, params, params.preferredElementType ?? lhs!.dtype)],
  jvp: ([lhs, rhs], [lhsTangent, rhsTangent], params) => {
    const conv = (left: NDArray, right: NDArray): NDArray => bindConv(left, right, params);
    return {
      primals: [conv(lhs!, rhs!)],
      tangents: [
        addTangents(add, [
          lhsTangent === null ? null : conv(lhsTangent!, rhs!),
          rhsTangent === null ? null : conv(lhs!, rhsTangent!),
        ]),
      ],
    };
  },
  transpose: ([cotangent], [lhs, rhs], params) => {
    if (isLinear(lhs!) && isLinear(rhs!)) {
      throw new TypeError(
        'a convolution of two linear values is not linear: only one operand may depend on what is transposed',
      );
    }
    return isLinear(lhs!)
      ? [pullBackToLhs(cotangent!, lhs, rhs as NDArray, params), null]
      : [null, pullBackToRhs(cotangent!, lhs!, rhs as LinearInput, params)];
  },
  batch: ([lhs, rhs], [lhsAxis, rhsAxis], params, axisSize) =>
    batchConv(lhs!, rhs!, lhsAxis!, rhsAxis!, params, axisSize),
  structure: ([lhs, rhs], params) =>
    params.batchGroupCount > 1 || sizeOf(lhs!.aval.shape) * sizeOf(rhs!.aval.shape) === 0
      ? undefined
      : { kind: 'program', program: operands => convByWindows(operands, params) },
  expand: ([lhs], params) => {
    if (isComplex(lhs!.dtype) || !isPadded(params)) return undefined;
    return ([left, right]) => {
      const [padded, plain] = padInput(left!, params);
      return [bindConv(padded, right!, plain)];
    };
  },
};

const bindConv = (lhs: NDArray, rhs: NDArray, params: ConvParams): NDArray =>
  bindOne(convGeneralDilatedPrimitive, [lhs, rhs], params);

/** Batch and feature axis in each other's places. */
const swapFirstTwo = ([first, second, ...rest]: readonly number[]): number[] => [second!, first!, ...rest];

/** Splits one axis in two, the outer one of the given extent. */
const splitAxis = (x: NDArray, axis: number, outer: number): NDArray =>
  reshape(x, [...x.shape.slice(0, axis), outer, x.shape[axis]! / outer, ...x.shape.slice(axis + 1)]);

/** Makes one axis the outer part of another, which is named by its place once the first is gone. */
const mergeAxis = (x: NDArray, axis: number, into: number): NDArray => {
  const moved = moveAxis(x, axis, into);
  const shape = [...moved.shape];
  shape.splice(into, 2, shape[into]! * shape[into + 1]!);
  return reshape(moved, shape);
};

/** Takes the outermost part of one axis to another, where it becomes the outermost part. */
const moveGroups = (x: NDArray, from: number, to: number, groups: number): NDArray =>
  groups === 1 ? x : mergeAxis(splitAxis(x, from, groups), from, to);

/**
 * With batch m, input features j, output features k, a convolution is, space aside, the product [m, j] [j, k] → [m, k];
 * the cotangent of lhs is the product [m, k] [k, j], with g groups of features [m, gk] [k, gj] → [m, gj]. With groups of
 * the batch, [gm, j] [j, gk] → [m, gk], it is [m, gk] [k, gj] → [m, gj], whose groups go to the batch.
 */
const pullBackToLhs = (cotangent: Tangent, lhs: LinearInput, rhs: NDArray, params: ConvParams): Tangent => {
  if (cotangent === null || cotangent.size === 0) return null;
  const { axes, featureGroupCount, batchGroupCount } = params;
  const groups = featureGroupCount * batchGroupCount;
  const [lhsSpace, rhsSpace, outSpace] = [axes.lhs.slice(2), axes.rhs.slice(2), axes.out.slice(2)];
  const kernel = rev(moveGroups(rhs, axes.rhs[0]!, axes.rhs[1]!, groups), rhsSpace);
  const result = bindConv(cotangent, toDType(kernel, cotangent), {
    windowStrides: params.lhsDilation,
    padding: paddingForLhs(
      take(lhs.aval.shape, lhsSpace),
      take(rhs.shape, rhsSpace),
      take(cotangent.shape, outSpace),
      params,
    ),
    lhsDilation: params.windowStrides,
    rhsDilation: params.rhsDilation,
    axes: { lhs: axes.out, rhs: swapFirstTwo(axes.rhs), out: axes.lhs },
    featureGroupCount: groups,
    batchGroupCount: 1,
    preferredElementType: null,
  });
  return toDType(moveGroups(result, axes.lhs[1]!, axes.lhs[0]!, batchGroupCount), lhs.aval);
};

/** The cotangent of rhs: [j, m] [m, k] → [j, k]; groups of features become groups of the batch and the other way round. */
const pullBackToRhs = (cotangent: Tangent, lhs: NDArray, rhs: LinearInput, params: ConvParams): Tangent => {
  if (cotangent === null || cotangent.size === 0 || lhs.size === 0) return null;
  const { axes } = params;
  const [lhsSpace, rhsSpace, outSpace] = [axes.lhs.slice(2), axes.rhs.slice(2), axes.out.slice(2)];
  const result = bindConv(toDType(lhs, cotangent), cotangent, {
    windowStrides: params.rhsDilation,
    padding: paddingForRhs(
      take(lhs.shape, lhsSpace),
      take(rhs.aval.shape, rhsSpace),
      take(cotangent.shape, outSpace),
      params,
    ),
    lhsDilation: params.lhsDilation,
    rhsDilation: params.windowStrides,
    axes: { lhs: swapFirstTwo(axes.lhs), rhs: swapFirstTwo(axes.out), out: swapFirstTwo(axes.rhs) },
    featureGroupCount: params.batchGroupCount,
    batchGroupCount: params.featureGroupCount,
    preferredElementType: null,
  });
  return toDType(result, rhs.aval);
};

/** Lays a batch axis into another axis, inside of its groups: (group, batch, rest). */
const foldBatch = (x: NDArray, batchAxis: number, axis: number, groups: number): NDArray => {
  const first = moveAxis(x, batchAxis, 0);
  const [batch, ...shape] = first.shape as [number, ...number[]];
  const split = splitAxis(first, axis + 1, groups);
  const folded = moveAxis(split, 0, axis + 1);
  return reshape(
    folded,
    shape.map((extent, k) => (k === axis ? extent * batch : extent)),
  );
};

/** Undoes `foldBatch`; the batch axis comes first. */
const unfoldBatch = (x: NDArray, axis: number, groups: number, batch: number): NDArray => {
  const split = splitAxis(splitAxis(x, axis, groups), axis + 1, batch);
  const first = moveAxis(split, axis + 1, 0);
  return reshape(first, [batch, ...x.shape.map((extent, k) => (k === axis ? extent / batch : extent))]);
};

/**
 * A batch of inputs only is part of their batch axis, a batch of kernels only of their output features. A batch of both
 * is that many groups of features, or of the batch where it has groups already.
 */
const batchConv = (
  lhs: NDArray,
  rhs: NDArray,
  lhsAxis: BatchAxis,
  rhsAxis: BatchAxis,
  params: ConvParams,
  axisSize: number,
): BatchResult => {
  const { axes, featureGroupCount, batchGroupCount } = params;
  if (axisSize === 0) {
    const element = (x: NDArray, axis: BatchAxis): number[] => x.shape.filter((_, k) => k !== axis);
    const extents = convExtents(element(lhs, lhsAxis), element(rhs, rhsAxis), params);
    const dtype = params.preferredElementType ?? lhs.dtype;
    return { outputs: [filled([0, ...take(extents, invertPermutation(axes.out))], dtype, 0)], axes: [0] };
  }
  const grouped = batchGroupCount > 1;
  if (lhsAxis !== null && rhsAxis !== null) {
    const left = foldBatch(lhs, lhsAxis, axes.lhs[grouped ? 0 : 1]!, 1);
    const right = foldBatch(rhs, rhsAxis, axes.rhs[0]!, 1);
    const output = bindConv(left, right, {
      ...params,
      featureGroupCount: grouped ? featureGroupCount : featureGroupCount * axisSize,
      batchGroupCount: grouped ? batchGroupCount * axisSize : batchGroupCount,
    });
    return { outputs: [unfoldBatch(output, axes.out[1]!, 1, axisSize)], axes: [0] };
  }
  if (lhsAxis !== null) {
    const output = bindConv(foldBatch(lhs, lhsAxis, axes.lhs[0]!, batchGroupCount), rhs, params);
    return { outputs: [unfoldBatch(output, axes.out[0]!, 1, axisSize)], axes: [0] };
  }
  const groups = featureGroupCount * batchGroupCount;
  const output = bindConv(lhs, foldBatch(rhs, rhsAxis!, axes.rhs[0]!, groups), params);
  return { outputs: [unfoldBatch(output, axes.out[1]!, groups, axisSize)], axes: [0] };
};

export type ConvOptions = {
  /** Strides of lhs are fractional: `lhsDilation - 1` zeros are put between neighbours (a transposed convolution). */
  readonly lhsDilation?: readonly number[];
  /** `rhsDilation - 1` zeros are put between neighbours of the kernel (an atrous convolution). */
  readonly rhsDilation?: readonly number[];
  /** Names of the axes; `['NCHW', 'OIHW', 'NCHW']` with two spatial axes by default. */
  readonly dimensionNumbers?: ConvDimensionNumbers | null;
  /** Into how many groups features are split that do not see each other. */
  readonly featureGroupCount?: number;
  /** Into how many groups the batch is split, each with output features of its own. */
  readonly batchGroupCount?: number;
  readonly preferredElementType?: DType | undefined;
};

/** Throws unless two operands have the same number of axes, at least 2. */
export const checkSameRank = (what: string, left: NDArray, right: NDArray): void => {
  if (left.ndim < 2 || right.ndim !== left.ndim) {
    throw new RangeError(
      `${what}: operands need the same number of axes, at least 2, got ${avalString(left)} and ${avalString(right)}`,
    );
  }
};

const checkCounts = (what: string, counts: readonly number[], length: number): readonly number[] => {
  if (!Array.isArray(counts) || counts.length !== length || !counts.every(x => Number.isInteger(x) && x >= 1)) {
    throw new RangeError(`convGeneralDilated: ${what} needs ${length} positive integers, got ${shown(counts)}`);
  }
  return [...counts];
};

/**
 * The convolution of neural networks, a sliding product without flipping the kernel, over any number of spatial axes
 * (`lax.conv_general_dilated`).
 *
 * `padding` is `'SAME'`, `'SAME_LOWER'`, `'VALID'` or a pair [low, high] for each spatial axis, negative to cut off.
 * Operands are promoted to one dtype. Throws RangeError where shapes, groups, strides or padding do not fit.
 *
 * @example
 * ```ts
 * const x = array([[[1, 2, 3, 4]]]);
 * const kernel = array([[[1, -1]]]);
 * console.log(String(lax.convGeneralDilated(x, kernel, [1], 'VALID'))); // => [[[-1. -1. -1.]]]
 * ```
 */
export const convGeneralDilated = (
  lhs: ArrayLike,
  rhs: ArrayLike,
  windowStrides: readonly number[],
  padding: NamedPadding | ConvPadding,
  options: ConvOptions = {},
): NDArray => {
  checkOptions('convGeneralDilated', options, [
    'lhsDilation',
    'rhsDilation',
    'dimensionNumbers',
    'featureGroupCount',
    'batchGroupCount',
    'preferredElementType',
  ]);
  const [left, right] = promoteOperands('convGeneralDilated', [lhs, rhs]) as [NDArray, NDArray];
  checkSameRank('convGeneralDilated', left, right);
  const { ndim } = left;
  const { featureGroupCount = 1, batchGroupCount = 1, preferredElementType = null } = options;
  checkCounts('featureGroupCount', [featureGroupCount], 1);
  checkCounts('batchGroupCount', [batchGroupCount], 1);
  if (featureGroupCount > 1 && batchGroupCount > 1) {
    throw new RangeError('convGeneralDilated: only one of featureGroupCount and batchGroupCount can be greater than 1');
  }
  if (
    preferredElementType !== null &&
    kindOf(checkDType('convGeneralDilated', preferredElementType)) !== kindOf(left.dtype)
  ) {
    throw new TypeError(
      `convGeneralDilated: preferredElementType ${preferredElementType} is not of the kind of ${left.dtype}`,
    );
  }
  const ones = new Array<number>(ndim - 2).fill(1);
  const strides = checkCounts('windowStrides', windowStrides, ndim - 2);
  const lhsDilation = checkCounts('lhsDilation', options.lhsDilation ?? ones, ndim - 2);
  const rhsDilation = checkCounts('rhsDilation', options.rhsDilation ?? ones, ndim - 2);
  if (typeof padding === 'string' && padding !== 'VALID' && lhsDilation.some(dilation => dilation > 1)) {
    throw new RangeError(`convGeneralDilated: with lhsDilation give padding as pairs of integers, not as '${padding}'`);
  }
  const axes = resolveAxes(ndim, options.dimensionNumbers);
  const space = take(left.shape, axes.lhs.slice(2));
  const windows = take(right.shape, axes.rhs.slice(2)).map((extent, i) => dilate(extent, rhsDilation[i]!));
  return bindConv(left, right, {
    windowStrides: strides,
    padding: resolvePadding(padding, space, windows, strides),
    lhsDilation,
    rhsDilation,
    axes,
    featureGroupCount,
    batchGroupCount,
    preferredElementType,
  });
};
