import { range } from '../../util/range.ts';
import type { Label } from './einsum-spec.ts';

/** Which operands are contracted, step by step; the result of a step comes last among those that remain. */
export type ContractionPath = readonly (readonly number[])[];

/** How a path is found: the cheapest of all, step by step, as seems best for the number of operands, or all at once. */
export type PathStrategy = 'optimal' | 'greedy' | 'auto' | boolean;

type Term = readonly Label[];

/** Axes that something of the rest still needs, in the order in which they stand in both. */
const resultOf = (terms: readonly Term[], rest: readonly Term[], output: Term): Term =>
  [...new Set(terms.flat())].filter(label => output.includes(label) || rest.some(term => term.includes(label)));

const sizeOfTerm = (term: Iterable<Label>, extents: ReadonlyMap<Label, number>): number => {
  let size = 1;
  for (const label of term) size *= extents.get(label)!;
  return size;
};

/** Multiplications, and additions where something is summed over. */
const stepCost = (terms: readonly Term[], result: Term, extents: ReadonlyMap<Label, number>): number => {
  const all = new Set(terms.flat());
  return sizeOfTerm(all, extents) * (Math.max(1, terms.length - 1) + (all.size > result.length ? 1 : 0));
};

/** The pairs of a path, each operand named by the order in which it came to be. */
type Step = readonly [number, number];
type Numbered = { readonly id: number; readonly term: Term };

const contracted = (
  operands: readonly Numbered[],
  [i, j]: Step,
  output: Term,
  id: number,
): { readonly rest: readonly Numbered[]; readonly result: Numbered } => {
  const rest = operands.filter(operand => operand.id !== i && operand.id !== j);
  const pair = operands.filter(operand => operand.id === i || operand.id === j).map(operand => operand.term);
  const others = rest.map(operand => operand.term);
  return { rest, result: { id, term: resultOf(pair, others, output) } };
};

/** The path of least cost, by looking at all of them as far as they are not dearer already. */
const optimalSteps = (terms: readonly Term[], output: Term, extents: ReadonlyMap<Label, number>): Step[] => {
  let best: { readonly cost: number; readonly steps: Step[] } = { cost: Number.POSITIVE_INFINITY, steps: [] };
  const search = (operands: readonly Numbered[], steps: Step[], cost: number, next: number): void => {
    if (operands.length < 2) {
      best = { cost, steps };
      return;
    }
    for (const [k, first] of operands.entries()) {
      for (const second of operands.slice(k + 1)) {
        const step: Step = [first.id, second.id];
        const { rest, result } = contracted(operands, step, output, next);
        const total = cost + stepCost([first.term, second.term], result.term, extents);
        if (total < best.cost) search([...rest, result], [...steps, step], total, next + 1);
      }
    }
  };
  search(
    terms.map((term, id) => ({ id, term })),
    [],
    0,
    terms.length,
  );
  return best.steps;
};

/** Step by step the pair that frees most memory, of those that share an axis; then the smallest of what is left. */
const greedySteps = (terms: readonly Term[], output: Term, extents: ReadonlyMap<Label, number>): Step[] => {
  let operands: readonly Numbered[] = terms.map((term, id) => ({ id, term }));
  const steps: Step[] = [];
  for (let next = terms.length; operands.length > 1; next++) {
    let best: { readonly step: Step; readonly rank: readonly number[] } | undefined;
    for (const [k, first] of operands.entries()) {
      for (const second of operands.slice(k + 1)) {
        const step: Step = [first.id, second.id];
        const { result } = contracted(operands, step, output, next);
        const sizes = [first.term, second.term, result.term].map(term => sizeOfTerm(term, extents));
        const same = new Set([...first.term, ...second.term]).size;
        const isElementwise = same === first.term.length && same === second.term.length;
        const shares = first.term.some(label => second.term.includes(label) && !output.includes(label));
        // operands with the same axes first, then those that share axes to be summed over, then outer products
        const rank = [
          isElementwise ? 0 : shares ? 1 : 2,
          isElementwise ? 0 : shares ? sizes[2]! - sizes[0]! - sizes[1]! : sizes[2]!,
          second.id,
          first.id,
        ];
        if (best === undefined || precedes(rank, best.rank)) best = { step, rank };
      }
    }
    const { rest, result } = contracted(operands, best!.step, output, next);
    operands = [...rest, result];
    steps.push(best!.step);
  }
  return steps;
};

const precedes = (a: readonly number[], b: readonly number[]): boolean => {
  const k = a.findIndex((value, i) => value !== b[i]);
  return k >= 0 && a[k]! < b[k]!;
};

/** Steps by places among the operands that remain, the first place first. */
const placesOfSteps = (count: number, steps: readonly Step[]): ContractionPath => {
  const remaining = range(count);
  return steps.map((step, k) => {
    const places = step.map(id => remaining.indexOf(id)).sort((a, b) => a - b);
    for (const place of [...places].reverse()) remaining.splice(place, 1);
    remaining.push(count + k);
    return places;
  });
};

/** Beyond so many operands looking at all paths takes too long. */
const exhaustiveUpTo = 6;

/** The order in which operands with these axes are contracted. */
export const contractionPath = (
  terms: readonly Term[],
  output: Term,
  extents: ReadonlyMap<Label, number>,
  strategy: PathStrategy,
): ContractionPath => {
  if (terms.length < 3 || strategy === false) return [range(terms.length)];
  const isOptimal = strategy === 'optimal' || strategy === true;
  const exhaustive = isOptimal || (strategy === 'auto' && terms.length <= exhaustiveUpTo);
  return placesOfSteps(terms.length, (exhaustive ? optimalSteps : greedySteps)(terms, output, extents));
};

export type PathCosts = {
  /** Multiplications and additions of the sum written out as it stands. */
  readonly naive: number;
  /** Those of all steps of the path. */
  readonly optimized: number;
  /** Elements of the largest array that is made on the way, the result included. */
  readonly largestIntermediate: number;
};

export const pathCosts = (
  terms: readonly Term[],
  output: Term,
  extents: ReadonlyMap<Label, number>,
  path: ContractionPath,
): PathCosts => {
  let operands = terms;
  let optimized = 0;
  let largestIntermediate = 0;
  for (const places of path) {
    const chosen = places.map(place => operands[place]!);
    const rest = operands.filter((_, i) => !places.includes(i));
    const result = resultOf(chosen, rest, output);
    optimized += stepCost(chosen, result, extents);
    largestIntermediate = Math.max(largestIntermediate, sizeOfTerm(result, extents));
    operands = [...rest, result];
  }
  return { naive: stepCost(terms, output, extents), optimized, largestIntermediate };
};
