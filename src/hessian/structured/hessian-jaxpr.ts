import { filled } from '../../array/create.ts';
import { isComplex } from '../../array/dtype.ts';
import type { NDArray } from '../../array/ndarray.ts';
import { sizeOf } from '../../array/shape.ts';
import type { Aval } from '../../core/aval.ts';
import { type Equation, inputAvals, isJaxpr, type Jaxpr, outputAvals } from '../../core/jaxpr.ts';
import { type Tracer, traceClosed } from '../../core/tracer.ts';
import { reshape } from '../../primitives/shape/reshape.ts';
import { transpose } from '../../primitives/shape/transpose.ts';
import { forwardJacobianJaxpr } from '../../transforms/jacobian-jaxpr.ts';
import { memoize } from '../../transforms/memoize.ts';
import { required } from '../../util/errors.ts';
import { range } from '../../util/range.ts';
import { denseBlock } from './dense-blocks.ts';
import { structuredTangents } from './linearised.ts';

/**
 * The Jacobian of a gradient program: what `forwardJacobianJaxpr` gives, at the cost of what is not zero.
 *
 * The first `outputCount` outputs must be gradients: for each output of the function they are gradients of, in turn one for
 * each differentiated input, with that input's axes last. Blocks above the diagonal are transposes of those below.
 */
export const structuredHessianJaxpr = (jaxpr: Jaxpr, differentiated: readonly boolean[], outputCount: number): Jaxpr =>
  structuredJaxpr(jaxpr, differentiated, outputCount, true);

/** The same without symmetry: for any program, and to check what symmetry makes of it. */
export const structuredJacobianJaxpr = (jaxpr: Jaxpr, differentiated: readonly boolean[], outputCount: number): Jaxpr =>
  structuredJaxpr(jaxpr, differentiated, outputCount, false);

const structuredJaxpr: (
  jaxpr: Jaxpr,
  differentiated: readonly boolean[],
  outputCount: number,
  symmetric: boolean,
) => Jaxpr = memoize((jaxpr, differentiated, outputCount, symmetric) => {
  const leaves = inputAvals(jaxpr).filter((_, i) => differentiated[i]);
  const avals = outputAvals(jaxpr);
  const gradients = avals.slice(0, outputCount);
  const dense = (): Jaxpr => forwardJacobianJaxpr(jaxpr, differentiated, outputCount);
  if ([...leaves, ...gradients].some(aval => isComplex(aval.dtype))) return dense();
  /** Whether a program takes more than dense tangents, of whose elements so many are counted as one. */
  const takesMore = (equations: readonly Equation[], times: number): boolean =>
    sizesOf(leaves) <= mostVariables && elementsOf(dense().equations) < times * elementsOf(equations);
  let next = manyEquations;
  /** Whoever calls this between equations is stopped where they have become too many. */
  const watching = (equations: readonly Equation[]) => (): void => {
    if (equations.length < next) return;
    next += manyEquations;
    if (takesMore(equations, mostMore)) throw gaveUp;
  };
  const trace = (args: NDArray[]): NDArray[] => {
    const { outputs, tangents, columns, blockOf } = structuredTangents(
      jaxpr,
      differentiated,
      args,
      avals.map((_, i) => i < outputCount),
      true,
      watching((args[0] as Tracer).builder.equations),
    );
    const computed: NDArray[] = [];
    // without symmetry outputs belong to no inputs: each is a row of blocks of its own
    const rows = symmetric ? leaves.length : 1;
    /** Block (…out, …row, …column) of a gradient, above the diagonal from its mirror image where the dtypes allow it. */
    const blockAt = (k: number, column: number): NDArray => {
      const row = k % rows;
      const mirrors = symmetric && row < column && leaves[row]!.dtype === leaves[column]!.dtype;
      return (computed[k * leaves.length + column] ??= mirrors
        ? swapped(blockAt(k - row + column, row), leaves[column]!, leaves[row]!)
        : direct(k, row, column));
    };
    const direct = (k: number, row: number, column: number): NDArray => {
      const { aval, slots } = required(tangents[k], 'tangent');
      const own = slots.filter(slot => slot.block === blockOf[column]);
      const shape = [...aval.shape, ...leaves[column]!.shape];
      if (own.length === 0) return filled(shape, aval.dtype, 0);
      const symmetricRows = symmetric && row === column ? sizeOf(leaves[row]!.shape) : 0;
      return reshape(denseBlock(own, aval, columns[column]!, symmetricRows), shape);
    };
    const results = gradients.flatMap((_, k) => leaves.map((_leaf, column) => blockAt(k, column)));
    return outputs.toSpliced(outputCount, 0, ...results);
  };
  try {
    const made = traceClosed(trace, inputAvals(jaxpr), `hessian(${jaxpr.name})`);
    if (made.equations.length < largeProgram || !takesMore(made.equations, 0.5)) return made;
  } catch (error) {
    if (error !== gaveUp) throw error;
  }
  return dense();
});

/** Thrown and caught in this file only. */
const gaveUp = new Error();

/** Structured tangents are compared with dense ones whenever they have taken so many more equations. */
const manyEquations = 3000;
/** So many elements more take less time than what comes with so many equations. */
const mostMore = 10;
/** Programs of more equations are not kept where they compute twice as many elements as dense tangents, as windows that grow in a loop do. */
export const largeProgram = 1000;
/** Dense tangents begin with the square of the number of variables. */
const mostVariables = 2048;

/** How many elements arrays have together. */
const sizesOf = (arrays: readonly { readonly shape: readonly number[] }[]): number =>
  arrays.reduce((sum, { shape }) => sum + sizeOf(shape), 0);

/** How many elements a program computes, in each round of its loops. */
const elementsOf = (equations: readonly Equation[]): number =>
  equations.reduce(
    (sum, { outputs, params: { jaxpr, length = 1 } }) =>
      sum +
      sizesOf(outputs.map(output => output.aval)) +
      (isJaxpr(jaxpr) ? (length as number) * elementsOf(jaxpr.equations) : 0),
    0,
  );

/** (…out, …row, …column) as (…out, …column, …row). */
const swapped = (block: NDArray, row: Aval, column: Aval): NDArray => {
  const [rows, columns] = [row.shape.length, column.shape.length];
  const first = block.ndim - rows - columns;
  const axes = range(block.ndim);
  return transpose(block, [...axes.slice(0, first), ...axes.slice(first + rows), ...axes.slice(first, first + rows)]);
};
