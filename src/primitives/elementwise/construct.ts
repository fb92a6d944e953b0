import { allocate, type DType, kindOf, lanesOf } from '../../array/dtype.ts';
import { type ArrayLike, ConcreteArray, type NDArray } from '../../array/ndarray.ts';
import { promoteTypes, promoteTypesInexact } from '../../array/promotion.ts';
import { broadcastShapes, type Shape, shapesEqual, sizeOf } from '../../array/shape.ts';
import { type Aval, avalString, makeAval } from '../../core/aval.ts';
import {
  type BatchAxis,
  type BatchResult,
  isLinear,
  type LinearInput,
  type Params,
  type Primitive,
  type Tangent,
  unsupported,
} from '../../core/primitive.ts';
import { bindOne } from '../../core/tracer.ts';
import { promoteOperands } from '../convert.ts';
import { broadcastInDim, reduceTo } from '../shape/broadcast.ts';
import { reshape } from '../shape/reshape.ts';
import { moveAxis } from '../shape/transpose.ts';

/**
 * Elementwise primitives take operands of one dtype whose shapes are all equal or `[]`: a scalar operand is broadcast
 * without being stored, as in JAX. The functions built here bring operands of any shapes and dtypes to that form.
 */

type ComplexResult = readonly [re: number, im: number];

/** Values for real operands as plain numbers, for complex ones as (re, im, re, im, …). */
export type Kernels = {
  readonly float?: (...values: number[]) => number;
  readonly int?: (...values: number[]) => number;
  readonly uint?: (...values: number[]) => number;
  readonly bool?: (...values: number[]) => number;
  readonly complex?: (...parts: number[]) => ComplexResult;
  /** For functions of complex operands with real values. */
  readonly complexToReal?: (...parts: number[]) => number;
};

export type ElementwiseSpec<P extends Params> = {
  readonly name: string;
  readonly kernels: (params: P, dtype: DType) => Kernels;
  /** dtype of the result, given the operands' common one; the same by default. */
  readonly output?: (dtype: DType, params: P) => DType;
  /**
   * The part of the output tangent that comes from each operand's tangent; `null` for an operand that the function is
   * constant in, piecewise or altogether.
   */
  readonly jvp: readonly (((tangent: NDArray, output: NDArray, operands: readonly NDArray[], params: P) => NDArray) | null)[];
  /** For operands that the function is linear in: the cotangent, of the output's shape, before broadcasting is undone. */
  readonly transpose?: (cotangent: NDArray, inputs: readonly (NDArray | LinearInput)[], operand: number, params: P) => NDArray;
  readonly printParams?: (params: P) => Readonly<Record<string, unknown>>;
};

const outputShape = (name: string, inputs: readonly Aval[]): Shape => {
  let shape: Shape = [];
  for (const input of inputs) if (input.shape.length > 0) shape = input.shape;
  for (const input of inputs) {
    if (input.shape.length > 0 && !shapesEqual(input.shape, shape)) {
      throw new RangeError(`${name}: operands ${inputs.map(avalString).join(', ')} must have equal shapes or be scalars`);
    }
  }
  return shape;
};

export const kernelFor = (name: string, kernels: Kernels, dtype: DType): Kernels[keyof Kernels] => {
  const kind = kindOf(dtype);
  const kernel =
    kind === 'float' ? kernels.float
    : kind === 'complex' ? (kernels.complex ?? kernels.complexToReal)
    : kind === 'bool' ? kernels.bool
    : dtype === 'uint32' ? (kernels.uint ?? kernels.int)
    : kernels.int;
  if (kernel === undefined) throw new TypeError(`${name}: does not accept dtype ${dtype}`);
  return kernel;
};

/** Applies a scalar kernel element by element; operands of shape `[]` repeat. */
export const mapElements = (
  kernels: Kernels,
  name: string,
  inputs: readonly ConcreteArray[],
  shape: Shape,
  dtype: DType,
  weakType: boolean,
): ConcreteArray => {
  const size = sizeOf(shape);
  const data = allocate(dtype, size);
  const operand = inputs[0]!;
  const kernel = kernelFor(name, kernels, operand.dtype)!;
  const lanes = lanesOf(operand.dtype);
  const steps = inputs.map(input => (input.shape.length === 0 ? 0 : lanes));
  if (lanes === 2) {
    const complex = kernels.complex;
    const toReal = kernels.complexToReal;
    const parts = new Array<number>(2 * inputs.length);
    for (let i = 0; i < size; i++) {
      for (let k = 0; k < inputs.length; k++) {
        parts[2 * k] = inputs[k]!.data[i * steps[k]!]!;
        parts[2 * k + 1] = inputs[k]!.data[i * steps[k]! + 1]!;
      }
      if (complex !== undefined) {
        const [re, im] = complex(...parts);
        data[2 * i] = re;
        data[2 * i + 1] = im;
      } else if (toReal !== undefined) data[i] = toReal(...parts);
    }
  } else {
    const real = kernel as (...values: number[]) => number;
    const [a, b, c] = inputs.map(input => input.data);
    const [p, q, r] = steps as [number, number, number];
    if (c !== undefined) for (let i = 0; i < size; i++) data[i] = real(a![i * p]!, b![i * q]!, c[i * r]!);
    else if (b !== undefined) for (let i = 0; i < size; i++) data[i] = real(a![i * p]!, b[i * q]!);
    else for (let i = 0; i < size; i++) data[i] = real(a![i]!);
  }
  return new ConcreteArray(shape, dtype, data, weakType);
};

