import { filled } from '../array/create.ts';
import { allocate, type DType, lanesOf } from '../array/dtype.ts';
import { ConcreteArray, type NDArray } from '../array/ndarray.ts';
import { type Shape, sizeOf } from '../array/shape.ts';
import { type Aval, avalOf } from '../core/aval.ts';
import { evaluateJaxpr } from '../core/evaluate.ts';
import { inputAvals, type Jaxpr, outputAvals } from '../core/jaxpr.ts';
import { traceClosed } from '../core/tracer.ts';
import { batchFirst, placeBatchAxis } from '../primitives/shape/broadcast.ts';
import { reshape } from '../primitives/shape/reshape.ts';
import { slice } from '../primitives/shape/slice.ts';
import { required } from '../util/errors.ts';
import { batchJaxpr } from './batch.ts';
import { jvpJaxpr } from './jvp.ts';
import { linearizeJaxpr } from './linearize.ts';
import { memoize } from './memoize.ts';
import { transposeJaxpr } from './transpose.ts';

/**
 * Programs that compute derivatives of a whole program at once. `differentiated` says with respect to which inputs,
 * `outputCount` how many of the leading outputs have derivatives (the others are aux, and come out last as they are).
 */

/** The blocks of the identity over several leaves laid end to end: for each leaf an array (n, …shape). */
const standardBasis = (
  leaves: readonly { readonly shape: Shape; readonly dtype: DType; readonly weakType?: boolean }[],
): NDArray[] => {
  const total = leaves.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  let offset = 0;
  return leaves.map(({ shape, dtype, weakType }) => {
    const size = sizeOf(shape);
    const lanes = lanesOf(dtype);
    const data = allocate(dtype, total * size);
    for (let i = 0; i < size; i++) data[((offset + i) * size + i) * lanes] = 1;
    offset += size;
    return new ConcreteArray([total, ...shape], dtype, data, weakType ?? false);
  });
};

/** Cuts an array whose axis lists the elements of several leaves end to end into one array a leaf. */
const splitAlong = (x: NDArray, axis: number, shapes: readonly Shape[]): NDArray[] => {
  let offset = 0;
  return shapes.map(shape => {
    const size = sizeOf(shape);
    const start = x.shape.map((_, k) => (k === axis ? offset : 0));
    const limit = x.shape.map((extent, k) => (k === axis ? offset + size : extent));
    offset += size;
    return reshape(slice(x, start, limit), [...x.shape.slice(0, axis), ...shape, ...x.shape.slice(axis + 1)]);
  });
};

/** Outputs: f's, then for each output and each differentiated input the block (out…, in…), then aux. */
export const forwardJacobianJaxpr: (jaxpr: Jaxpr, differentiated: readonly boolean[], outputCount: number) => Jaxpr =
  memoize((jaxpr, differentiated, outputCount) =>
    traceClosed(
      args => {
        const leaves = inputAvals(jaxpr).filter((_, i) => differentiated[i]);
        const shapes = leaves.map(leaf => leaf.shape);
        const basis = standardBasis(leaves);
        const total = basis[0]?.shape[0] ?? 0;
        const forward = jvpJaxpr(jaxpr, differentiated);
        const axes = [...jaxpr.inputs.map(() => null), ...basis.map(() => 0)];
        const batched = batchJaxpr(forward.jaxpr, total, axes);
        const results = evaluateJaxpr(batched.jaxpr, [...args, ...basis]);
        const avals = outputAvals(jaxpr);
        let next = avals.length;
        const blocks = avals.slice(0, outputCount).flatMap((aval, i) => {
          if (!forward.nonzeroOutputs[i]) return shapes.map(shape => filled([...aval.shape, ...shape], aval.dtype, 0));
          const axis = batched.outputAxes[next] ?? null;
          const tangent = placeBatchAxis(required(results[next++], 'tangent'), axis, aval.shape.length, total);
          return splitAlong(tangent, aval.shape.length, shapes);
        });
        return [...results.slice(0, outputCount), ...blocks, ...results.slice(outputCount, avals.length)];
      },
      inputAvals(jaxpr),
      `jacfwd(${jaxpr.name})`,
    ),
  );

/** The same result as `forwardJacobianJaxpr`, by pulling back the basis of each output. */
export const reverseJacobianJaxpr: (jaxpr: Jaxpr, differentiated: readonly boolean[], outputCount: number) => Jaxpr =
  memoize((jaxpr, differentiated, outputCount) =>
    traceClosed(
      args => {
        const avals = outputAvals(jaxpr);
        const leaves = inputAvals(jaxpr).filter((_, i) => differentiated[i]);
        const pullback = pullbackOf(
          jaxpr,
          differentiated,
          args,
          avals.map((_, i) => i < outputCount),
        );
        const outputs = avals.slice(0, outputCount);
        const rows = pullBackBasis(pullback, outputs.filter((_, i) => pullback.nonzero[i]).map(avalOf));
        let row = -1;
        const blocks = outputs.flatMap((output, i) => {
          if (pullback.nonzero[i]) row++;
          return leaves.map(
            (leaf, k) =>
              (pullback.nonzero[i] ? rows[k]?.[row] : undefined) ??
              filled([...output.shape, ...leaf.shape], leaf.dtype, 0),
          );
        });
        return pullback.outputs.toSpliced(outputCount, 0, ...blocks);
      },
      inputAvals(jaxpr),
      `jacrev(${jaxpr.name})`,
    ),
  );

