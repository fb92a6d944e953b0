import { type Expression, postorder } from '../kernel/expression.ts';

/** How much work an element is, roughly in additions, and how many elements its reductions combine. */
export type Cost = { readonly work: number; readonly reduced: number };

const costs = new WeakMap<Expression, Cost>();

const ownWork = (node: Expression): number => {
  switch (node.kind) {
    case 'operation':
      return node.name === 'div' || node.name === 'sqrt' || node.name === 'rem' ? 4 : node.name === 'convert' ? 0 : 1;
    case 'function':
      return 12;
    case 'quotient':
    case 'remainder':
      return 2;
    default:
      return 0;
  }
};

export const costOf = (expression: Expression): Cost => {
  const known = costs.get(expression);
  if (known !== undefined) return known;
  let work = 0;
  let reduced = 0;
  for (const node of postorder([expression])) {
    work += ownWork(node);
    if (node.kind !== 'reduce') continue;
    reduced += node.variables.reduce((product, { low, high }) => product * (high - low), 1);
  }
  const cost = { work, reduced };
  costs.set(expression, cost);
  return cost;
};
