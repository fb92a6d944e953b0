import type { DType } from '../array/dtype.ts';
import type { NDArray } from '../array/ndarray.ts';
import { promoteTypes } from '../array/promotion.ts';
import { type Aval, avalOf } from '../core/aval.ts';
import type { Jaxpr } from '../core/jaxpr.ts';
import { checkCallable } from '../transforms/arguments.ts';
import { traceScalar } from '../transforms/grad.ts';
import { argumentsStructure } from '../transforms/jacobian.ts';
import { gradJaxpr } from '../transforms/jacobian-jaxpr.ts';
import type { AnyFunction, TracedCall } from '../transforms/trace-call.ts';
import type { Argnum, DerivativeOptions } from '../transforms/types.ts';
import type { TreeDef } from '../tree/treedef.ts';
import { hasOwnRules } from './own-rules.ts';
import { columnsOf } from './structured/linearised.ts';
import type { Block } from './structured/slot.ts';

/** A call of a function with a scalar value, and the program of its gradient: what the whole family starts from. */
export type ScalarCall = {
  readonly call: TracedCall;
  /** The values of the program's inputs. */
  readonly inputs: readonly NDArray[];
  /** Outputs: the value, the gradient's leaves, aux. */
  readonly gradient: Jaxpr;
  readonly differentiated: readonly boolean[];
  readonly leaves: readonly Aval[];
  /** The rows and columns of each leaf. */
  readonly columns: readonly Block[];
  readonly n: number;
  /** Whether mirror images of the Hessian's elements are equal: not where rules of users take part. */
  readonly symmetric: boolean;
  /** The common dtype of the leaves. */
  readonly dtype: DType;
  /** Of the differentiated argument, or the list of them. */
  readonly structure: TreeDef;
};

type Options = DerivativeOptions<Argnum, boolean>;

/** Traces a call; `tracing` is `traceScalar`'s. */
export const scalarCall = (
  caller: string,
  f: unknown,
  args: readonly unknown[],
  options: Options,
  tracing: { readonly known?: boolean; readonly also?: readonly number[] } = {},
): ScalarCall => {
  checkCallable(caller, f);
  const call = traceScalar(caller, f as AnyFunction, args, options, { ...tracing, twice: true });
  const { argnums = 0 } = options;
  const single = typeof argnums === 'number';
  const chosen = call.arguments.slice(0, single ? 1 : argnums.length);
  const leaves = chosen.flatMap(argument => argument.leaves.map(avalOf));
  const differentiated = [...call.captured.map(() => false), ...call.inputs.map((_, i) => i < leaves.length)];
  const columns = columnsOf(leaves);
  return {
    call,
    inputs: [...call.captured, ...call.inputs],
    gradient: gradJaxpr(call.jaxpr, differentiated),
    differentiated,
    leaves,
    columns,
    n: columns.reduce((sum, { size }) => sum + size, 0),
    symmetric: !hasOwnRules(call.jaxpr),
    dtype: leaves.length === 0 ? 'float32' : promoteTypes(leaves).dtype,
    structure: argumentsStructure({ ...call, arguments: chosen }, single),
  };
};

/** Which outputs of the gradient program are parts of the gradient. */
export const gradientParts = ({ gradient, leaves }: Pick<ScalarCall, 'gradient' | 'leaves'>): boolean[] =>
  gradient.outputs.map((_, i) => i >= 1 && i <= leaves.length);
