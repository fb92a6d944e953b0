import type { Buffer } from '../kernel/expression.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { buffersOf, type Step } from './program.ts';

/**
 * Arrays that a loop carries and that its steps write a few elements of: they stay where they are, instead of being copied with these
 * elements in each step.
 */

export type InPlace = {
  readonly steps: readonly Step[];
  /** Buffers that lie where an input of the carry does. */
  readonly places: ReadonlyMap<Buffer, Buffer>;
};

/** What a kernel copies all of, and to where, if that is all it does. */
const copyOf = ({ variables, stores }: Kernel): { readonly from: Buffer; readonly to: Buffer } | undefined => {
  const [store] = stores;
  if (stores.length !== 1 || store === undefined || store.scatter !== undefined) return undefined;
  const { buffer: to, index, value } = store;
  if (value.kind !== 'load' || value.index !== index) return undefined;
  const from = value.buffer;
  const rounds = variables.reduce((product, { low, high }) => product * (high - low), 1);
  return rounds === to.size && from.size === to.size && from.type === to.type ? { from, to } : undefined;
};

const kernelOf = (step: Step): Kernel | undefined => (step.kind === 'kernel' ? step.kernel : undefined);
const reads = (step: Step, buffer: Buffer): boolean => buffersOf(step).reads.includes(buffer);
const writes = (step: Step, buffer: Buffer): boolean => buffersOf(step).writes.includes(buffer);
const scattersInto = (step: Step, buffer: Buffer): boolean =>
  kernelOf(step)?.stores.every(store => store.buffer === buffer && store.scatter !== undefined) === true;

/**
 * The steps of a loop's body without copies of its carry that are only made so that elements can be written into them, where
 * nothing reads the carry afterwards. The kernel that writes the first element may read it before, if it writes no other.
 *
 * `carry` has the input and the output of each part that is carried, `outputs` all outputs: these lie in no other part's place.
 */
export const placeInCarry = (
  steps: readonly Step[],
  carry: readonly (readonly [input: Buffer, output: Buffer])[],
  outputs: readonly Buffer[],
): InPlace => {
  const places = new Map<Buffer, Buffer>();
  const outputOf = new Map(carry);
  /** What lies there last, in the place of a carry. */
  const latest = new Map<Buffer, Buffer>(carry.map(([buffer]) => [buffer, buffer]));
  const kept = steps.filter((step, at) => {
    const kernel = kernelOf(step);
    const copy = kernel && copyOf(kernel);
    const place = copy && latest.get(copy.from);
    if (copy === undefined || place === undefined) return true;
    const { from, to } = copy;
    if (outputs.includes(to) && outputOf.get(place) !== to) return true;
    const writers = steps.flatMap((other, i) => (i !== at && writes(other, to) ? [i] : []));
    const first = writers[0] ?? steps.length;
    const isWrittenInto = writers.every(i => i > at && scattersInto(steps[i]!, to));
    const isReadLater = steps.some((other, i) => {
      if (i < first || i === at || !reads(other, from)) return false;
      return i > first || kernelOf(other)?.variables.length !== 0;
    });
    if (!isWrittenInto || isReadLater || steps.some((other, i) => i > at && writes(other, from))) return true;
    latest.delete(from);
    latest.set(to, place);
    places.set(to, place);
    return false;
  });
  return { steps: kept, places };
};
