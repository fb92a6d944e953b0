import { allocate, isFloating } from '../../../array/dtype.ts';
import { ConcreteArray, type NDArray } from '../../../array/ndarray.ts';
import { shapeString, shapesEqual, sizeOf } from '../../../array/shape.ts';
import { type Aval, avalString, makeAval } from '../../../core/aval.ts';
import { isLinear, type Primitive } from '../../../core/primitive.ts';
import { bindOne } from '../../../core/tracer.ts';
import { batchFirst } from '../../shape/broadcast.ts';
import { batchedWindowParams, type SelectionParams, windowedShape } from './parameters.ts';
import { forEachWindow } from './windows.ts';

/**
 * The derivatives of the extrema of windows. One element of each window is selected; its tangent is gathered from there,
 * and, which is the transpose, a cotangent is added there.
 */

const comparisonOf = (select: SelectionParams['select']): ((x: number, y: number) => boolean) =>
  select === 'ge' ? (x, y) => x >= y : (x, y) => x <= y;

/**
 * The flat index of the element that is selected in each window, -1 for none.
 *
 * XLA gathers starting from the identity of the reduction and without the padding, but scatters starting from the first
 * position of the window with the identity in the padding. That shows only in windows whose elements are all infinite,
 * or that hold NaN.
 */
const selectInWindows = (
  operand: ConcreteArray,
  params: SelectionParams,
  direction: 'gather' | 'scatter',
  visit: (result: number, selected: number) => void,
): void => {
  const keeps = comparisonOf(params.select);
  const identity = params.select === 'ge' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const { data } = operand;
  const valueAt = (index: number): number => (index < 0 ? identity : data[index]!);
  forEachWindow(operand.shape, params, (result, elements) => {
    let selected = direction === 'gather' ? -1 : elements[0]!;
    let value = valueAt(selected);
    for (const element of elements) {
      if ((element < 0 && direction === 'gather') || keeps(value, valueAt(element))) continue;
      selected = element;
      value = valueAt(element);
    }
    visit(result, selected);
  });
};

const checkSelection = (name: string, values: Aval, operand: Aval, shape: readonly number[]): void => {
  if (!isFloating(operand.dtype) || values.dtype !== operand.dtype) {
    throw new TypeError(
      `${name}: extrema of windows are differentiable for floats of one dtype, got ${avalString(values)} and ${avalString(operand)}`,
    );
  }
  if (!shapesEqual(values.shape, shape)) {
    throw new RangeError(
      `${name}: expected shape ${shapeString(shape)} for windows of ${avalString(operand)}, got ${avalString(values)}`,
    );
  }
};

/** What both directions share: linear in the first input, constant in the second, which does the selecting. */
const selection = (
  rules: Pick<Primitive<SelectionParams>, 'name' | 'abstractEval' | 'evaluate'> & {
    readonly transposed: () => Primitive<SelectionParams>;
  },
): Primitive<SelectionParams> => {
  const { transposed, ...own } = rules;
  const primitive: Primitive<SelectionParams> = {
    ...own,
    jvp: ([values, operand], [tangent], params) => ({
      primals: [bindOne(primitive, [values!, operand!], params)],
      tangents: [tangent === null || tangent === undefined ? null : bindOne(primitive, [tangent, operand!], params)],
    }),
    transpose: ([cotangent], [values, operand], params) => {
      if (cotangent === null || cotangent === undefined || !isLinear(values!)) return [null, null];
      if (isLinear(operand!)) throw new TypeError(`${own.name}: is not linear in the array that selects`);
      return [bindOne(transposed(), [cotangent, operand!], params), null];
    },
    batch: ([values, operand], [valuesAxis, operandAxis], { select, ...params }, axisSize) => ({
      outputs: [
        bindOne(primitive, [batchFirst(values!, valuesAxis!, axisSize), batchFirst(operand!, operandAxis!, axisSize)], {
          ...batchedWindowParams(params, 0),
          select,
        }),
      ],
      axes: [0],
    }),
  };
  return primitive;
};

const selectAndGatherAddPrimitive: Primitive<SelectionParams> = selection({
  name: 'select_and_gather_add',
  abstractEval: ([tangents, operand], params) => {
    checkSelection('select_and_gather_add', tangents!, operand!, operand!.shape);
    return [makeAval(windowedShape(operand!.shape, params), operand!.dtype, tangents!.weakType && operand!.weakType)];
  },
  evaluate: ([tangents, operand], params) => {
    const shape = windowedShape(operand!.shape, params);
    const data = allocate(operand!.dtype, sizeOf(shape));
    const source = tangents!.data;
    selectInWindows(operand!, params, 'gather', (result, selected) => {
      if (selected >= 0) data[result] = source[selected]!;
    });
    return [new ConcreteArray(shape, operand!.dtype, data, tangents!.weakType && operand!.weakType)];
  },
  transposed: () => selectAndScatterAddPrimitive,
});

const selectAndScatterAddPrimitive: Primitive<SelectionParams> = selection({
  name: 'select_and_scatter_add',
  abstractEval: ([source, operand], params) => {
    checkSelection('select_and_scatter_add', source!, operand!, windowedShape(operand!.shape, params));
    return [makeAval(operand!.shape, operand!.dtype, source!.weakType && operand!.weakType)];
  },
  evaluate: ([source, operand], params) => {
    const sums = new Float64Array(operand!.size);
    const values = source!.data;
    selectInWindows(operand!, params, 'scatter', (result, selected) => {
      if (selected >= 0) sums[selected]! += values[result]!;
    });
    const data = allocate(operand!.dtype, sums.length);
    data.set(sums);
    return [new ConcreteArray(operand!.shape, operand!.dtype, data, source!.weakType && operand!.weakType)];
  },
  transposed: () => selectAndGatherAddPrimitive,
});

/** For each window of `operand` what stands in `tangents` at the place of the selected element. */
export const selectAndGatherAdd = (tangents: NDArray, operand: NDArray, params: SelectionParams): NDArray =>
  bindOne(selectAndGatherAddPrimitive, [tangents, operand], params);

/** Zeros of the shape of `operand`, with each window's element of `source` added at the place of the selected element. */
export const selectAndScatterAdd = (source: NDArray, operand: NDArray, params: SelectionParams): NDArray =>
  bindOne(selectAndScatterAddPrimitive, [source, operand], params);
