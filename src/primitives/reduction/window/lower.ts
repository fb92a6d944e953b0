import type { ExpressionBuilder } from '../../../kernel/builder.ts';
import type { Expression, ReductionName } from '../../../kernel/expression.ts';
import { type Element, type Lowering, type LoweringInput, scalarTypeOf } from '../../../kernel/lowering.ts';
import { dilated, type SelectionParams, type WindowParams, windowedShape } from './parameters.ts';

/** Windows in the loop IR. */

/** Windows of more elements than this are loops; others are written out. */
const largestWritten = 32;
/** Windows of more elements than this are not searched for extrema in expressions. */
const largestSearched = 128;

const sizeOfWindow = ({ windowDimensions }: WindowParams): number => windowDimensions.reduce((x, y) => x * y, 1);

/** Where an element of a window stands in the array, and whether it does, given its place in the window. */
type Reader = (
  index: readonly Expression[],
  position: readonly Expression[],
) => {
  readonly inside: Expression;
  readonly place: readonly Expression[];
};

const readerOf = (builder: ExpressionBuilder, shape: readonly number[], params: WindowParams): Reader => {
  const { windowStrides, windowDilation, baseDilation, padding } = params;
  const and = (x: Expression, y: Expression): Expression => builder.operation('and', 'bool', [x, y]);
  return (index, position) => {
    let inside = builder.constant('bool', 1);
    const place = shape.map((extent, axis) => {
      const step = baseDilation[axis]!;
      const at = builder.affine(
        [
          { of: index[axis]!, factor: windowStrides[axis]! },
          { of: position[axis]!, factor: windowDilation[axis]! },
        ],
        -padding[axis]![0],
      );
      inside = and(inside, builder.less(builder.index(-1), at));
      inside = and(inside, builder.less(at, builder.index(dilated(extent, step))));
      const within = builder.clampIndex(at, 0, Math.max(0, dilated(extent, step) - 1));
      const rest = builder.remainder(within, step);
      inside = and(inside, builder.operation('eq', 'bool', [rest, builder.index(0)]));
      return builder.quotient(within, step);
    });
    return { inside, place };
  };
};

/** The places of a window in row-major order, or of its part before or after others. */
const positionsOf = ({ windowDimensions }: WindowParams): readonly (readonly number[])[] =>
  windowDimensions.reduce<readonly (readonly number[])[]>(
    (positions, extent) => positions.flatMap(position => Array.from({ length: extent }, (_, k) => [...position, k])),
    [[]],
  );

/** Large windows over padding: the array with what pads it, and windows over that. */
export const padsFirst = (params: WindowParams): boolean =>
  sizeOfWindow(params) > largestWritten &&
  (params.padding.some(([low, high]) => low !== 0 || high !== 0) || params.baseDilation.some(factor => factor !== 1));

/** The elements of each window combined; padding counts for nothing. */
export const lowerWindowReduction = (
  builder: ExpressionBuilder,
  name: ReductionName,
  x: LoweringInput,
  params: WindowParams,
  identity: number,
): Lowering | undefined => {
  const type = scalarTypeOf(x.dtype);
  if (type === undefined || x.shape.includes(0)) return undefined;
  const reader = readerOf(builder, x.shape, params);
  const start = builder.constant(type, identity);
  const read = (index: readonly Expression[], position: readonly Expression[]): Expression => {
    const { inside, place } = reader(index, position);
    if (inside.kind === 'constant' && inside.value === 0) return start;
    return builder.operation('select', type, [inside, x.at(place), start]);
  };
  const { windowDimensions, windowStrides } = params;
  const element: Element = index => {
    if (sizeOfWindow(params) > largestWritten) {
      return builder.reduce(name, type, windowDimensions, position => read(index, position));
    }
    return positionsOf(params)
      .map(position =>
        read(
          index,
          position.map(k => builder.index(k)),
        ),
      )
      .reduce((before, next) => builder.operation(name, type, [before, next]));
  };
  const repeats = windowDimensions.some((extent, axis) => extent > windowStrides[axis]!);
  return { kind: 'elements', outputs: [element], repeats };
};

