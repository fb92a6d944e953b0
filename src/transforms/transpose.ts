import type { NDArray } from '../array/ndarray.ts';
import { type Atom, inputAvals, type Jaxpr, outputAvals, type Var } from '../core/jaxpr.ts';
import { isLinear, type LinearInput, linearInput, type Tangent } from '../core/primitive.ts';
import { bind, traceClosed } from '../core/tracer.ts';
import { add } from '../primitives/elementwise/arithmetic.ts';
import { required } from '../util/errors.ts';
import { memoize } from './memoize.ts';

export type TransposedJaxpr = {
  /** From the inputs that are not linear, then the cotangents that are not zero, to the cotangents of the linear inputs that are not zero. */
  readonly jaxpr: Jaxpr;
  /** For each linear input whether its cotangent is not zero. */
  readonly nonzeroOutputs: readonly boolean[];
};

/**
 * The transpose of a program that is linear in some of its inputs. `nonzero` says which outputs have a cotangent.
 *
 * What does not depend on the linear inputs is computed forwards, the rest is walked backwards.
 */
export const transposeJaxpr: (
  jaxpr: Jaxpr,
  linear: readonly boolean[],
  nonzero: readonly boolean[],
) => TransposedJaxpr = memoize((jaxpr, linear, nonzero) => {
  let nonzeroOutputs: readonly boolean[] = [];
  const avals = inputAvals(jaxpr);
  const nonlinearAvals = avals.filter((_, i) => !linear[i]);
  const cotangentAvals = outputAvals(jaxpr).filter((_, i) => nonzero[i]);
  const result = traceClosed(
    args => {
      let nextCotangent = nonlinearAvals.length;
      let nextInput = 0;
      const inputs = linear.map((flag, i) => (flag ? linearInput(avals[i]!) : required(args[nextInput++], 'input')));
      const cotangents = nonzero.map(flag => (flag ? required(args[nextCotangent++], 'cotangent') : null));
      const all = pullBack(jaxpr, inputs, cotangents).filter((_, i) => linear[i]);
      nonzeroOutputs = all.map(cotangent => cotangent !== null);
      return all.filter(cotangent => cotangent !== null);
    },
    [...nonlinearAvals, ...cotangentAvals],
    `transpose(${jaxpr.name})`,
  );
  return { jaxpr: result, nonzeroOutputs };
});

/** Carries cotangents backwards through a program that is linear in the inputs marked as such. */
const pullBack = (
  jaxpr: Jaxpr,
  inputs: readonly (NDArray | LinearInput)[],
  cotangents: readonly Tangent[],
): Tangent[] => {
  const values = new Map<Var, NDArray>();
  for (const { variable, value } of jaxpr.constants) values.set(variable, value);
  jaxpr.inputs.forEach((variable, i) => {
    const input = required(inputs[i], 'input');
    if (!isLinear(input)) values.set(variable, input);
  });
  const read = (atom: Atom): NDArray | LinearInput =>
    atom.kind === 'literal' ? atom.value : (values.get(atom) ?? linearInput(atom.aval));
  const backwards: Jaxpr['equations'][number][] = [];
  for (const equation of jaxpr.equations) {
    const args = equation.inputs.map(read);
    const known = args.filter((arg): arg is NDArray => !isLinear(arg));
    if (known.length < args.length) backwards.push(equation);
    else
      bind(equation.primitive, known, equation.params).forEach((result, i) => values.set(equation.outputs[i]!, result));
  }
  const accumulated = new Map<Var, NDArray>();
  const accumulate = (atom: Atom, cotangent: Tangent): void => {
    if (cotangent === null || atom.kind === 'literal' || values.has(atom)) return;
    const present = accumulated.get(atom);
    accumulated.set(atom, present === undefined ? cotangent : add(present, cotangent));
  };
  jaxpr.outputs.forEach((output, i) => accumulate(output, cotangents[i] ?? null));
  for (const equation of backwards.reverse()) {
    const outputCotangents = equation.outputs.map(output => accumulated.get(output) ?? null);
    if (outputCotangents.every(cotangent => cotangent === null)) continue;
    for (const output of equation.outputs) accumulated.delete(output);
    const results = equation.primitive.transpose(outputCotangents, equation.inputs.map(read), equation.params);
    equation.inputs.forEach((input, i) => accumulate(input, results[i] ?? null));
  }
  return jaxpr.inputs.map(input => accumulated.get(input) ?? null);
};