/** Puts batch axes first; scalar operands that are batched get unit axes to line up with the others. */
export const batchElementwise = <P extends Params>(
  primitive: Primitive<P>,
  inputs: readonly NDArray[],
  axes: readonly BatchAxis[],
  params: P,
  axisSize: number,
): BatchResult => {
  const ranks = inputs.map((input, i) => input.ndim - (axes[i] === null ? 0 : 1));
  const rank = Math.max(...ranks);
  const only = inputs.length === 1 ? axes[0]! : undefined;
  if (only !== undefined) return { outputs: [bindOne(primitive, inputs, params)], axes: [only] };
  const fullAxes = axes.filter((axis, i) => axis !== null && ranks[i] === rank);
  const target = fullAxes.length > 0 && fullAxes.every(axis => axis === fullAxes[0]) && inputs.every((_, i) => ranks[i] === 0 ? axes[i] === null : axes[i] === fullAxes[0]) ? fullAxes[0]! : 0;
  const full = inputs.find((_, i) => ranks[i] === rank)!;
  const fullAxis = axes[inputs.indexOf(full)]!;
  const element = full.shape.filter((_, axis) => axis !== fullAxis);
  const shape = [...element.slice(0, target), axisSize, ...element.slice(target)];
  const aligned = inputs.map((input, i) => {
    const axis = axes[i]!;
    if (ranks[i] === 0 && axis === null) return input;
    if (axis !== null && ranks[i] === rank) return moveAxis(input, axis, target);
    const dims = shape.map((_, k) => k).filter(k => (axis === null ? k !== target : k === target));
    return broadcastInDim(input, shape, dims);
  });
  return { outputs: [bindOne(primitive, aligned, params)], axes: [target] };
};

export const addTangents = (add: (a: NDArray, b: NDArray) => NDArray, parts: readonly Tangent[]): Tangent =>
  parts.reduce<Tangent>((sum, part) => (sum === null ? part : part === null ? sum : add(sum, part)), null);

const onlyOne = (): never => {
  throw new Error('nabla internal error: a primitive of several operands needs a sum for its tangents');
};

/** A primitive that maps scalars to a scalar, element by element. `sum` adds tangents where there are several. */
export const elementwise = <P extends Params>(
  spec: ElementwiseSpec<P>,
  sum: (a: NDArray, b: NDArray) => NDArray = onlyOne,
): Primitive<P> => {
  const { name, transpose } = spec;
  const outputOf = (dtype: DType, params: P): DType => spec.output?.(dtype, params) ?? dtype;
  const primitive: Primitive<P> = {
    name,
    abstractEval: (inputs, params) => {
      const dtype = inputs[0]!.dtype;
      if (inputs.some(input => input.dtype !== dtype)) {
        throw new TypeError(`${name}: operands must have one dtype, got ${inputs.map(avalString).join(', ')}`);
      }
      kernelFor(name, spec.kernels(params, dtype), dtype);
      return [makeAval(outputShape(name, inputs), outputOf(dtype, params), inputs.every(input => input.weakType))];
    },
    evaluate: (inputs, params) => {
      const dtype = inputs[0]!.dtype;
      const weak = inputs.every(input => input.weakType);
      return [mapElements(spec.kernels(params, dtype), name, inputs, outputShape(name, inputs), outputOf(dtype, params), weak)];
    },
    jvp: (primals, tangents, params) => {
      const output = bindOne(primitive, primals, params);
      const parts = tangents.map((tangent, i) => {
        const rule = spec.jvp[i];
        if (tangent === null || rule === null || rule === undefined) return null;
        const part = rule(tangent, output, primals, params);
        return part.ndim === output.ndim ? part : broadcastInDim(part, output.shape, []);
      });
      return { primals: [output], tangents: [addTangents(sum, parts)] };
    },
    transpose:
      transpose === undefined
        ? unsupported(name, 'transpose', 'it is not linear')
        : ([cotangent], inputs, params) =>
            inputs.map((input, i) =>
              !isLinear(input) || cotangent === null || cotangent === undefined
                ? null
                : reduceTo(transpose(cotangent, inputs, i, params), input.aval.shape),
            ),
    batch: (inputs, axes, params, axisSize) => batchElementwise(primitive, inputs, axes, params, axisSize),
    ...(spec.printParams === undefined ? {} : { printParams: spec.printParams }),
  };
  return primitive;
};

/** Broadcasts operands to one shape; scalars stay scalars. */
export const alignShapes = (name: string, operands: readonly NDArray[]): NDArray[] => {
  const shape = broadcastShapes(name, operands.map(operand => operand.shape));
  return operands.map(operand => {
    if (operand.ndim === 0 || shapesEqual(operand.shape, shape)) return operand;
    const offset = shape.length - operand.ndim;
    const kept = operand.shape.map((_, axis) => axis).filter(axis => operand.shape[axis] === shape[offset + axis]);
    const squeezed = kept.length === operand.ndim ? operand : reshape(operand, kept.map(axis => operand.shape[axis]!));
    return broadcastInDim(squeezed, shape, kept.map(axis => offset + axis));
  });
};

/** Which operands a function lifts to float before it applies. */
export type Lift = 'inexact' | 'keep';

/** The function that users call: any array-likes in, promoted and broadcast, then bound. */
export const applyElementwise = <P extends Params>(primitive: Primitive<P>, lift: Lift, values: readonly ArrayLike[], params: P): NDArray => {
  const operands = promoteOperands(primitive.name, values, lift === 'inexact' ? promoteTypesInexact : promoteTypes);
  return bindOne(primitive, operands.length === 1 ? operands : alignShapes(primitive.name, operands), params);
};

/** The parameters of primitives that have none. */
export const noParams: Params = Object.freeze({});
