/**
 * The loop IR: what one element of a result is, as a function of loop variables.
 *
 * Expressions are made by an `ExpressionBuilder`, which simplifies them and gives equal ones one identity.
 */

/** Types of scalars in kernels. Bools are 0 or 1; in memory they take 32 bits. */
export type ScalarType = 'f32' | 'f64' | 'i32' | 'u32' | 'bool';

export const isFloatType = (type: ScalarType): type is 'f32' | 'f64' => type === 'f32' || type === 'f64';
export const bytesOfType = (type: ScalarType): 4 | 8 => (type === 'f64' ? 8 : 4);

/** Storage for the elements of one array, in row-major order. */
export type Buffer = {
  readonly id: number;
  readonly type: ScalarType;
  readonly size: number;
  /** The elements, where they are part of the program. */
  readonly values?: ArrayLike<number>;
  /** Of a matrix that is symmetric in every bit: how many rows it has. */
  readonly symmetric?: number;
};

/** What an operation of the IR does, on scalars of one type unless it says otherwise. */
export type OperationName =
  | 'neg'
  | 'abs'
  | 'floor'
  | 'ceil'
  | 'trunc'
  | 'nearest'
  | 'sqrt'
  | 'add'
  | 'sub'
  | 'mul'
  | 'div'
  | 'rem'
  | 'min'
  | 'max'
  | 'and'
  | 'or'
  | 'xor'
  | 'not'
  | 'shl'
  | 'shr'
  | 'clz'
  | 'popcnt'
  /** Of floats: x · y + z, rounded once where the host can do that, else twice. */
  | 'fma'
  /** Of floats: 2 to the power of an integer such that the result is normal. */
  | 'pow2'
  /** Of positive normal floats: x = mantissa · 2^exponent with a mantissa from 1 to 2. */
  | 'mantissa'
  | 'exponent'
  /** Comparisons give bools. */
  | 'eq'
  | 'ne'
  | 'lt'
  | 'le'
  /** (condition, if it holds, if not) */
  | 'select'
  /** From the operand's type to that of the result, as arrays are converted. */
  | 'convert';

/** How a reduction combines what it meets. */
export type ReductionName = 'add' | 'mul' | 'min' | 'max' | 'and' | 'or' | 'xor';

/** How many variables the loops of a kernel can have, those of reductions included; backends use the next two slots. */
export const slotLimit = 30;

/** Loops with more axes than a kernel can have: arrays of 16 axes or more, say, whose order changes. */
export class TooManyAxes extends Error {}

/** A loop variable: runs through low … high-1. Those of output axes have even slots, those of reductions odd ones. */
export type Variable = {
  readonly kind: 'variable';
  readonly id: number;
  readonly type: 'i32';
  readonly slot: number;
  readonly low: number;
  readonly high: number;
};

export type Term = { readonly of: Expression; readonly factor: number };

/** Of a number that is not negative, by a positive constant. */
export type Division = {
  readonly kind: 'quotient' | 'remainder';
  readonly id: number;
  readonly type: 'i32';
  readonly of: Expression;
  readonly by: number;
};

export type Expression =
  | { readonly kind: 'constant'; readonly id: number; readonly type: ScalarType; readonly value: number }
  | Variable
  /** offset + Σ factor · term */
  | {
      readonly kind: 'affine';
      readonly id: number;
      readonly type: 'i32';
      readonly terms: readonly Term[];
      readonly offset: number;
    }
  | Division
  | {
      readonly kind: 'load';
      readonly id: number;
      readonly type: ScalarType;
      readonly buffer: Buffer;
      readonly index: Expression;
    }
  | {
      readonly kind: 'operation';
      readonly id: number;
      readonly type: ScalarType;
      readonly name: OperationName;
      readonly operands: readonly Expression[];
    }
  /** A function that backends implement by name, or call. */
  | {
      readonly kind: 'function';
      readonly id: number;
      readonly type: ScalarType;
      readonly name: string;
      readonly apply: (...operands: number[]) => number;
      readonly operands: readonly Expression[];
    }
  /** A choice like `select`, whose first case is computed only if the condition holds, of vectors: for some lane. */
  | {
      readonly kind: 'branch';
      readonly id: number;
      readonly type: ScalarType;
      readonly condition: Expression;
      readonly rare: Expression;
      readonly usual: Expression;
    }
  | {
      readonly kind: 'reduce';
      readonly id: number;
      readonly type: ScalarType;
      readonly name: ReductionName;
      readonly variables: readonly Variable[];
      readonly body: Expression;
    };

export type ExpressionOf<K extends Expression['kind']> = Extract<Expression, { readonly kind: K }>;

/** The expressions that an expression is computed from. */
export const childrenOf = (expression: Expression): readonly Expression[] => {
  switch (expression.kind) {
    case 'constant':
    case 'variable':
      return [];
    case 'affine':
      return expression.terms.map(term => term.of);
    case 'quotient':
    case 'remainder':
      return [expression.of];
    case 'load':
      return [expression.index];
    case 'operation':
      return expression.operands;
    case 'function':
      return expression.operands;
    case 'branch':
      return [expression.condition, expression.rare, expression.usual];
    case 'reduce':
      return [expression.body];
    default:
      return expression satisfies never;
  }
};

/** All expressions that the roots are made of, each once, operands before what uses them. */
export const postorder = (roots: readonly Expression[]): Expression[] => {
  const seen = new Set<Expression>();
  const order: Expression[] = [];
  const visit = (expression: Expression): void => {
    if (seen.has(expression)) return;
    seen.add(expression);
    for (const child of childrenOf(expression)) visit(child);
    order.push(expression);
  };
  for (const root of roots) visit(root);
  return order;
};
