import { isComplex } from '../array/dtype.ts';
import type { ConcreteArray } from '../array/ndarray.ts';
import { sizeOf } from '../array/shape.ts';
import { type Aval, makeAval } from '../core/aval.ts';
import type { Equation } from '../core/jaxpr.ts';
import type { ExpressionBuilder } from '../kernel/builder.ts';
import { choosePart, partsOf } from '../kernel/complex.ts';
import type { Buffer, Expression, ScalarType } from '../kernel/expression.ts';
import {
  type Element,
  elementOfReduction,
  type Lowering,
  reductionOfProduct,
  scalarTypeOf,
} from '../kernel/lowering.ts';
import { consecutivePattern } from '../pattern/index-pattern.ts';
import { affineOf } from './affine-array.ts';

/** An array of the program while it is planned. */
export type Value = {
  /** As it is in memory. */
  readonly aval: Aval;
  readonly type: ScalarType | undefined;
  readonly known: ConcreteArray | undefined;
  /** Its element as an expression of what it is computed from, for values that are computed. */
  element: Element | undefined;
  lowering: Lowering | undefined;
  /** Where it is in memory, once it is. */
  buffer: Buffer | undefined;
  /** The step that puts it there; -1 if it is there from the beginning. */
  storedAt: number;
  /** Which input it is. */
  input: number | undefined;
  /** How often it is used, outputs included. */
  uses: number;
  /** Whether some use may read an element more than once. */
  repeats: boolean;
  /** The value whose elements it has in other places, if it is a view of one. */
  viewOf: Value | undefined;
  /** Whether it is a view that has them in the same order. */
  keepsOrder: boolean;
  /** Elements that have been asked for, by index. */
  memo: Map<string, Expression>;
  memoVersion: number;
};

/** The array in memory: of complex numbers, one of real numbers with one more axis. */
export const storedAval = (aval: Aval): Aval =>
  isComplex(aval.dtype) ? makeAval([...aval.shape, 2], partsOf(aval.dtype), aval.weakType) : aval;

export const makeValue = (aval: Aval, known?: ConcreteArray): Value => ({
  aval,
  type: scalarTypeOf(aval.dtype),
  known,
  element: undefined,
  lowering: undefined,
  buffer: undefined,
  storedAt: -1,
  input: undefined,
  uses: 0,
  repeats: false,
  viewOf: undefined,
  keepsOrder: false,
  memo: new Map(),
  memoVersion: -1,
});

/** Whether an equation only looks at the elements of its one input, and in which order. */
export const viewOfEquation = ({
  primitive,
  inputs,
  params,
}: Equation): 'in order' | 'in another order' | undefined => {
  if (inputs.length !== 1) return undefined;
  const { aval } = inputs[0]!;
  const structure = primitive.structure?.([{ aval, known: undefined }], params);
  if (structure?.kind !== 'view') return undefined;
  const { shape, strides, offset } = structure.view(consecutivePattern(aval.shape, 0), 0, 0);
  const inOrder = consecutivePattern(shape, 0).strides.every((stride, axis) => stride === strides[axis]);
  return inOrder && offset === 0 && sizeOf(shape) === sizeOf(aval.shape) ? 'in order' : 'in another order';
};

/** The element that a lowering gives to an output. */
export const elementOf = (builder: ExpressionBuilder, lowering: Lowering, output: number): Element | undefined => {
  switch (lowering.kind) {
    case 'elements':
      return lowering.outputs[output];
    case 'pieces':
      return lowering.at;
    case 'product':
      return elementOfReduction(builder, reductionOfProduct(builder, lowering.product));
    case 'scatter':
    case 'cumulative':
    case 'routine':
    case 'control':
      return undefined;
    default:
      return lowering satisfies never;
  }
};

/** The elements of a known array as expressions, where they follow a rule: all equal, or counting. */
export const elementOfKnown = (builder: ExpressionBuilder, value: ConcreteArray): Element | undefined => {
  if (isComplex(value.dtype)) {
    if (value.uniform === undefined && sizeOf(value.shape) !== 1) return undefined;
    const type = scalarTypeOf(partsOf(value.dtype))!;
    const [re, im] = [value.uniform ?? value.data[0]!, value.uniform === undefined ? value.data[1]! : 0];
    const parts = [builder.constant(type, re), builder.constant(type, im)] as const;
    return index => choosePart(builder, index.at(-1)!, parts);
  }
  const type = scalarTypeOf(value.dtype)!;
  if (value.uniform !== undefined || sizeOf(value.shape) === 1) {
    const constant = builder.constant(type, value.uniform ?? value.data[0]!);
    return () => constant;
  }
  const affine = affineOf(value);
  if (affine === undefined || type !== 'i32') return undefined;
  return index =>
    builder.affine(
      index.map((of, axis) => ({ of, factor: affine.factors[axis]! })),
      affine.offset,
    );
};
