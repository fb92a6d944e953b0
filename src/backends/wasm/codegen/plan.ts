import type { ExpressionBuilder } from '../../../kernel/builder.ts';
import { type Expression, type ExpressionOf, postorder } from '../../../kernel/expression.ts';
import { affineTerms } from '../../../kernel/index-arithmetic.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { detectFeatures } from '../emit/features.ts';
import { hasVectorForm, type Lanes } from './vector.ts';

/** Which loop of a kernel computes several elements at a time. */
export type VectorPlan =
  | { readonly kind: 'scalar' }
  /** The innermost output axis. */
  | { readonly kind: 'output'; readonly slot: number; readonly lanes: Lanes; readonly unroll: number }
  /** The innermost axis of each reduction. */
  | { readonly kind: 'reduction'; readonly lanes: Lanes; readonly unroll: number };

/**
 * How far apart the values of neighbouring lanes are, where that is a constant; undefined where it is not. `x` is a
 * place, the lanes run along the loop variable of a slot.
 */
export const strideAlong = (builder: ExpressionBuilder, x: Expression, slot: number): number | undefined => {
  const bit = 1 << slot;
  if ((builder.freeOf(x) & bit) === 0) return 0;
  let stride = 0;
  for (const { of, factor } of affineTerms(x).terms) {
    if ((builder.freeOf(of) & bit) === 0) continue;
    if (of.kind !== 'variable') return undefined;
    stride += factor;
  }
  return stride;
};

type Reduce = ExpressionOf<'reduce'>;

const isReduce = (x: Expression): x is Reduce => x.kind === 'reduce';

/** Loads that cannot be done for all lanes at once. */
const scatteredLoads = (builder: ExpressionBuilder, root: Expression, slot: number): number =>
  postorder([root]).filter(
    node => node.kind === 'load' && ![0, 1].includes(strideAlong(builder, node.index, slot) ?? -1),
  ).length;

/** Expressions of a kernel that are a function or more, and how many of them are worth being written several times. */
const fewestTurns = 24;
const mostTurns = 160;

export const planVectors = (builder: ExpressionBuilder, { variables, stores, sequential }: Kernel): VectorPlan => {
  if (sequential === true && variables.length < 2) return { kind: 'scalar' };
  if (stores.some(store => store.scatter !== undefined)) return { kind: 'scalar' };
  const nodes = postorder(stores.flatMap(({ index, value }) => [index, value]));
  const lanes: Lanes = nodes.some(node => node.type === 'f64') ? 2 : 4;
  const reductions = nodes.filter(isReduce);
  const options: { readonly plan: VectorPlan; readonly cost: number }[] = [];
  const last = variables.at(-1);
  if (last !== undefined && last.high - last.low >= lanes) {
    const { slot } = last;
    const strided = stores.filter(({ index }) => strideAlong(builder, index, slot) !== 1).length;
    const outside = stores.reduce((sum, { value }) => sum + scatteredLoads(builder, value, slot), 0);
    const inside = reductions.reduce((sum, { body }) => sum + scatteredLoads(builder, body, slot), 0);
    const extent = last.high - last.low;
    const vectors = extent / lanes;
    const pairs = detectFeatures().wideVectors && vectors >= 4 ? 2 : 1;
    // a loop that is over soon needs none
    const isShort = Number.isInteger(vectors) && vectors <= 4 && variables.length > 1;
    // sums and functions are chains of steps that wait for each other: several take turns, in loops that pay for their code
    const isChain = nodes.length >= fewestTurns && nodes.length <= mostTurns;
    const waits = reductions.length > 0 ? vectors >= 4 : vectors >= 256 && isChain;
    const unroll = waits ? 4 : isShort ? vectors : pairs;
    const plan: VectorPlan = { kind: 'output', slot, lanes, unroll };
    options.push({ plan, cost: strided + outside + 10 * inside });
  }
  const innermost = reductions.map(({ variables: own }) => own.at(-1)!);
  if (
    reductions.length > 0 &&
    innermost.every(({ low, high }) => high - low >= 2 * lanes) &&
    reductions.every(({ name, type }) => hasVectorForm(name, type, type))
  ) {
    const bodies = reductions.map(({ body }) => body);
    // what is made of the sums is computed one number at a time
    const after = nodes.length - postorder(bodies).length >= fewestTurns ? 25 : 1;
    const cost = bodies.reduce((sum, body, i) => sum + 10 * scatteredLoads(builder, body, innermost[i]!.slot), after);
    const unroll = innermost.every(({ low, high }) => high - low >= 8 * lanes) ? 4 : 1;
    options.push({ plan: { kind: 'reduction', lanes, unroll }, cost });
  }
  options.sort((a, b) => a.cost - b.cost);
  return options[0]?.plan ?? { kind: 'scalar' };
};
