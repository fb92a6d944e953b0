import { isInexact, lanesOf } from '../../src/array/dtype.ts';
import type { ConcreteArray } from '../../src/array/ndarray.ts';
import { shapesEqual, sizeOf } from '../../src/array/shape.ts';
import { avalString } from '../../src/core/aval.ts';
import type { BatchAxis } from '../../src/core/primitive.ts';
import { batchJaxpr } from '../../src/transforms/batch.ts';
import { required } from '../../src/util/errors.ts';
import { attempt, findMismatch, relativeTo } from './compare.ts';
import { arrayOf, type Numbers, numbersOf } from './golden.ts';
import { placeIn, run, type Subject } from './subject.ts';

const batchSize = 3;

/** Arrays that stand for different elements of a batch: numbers moved a little, integers and booleans rotated. */
const variants = (x: ConcreteArray): readonly ConcreteArray[] => {
  const numbers = Array.from(numbersOf(x));
  return Array.from({ length: batchSize }, (_, b) =>
    arrayOf(
      isInexact(x.dtype)
        ? numbers.map((value, i) => value * (1 - 0.01 * b * (1 + 0.5 * Math.sin(i))))
        : numbers.map((_, i) => numbers[(i + b) % numbers.length]!),
      x.shape,
      x.dtype,
    ),
  );
};

/** Elements stacked along a new axis. */
const stack = (elements: readonly Numbers[], like: ConcreteArray, axis: number): ConcreteArray => {
  const { shape, dtype } = like;
  const lanes = lanesOf(dtype);
  const inner = lanes * sizeOf(shape.slice(axis));
  const outer = sizeOf(shape.slice(0, axis));
  const stacked: number[] = [];
  for (let i = 0; i < outer; i++) {
    for (const element of elements) for (let k = 0; k < inner; k++) stacked.push(element[i * inner + k]!);
  }
  return arrayOf(stacked, [...shape.slice(0, axis), elements.length, ...shape.slice(axis)], dtype);
};

/** All subsets but the empty one; of more than three inputs only the whole and the single ones. */
const subsetsOf = (inputs: readonly number[]): readonly (readonly number[])[] => {
  if (inputs.length > 3) return [inputs, ...inputs.map(input => [input])];
  return Array.from({ length: 2 ** inputs.length - 1 }, (_, k) => inputs.filter((_, i) => ((k + 1) >> i) & 1));
};

type Layout = { readonly name: string; readonly axisOf: (input: number, ndim: number) => number };

const layouts: readonly Layout[] = [
  { name: 'axis 0', axisOf: () => 0 },
  { name: 'axis -1', axisOf: (_, ndim) => ndim },
];

const mixed: Layout = { name: 'axes 0 and -1', axisOf: (input, ndim) => (input % 2 === 0 ? 0 : ndim) };

const layoutsFor = (subset: readonly number[], subject: Subject): readonly Layout[] => {
  const scalars = subject.inputs.every((x, i) => !subset.includes(subject.owners[i]!) || x.ndim === 0);
  return scalars ? layouts.slice(0, 1) : subset.length > 1 ? [...layouts, mixed] : layouts;
};

/** What an error calls the outputs of the gradient program. */
const outputName = ({ gradient, values, order }: Subject, index: number): string => {
  const first = gradient.outputs.length - values.outputs.length;
  return order === 0 || index >= first
    ? `output ${index - first}`
    : index === 0
      ? 'weighted sum'
      : `gradient ${index - 1}`;
};

type Loop = readonly (readonly ConcreteArray[])[];

const compareWithLoop = (
  result: ConcreteArray,
  elements: readonly ConcreteArray[],
  axis: BatchAxis,
  tolerance: number,
): string | undefined => {
  const like = required(elements[0], 'element');
  const expected = axis === null ? like : stack(elements.map(numbersOf), like, axis);
  if (result.dtype !== expected.dtype || !shapesEqual(result.shape, expected.shape)) {
    return `: ${avalString(result)} instead of ${avalString(expected)}`;
  }
  const numbers = numbersOf(expected);
  const allowed = isInexact(like.dtype) ? relativeTo(numbers, tolerance, 1) : () => 0;
  const mismatch = findMismatch(numbersOf(result), numbers, allowed);
  if (mismatch === undefined) return undefined;
  return ` ${placeIn(expected.shape, Math.floor(mismatch.index / lanesOf(like.dtype)))}: ${mismatch.text} by a loop`;
};

/** The program of values and gradients, mapped over a batch, against a loop over its elements. */
export const checkBatching = (subject: Subject, tolerance: number): string[] => {
  const { gradient: program, inputs, owners } = subject;
  const elements = inputs.map(variants);
  const failures: string[] = [];
  for (const subset of subsetsOf([...new Set(owners)])) {
    const batched = owners.map(owner => subset.includes(owner));
    const loop: Loop = Array.from({ length: batchSize }, (_, b) =>
      run(
        program,
        inputs.map((x, i) => (batched[i] ? required(elements[i]?.[b], 'element') : x)),
      ),
    );
    for (const { name, axisOf } of layoutsFor(subset, subject)) {
      const what = `vmap over inputs ${subset.join(', ')} along ${name}`;
      const found = attempt(what, () => {
        const axes = inputs.map((x, i): BatchAxis => (batched[i] ? axisOf(i, x.ndim) : null));
        const { jaxpr, outputAxes } = batchJaxpr(program, batchSize, axes);
        const args = inputs.map((x, i) => {
          const axis = axes[i] ?? null;
          return axis === null ? x : stack(required(elements[i], 'elements').map(numbersOf), x, axis);
        });
        return run(jaxpr, args).flatMap((result, k) => {
          const outputs = loop.map(results => required(results[k], 'output'));
          const difference = compareWithLoop(result, outputs, outputAxes[k] ?? null, tolerance);
          return difference === undefined ? [] : [`${what}, ${outputName(subject, k)}${difference}`];
        });
      });
      failures.push(...found);
    }
  }
  return failures;
};
