import type { NDArray } from '../array/ndarray.ts';
import { inlineJaxpr } from '../core/evaluate.ts';
import type { Atom, Jaxpr, Var } from '../core/jaxpr.ts';
import type { Params, Structure, TangentPlaces } from '../core/primitive.ts';
import { add, addPrimitive } from '../primitives/elementwise/arithmetic.ts';
import { zerosLike } from '../primitives/linear.ts';
import { reduceSum } from '../primitives/shape/broadcast.ts';
import { stack } from '../primitives/shape/concatenate.ts';
import { indexInDim } from '../primitives/shape/slice.ts';
import { batchOutputs } from '../transforms/batch.ts';

/** The steps of a loop, and whether structured tangents go through it step by step. */

export type ScanParams = Params & {
  /** From constants, carry and one slice of each xs to the next carry and one slice of each ys. */
  readonly jaxpr: Jaxpr;
  readonly length: number;
  readonly reverse: boolean;
  readonly constants: number;
  readonly carry: number;
};

export type Parts<T> = { readonly constants: readonly T[]; readonly carry: readonly T[]; readonly xs: readonly T[] };

export const split = <T>(values: readonly T[], { constants, carry }: ScanParams): Parts<T> => ({
  constants: values.slice(0, constants),
  carry: values.slice(constants, constants + carry),
  xs: values.slice(constants + carry),
});

/** Whether a step hands a part of the carry on as it is, or does no more than add something to it that does not depend on it. */
const isKeptOrSum = (jaxpr: Jaxpr, input: Var, output: Atom): boolean => {
  if (output === input) return true;
  let sum = input;
  for (;;) {
    const readers = jaxpr.equations.filter(({ inputs }) => inputs.includes(sum));
    const isOutput = jaxpr.outputs.filter(each => each === sum).length;
    if (sum === output) return readers.length === 0 && isOutput === 1;
    const [reader] = readers;
    if (readers.length !== 1 || isOutput > 0 || reader!.primitive !== addPrimitive) return false;
    if (reader!.inputs[0] === reader!.inputs[1]) return false;
    sum = reader!.outputs[0]!;
  }
};

/** Whether steps do not wait for each other, but for what they add up. */
const areIndependent = ({ jaxpr, constants, carry }: ScanParams): boolean =>
  jaxpr.outputs.slice(0, carry).every((output, i) => isKeptOrSum(jaxpr, jaxpr.inputs[constants + i]!, output));

/** Loops of so many equations altogether are written out for structured tangents, which differ from step to step. */
const mostUnrolled = 2000;

/**
 * The loop without a loop: steps that do not wait for each other are a batch, whose terms are added up afterwards; others are
 * written out one after the other. Undefined where they are too many.
 */
const withoutLoop = (
  params: ScanParams,
  independent: boolean,
): ((inputs: readonly NDArray[]) => readonly NDArray[]) | undefined => {
  const { jaxpr, length, constants, carry } = params;
  if (length === 0) return undefined;
  if (independent) {
    const axes = jaxpr.inputs.map((_, i) => (i < constants + carry ? null : 0));
    const isKept = jaxpr.outputs.slice(0, carry).map((output, i) => output === jaxpr.inputs[constants + i]);
    return inputs => {
      const { constants: fixed, carry: first, xs } = split(inputs, params);
      const terms = first.map((value, i) => (isKept[i] ? value : zerosLike(value)));
      const results = inlineJaxpr(batchOutputs(jaxpr, length, axes), [...fixed, ...terms, ...xs]);
      return results.map((result, i) =>
        i >= carry ? result : isKept[i] ? first[i]! : add(first[i]!, reduceSum(result, [0])),
      );
    };
  }
  if (length * jaxpr.equations.length > mostUnrolled) return undefined;
  return inputs => {
    const { carried, ys } = firstSteps(inputs, params, length);
    return [...carried, ...jaxpr.outputs.slice(carry).map((_, i) => stack(ys.map(step => step[i]!)))];
  };
};

