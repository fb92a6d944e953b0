import { bytesOf, isComplex } from '../array/dtype.ts';
import { sizeOf } from '../array/shape.ts';
import type { Aval } from '../core/aval.ts';
import type { Atom, Equation } from '../core/jaxpr.ts';
import { scatterPrimitive } from '../primitives/indexing/scatter.ts';
import type { ScatterParams } from '../primitives/indexing/scatter-like.ts';
import { reshapePrimitive } from '../primitives/shape/reshape.ts';
import { type FlatProgram, withoutDead } from './flatten.ts';

/**
 * An output that is zero but for a few elements at known places, as a Hessian with structure is: the program computes only
 * these, and the array is put together where and when it is needed.
 */
export type Scattered = { readonly aval: Aval; readonly places: ArrayLike<number> };

/** Smaller results, and those with more than a certain share of elements, are put together by the program. */
const leastBytes = 1 << 14;
const sparsest = 8;

/** The places that an equation writes in an array of zeros, if it does just that. */
const placesOf = (program: FlatProgram, { primitive, inputs, params }: Equation): ArrayLike<number> | undefined => {
  if (primitive !== scatterPrimitive) return undefined;
  const { uniqueIndices, mode } = params as ScatterParams;
  const [operand, indices, updates] = inputs;
  const valueOf = (atom: Atom) => (atom.kind === 'literal' ? atom.value : program.known.get(atom));
  const known = valueOf(indices!);
  if (!uniqueIndices || mode !== 'promise_in_bounds' || known === undefined) return undefined;
  if (operand!.aval.shape.length !== 1 || updates!.aval.shape.length !== 1) return undefined;
  if (!Object.is(valueOf(operand!)?.uniform, 0) || known.size !== sizeOf(updates!.aval.shape)) return undefined;
  return known.data;
};

/** A program without the scatters that end it; undefined stands for outputs that stay as they are. */
export type PeeledProgram = {
  readonly program: FlatProgram;
  readonly scattered: readonly (Scattered | undefined)[];
};

/** Replaces such outputs by their elements. */
export const peelScattered = (program: FlatProgram): PeeledProgram => {
  const makers = new Map<Atom, Equation>();
  const uses = new Map<Atom, number>();
  const use = (atom: Atom): void => {
    uses.set(atom, (uses.get(atom) ?? 0) + 1);
  };
  for (const equation of program.equations) {
    equation.inputs.forEach(use);
    for (const output of equation.outputs) makers.set(output, equation);
  }
  program.outputs.forEach(use);
  const peel = (output: Atom): { readonly places: ArrayLike<number>; readonly updates: Atom } | undefined => {
    const maker = uses.get(output) === 1 ? makers.get(output) : undefined;
    if (maker?.primitive === reshapePrimitive) return peel(maker.inputs[0]!);
    const places = maker === undefined ? undefined : placesOf(program, maker);
    return places === undefined ? undefined : { places, updates: maker!.inputs[2]! };
  };
  const peeled = program.outputs.map(output => {
    const { dtype, shape } = output.aval;
    const size = sizeOf(shape);
    if (isComplex(dtype) || dtype === 'bool' || size * bytesOf(dtype) < leastBytes) return undefined;
    const found = peel(output);
    return found === undefined || found.places.length * sparsest > size ? undefined : found;
  });
  if (peeled.every(found => found === undefined)) return { program, scattered: program.outputs.map(() => undefined) };
  const outputs = program.outputs.map((output, i) => peeled[i]?.updates ?? output);
  return {
    program: { ...program, outputs, equations: withoutDead(program.equations, outputs) },
    scattered: peeled.map((found, i) => found && { aval: program.outputs[i]!.aval, places: found.places }),
  };
};

/** Puts elements at their places in an array of zeros. */
export const scatterInto = (
  target: { [place: number]: number },
  { places }: Scattered,
  elements: ArrayLike<number>,
): void => {
  for (let i = 0; i < places.length; i++) target[places[i]!] = elements[i]!;
};
