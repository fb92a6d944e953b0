import type { Data, DType } from '../../array/dtype.ts';
import { ConcreteArray, type NDArray } from '../../array/ndarray.ts';
import { type Shape, sizeOf } from '../../array/shape.ts';
import { type Aval, makeAval } from '../../core/aval.ts';
import {
  type BatchAxis,
  isLinear,
  type LinearInput,
  notLinear,
  type Primitive,
  type Tangent,
} from '../../core/primitive.ts';
import { bindOne } from '../../core/tracer.ts';
import { range } from '../../util/range.ts';
import { toDType } from '../convert.ts';
import { add } from '../elementwise/arithmetic.ts';
import { addTangents } from '../elementwise/construct.ts';
import { inOrder } from '../shape/strided.ts';
import { invertPermutation, transpose } from '../shape/transpose.ts';
import { isMostlyZero, productByElements } from './known-operand.ts';
import { multiplyRows } from './product.ts';

/** Axes of the left and of the right operand that belong together, pair by pair. */
export type AxisPairs = readonly [lhs: readonly number[], rhs: readonly number[]];

export type DotGeneralParams = {
  readonly contracting: AxisPairs;
  readonly batch: AxisPairs;
  /** The dtype to sum in and to return; `null` is the operands' own. */
  readonly preferredElementType: DType | null;
  /**
   * Whether the result is known to be a symmetric matrix of real numbers, but for rounding. Then what is above its diagonal may
   * be taken from below.
   */
  readonly symmetric?: boolean;
};

export const axesWithout = (ndim: number, ...used: readonly (readonly number[])[]): number[] =>
  range(ndim).filter(axis => !used.some(axes => axes.includes(axis)));

export const extentsOf = (shape: Shape, axes: readonly number[]): number[] => axes.map(axis => shape[axis]!);

const resultShape = ([lhs, rhs]: readonly Aval[], { contracting, batch }: DotGeneralParams): number[] => [
  ...extentsOf(lhs!.shape, batch[0]),
  ...extentsOf(lhs!.shape, axesWithout(lhs!.shape.length, contracting[0], batch[0])),
  ...extentsOf(rhs!.shape, axesWithout(rhs!.shape.length, contracting[1], batch[1])),
];

export const dotGeneralPrimitive: Primitive<DotGeneralParams> = {
  name: 'dot_general',
  abstractEval: (inputs, params) => {
    const [lhs, rhs] = inputs;
    const dtype = params.preferredElementType ?? lhs!.dtype;
    return [makeAval(resultShape(inputs, params), dtype, lhs!.weakType && rhs!.weakType)];
  },
  evaluate: ([lhs, rhs], params) => {
    const { contracting, batch } = params;
    const dtype = params.preferredElementType ?? lhs!.dtype;
    const lhsFree = axesWithout(lhs!.ndim, contracting[0], batch[0]);
    const rhsFree = axesWithout(rhs!.ndim, contracting[1], batch[1]);
    const extents = {
      batch: sizeOf(extentsOf(lhs!.shape, batch[0])),
      rows: sizeOf(extentsOf(lhs!.shape, lhsFree)),
      columns: sizeOf(extentsOf(rhs!.shape, rhsFree)),
      inner: sizeOf(extentsOf(lhs!.shape, contracting[0])),
    };
    const left = inOrder(lhs!, [...batch[0], ...lhsFree, ...contracting[0]]).data;
    const right = inOrder(rhs!, [...batch[1], ...rhsFree, ...contracting[1]]).data;
    const data = multiplyRows(left, right, extents, dtype);
    if (params.symmetric === true) mirrorLower(data, extents.rows);
    return [new ConcreteArray(resultShape([lhs!, rhs!], params), dtype, data, lhs!.weakType && rhs!.weakType)];
  },
  jvp: ([lhs, rhs], [lhsTangent, rhsTangent], params) => {
    // with one factor held the change of a symmetric product is not symmetric
    const general = generalParams(params);
    const product = (left: NDArray, right: NDArray): NDArray => bindOne(dotGeneralPrimitive, [left, right], general);
    return {
      primals: [bindOne(dotGeneralPrimitive, [lhs!, rhs!], params)],
      tangents: [
        addTangents(add, [
          lhsTangent === null ? null : product(lhsTangent!, rhs!),
          rhsTangent === null ? null : product(lhs!, rhsTangent!),
        ]),
      ],
    };
  },
  transpose: ([cotangent], [lhs, rhs], params) => {
    if (isLinear(lhs!) && isLinear(rhs!)) notLinear();
    return isLinear(lhs!)
      ? [pullBackTo('lhs', cotangent!, lhs, rhs as NDArray, params), null]
      : [null, pullBackTo('rhs', cotangent!, rhs as LinearInput, lhs!, params)];
  },
  batch: ([lhs, rhs], [lhsAxis, rhsAxis], params) =>
    batchProduct(lhs!, rhs!, lhsAxis!, rhsAxis!, generalParams(params)),
  structure: ([lhs, rhs], { contracting, batch, preferredElementType }) => {
    const known = lhs!.known ?? rhs!.known;
    if (known === undefined || batch[0].length > 0 || contracting[0].length === 0 || !isMostlyZero(known)) {
      return { kind: 'contract', contracting, batch };
    }
    const left = lhs!.known !== undefined;
    const [own, others] = left ? contracting : [contracting[1], contracting[0]];
    const program = (operands: readonly NDArray[]): readonly NDArray[] => {
      const x = operands[left ? 1 : 0]!;
      return [productByElements(known, own, x, others, left, preferredElementType ?? x.dtype)];
    };
    return { kind: 'program', program };
  },
};

