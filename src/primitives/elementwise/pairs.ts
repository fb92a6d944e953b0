import type { Params } from '../../core/primitive.ts';
import type { ExpressionBuilder } from '../../kernel/builder.ts';
import type { Expression, OperationName, ScalarType } from '../../kernel/expression.ts';
import { powerByProducts } from '../../util/power.ts';

/** Functions of complex numbers in the loop IR, by their parts. */

/**
 * The parts of the result, given those of the operands, real before imaginary ones. `call` is a part as the interpreter computes
 * it, for numbers that a formula is not right for.
 */
export type PairLowering = (
  builder: ExpressionBuilder,
  parts: readonly Expression[],
  call: (part: 0 | 1) => Expression,
  params: Params,
) => readonly Expression[];

/** An operation that does the same to real and imaginary parts. */
export const onParts =
  (name: OperationName): PairLowering =>
  (builder, parts) =>
    [0, 1].map(part =>
      builder.operation(
        name,
        parts[0]!.type,
        parts.filter((_, i) => i % 2 === part),
      ),
    );

/** (a + b i) (c + d i) */
export const productOfPairs: PairLowering = (builder, [a, b, c, d]) => {
  const { type } = a!;
  const times = (x: Expression, y: Expression): Expression => builder.operation('mul', type, [x, y]);
  return [
    builder.operation('sub', type, [times(a!, c!), times(b!, d!)]),
    builder.operation('add', type, [times(a!, d!), times(b!, c!)]),
  ];
};

/** (a + b i)² in double precision, as the interpreter computes it. */
export const squareOfPair: PairLowering = (builder, parts) => {
  const [a, b] = parts.map(part => builder.operation('convert', 'f64', [part])) as [Expression, Expression];
  const f = (name: OperationName, x: Expression, y: Expression): Expression => builder.operation(name, 'f64', [x, y]);
  const square = [f('mul', f('sub', a, b), f('add', a, b)), f('mul', f('mul', builder.constant('f64', 2), a), b)];
  return square.map(part => builder.operation('convert', parts[0]!.type, [part]));
};

/** (a + b i)ⁿ by repeated multiplication in double precision, in the order of the interpreter. */
export const integerPowerOfPair: PairLowering = (builder, parts, call, params) => {
  const exponent = params.exponent as number;
  const { type } = parts[0]!;
  const one = [builder.constant(type, 1), builder.constant(type, 0)];
  const times = (x: readonly Expression[], y: readonly Expression[]): readonly Expression[] =>
    productOfPairs(builder, [...x, ...y], call, params);
  const base: readonly Expression[] = parts.map(part => builder.operation('convert', 'f64', [part]));
  const power =
    powerByProducts(base, Math.abs(exponent), times)?.map(part => builder.operation('convert', type, [part])) ?? one;
  return exponent < 0 ? quotientOfPairs(builder, [...one, ...power], call, params) : power;
};

/** Squares of f32 neither overflow nor vanish in f64, and lose nothing: that is what formulas are computed in. */
const wide = (builder: ExpressionBuilder, parts: readonly Expression[]) => {
  const values = parts.map(part => builder.operation('convert', 'f64', [part]));
  const f = (name: OperationName, ...operands: readonly Expression[]): Expression =>
    builder.operation(name, 'f64', operands);
  const isBetween = (low: number, x: Expression, high: number): Expression =>
    builder.operation('and', 'bool', [
      builder.operation('lt', 'bool', [builder.constant('f64', low), x]),
      builder.operation('lt', 'bool', [x, builder.constant('f64', high)]),
    ]);
  const squares = (x: Expression, y: Expression): Expression => f('add', f('mul', x, x), f('mul', y, y));
  return { values, f, isBetween, squares };
};

/** A part of a result by a formula, unless that is not right for these numbers. */
export const unless = (
  builder: ExpressionBuilder,
  isUsual: Expression,
  type: ScalarType,
  usual: Expression,
  rare: Expression,
): Expression =>
  builder.branch(builder.operation('not', 'bool', [isUsual]), rare, builder.operation('convert', type, [usual]));

