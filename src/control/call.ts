import type { NDArray } from '../array/ndarray.ts';
import { interpreter } from '../core/evaluate.ts';
import { type Jaxpr, outputAvals } from '../core/jaxpr.ts';
import { isLinear, type Params, type Primitive, type Tangent } from '../core/primitive.ts';
import { bind } from '../core/tracer.ts';
import { batchJaxpr } from '../transforms/batch.ts';
import { jvpJaxpr } from '../transforms/jvp.ts';
import { linearizeJaxpr } from '../transforms/linearize.ts';
import { transposeJaxpr } from '../transforms/transpose.ts';
import { required } from '../util/errors.ts';
import { isMixed, knownOutputs } from './known.ts';

/** Parameters of primitives that apply one inner program to their inputs. */
export type CallParams = Params & { readonly name: string; readonly jaxpr: Jaxpr };

export const nonzeroOf = (tangents: readonly Tangent[]): boolean[] => tangents.map(tangent => tangent !== null);

export const present = (tangents: readonly Tangent[]): NDArray[] => tangents.filter(tangent => tangent !== null);

/** Puts values back where the mask is true, null elsewhere. */
export const spread = (values: readonly NDArray[], mask: readonly boolean[]): Tangent[] => {
  let next = 0;
  return mask.map(flag => (flag ? required(values[next++], 'value') : null));
};

/**
 * A primitive that applies an inner program: every transformation goes inside and applies the result. `overrides` makes
 * rules of its own, given the finished primitive;
 * `transposed` transposes inner programs.
 */
export const callPrimitive = (
  name: string,
  overrides: (self: () => Primitive<CallParams>) => Partial<Primitive<CallParams>> = () => ({}),
  transposed: typeof transposeJaxpr = transposeJaxpr,
): Primitive<CallParams> => {
  const call = (params: CallParams, jaxpr: Jaxpr, args: readonly NDArray[]): readonly NDArray[] =>
    bind(primitive, args, { ...params, jaxpr });
  const primitive: Primitive<CallParams> = {
    name,
    abstractEval: (_, { jaxpr }) => outputAvals(jaxpr),
    evaluate: (inputs, { jaxpr }) => interpreter.run(jaxpr, inputs),
    jvp: (primals, tangents, params) => {
      const { jaxpr, nonzeroOutputs } = jvpJaxpr(params.jaxpr, nonzeroOf(tangents));
      const results = call(params, jaxpr, [...primals, ...present(tangents)]);
      const count = params.jaxpr.outputs.length;
      return { primals: results.slice(0, count), tangents: spread(results.slice(count), nonzeroOutputs) };
    },
    linearize: (primals, tangents, params) => {
      const linearized = linearizeJaxpr(params.jaxpr, nonzeroOf(tangents));
      const results = call(params, linearized.primal, primals);
      const count = params.jaxpr.outputs.length;
      const outputTangents = linearized.nonzeroOutputs.some(Boolean)
        ? call(params, linearized.linear, [...results.slice(count), ...present(tangents)])
        : [];
      return { primals: results.slice(0, count), tangents: spread(outputTangents, linearized.nonzeroOutputs) };
    },
    transpose: (cotangents, inputs, params) => {
      const linear = inputs.map(isLinear);
      const { jaxpr, nonzeroOutputs } = transposed(params.jaxpr, linear, nonzeroOf(cotangents));
      const known = inputs.filter((input): input is NDArray => !isLinear(input));
      const results = spread(call(params, jaxpr, [...known, ...present(cotangents)]), nonzeroOutputs);
      let next = 0;
      return linear.map(flag => (flag ? (results[next++] ?? null) : null));
    },
    batch: (inputs, axes, params, axisSize) => {
      const { jaxpr, outputAxes } = batchJaxpr(params.jaxpr, axisSize, axes);
      return { outputs: call(params, jaxpr, inputs), axes: outputAxes };
    },
    structure: () => ({ kind: 'call' }),
    known: (inputs, { jaxpr }, work) => (isMixed(inputs) ? knownOutputs(jaxpr, inputs, work) : []),
    ...overrides(() => primitive),
  };
  return primitive;
};
