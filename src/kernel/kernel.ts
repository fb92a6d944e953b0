import { type Buffer, type Expression, postorder, type ReductionName, type Variable } from './expression.ts';

/** A value that is written to a place of a buffer, for each point of the loops. */
export type Store = {
  readonly buffer: Buffer;
  /** Flat, in elements. */
  readonly index: Expression;
  readonly value: Expression;
  /** Of scatters: how the value is combined with what is there, and whether it is. */
  readonly scatter?: { readonly combine: ReductionName | 'replace'; readonly inside: Expression };
};

/** A loop nest, outermost variable first, that writes to buffers. */
export type Kernel = {
  readonly variables: readonly Variable[];
  readonly stores: readonly Store[];
  /** Whether each round of the outermost loop reads what the one before has written. */
  readonly sequential?: boolean;
};

/** Everything that a kernel computes. */
export const rootsOf = ({ stores }: Kernel): Expression[] =>
  stores.flatMap(({ index, value, scatter }) => [index, value, ...(scatter === undefined ? [] : [scatter.inside])]);

/** The buffers that a kernel reads; scatters also read what they add to. */
export const loadedBuffers = (kernel: Kernel): Buffer[] => {
  const buffers = new Set<Buffer>();
  for (const node of postorder(rootsOf(kernel))) if (node.kind === 'load') buffers.add(node.buffer);
  for (const { buffer, scatter } of kernel.stores) if (scatter !== undefined) buffers.add(buffer);
  return [...buffers];
};