/** (a + b i) / (c + d i) */
export const quotientOfPairs: PairLowering = (builder, parts, call) => {
  const { values, f, isBetween, squares } = wide(builder, parts);
  const [a, b, c, d] = values as [Expression, Expression, Expression, Expression];
  const { type } = parts[0]!;
  const square = squares(c, d);
  const size = f('max', f('abs', a), f('abs', b));
  const isUsual = builder.operation(
    'and',
    'bool',
    type === 'f32'
      ? [isBetween(-1, size, 1e39), isBetween(0, square, 1e78)]
      : [isBetween(1e-150, size, 1e150), isBetween(1e-280, square, 1e280)],
  );
  const re = f('div', f('add', f('mul', a, c), f('mul', b, d)), square);
  const im = f('div', f('sub', f('mul', b, c), f('mul', a, d)), square);
  return [re, im].map((value, part) => unless(builder, isUsual, type, value, call(part as 0 | 1)));
};

/** |a + b i| */
export const modulusOfPair: PairLowering = (builder, parts, call) => {
  const { values, f, isBetween, squares } = wide(builder, parts);
  const { type } = parts[0]!;
  const square = squares(values[0]!, values[1]!);
  const isUsual = type === 'f32' ? isBetween(-1, square, 1e78) : isBetween(1e-280, square, 1e280);
  return [unless(builder, isUsual, type, f('sqrt', square), call(0))];
};

/** (a + b i) / |a + b i| */
export const signOfPair: PairLowering = (builder, parts, call) => {
  const { values, f, isBetween, squares } = wide(builder, parts);
  const { type } = parts[0]!;
  const square = squares(values[0]!, values[1]!);
  const isUsual = type === 'f32' ? isBetween(0, square, 1e78) : isBetween(1e-280, square, 1e280);
  const modulus = f('sqrt', square);
  return values.map((value, part) => unless(builder, isUsual, type, f('div', value, modulus), call(part as 0 | 1)));
};

/** The root of a + b i with a real part ≥ 0, from half the sum of |a| and the modulus: nothing cancels. */
const root = (builder: ExpressionBuilder, parts: readonly Expression[]) => {
  const { values, f, isBetween, squares } = wide(builder, parts);
  const [a, b] = values as [Expression, Expression];
  const zero = builder.constant('f64', 0);
  const square = squares(a, b);
  const isUsual = builder.operation('and', 'bool', [
    parts[0]!.type === 'f32' ? isBetween(0, square, 1e78) : isBetween(1e-280, square, 1e280),
    builder.operation('ne', 'bool', [b, zero]),
  ]);
  const modulus = f('sqrt', square);
  const large = f('sqrt', f('mul', builder.constant('f64', 0.5), f('add', f('abs', a), modulus)));
  const small = f('div', f('mul', builder.constant('f64', 0.5), f('abs', b)), large);
  const isLeft = builder.operation('lt', 'bool', [a, zero]);
  const isBelow = builder.operation('lt', 'bool', [b, zero]);
  const height = f('select', isLeft, large, small);
  const re = f('select', isLeft, small, large);
  return { f, isUsual, modulus, re, im: f('select', isBelow, f('neg', height), height) };
};

export const rootOfPair: PairLowering = (builder, parts, call) => {
  const { isUsual, re, im } = root(builder, parts);
  return [re, im].map((value, part) => unless(builder, isUsual, parts[0]!.type, value, call(part as 0 | 1)));
};

/** 1 / z is the conjugate of z over |z|², which the root of a number has for a modulus. */
export const reciprocalRootOfPair: PairLowering = (builder, parts, call) => {
  const { f, isUsual, modulus, re, im } = root(builder, parts);
  const results = [f('div', re, modulus), f('neg', f('div', im, modulus))];
  return results.map((value, part) => unless(builder, isUsual, parts[0]!.type, value, call(part as 0 | 1)));
};
