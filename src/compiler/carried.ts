import { sizeOf } from '../array/shape.ts';
import type { Atom, Equation, Var } from '../core/jaxpr.ts';
import type { Expression } from '../kernel/expression.ts';
import type { Lowering, LoweringInput, Scatter } from '../kernel/lowering.ts';
import { addPrimitive } from '../primitives/elementwise/arithmetic.ts';

type ScatterLowering = Extract<Lowering, { readonly kind: 'scatter' }>;

/**
 * Arrays that a loop carries, while its body is planned: where a step writes a few elements of one, or adds to a few as the reverse
 * mode of a read by index does, that is a scatter, which `placeInCarry` may leave in the array's place.
 */
export class Carried {
  /** What the loop carries, and what is left of it when some elements have been written. */
  private readonly arrays: Set<Atom>;
  /** Arrays that are zero but for some elements, as what these are added by. */
  private readonly terms = new Map<Atom, readonly Scatter[]>();

  constructor(inputs: readonly Var[]) {
    this.arrays = new Set(inputs);
  }

  /** The equation as scatters into what is carried, if it is no more; `placesOf` gives the place of an element of its result. */
  lower(
    { primitive, inputs, outputs }: Equation,
    lowering: Lowering | undefined,
    operands: readonly LoweringInput[],
    placesOf: () => readonly Expression[],
  ): ScatterLowering | undefined {
    if (this.arrays.size === 0) return undefined;
    const [output] = outputs;
    const scatter = lowering?.kind === 'scatter' || lowering?.kind === 'elements' ? lowering.scatter : undefined;
    if (scatter !== undefined) {
      if (this.fits(inputs[0]!, output!, [scatter])) return { kind: 'scatter', scatter };
      const background = scatter.operand(placesOf());
      // a window is written once, so that its elements may be added as well
      const adds = scatter.combine === 'add' || lowering?.kind === 'elements';
      const isZero = background.kind === 'constant' && background.value === 0;
      if (adds && isZero) this.terms.set(output!, [{ ...scatter, combine: 'add' }]);
    }
    return primitive === addPrimitive ? this.lowerSum(inputs, output!, operands) : undefined;
  }

  private lowerSum(
    inputs: readonly Atom[],
    output: Var,
    operands: readonly LoweringInput[],
  ): ScatterLowering | undefined {
    const [first, second] = inputs.map(input => this.terms.get(input));
    if (first !== undefined && second !== undefined) this.terms.set(output, [...first, ...second]);
    const own = first === undefined ? 0 : 1;
    const [scatter, ...more] = (own === 0 ? second : first) ?? [];
    if (scatter === undefined || !this.fits(inputs[own]!, output, [scatter, ...more])) return undefined;
    return { kind: 'scatter', scatter: { ...scatter, operand: operands[own]!.at }, more };
  }

  /** Whether updates of an array that is carried are few enough, so that the result counts as carried too. */
  private fits(array: Atom, output: Var, scatters: readonly Scatter[]): boolean {
    const count = scatters.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
    const size = sizeOf(output.aval.shape);
    // a scalar that is repeated is no such array
    const fits = this.arrays.has(array) && sizeOf(array.aval.shape) === size && 2 * count <= size;
    if (fits) this.arrays.add(output);
    return fits;
  }
}
