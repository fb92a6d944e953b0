import { allocate, type DType, isComplex, lanesOf } from '../../array/dtype.ts';
import { type ArrayLike, ConcreteArray, type NDArray } from '../../array/ndarray.ts';
import { promoteTypesInexact } from '../../array/promotion.ts';
import { type Shape, shapeString, sizeOf } from '../../array/shape.ts';
import type { Aval } from '../../core/aval.ts';
import type { Params, Primitive } from '../../core/primitive.ts';
import { bind } from '../../core/tracer.ts';
import { promoteOperands } from '../convert.ts';
import { batchFirst } from '../shape/broadcast.ts';
import { reshape } from '../shape/reshape.ts';
import { moveAxis } from '../shape/transpose.ts';

/** Primitives of linear algebra work on matrices (or vectors) stacked along any number of leading axes. */

/** The leading axes of an array of matrices. */
export const stackOf = (x: { readonly shape: Shape }, rank = 2): number[] => x.shape.slice(0, x.shape.length - rank);

/** Rows and columns of the matrices of an array. */
export const matrixExtents = (x: { readonly shape: Shape }): readonly [rows: number, columns: number] => [
  x.shape.at(-2)!,
  x.shape.at(-1)!,
];

/** Operands as floats or complex numbers of one dtype, each with at least `rank` axes. */
export const inexactOperands = (what: string, values: readonly ArrayLike[], rank = 2): NDArray[] => {
  const operands = promoteOperands(what, values, promoteTypesInexact);
  for (const operand of operands) {
    if (operand.ndim < rank) {
      const wanted = rank === 2 ? '(…, m, n)' : '(…, n)';
      throw new RangeError(`${what}: expected an array of shape ${wanted}, got ${shapeString(operand.shape)}`);
    }
  }
  return operands;
};

export const checkSquare = (what: string, x: Pick<Aval, 'shape'>): void => {
  const [rows, columns] = x.shape.slice(-2);
  if (x.shape.length < 2 || rows !== columns) {
    throw new RangeError(`${what}: expected square matrices (…, n, n), got shape ${shapeString(x.shape)}`);
  }
};

/** Shape and dtype of one output for one element of the stack. */
type Part = { readonly shape: Shape; readonly dtype: DType };

/**
 * Applies a function of single matrices, given as Float64Arrays with complex numbers interleaved, to each element of
 * the stack; `ranks` are the numbers of axes that the inputs have aside from the stack.
 */
export const evaluateStacked = (
  inputs: readonly ConcreteArray[],
  ranks: readonly number[],
  parts: readonly Part[],
  f: (...matrices: Float64Array[]) => readonly ArrayLike1D[],
): ConcreteArray[] => {
  const stack = stackOf(inputs[0]!, ranks[0]!);
  const count = sizeOf(stack);
  const results = parts.map(({ shape, dtype }) => allocate(dtype, count * sizeOf(shape)));
  const lengths = inputs.map((input, i) => sizeOf(input.shape.slice(input.ndim - ranks[i]!)) * lanesOf(input.dtype));
  for (let element = 0; element < count; element++) {
    const matrices = inputs.map(
      (input, i) => new Float64Array(input.data.subarray(element * lengths[i]!, (element + 1) * lengths[i]!)),
    );
    f(...matrices).forEach((values, k) => {
      results[k]!.set(values, (element * results[k]!.length) / count);
    });
  }
  return parts.map(({ shape, dtype }, k) => new ConcreteArray([...stack, ...shape], dtype, results[k]!));
};

type ArrayLike1D = Float64Array | Int32Array;

/** The dense method for the elements of a dtype: complex ones where they are complex. */
export const byLanes = <F>(x: Pick<Aval, 'dtype'>, real: F, complex: F): F => (isComplex(x.dtype) ? complex : real);

/** The batch rule of primitives that take stacks: a batch axis is one more axis of the stack, in front. */
export const batchStacked =
  <P extends Params>(primitive: () => Primitive<P>): Primitive<P>['batch'] =>
  (inputs, axes, params, axisSize) => {
    const outputs = bind(
      primitive(),
      inputs.map((input, i) => batchFirst(input, axes[i]!, axisSize)),
      params,
    );
    return { outputs, axes: outputs.map(() => 0) };
  };

/** The batch rule of what solves for the columns of its last operand, of which a batch makes more. */
export const batchColumns =
  <P extends Params>(primitive: () => Primitive<P>): Primitive<P>['batch'] =>
  (inputs, axes, params, axisSize) => {
    const known = inputs.slice(0, -1);
    if (axes.slice(0, -1).some(axis => axis !== null)) {
      const batched = inputs.map((input, i) => batchFirst(input, axes[i]!, axisSize));
      return { outputs: bind(primitive(), batched, params), axes: [0] };
    }
    const b = inputs.at(-1)!;
    const last = b.ndim - 1;
    const moved = moveAxis(b, axes.at(-1)!, last);
    const wide = reshape(moved, [...moved.shape.slice(0, last - 1), moved.shape[last - 1]! * axisSize]);
    const [solution] = bind(primitive(), [...known, wide], params);
    return { outputs: [reshape(solution!, moved.shape)], axes: [last] };
  };
