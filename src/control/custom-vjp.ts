import { describe } from '../array/create.ts';
import type { NDArray } from '../array/ndarray.ts';
import { checkOptions } from '../array/options.ts';
import { shapeString, shapesEqual } from '../array/shape.ts';
import { avalOf, avalString } from '../core/aval.ts';
import { inlineJaxpr, interpreter } from '../core/evaluate.ts';
import { inputAvals, type Jaxpr, outputAvals } from '../core/jaxpr.ts';
import { isLinear, type JvpResult, type Params, type Primitive, type Tangent, unsupported } from '../core/primitive.ts';
import { bind, knownValue } from '../core/tracer.ts';
import { toDType } from '../primitives/convert.ts';
import { instantiate, zerosLike } from '../primitives/linear.ts';
import { checkCallable, type FlatArrays, flattenArrays } from '../transforms/arguments.ts';
import { batchAll, placeAllFirst } from '../transforms/batch.ts';
import { pushForward } from '../transforms/jvp.ts';
import { splitPositions } from '../transforms/statics.ts';
import { type AnyFunction, functionName, traceCall } from '../transforms/trace-call.ts';
import { transposeMixedJaxpr } from '../transforms/transpose-mixed.ts';
import type { Accepted, AcceptedExcept, Argnum, Arrays, ListAt } from '../transforms/types.ts';
import { treeDefEquals } from '../tree/treedef.ts';
import { unflatten } from '../tree/unflatten.ts';
import { spread } from './call.ts';
import {
  type CustomRuleOptions,
  lazily,
  outputTangents,
  placesOf,
  rebuildArguments,
  refuseClosedOver,
  ruleFinder,
  type TracedRule,
  traceRule,
} from './custom-rule.ts';

/** The programs of the rules; the first inputs of each are captured ones, whose places are given. */
type Rules = {
  /** From the arguments to the outputs, then the residuals. */
  readonly forward: Jaxpr;
  readonly forwardCaptured: readonly number[];
  /** From the residuals, then the cotangents of the outputs, to those of the arguments. */
  readonly backward: Jaxpr;
  readonly backwardCaptured: readonly number[];
};

type CustomVjpParams = Params & {
  readonly name: string;
  /** Its first inputs are what function and rules close over. */
  readonly jaxpr: Jaxpr;
  readonly capturedCount: number;
  readonly rules: () => Rules;
};

/** Runs the forward rule and leaves a linear equation that the backward rule is the transpose of. */
const applyRules = (
  primals: readonly NDArray[],
  tangents: readonly Tangent[],
  { name, jaxpr, capturedCount, rules }: CustomVjpParams,
): JvpResult => {
  refuseClosedOver(`customVjp(${name})`, primals, tangents, capturedCount);
  const { forward, forwardCaptured, backward, backwardCaptured } = rules();
  const own = primals.slice(capturedCount);
  const results = inlineJaxpr(forward, [...forwardCaptured.map(place => primals[place]!), ...own]);
  const count = jaxpr.outputs.length;
  // for the backward rule what it closes over are residuals like others
  const residuals = [...backwardCaptured.map(place => primals[place]!), ...results.slice(count)];
  const inputs = own.map((primal, i) => instantiate(tangents[capturedCount + i]!, primal));
  const pushed = bind(customVjpLinearPrimitive, [...residuals, ...inputs], {
    name,
    backward,
    residualCount: residuals.length,
  });
  return {
    primals: results.slice(0, count),
    tangents: outputTangents(jaxpr, pushed),
  };
};

