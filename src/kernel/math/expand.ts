import type { ExpressionBuilder } from '../builder.ts';
import { childrenOf, type Expression, type ExpressionOf, isFloatType, postorder } from '../expression.ts';
import * as exponential from './exponential.ts';
import * as logarithm from './logarithm.ts';
import { type FloatOperations, floatOperations } from './operations.ts';
import * as trigonometric from './trigonometric.ts';

/** How functions are computed by the operations of the IR. */
type Expansion = {
  readonly value: (f: FloatOperations, x: Expression) => Expression;
  /** Arguments for which it is not right. */
  readonly outside?: (f: FloatOperations, x: Expression) => Expression;
};

const expansions: ReadonlyMap<string, Expansion> = new Map(
  Object.entries({
    exp: { value: (f, x) => exponential.exp(f, x) },
    exp2: { value: exponential.exp2 },
    expm1: { value: exponential.expm1 },
    logistic: { value: exponential.logistic },
    tanh: { value: exponential.tanh },
    sinh: { value: exponential.sinh },
    cosh: { value: exponential.cosh },
    log: { value: logarithm.log },
    log1p: { value: logarithm.log1p },
    sin: { value: trigonometric.sin, outside: trigonometric.isLarge },
    cos: { value: trigonometric.cos, outside: trigonometric.isLarge },
  }),
);

export const expandedFunctions: readonly string[] = [...expansions.keys()];

const expandCall = (builder: ExpressionBuilder, call: ExpressionOf<'function'>): Expression => {
  const { name, type, apply, operands } = call;
  if (name === 'polygamma' && operands[0]!.kind === 'constant' && operands[0]!.value === 1) {
    return builder.call('trigamma', type, x => apply(1, x), operands.slice(1));
  }
  const expansion = expansions.get(name);
  const [x] = operands;
  if (expansion === undefined || (type !== 'f32' && type !== 'f64') || x?.type !== type) return call;
  const f = floatOperations(builder, type);
  const value = expansion.value(f, x);
  return expansion.outside === undefined ? value : builder.branch(expansion.outside(f, x), call, value);
};

/** An expression with other operands. */
const withChildren = (
  builder: ExpressionBuilder,
  expression: Expression,
  replaced: (child: Expression) => Expression,
): Expression => {
  if (childrenOf(expression).every(child => replaced(child) === child)) return expression;
  switch (expression.kind) {
    case 'constant':
    case 'variable':
      return expression;
    case 'affine':
      return builder.affine(
        expression.terms.map(({ of, factor }) => ({ of: replaced(of), factor })),
        expression.offset,
      );
    case 'quotient':
    case 'remainder':
      return builder.rawDivision(expression.kind, replaced(expression.of), expression.by);
    case 'load':
      return builder.load(expression.buffer, replaced(expression.index));
    case 'operation':
      return builder.rawOperation(expression.name, expression.type, expression.operands.map(replaced));
    case 'function':
      return builder.call(expression.name, expression.type, expression.apply, expression.operands.map(replaced));
    case 'branch':
      return builder.branch(replaced(expression.condition), replaced(expression.rare), replaced(expression.usual));
    case 'reduce':
      return builder.rawReduce(expression.name, expression.type, expression.variables, replaced(expression.body));
    default:
      return expression satisfies never;
  }
};

/** Twice a number is a sum: the same bits from units that have less to do than those of products, without a constant. */
const expandDouble = (builder: ExpressionBuilder, operation: ExpressionOf<'operation'>): Expression => {
  const { name, type, operands } = operation;
  if (name !== 'mul' || !isFloatType(type)) return operation;
  const other = operands.findIndex(each => each.kind === 'constant' && each.value === 2);
  return other < 0 ? operation : builder.rawOperation('add', type, [operands[1 - other]!, operands[1 - other]!]);
};

/**
 * Writes out the functions that roots call, where it is known how, and operations that others do faster; what they become, by
 * what they were.
 */
export const expandFunctions = (
  builder: ExpressionBuilder,
  roots: readonly Expression[],
): ((root: Expression) => Expression) => {
  const results = new Map<Expression, Expression>();
  const read = (expression: Expression): Expression => results.get(expression) ?? expression;
  for (const expression of postorder(roots)) {
    const rebuilt = withChildren(builder, expression, read);
    results.set(
      expression,
      rebuilt.kind === 'function'
        ? expandCall(builder, rebuilt)
        : rebuilt.kind === 'operation'
          ? expandDouble(builder, rebuilt)
          : rebuilt,
    );
  }
  return read;
};
