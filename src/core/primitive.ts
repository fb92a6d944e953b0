import type { DType } from '../array/dtype.ts';
import type { ConcreteArray, NDArray } from '../array/ndarray.ts';
import type { ExpressionBuilder } from '../kernel/builder.ts';
import type { Lowering, LoweringInput } from '../kernel/lowering.ts';
import type { IndexPattern } from '../pattern/index-pattern.ts';
import type { Aval } from './aval.ts';

/** Static parameters of an equation: plain data, programs and, for custom rules, functions. */
export type Params = Readonly<Record<string, unknown>>;

/** A tangent or cotangent; `null` is a symbolic zero, which is never materialised while it need not be. */
export type Tangent = NDArray | null;

/** A batch axis; `null` says that the value is the same for the whole batch. */
export type BatchAxis = number | null;

/** Stands for an input that a linear equation is being transposed with respect to: only its aval is known. */
export type LinearInput = { readonly kind: 'linear'; readonly aval: Aval };

export const linearInput = (aval: Aval): LinearInput => ({ kind: 'linear', aval });
export const isLinear = (input: NDArray | LinearInput): input is LinearInput =>
  'kind' in input && input.kind === 'linear';

export type JvpResult = { readonly primals: readonly NDArray[]; readonly tangents: readonly Tangent[] };
export type BatchResult = { readonly outputs: readonly NDArray[]; readonly axes: readonly BatchAxis[] };

/**
 * Which elements of its linear operands each element of a primitive's result depends on, where that can be said without
 * values: how structured tangents pass through it. Places are flat, in row-major order.
 */
export type Structure =
  /**
   * On the elements at the same place; scalar operands repeat. `keeps` marks operands that are added as they are, `product` a
   * product of two, `conjugates` that what an operand was multiplied by comes out conjugated. `chosen` says, where that is known,
   * of which elements of an operand anything is left.
   */
  | {
      readonly kind: 'pointwise';
      readonly keeps?: readonly boolean[];
      readonly product?: boolean;
      readonly conjugates?: boolean;
      readonly chosen?: ((operand: number, place: number) => boolean) | undefined;
    }
  /** Each on one element of the first operand. `view` does to a pattern, whose first `lead` axes stay, what the primitive does. */
  | { readonly kind: 'view'; readonly view: (pattern: IndexPattern, lead: number, output: number) => IndexPattern }
  /**
   * Each on one element of one operand, or on none (-1): `sources(operand, output)` has an entry for each of the output's.
   * Along the axes that `still` names, which operands and outputs share, nothing moves.
   */
  | {
      readonly kind: 'place';
      readonly sources: (operand: number, output: number) => Int32Array;
      readonly still?: readonly number[];
    }
  /** Each on those elements of an operand that name it as their target (-1: none); `null` for an operand that is kept. */
  | { readonly kind: 'accumulate'; readonly targets: (operand: number) => Int32Array | null }
  /** Like `pointwise` once the given axes of the first operand have been summed over. */
  | { readonly kind: 'reduce'; readonly axes: readonly number[] }
  /** On all elements of one operand, the first unless named, along the given axes, axes being kept. */
  | { readonly kind: 'along'; readonly axes: readonly number[]; readonly operand?: number }
  /** As a product of two operands, summed over pairs of axes. */
  | {
      readonly kind: 'contract';
      readonly contracting: readonly [lhs: readonly number[], rhs: readonly number[]];
      readonly batch: readonly [lhs: readonly number[], rhs: readonly number[]];
    }
  /** As the program does that stands under `jaxpr` in the parameters. */
  | { readonly kind: 'call' }
  /**
   * As another program does, of the same operands. Where it is that of a loop, `staysLoop` says whether the loop is better left as
   * it is, with dense tangents in so many columns, which end up in dense arrays or do not: from what other programs of the operands
   * make of their tangents.
   */
  | {
      readonly kind: 'program';
      readonly program: (inputs: readonly NDArray[]) => readonly NDArray[];
      readonly staysLoop?: (
        tangentsOf: (program: (inputs: readonly NDArray[]) => readonly NDArray[]) => readonly TangentPlaces[],
        columns: number,
        dense: boolean,
      ) => boolean;
    };

/** Where an array's tangents are: the array's size, how many slots they take, and which elements have which columns (-1: none). */
export type TangentPlaces = {
  readonly size: number;
  readonly slots: number;
  entries(): readonly { readonly elements: Int32Array; readonly columns: Int32Array }[];
};

/** What a `structure` rule sees of an operand: its value where that is known while tracing. */
export type StructureInput = { readonly aval: Aval; readonly known: ConcreteArray | undefined };

