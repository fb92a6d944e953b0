import type { NDArray } from '../array/ndarray.ts';
import { type Aval, makeAval } from '../core/aval.ts';
import { inputAvals, type Jaxpr, type Var } from '../core/jaxpr.ts';
import type { BatchAxis } from '../core/primitive.ts';
import { bind, traceClosed } from '../core/tracer.ts';
import { batchFirst } from '../primitives/shape/broadcast.ts';
import { required } from '../util/errors.ts';
import { environmentOf } from './environment.ts';
import { memoize } from './memoize.ts';

export type BatchedJaxpr = { readonly jaxpr: Jaxpr; readonly outputAxes: readonly BatchAxis[] };

/** The aval of a batch of `size`, stacked along `axis`. */
const batchedAval = (aval: Aval, axis: BatchAxis, size: number): Aval =>
  axis === null ? aval : makeAval(aval.shape.toSpliced(axis, 0, size), aval.dtype, aval.weakType);

/**
 * The program that works on a whole batch at once. Output axes come out where the rules leave them, unless `forced`
 * puts them first: `true` for outputs that must be batched whether or not they depend on a batched input.
 */
export const batchJaxpr: (
  jaxpr: Jaxpr,
  axisSize: number,
  axes: readonly BatchAxis[],
  forced?: readonly boolean[],
) => BatchedJaxpr = memoize((jaxpr, axisSize, axes, forced) => {
  let outputAxes: readonly BatchAxis[] = [];
  const result = traceClosed(
    args => {
      const batched = pushBatch(jaxpr, args, axes, axisSize);
      const outputs = batched.outputs.map((output, i) =>
        forced?.[i] ? batchFirst(output, batched.axes[i] ?? null, axisSize) : output,
      );
      outputAxes = batched.axes.map((axis, i) => (forced?.[i] ? 0 : axis));
      return outputs;
    },
    inputAvals(jaxpr).map((aval, i) => batchedAval(aval, axes[i] ?? null, axisSize)),
    `vmap(${jaxpr.name})`,
  );
  return { jaxpr: result, outputAxes };
});

/** The program for a batch whose outputs are all batched, along the first axis. */
export const batchOutputs = (jaxpr: Jaxpr, axisSize: number, axes: readonly BatchAxis[]): Jaxpr =>
  batchJaxpr(
    jaxpr,
    axisSize,
    axes,
    jaxpr.outputs.map(() => true),
  ).jaxpr;

/** The same for a batch of every input, along the first axis too. */
export const batchAll = (jaxpr: Jaxpr, axisSize: number): Jaxpr =>
  batchOutputs(
    jaxpr,
    axisSize,
    jaxpr.inputs.map(() => 0),
  );

/** Carries batched values through a program, equation by equation. */
const pushBatch = (
  jaxpr: Jaxpr,
  args: readonly NDArray[],
  axes: readonly BatchAxis[],
  axisSize: number,
): { readonly outputs: readonly NDArray[]; readonly axes: readonly BatchAxis[] } => {
  const values = environmentOf(jaxpr, args);
  const axisOf = new Map<Var, number>();
  const setAxis = (variable: Var, axis: BatchAxis): void => {
    if (axis !== null) axisOf.set(variable, axis);
  };
  jaxpr.inputs.forEach((input, i) => setAxis(input, axes[i] ?? null));
  for (const { primitive, inputs, outputs, params } of jaxpr.equations) {
    const inputValues = inputs.map(values.read);
    const inputAxes = inputs.map(input => (input.kind === 'var' ? (axisOf.get(input) ?? null) : null));
    if (inputAxes.every(axis => axis === null)) {
      values.write(outputs, bind(primitive, inputValues, params));
      continue;
    }
    const result = primitive.batch(inputValues, inputAxes, params, axisSize);
    values.write(outputs, result.outputs);
    outputs.forEach((output, i) => setAxis(output, required(result.axes, 'axes')[i] ?? null));
  }
  return {
    outputs: jaxpr.outputs.map(values.read),
    axes: jaxpr.outputs.map(output => (output.kind === 'var' ? (axisOf.get(output) ?? null) : null)),
  };
};

/** Values that are all batched, along the first axis. */
export const placeAllFirst = (
  values: readonly NDArray[],
  axes: readonly BatchAxis[],
  axisSize: number,
): readonly NDArray[] => values.map((value, i) => batchFirst(value, axes[i] ?? null, axisSize));
