import type { ExpressionBuilder } from '../builder.ts';
import type { Expression, OperationName } from '../expression.ts';

/** Arithmetic on floats of one type, written shortly: what the functions of this folder are made of. */
export type FloatOperations = {
  readonly type: 'f32' | 'f64';
  readonly constant: (value: number) => Expression;
  readonly add: (x: Expression, y: Expression) => Expression;
  readonly sub: (x: Expression, y: Expression) => Expression;
  readonly mul: (x: Expression, y: Expression) => Expression;
  readonly div: (x: Expression, y: Expression) => Expression;
  readonly min: (x: Expression, y: Expression) => Expression;
  readonly max: (x: Expression, y: Expression) => Expression;
  readonly neg: (x: Expression) => Expression;
  readonly abs: (x: Expression) => Expression;
  readonly sqrt: (x: Expression) => Expression;
  readonly floor: (x: Expression) => Expression;
  readonly nearest: (x: Expression) => Expression;
  readonly pow2: (x: Expression) => Expression;
  readonly mantissa: (x: Expression) => Expression;
  readonly exponent: (x: Expression) => Expression;
  readonly less: (x: Expression, y: Expression) => Expression;
  readonly equal: (x: Expression, y: Expression) => Expression;
  readonly select: (condition: Expression, x: Expression, y: Expression) => Expression;
  readonly or: (x: Expression, y: Expression) => Expression;
  readonly and: (x: Expression, y: Expression) => Expression;
  readonly not: (x: Expression) => Expression;
  /** (condition, if it holds, else): the first is computed only where it is needed. */
  readonly branch: (condition: Expression, x: Expression, y: Expression) => Expression;
  /** The nearest number of single precision. */
  readonly head: (x: Expression) => Expression;
  /** Σ coefficient[i] · xⁱ, by Horner's rule. */
  readonly polynomial: (x: Expression, coefficients: readonly number[]) => Expression;
};

export const floatOperations = (builder: ExpressionBuilder, type: 'f32' | 'f64'): FloatOperations => {
  const constant = (value: number): Expression => builder.constant(type, value);
  const unary =
    (name: OperationName) =>
    (x: Expression): Expression =>
      builder.operation(name, type, [x]);
  const binary =
    (name: OperationName) =>
    (x: Expression, y: Expression): Expression =>
      builder.operation(name, type, [x, y]);
  const test =
    (name: OperationName) =>
    (x: Expression, y: Expression): Expression =>
      builder.operation(name, 'bool', [x, y]);
  const [add, mul] = [binary('add'), binary('mul')];
  return {
    type,
    constant,
    add,
    mul,
    sub: binary('sub'),
    div: binary('div'),
    min: binary('min'),
    max: binary('max'),
    neg: unary('neg'),
    abs: unary('abs'),
    sqrt: unary('sqrt'),
    floor: unary('floor'),
    nearest: unary('nearest'),
    pow2: unary('pow2'),
    mantissa: unary('mantissa'),
    exponent: unary('exponent'),
    less: test('lt'),
    equal: test('eq'),
    or: test('or'),
    and: test('and'),
    not: x => builder.operation('not', 'bool', [x]),
    branch: (condition, x, y) => builder.branch(condition, x, y),
    select: (condition, x, y) => builder.operation('select', type, [condition, x, y]),
    head: x => builder.operation('convert', type, [builder.operation('convert', 'f32', [x])]),
    polynomial: (x, coefficients) =>
      coefficients
        .slice(0, -1)
        .reduceRight((sum, coefficient) => add(constant(coefficient), mul(x, sum)), constant(coefficients.at(-1)!)),
  };
};
