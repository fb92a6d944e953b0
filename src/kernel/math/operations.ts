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
  readonly fma: (x: Operand, y: Operand, z: Operand) => Expression;
  /** Whether fma is sure to round once. */
  readonly fuses: boolean;
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
  /** As select, but both cases are computed only where they are needed. */
  readonly either: Choice;
  /** The nearest number of single precision. */
  readonly head: Unary;
  /** Σ coefficient[i] · xⁱ by Horner's rule: even and odd powers apart where they are many, so that they are done side by side. */
  readonly polynomial: (x: Expression, coefficients: readonly number[]) => Expression;
  readonly quotient: (x: Expression, numerator: readonly number[], denominator: readonly number[]) => Expression;
};

export const floatOperations = (builder: ExpressionBuilder, type: 'f32' | 'f64'): FloatOperations => {
  const lift = (x: Operand): Expression => (typeof x === 'number' ? builder.constant(type, x) : x);
  const operation =
    (name: OperationName, result: 'f32' | 'f64' | 'bool' = type) =>
    (...operands: Operand[]): Expression =>
      builder.operation(name, result, operands.map(lift));
  const [mul, fma] = [operation('mul'), operation('fma')];
  const round = operation('convert', 'f32');
  const widen = operation('convert');
  const horner = (x: Expression, coefficients: readonly number[]): Expression =>
    coefficients.slice(0, -1).reduceRight((sum, c) => fma(x, sum, c), lift(coefficients.at(-1)!));
  const polynomial: FloatOperations['polynomial'] = (x, coefficients) => {
    if (coefficients.length < 8) return horner(x, coefficients);
    const [even, odd] = [0, 1].map(parity =>
      horner(
        mul(x, x),
        coefficients.filter((_, i) => i % 2 === parity),
      ),
    );
    return fma(x, odd!, even!);
  };
  const branch: Choice = (condition, x, y) => builder.branch(condition, lift(x), lift(y));
  const not = operation('not', 'bool');
  const div = operation('div');
  return {
    type,
    add: operation('add'),
    mul,
    fma,
    fuses: builder.fuses,
    sub: operation('sub'),
    div,
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
    not,
    select: operation('select'),
    branch,
    either: (condition, x, y) => branch(condition, x, branch(not(condition), y, 0)),
    head: x => widen(round(x)),
    polynomial,
    quotient: (x, numerator, denominator) => div(polynomial(x, numerator), polynomial(x, denominator)),
  };
};
