import { type DType, isComplex } from '../../array/dtype.ts';
import type { ExpressionBuilder } from '../../kernel/builder.ts';
import { choosePart, partsOf } from '../../kernel/complex.ts';
import type { Expression, OperationName } from '../../kernel/expression.ts';
import { type Lowering, type LoweringInput, scalarTypeOf } from '../../kernel/lowering.ts';
import type { Kernel } from './kernels.ts';

/** An element of the result of an elementwise function, given those of its operands, which are of one type. */
export type ElementLowering<P> = (
  builder: ExpressionBuilder,
  operands: readonly Expression[],
  params: P,
) => Expression | undefined;

/** An operand's element at a place of the result: scalars repeat. */
const elementAt = ({ shape, at }: LoweringInput, index: readonly Expression[]): Expression =>
  at(shape.length === 0 ? [] : index);

type ElementwiseCall = {
  /** What the kernel is known by. */
  readonly called: string;
  readonly common: DType;
  readonly kernel: Kernel;
  readonly output: DType;
};

export const lowerElementwise = (
  builder: ExpressionBuilder,
  inputs: readonly LoweringInput[],
  { called, common, kernel, output }: ElementwiseCall,
  lower: (operands: readonly Expression[]) => Expression | undefined,
  lowerPairs: (parts: readonly Expression[], call: (part: 0 | 1) => Expression) => readonly Expression[] | undefined,
): Lowering | undefined => {
  const [from, to] = [scalarTypeOf(common), scalarTypeOf(output)];
  if (from === undefined || to === undefined || kernel.gives === 'complex') {
    return lowerComplex(builder, inputs, { called, common, kernel, output }, lowerPairs);
  }
  const { apply } = kernel;
  const element = (index: readonly Expression[]): Expression => {
    const operands = inputs.map(input => builder.operation('convert', from, [elementAt(input, index)]));
    return lower(operands) ?? builder.call(called, to, apply, operands);
  };
  return { kind: 'elements', outputs: [element] };
};

/** Functions that take or give complex numbers; parts are those that `lowerPairs` gives, or the kernel's. */
const lowerComplex = (
  builder: ExpressionBuilder,
  inputs: readonly LoweringInput[],
  { called, common, kernel, output }: ElementwiseCall,
  lowerPairs: (parts: readonly Expression[], call: (part: 0 | 1) => Expression) => readonly Expression[] | undefined,
): Lowering => {
  const [from, to] = [scalarTypeOf(partsOf(common))!, scalarTypeOf(partsOf(output))!];
  const convert = (value: Expression): Expression => builder.operation('convert', from, [value]);
  const partsAt = (input: LoweringInput, index: readonly Expression[]): readonly Expression[] => {
    const place = input.shape.length === 0 ? [] : index;
    if (isComplex(input.dtype)) return [0, 1].map(part => convert(input.at([...place, builder.index(part)])));
    const value = convert(input.at(place));
    return isComplex(common) ? [value, builder.constant(from, 0)] : [value];
  };
  const element = (index: readonly Expression[]): Expression => {
    const place = isComplex(output) ? index.slice(0, -1) : index;
    const parts = inputs.flatMap(input => partsAt(input, place));
    const call = (part: 0 | 1): Expression =>
      kernel.gives === 'number'
        ? builder.call(`${called}.complex`, to, kernel.apply, parts)
        : builder.call(`${called}.${part}`, to, (...values) => kernel.apply(...values)[part], parts);
    const found = lowerPairs(parts, call);
    if (!isComplex(output)) return found?.[0] ?? call(0);
    return choosePart(builder, index.at(-1)!, [found?.[0] ?? call(0), found?.[1] ?? call(1)]);
  };
  return { kind: 'elements', outputs: [element] };
};

/** Elements chosen, per place, by those of another array. */
export const lowerElements = (
  inputs: readonly LoweringInput[],
  combine: (operands: readonly Expression[]) => Expression,
): Lowering => ({
  kind: 'elements',
  outputs: [index => combine(inputs.map(input => elementAt(input, index)))],
});

/** An operation of the IR; for bools another one, where they have one. */
export const asOperation =
  (name: OperationName, onBools?: OperationName): ElementLowering<unknown> =>
  (builder, operands) => {
    const { type } = operands[0]!;
    if (type === 'bool' && onBools === undefined) return undefined;
    return builder.operation(type === 'bool' ? onBools! : name, type, operands);
  };

/** A comparison; `swapped` exchanges the operands. */
export const asComparison =
  (name: 'eq' | 'ne' | 'lt' | 'le', swapped = false): ElementLowering<unknown> =>
  (builder, operands) => {
    const numbers = operands.map(operand =>
      operand.type === 'bool' ? builder.operation('convert', 'i32', [operand]) : operand,
    );
    return builder.operation(name, 'bool', swapped ? [...numbers].reverse() : numbers);
  };

/** Powers by repeated multiplication, in the order of the interpreter. */
export const integerPowerOf = (builder: ExpressionBuilder, x: Expression, exponent: number): Expression => {
  const { type } = x;
  let result: Expression | undefined;
  let square = x;
  for (let rest = Math.abs(exponent); rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = result === undefined ? square : builder.operation('mul', type, [result, square]);
    if (rest > 1) square = builder.operation('mul', type, [square, square]);
  }
  const power = result ?? builder.constant(type, 1);
  return exponent < 0 ? builder.operation('div', type, [builder.constant(type, 1), power]) : power;
};
