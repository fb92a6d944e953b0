import { isComplex, isInexact, realOf } from '../../src/array/dtype.ts';
import { type ConcreteArray, NDArray } from '../../src/array/ndarray.ts';
import { type Shape, sizeOf } from '../../src/array/shape.ts';
import { avalOf } from '../../src/core/aval.ts';
import { evaluateJaxpr } from '../../src/core/evaluate.ts';
import type { Jaxpr } from '../../src/core/jaxpr.ts';
import { outputAvals } from '../../src/core/jaxpr.ts';
import { isConcrete, traceClosed } from '../../src/core/tracer.ts';
import { add, mul } from '../../src/primitives/elementwise/arithmetic.ts';
import { complex, imag, real } from '../../src/primitives/elementwise/complex.ts';
import type { Sample } from '../../src/primitives/sample.ts';
import { reduceSum } from '../../src/primitives/shape/broadcast.ts';
import { forwardJacobianJaxpr, gradJaxpr, reverseJacobianJaxpr } from '../../src/transforms/jacobian-jaxpr.ts';
import { invariant, required } from '../../src/util/errors.ts';
import { arrayOf, type Composition, type Golden, type Numbers, numbersOf } from './golden.ts';
import { differentiatedInputs, type Precision } from './specification.ts';

/**
 * A sample at one precision as a function of real arrays: an input that is differentiated and complex stands for two,
 * its real and its imaginary part. Its *coordinates* are the elements of all differentiated arrays, end to end.
 */
export type Subject = {
  readonly name: string;
  readonly precision: Precision;
  readonly order: 0 | 1 | 2;
  readonly inputs: readonly ConcreteArray[];
  /** For each of these arrays the sample's input that it belongs to. */
  readonly owners: readonly number[];
  readonly differentiated: readonly boolean[];
  /** How many numbers the differentiated arrays hold. */
  readonly size: number;
  /** From the arrays to the sample's outputs. */
  readonly values: Jaxpr;
  /** From the arrays to the outputs' weighted sum, if they have derivatives, then the outputs. */
  readonly scalarised: Jaxpr;
  /** From the arrays to the sum, its gradient and the outputs; to the outputs alone where there are no derivatives. */
  readonly gradient: Jaxpr;
};

const listOf = (result: NDArray | readonly NDArray[]): readonly NDArray[] =>
  result instanceof NDArray ? [result] : result;

/** Calls the sample's function on arrays, as a user would. */
export const callSample = (sample: Sample, inputs: readonly NDArray[]): readonly NDArray[] =>
  listOf(sample.f(...inputs));

const part = (x: ConcreteArray, lane: 0 | 1): ConcreteArray =>
  arrayOf(
    [...x.data].filter((_, i) => i % 2 === lane),
    x.shape,
    realOf(x.dtype),
  );

export const subjectOf = (sample: Sample, golden: Golden): Subject => {
  const { precision } = golden;
  const chosen = differentiatedInputs(sample);
  const parts = golden.inputs.map((x, i) =>
    chosen.includes(i) && isComplex(x.dtype) ? [part(x, 0), part(x, 1)] : [x],
  );
  const inputs = parts.flat();
  const owners = parts.flatMap((list, i) => list.map(() => i));
  const differentiated = owners.map(owner => chosen.includes(owner));
  const avals = inputs.map(avalOf);
  const values = traceClosed(
    args => {
      let next = 0;
      const given = parts.map(list => {
        const x = required(args[next++], 'input');
        return list.length === 2 ? complex(x, required(args[next++], 'input')) : x;
      });
      return callSample(sample, given);
    },
    avals,
    sample.name,
  );
  const differentiable = chosen.length > 0 && outputAvals(values).some(aval => isInexact(aval.dtype));
  const order = differentiable ? (sample.order ?? 2) : 0;
  const scalarised =
    order === 0 ? values : traceClosed(args => withWeightedSum(evaluateJaxpr(values, args)), avals, sample.name);
  return {
    name: sample.name,
    precision,
    order,
    inputs,
    owners,
    differentiated,
    size: inputs.reduce((sum, x, i) => sum + (differentiated[i] ? sizeOf(x.shape) : 0), 0),
    values,
    scalarised,
    gradient: order === 0 ? values : gradJaxpr(scalarised, differentiated),
  };
};

