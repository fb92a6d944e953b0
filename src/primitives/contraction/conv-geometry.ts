import { ownLists } from '../../array/options.ts';
import { type Shape, shapeString } from '../../array/shape.ts';
import { range } from '../../util/range.ts';

/** Where the axes stand: of lhs and out (batch, feature, spatial…), of rhs (output feature, input feature, spatial…). */
export type ConvAxes = {
  readonly lhs: readonly number[];
  readonly rhs: readonly number[];
  readonly out: readonly number[];
};

/** How many zeros to put before and after each spatial axis; negative numbers cut off. */
export type ConvPadding = readonly (readonly [low: number, high: number])[];

export type ConvGeometry = {
  readonly windowStrides: readonly number[];
  readonly padding: ConvPadding;
  readonly lhsDilation: readonly number[];
  readonly rhsDilation: readonly number[];
  readonly axes: ConvAxes;
  readonly featureGroupCount: number;
  readonly batchGroupCount: number;
};

const refuse = (why: string): never => {
  throw new RangeError(`convGeneralDilated: ${why}`);
};

export const take = (shape: Shape, axes: readonly number[]): number[] => axes.map(axis => shape[axis]!);

/** The extent once `dilation - 1` zeros stand between neighbours. */
export const dilate = (extent: number, dilation: number): number => (extent === 0 ? 0 : 1 + (extent - 1) * dilation);

const windowCount = (extent: number, window: number, stride: number): number =>
  extent < window ? 0 : Math.floor((extent - window) / stride) + 1;

/** The extents of a convolution in the order (batch, feature, spatial…), checked. */
export const convExtents = (lhs: Shape, rhs: Shape, geometry: ConvGeometry): number[] => {
  const { windowStrides, padding, lhsDilation, rhsDilation, axes, featureGroupCount, batchGroupCount } = geometry;
  const shapes = `lhs of shape ${shapeString(lhs)} and rhs of shape ${shapeString(rhs)}`;
  const [batch, features, ...space] = take(lhs, axes.lhs) as [number, number, ...number[]];
  const [outputs, inputs, ...kernel] = take(rhs, axes.rhs) as [number, number, ...number[]];
  if (features !== inputs * featureGroupCount) {
    refuse(
      `${shapes} do not fit: lhs has ${features} features, rhs takes ${inputs} in each of ${featureGroupCount} feature groups`,
    );
  }
  const groups = featureGroupCount * batchGroupCount;
  if (outputs % groups !== 0) refuse(`the ${outputs} output features of rhs cannot be split into ${groups} groups`);
  if (batch % batchGroupCount !== 0)
    refuse(`the batch of ${batch} in lhs cannot be split into ${batchGroupCount} batch groups`);
  if (kernel.includes(0)) refuse(`${shapes}: windows must have at least one element along each axis`);
  const result = space.map((extent, i) => {
    const [low, high] = padding[i]!;
    const padded = dilate(extent, lhsDilation[i]!) + low + high;
    if (padded < 0) refuse(`padding [${low}, ${high}] cuts more off spatial axis ${i} of ${shapes} than there is`);
    return windowCount(padded, dilate(kernel[i]!, rhsDilation[i]!), windowStrides[i]!);
  });
  return [batch / batchGroupCount, outputs, ...result];
};

/** The padding with which the cotangent, dilated by the strides, gives the cotangent of lhs. */
export const paddingForLhs = (space: Shape, kernel: Shape, output: Shape, geometry: ConvGeometry): ConvPadding =>
  space.map((extent, i) => {
    const window = dilate(kernel[i]!, geometry.rhsDilation[i]!);
    const low = window - 1 - geometry.padding[i]![0];
    const wanted = dilate(extent, geometry.lhsDilation[i]!) + window - 1;
    return [low, wanted - dilate(output[i]!, geometry.windowStrides[i]!) - low];
  });

/** The padding with which the cotangent, as a window that slides over lhs, gives the cotangent of rhs. */
export const paddingForRhs = (space: Shape, kernel: Shape, output: Shape, geometry: ConvGeometry): ConvPadding =>
  space.map((extent, i) => {
    const low = geometry.padding[i]![0];
    const wanted = dilate(kernel[i]!, geometry.rhsDilation[i]!) + dilate(output[i]!, geometry.windowStrides[i]!) - 1;
    return [low, wanted - dilate(extent, geometry.lhsDilation[i]!) - low];
  });

export type NamedPadding = 'SAME' | 'SAME_LOWER' | 'VALID';

/** Explicit padding. SAME makes as many windows as there are strides; what is odd goes to the end, or to the beginning. */
export const resolvePadding = (
  padding: NamedPadding | ConvPadding,
  space: Shape,
  windows: Shape,
  strides: readonly number[],
): ConvPadding => {
  if (Array.isArray(padding)) {
    const fits =
      padding.length === space.length &&
      padding.every(entry => Array.isArray(entry) && entry.length === 2 && entry.every(Number.isInteger));
    if (!fits)
      refuse(
        `padding needs a pair of integers for each of ${space.length} spatial axes, got ${JSON.stringify(padding)}`,
      );
    return ownLists(padding as ConvPadding);
  }
  switch (padding) {
    case 'VALID':
      return space.map(() => [0, 0]);
    case 'SAME':
    case 'SAME_LOWER':
      return space.map((extent, i) => {
        const stride = strides[i]!;
        const total = Math.max((Math.ceil(extent / stride) - 1) * stride + windows[i]! - extent, 0);
        const smaller = Math.floor(total / 2);
        return padding === 'SAME' ? [smaller, total - smaller] : [total - smaller, smaller];
      });
    default:
      return refuse(
        `padding must be 'SAME', 'SAME_LOWER', 'VALID' or pairs of integers, got ${JSON.stringify(padding)}`,
      );
  }
};

/** Axis names of lhs, rhs and out, such as `['NCHW', 'OIHW', 'NCHW']`. */
export type ConvDimensionNumbers = readonly [lhs: string, rhs: string, out: string];

/** The places of the axes that `dimensionNumbers` names; spatial axes come in the order that rhs has them in. */
export const resolveAxes = (ndim: number, names: ConvDimensionNumbers | null | undefined): ConvAxes => {
  if (names === null || names === undefined) {
    const inOrder = range(ndim);
    return { lhs: inOrder, rhs: inOrder, out: inOrder };
  }
  const [lhs, rhs, out] = names;
  const spatial = [...rhs].filter(name => name !== 'O' && name !== 'I');
  const places = (which: string, spec: string, wanted: readonly string[]): number[] => {
    if (spec.length !== ndim || new Set(spec).size !== ndim || !wanted.every(name => spec.includes(name))) {
      refuse(`dimensionNumbers for ${which} must name ${ndim} axes, ${wanted.join(', ')} in some order, got '${spec}'`);
    }
    return wanted.map(name => spec.indexOf(name));
  };
  return {
    lhs: places('lhs', lhs, ['N', 'C', ...spatial]),
    rhs: places('rhs', rhs, ['O', 'I', ...spatial]),
    out: places('out', out, ['N', 'C', ...spatial]),
  };
};
