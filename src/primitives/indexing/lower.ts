import type { Shape } from '../../array/shape.ts';
import type { ExpressionBuilder } from '../../kernel/builder.ts';
import type { Expression, ReductionName } from '../../kernel/expression.ts';
import { type Lowering, type LoweringInput, scalarTypeOf } from '../../kernel/lowering.ts';
import type { Mode, WindowDims } from './dimension-numbers.ts';
import { sliceSizesOf } from './windows.ts';

/** Gathers and scatters in the loop IR: the place in the operand that belongs to a place in the windows. */

type Place = { readonly inside: Expression; readonly place: readonly Expression[] };

const placeOf = (
  builder: ExpressionBuilder,
  operand: { readonly shape: Shape },
  indices: LoweringInput,
  dims: WindowDims,
  sliceSizes: readonly number[],
  mode: Mode,
  index: readonly Expression[],
): Place => {
  const outer = index.filter((_, axis) => !dims.windowDims.includes(axis));
  const window = dims.windowDims.map(axis => index[axis]!);
  let inside = builder.constant('bool', 1);
  const starts = dims.indexMap.map((axis, component) => {
    const value = indices.at([...outer, builder.index(component)]);
    const limit = operand.shape[axis]! - sliceSizes[axis]!;
    if (mode === 'fill_or_drop') {
      const { type } = value;
      const conditions = [
        builder.operation('le', 'bool', [builder.constant(type, 0), value]),
        builder.operation('le', 'bool', [value, builder.constant(type, limit)]),
      ];
      for (const condition of conditions) inside = builder.operation('and', 'bool', [inside, condition]);
    }
    return builder.place(value, limit);
  });
  let nextWindow = 0;
  const place = operand.shape.map((_, axis) => {
    const batching = dims.operandBatchingDims.indexOf(axis);
    if (batching >= 0) return outer[dims.indicesBatchingDims[batching]!]!;
    const component = dims.indexMap.indexOf(axis);
    const start = component < 0 ? builder.index(0) : starts[component]!;
    return dims.collapsedDims.includes(axis) ? start : builder.plus(start, window[nextWindow++]!);
  });
  return { inside, place };
};

export type LoweredGather = {
  readonly dims: WindowDims;
  readonly sliceSizes: readonly number[];
  readonly mode: Mode;
  readonly fillValue: number | null;
};

export const lowerGather = (
  builder: ExpressionBuilder,
  operand: LoweringInput,
  indices: LoweringInput,
  { dims, sliceSizes, mode, fillValue }: LoweredGather,
): Lowering | undefined => {
  const type = scalarTypeOf(operand.dtype);
  if (type === undefined) return undefined;
  // nothing can be read of an operand that is smaller than the window
  if (sliceSizes.some((size, axis) => size > operand.shape[axis]!)) return undefined;
  const element = (index: readonly Expression[]): Expression => {
    const { inside, place } = placeOf(builder, operand, indices, dims, sliceSizes, mode, index);
    const fill = builder.constant(type, fillValue ?? 0);
    if (inside.kind === 'constant' && inside.value === 0) return fill;
    return builder.operation('select', type, [inside, operand.at(place), fill]);
  };
  return { kind: 'elements', outputs: [element] };
};

export const lowerScatter = (
  builder: ExpressionBuilder,
  combine: ReductionName | 'replace',
  [operand, indices, updates]: readonly LoweringInput[],
  { dims, mode }: { readonly dims: WindowDims; readonly mode: Mode },
): Lowering | undefined => {
  if (scalarTypeOf(operand!.dtype) === undefined) return undefined;
  const sliceSizes = sliceSizesOf(operand!.shape, updates!.shape, dims);
  if (sliceSizes.some((size, axis) => size > operand!.shape[axis]!)) return undefined;
  // what is outside is dropped, whatever was promised
  const lowered = mode === 'clip' ? 'clip' : 'fill_or_drop';
  return {
    kind: 'scatter',
    scatter: {
      combine,
      operand: operand!.at,
      shape: updates!.shape,
      update: updates!.at,
      target: index => placeOf(builder, operand!, indices!, dims, sliceSizes, lowered, index),
    },
  };
};
