import { evaluateJaxpr } from '../core/evaluate.ts';
import { inputAvals, type Jaxpr, outputAvals } from '../core/jaxpr.ts';
import { traceClosed } from '../core/tracer.ts';
import { zerosLike } from '../primitives/linear.ts';
import { required } from '../util/errors.ts';
import { pullbackOf } from './jacobian-jaxpr.ts';
import { jvpJaxpr } from './jvp.ts';
import { linearizeJaxpr } from './linearize.ts';
import { memoize } from './memoize.ts';
import { type TransposedJaxpr, transposeJaxpr } from './transpose.ts';

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
  const residualsDepend = jvpJaxpr(primal, linear).nonzeroOutputs.slice(jaxpr.outputs.length);
  if (residualsDepend.includes(true)) return transposeJaxpr(jaxpr, linear, nonzero);
  const avals = inputAvals(jaxpr);
  const knownAvals = avals.filter((_, i) => !linear[i]);
  const cotangentAvals = outputAvals(jaxpr).filter((_, i) => nonzero[i]);
  let nonzeroOutputs: readonly boolean[] = [];
  const transposed = traceClosed(
    args => {
      let nextKnown = 0;
      let nextCotangent = knownAvals.length;
      const inputs = avals.map((aval, i) => (linear[i] ? zerosLike(aval) : required(args[nextKnown++], 'known input')));
      const cotangents = nonzero.map(flag => (flag ? required(args[nextCotangent++], 'cotangent') : null));
      const pullback = pullbackOf(jaxpr, linear, inputs, nonzero);
      const given = cotangents.filter((cotangent, i) => cotangent !== null && pullback.nonzero[i]);
      nonzeroOutputs = pullback.nonzeroInputs;
      return evaluateJaxpr(pullback.jaxpr, [...pullback.residuals, ...given.filter(cotangent => cotangent !== null)]);
    },
    [...knownAvals, ...cotangentAvals],
    `transpose(${jaxpr.name})`,
  );
  return { jaxpr: transposed, nonzeroOutputs };
});