/** What a loop carries after its first steps, written out one after the other, and what each of them gives. */
const firstSteps = (
  inputs: readonly NDArray[],
  params: ScanParams,
  count: number,
): { readonly carried: readonly NDArray[]; readonly ys: readonly (readonly NDArray[])[] } => {
  const { jaxpr, length, reverse, carry } = params;
  const { constants: fixed, carry: first, xs } = split(inputs, params);
  let carried = first;
  const ys: (readonly NDArray[])[] = [];
  for (let step = 0; step < count; step++) {
    const at = reverse ? length - 1 - step : step;
    const own = xs.map(x => indexInDim(x, at, 0, false));
    const results = inlineJaxpr(jaxpr, [...fixed, ...carried, ...own]);
    carried = results.slice(0, carry);
    ys[at] = results.slice(carry);
  }
  return { carried, ys };
};

/** Up to so many values what a loop carries may be dense; where it comes to have more slots from step to step, up to more. */
const mostMixed = 1 << 16;
const mostGrowing = 1 << 21;
const mostDense = 1 << 23;
/** Loops that take more equations written out make programs that are not compiled. */
const mostEquations = 5000;

/**
 * Whether a loop is better left a loop of dense tangents: where it soon carries most columns at most elements, or each step has so
 * many more slots than the one before that all of them take too many equations. What a few steps carry tells.
 */
const staysLoop = (
  params: ScanParams,
  independent: boolean,
  tangentsOf: (program: (inputs: readonly NDArray[]) => readonly NDArray[]) => readonly TangentPlaces[],
  columns: number,
  dense: boolean,
): boolean => {
  const { jaxpr, length, carry } = params;
  if (carry === 0) return false;
  const after = (steps: number): readonly TangentPlaces[] =>
    tangentsOf(inputs => firstSteps(inputs, params, Math.min(steps, length)).carried).filter(({ slots }) => slots > 0);
  const slotsOf = (carried: readonly TangentPlaces[]): number => carried.reduce((sum, { slots }) => sum + slots, 0);
  if (independent) {
    const first = after(1);
    const values = valuesOf(first);
    const most = columns * first.reduce((sum, { size }) => sum + size, 0);
    return length * values > mostDense || (dense && 2 * values > most);
  }
  if (!dense) return false;
  const carried = after(3);
  const values = columns * carried.reduce((sum, { size }) => sum + size, 0);
  if (values > mostDense) return false;
  const more = (slotsOf(carried) - slotsOf(after(1))) / 2;
  if (length * jaxpr.equations.length * (1 + (more * length) / 2) > mostEquations) return true;
  return values <= (more > 0 ? mostGrowing : mostMixed) && isMostlyFull(carried, Math.ceil(values / mostMixed));
};

/** How many values slots hold. */
const valuesOf = (tangents: readonly TangentPlaces[]): number =>
  tangents.flatMap(tangent => tangent.entries()).reduce((sum, { elements }) => sum + elements.length, 0);

/** Whether most elements have most of the columns that any of them has, by one element of so many. */
const isMostlyFull = (tangents: readonly TangentPlaces[], stride: number): boolean => {
  let [filled, size] = [0, 0];
  const columns = new Set<number>();
  for (const tangent of tangents) {
    const pairs = new Set<number>();
    for (const list of tangent.entries()) {
      list.elements.forEach((element, i) => {
        const column = list.columns[i]!;
        if (element < 0 || column < 0 || element % stride !== 0) return;
        pairs.add(element * 2 ** 26 + column);
        columns.add(column);
      });
    }
    filled += pairs.size;
    size += Math.ceil(tangent.size / stride);
  }
  return filled > (size * columns.size) / 2;
};

export const structureOfScan = (params: ScanParams): Structure | undefined => {
  const independent = areIndependent(params);
  const program = withoutLoop(params, independent);
  return program && { kind: 'program', program, staysLoop: (...how) => staysLoop(params, independent, ...how) };
};
