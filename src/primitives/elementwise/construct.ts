import { castArray } from '../../array/create.ts';
import type { DType } from '../../array/dtype.ts';
import type { ArrayLike, NDArray } from '../../array/ndarray.ts';
import { promoteTypes, promoteTypesInexact } from '../../array/promotion.ts';
import { broadcastShapes, type Shape, shapesEqual } from '../../array/shape.ts';
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
import { range } from '../../util/range.ts';
import { promoteOperands } from '../convert.ts';
import { broadcastInDim, reduceTo } from '../shape/broadcast.ts';
import { reshape } from '../shape/reshape.ts';
import { moveAxis } from '../shape/transpose.ts';
import { type Kernels, kernelFor, mapElements } from './kernels.ts';

/**
 * Elementwise primitives take operands of one dtype whose shapes are all equal or `[]`: a scalar operand is broadcast
 * without being stored, as in JAX. The functions built here bring operands of any shapes and dtypes to that form.
 */

/**
 * The part of the output tangent that comes from the tangent of one operand, `null` where it is zero after all. What
 * depends on primals only must be computed from primals only, so that linearising finds it.
 */
export type TangentRule<P extends Params> = (
  tangent: NDArray,
  output: NDArray,
  operands: readonly NDArray[],
  params: P,
) => Tangent;

export type ElementwiseSpec<P extends Params> = {
  readonly name: string;
  readonly kernels: Kernels | ((params: P, dtype: DType) => Kernels);
  /** The dtype to compute in where operands differ in theirs; by default they must not. */
  readonly unify?: (dtypes: readonly DType[]) => DType | undefined;
  /** dtype of the result, given the operands' common one; the same by default. */
  readonly output?: (dtype: DType, params: P) => DType;
  /** One rule an operand; `null` for an operand that the function is constant in, piecewise or altogether. */
  readonly jvp: readonly (TangentRule<P> | null)[];
  /** For operands that the function is linear in: the cotangent, of the output's shape, before broadcasting is undone. */
  readonly transpose?: (
    cotangent: NDArray,
    inputs: readonly (NDArray | LinearInput)[],
    operand: number,
    params: P,
  ) => NDArray;
  /** Of linear functions: operands that are added as they are, and whether it is the product of its operands. */
  readonly structure?: {
    readonly keeps?: readonly boolean[];
    readonly product?: boolean;
    readonly conjugates?: boolean;
  };
};

/** The common shape of operands that are equal in shape or scalars. */
export const elementwiseShape = (name: string, inputs: readonly Aval[]): Shape => {
  let shape: Shape = [];
  for (const input of inputs) {
    if (input.shape.length === 0) continue;
    if (shape.length === 0) shape = input.shape;
    else if (!shapesEqual(input.shape, shape)) {
      throw new RangeError(
        `${name}: operands ${inputs.map(avalString).join(', ')} must have equal shapes or be scalars`,
      );
    }
  }
  return shape;
};

/**
 * Lines batch axes up with that of the first batched operand of full rank; scalar operands that are batched are
 * broadcast to the rank of the others.
 */
export const batchElementwise = <P extends Params>(
  primitive: Primitive<P>,
  inputs: readonly NDArray[],
  axes: readonly BatchAxis[],
  params: P,
  axisSize: number,
): BatchResult => {
  if (inputs.length === 1) return { outputs: [bindOne(primitive, inputs, params)], axes: [axes[0]!] };
  const ranks = inputs.map((input, i) => input.ndim - (axes[i] === null ? 0 : 1));
  const rank = Math.max(...ranks);
  const target = axes.find((axis, i) => axis !== null && ranks[i] === rank) ?? 0;
  const full = ranks.indexOf(rank);
  const element = inputs[full]!.shape.filter((_, axis) => axis !== axes[full]);
  const shape = element.toSpliced(target, 0, axisSize);
  const aligned = inputs.map((input, i) => {
    const axis = axes[i]!;
    if (ranks[i] === 0 && axis === null) return input;
    if (axis !== null && ranks[i] === rank) return moveAxis(input, axis, target);
    const dims = range(shape.length).filter(k => (axis === null ? k !== target : k === target));
    return broadcastInDim(input, shape, dims);
  });
  return { outputs: [bindOne(primitive, aligned, params)], axes: [target] };
};

