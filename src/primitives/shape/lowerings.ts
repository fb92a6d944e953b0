import type { LoweringRules } from '../../core/primitive.ts';
import type { ExpressionBuilder } from '../../kernel/builder.ts';
import type { Expression } from '../../kernel/expression.ts';
import { type LoweringInput, type Scatter, scalarTypeOf } from '../../kernel/lowering.ts';
import { lowerReduction } from '../reduction/lower.ts';
import type { AxesParams, BroadcastParams } from './broadcast.ts';
import type { ConcatenateParams, SplitParams } from './concatenate.ts';
import type { DynamicSliceParams } from './dynamic-slice.ts';
import { lowerConcatenate, lowerPad } from './lower-pieces.ts';
import type { ReshapeParams } from './reshape.ts';
import type { RevParams } from './rev.ts';
import type { PadParams, SliceParams } from './slice.ts';
import type { SqueezeParams } from './squeeze.ts';
import { invertPermutation, type TransposeParams } from './transpose.ts';

/** Start indices as places, moved so that the window is inside. */
const startsOf = (
  builder: ExpressionBuilder,
  operand: LoweringInput,
  starts: readonly LoweringInput[],
  sizes: readonly number[],
): readonly Expression[] =>
  starts.map((start, axis) => builder.place(start.at([]), operand.shape[axis]! - sizes[axis]!));

/** The place in the operand of an element of the window. */
const inWindow =
  (
    builder: ExpressionBuilder,
    operand: LoweringInput,
    starts: readonly LoweringInput[],
    sizes: readonly number[],
  ): ((index: readonly Expression[]) => readonly Expression[]) =>
  index => {
    const first = startsOf(builder, operand, starts, sizes);
    return index.map((place, axis) => builder.plus(place, first[axis]!));
  };

export const shapeLowerings: LoweringRules = {
  reshape: {
    complex: 'parts',
    lower: (builder, [x], { shape }: ReshapeParams) => ({
      kind: 'elements',
      outputs: [index => x!.at(builder.unflatten(builder.flatten(index, shape), x!.shape))],
    }),
  },
  squeeze: {
    complex: 'parts',
    lower: (builder, [x], { dimensions }: SqueezeParams) => ({
      kind: 'elements',
      outputs: [
        index => {
          const kept = index[Symbol.iterator]();
          return x!.at(x!.shape.map((_, axis) => (dimensions.includes(axis) ? builder.index(0) : kept.next().value!)));
        },
      ],
    }),
  },
  transpose: {
    complex: 'parts',
    lower: (_, [x], { permutation }: TransposeParams) => ({
      kind: 'elements',
      outputs: [index => x!.at(invertPermutation(permutation).map(axis => index[axis]!))],
    }),
  },
  rev: {
    complex: 'parts',
    lower: (builder, [x], { dimensions }: RevParams) => ({
      kind: 'elements',
      outputs: [
        index =>
          x!.at(
            index.map((place, axis) =>
              dimensions.includes(axis) ? builder.minus(builder.index(x!.shape[axis]! - 1), place) : place,
            ),
          ),
      ],
    }),
  },
  broadcast_in_dim: {
    complex: 'parts',
    lower: (builder, [x], { dimensions }: BroadcastParams) => ({
      kind: 'elements',
      outputs: [index => x!.at(dimensions.map((dim, axis) => (x!.shape[axis] === 1 ? builder.index(0) : index[dim]!)))],
    }),
  },
  reduce_sum: {
    complex: 'parts',
    lower: (builder, [x], { axes }: AxesParams) => lowerReduction(builder, 'add', x!, axes),
  },
  concatenate: {
    complex: 'parts',
    lower: (builder, operands, { dimension }: ConcatenateParams) => lowerConcatenate(builder, operands, dimension),
  },
  split: {
    complex: 'parts',
    lower: (builder, [x], { sizes, axis }: SplitParams) => ({
      kind: 'elements',
      outputs: sizes.map((_, part) => {
        const start = sizes.slice(0, part).reduce((sum, size) => sum + size, 0);
        return index => x!.at(index.map((place, k) => (k === axis ? builder.plus(place, start) : place)));
      }),
    }),
  },
  slice: {
    complex: 'parts',
    lower: (builder, [x], { start, strides }: SliceParams) => ({
      kind: 'elements',
      outputs: [
        index =>
          x!.at(index.map((place, axis) => builder.plus(builder.times(place, strides?.[axis] ?? 1), start[axis]!))),
      ],
    }),
  },
  pad: {
    complex: 'parts',
    lower: (builder, [x, value], { config }: PadParams) => lowerPad(builder, x!, value!, config),
  },
  dynamic_slice: {
    complex: 'parts',
    lower: (builder, [operand, ...starts], { sizes }: DynamicSliceParams) => {
      const placeOf = inWindow(builder, operand!, starts, sizes);
      return { kind: 'elements', outputs: [index => operand!.at(placeOf(index))] };
    },
  },
  dynamic_update_slice: {
    complex: 'parts',
    lower: (builder, [operand, update, ...starts]) => {
      const type = scalarTypeOf(operand!.dtype);
      if (type === undefined) return undefined;
      const element = (index: readonly Expression[]): Expression => {
        const first = startsOf(builder, operand!, starts, update!.shape);
        const place = index.map((each, axis) => builder.minus(each, first[axis]!));
        const inside = update!.shape
          .flatMap((extent, axis) => [
            builder.less(builder.index(-1), place[axis]!),
            builder.less(place[axis]!, builder.index(extent)),
          ])
          .reduce((both, each) => builder.operation('and', 'bool', [both, each]), builder.constant('bool', 1));
        if (inside.kind === 'constant') return inside.value === 1 ? update!.at(place) : operand!.at(index);
        return builder.operation('select', type, [inside, update!.at(place), operand!.at(index)]);
      };
      const placeOf = inWindow(builder, operand!, starts, update!.shape);
      const scatter: Scatter = {
        combine: 'replace',
        operand: operand!.at,
        shape: update!.shape,
        update: update!.at,
        target: index => ({ inside: builder.constant('bool', 1), place: placeOf(index) }),
      };
      return { kind: 'elements', outputs: [element], scatter };
    },
  },
};