/**
 * Pulls back the standard basis of the outputs that have cotangents: for each differentiated input the blocks
 * (out…, in…), one an output; undefined where no cotangent arrives.
 */
const pullBackBasis = (pullback: Pullback, outputs: readonly Aval[]): readonly (readonly NDArray[] | undefined)[] => {
  if (outputs.length === 0) return [];
  const shapes = outputs.map(output => output.shape);
  const total = shapes.reduce((sum, shape) => sum + sizeOf(shape), 0);
  const [output] = outputs;
  if (total === 1 && outputs.length === 1) {
    // one number: its basis is one, and nothing needs a batch axis
    const results = evaluateJaxpr(pullback.jaxpr, [
      ...pullback.residuals,
      filled(output!.shape, output!.dtype, 1, output!.weakType),
    ]);
    let next = 0;
    return pullback.nonzeroInputs.map(flag => {
      if (!flag) return undefined;
      const cotangent = required(results[next++], 'cotangent');
      return [reshape(cotangent, [...output!.shape, ...cotangent.shape])];
    });
  }
  const basis = standardBasis(outputs);
  const axes = [...pullback.residuals.map(() => null), ...basis.map(() => 0)];
  const batched = batchJaxpr(pullback.jaxpr, total, axes);
  const results = evaluateJaxpr(batched.jaxpr, [...pullback.residuals, ...basis]);
  let next = 0;
  return pullback.nonzeroInputs.map(flag => {
    if (!flag) return undefined;
    const axis = batched.outputAxes[next] ?? null;
    return splitAlong(batchFirst(required(results[next++], 'cotangent'), axis, total), 0, shapes);
  });
};

/** Outputs: f's value, then the gradients of the differentiated inputs, then aux. The cotangent of the value is 1. */
export const gradJaxpr: (jaxpr: Jaxpr, differentiated: readonly boolean[]) => Jaxpr = memoize((jaxpr, differentiated) =>
  traceClosed(
    args => {
      const pullback = pullbackOf(
        jaxpr,
        differentiated,
        args,
        jaxpr.outputs.map((_, i) => i === 0),
      );
      const leaves = inputAvals(jaxpr).filter((_, i) => differentiated[i]);
      const value = required(pullback.outputs[0], 'value');
      const seed = filled([], value.dtype, 1, value.weakType);
      const results = pullback.nonzero[0] ? evaluateJaxpr(pullback.jaxpr, [...pullback.residuals, seed]) : [];
      let next = 0;
      const gradients = leaves.map((leaf, k) =>
        pullback.nonzero[0] && pullback.nonzeroInputs[k]
          ? required(results[next++], 'gradient')
          : filled(leaf.shape, leaf.dtype, 0),
      );
      return [value, ...gradients, ...pullback.outputs.slice(1)];
    },
    inputAvals(jaxpr),
    `grad(${jaxpr.name})`,
  ),
);

type Pullback = {
  /** From residuals, then the cotangents of the outputs asked for that are not zero, to those of `nonzeroInputs`. */
  readonly jaxpr: Jaxpr;
  readonly outputs: readonly NDArray[];
  readonly residuals: readonly NDArray[];
  /** Which outputs depend on the differentiated inputs, among those asked for. */
  readonly nonzero: readonly boolean[];
  /** For each differentiated input whether it receives a cotangent. */
  readonly nonzeroInputs: readonly boolean[];
};

/** Runs the primal half of a linearised program and transposes the other. */
export const pullbackOf = (
  jaxpr: Jaxpr,
  differentiated: readonly boolean[],
  args: readonly NDArray[],
  wanted: readonly boolean[],
): Pullback => {
  const linearized = linearizeJaxpr(jaxpr, differentiated);
  const results = evaluateJaxpr(linearized.primal, args);
  const outputs = results.slice(0, jaxpr.outputs.length);
  const residuals = results.slice(jaxpr.outputs.length);
  const nonzero = linearized.nonzeroOutputs.map((flag, i) => flag && wanted[i] === true);
  const linearInputs = linearized.linear.inputs.map((_, i) => i >= residuals.length);
  const transposed = transposeJaxpr(
    linearized.linear,
    linearInputs,
    nonzero.filter((_, i) => linearized.nonzeroOutputs[i]),
  );
  return { jaxpr: transposed.jaxpr, outputs, residuals, nonzero, nonzeroInputs: transposed.nonzeroOutputs };
};