/** The sum of the tangents that are not zero. */
export const addTangents = (add: (a: NDArray, b: NDArray) => NDArray, parts: readonly Tangent[]): Tangent =>
  parts.reduce<Tangent>((sum, part) => (sum === null ? part : part === null ? sum : add(sum, part)), null);

const onlyOne = (): never => {
  throw new Error('nabla internal error: no sum for tangents');
};

/** A primitive that maps scalars to a scalar, element by element. `sum` adds tangents where there are several. */
export const elementwise = <P extends Params>(
  spec: ElementwiseSpec<P>,
  sum: (a: NDArray, b: NDArray) => NDArray = onlyOne,
): Primitive<P> => {
  const { name, kernels, transpose } = spec;
  const kernelsOf = typeof kernels === 'function' ? kernels : (): Kernels => kernels;
  const commonDType = (inputs: readonly Aval[]): DType => {
    const first = inputs[0]?.dtype;
    const alike = inputs.every(input => input.dtype === first);
    const dtype = alike ? first : spec.unify?.(inputs.map(input => input.dtype));
    if (dtype !== undefined) return dtype;
    throw new TypeError(`${name}: operands must have one dtype, got ${inputs.map(avalString).join(', ')}`);
  };
  const outputOf = (inputs: readonly Aval[], dtype: DType, params: P): Aval => {
    const output = spec.output?.(dtype, params) ?? dtype;
    const weakType = output !== 'bool' && inputs.every(input => input.weakType);
    return makeAval(elementwiseShape(name, inputs), output, weakType);
  };
  const primitive: Primitive<P> = {
    name,
    abstractEval: (inputs, params) => {
      const dtype = commonDType(inputs);
      kernelFor(name, kernelsOf(params, dtype), dtype);
      return [outputOf(inputs, dtype, params)];
    },
    evaluate: (inputs, params) => {
      const common = commonDType(inputs);
      const alike = inputs.map(input => (input.dtype === common ? input : castArray(input, common)));
      const { shape, dtype, weakType } = outputOf(inputs, common, params);
      return [mapElements(kernelsOf(params, common), name, alike, shape, dtype, weakType)];
    },
    jvp: (primals, tangents, params) => {
      const output = bindOne(primitive, primals, params);
      const parts = tangents.map((tangent, i) => {
        const rule = spec.jvp[i];
        if (tangent === null || rule === null || rule === undefined) return null;
        const part = rule(tangent, output, primals, params);
        return part === null || part.ndim === output.ndim ? part : broadcastInDim(part, output.shape, []);
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
    kernel: (inputs, params) => {
      const common = commonDType(inputs);
      const called = typeof kernels === 'function' ? `${name}${JSON.stringify(params)}` : name;
      return { called, common, kernel: kernelFor(name, kernelsOf(params, common), common) };
    },
    ...(transpose === undefined ? {} : { structure: () => ({ kind: 'pointwise', ...spec.structure }) }),
  };
  return primitive;
};

/** Broadcasts operands to one shape; scalars stay scalars. */
export const alignShapes = (name: string, operands: readonly NDArray[]): NDArray[] => {
  const shape = broadcastShapes(
    name,
    operands.map(operand => operand.shape),
  );
  return operands.map(operand => {
    if (operand.ndim === 0 || shapesEqual(operand.shape, shape)) return operand;
    const offset = shape.length - operand.ndim;
    const kept = range(operand.shape.length).filter(axis => operand.shape[axis] === shape[offset + axis]);
    const squeezed =
      kept.length === operand.ndim
        ? operand
        : reshape(
            operand,
            kept.map(axis => operand.shape[axis]!),
          );
    return broadcastInDim(
      squeezed,
      shape,
      kept.map(axis => offset + axis),
    );
  });
};

/** Which operands a function lifts to float before it applies. */
export type Lift = 'inexact' | 'keep';

/** The function that users call: any array-likes in, promoted and broadcast, then bound. */
export const applyElementwise = <P extends Params>(
  primitive: Primitive<P>,
  lift: Lift,
  values: readonly ArrayLike[],
  params: P,
): NDArray => {
  const operands = promoteOperands(primitive.name, values, lift === 'inexact' ? promoteTypesInexact : promoteTypes);
  return bindOne(primitive, operands.length === 1 ? operands : alignShapes(primitive.name, operands), params);
};

/** The parameters of primitives that have none. */
export const noParams: Params = Object.freeze({});