const customVjpPrimitive: Primitive<CustomVjpParams> = {
  name: 'custom_vjp_call',
  abstractEval: (_, { jaxpr }) => outputAvals(jaxpr),
  evaluate: (inputs, { jaxpr }) => interpreter.run(jaxpr, inputs),
  jvp: applyRules,
  transpose: unsupported(
    'custom_vjp_call',
    'transpose',
    'it stands for a function that is not linear; its rules are used when it is differentiated',
  ),
  expand:
    (_, { jaxpr }) =>
    inputs =>
      inlineJaxpr(jaxpr, inputs),
  batch: (inputs, axes, params, axisSize) => {
    // every input is batched, so that cotangents come out with the shapes of their arguments
    const first = placeAllFirst(inputs, axes, axisSize);
    const jaxpr = batchAll(params.jaxpr, axisSize);
    const rules = lazily(() => {
      const { forward, backward, ...captured } = params.rules();
      return { forward: batchAll(forward, axisSize), backward: batchAll(backward, axisSize), ...captured };
    });
    return { outputs: bind(customVjpPrimitive, first, { ...params, jaxpr, rules }), axes: jaxpr.outputs.map(() => 0) };
  },
};

type LinearParams = Params & { readonly name: string; readonly backward: Jaxpr; readonly residualCount: number };

/** The forward derivative that belongs to a backward rule: its transpose, from residuals and tangents to tangents. */
const forwardDerivative = ({
  backward,
  residualCount,
  name,
}: LinearParams): { readonly jaxpr: Jaxpr; readonly nonzero: readonly boolean[] } => {
  try {
    const { jaxpr, nonzeroOutputs } = transposeMixedJaxpr(
      backward,
      backward.inputs.map((_, i) => i >= residualCount),
      backward.outputs.map(() => true),
    );
    return { jaxpr, nonzero: nonzeroOutputs };
  } catch (cause) {
    throw new TypeError(
      `forward-mode differentiation of customVjp(${name}) transposes its bwd, which must then be linear in the cotangent: use customJvp, or reverse mode innermost (grad, jacrev, hessian), and outside of it too where bwd calls such a function (jacrev(jacrev(f)) instead of hessian(f))`,
      { cause },
    );
  }
};

const cotangentAvals = ({ backward, residualCount }: LinearParams) => inputAvals(backward).slice(residualCount);

const pushDerivative = (
  primals: readonly NDArray[],
  tangents: readonly Tangent[],
  params: LinearParams,
  rule: 'jvp' | 'linearize',
): JvpResult => {
  const { jaxpr, nonzero } = forwardDerivative(params);
  const result = pushForward(jaxpr, primals, tangents, rule);
  const outputs = spread(result.outputs, nonzero);
  let next = 0;
  return {
    primals: cotangentAvals(params).map((aval, i) => outputs[i] ?? zerosLike(aval)),
    tangents: nonzero.map(flag => (flag ? (result.tangents[next++] ?? null) : null)),
  };
};

const applyDerivative = <V extends NDArray>(
  inputs: readonly V[],
  params: LinearParams,
  run: (jaxpr: Jaxpr, inputs: readonly V[]) => readonly V[],
): V[] => {
  const { jaxpr, nonzero } = forwardDerivative(params);
  const results = spread(run(jaxpr, inputs), nonzero);
  return cotangentAvals(params).map((aval, i) => (results[i] ?? zerosLike(aval)) as V);
};

/** The linear map whose transpose is a user's backward rule. Inputs: residuals, then tangents. */
const customVjpLinearPrimitive: Primitive<LinearParams> = {
  name: 'custom_vjp_linear',
  abstractEval: (_, params) => cotangentAvals(params),
  evaluate: (inputs, params) => applyDerivative(inputs, params, interpreter.run),
  expand: (_, params) => inputs => applyDerivative(inputs, params, inlineJaxpr),
  jvp: (primals, tangents, params) => pushDerivative(primals, tangents, params, 'jvp'),
  linearize: (primals, tangents, params) => pushDerivative(primals, tangents, params, 'linearize'),
  transpose: (cotangents, inputs, params) => {
    const residuals = inputs.slice(0, params.residualCount);
    if (residuals.some(isLinear)) throw new TypeError(`customVjp(${params.name}): its residuals cannot be transposed`);
    const avals = cotangentAvals(params);
    const given = cotangents.map((cotangent, i) => instantiate(cotangent, avals[i]!));
    const results = inlineJaxpr(params.backward, [...(residuals as readonly NDArray[]), ...given]);
    return inputs.map((input, i) => (isLinear(input) ? (results[i - params.residualCount] ?? null) : null));
  },
  batch: (inputs, axes, params, axisSize) => {
    const first = placeAllFirst(inputs, axes, axisSize);
    const backward = batchAll(params.backward, axisSize);
    const outputs = bind(customVjpLinearPrimitive, first, { ...params, backward });
    return { outputs, axes: outputs.map(() => 0) };
  },
};

