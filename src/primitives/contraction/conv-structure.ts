import { ConcreteArray, type NDArray } from '../../array/ndarray.ts';
import { sizeOf } from '../../array/shape.ts';
import { bindOne } from '../../core/tracer.ts';
import { take as takeAlong } from '../indexing/take.ts';
import { reshape } from '../shape/reshape.ts';
import { invertPermutation, transpose } from '../shape/transpose.ts';
import { type ConvGeometry, convExtents, take } from './conv-geometry.ts';
import { isPadded, padInput } from './conv-lower.ts';
import { dotGeneralPrimitive } from './dot-general.ts';

/** For each position of the window, and each element in it, where in the flat space of the input it stands. */
const windowPlaces = (
  space: readonly number[],
  positions: readonly number[],
  kernel: readonly number[],
  { windowStrides, rhsDilation }: ConvGeometry,
): ConcreteArray => {
  const taps = sizeOf(kernel);
  const places = new Int32Array(sizeOf(positions) * taps);
  for (let i = 0; i < places.length; i++) {
    let [position, tap] = [Math.floor(i / taps), i % taps];
    let stride = 1;
    for (let axis = space.length - 1; axis >= 0; axis--) {
      const at = (position % positions[axis]!) * windowStrides[axis]! + (tap % kernel[axis]!) * rhsDilation[axis]!;
      places[i]! += at * stride;
      stride *= space[axis]!;
      position = Math.floor(position / positions[axis]!);
      tap = Math.floor(tap / kernel[axis]!);
    }
  }
  return new ConcreteArray([places.length], 'int32', places);
};

/** A convolution as a product of gathered windows with the kernel: what structured tangents pass through. */
export const convByWindows = (
  operands: readonly NDArray[],
  given: ConvGeometry & { readonly preferredElementType: unknown },
): readonly NDArray[] => {
  const right = operands[1]!;
  const [left, params] = isPadded(given) ? padInput(operands[0]!, given) : [operands[0]!, given];
  const { axes, featureGroupCount: groups } = params;
  const [batch, outputs, ...positions] = convExtents(left.shape, right.shape, params) as [number, number, ...number[]];
  const [, , ...space] = take(left.shape, axes.lhs);
  const [, inputs, ...kernel] = take(right.shape, axes.rhs) as [number, number, ...number[]];
  const [count, taps] = [sizeOf(positions), sizeOf(kernel)];
  const flat = reshape(transpose(left, axes.lhs), [batch, groups * inputs, sizeOf(space)]);
  const windows = reshape(takeAlong(flat, windowPlaces(space, positions, kernel, params), { axis: 2, mode: 'clip' }), [
    batch,
    groups,
    inputs,
    count,
    taps,
  ]);
  const weights = reshape(transpose(right, axes.rhs), [groups, outputs / groups, inputs, taps]);
  // (groups, batch, positions, outputs of the group)
  const product = bindOne(dotGeneralPrimitive, [windows, weights], {
    contracting: [
      [2, 4],
      [2, 3],
    ],
    batch: [[1], [0]],
    preferredElementType: params.preferredElementType as never,
  });
  const inOrder = reshape(transpose(product, [1, 0, 3, 2]), [batch, outputs, ...positions]);
  return [transpose(inOrder, invertPermutation(axes.out))];
};
