import { describe, filled } from '../array/create.ts';
import { isInexact } from '../array/dtype.ts';
import type { NDArray } from '../array/ndarray.ts';
import { checkOptions } from '../array/options.ts';
import type { Aval } from '../core/aval.ts';
import { evaluateJaxpr } from '../core/evaluate.ts';
import { inputAvals, type Jaxpr, outputAvals } from '../core/jaxpr.ts';
import { flattenUpTo } from '../tree/flatten-up-to.ts';
import { unflatten } from '../tree/unflatten.ts';
import { required } from '../util/errors.ts';
import { range } from '../util/range.ts';
import { checkCallable, matchArray } from './arguments.ts';
import { pullbackOf } from './jacobian-jaxpr.ts';
import { type AnyFunction, functionName, type TracedCall, traceCall } from './trace-call.ts';
import { transposeMixedJaxpr } from './transpose-mixed.ts';
import type { Accepted, Arrays, AuxOf, OutputOf } from './types.ts';

/** Cotangents laid out like the outputs they belong to. */
const matchCotangents = (what: string, call: TracedCall, tree: unknown): NDArray[] => {
  const values = flattenUpTo(call.outputStructure, tree, { name: 'the cotangent', structureName: 'the output' });
  return outputAvals(call.jaxpr)
    .slice(0, call.outputCount)
    .map((aval, i) => matchArray(values[i], aval, 'output', () => `${what}: the cotangent of ${call.outputPlace(i)}`));
};

/** Runs a transposed program and fills in zeros where an input receives nothing. */
const runTransposed = (
  jaxpr: Jaxpr,
  args: readonly NDArray[],
  avals: readonly Aval[],
  nonzero: readonly boolean[],
): NDArray[] => {
  const results = evaluateJaxpr(jaxpr, args);
  let next = 0;
  return avals.map((aval, i) =>
    nonzero[i] ? required(results[next++], 'cotangent') : filled(aval.shape, aval.dtype, 0),
  );
};

const rebuildArguments = (call: TracedCall, leaves: readonly NDArray[]): unknown[] => {
  let next = 0;
  return call.arguments.map(({ structure }) => unflatten(structure, leaves.slice(next, (next += structure.numLeaves))));
};

/**
 * Value of f and its pullback (`jax.vjp`): reverse mode.
 *
 * Returns `[out, vjpFun]`, with `hasAux` `[out, vjpFun, aux]`; `vjpFun(cotangent)` takes a tree like out and gives a list
 * with an entry a primal. Integer primals receive zeros. Throws TypeError or RangeError naming the leaf where the
 * cotangent does not match the output.
 *
 * @example
 * ```ts
 * const [y, pullback] = vjp((x: NDArray, y: NDArray) => x.mul(y), [2, 3]);
 * console.log(+y, pullback(10).map(Number)); // => 6 [ 30, 20 ]
 * ```
 */
export const vjp = <Args extends readonly unknown[], Out, H extends boolean = false>(
  f: (...args: Args) => Out,
  primals: Accepted<Args>,
  options: { readonly hasAux?: H } = {},
): H extends true
  ? [
      out: Arrays<OutputOf<Out, H>>,
      vjpFun: (cotangent: Accepted<[OutputOf<Out, H>]>[0]) => Arrays<Args>,
      aux: AuxOf<Out>,
    ]
  : [out: Arrays<Out>, vjpFun: (cotangent: Accepted<[Out]>[0]) => Arrays<Args>] => {
  checkCallable('vjp', f);
  checkOptions('vjp', options, ['hasAux']);
  if (!Array.isArray(primals))
    throw new TypeError(
      `vjp: primals must be a list with one entry an argument, vjp(f, [x]), got ${describe(primals)}`,
    );
  const call = traceCall(f as AnyFunction, primals, {
    what: 'vjp',
    positions: range(primals.length),
    hasAux: options.hasAux ?? false,
    known: true,
  });
  const differentiable = call.inputs.map(input => isInexact(input.dtype));
  const mask = [...call.captured.map(() => false), ...differentiable];
  const wanted = call.jaxpr.outputs.map((_, i) => i < call.outputCount);
  const pullback = pullbackOf(call.jaxpr, mask, [...call.captured, ...call.inputs], wanted);
  const vjpFun = (cotangent: unknown): unknown => {
    const cotangents = matchCotangents('the function that vjp returned', call, cotangent).filter(
      (_, i) => pullback.nonzero[i],
    );
    let next = 0;
    const nonzero = differentiable.map(flag => flag && pullback.nonzeroInputs[next++] === true);
    return rebuildArguments(
      call,
      runTransposed(pullback.jaxpr, [...pullback.residuals, ...cotangents], call.inputs, nonzero),
    );
  };
  const out = unflatten(call.outputStructure, pullback.outputs.slice(0, call.outputCount));
  return (
    options.hasAux ? [out, vjpFun, call.rebuildAux(pullback.outputs.slice(call.outputCount))] : [out, vjpFun]
  ) as never;
};

/** Says whose transpose is missing. */
const transposedCall = <T>(f: AnyFunction, transpose: () => T): T => {
  try {
    return transpose();
  } catch (cause) {
    throw new TypeError(`linearTranspose of ${functionName(f)}: ${(cause as Error).message}`, { cause });
  }
};

/**
 * The transpose of a linear function (`jax.linear_transpose`).
 *
 * The primals serve only for their shapes and dtypes. Returns a function from a cotangent like f's output to a list with
 * an entry an argument. Throws TypeError where f is not linear.
 *
 * @example
 * ```ts
 * const double = (x: NDArray) => x.mul(2);
 * console.log(linearTranspose(double, 0)(5).map(Number)); // => [ 10 ]
 * ```
 */
export const linearTranspose = <Args extends readonly unknown[], Out>(
  f: (...args: Args) => Out,
  ...primals: Accepted<Args>
): ((cotangent: Accepted<[Out]>[0]) => Arrays<Args>) => {
  checkCallable('linearTranspose', f);
  const call = traceCall(f as AnyFunction, primals, { what: 'linearTranspose', positions: range(primals.length) });
  return ((cotangent: unknown) => {
    const cotangents = matchCotangents('the function that linearTranspose returned', call, cotangent);
    const linear = [...call.captured.map(() => false), ...call.inputs.map(() => true)];
    const transposed = transposedCall(f as AnyFunction, () =>
      transposeMixedJaxpr(
        call.jaxpr,
        linear,
        cotangents.map(() => true),
      ),
    );
    const avals = inputAvals(call.jaxpr).slice(call.captured.length);
    return rebuildArguments(
      call,
      runTransposed(transposed.jaxpr, [...call.captured, ...cotangents], avals, transposed.nonzeroOutputs),
    );
  }) as never;
};
