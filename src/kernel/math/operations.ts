import type { ExpressionBuilder } from '../builder.ts';
import type { Expression, OperationName } from '../expression.ts';

/** Numbers stand for constants of the type. */
export type Operand = Expression | number;

type Unary = (x: Operand) => Expression;
type Binary = (x: Operand, y: Operand) => Expression;
type Choice = (condition: Expression, x: Operand, y: Operand) => Expression;

/** Arithmetic on floats of one type, written shortly: what the functions of this folder are made of. */
export type FloatOperations = {
  readonly type: 'f32' | 'f64';
  readonly add: Binary;
  readonly sub: Binary;
  readonly mul: Binary;
  readonly div: Binary;
  readonly min: Binary;
  readonly max: Binary;
  readonly neg: Unary;
  readonly abs: Unary;
  readonly sqrt: Unary;
  readonly floor: Unary;
  readonly nearest: Unary;
  readonly pow2: Unary;
  readonly mantissa: Unary;
  readonly exponent: Unary;
  readonly less: Binary;
  readonly equal: Binary;
  readonly or: Binary;
  readonly and: Binary;
  readonly not: Unary;
  readonly select: Choice;
  /** As select, but the first case is computed only where it is needed. */
  readonly branch: Choice;
  /** The nearest number of single precision. */
  readonly head: Unary;
  /** Σ coefficient[i] · xⁱ, by Horner's rule. */
  readonly polynomial: (x: Expression, coefficients: readonly number[]) => Expression;
};

export const floatOperations = (builder: ExpressionBuilder, type: 'f32' | 'f64'): FloatOperations => {
  const lift = (x: Operand): Expression => (typeof x === 'number' ? builder.constant(type, x) : x);
  const operation =
    (name: OperationName, result: 'f32' | 'f64' | 'bool' = type) =>
    (...operands: Operand[]): Expression =>
      builder.operation(name, result, operands.map(lift));
  const [add, mul] = [operation('add'), operation('mul')];
  const round = operation('convert', 'f32');
  const widen = operation('convert');
  return {
    type,
    add,
    mul,
    sub: operation('sub'),
    div: operation('div'),
    min: operation('min'),
    max: operation('max'),
    neg: operation('neg'),
    abs: operation('abs'),
    sqrt: operation('sqrt'),
    floor: operation('floor'),
    nearest: operation('nearest'),
    pow2: operation('pow2'),
    mantissa: operation('mantissa'),
    exponent: operation('exponent'),
    less: operation('lt', 'bool'),
    equal: operation('eq', 'bool'),
    or: operation('or', 'bool'),
    and: operation('and', 'bool'),
    not: operation('not', 'bool'),
    select: operation('select'),
    branch: (condition, x, y) => builder.branch(condition, lift(x), lift(y)),
    head: x => widen(round(x)),
    polynomial: (x, coefficients) =>
      coefficients.slice(0, -1).reduceRight((sum, c) => add(c, mul(x, sum)), lift(coefficients.at(-1)!)),
  };
};
