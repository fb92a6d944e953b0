import type { NDArray } from '../array/ndarray.ts';
import { inputAvals, type Jaxpr, type Var } from '../core/jaxpr.ts';
import type { Tangent } from '../core/primitive.ts';
import { bind, traceClosed } from '../core/tracer.ts';
import { required } from '../util/errors.ts';
import { type Environment, environmentOf } from './environment.ts';
import { memoize } from './memoize.ts';

export type JvpJaxpr = {
  /** From the primals, then the tangents that are not zero, to the outputs, then their tangents that are not zero. */
  readonly jaxpr: Jaxpr;
  readonly nonzeroOutputs: readonly boolean[];
};

/**
 * The program that computes f(x) and ∂f(x)·t, where `nonzero` says which inputs have a tangent.
 *
 * Tangents that are zero whatever the values stay symbolic: they are neither inputs nor outputs.
 */
export const jvpJaxpr: (jaxpr: Jaxpr, nonzero: readonly boolean[]) => JvpJaxpr = memoize((jaxpr, nonzero) => {
  let nonzeroOutputs: readonly boolean[] = [];
  const primalCount = jaxpr.inputs.length;
  const avals = inputAvals(jaxpr);
  const tangentAvals = avals.filter((_, i) => nonzero[i]);
  const result = traceClosed(
    args => {
      let next = primalCount;
      const tangents = nonzero.map(flag => (flag ? required(args[next++], 'tangent') : null));
      const { outputs, tangents: outputTangents } = pushForward(jaxpr, args.slice(0, primalCount), tangents, 'jvp');
      nonzeroOutputs = outputTangents.map(tangent => tangent !== null);
      return [...outputs, ...outputTangents.filter(tangent => tangent !== null)];
    },
    [...avals, ...tangentAvals],
    `jvp(${jaxpr.name})`,
  );
  return { jaxpr: result, nonzeroOutputs };
});

/** Carries values and tangents through a program, equation by equation, by the given kind of rule. */
export const pushForward = (
  jaxpr: Jaxpr,
  primals: readonly NDArray[],
  tangents: readonly Tangent[],
  rule: 'jvp' | 'linearize',
): { readonly outputs: readonly NDArray[]; readonly tangents: readonly Tangent[] } => {
  const values: Environment<NDArray> = environmentOf(jaxpr, primals);
  const tangentOf = new Map<Var, NDArray>();
  const setTangent = (variable: Var, tangent: Tangent): void => {
    if (tangent !== null) tangentOf.set(variable, tangent);
  };
  jaxpr.inputs.forEach((input, i) => setTangent(input, tangents[i] ?? null));
  for (const { primitive, inputs, outputs, params } of jaxpr.equations) {
    const args = inputs.map(values.read);
    const argTangents = inputs.map(input => (input.kind === 'var' ? (tangentOf.get(input) ?? null) : null));
    if (argTangents.every(tangent => tangent === null)) {
      values.write(outputs, bind(primitive, args, params));
      continue;
    }
    const apply = (rule === 'linearize' ? primitive.linearize : undefined) ?? primitive.jvp;
    const result = apply(args, argTangents, params);
    values.write(outputs, result.primals);
    outputs.forEach((output, i) => setTangent(output, result.tangents[i] ?? null));
  }
  return {
    outputs: jaxpr.outputs.map(values.read),
    tangents: jaxpr.outputs.map(output => (output.kind === 'var' ? (tangentOf.get(output) ?? null) : null)),
  };
};