/** A value, where it is known while tracing. */
export type KnownValue = ConcreteArray | undefined;

/** How many equations may still be computed for values that are known. */
export type KnownWork = { left: number };

/** A function from scalars, complex ones by their parts, to a scalar. */
export type Kernel =
  | { readonly gives: 'number'; readonly apply: (...values: number[]) => number }
  | { readonly gives: 'complex'; readonly apply: (...values: number[]) => readonly [re: number, im: number] };

/** What an elementwise primitive computes, and the dtype that operands are brought to first. */
export type ElementFunction = { readonly called: string; readonly common: DType; readonly kernel: Kernel };

/**
 * All that is known of a primitive but how it is compiled and printed, in one place. Transformations and interpreters know no
 * primitive by name.
 *
 * Rules are written with the functions that users call, so that what they compute is traced, differentiated and
 * batched again.
 */
export type Primitive<P extends Params = Params> = {
  readonly name: string;
  /** Shapes and dtypes of the outputs; throws what a user should read where the inputs make no sense. */
  abstractEval(inputs: readonly Aval[], params: P): readonly Aval[];
  /** The values, computed in plain TypeScript: the truth that compiled programs are held to. */
  evaluate(inputs: readonly ConcreteArray[], params: P): readonly ConcreteArray[];
  /** Called only where at least one tangent is not zero. */
  jvp(primals: readonly NDArray[], tangents: readonly Tangent[], params: P): JvpResult;
  /**
   * Cotangents of the linear inputs (`null` for the others and for zeros), given those of the outputs, at least one of
   * which is not zero.
   */
  transpose(cotangents: readonly Tangent[], inputs: readonly (NDArray | LinearInput)[], params: P): readonly Tangent[];
  /** Called only where at least one input has a batch axis. */
  batch(inputs: readonly NDArray[], axes: readonly BatchAxis[], params: P, axisSize: number): BatchResult;
  /**
   * For primitives that hold programs: like `jvp`, but all that depends on no tangent must be computed by equations
   * without tangents among their inputs, so that linearising splits the work. First-order primitives leave it out:
   * their jvp rule does so by itself.
   */
  linearize?(primals: readonly NDArray[], tangents: readonly Tangent[], params: P): JvpResult;
  /** How structured tangents pass through; without it, or where it gives undefined, they become dense. */
  structure?(inputs: readonly StructureInput[], params: P): Structure | undefined;
  /**
   * Of primitives that hold programs, the outputs that follow from those inputs alone that are known while tracing; undefined, or
   * missing, for the others. It stops where the work is used up.
   */
  known?(inputs: readonly (NDArray | undefined)[], params: P, work?: KnownWork): readonly KnownValue[];
  /**
   * The primitive said with others: what compilers put in its place, traced. Without it, or where it gives undefined, the
   * primitive stands for itself.
   */
  expand?(inputs: readonly Aval[], params: P): ((inputs: readonly NDArray[]) => readonly NDArray[]) | undefined;
  /** Of primitives that map scalars to a scalar, element by element: the function, for compilers to call or to write out. */
  kernel?(inputs: readonly Aval[], params: P): ElementFunction;
};

/**
 * How compilers write a primitive out. These rules stand in tables of their own (`lowerings.ts` beside each family), by the names
 * of the primitives, since programs that compile nothing should not have to bring them along.
 */
export type LoweringRule<P extends Params = Params> = {
  /** The elements of the results as expressions; where it gives undefined, `evaluate` is called. */
  lower(
    builder: ExpressionBuilder,
    inputs: readonly LoweringInput[],
    params: P,
    outputs: readonly Aval[],
  ): Lowering | undefined;
  /**
   * How `lower` takes complex arrays. `parts`: real and imaginary parts are computed alike, each by itself, as real arrays are.
   * `pairs`: it finds both parts along one more axis at the end. Otherwise `evaluate` is called.
   */
  readonly complex?: 'parts' | 'pairs' | ((params: P) => 'parts' | 'pairs' | undefined) | undefined;
};

/** Rules by the names of primitives; those that are missing are left to `evaluate`. */
export type LoweringRules = Readonly<Record<string, LoweringRule>>;

/** What transposing a product of two values that both depend on the transposed input comes to. */
export const notLinear = (): never => {
  throw new TypeError(
    'a product of two linear values is not linear: only one operand may depend on what is transposed',
  );
};

/** A rule that a primitive cannot have; the reason is part of the error that asking for it throws. */
export const unsupported = (primitive: string, rule: string, why: string) => (): never => {
  throw new TypeError(`${rule} of ${primitive} is not defined: ${why}`);
};
