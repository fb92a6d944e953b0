import { allocate } from '../../array/dtype.ts';
import { type ArrayLike, ConcreteArray, type NDArray } from '../../array/ndarray.ts';
import { normalizeAxes, type Shape, sizeOf } from '../../array/shape.ts';
import { makeAval } from '../../core/aval.ts';
import { type BatchResult, type Params, type Primitive, unsupported } from '../../core/primitive.ts';
import { bindOne } from '../../core/tracer.ts';
import { rangeWithout } from '../../util/range.ts';
import { toArray } from '../convert.ts';
import { broadcastInDim, withoutAxes } from '../shape/broadcast.ts';
import { inOrder } from '../shape/strided.ts';
import { accumulate, checkAccepts, type Monoid } from './monoid.ts';

/** Axes that a reduction takes away, ascending. */
export type AxesParams = { readonly axes: readonly number[] };

/** The axes that stay. */
export const keptAxes = (shape: Shape, axes: readonly number[]): number[] => rangeWithout(shape.length, axes);

/** A reduced value repeated along the axes that were reduced. */
export const spread = (reduced: NDArray, shape: Shape, axes: readonly number[]): NDArray =>
  broadcastInDim(reduced, shape, keptAxes(shape, axes));

/** x with the given axes last, so that what is reduced together stands together. */
export const reducedAxesLast = (x: ConcreteArray, axes: readonly number[]): ConcreteArray =>
  inOrder(x, [...keptAxes(x.shape, axes), ...axes]);

const reduceAll = (
  name: string,
  monoid: Monoid,
  x: ConcreteArray,
  axes: readonly number[],
  weakType: boolean,
): ConcreteArray => {
  const shape = withoutAxes(x.shape, axes);
  const size = sizeOf(shape);
  const count = size === 0 ? 0 : x.size / size;
  const data = allocate(x.dtype, size);
  const accumulator = accumulate(name, monoid, reducedAxesLast(x, axes).data, x.dtype);
  for (let i = 0; i < size; i++) {
    accumulator.reset();
    for (let k = i * count; k < (i + 1) * count; k++) accumulator.take(k);
    accumulator.store(data, i);
  }
  return new ConcreteArray(shape, x.dtype, data, weakType);
};

/** The batch rule of reductions: the batch axis stays where it is, among the axes that are left. */
export const batchReduction = <P extends Params & AxesParams>(
  primitive: Primitive<P>,
  x: NDArray,
  batchAxis: number,
  params: P,
): BatchResult => {
  const axes = params.axes.map(axis => (axis >= batchAxis ? axis + 1 : axis));
  return {
    outputs: [bindOne(primitive, [x], { ...params, axes })],
    axes: [batchAxis - axes.filter(axis => axis < batchAxis).length],
  };
};

export type ReducerSpec = {
  readonly name: string;
  /** The function that users call, as errors name it. */
  readonly caller: string;
  readonly monoid: Monoid;
  /** Whether the result of a weakly typed array is weakly typed. */
  readonly keepsWeakType: boolean;
  readonly jvp?: Primitive<AxesParams>['jvp'];
  readonly expand?: Primitive<AxesParams>['expand'];
};

/** The primitive that reduces axes by combining elements; without a jvp rule it is one for bools and ints. */
export const reducer = ({ name, caller, monoid, keepsWeakType, jvp, expand }: ReducerSpec): Primitive<AxesParams> => {
  const primitive: Primitive<AxesParams> = {
    name,
    abstractEval: ([x], { axes }) => {
      checkAccepts(caller, monoid, x!.dtype);
      return [makeAval(withoutAxes(x!.shape, axes), x!.dtype, keepsWeakType && x!.weakType)];
    },
    evaluate: ([x], { axes }) => [reduceAll(caller, monoid, x!, axes, keepsWeakType && x!.weakType)],
    jvp: jvp ?? unsupported(name, 'jvp', 'bools and ints have no tangents'),
    transpose: unsupported(name, 'transpose', 'it is not linear'),
    batch: ([x], [axis], params) => batchReduction(primitive, x!, axis!, params),
    ...(expand && { expand }),
  };
  return primitive;
};

/** The function that users call; negative axes count from the end. */
export const reduction =
  (primitive: Primitive<AxesParams>, caller: string) =>
  (x: ArrayLike, axes: readonly number[]): NDArray => {
    const operand = toArray(caller, x);
    return bindOne(primitive, [operand], { axes: normalizeAxes(caller, axes, operand.ndim).sort((a, b) => a - b) });
  };
