import type { ExpressionBuilder } from '../../../kernel/builder.ts';
import { type Buffer, bytesOfType, type Expression, slotLimit } from '../../../kernel/expression.ts';
import { affineTerms } from '../../../kernel/index-arithmetic.ts';
import type { FunctionBuilder } from '../emit/function.ts';

/** The slot of the pseudo-variable that holds the address of the program's memory. */
export const baseSlot = slotLimit;
/** The slot of the one that holds the address of what a part of a task has for itself. */
export const partSlot = slotLimit + 1;

/** What is computed: an expression as one number, for each lane, or one number in all lanes. */
export type Node = { readonly expression: Expression; readonly mode: 'scalar' | 'vector' | 'splat' };

const modes = { scalar: 0, vector: 1, splat: 2 };

/** A number that equal nodes share. */
export const keyOf = ({ expression, mode }: Node): number => 3 * expression.id + modes[mode];

export const scalarNode = (expression: Expression): Node => ({ expression, mode: 'scalar' });

/** Where buffers are. */
export type Location =
  /** In the memory of the run. */
  | { readonly kind: 'relative'; readonly offset: number }
  | { readonly kind: 'fixed'; readonly offset: number }
  /** At the address that stands in the run's table of pointers. */
  | { readonly kind: 'pointer'; readonly entry: number }
  /** At the address that the part of the task has for itself. */
  | { readonly kind: 'part' };

/** The table of pointers, at the beginning of the memory of a run. */
const pointerTable: Buffer = { id: -1, type: 'i32', size: 2 ** 30 };

/** An address: an i32 expression (none where it is constant) and the offset that the instruction adds. */
export type Address = { readonly base: Expression | undefined; readonly offset: number };

/** Loads and stores by addresses whose parts that belong to outer loops are computed there. */
export class Addresses {
  private readonly builder: ExpressionBuilder;
  private readonly locate: (buffer: Buffer) => Location;
  private readonly known = new Map<string, Address>();

  constructor(builder: ExpressionBuilder, locate: (buffer: Buffer) => Location) {
    this.builder = builder;
    this.locate = locate;
  }

  /** Outer loops first: the order in which variables get their values. */
  private depthOf(x: Expression): number {
    const free = this.builder.freeOf(x) & ~(1 << baseSlot);
    let depth = 0;
    for (let slot = 0; slot < baseSlot; slot++) {
      if ((free & (1 << slot)) !== 0) depth = Math.max(depth, slot % 2 === 0 ? 1 + slot : 100 + slot);
    }
    return depth;
  }

  of(buffer: Buffer, index: Expression): Address {
    const key = `${buffer.id},${index.id}`;
    const found = this.known.get(key);
    if (found !== undefined) return found;
    const made = this.build(buffer, index);
    this.known.set(key, made);
    return made;
  }

  private startOf(location: Location): Expression | undefined {
    const { builder } = this;
    switch (location.kind) {
      case 'relative':
        return builder.parameter(baseSlot);
      case 'fixed':
        return undefined;
      case 'part':
        return builder.parameter(partSlot);
      case 'pointer':
        return builder.load(pointerTable, builder.index(location.entry));
      default:
        return location satisfies never;
    }
  }

  private build(buffer: Buffer, index: Expression): Address {
    const { builder } = this;
    const bytes = bytesOfType(buffer.type);
    const location = buffer === pointerTable ? ({ kind: 'relative', offset: 0 } as const) : this.locate(buffer);
    const { terms, offset: first } = affineTerms(index);
    const total = ('offset' in location ? location.offset : 0) + first * bytes;
    let sum = this.startOf(location);
    const add = (part: Expression): void => {
      sum = sum === undefined ? part : builder.rawOperation('add', 'i32', [sum, part]);
    };
    // instructions add their offset to a number that must not be negative
    const explicit = total < 0 || terms.some(({ factor }) => factor < 0);
    if (explicit) add(builder.index(total));
    const ordered = terms.map(term => ({ ...term, depth: this.depthOf(term.of) })).sort((a, b) => a.depth - b.depth);
    for (const { of, factor } of ordered) {
      add(builder.rawOperation('mul', 'i32', [of, builder.index(factor * bytes)]));
    }
    return { base: sum, offset: explicit ? 0 : total };
  }
}

/** Writes the address of a buffer's element into a function whose first parameter is the memory of the run. */
export const emitAddress = (body: FunctionBuilder, location: Location, offset: number): void => {
  const [base] = body.params;
  if (location.kind === 'fixed') {
    body.i32(location.offset + offset);
    return;
  }
  body.get(base!);
  if (location.kind === 'pointer') body.memory('i32.load', 4 * location.entry);
  body.i32(offset + (location.kind === 'relative' ? location.offset : 0));
  body.op('i32.add');
};
