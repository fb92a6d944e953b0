import { expect } from 'vitest';
import { ConcreteArray, type NDArray } from '../../src/array/ndarray.ts';
import { type Shape, sizeOf } from '../../src/array/shape.ts';
import { avalOf } from '../../src/core/aval.ts';
import { interpreter } from '../../src/core/evaluate.ts';
import type { Jaxpr } from '../../src/core/jaxpr.ts';
import { traceClosed } from '../../src/core/tracer.ts';
import { batchJaxpr } from '../../src/transforms/batch.ts';
import { forwardJacobianJaxpr, reverseJacobianJaxpr } from '../../src/transforms/jacobian-jaxpr.ts';

/** Checks of a function's derivative and batching rules against finite differences, each other and a loop. */

export type ArrayFunction = (...args: NDArray[]) => NDArray | readonly NDArray[];

/** A float64 array. */
export const float64 = (shape: Shape, data: ArrayLike<number>): ConcreteArray =>
  new ConcreteArray(shape, 'float64', Float64Array.from(data));

/** Normal numbers, the same at each run (a linear congruential generator and Box and Muller's transform). */
export const normal = (shape: Shape, seed = 1): ConcreteArray => {
  let state = (seed * 2654435761) >>> 0 || 1;
  const uniform = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 0.5) / 4294967296;
  };
  for (let i = 0; i < 5; i++) uniform();
  const gaussian = (): number => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  return float64(shape, Array.from({ length: sizeOf(shape) }, gaussian));
};

export const programOf = (f: ArrayFunction, inputs: readonly NDArray[]): Jaxpr =>
  traceClosed(
    args => {
      const result = f(...args);
      return Array.isArray(result) ? result : [result as NDArray];
    },
    inputs.map(avalOf),
    'f',
  );

const numbers = (arrays: readonly NDArray[]): number[] => arrays.flatMap(array => [...array.toTypedArray()]);

/** Asserts that numbers agree up to a tolerance relative to the largest of them. */
export const expectClose = (
  actual: readonly NDArray[],
  expected: readonly NDArray[],
  tolerance: number,
  what: string,
): void => {
  expect(
    actual.map(array => array.shape),
    `${what}: shapes`,
  ).toEqual(expected.map(array => array.shape));
  const [a, b] = [numbers(actual), numbers(expected)];
  const scale = b.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1);
  const worst = a.findIndex((value, i) => !(Math.abs(value - b[i]!) <= tolerance * scale));
  expect(worst < 0 ? 'close' : `${a[worst]} instead of ${b[worst]} at ${worst} of ${a.length}`, what).toBe('close');
};

/** Jacobian blocks by central differences, in the order that `forwardJacobianJaxpr` has them in. */
const differences = (program: Jaxpr, inputs: readonly ConcreteArray[], step: number): NDArray[] => {
  const shifted = (k: number, element: number, by: number): ConcreteArray[] => {
    const data = Float64Array.from(inputs[k]!.data);
    data[element]! += by;
    const moved = inputs.map((input, i) => (i === k ? float64(input.shape, data) : input));
    return interpreter.run(program, moved);
  };
  return program.outputs.flatMap((output, o) =>
    inputs.map((input, k) => {
      const rows = sizeOf(output.aval.shape);
      const block = new Float64Array(rows * input.size);
      for (let element = 0; element < input.size; element++) {
        const [above, below] = [shifted(k, element, step)[o]!, shifted(k, element, -step)[o]!];
        for (let row = 0; row < rows; row++) {
          block[row * input.size + element] = (above.data[row]! - below.data[row]!) / (2 * step);
        }
      }
      return float64([...output.aval.shape, ...input.shape], block);
    }),
  );
};

export type RuleChecks = {
  readonly order?: 1 | 2;
  /** Of finite differences, whose error is about step². */
  readonly tolerance?: number;
};

