import { type Shape, sizeOf } from '../array/shape.ts';
import type { ExpressionBuilder } from '../kernel/builder.ts';
import { type Expression, isFloatType, postorder } from '../kernel/expression.ts';
import { affineTerms } from '../kernel/index-arithmetic.ts';
import type { Element, Sum } from '../kernel/lowering.ts';
import { placesOf } from './group.ts';

/** Shorter sums are computed at once. */
const longSum = 1 << 14;
/** Enough for all threads, and for vectors. */
const fewestBlocks = 64;

/** A cut of all of a sum's axes before one, and of that one into blocks of so many rounds. */
type Cut = { readonly axis: number; readonly blocks: number; readonly rounds: number };

/** The first cut into about as many blocks as are wanted. */
export const cutOf = (inner: Shape, wanted: number): Cut => {
  let before = 1;
  let axis = 0;
  while (axis < inner.length - 1 && before * inner[axis]! < fewestBlocks) before *= inner[axis++]!;
  const rounds = Math.ceil((before * inner[axis]!) / wanted);
  return { axis, blocks: Math.floor(inner[axis]! / rounds), rounds };
};

/** Whether neighbours along the last axis of a sum are neighbours in memory. */
const runsAlongMemory = (builder: ExpressionBuilder, { inner, term }: Sum, result: Shape): boolean => {
  const places = placesOf(builder, [...result, ...inner]);
  const nodes = postorder([term(places.slice(0, result.length), places.slice(result.length))]);
  const isNext = ({ of, factor }: { of: Expression; factor: number }): boolean => of === places.at(-1) && factor === 1;
  return nodes.some(node => node.kind === 'load' && affineTerms(node.index).terms.some(isNext));
};

/**
 * A long sum in two steps: sums of blocks, which threads share and `store` puts into memory, and the sum of these. What is lost by
 * rounding grows with the square root of the length then, instead of the length.
 */
export const cutSum = (
  builder: ExpressionBuilder,
  sum: Sum,
  result: Shape,
  store: (shape: Shape, element: Element) => Element,
): Element | undefined => {
  const { type, inner, term } = sum;
  const length = sizeOf(inner);
  if (length < longSum || !isFloatType(type)) return undefined;
  // lines are summed up by vectors, one after the other; where lines are not, all of them at once
  const byLine = runsAlongMemory(builder, sum, result);
  const { axis, blocks, rounds } = cutOf(inner, Math.max(fewestBlocks, Math.sqrt(length) / (byLine ? 4 : 1)));
  const lead = inner.slice(0, axis);
  const rest = inner.slice(axis + 1);
  const cuts = [...lead, blocks];
  const joined = <T>(place: readonly T[], block: readonly T[]): T[] =>
    byLine ? [...place, ...block] : [...block, ...place];
  const first = byLine ? result.length : cuts.length;
  const read = store(joined(result, cuts), index => {
    const parts = [index.slice(0, first), index.slice(first)] as const;
    const [place, block] = byLine ? parts : [parts[1], parts[0]];
    return builder.reduce('add', type, [rounds, ...rest], ([round, ...k]) => {
      const at = builder.plus(builder.times(block[axis]!, rounds), round!);
      return term(place, [...block.slice(0, axis), at, ...k]);
    });
  });
  const done = blocks * rounds;
  return index => {
    const whole = builder.reduce('add', type, cuts, block => read(joined(index, block)));
    const left = builder.reduce('add', type, [...lead, inner[axis]! - done, ...rest], k =>
      term(
        index,
        k.map((place, i) => (i === axis ? builder.plus(place, done) : place)),
      ),
    );
    return done < inner[axis]! ? builder.operation('add', type, [whole, left]) : whole;
  };
};
