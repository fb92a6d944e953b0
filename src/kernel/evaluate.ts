import type { Expression } from './expression.ts';
import { foldOperation, identityOf, wrap } from './fold.ts';

/** What stands in buffers, by their ids. */
export type Contents = ReadonlyMap<number, ArrayLike<number>>;

/** The value of an expression where its variables have the given values, by slot: the meaning that backends are held to. */
export const evaluateExpression = (
  expression: Expression,
  variables: ReadonlyMap<number, number>,
  contents: Contents = new Map(),
): number => {
  const known = new Map<Expression, number>();
  const value = (child: Expression): number => {
    let found = known.get(child);
    if (found === undefined) {
      found = compute(child, value, variables, contents);
      known.set(child, found);
    }
    return found;
  };
  return value(expression);
};

const compute = (
  expression: Expression,
  value: (child: Expression) => number,
  variables: ReadonlyMap<number, number>,
  contents: Contents,
): number => {
  switch (expression.kind) {
    case 'constant':
      return expression.value;
    case 'variable':
      return variables.get(expression.slot)!;
    case 'affine':
      return expression.terms.reduce((sum, { of, factor }) => sum + factor * value(of), expression.offset);
    case 'quotient':
      return Math.floor(value(expression.of) / expression.by);
    case 'remainder':
      return value(expression.of) % expression.by;
    case 'load':
      return (expression.buffer.values ?? contents.get(expression.buffer.id)!)[value(expression.index)]!;
    case 'operation': {
      const { name, type, operands } = expression;
      return foldOperation(name, type, operands[name === 'select' ? 1 : 0]!.type, operands.map(value));
    }
    case 'function':
      return wrap(expression.type, expression.apply(...expression.operands.map(value)));
    case 'branch':
      return value(value(expression.condition) !== 0 ? expression.rare : expression.usual);
    case 'reduce': {
      const { name, type, variables: own, body } = expression;
      const from = (depth: number, bound: ReadonlyMap<number, number>, before: number): number => {
        const variable = own[depth];
        if (variable === undefined) {
          return foldOperation(name, type, type, [before, evaluateExpression(body, bound, contents)]);
        }
        let sum = before;
        for (let i = variable.low; i < variable.high; i++)
          sum = from(depth + 1, new Map(bound).set(variable.slot, i), sum);
        return sum;
      };
      return from(0, variables, identityOf(name, type));
    }
    default:
      return expression satisfies never;
  }
};
