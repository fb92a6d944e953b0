import { filled } from '../array/create.ts';
import { evaluateJaxpr } from '../core/evaluate.ts';
import { checkDerivative, checkLists } from '../transforms/arguments.ts';
import { matchTangents } from '../transforms/forward.ts';
import { traceScalar } from '../transforms/grad.ts';
import { argumentsStructure, differentiatedInputs } from '../transforms/jacobian.ts';
import { gradJaxpr } from '../transforms/jacobian-jaxpr.ts';
import { jvpJaxpr } from '../transforms/jvp.ts';
import type { AnyFunction } from '../transforms/trace-call.ts';
import type {
  AcceptedAt,
  Argnum,
  Arrays,
  DerivativeOptions,
  Gradient,
  Returned,
  WithAux,
} from '../transforms/types.ts';
import { unflatten } from '../tree/unflatten.ts';
import { required } from '../util/errors.ts';
import { range } from '../util/range.ts';

// `undefined` comes first: without strictNullChecks it extends everything

/** What H·v looks like: one argument's tree where one is differentiated, else a list. */
type Product<Args extends readonly unknown[], Tangents extends readonly unknown[], N> = N extends undefined
  ? Tangents extends readonly [unknown]
    ? Arrays<Args[0]>
    : { -readonly [K in keyof Tangents]: K extends keyof Args ? Arrays<Args[K]> : never }
  : Gradient<Args, Extract<N, Argnum>>;

/** What tangents have to look like: the differentiated arguments, or the first ones where none are named. */
type TangentsLike<Args extends readonly unknown[], Tangents extends readonly unknown[], N> = N extends undefined
  ? {
      readonly [K in keyof Tangents]: K extends keyof Args
        ? Returned<Arrays<Args[K]>> | Args[K]
        : number extends Args['length']
          ? Returned<Arrays<Args[number]>>
          : never;
    }
  : N extends readonly number[]
    ? Returned<Gradient<Args, N>>
    : readonly [Returned<Gradient<Args, Extract<N, number>>>];

/**
 * The product of the Hessian of a scalar function with a vector, without the Hessian: forward over reverse mode, at a few
 * times the cost of f.
 *
 * `primals` lists f's arguments, `tangents` the vector, with an entry for each differentiated argument: those that
 * `argnums` names, else the first ones. Returns a tree like the argument (a list for several); with `hasAux` `[product, aux]`.
 * Throws TypeError or RangeError where f's output is no real scalar or a tangent does not match its primal.
 *
 * @example
 * ```ts
 * const f = (x: NDArray) => x.at(0).pow(2).mul(x.at(1));
 * console.log(String(hvp(f, [array([1, 2])], [array([1, 0])]))); // => [4. 2.]
 * ```
 */
export const hvp = <
  Args extends readonly unknown[],
  Out,
  const Tangents extends readonly unknown[],
  const N extends Argnum | undefined = undefined,
  H extends boolean = false,
>(
  f: (...args: Args) => Out,
  primals: AcceptedAt<Args, N extends undefined ? number : Extract<N, Argnum>>,
  tangents: Tangents & TangentsLike<Args, Tangents, N>,
  options: DerivativeOptions<N, H> = {},
): WithAux<Product<Args, Tangents, N>, Out, H> => {
  checkDerivative('hvp', f, options);
  checkLists('hvp', primals, tangents);
  if (tangents.length > primals.length)
    throw new RangeError(`hvp: ${tangents.length} tangents for ${primals.length} arguments`);
  const argnums: Argnum = options.argnums ?? (tangents.length === 1 ? 0 : range(tangents.length));
  const call = traceScalar('hvp', f as AnyFunction, primals, { ...options, argnums });
  if (tangents.length !== call.arguments.length) {
    throw new RangeError(
      `hvp: ${call.arguments.length} arguments are differentiated, but ${tangents.length} tangents given`,
    );
  }
  const vectors = call.arguments.flatMap((argument, i) => matchTangents('hvp', argument, tangents[i]));
  const gradient = gradJaxpr(call.jaxpr, differentiatedInputs(call));
  const forward = jvpJaxpr(gradient, differentiatedInputs(call));
  const results = evaluateJaxpr(forward.jaxpr, [
    ...call.captured,
    ...call.inputs,
    ...vectors.filter(vector => vector !== null),
  ]);
  let next = gradient.outputs.length;
  const outputTangents = forward.nonzeroOutputs.map(flag => (flag ? required(results[next++], 'tangent') : undefined));
  const products = call.inputs.map((input, i) => outputTangents[1 + i] ?? filled(input.shape, input.dtype, 0));
  const product = unflatten(argumentsStructure(call, typeof argnums === 'number'), products);
  const aux = results.slice(1 + call.inputs.length, gradient.outputs.length);
  return (options.hasAux ? [product, call.rebuildAux(aux)] : product) as never;
};
