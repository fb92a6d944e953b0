import { filled } from '../array/create.ts';
import { isInexact } from '../array/dtype.ts';
import type { NDArray } from '../array/ndarray.ts';
import { checkOptions } from '../array/options.ts';
import { evaluateJaxpr } from '../core/evaluate.ts';
import { outputAvals } from '../core/jaxpr.ts';
import { flattenUpTo } from '../tree/flatten-up-to.ts';
import { unflatten } from '../tree/unflatten.ts';
import { required } from '../util/errors.ts';
import { range } from '../util/range.ts';
import { checkCallable, checkLists, type FlatArrays, matchArray } from './arguments.ts';
import { jvpJaxpr } from './jvp.ts';
import { linearizeJaxpr } from './linearize.ts';
import { type AnyFunction, type TracedCall, traceCall } from './trace-call.ts';
import type { Accepted, Arrays, AuxOf, OutputOf } from './types.ts';

/** Tangents (or cotangents) laid out like the arrays they belong to; integer leaves have none. */
export const matchTangents = (what: string, like: FlatArrays, tree: unknown): (NDArray | null)[] => {
  const values = flattenUpTo(like.structure, tree, {
    name: `the tangents given to ${what}`,
    structureName: 'the primals',
  });
  return values.map((value, i) => {
    const primal = required(like.leaves[i], 'primal');
    if (!isInexact(primal.dtype)) return null;
    return matchArray(value, primal, 'primal', () => `${what}: the tangent of ${like.place(i)}`);
  });
};

const tangentInputs = (what: string, call: TracedCall, tangents: readonly unknown[]): (NDArray | null)[] => {
  if (tangents.length !== call.arguments.length) {
    throw new RangeError(`${what}: ${call.arguments.length} primals but ${tangents.length} tangents`);
  }
  return call.arguments.flatMap((argument, i) => matchTangents(what, argument, tangents[i]));
};

const allPositions = (args: readonly unknown[]): number[] => range(args.length);

/** Tangents of the outputs with zeros filled in. */
const fillZeros = (
  avals: readonly { readonly shape: readonly number[]; readonly dtype: NDArray['dtype'] }[],
  nonzero: readonly boolean[],
  tangents: readonly NDArray[],
): NDArray[] => {
  let next = 0;
  return avals.map((aval, i) =>
    nonzero[i] ? required(tangents[next++], 'tangent') : filled(aval.shape, aval.dtype, 0),
  );
};

/**
 * Value and directional derivative of f at `primals` along `tangents` (`jax.jvp`): forward mode.
 *
 * `primals` and `tangents` are lists with an entry an argument, of equal trees, shapes and dtypes. Returns
 * `[out, tangentOut]`, with `hasAux` `[out, tangentOut, aux]`. Throws TypeError or RangeError naming the leaf where
 * tangents do not match.
 *
 * @example
 * ```ts
 * const [y, dy] = jvp((x: NDArray) => np.sin(x), [0], [2]);
 * console.log(+y, +dy); // => 0 2
 * ```
 */
export const jvp = <Args extends readonly unknown[], Out, H extends boolean = false>(
  f: (...args: Args) => Out,
  primals: Accepted<Args>,
  tangents: Accepted<Args>,
  options: { readonly hasAux?: H } = {},
): H extends true
  ? [out: Arrays<OutputOf<Out, H>>, tangentOut: Arrays<OutputOf<Out, H>>, aux: AuxOf<Out>]
  : [out: Arrays<Out>, tangentOut: Arrays<Out>] => {
  checkCallable('jvp', f);
  checkOptions('jvp', options, ['hasAux']);
  checkLists('jvp', primals, tangents);
  const call = traceCall(f as AnyFunction, primals, {
    what: 'jvp',
    positions: allPositions(primals),
    hasAux: options.hasAux ?? false,
    known: true,
  });
  const inputs = tangentInputs('jvp', call, tangents);
  const { jaxpr, nonzeroOutputs } = jvpJaxpr(call.jaxpr, [
    ...call.captured.map(() => false),
    ...inputs.map(tangent => tangent !== null),
  ]);
  const given = inputs.filter(tangent => tangent !== null);
  const results = evaluateJaxpr(jaxpr, [...call.captured, ...call.inputs, ...given]);
  const avals = outputAvals(call.jaxpr);
  const count = call.outputCount;
  const outputTangents = fillZeros(avals, nonzeroOutputs, results.slice(avals.length));
  const out = unflatten(call.outputStructure, results.slice(0, count));
  const tangentOut = unflatten(call.outputStructure, outputTangents.slice(0, count));
  return (
    options.hasAux ? [out, tangentOut, call.rebuildAux(results.slice(count, avals.length))] : [out, tangentOut]
  ) as never;
};

/**
 * Value of f and its derivative as a linear function, computed once and applied often (`jax.linearize`).
 *
 * Returns `[out, fJvp]`; `fJvp` takes tangents, one an argument. Throws as `jvp` does.
 *
 * @example
 * ```ts
 * const [y, fJvp] = linearize((x: NDArray) => x.pow(2), 3);
 * console.log(+y, +fJvp(1), +fJvp(10)); // => 9 6 60
 * ```
 */
export const linearize = <Args extends readonly unknown[], Out>(
  f: (...args: Args) => Out,
  ...primals: Accepted<Args>
): [out: Arrays<Out>, fJvp: (...tangents: Accepted<Args>) => Arrays<Out>] => {
  checkCallable('linearize', f);
  const call = traceCall(f as AnyFunction, primals, {
    what: 'linearize',
    positions: allPositions(primals),
    known: true,
  });
  const differentiable = call.inputs.map(input => isInexact(input.dtype));
  const linearized = linearizeJaxpr(call.jaxpr, [...call.captured.map(() => false), ...differentiable]);
  const results = evaluateJaxpr(linearized.primal, [...call.captured, ...call.inputs]);
  const residuals = results.slice(call.outputCount);
  const avals = outputAvals(call.jaxpr);
  const fJvp = (...tangents: readonly unknown[]): unknown => {
    const inputs = tangentInputs('the function that linearize returned', call, tangents).filter(
      tangent => tangent !== null,
    );
    const out = evaluateJaxpr(linearized.linear, [...residuals, ...inputs]);
    return unflatten(call.outputStructure, fillZeros(avals, linearized.nonzeroOutputs, out));
  };
  return [unflatten(call.outputStructure, results.slice(0, call.outputCount)) as Arrays<Out>, fJvp as never];
};
