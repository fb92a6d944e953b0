import type { ConcreteArray } from '../array/ndarray.ts';
import type { Aval } from '../core/aval.ts';
import type { Equation } from '../core/jaxpr.ts';
import type { ExpressionBuilder } from '../kernel/builder.ts';
import type { Buffer } from '../kernel/expression.ts';
import { type Kernel, loadedBuffers } from '../kernel/kernel.ts';
import type { Control, Routine } from '../kernel/lowering.ts';
import type { Panels } from './target.ts';

/** Where a step or a caller finds an array. */
export type Source =
  /** Part of the program. */
  | { readonly kind: 'known'; readonly value: ConcreteArray }
  /** An input that is handed on. */
  | { readonly kind: 'input'; readonly input: number }
  /** In memory. */
  | { readonly kind: 'buffer'; readonly buffer: Buffer; readonly aval: Aval };

/**
 * An operand of a product as it lies in a buffer: the element (b, i, k) stands at offset + Σ stride · index, where i is its
 * free axis and k the one that is summed over.
 */
export type MatrixView = {
  readonly buffer: Buffer;
  readonly offset: number;
  readonly strides: readonly [batch: number, free: number, inner: number];
  /**
   * Whether it stands in panels, as `Target.panelsOf` says: the strides are then those of all panels, from one line to the next on
   * average, and from one step to the next. Those of one part of a divided sum at a time stand there once for each thread.
   */
  readonly inPanels?: 'whole' | 'by part';
  /** Of panels of a whole: where those of a part would be, if they can be computed part by part. */
  readonly ofPart?: { readonly buffer: Buffer; readonly panels: Panels };
  /** How many bytes the elements of each axis are from the first, instead of strides. */
  readonly tables?: { readonly batch: Buffer; readonly free: Buffer; readonly inner: Buffer };
};

/** A program that runs as part of a step, in the memory of the program that has the step. */
export type InnerProgram = {
  readonly program: CompiledProgram;
  readonly plan: MemoryPlan;
  /** Where it expects its inputs, in the order of its inputs; undefined for those that it does not read. */
  readonly inputs: readonly (Buffer | undefined)[];
  /** Where its outputs are; none of these is an input or occurs twice. */
  readonly outputs: readonly Buffer[];
  /** Buffers that lie where an input does: what is left of it when some of its elements have been written. */
  readonly places: ReadonlyMap<Buffer, Buffer>;
};

/** output[b, i, j] = Σ lhs[b, i, k] · rhs[b, j, k] */
export type ProductStep = {
  readonly kind: 'product';
  readonly type: 'f32' | 'f64';
  readonly extents: {
    readonly batch: number;
    readonly rows: number;
    readonly columns: number;
    readonly inner: number;
  };
  readonly lhs: MatrixView;
  readonly rhs: MatrixView;
  readonly output: Buffer;
  readonly scratch: Buffer;
  /** Whether what is above the diagonal is left out, and written by a step of its own. */
  readonly lowerOnly: boolean;
  /** Into how many parts the sum is divided, whose sums stand one after the other in the output; 1 if there is one product. */
  readonly partialSums: number;
};

/** A kernel that computes so many rounds of its outermost loop for each row of a product, or for each step of its sum. */
export type RowKernel = { readonly kernel: Kernel; readonly perRow: number };

