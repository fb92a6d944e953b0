import type { ExpressionBuilder } from '../../../kernel/builder.ts';
import { type Expression, postorder } from '../../../kernel/expression.ts';
import { type Kernel, rootsOf } from '../../../kernel/kernel.ts';
import type { FunctionBuilder } from '../emit/function.ts';

/** Work along a range, any part of which can be done by itself. */
export type Task = {
  readonly low: number;
  readonly high: number;
  /** Parts are multiples of this long, so that few elements are left over. */
  readonly align: number;
  /** Roughly in operations on vectors. */
  readonly work: number;
  /** Whether several threads may do parts at the same time. */
  readonly divisible: boolean;
  /** Into how many parts a thread's share is cut: more of them even out threads that are late. */
  readonly partsPerThread: number;
  /** Writes the function (base, begin, end, thread) that does a part. */
  readonly write: (body: FunctionBuilder) => void;
};

/** A task that this thread does as a whole. */
export const wholeTask = (write: Task['write']): Task => ({
  low: 0,
  high: 1,
  align: 1,
  work: 0,
  divisible: false,
  partsPerThread: 1,
  write,
});

/** Operations on vectors below which threads would only wait for each other. */
const worthDividing = 50_000;
/** Whether threads, if there are several, divide a task. */
export const isDivided = ({ low, high, align, work, divisible }: Omit<Task, 'write'>): boolean =>
  divisible && work >= worthDividing && high - low > align;

/** Parts of more units than this differ by too little for other lengths to be worth looking at, of which there are many. */
const longSearch = 64;

/**
 * How long the parts of a task are that threads divide: as many as are wanted, or up to twice as many where the largest of the threads'
 * shares is smaller then.
 */
export const grainOf = ({ low, high, align, partsPerThread }: Task, threads: number): number => {
  const extent = high - low;
  const longest = Math.max(1, Math.ceil(extent / (threads * partsPerThread * align)));
  const shareOf = (grain: number): number => {
    const parts = Math.ceil(extent / grain);
    const edges = Array.from({ length: threads + 1 }, (_, share) => grain * Math.floor((parts * share) / threads));
    return Math.max(...edges.slice(1).map((edge, share) => Math.min(edge, extent) - edges[share]!));
  };
  let best = longest * align;
  const shortest = longest > longSearch ? longest : longest / 2;
  for (let length = longest - 1; length >= shortest; length--) {
    if (shareOf(length * align) < shareOf(best)) best = length * align;
  }
  return best;
};

/** The same for products, where each thread reads what all others have written. */
export const productWorthDividing = 160_000;

/** Operations that a function takes which is called. */
const callWork = 30;

/** The number of operations that a kernel makes, reductions included. */
export const workOf = (builder: ExpressionBuilder, kernel: Kernel): number => {
  const extents = new Map<number, number>();
  const nodes = postorder(rootsOf(kernel));
  for (const { slot, low, high } of kernel.variables) extents.set(slot, high - low);
  for (const node of nodes) {
    if (node.kind !== 'reduce') continue;
    for (const { slot, low, high } of node.variables) extents.set(slot, Math.max(extents.get(slot) ?? 0, high - low));
  }
  const times = (node: Expression): number => {
    const free = builder.freeOf(node);
    let product = 1;
    for (const [slot, extent] of extents) if ((free & (1 << slot)) !== 0) product *= extent;
    return product;
  };
  const counted = nodes.filter(
    ({ kind }) => kind === 'operation' || kind === 'function' || kind === 'load' || kind === 'reduce',
  );
  const stores = kernel.variables.reduce((product, { low, high }) => product * (high - low), kernel.stores.length);
  return counted.reduce((sum, node) => sum + (node.kind === 'function' ? callWork : 1) * times(node), stores);
};
