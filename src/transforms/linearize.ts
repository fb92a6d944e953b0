import type { NDArray } from '../array/ndarray.ts';
import type { Aval } from '../core/aval.ts';
import { avalOf } from '../core/aval.ts';
import { inputAvals, type Jaxpr } from '../core/jaxpr.ts';
import { trace, traceClosed } from '../core/tracer.ts';
import { required } from '../util/errors.ts';
import { pushForward } from './jvp.ts';
import { memoize } from './memoize.ts';

export type LinearizedJaxpr = {
  /** From the inputs to the outputs, then the residuals. */
  readonly primal: Jaxpr;
  /** From the residuals, then the tangents that are not zero, to the output tangents that are not zero. */
  readonly linear: Jaxpr;
  readonly residualAvals: readonly Aval[];
  readonly nonzeroOutputs: readonly boolean[];
};

/**
 * Splits a program and its derivative into what depends on the primals alone and a linear program of the tangents.
 *
 * The tangents live in an inner trace, the primals in an outer one. As an equation is recorded in the innermost trace
 * that it has an argument of, the two programs come apart by themselves; what the inner one uses of the outer one are
 * the residuals.
 */
export const linearizeJaxpr: (jaxpr: Jaxpr, nonzero: readonly boolean[]) => LinearizedJaxpr = memoize(
  (jaxpr, nonzero) => {
    let rest: Omit<LinearizedJaxpr, 'primal'> | undefined;
    const tangentAvals = inputAvals(jaxpr).filter((_, i) => nonzero[i]);
    const primal = traceClosed(
      primals => {
        const linear = trace(
          args => {
            let next = 0;
            const tangents = nonzero.map(flag => (flag ? required(args[next++], 'tangent') : null));
            const result = pushForward(jaxpr, primals, tangents, 'linearize');
            return { outputs: result.tangents.filter(tangent => tangent !== null), extra: result };
          },
          tangentAvals,
          { label: `linearize(${jaxpr.name})`, name: `linear(${jaxpr.name})` },
        );
        rest = {
          linear: linear.jaxpr,
          residualAvals: linear.captured.map(avalOf),
          nonzeroOutputs: linear.extra.tangents.map(tangent => tangent !== null),
        };
        const residuals: readonly NDArray[] = linear.captured;
        return [...linear.extra.outputs, ...residuals];
      },
      inputAvals(jaxpr),
      jaxpr.name,
    );
    return { primal, ...required(rest, 'linear program') };
  },
);
