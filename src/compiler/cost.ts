import { childrenOf, type Expression, postorder } from '../kernel/expression.ts';

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

/** The work of several expressions, what they share counted once. */
export const jointWork = (expressions: readonly Expression[]): number =>
  postorder(expressions).reduce((sum, node) => sum + ownWork(node), 0);

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

/**
 * Whether an element is a sum, one of many, of so many terms that storing it takes no notable time. Sums of rows are computed by
 * vectors one after the other; functions of them are computed for several rows at a time where they have a loop of their own.
 */
export const isLongSum = (element: Expression, size: number): boolean =>
  element.kind === 'reduce' && size >= 64 && costOf(element).reduced >= 8;

/** Whether functions are called on what is summed up, or on anything else outside of sums. */
export const callsFunctions = (element: Expression): boolean => {
  const seen = new Set<Expression>();
  const calls = (node: Expression): boolean => {
    if (seen.has(node) || node.kind === 'reduce') return false;
    seen.add(node);
    return node.kind === 'function' || childrenOf(node).some(calls);
  };
  return calls(element);
};
