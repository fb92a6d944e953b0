import { filled } from '../../array/create.ts';
import { allocate } from '../../array/dtype.ts';
import { ConcreteArray, type NDArray } from '../../array/ndarray.ts';
import { sizeOf } from '../../array/shape.ts';
import type { Aval } from '../../core/aval.ts';
import { inlineKnown } from '../../core/evaluate.ts';
import { inputAvals, type Jaxpr, outputAvals } from '../../core/jaxpr.ts';
import { consecutivePattern } from '../../pattern/index-pattern.ts';
import { linearizeJaxpr } from '../../transforms/linearize.ts';
import { required } from '../../util/errors.ts';
import { densePattern } from './dense.ts';
import { propagatePlain } from './propagate.ts';
import { type Block, isStructured, type PlainTangent, type Slot, structured } from './slot.ts';

export type StructuredTangents = {
  /** The program's outputs. */
  readonly outputs: readonly NDArray[];
  /** Their tangents in the directions of all columns. */
  readonly tangents: readonly PlainTangent[];
  /** The columns of each differentiated input. */
  readonly columns: readonly Block[];
  /** The block that holds them. */
  readonly blockOf: readonly number[];
};

/** The columns of each differentiated input, end to end. */
export const columnsOf = (leaves: readonly { readonly shape: readonly number[] }[]): Block[] => {
  let start = 0;
  return leaves.map(({ shape }) => {
    const size = sizeOf(shape);
    start += size;
    return { start: start - size, size };
  });
};

/** Inputs up to this size share a block with their neighbours, up to so many columns. */
const smallInput = 8;
const smallBlock = 32;

/**
 * The blocks of columns, and which one each input's are in. If they end up in dense arrays, small inputs next to each other,
 * such as scalars, share a block, so that a program of many scalars is not repeated for each of them.
 */
const blocksOf = (columns: readonly Block[], dense: boolean): { blocks: Block[]; blockOf: number[] } => {
  const blocks: Block[] = [];
  let open = false;
  const blockOf = columns.map(({ start, size }) => {
    const last = blocks.at(-1);
    const small = dense && size <= smallInput;
    if (small && open && last !== undefined && last.size + size <= smallBlock) {
      blocks[blocks.length - 1] = { ...last, size: last.size + size };
    } else blocks.push({ start, size, dense });
    open = small;
    return blocks.length - 1;
  });
  return { blocks, blockOf };
};

/** The basis of the columns of one input, as slots of its tangent. */
const basisSlots = ({ shape, dtype }: Aval, own: Block, number: number, block: Block): Slot[] => {
  if (own.size === 0) return [];
  if (own.size === block.size) {
    const index = consecutivePattern(shape, own.start);
    return [{ kind: 'grid', block: number, lead: 0, values: filled([], dtype, 1), index }];
  }
  const data = allocate(dtype, block.size * own.size);
  for (let i = 0; i < own.size; i++) data[(own.start - block.start + i) * own.size + i] = 1;
  const values = new ConcreteArray([block.size, ...shape], dtype, data);
  return [{ kind: 'grid', block: number, lead: 1, values, index: densePattern(block, shape) }];
};

/**
 * A program's outputs and the tangents of those asked for along every element of the differentiated inputs: linearised once,
 * and the basis carried through the linear half with its structure. `dense` says that the result is to be dense; `watch` is called
 * after each equation, and may throw.
 */
export const structuredTangents = (
  jaxpr: Jaxpr,
  differentiated: readonly boolean[],
  args: readonly NDArray[],
  wanted: readonly boolean[],
  dense: boolean,
  watch?: () => void,
): StructuredTangents => {
  const { primal } = linearizeJaxpr(jaxpr, differentiated);
  // patterns follow from indices, those of loops for example, if these are known
  const results = inlineKnown(primal, args);
  const residuals = results.slice(jaxpr.outputs.length);
  return {
    outputs: results.slice(0, jaxpr.outputs.length),
    ...tangentsAt(jaxpr, differentiated, residuals, wanted, dense, watch),
  };
};

/** The tangents alone, from the residuals that the linearised program has left. */
export const tangentsAt = (
  jaxpr: Jaxpr,
  differentiated: readonly boolean[],
  residuals: readonly NDArray[],
  wanted: readonly boolean[],
  dense: boolean,
  watch?: () => void,
): Omit<StructuredTangents, 'outputs'> => {
  const linearized = linearizeJaxpr(jaxpr, differentiated);
  const leaves = inputAvals(jaxpr).filter((_, i) => differentiated[i]);
  const columns = columnsOf(leaves);
  const { blocks, blockOf } = blocksOf(columns, dense);
  const basis = leaves.map((aval, i) => {
    const number = blockOf[i]!;
    return structured(aval, basisSlots(aval, columns[i]!, number, blocks[number]!));
  });
  const needed = linearized.nonzeroOutputs.flatMap((nonzero, i) => (nonzero ? [wanted[i] === true] : []));
  const tangents = propagatePlain(linearized.linear, [...residuals, ...basis], blocks, watch, needed);
  let next = 0;
  return {
    columns,
    blockOf,
    tangents: outputAvals(jaxpr).map((aval, i) => {
      const tangent = linearized.nonzeroOutputs[i] ? required(tangents[next++], 'tangent') : undefined;
      return tangent !== undefined && isStructured(tangent) ? tangent : { kind: 'structured', aval, slots: [] };
    }),
  };
};
