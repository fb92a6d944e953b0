import { allocate, isComplex } from '../../../array/dtype.ts';
import { type ArrayLike, ConcreteArray, type NDArray } from '../../../array/ndarray.ts';
import { checkOptions } from '../../../array/options.ts';
import { sizeOf } from '../../../array/shape.ts';
import { makeAval } from '../../../core/aval.ts';
import type { Primitive } from '../../../core/primitive.ts';
import { bindOne } from '../../../core/tracer.ts';
import { toArray } from '../../convert.ts';
import { constantLike } from '../../elementwise/constant.ts';
import { pad } from '../../shape/slice.ts';
import { accumulate, checkAccepts, type Monoid } from '../monoid.ts';
import { padsFirst } from './lower.ts';
import {
  batchedWindowParams,
  type WindowOptions,
  type WindowParams,
  windowedShape,
  windowParams,
} from './parameters.ts';
import { forEachWindow } from './windows.ts';

const reduceWindows = (caller: string, monoid: Monoid, x: ConcreteArray, params: WindowParams): ConcreteArray => {
  const shape = windowedShape(x.shape, params);
  const data = allocate(x.dtype, sizeOf(shape));
  const accumulator = accumulate(caller, monoid, x.data, x.dtype);
  forEachWindow(x.shape, params, (result, elements) => {
    accumulator.reset();
    for (const element of elements) if (element >= 0) accumulator.take(element);
    accumulator.store(data, result);
  });
  return new ConcreteArray(shape, x.dtype, data, x.weakType);
};

export type WindowReducerSpec = Pick<Primitive<WindowParams>, 'name' | 'jvp' | 'transpose'> & {
  /** The function that users call, as errors name it. */
  readonly caller: string;
  readonly monoid: Monoid;
};

/** The primitive that combines the elements of each window; padding counts for nothing. */
export const windowReducer = ({ name, caller, monoid, jvp, transpose }: WindowReducerSpec): Primitive<WindowParams> => {
  const primitive: Primitive<WindowParams> = {
    name,
    abstractEval: ([x], params) => {
      checkAccepts(caller, monoid, x!.dtype);
      return [makeAval(windowedShape(x!.shape, params), x!.dtype, x!.weakType)];
    },
    evaluate: ([x], params) => [reduceWindows(caller, monoid, x!, params)],
    jvp,
    transpose,
    batch: ([x], [axis], params) => ({
      outputs: [bindOne(primitive, [x!], batchedWindowParams(params, axis!))],
      axes: [axis!],
    }),
    expand: ([aval], params) => {
      if (isComplex(aval!.dtype) || !padsFirst(params)) return undefined;
      const zeros = params.padding.map(() => [0, 0] as const);
      const ones = params.baseDilation.map(() => 1);
      const config = params.padding.map(([low, high], axis) => [low, high, params.baseDilation[axis]! - 1] as const);
      return ([x]) => {
        const padded = pad(x!, constantLike(x!, monoid.identity(x!.dtype)), config);
        return [bindOne(primitive, [padded], { ...params, padding: zeros, baseDilation: ones })];
      };
    },
  };
  return primitive;
};

/** A reduction over windows as users call it. */
export type WindowReduction = (x: ArrayLike, windowDimensions: readonly number[], options?: WindowOptions) => NDArray;

export const windowReduction =
  (primitive: Primitive<WindowParams>, caller: string): WindowReduction =>
  (x, windowDimensions, options = {}) => {
    checkOptions(caller, options, ['windowStrides', 'padding', 'baseDilation', 'windowDilation']);
    const operand = toArray(caller, x);
    return bindOne(primitive, [operand], windowParams(caller, operand.shape, windowDimensions, options));
  };