export type Step =
  /** Loops; several kernels may cover parts of one buffer. */
  | { readonly kind: 'kernel'; readonly kernel: Kernel }
  /** Brings an input into memory, before all other steps. */
  | { readonly kind: 'upload'; readonly input: number; readonly buffer: Buffer }
  | ProductStep
  /**
   * A product, with loops before it that compute what a part of its sum reads, where it is divided along the sum, or loops after it
   * that compute rows of arrays from its rows.
   */
  | {
      readonly kind: 'rows';
      readonly before: readonly RowKernel[];
      readonly product: ProductStep;
      readonly after: readonly RowKernel[];
    }
  /** Copies what is below the diagonal of a matrix n × n to above it. */
  | { readonly kind: 'mirror'; readonly type: 'f32' | 'f64'; readonly n: number; readonly buffer: Buffer }
  /** A dense method on stacks of matrices. */
  | {
      readonly kind: 'routine';
      readonly routine: Routine;
      readonly inputs: readonly { readonly buffer: Buffer; readonly aval: Aval }[];
      readonly outputs: readonly Buffer[];
      /** Numbers of its own, which are constants of the program. */
      readonly tables: readonly Buffer[];
      readonly scratch: Buffer;
    }
  /** Programs that run once, several times or not at all. */
  | {
      readonly kind: 'control';
      readonly control: Control;
      readonly programs: readonly InnerProgram[];
      readonly inputs: readonly Buffer[];
      readonly outputs: readonly Buffer[];
      /** The memory of the inner programs; it begins with room for a pointer for each input. */
      readonly workspace: Buffer;
    }
  /** The interpreter's rule of a primitive that has no other, on arrays that are parts of the program or in memory. */
  | {
      readonly kind: 'host';
      readonly equation: Equation;
      readonly inputs: readonly Exclude<Source, { readonly kind: 'input' }>[];
      readonly outputs: readonly Buffer[];
    };

/** Where buffers are: in the memory of a run, or, for parts of the program, among its constants. */
export type MemoryPlan = {
  readonly steps: readonly Step[];
  /** Offsets of buffers in the memory of a run, which begins with a table of pointers. */
  readonly offsets: ReadonlyMap<Buffer, number>;
  /** Inputs and outputs that lie elsewhere, by their entry in the table: large ones, which are not copied. */
  readonly pointers: ReadonlyMap<Buffer, number>;
  /** Bytes that a run needs. */
  readonly bytes: number;
  readonly constants: readonly Buffer[];
};

/** A program as a sequence of steps over planned memory. */
export type CompiledProgram = {
  readonly name: string;
  readonly builder: ExpressionBuilder;
  readonly inputs: readonly Aval[];
  readonly outputs: readonly { readonly source: Source; readonly aval: Aval }[];
  readonly steps: readonly Step[];
};

const buffersOfView = ({ buffer, tables }: MatrixView): Buffer[] =>
  tables === undefined ? [buffer] : [buffer, tables.batch, tables.free, tables.inner];

const stepsOf = (kernels: readonly RowKernel[]): readonly Step[] =>
  kernels.map(({ kernel }) => ({ kind: 'kernel', kernel }));

/** A step as the steps that have been put together in it. */
export const partsOf = (step: Step): readonly Step[] =>
  step.kind === 'rows' ? [...stepsOf(step.before), step.product, ...stepsOf(step.after)] : [step];

/** The buffers that a step reads and writes. */
export const buffersOf = (step: Step): { readonly reads: readonly Buffer[]; readonly writes: readonly Buffer[] } => {
  switch (step.kind) {
    case 'kernel':
      return { reads: loadedBuffers(step.kernel), writes: step.kernel.stores.map(({ buffer }) => buffer) };
    case 'upload':
      return { reads: [], writes: [step.buffer] };
    case 'mirror':
      return { reads: [step.buffer], writes: [step.buffer] };
    case 'product':
      return { reads: [step.lhs, step.rhs].flatMap(buffersOfView), writes: [step.output, step.scratch] };
    case 'rows': {
      const parts = partsOf(step).map(buffersOf);
      return { reads: parts.flatMap(({ reads }) => reads), writes: parts.flatMap(({ writes }) => writes) };
    }
    case 'routine':
      return {
        reads: [...step.inputs.map(({ buffer }) => buffer), ...step.tables],
        writes: [...step.outputs, step.scratch],
      };
    case 'control':
      return { reads: step.inputs, writes: [...step.outputs, step.workspace] };
    case 'host':
      return {
        reads: step.inputs.flatMap(source => (source.kind === 'buffer' ? [source.buffer] : [])),
        writes: step.outputs,
      };
    default:
      return step satisfies never;
  }
};
