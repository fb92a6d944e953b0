import type { DType } from '../../array/dtype.ts';
import type { LoweringRule, LoweringRules } from '../../core/primitive.ts';
import type { Expression, ReductionName } from '../../kernel/expression.ts';
import { scalarTypeOf } from '../../kernel/lowering.ts';
import type { ArgExtremumParams } from './arg-extremum.ts';
import type { CumulativeParams } from './cumulative.ts';
import { lowerReduction } from './lower.ts';
import { addition, type Monoid, maximum, minimum, multiplication } from './monoid.ts';
import type { AxesParams } from './reducer.ts';
import { lowerSelectAndGather, lowerSelectAndScatter, lowerWindowReduction } from './window/lower.ts';
import type { SelectionParams, WindowParams } from './window/parameters.ts';

/** What the loop IR calls a monoid, dtype by dtype. */
type Combining = (dtype: DType) => ReductionName;

const greatest: Combining = dtype => (dtype === 'bool' ? 'or' : 'max');
const least: Combining = dtype => (dtype === 'bool' ? 'and' : 'min');

const reducing = (combining: Combining): LoweringRule => ({
  lower: (builder, [x], { axes }: AxesParams) => lowerReduction(builder, combining(x!.dtype), x!, axes),
});

const accumulating = (name: ReductionName, complex?: 'parts'): LoweringRule => ({
  complex,
  lower: (_, [x], { axis, reverse }: CumulativeParams) =>
    scalarTypeOf(x!.dtype) === undefined ? undefined : { kind: 'cumulative', name, operand: x!.at, axis, reverse },
});

const reducingWindows = (combining: Combining, { identity }: Monoid, complex?: 'parts'): LoweringRule => ({
  complex,
  lower: (builder, [x], params: WindowParams) =>
    lowerWindowReduction(builder, combining(x!.dtype), x!, params, identity(x!.dtype)),
});

/** The first place where an extremum is attained. */
const searching = (extremum: 'max' | 'min'): LoweringRule => ({
  lower: (builder, [x], { axes, indexDType }: ArgExtremumParams) => {
    const own = scalarTypeOf(x!.dtype);
    // bools are compared as numbers
    const type = own === 'bool' ? 'i32' : own;
    const extents = axes.map(axis => x!.shape[axis]!);
    if (type === undefined) return undefined;
    const element = (index: readonly Expression[]): Expression => {
      const at = (reduced: readonly Expression[]): Expression => {
        let next = 0;
        const place = x!.shape.map((_, axis) => (axes.includes(axis) ? reduced[axes.indexOf(axis)]! : index[next++]!));
        return builder.operation('convert', type, [x!.at(place)]);
      };
      const best = builder.reduce(extremum, type, extents, at);
      // NaN is the extremum if there is one
      const first = builder.reduce('min', 'i32', extents, reduced => {
        const value = at(reduced);
        const attained = builder.operation('or', 'bool', [
          builder.operation('eq', 'bool', [value, best]),
          builder.operation('ne', 'bool', [value, value]),
        ]);
        const place = builder.flatten(reduced, extents);
        return builder.operation('select', 'i32', [attained, place, builder.index(2147483647)]);
      });
      return builder.operation('convert', indexDType === 'uint32' ? 'u32' : 'i32', [first]);
    };
    return { kind: 'elements', outputs: [element] };
  },
});

export const reductionLowerings: LoweringRules = {
  reduce_prod: reducing(() => 'mul'),
  reduce_max: reducing(greatest),
  reduce_min: reducing(least),
  reduce_and: reducing(() => 'and'),
  reduce_or: reducing(() => 'or'),
  reduce_xor: reducing(() => 'xor'),
  argmax: searching('max'),
  argmin: searching('min'),
  cumsum: accumulating('add', 'parts'),
  cumprod: accumulating('mul'),
  cummax: accumulating('max'),
  cummin: accumulating('min'),
  reduce_window_sum: reducingWindows(() => 'add', addition, 'parts'),
  reduce_window_prod: reducingWindows(() => 'mul', multiplication),
  reduce_window_max: reducingWindows(greatest, maximum),
  reduce_window_min: reducingWindows(least, minimum),
  select_and_gather_add: {
    lower: (builder, inputs, params: SelectionParams) => lowerSelectAndGather(builder, inputs, params),
  },
  select_and_scatter_add: {
    lower: (builder, inputs, params: SelectionParams) => lowerSelectAndScatter(builder, inputs, params),
  },
};
