import { checkOptions } from '../array/options.ts';
import { evaluateJaxpr } from '../core/evaluate.ts';
import { inputAvals, type Jaxpr } from '../core/jaxpr.ts';
import type { Primitive } from '../core/primitive.ts';
import { bind, traceClosed } from '../core/tracer.ts';
import { checkCallable } from '../transforms/arguments.ts';
import { jvpJaxpr } from '../transforms/jvp.ts';
import { memoize } from '../transforms/memoize.ts';
import { splitPositions } from '../transforms/statics.ts';
import { type AnyFunction, functionName, traceCall } from '../transforms/trace-call.ts';
import { transposeMixedJaxpr } from '../transforms/transpose-mixed.ts';
import type { Accepted, Arrays } from '../transforms/types.ts';
import { unflatten } from '../tree/unflatten.ts';
import { type CallParams, callPrimitive, nonzeroOf, present, spread } from './call.ts';

/** The tangents of a program, recomputing what they need of the primals: from primals and tangents to tangents. */
const tangentJaxpr: (
  jaxpr: Jaxpr,
  nonzero: readonly boolean[],
) => { readonly jaxpr: Jaxpr; readonly nonzeroOutputs: readonly boolean[] } = memoize((jaxpr, nonzero) => {
  const forward = jvpJaxpr(jaxpr, nonzero);
  return {
    jaxpr: traceClosed(
      args => evaluateJaxpr(forward.jaxpr, args).slice(jaxpr.outputs.length),
      inputAvals(forward.jaxpr),
      `tangents(${jaxpr.name})`,
    ),
    nonzeroOutputs: forward.nonzeroOutputs,
  };
});

/** Like a call, but linearising keeps only the inputs: the linear half computes the rest again. */
export const checkpointPrimitive: Primitive<CallParams> = callPrimitive(
  'checkpoint',
  self => ({
    linearize: (primals, tangents, params) => {
      const { jaxpr, nonzeroOutputs } = tangentJaxpr(params.jaxpr, nonzeroOf(tangents));
      const outputTangents = nonzeroOutputs.some(Boolean)
        ? bind(self(), [...primals, ...present(tangents)], { ...params, jaxpr })
        : [];
      return { primals: bind(self(), primals, params), tangents: spread(outputTangents, nonzeroOutputs) };
    },
  }),
  transposeMixedJaxpr,
);

export type CheckpointOptions = {
  /** Arguments that are no arrays: a position, or a list of positions. They reach f as they are. */
  readonly staticArgnums?: number | readonly number[];
};

/**
 * f, but with its intermediate values computed again when its derivative needs them, instead of kept
 * (`jax.checkpoint`): saves memory, costs time. Values and derivatives are those of f.
 *
 * Arguments at `staticArgnums` may be anything and reach f as they are. Throws TypeError for others that are no arrays.
 *
 * @example
 * ```ts
 * const f = checkpoint((x: NDArray) => np.sin(np.sin(x)));
 * console.log((+grad(f)(1)).toFixed(4)); // => 0.3600
 * ```
 */
export const checkpoint = <Args extends readonly unknown[], Out>(
  f: (...args: Args) => Out,
  options: CheckpointOptions = {},
): ((...args: Accepted<Args>) => Arrays<Out>) => {
  checkCallable('checkpoint', f);
  checkOptions('checkpoint', options, ['staticArgnums']);
  const anyF = f as AnyFunction;
  return ((...args: readonly unknown[]) => {
    const { traced } = splitPositions('checkpoint (staticArgnums)', options.staticArgnums, anyF, args.length);
    const call = traceCall(anyF, args, { what: 'checkpoint', positions: traced, known: true });
    const params = { name: functionName(anyF), jaxpr: call.jaxpr };
    return unflatten(call.outputStructure, bind(checkpointPrimitive, [...call.captured, ...call.inputs], params));
  }) as never;
};
