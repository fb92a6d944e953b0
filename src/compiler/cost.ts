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

/**
 * Work beyond which a value is stored rather than computed again by each of two users, or of more: storing an element and
 * loading it twice takes about as long as the first.
 */
const recomputedTwice = 16;
const recomputed = 4;
/** Work beyond which expressions are not fused any further. */
const largest = 400;

/** Whether an array is stored rather than computed by whoever uses it; sums are computed once. */
export const isWorthStoring = (
  { work, reduced }: Cost,
  { uses, repeats }: { readonly uses: number; readonly repeats: boolean },
): boolean => {
  if (work > largest) return true;
  if (reduced > 0) return uses > 1 || repeats;
  return (uses > 1 && work > (uses === 2 ? recomputedTwice : recomputed)) || (repeats && work > 2);
};
