import type { ExpressionBuilder } from '../../kernel/builder.ts';
import type { Expression } from '../../kernel/expression.ts';
import { type Lowering, type LoweringInput, type Piece, scalarTypeOf } from '../../kernel/lowering.ts';

/** Arrays that are put together from others, in the loop IR. */

const allOf = (builder: ExpressionBuilder, conditions: readonly Expression[]): Expression =>
  conditions.reduce((both, each) => builder.operation('and', 'bool', [both, each]), builder.constant('bool', 1));

export const lowerPad = (
  builder: ExpressionBuilder,
  x: LoweringInput,
  value: LoweringInput,
  config: readonly (readonly [low: number, high: number, interior: number])[],
): Lowering | undefined => {
  const type = scalarTypeOf(x.dtype);
  if (type === undefined) return undefined;
  const { shape } = x;
  const steps = config.map(([, , interior]) => interior + 1);
  const extents = shape.map((extent, axis) => {
    const [low, high, interior] = config[axis]!;
    return low + high + (extent === 0 ? 0 : 1 + (extent - 1) * (interior + 1));
  });
  const at = (index: readonly Expression[]): Expression => {
    const offsets = index.map((place, axis) => builder.plus(place, -config[axis]![0]));
    const conditions = offsets.flatMap((offset, axis) => [
      builder.less(builder.index(-1), offset),
      builder.less(offset, builder.index((shape[axis]! - 1) * steps[axis]! + 1)),
      builder.operation('eq', 'bool', [builder.remainder(offset, steps[axis]!), builder.index(0)]),
    ]);
    const inside = allOf(builder, conditions);
    if (inside.kind === 'constant' && inside.value === 0) return value.at([]);
    const source = offsets.map((offset, axis) => builder.quotient(offset, steps[axis]!));
    return builder.operation('select', type, [inside, x.at(source), value.at([])]);
  };
  // the elements of x that negative padding does not cut off
  const first = shape.map((_, axis) => Math.max(0, Math.ceil(-config[axis]![0] / steps[axis]!)));
  const end = shape.map((extent, axis) =>
    Math.min(extent, Math.floor((extents[axis]! - 1 - config[axis]![0]) / steps[axis]!) + 1),
  );
  const piece: Piece = {
    shape: shape.map((_, axis) => Math.max(0, end[axis]! - first[axis]!)),
    at: index => x.at(index.map((place, axis) => builder.plus(place, first[axis]!))),
    place: index =>
      index.map((place, axis) =>
        builder.affine([{ of: place, factor: steps[axis]! }], first[axis]! * steps[axis]! + config[axis]![0]),
      ),
  };
  return { kind: 'pieces', at, background: () => value.at([]), pieces: [piece] };
};

export const lowerConcatenate = (
  builder: ExpressionBuilder,
  operands: readonly LoweringInput[],
  dimension: number,
): Lowering | undefined => {
  const type = scalarTypeOf(operands[0]!.dtype);
  if (type === undefined) return undefined;
  let total = 0;
  const starts = operands.map(({ shape }) => {
    const start = total;
    total += shape[dimension]!;
    return start;
  });
  const shift = (index: readonly Expression[], by: number): Expression[] =>
    index.map((place, axis) => (axis === dimension ? builder.plus(place, by) : place));
  const parts = operands
    .map((operand, i) => ({ operand, start: starts[i]! }))
    .filter(({ operand }) => operand.shape[dimension]! > 0);
  /** Chooses between the parts from `from` to `to` by halves, so that the depth is logarithmic. */
  const between = (index: readonly Expression[], from: number, to: number): Expression => {
    const { operand, start } = parts[from]!;
    if (to - from === 1) return operand.at(shift(index, -start));
    const middle = (from + to) >> 1;
    const before = builder.less(index[dimension]!, builder.index(parts[middle]!.start));
    if (before.kind === 'constant')
      return before.value === 1 ? between(index, from, middle) : between(index, middle, to);
    return builder.operation('select', type, [before, between(index, from, middle), between(index, middle, to)]);
  };
  const at = (index: readonly Expression[]): Expression =>
    parts.length === 0 ? builder.constant(type, 0) : between(index, 0, parts.length);
  const pieces = parts.map(
    ({ operand, start }): Piece => ({ shape: operand.shape, at: operand.at, place: index => shift(index, start) }),
  );
  return { kind: 'pieces', at, background: undefined, pieces };
};