/**
 * A function with forward and backward rules of its own (`jax.custom_vjp`).
 *
 * `fwd(...args)` returns `[out, residuals]`, `bwd(residuals, cotangent)` a list with a cotangent for each argument. Both
 * are differentiated again for higher orders. Forward mode applied directly to the function transposes `bwd`, which must
 * then be linear in the cotangent. Arguments at `nondiffArgnums`, functions for instance, may be anything; `bwd` has them before
 * the residuals and returns nothing for them. Function and rules may close over traced arrays that are not differentiated. Throws
 * TypeError where what the rules return does not match the function, and where what it closes over is differentiated.
 *
 * @example
 * ```ts
 * const clipped = customVjp((x: NDArray) => x, x => [x, null], (_, ct) => [np.clip(ct, -1, 1)]);
 * console.log(+grad((x: NDArray) => clipped(x).mul(5))(2)); // => 1
 * const within = customVjp(
 *   (bound: number, x: NDArray) => x,
 *   (bound, x) => [x, null],
 *   (bound, _, ct) => [np.clip(ct, -bound, bound)],
 *   { nondiffArgnums: 0 },
 * );
 * console.log(+grad((x: NDArray) => within(2, x).mul(5))(2)); // => 2
 * ```
 */
export function customVjp<Args extends readonly unknown[], Out, Residuals>(
  f: (...args: Args) => Out,
  fwd: (...args: Args) => readonly [out: Out, residuals: Residuals],
  bwd: (residuals: Residuals, cotangent: Out) => readonly unknown[],
): (...args: Accepted<Args>) => Arrays<Out>;
export function customVjp<Args extends readonly unknown[], Out, Residuals, const N extends Argnum>(
  f: (...args: Args) => Out,
  fwd: (...args: Args) => readonly [out: Out, residuals: Residuals],
  bwd: (...given: [...ListAt<Args, N>, residuals: Residuals, cotangent: Out]) => readonly unknown[],
  options: CustomRuleOptions<N>,
): (...args: AcceptedExcept<Args, N>) => Arrays<Out>;
export function customVjp<Args extends readonly unknown[], Out, Residuals>(
  f: (...args: Args) => Out,
  fwd: (...args: Args) => readonly [out: Out, residuals: Residuals],
  bwd: (...given: never) => readonly unknown[],
  options: CustomRuleOptions<Argnum> = {},
): unknown {
  checkCallable('customVjp', f);
  checkCallable('customVjp (fwd)', fwd);
  checkCallable('customVjp (bwd)', bwd);
  checkOptions('customVjp', options, ['nondiffArgnums']);
  const anyF = f as AnyFunction;
  const name = functionName(anyF);
  const findRules = ruleFinder<{ readonly forward: TracedRule; readonly backward: TracedRule }>(
    ({ forward, backward }) => [...forward.captured, ...backward.captured],
  );
  return (...args: readonly unknown[]) => {
    const positions = splitPositions('customVjp (nondiffArgnums)', options.nondiffArgnums, anyF, args.length);
    const statics = positions.statics.map(i => args[i]);
    const call = traceCall(anyF, args, { what: 'customVjp', positions: positions.traced, known: true, hasRule: true });
    const structures = call.arguments.map(({ structure }) => structure);
    const avals = call.inputs.map(avalOf);
    const outputs = outputAvals(call.jaxpr);
    const { captured, jaxpr, rules } = findRules(call, statics, () => {
      const forward = traceRule(
        `fwd of ${name}`,
        flat => {
          const given = [...args];
          rebuildArguments(structures, flat).forEach((value, i) => {
            given[positions.traced[i]!] = value;
          });
          const returned: unknown = fwd(...(given as unknown as Args));
          if (!Array.isArray(returned) || returned.length !== 2)
            throw new TypeError(`fwd of ${name} must return [out, residuals], got ${describe(returned)}`);
          const out = flattenArrays(returned[0], `out of fwd of ${name}`);
          if (!treeDefEquals(out.structure, call.outputStructure)) {
            throw new TypeError(
              `out of fwd of ${name} must have the structure of the function's output, ${String(call.outputStructure)}, got ${String(out.structure)}`,
            );
          }
          const residuals = flattenArrays(returned[1], `the residuals of fwd of ${name}`);
          out.leaves.forEach((leaf, i) => {
            if (!shapesEqual(leaf.shape, outputs[i]!.shape))
              throw new TypeError(
                `${out.place(i)} must have the shape of the function's output, ${avalString(outputs[i]!)}, got ${avalString(leaf)}`,
              );
          });
          const leaves = out.leaves.map((leaf, i) => toDType(leaf, outputs[i]!));
          return { outputs: [...leaves, ...residuals.leaves], extra: residuals };
        },
        avals,
        call.inputs.map(input => () => knownValue(input)),
      );
      const residualAvals = forward.extra.leaves.map(avalOf);
      const backward = traceRule(
        `bwd of ${name}`,
        flat => {
          const residuals = unflatten(forward.extra.structure, flat.slice(0, residualAvals.length));
          const cotangent = unflatten(call.outputStructure, flat.slice(residualAvals.length));
          const returned = bwd(...([...statics, residuals, cotangent] as never));
          return { outputs: argumentCotangents(name, returned, call.arguments), extra: undefined };
        },
        [...residualAvals, ...outputs],
        [],
      );
      return { forward, backward };
    });
    const programs = lazily((): Rules => {
      const { forward, backward } = rules();
      return {
        forward: forward.jaxpr,
        forwardCaptured: placesOf(forward, captured),
        backward: backward.jaxpr,
        backwardCaptured: placesOf(backward, captured),
      };
    });
    const results = bind(customVjpPrimitive, [...captured, ...call.inputs], {
      name,
      jaxpr,
      capturedCount: captured.length,
      rules: programs,
    });
    return unflatten(call.outputStructure, results);
  };
}

