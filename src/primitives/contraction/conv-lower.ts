import type { DType } from '../../array/dtype.ts';
import type { NDArray } from '../../array/ndarray.ts';
import { sizeOf } from '../../array/shape.ts';
import type { ExpressionBuilder } from '../../kernel/builder.ts';
import type { Expression } from '../../kernel/expression.ts';
import { type Lowering, type LoweringInput, type Product, scalarTypeOf } from '../../kernel/lowering.ts';
import { constantLike } from '../elementwise/constant.ts';
import { pad } from '../shape/slice.ts';
import { type ConvGeometry, convExtents, take } from './conv-geometry.ts';

/** Convolutions in the loop IR: products of windows, which are read where they are, with kernels. */

/** Whether windows have zeros in them that the input does not have. */
export const isPadded = ({ padding, lhsDilation }: ConvGeometry): boolean =>
  padding.some(([low, high]) => low !== 0 || high !== 0) || lhsDilation.some(dilation => dilation !== 1);

/** The input with the zeros that windows see put into it, and the geometry that is left. */
export const padInput = <P extends ConvGeometry>(lhs: NDArray, params: P): readonly [NDArray, P] => {
  const config: [number, number, number][] = lhs.shape.map(() => [0, 0, 0]);
  params.axes.lhs.slice(2).forEach((axis, i) => {
    config[axis] = [...params.padding[i]!, params.lhsDilation[i]! - 1];
  });
  const plain = { padding: params.padding.map(() => [0, 0] as const), lhsDilation: params.lhsDilation.map(() => 1) };
  return [pad(lhs, constantLike(lhs, 0), config), { ...params, ...plain }];
};

/** An index from places of axes that are named by where they stand. */
const indexAt = (axes: readonly number[], places: readonly Expression[]): Expression[] => {
  const index = new Array<Expression>(axes.length);
  axes.forEach((axis, i) => (index[axis] = places[i]!));
  return index;
};

/** Products have at least this many columns for their rows to be what stands before space in the result. */
const fewestPositions = 8;

/**
 * Without padding: a product of windows and the kernel, in each group of features.
 *
 * Which operand is on the left follows the order that the result has its axes in, so that it need not be transposed:
 * windows where features come last, and for others the kernel, image by image where the batch comes first.
 */
export const lowerConv = (
  builder: ExpressionBuilder,
  [lhs, rhs]: readonly LoweringInput[],
  geometry: ConvGeometry,
  dtype: DType,
): Lowering | undefined => {
  const type = scalarTypeOf(dtype);
  if (type === undefined || scalarTypeOf(lhs!.dtype) === undefined || type === 'bool' || isPadded(geometry)) {
    return undefined;
  }
  const { axes, windowStrides, rhsDilation, featureGroupCount, batchGroupCount } = geometry;
  const [batch, outputs, ...space] = convExtents(lhs!.shape, rhs!.shape, geometry) as [number, number, ...number[]];
  const [, inputs, ...kernel] = take(rhs!.shape, axes.rhs) as [number, number, ...number[]];
  const groups = featureGroupCount * batchGroupCount;
  const columns = outputs / groups;
  const inGroup = (group: Expression, extent: number, place: Expression): Expression =>
    builder.affine([
      { of: group, factor: extent },
      { of: place, factor: 1 },
    ]);
  const read = ({ at }: LoweringInput, index: readonly Expression[]): Expression =>
    builder.operation('convert', type, [at(index)]);
  type Places = readonly Expression[];
  const windows = (group: Expression, [n, ...window]: Places, [feature, ...tap]: Places): Expression =>
    read(
      lhs!,
      indexAt(axes.lhs, [
        batchGroupCount > 1 ? inGroup(group, batch, n!) : n!,
        featureGroupCount > 1 ? inGroup(group, inputs, feature!) : feature!,
        ...window.map((place, i) =>
          builder.affine([
            { of: place, factor: windowStrides[i]! },
            { of: tap[i]!, factor: rhsDilation[i]! },
          ]),
        ),
      ]),
    );
  const weights = (group: Expression, column: Expression, [feature, ...tap]: Places): Expression =>
    read(rhs!, indexAt(axes.rhs, [inGroup(group, columns, column), feature!, ...tap]));
  /** Group, image, feature of the group and position of an element of the result. */
  const partsOf = (index: Places): readonly [Expression, Expression, Expression, Places] => {
    const [n, feature, ...position] = axes.out.map(axis => index[axis]!);
    return [builder.quotient(feature!, columns), n!, builder.remainder(feature!, columns), position];
  };
  const inner = [inputs, ...kernel];
  const inOrder = axes.out.slice(2).every((axis, i) => axis === i + 2);
  if (inOrder && axes.out[1] === 0) {
    const product: Product = {
      type,
      batch: [groups],
      rows: [columns],
      columns: [batch, ...space],
      inner,
      inPlace: [1, 0],
      lhs: ([group], [column], k) => weights(group!, column!, k),
      rhs: ([group], window, k) => windows(group!, window, k),
      place: index => {
        const [group, n, column, position] = partsOf(index);
        return [group, column, n, ...position];
      },
    };
    return { kind: 'product', product };
  }
  if (inOrder && sizeOf(space) >= fewestPositions) {
    const product: Product = {
      type,
      batch: [batch, groups],
      rows: [columns],
      columns: space,
      inner,
      inPlace: [1, 0],
      lhs: ([, group], [column], k) => weights(group!, column!, k),
      rhs: ([n, group], window, k) => windows(group!, [n!, ...window], k),
      place: index => {
        const [group, n, column, position] = partsOf(index);
        return [n, group, column, ...position];
      },
    };
    return { kind: 'product', product };
  }
  const product: Product = {
    type,
    batch: [groups],
    rows: [batch, ...space],
    columns: [columns],
    inner,
    inPlace: [0, 1],
    lhs: ([group], window, k) => windows(group!, window, k),
    rhs: ([group], [column], k) => weights(group!, column!, k),
    place: index => {
      const [group, n, column, position] = partsOf(index);
      return [group, n, ...position, column];
    },
  };
  return { kind: 'product', product };
};
