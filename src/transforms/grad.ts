import type { NDArray } from '../array/ndarray.ts';
import { type Aval, avalString } from '../core/aval.ts';
import { evaluateJaxpr } from '../core/evaluate.ts';
import { outputAvals } from '../core/jaxpr.ts';
import type { TreeDef } from '../tree/treedef.ts';
import { unflatten } from '../tree/unflatten.ts';
import { required } from '../util/errors.ts';
import { checkDerivative, checkOutputDType, differentiatedPositions } from './arguments.ts';
import { argumentsStructure, differentiatedInputs } from './jacobian.ts';
import { gradJaxpr } from './jacobian-jaxpr.ts';
import { type AnyFunction, type TracedCall, traceCall } from './trace-call.ts';
import type { AcceptedAt, Argnum, Arrays, AuxOf, DerivativeOptions, Gradient, OutputOf, WithAux } from './types.ts';

type Evaluated = { readonly value: NDArray; readonly gradient: unknown; readonly aux: unknown };

/**
 * Traces and checks a function with a scalar output. `also` lists arguments that are traced though not differentiated: they
 * come after the others among the inputs. `twice` says that forward mode follows, which does not take complex numbers as pairs of real
 * ones, as gradients do.
 */
export const traceScalar = (
  caller: string,
  f: AnyFunction,
  args: readonly unknown[],
  options: DerivativeOptions<Argnum, boolean>,
  tracing: { readonly known?: boolean; readonly also?: readonly number[]; readonly twice?: boolean } = {},
): TracedCall => {
  const rule = { transform: 'grad', holomorphic: options.holomorphic ?? false } as const;
  const rules = tracing.twice === true ? [rule, { ...rule, transform: 'jacfwd' } as const] : [rule];
  const positions = differentiatedPositions(caller, args, options.argnums, rules);
  const call = traceCall(f, args, {
    what: caller,
    positions: [...positions, ...(tracing.also ?? [])],
    hasAux: options.hasAux ?? false,
    known: tracing.known ?? true,
  });
  const avals = outputAvals(call.jaxpr).slice(0, call.outputCount);
  checkOutputDType(scalarOutput(caller, call.outputStructure, avals, 'jacrev'), call.outputPlace(0), rule);
  return call;
};

/** The aval of the only output; throws where there are others or it is no scalar, and says what to use instead. */
export const scalarOutput = (what: string, structure: TreeDef, avals: readonly Aval[], instead: string): Aval => {
  const [output] = avals;
  const isOne = avals.length === 1 && structure.nodes.length === 1;
  if (isOne && output?.shape.length === 0) return output;
  const [seen, hint] = isOne
    ? [`is ${avalString(output!)}`, `reduce it (sum, mean …) or use ${instead}`]
    : [`has structure ${String(structure)}`, `use ${instead} or hasAux`];
  throw new TypeError(`${what} is only defined for scalar-output functions, but the output ${seen}: ${hint}`);
};

const evaluate = (
  caller: string,
  f: AnyFunction,
  args: readonly unknown[],
  options: DerivativeOptions<Argnum, boolean>,
): Evaluated => {
  const call = traceScalar(caller, f, args, options);
  const results = evaluateJaxpr(gradJaxpr(call.jaxpr, differentiatedInputs(call)), [...call.captured, ...call.inputs]);
  const count = call.inputs.length;
  const structure = argumentsStructure(call, typeof (options.argnums ?? 0) === 'number');
  return {
    value: required(results[0], 'value'),
    gradient: unflatten(structure, results.slice(1, 1 + count)),
    aux: options.hasAux ? call.rebuildAux(results.slice(1 + count)) : undefined,
  };
};

/**
 * The gradient of a scalar function (`jax.grad`).
 *
 * The result has the tree of the differentiated argument (a list of trees for a list of argnums), each leaf with its
 * shape and dtype. Throws TypeError where the output is no real scalar or an input is an integer.
 *
 * @example
 * ```ts
 * const f = (x: NDArray) => x.pow(3).sum();
 * console.log(String(grad(f)(array([1, 2])))); // => [ 3. 12.]
 * ```
 */
export const grad = <Args extends readonly unknown[], Out, const N extends Argnum = 0, H extends boolean = false>(
  f: (...args: Args) => Out,
  options: DerivativeOptions<N, H> = {},
): ((...args: AcceptedAt<Args, N>) => WithAux<Gradient<Args, N>, Out, H>) => {
  checkDerivative('grad', f, options);
  return ((...args: readonly unknown[]) => {
    const { gradient, aux } = evaluate('grad', f as AnyFunction, args, options);
    return options.hasAux ? [gradient, aux] : gradient;
  }) as never;
};

/**
 * Value and gradient of a scalar function in one evaluation (`jax.value_and_grad`).
 *
 * Returns `[value, gradient]`; with `hasAux` `[[value, aux], gradient]`. Throws as `grad` does.
 *
 * @example
 * ```ts
 * const [value, gradient] = valueAndGrad((x: NDArray) => x.pow(2))(3);
 * console.log(+value, +gradient); // => 9 6
 * ```
 */
export const valueAndGrad = <
  Args extends readonly unknown[],
  Out,
  const N extends Argnum = 0,
  H extends boolean = false,
>(
  f: (...args: Args) => Out,
  options: DerivativeOptions<N, H> = {},
): ((...args: AcceptedAt<Args, N>) => [value: ValueOf<Out, H>, gradient: Gradient<Args, N>]) => {
  checkDerivative('valueAndGrad', f, options);
  return ((...args: readonly unknown[]) => {
    const { value, gradient, aux } = evaluate('valueAndGrad', f as AnyFunction, args, options);
    return [options.hasAux ? [value, aux] : value, gradient];
  }) as never;
};

type ValueOf<Out, H> = H extends true ? [Arrays<OutputOf<Out, H>>, AuxOf<Out>] : Arrays<Out>;
