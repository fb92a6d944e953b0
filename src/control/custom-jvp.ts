import { describe } from '../array/create.ts';
import type { NDArray } from '../array/ndarray.ts';
import { checkOptions } from '../array/options.ts';
import { avalOf } from '../core/aval.ts';
import { inlineJaxpr, interpreter } from '../core/evaluate.ts';
import { type Jaxpr, outputAvals } from '../core/jaxpr.ts';
import {
  type BatchAxis,
  type JvpResult,
  type Params,
  type Primitive,
  type Tangent,
  unsupported,
} from '../core/primitive.ts';
import { bind, knownValue } from '../core/tracer.ts';
import { toDType } from '../primitives/convert.ts';
import { instantiate, zerosLike } from '../primitives/linear.ts';
import { checkCallable } from '../transforms/arguments.ts';
import { batchOutputs } from '../transforms/batch.ts';
import { pushForward } from '../transforms/jvp.ts';
import { splitPositions } from '../transforms/statics.ts';
import { type AnyFunction, functionName, traceCall } from '../transforms/trace-call.ts';
import type { AcceptedExcept, Argnum, ArgumentsWithout, Arrays, ListAt } from '../transforms/types.ts';
import { unflatten } from '../tree/unflatten.ts';
import { range } from '../util/range.ts';
import {
  type CustomRuleOptions,
  lazily,
  matchOutput,
  outputTangents,
  placesOf,
  rebuildArguments,
  refuseClosedOver,
  ruleFinder,
  type TracedRule,
  traceRule,
} from './custom-rule.ts';

/** From captured inputs, whose places are given, the primals and their tangents to the outputs and their tangents. */
type JvpProgram = { readonly jaxpr: Jaxpr; readonly captured: readonly number[] };

type CustomJvpParams = Params & {
  readonly name: string;
  /** Its first inputs are what function and rule close over. */
  readonly jaxpr: Jaxpr;
  readonly capturedCount: number;
  readonly rule: () => JvpProgram;
  /** Whether the rule is known to be the derivative. */
  readonly exact: boolean;
};

/** The inputs of the rule's program: what it closes over, the primals, and tangents in place of theirs. */
const ruleInputs = (
  primals: readonly NDArray[],
  tangents: readonly Tangent[],
  { name, rule, capturedCount }: CustomJvpParams,
) => {
  refuseClosedOver(`customJvp(${name})`, primals, tangents, capturedCount);
  const own = primals.slice(capturedCount);
  return {
    fixed: [...rule().captured.map(place => primals[place]!), ...own],
    own,
    tangents: own.map((primal, i) => instantiate(tangents[capturedCount + i]!, primal)),
  };
};

/** What the rule's program gives: outputs, then their tangents. */
const resultOf = ({ jaxpr }: CustomJvpParams, outputs: readonly NDArray[], tangents: readonly Tangent[]): JvpResult => {
  const count = jaxpr.outputs.length;
  return { primals: outputs.slice(0, count), tangents: outputTangents(jaxpr, tangents.slice(count)) };
};

const applyRule = (primals: readonly NDArray[], tangents: readonly Tangent[], params: CustomJvpParams): JvpResult => {
  const given = ruleInputs(primals, tangents, params);
  const results = inlineJaxpr(params.rule().jaxpr, [...given.fixed, ...given.tangents]);
  return resultOf(params, results, results);
};

/**
 * The rule, split into what depends on the primals alone and a linear program of the tangents: as it is linear in them, it
 * is its own linearisation at zero tangents. Jit, cond and scan inside of it, which compute values and tangents at once,
 * come apart by their own rules.
 */
const linearizeRule = (
  primals: readonly NDArray[],
  tangents: readonly Tangent[],
  params: CustomJvpParams,
): JvpResult => {
  const given = ruleInputs(primals, tangents, params);
  const result = pushForward(
    params.rule().jaxpr,
    [...given.fixed, ...given.own.map(zerosLike)],
    [...given.fixed.map(() => null), ...given.tangents],
    'linearize',
  );
  return resultOf(params, result.outputs, result.tangents);
};

const customJvpPrimitive: Primitive<CustomJvpParams> = {
  name: 'custom_jvp_call',
  abstractEval: (_, { jaxpr }) => outputAvals(jaxpr),
  evaluate: (inputs, { jaxpr }) => interpreter.run(jaxpr, inputs),
  jvp: applyRule,
  linearize: linearizeRule,
  transpose: unsupported(
    'custom_jvp_call',
    'transpose',
    'it stands for a function that is not linear; its rule is used when it is differentiated',
  ),
  expand:
    (_, { jaxpr }) =>
    inputs =>
      inlineJaxpr(jaxpr, inputs),
  batch: (inputs, axes, params, axisSize) => {
    const jaxpr = batchOutputs(params.jaxpr, axisSize, axes);
    const rule = lazily(() => batchRule(params.rule(), axes, params.capturedCount, axisSize));
    return { outputs: bind(customJvpPrimitive, inputs, { ...params, jaxpr, rule }), axes: jaxpr.outputs.map(() => 0) };
  },
};

/** Tangents are batched where their primals are: zeros are instantiated like them. */
const batchRule = (
  { jaxpr, captured }: JvpProgram,
  axes: readonly BatchAxis[],
  capturedCount: number,
  axisSize: number,
): JvpProgram => {
  const own = axes.slice(capturedCount);
  const places = captured.map(place => axes[place] ?? null);
  return { jaxpr: batchOutputs(jaxpr, axisSize, [...places, ...own, ...own]), captured };
};