/** The fixed weight of output number i. */
export const weight = (i: number): number => Math.cos(1 + i);

/** The fixed tangent of coordinate i. */
export const tangent = (i: number): number => Math.sin(1 + i);

const weighted = (x: NDArray, start: number, step: number): NDArray => {
  const weights = Array.from({ length: x.size }, (_, i) => weight(start + step * i));
  return reduceSum(
    mul(x, arrayOf(weights, x.shape, x.dtype)),
    x.shape.map((_, axis) => axis),
  );
};

const withWeightedSum = (outputs: readonly NDArray[]): readonly NDArray[] => {
  let next = 0;
  const terms = outputs
    .filter(output => isInexact(output.dtype))
    .flatMap(output => {
      const start = next;
      const lanes = isComplex(output.dtype) ? 2 : 1;
      next += lanes * output.size;
      return lanes === 2
        ? [weighted(real(output), start, 2), weighted(imag(output), start + 1, 2)]
        : [weighted(output, start, 1)];
    });
  return [terms.reduce((sum, term) => add(sum, term)), ...outputs];
};

/** Runs a program on arrays; all its results are concrete. */
export const run = (jaxpr: Jaxpr, args: readonly NDArray[]): readonly ConcreteArray[] =>
  evaluateJaxpr(jaxpr, args).map(result => {
    invariant(isConcrete(result), 'results are concrete');
    return result;
  });

/** The numbers of arrays, end to end. */
export const joined = (arrays: readonly NDArray[]): Numbers =>
  Float64Array.from(arrays.flatMap(array => [...numbersOf(array)]));

/** The arrays that the coordinates come from. */
export const coordinateArrays = ({ inputs, differentiated }: Subject): readonly ConcreteArray[] =>
  inputs.filter((_, i) => differentiated[i]);

/** What an error calls a coordinate: `input 1 [0,2] (imaginary part)`. */
export const coordinateName = (subject: Subject, index: number): string => {
  let rest = index;
  for (const [i, x] of subject.inputs.entries()) {
    if (!subject.differentiated[i]) continue;
    const owner = subject.owners[i];
    const imaginary = i > 0 && subject.owners[i - 1] === owner;
    const paired = imaginary || subject.owners[i + 1] === owner;
    if (rest < x.size)
      return `input ${owner} ${placeIn(x.shape, rest)}${paired ? ` (${imaginary ? 'imaginary' : 'real'} part)` : ''}`;
    rest -= x.size;
  }
  return `coordinate ${index}`;
};

/** `[0,2]`: the index at a flat position. */
export const placeIn = (shape: Shape, position: number): string => {
  let rest = position;
  const index = [...shape].reverse().map(extent => {
    const place = rest % extent;
    rest = Math.floor(rest / extent);
    return place;
  });
  return `[${index.reverse().join(',')}]`;
};

/** Gradient and Hessian, as the inner and the outer of two transformations give them. */
export const hessianBy = (
  subject: Subject,
  composition: Composition,
): { readonly gradient: Numbers; readonly hessian: Numbers } => {
  const [outer, inner] = composition
    .split('∘')
    .map(name => (name === 'jacfwd' ? forwardJacobianJaxpr : reverseJacobianJaxpr));
  const { scalarised, differentiated, size } = subject;
  const alone = { ...scalarised, outputs: scalarised.outputs.slice(0, 1) };
  const first = required(inner, 'inner')(alone, differentiated, 1);
  const gradient = { ...first, outputs: first.outputs.slice(1) };
  const count = gradient.outputs.length;
  const results = run(required(outer, 'outer')(gradient, differentiated, count), subject.inputs);
  // blocks come output by output: all rows of the first array's gradient, block beside block
  const hessian = new Float64Array(size * size);
  let row = 0;
  for (let i = 0; i < count; i++) {
    const rows = required(results[i], 'gradient').size;
    let column = 0;
    for (let j = 0; j < count; j++) {
      const block = required(results[count + i * count + j], 'block');
      const columns = rows === 0 ? 0 : block.size / rows;
      const data = numbersOf(block);
      for (let k = 0; k < data.length; k++)
        hessian[(row + Math.floor(k / columns)) * size + column + (k % columns)] = data[k]!;
      column += columns;
    }
    row += rows;
  }
  return { gradient: joined(results.slice(0, count)), hessian };
};
