import { type Shape, sizeOf } from '../array/shape.ts';
import type { ExpressionBuilder } from '../kernel/builder.ts';
import { type Expression, isFloatType, postorder } from '../kernel/expression.ts';
import { affineTerms, factorOf } from '../kernel/index-arithmetic.ts';
import { type Element, type Lowering, type Reduction, reductionOfProduct } from '../kernel/lowering.ts';
import { placesOf } from './group.ts';

/** Shorter sums are computed at once: those along memory by sixteen chains of additions, others by one. */
const longLine = 1 << 14;
const longChain = 1 << 11;
/** Enough for all threads, and for vectors. */
const fewestBlocks = 64;

/** Cuts all axes before one, and that one into blocks of so many rounds: about as many as are wanted. */
const cutOf = (inner: Shape, wanted: number): { axis: number; blocks: number; rounds: number } => {
  let before = 1;
  let axis = 0;
  while (axis < inner.length - 1 && before * inner[axis]! < fewestBlocks) before *= inner[axis++]!;
  const rounds = Math.ceil((before * inner[axis]!) / wanted);
  return { axis, blocks: Math.floor(inner[axis]! / rounds), rounds };
};

/** Whether neighbours along the last axis of a sum are neighbours in memory. */
const runsAlongMemory = (builder: ExpressionBuilder, { inner, term }: Reduction, result: Shape): boolean => {
  const places = placesOf(builder, [...result, ...inner]);
  return postorder([term(places.slice(0, result.length), places.slice(result.length))]).some(
    node => node.kind === 'load' && factorOf(affineTerms(node.index).terms, places.at(-1)!) === 1,
  );
};

/**
 * A long sum of floats in two steps: sums of blocks, which threads share and `store` puts into memory, and the sum of these. What is
 * lost by rounding grows with the square root of the length then, instead of the length. Undefined for all else.
 */
export const cutSum = (
  builder: ExpressionBuilder,
  lowering: Lowering,
  result: Shape,
  store: (shape: Shape, element: Element) => Element,
): Element | undefined => {
  const reduction =
    lowering.kind === 'product'
      ? reductionOfProduct(builder, lowering.product)
      : lowering.kind === 'elements'
        ? lowering.reduction
        : undefined;
  if (reduction === undefined || reduction.name !== 'add' || !isFloatType(reduction.type)) return undefined;
  const { inner, term } = reduction;
  const length = sizeOf(inner);
  if (length < longChain) return undefined;
  // lines are summed up by vectors, one after the other; where lines are not, all of them at once
  const byLine = runsAlongMemory(builder, reduction, result);
  if (byLine && length < longLine) return undefined;
  const { axis, blocks, rounds } = cutOf(inner, Math.max(fewestBlocks, Math.sqrt(length) / (byLine ? 4 : 1)));
  const lead = inner.slice(0, axis);
  const rest = inner.slice(axis + 1);
  const cuts = [...lead, blocks];
  const sum = (shape: Shape, terms: Element): Expression => builder.reduce('add', reduction.type, shape, terms);
  const joined = <T>(place: readonly T[], block: readonly T[]): T[] =>
    byLine ? [...place, ...block] : [...block, ...place];
  const first = byLine ? result.length : cuts.length;
  const read = store(joined(result, cuts), index => {
    const parts = [index.slice(0, first), index.slice(first)] as const;
    const [place, block] = byLine ? parts : [parts[1], parts[0]];
    return sum([rounds, ...rest], ([round, ...k]) => {
      const at = builder.plus(builder.times(block[axis]!, rounds), round!);
      return term(place, [...block.slice(0, axis), at, ...k]);
    });
  });
  const done = blocks * rounds;
  const left = inner[axis]! - done;
  return index => {
    const whole = sum(cuts, block => read(joined(index, block)));
    if (left === 0) return whole;
    const others = sum([...lead, left, ...rest], k => term(index, k.with(axis, builder.plus(k[axis]!, done))));
    return builder.operation('add', reduction.type, [whole, others]);
  };
};
