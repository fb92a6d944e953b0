import { type NDArray, scalar } from '../array/ndarray.ts';
import { sizeOf } from '../array/shape.ts';
import { inlineJaxpr } from '../core/evaluate.ts';
import { type Atom, inputAvals, type Jaxpr, type Var } from '../core/jaxpr.ts';
import type { KnownValue, KnownWork } from '../core/primitive.ts';
import { bind, isConcrete, traceClosed } from '../core/tracer.ts';
import { add, addPrimitive, mul, sub } from '../primitives/elementwise/arithmetic.ts';
import { iota } from '../primitives/shape/iota.ts';
import { reshape } from '../primitives/shape/reshape.ts';
import { indexInDim } from '../primitives/shape/slice.ts';
import { batchOutputs } from '../transforms/batch.ts';
import { range } from '../util/range.ts';
import { type ScanParams, split } from './scan-steps.ts';

/** What loops and calls compute from known inputs alone, such as the index of a loop. */

const known = (value: NDArray | undefined): KnownValue =>
  value !== undefined && isConcrete(value) ? value : undefined;

/** Whether some inputs are known, but not all: then there is no equation to be recorded. */
export const isMixed = (inputs: readonly (NDArray | undefined)[]): boolean => {
  const count = inputs.filter(input => known(input) !== undefined).length;
  return count > 0 && count < inputs.length;
};

/** How many equations are computed, one by one, for what is known of one loop or call. */
const mostWork = 10_000;

/** As much work as one equation more. */
const elementsOfEquation = 1000;

/** The outputs of a program that follow from the inputs that are known; undefined for the others. */
export const knownOutputs = (
  jaxpr: Jaxpr,
  inputs: readonly (NDArray | undefined)[],
  work: KnownWork = { left: mostWork },
): readonly KnownValue[] => {
  const values = new Map<Var, KnownValue>();
  for (const { variable, value } of jaxpr.constants) values.set(variable, known(value));
  jaxpr.inputs.forEach((variable, i) => values.set(variable, known(inputs[i])));
  const read = (atom: Atom): KnownValue => (atom.kind === 'literal' ? known(atom.value as NDArray) : values.get(atom));
  for (const { primitive, inputs: atoms, outputs, params } of jaxpr.equations) {
    if (work.left <= 0) break;
    const operands = atoms.map(read);
    let results: readonly KnownValue[] | undefined;
    if (operands.every(operand => operand !== undefined)) {
      work.left -= outputs.reduce((sum, { aval }) => sum + 1 + sizeOf(aval.shape) / elementsOfEquation, 0);
      results = bind(primitive, operands, params).map(known);
    } else results = primitive.known?.(operands, params, work);
    outputs.forEach((output, i) => values.set(output, results?.[i]));
  }
  return jaxpr.outputs.map(read);
};

/** By how much each step moves an integer of the carry, such as the index of a loop; undefined where that differs or is not known. */
const strideOf = ({ jaxpr, constants }: ScanParams, place: number): KnownValue => {
  const input = jaxpr.inputs[constants + place]!;
  const last = jaxpr.equations.find(({ outputs }) => outputs[0] === jaxpr.outputs[place]);
  const [index, stride] = last?.inputs ?? [];
  if (last?.primitive !== addPrimitive || index !== input || stride?.kind !== 'literal') return undefined;
  return input.aval.dtype === 'int32' && stride.aval.shape.length === 0 ? known(stride.value as NDArray) : undefined;
};

/**
 * The same of a loop, for all steps at once: what follows from known constants and slices, and from integers of the carry that each
 * step moves by as much.
 */
export const knownOfScan = (
  inputs: readonly (NDArray | undefined)[],
  params: ScanParams,
  work: KnownWork = { left: mostWork },
): readonly KnownValue[] => {
  const { jaxpr, length, reverse, carry } = params;
  const { constants, carry: first, xs } = split(inputs.map(known), params);
  if (!isMixed(inputs) || length === 0) return [];
  const strides = first.map((_, i) => strideOf(params, i));
  /** What an integer of the carry has come to after so many steps, by so many as there are slices or one number. */
  const after = (i: number, steps: NDArray): KnownValue => {
    const [start, stride] = [first[i], strides[i]];
    if (start === undefined || stride === undefined) return undefined;
    return known(add(start, reshape(mul(stride, steps), [...steps.shape, ...start.shape.map(() => 1)])));
  };
  const steps = iota('int32', [length]);
  const moving = [...first.map((_, i) => after(i, reverse ? sub(length - 1, steps) : steps)), ...xs];
  const one = moving.map(each => each && known(indexInDim(each, 0, 0, false)));
  const isKnown = knownOutputs(jaxpr, [...constants, ...one], work).map(result => result !== undefined);
  const ys = range(jaxpr.outputs.length).filter(i => i >= carry && isKnown[i]);
  if (ys.length === 0) return [];
  const outputsOf = (args: readonly NDArray[]): NDArray[] => {
    const results = inlineJaxpr(jaxpr, args);
    return ys.map(i => results[i]!);
  };
  const step = traceClosed(outputsOf, inputAvals(jaxpr), jaxpr.name);
  const axes = [...constants.map(() => null), ...moving.map(each => (each === undefined ? null : 0))];
  const stacked = knownOutputs(batchOutputs(step, length, axes), [...constants, ...moving], work);
  return jaxpr.outputs.map((_, i) => (i < carry ? after(i, scalar(length, 'int32')) : stacked[ys.indexOf(i)]));
};