/**
 * What the selected element of each window carries along, of what `carried` gives for each: elements are compared one
 * after the other, as `selectInWindows` says. Outside of the array values are the identity, and carry `none`.
 */
const selectWritten = (
  builder: ExpressionBuilder,
  operand: LoweringInput,
  params: SelectionParams,
  direction: 'gather' | 'scatter',
  carried: (place: readonly Expression[]) => Expression,
  none: Expression,
): Element => {
  const type = scalarTypeOf(operand.dtype)!;
  const reader = readerOf(builder, operand.shape, params);
  const identity = builder.constant(type, params.select === 'ge' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY);
  const choose = (condition: Expression, x: Expression, y: Expression): Expression =>
    builder.operation('select', x.type, [condition, x, y]);
  return index => {
    let value = identity;
    let selected = none;
    positionsOf(params).forEach((position, i) => {
      const { inside, place } = reader(
        index,
        position.map(k => builder.index(k)),
      );
      const isOutside = inside.kind === 'constant' && inside.value === 0;
      if (isOutside && direction === 'gather') return;
      const own = isOutside ? identity : operand.at(place);
      const next = direction === 'gather' || isOutside ? own : choose(inside, own, identity);
      const carries = isOutside ? none : direction === 'gather' ? carried(place) : choose(inside, carried(place), none);
      if (i === 0 && direction === 'scatter') {
        value = next;
        selected = carries;
        return;
      }
      const kept = builder.operation('le', 'bool', params.select === 'ge' ? [next, value] : [value, next]);
      const stays =
        direction === 'gather'
          ? builder.operation('or', 'bool', [kept, builder.operation('not', 'bool', [inside])])
          : kept;
      value = choose(stays, value, next);
      selected = choose(stays, selected, carries);
    });
    return selected;
  };
};

const canSearch = ({ dtype, shape }: LoweringInput, params: SelectionParams): boolean =>
  scalarTypeOf(dtype) !== undefined && sizeOfWindow(params) <= largestSearched && !shape.includes(0);

/** For each window what stands in `tangents` at the place of the selected element; 0 where there is none. */
export const lowerSelectAndGather = (
  builder: ExpressionBuilder,
  [tangents, operand]: readonly LoweringInput[],
  params: SelectionParams,
): Lowering | undefined => {
  if (!canSearch(operand!, params)) return undefined;
  const none = builder.constant(scalarTypeOf(operand!.dtype)!, 0);
  const element = selectWritten(builder, operand!, params, 'gather', tangents!.at, none);
  return { kind: 'elements', outputs: [element], repeats: true };
};

/** Each window's element of `source` added at the place of the selected element. */
export const lowerSelectAndScatter = (
  builder: ExpressionBuilder,
  [source, operand]: readonly LoweringInput[],
  params: SelectionParams,
): Lowering | undefined => {
  if (!canSearch(operand!, params)) return undefined;
  const { shape } = operand!;
  const zero = builder.constant(scalarTypeOf(operand!.dtype)!, 0);
  const size = shape.reduce((x, y) => x * y, 1);
  // the place as one number; beyond all places where nothing is selected
  const selected = selectWritten(
    builder,
    operand!,
    params,
    'scatter',
    place => builder.flatten(place, shape),
    builder.index(size),
  );
  return {
    kind: 'scatter',
    scatter: {
      combine: 'add',
      operand: () => zero,
      shape: windowedShape(shape, params),
      update: source!.at,
      target: index => {
        const flat = selected(index);
        return {
          inside: builder.less(flat, builder.index(size)),
          place: builder.unflatten(builder.clampIndex(flat, 0, size - 1), shape),
        };
      },
    },
  };
};