/** Checks forward and reverse derivatives, to second order in all four compositions. */
export const checkDerivatives = (f: ArrayFunction, inputs: readonly ConcreteArray[], checks: RuleChecks = {}): void => {
  const { order = 2, tolerance = 1e-6 } = checks;
  const all = inputs.map(() => true);
  const run = (program: Jaxpr): ConcreteArray[] => interpreter.run(program, inputs);
  const program = programOf(f, inputs);
  const count = program.outputs.length;
  const forward = forwardJacobianJaxpr(program, all, count);
  const reverse = reverseJacobianJaxpr(program, all, count);
  const first = run(forward);
  expectClose(first.slice(count), differences(program, inputs, 1e-5), tolerance, 'jacfwd and finite differences');
  expectClose(run(reverse), first, 1e-10, 'jacrev and jacfwd');
  if (order === 1) return;
  const firstCount = forward.outputs.length;
  const second = run(forwardJacobianJaxpr(forward, all, firstCount));
  const numeric = differences(forward, inputs, 1e-5);
  expectClose(second.slice(firstCount), numeric, 10 * tolerance, 'jacfwd of jacfwd and finite differences');
  const compositions = {
    'jacfwd of jacrev': forwardJacobianJaxpr(reverse, all, firstCount),
    'jacrev of jacfwd': reverseJacobianJaxpr(forward, all, firstCount),
    'jacrev of jacrev': reverseJacobianJaxpr(reverse, all, firstCount),
  };
  for (const [name, composition] of Object.entries(compositions)) expectClose(run(composition), second, 1e-9, name);
};

/** Cuts one element out of a batch. */
const elementOf = (batch: ConcreteArray, axis: number, index: number): ConcreteArray => {
  const before = sizeOf(batch.shape.slice(0, axis));
  const extent = batch.shape[axis]!;
  const after = batch.size / before / extent;
  const lanes = batch.data.length / batch.size;
  const data = batch.data.slice(0, (batch.size / extent) * lanes);
  for (let b = 0; b < before; b++) {
    const from = (b * extent + index) * after * lanes;
    data.set(batch.data.subarray(from, from + after * lanes), b * after * lanes);
  }
  return new ConcreteArray([...batch.shape.slice(0, axis), ...batch.shape.slice(axis + 1)], batch.dtype, data);
};

/**
 * Checks batching against a loop over the batch, for every choice of inputs that are batched and, for these, with the
 * batch axis first and last. `batches` are stacked along a first axis of extent 2.
 */
export const checkBatching = (f: ArrayFunction, batches: readonly ConcreteArray[], tolerance = 1e-12): void => {
  const unbatched = batches.map(batch => elementOf(batch, 0, 0));
  const program = programOf(f, unbatched);
  const moveLast = (batch: ConcreteArray): ConcreteArray => {
    const inner = batch.size / 2;
    const lanes = batch.data.length / batch.size;
    const data = batch.data.slice();
    for (let i = 0; i < inner; i++) {
      for (let b = 0; b < 2; b++) {
        for (let lane = 0; lane < lanes; lane++) {
          data[(i * 2 + b) * lanes + lane] = batch.data[(b * inner + i) * lanes + lane]!;
        }
      }
    }
    return new ConcreteArray([...batch.shape.slice(1), 2], batch.dtype, data);
  };
  for (let choice = 1; choice < 3 ** batches.length; choice++) {
    const kinds = batches.map((_, i) => Math.floor(choice / 3 ** i) % 3);
    const axes = kinds.map((kind, i) => (kind === 0 ? null : kind === 1 ? 0 : batches[i]!.ndim - 1));
    const args = kinds.map((kind, i) =>
      kind === 0 ? unbatched[i]! : kind === 1 ? batches[i]! : moveLast(batches[i]!),
    );
    const { jaxpr, outputAxes } = batchJaxpr(program, 2, axes);
    const results = interpreter.run(jaxpr, args);
    for (let b = 0; b < 2; b++) {
      const single = interpreter.run(
        program,
        kinds.map((kind, i) => (kind === 0 ? unbatched[i]! : elementOf(batches[i]!, 0, b))),
      );
      const taken = results.map((result, i) =>
        outputAxes[i] === null ? result : elementOf(result, outputAxes[i]!, b),
      );
      expectClose(taken, single, tolerance, `batch element ${b} with batch axes (${axes.join(', ')})`);
    }
  }
};