/** The same product without the promise that its result is symmetric. */
const generalParams = ({ symmetric: _, ...params }: DotGeneralParams): DotGeneralParams => params;

/** Copies what is below the diagonal of a square matrix of real numbers to above it. */
const mirrorLower = (data: Data, n: number): void => {
  for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) data[i * n + j] = data[j * n + i]!;
};

/** The cotangent of one operand: that of the result contracted with the free axes of the other operand. */
const pullBackTo = (
  side: 'lhs' | 'rhs',
  cotangent: Tangent,
  linear: LinearInput,
  other: NDArray,
  params: DotGeneralParams,
): Tangent => {
  if (cotangent === null) return null;
  const [own, its] = side === 'lhs' ? [0, 1] : [1, 0];
  const { aval } = linear;
  const { contracting, batch } = params;
  const ownFree = axesWithout(aval.shape.length, contracting[own]!, batch[own]!);
  const otherFree = axesWithout(other.ndim, contracting[its]!, batch[its]!);
  const batchCount = batch[0].length;
  const freeStart = batchCount + (side === 'lhs' ? ownFree.length : 0);
  const result = bindOne(dotGeneralPrimitive, [cotangent, toDType(other, cotangent)], {
    contracting: [otherFree.map((_, i) => freeStart + i), otherFree],
    batch: [batch[its]!.map((_, i) => i), batch[its]!],
    preferredElementType: null,
  });
  // What is left of the other operand are its contracting axes, in ascending order.
  const remaining = [...contracting[its]!]
    .sort((a, b) => a - b)
    .map(axis => contracting[own]![contracting[its]!.indexOf(axis)]!);
  const arranged = transpose(result, invertPermutation([...batch[own]!, ...ownFree, ...remaining]));
  return toDType(arranged, aval);
};

/** A vmapped axis of both operands is one more batch axis; one of a single operand is one more free axis. */
const batchProduct = (lhs: NDArray, rhs: NDArray, lhsAxis: BatchAxis, rhsAxis: BatchAxis, params: DotGeneralParams) => {
  const shift = (axes: readonly number[], at: BatchAxis): number[] =>
    axes.map(axis => (at !== null && axis >= at ? axis + 1 : axis));
  const both = lhsAxis !== null && rhsAxis !== null;
  const contracting: AxisPairs = [shift(params.contracting[0], lhsAxis), shift(params.contracting[1], rhsAxis)];
  const batch: AxisPairs = [
    [...(both ? [lhsAxis] : []), ...shift(params.batch[0], lhsAxis)],
    [...(both ? [rhsAxis] : []), ...shift(params.batch[1], rhsAxis)],
  ];
  const output = bindOne(dotGeneralPrimitive, [lhs, rhs], { ...params, contracting, batch });
  if (both) return { outputs: [output], axes: [0] };
  const lhsFree = axesWithout(lhs.ndim, contracting[0], batch[0]);
  const rhsFree = axesWithout(rhs.ndim, contracting[1], batch[1]);
  const place = lhsAxis !== null ? lhsFree.indexOf(lhsAxis) : lhsFree.length + rhsFree.indexOf(rhsAxis!);
  return { outputs: [output], axes: [batch[0].length + place] };
};

/** The product of operands of one dtype, summed over axes that fit: users' own axes are checked where they are named. */
export const contract = (lhs: NDArray, rhs: NDArray, contracting: AxisPairs, batch: AxisPairs = [[], []]): NDArray =>
  bindOne(dotGeneralPrimitive, [lhs, rhs], { contracting, batch, preferredElementType: lhs.dtype });