type JvpRule<Args extends readonly unknown[], Out, N extends Argnum> = (
  ...given: [...ListAt<Args, N>, primals: ArgumentsWithout<Args, N>, tangents: ArgumentsWithout<Args, N>]
) => readonly [out: Out, tangentOut: Out];

export type CustomJvp<Args extends readonly unknown[], Out, N extends Argnum = readonly []> = {
  (...args: AcceptedExcept<Args, N>): Arrays<Out>;
  /**
   * Sets the rule: from primals and tangents, both lists of arguments, to `[out, tangentOut]`; before them come the arguments
   * that are not differentiated. Returns the function.
   */
  defjvp(rule: JvpRule<Args, Out, N>): CustomJvp<Args, Out, N>;
};

/**
 * A function with a derivative rule of its own (`jax.custom_jvp`), for forward and reverse mode, any number of times.
 *
 * The rule must be linear in the tangents; it may call the function itself. Arguments at `nondiffArgnums` may be anything; the
 * rule has them before primals and tangents. Function and rule may close over traced arrays that are not differentiated. Throws
 * TypeError when the function is called before `defjvp`, where the rule's result does not look like the function's, and where what the
 * function closes over is differentiated.
 *
 * @example
 * ```ts
 * const log1pexp = customJvp((x: NDArray) => np.log(np.exp(x).add(1)));
 * log1pexp.defjvp(([x], [t]) => [log1pexp(x), t.mul(np.subtract(1, np.divide(1, np.exp(x).add(1))))]);
 * console.log(+grad(log1pexp)(0)); // => 0.5
 * const power = customJvp((x: NDArray, n: number) => x.pow(n), { nondiffArgnums: 1 });
 * power.defjvp((n, [x], [t]) => [power(x, n), t.mul(power(x, n - 1)).mul(n)]);
 * console.log(+grad(power)(2, 3)); // => 12
 * ```
 */
export const customJvp = <Args extends readonly unknown[], Out, const N extends Argnum = readonly []>(
  f: (...args: Args) => Out,
  options: CustomRuleOptions<N> = {},
): CustomJvp<Args, Out, N> => {
  if (typeof options === 'function') {
    throw new TypeError('customJvp: the rule is given afterwards, customJvp(f).defjvp(rule)');
  }
  checkOptions('customJvp', options, ['nondiffArgnums']);
  return withRule(f, false, args =>
    splitPositions('customJvp (nondiffArgnums)', options.nondiffArgnums, f, args.length),
  );
};

/** The same for rules that say what the derivative is, as those of the library do: Hessians stay symmetric. */
export const exactJvp = <Args extends readonly unknown[], Out>(f: (...args: Args) => Out): CustomJvp<Args, Out> =>
  withRule<Args, Out, readonly []>(f, true, args => ({ statics: [], traced: range(args.length) }));

const withRule = <Args extends readonly unknown[], Out, N extends Argnum>(
  f: (...args: Args) => Out,
  exact: boolean,
  split: (args: readonly unknown[]) => ReturnType<typeof splitPositions>,
): CustomJvp<Args, Out, N> => {
  checkCallable('customJvp', f);
  const anyF = f as AnyFunction;
  const name = functionName(anyF);
  let userRule: JvpRule<Args, Out, N> | undefined;
  const findRule = ruleFinder<TracedRule>(({ captured }) => captured);

  const custom = (...args: readonly unknown[]): unknown => {
    if (userRule === undefined)
      throw new TypeError(
        `customJvp(${name}): no rule yet: call .defjvp((primals, tangents) => [out, tangentOut]) first`,
      );
    const given = userRule as (...given: readonly unknown[]) => unknown;
    const positions = split(args);
    const statics = positions.statics.map(i => args[i]);
    const call = traceCall(anyF, args, { what: 'customJvp', positions: positions.traced, known: true, hasRule: true });
    const structures = call.arguments.map(({ structure }) => structure);
    const avals = call.inputs.map(avalOf);
    const count = call.inputs.length;
    const outputs = outputAvals(call.jaxpr);
    const { captured, jaxpr, rules } = findRule(call, statics, () =>
      traceRule(
        `the jvp rule of ${name}`,
        flat => {
          const primals = rebuildArguments(structures, flat.slice(0, count));
          const returned = given(...statics, primals, rebuildArguments(structures, flat.slice(count)));
          if (!Array.isArray(returned) || returned.length !== 2) {
            throw new TypeError(`the jvp rule of ${name} must return [out, tangentOut], got ${describe(returned)}`);
          }
          const values = matchOutput(`out of the jvp rule of ${name}`, returned[0], call.outputStructure, outputs);
          const derivatives = matchOutput(
            `tangentOut of the jvp rule of ${name}`,
            returned[1],
            call.outputStructure,
            outputs,
          );
          const all = [...values.leaves, ...derivatives.leaves];
          return { outputs: all.map((leaf, i) => toDType(leaf, outputs[i % outputs.length]!)), extra: undefined };
        },
        [...avals, ...avals],
        call.inputs.map(input => () => knownValue(input)),
      ),
    );
    const rule = lazily(() => ({ jaxpr: rules().jaxpr, captured: placesOf(rules(), captured) }));
    const results = bind(customJvpPrimitive, [...captured, ...call.inputs], {
      name,
      jaxpr,
      capturedCount: captured.length,
      rule,
      exact,
    });
    return unflatten(call.outputStructure, results);
  };
  Object.defineProperty(custom, 'name', { value: name });
  const result = Object.assign(custom, {
    defjvp: (rule: JvpRule<Args, Out, N>) => {
      checkCallable('defjvp', rule);
      userRule = rule;
      return result;
    },
  }) as unknown as CustomJvp<Args, Out, N>;
  return result;
};
