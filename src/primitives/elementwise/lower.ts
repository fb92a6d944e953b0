import { type DType, isComplex } from '../../array/dtype.ts';
import type { ElementFunction, LoweringRule, Params, Primitive } from '../../core/primitive.ts';
import type { ExpressionBuilder } from '../../kernel/builder.ts';
import { choosePart, partsOf } from '../../kernel/complex.ts';
import type { Expression, OperationName } from '../../kernel/expression.ts';
import { type Lowering, type LoweringInput, scalarTypeOf } from '../../kernel/lowering.ts';
import { powerByProducts } from '../../util/power.ts';
import type { PairLowering } from './pairs.ts';

/** How an elementwise function is written out; where that is not said, its kernel is called, or what backends have under its name. */
export type ElementRule = {
  /** An element of the result, given those of the operands, which are of one type. */
  lower?(builder: ExpressionBuilder, operands: readonly Expression[], params: Params): Expression | undefined;
  /** The same for complex operands or results. */
  readonly lowerPairs?: PairLowering;
};

export type ElementRules = Readonly<Record<string, ElementRule>>;

/** An element rule that needs no parameters. */
export type ElementLowering = (builder: ExpressionBuilder, operands: readonly Expression[]) => Expression | undefined;

/** An operand's element at a place of the result: scalars repeat. */
const elementAt = ({ shape, at }: LoweringInput, index: readonly Expression[]): Expression =>
  at(shape.length === 0 ? [] : index);

/** The rule of a primitive that has a kernel. */
export const elementwiseRule = (kernelOf: NonNullable<Primitive['kernel']>, rule: ElementRule = {}): LoweringRule => ({
  complex: 'pairs',
  lower: (builder, inputs, params, outputs) => {
    const output = outputs[0]!.dtype;
    const called = kernelOf(inputs, params);
    const { common, kernel } = called;
    const [from, to] = [scalarTypeOf(common), scalarTypeOf(output)];
    if (from === undefined || to === undefined || kernel.gives === 'complex') {
      return lowerComplex(builder, inputs, called, output, rule.lowerPairs, params);
    }
    const { apply } = kernel;
    const element = (index: readonly Expression[]): Expression => {
      const operands = inputs.map(input => builder.operation('convert', from, [elementAt(input, index)]));
      return rule.lower?.(builder, operands, params) ?? builder.call(called.called, to, apply, operands);
    };
    return { kind: 'elements', outputs: [element] };
  },
});

/** Functions that take or give complex numbers; parts are those that `lowerPairs` gives, or the kernel's. */
const lowerComplex = (
  builder: ExpressionBuilder,
  inputs: readonly LoweringInput[],
  { called, common, kernel }: ElementFunction,
  output: DType,
  lowerPairs: PairLowering | undefined,
  params: Params,
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
    const found = lowerPairs?.(builder, parts, call, params);
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
  (name: OperationName, onBools?: OperationName): ElementLowering =>
  (builder, operands) => {
    const { type } = operands[0]!;
    if (type === 'bool' && onBools === undefined) return undefined;
    return builder.operation(type === 'bool' ? onBools! : name, type, operands);
  };

/** A comparison; `swapped` exchanges the operands. */
export const asComparison =
  (name: 'eq' | 'ne' | 'lt' | 'le', swapped = false): ElementLowering =>
  (builder, operands) => {
    const numbers = operands.map(operand =>
      operand.type === 'bool' ? builder.operation('convert', 'i32', [operand]) : operand,
    );
    return builder.operation(name, 'bool', swapped ? [...numbers].reverse() : numbers);
  };

/** Powers by repeated multiplication, in the order of the interpreter. */
export const integerPowerOf = (builder: ExpressionBuilder, x: Expression, exponent: number): Expression => {
  const { type } = x;
  const times = (a: Expression, b: Expression): Expression => builder.operation('mul', type, [a, b]);
  const power = powerByProducts(x, Math.abs(exponent), times) ?? builder.constant(type, 1);
  return exponent < 0 ? builder.operation('div', type, [builder.constant(type, 1), power]) : power;
};