/** The flat cotangents of all arguments; null stands for a zero of an argument's whole tree. */
const argumentCotangents = (name: string, returned: unknown, args: readonly FlatArrays[]): NDArray[] => {
  if (!Array.isArray(returned) || returned.length !== args.length) {
    const seen = Array.isArray(returned) ? `${returned.length} entries` : describe(returned);
    throw new TypeError(
      `bwd of ${name} must return a list with a cotangent for each of the ${args.length} arguments, got ${seen}`,
    );
  }
  return args.flatMap((argument, i) => {
    if (returned[i] === null) return argument.leaves.map(zerosLike);
    const flat = flattenArrays(returned[i], `cotangent ${i} of bwd of ${name}`);
    if (!treeDefEquals(flat.structure, argument.structure)) {
      throw new TypeError(
        `cotangent ${i} of bwd of ${name} must have the structure of argument ${i}, ${String(argument.structure)}, got ${String(flat.structure)}`,
      );
    }
    return flat.leaves.map((leaf, k) => {
      const like = argument.leaves[k]!;
      if (!shapesEqual(leaf.shape, like.shape)) {
        throw new RangeError(
          `${flat.place(k)} must have shape ${shapeString(like.shape)} as the argument does, got ${shapeString(leaf.shape)}`,
        );
      }
      return toDType(leaf, like);
    });
  });
};
