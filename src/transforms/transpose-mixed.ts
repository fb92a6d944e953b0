import { evaluateJaxpr } from '../core/evaluate.ts';
import { type Atom, innerJaxprs, inputAvals, type Jaxpr, outputAvals } from '../core/jaxpr.ts';
import { traceClosed } from '../core/tracer.ts';
import { zerosLike } from '../primitives/linear.ts';
import { required } from '../util/errors.ts';
import { pullbackOf } from './jacobian-jaxpr.ts';
import { jvpJaxpr } from './jvp.ts';
import { linearizeJaxpr } from './linearize.ts';
import { memoize } from './memoize.ts';
import { type TransposedJaxpr, transposeJaxpr } from './transpose.ts';

/** The cotangents of the linear inputs by linearisation, at values of these that are arguments, or at zeros. */
const traceTransposed = (
  jaxpr: Jaxpr,
  linear: readonly boolean[],
  nonzero: readonly boolean[],
  values: 'arguments' | 'zeros',
): TransposedJaxpr => {
  const avals = inputAvals(jaxpr);
  const givenAvals = avals.filter((_, i) => values === 'arguments' || !linear[i]);
  const cotangentAvals = outputAvals(jaxpr).filter((_, i) => nonzero[i]);
  let nonzeroOutputs: readonly boolean[] = [];
  const transposed = traceClosed(
    args => {
      let nextGiven = 0;
      let nextCotangent = givenAvals.length;
      const inputs = avals.map((aval, i) =>
        linear[i] && values === 'zeros' ? zerosLike(aval) : required(args[nextGiven++], 'input'),
      );
      const cotangents = nonzero.map(flag => (flag ? required(args[nextCotangent++], 'cotangent') : null));
      const pullback = pullbackOf(jaxpr, linear, inputs, nonzero);
      const given = cotangents.filter((cotangent, i) => cotangent !== null && pullback.nonzero[i]);
      nonzeroOutputs = pullback.nonzeroInputs;
      return evaluateJaxpr(pullback.jaxpr, [...pullback.residuals, ...given.filter(cotangent => cotangent !== null)]);
    },
    [...givenAvals, ...cotangentAvals],
    `transpose(${jaxpr.name})`,
  );
  return { jaxpr: transposed, nonzeroOutputs };
};

/**
 * Which outputs depend on marked inputs: by what they are computed from, comparisons too; by their derivatives where
 * programs inside keep what they do not need.
 */
const dependence = (jaxpr: Jaxpr, marked: readonly boolean[]): readonly boolean[] => {
  if (jaxpr.equations.some(equation => innerJaxprs(equation).length > 0)) return jvpJaxpr(jaxpr, marked).nonzeroOutputs;
  const reached = new Set<Atom>(jaxpr.inputs.filter((_, i) => marked[i]));
  for (const { inputs, outputs } of jaxpr.equations) {
    if (inputs.some(input => reached.has(input))) for (const output of outputs) reached.add(output);
  }
  return jaxpr.outputs.map(output => reached.has(output));
};

/** Whether the transpose does not depend on the inputs that are transposed. */
const isLinearIn = (jaxpr: Jaxpr, linear: readonly boolean[], nonzero: readonly boolean[]): boolean => {
  const transposed = traceTransposed(jaxpr, linear, nonzero, 'arguments').jaxpr;
  const marked = transposed.inputs.map((_, i) => linear[i] === true);
  return !dependence(transposed, marked).includes(true);
};

/**
 * `transposeJaxpr` for programs that did not come out of linearisation, whose loops and calls may compute values and
 * tangents at once (a loop with a counter is one): these come apart when the program is linearised. As it is linear in the
 * inputs that are transposed, it is its own linearisation where these are zero. Where it is not linear after all, for its
 * derivative depends on these inputs, `transposeJaxpr` says what is wrong with it.
 */
export const transposeMixedJaxpr: (
  jaxpr: Jaxpr,
  linear: readonly boolean[],
  nonzero: readonly boolean[],
) => TransposedJaxpr = memoize((jaxpr, linear, nonzero) => {
  const { primal } = linearizeJaxpr(jaxpr, linear);
  const residualsDepend = dependence(primal, linear).slice(jaxpr.outputs.length);
  if (residualsDepend.includes(true)) {
    try {
      return transposeJaxpr(jaxpr, linear, nonzero);
    } catch (cause) {
      // a checkpoint keeps inputs that its derivative does not depend on
      if (!isLinearIn(jaxpr, linear, nonzero)) throw cause;
    }
  }
  return traceTransposed(jaxpr, linear, nonzero, 'zeros');
});
