import { sizeOf } from '../array/shape.ts';
import { type Equation, innerJaxprs } from '../core/jaxpr.ts';
import { contractionLowerings } from '../primitives/contraction/lowerings.ts';
import { linalgLowerings } from '../primitives/linalg/lowerings.ts';

/** How often the programs that an equation holds run; once, where nobody knows. */
const rounds = ({ params }: Equation): number => (typeof params.length === 'number' ? params.length : 1);

/** The elements that products and dense methods look at: of matrices m × k, k × n and m × n these are m · k · n. */
const workOfMatrices = (sizes: readonly number[]): number => {
  const [a = 0, b = a, c = a] = [...sizes].sort((x, y) => y - x);
  return Math.sqrt(a * b * c);
};

/** An equation that is interpreted once more in a loop takes as long as so many of its elements. */
const elementsOfRound = 128;

/** Roughly how many elements equations look at when they are interpreted; no more than the limit matter. */
export const workUpTo = (limit: number, equations: readonly Equation[]): number => {
  let sum = 0;
  for (const equation of equations) {
    const { name } = equation.primitive;
    const sizes = [...equation.inputs, ...equation.outputs].map(({ aval }) => sizeOf(aval.shape));
    for (const size of sizes) sum += size;
    if (name in contractionLowerings || name in linalgLowerings) sum += workOfMatrices(sizes);
    for (const { equations: inside } of innerJaxprs(equation)) {
      sum += rounds(equation) * (workUpTo(limit - sum, inside) + elementsOfRound * inside.length);
    }
    if (sum >= limit) break;
  }
  return sum;
};
