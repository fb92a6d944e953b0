import { isComplex } from '../../array/dtype.ts';
import type { LoweringRules } from '../../core/primitive.ts';
import type { ExpressionBuilder } from '../../kernel/builder.ts';
import { choosePart, partsOf } from '../../kernel/complex.ts';
import type { Expression } from '../../kernel/expression.ts';
import { type Lowering, type LoweringInput, type Product, scalarTypeOf } from '../../kernel/lowering.ts';
import type { ConvParams } from './conv.ts';
import { lowerConv } from './conv-lower.ts';
import { axesWithout, type DotGeneralParams, extentsOf } from './dot-general.ts';

/**
 * A product of complex matrices as one of real ones: rows of pairs times columns of blocks [[re, im], [-im, re]]. Operands and
 * result are as in memory, with the parts last.
 */
const productOfComplex = (builder: ExpressionBuilder, { lhs, rhs, columns, inner, ...rest }: Product): Product => ({
  ...rest,
  columns: [...columns, 2],
  inner: [...inner, 2],
  lhs: (batch, row, k) => lhs(batch, row, k),
  rhs: (batch, column, k) => {
    const read = (part: number): Expression =>
      rhs(batch, column.slice(0, -1), [...k.slice(0, -1), builder.index(part)]);
    const [re, im] = [read(0), read(1)];
    return choosePart(builder, column.at(-1)!, [
      choosePart(builder, k.at(-1)!, [re, builder.operation('neg', rest.type, [im])]),
      choosePart(builder, k.at(-1)!, [im, re]),
    ]);
  },
});

const lowerProduct = (
  builder: ExpressionBuilder,
  inputs: readonly LoweringInput[],
  { contracting, batch, preferredElementType, symmetric = false }: DotGeneralParams,
): Lowering | undefined => {
  const [lhs, rhs] = inputs;
  const type = scalarTypeOf(partsOf(preferredElementType ?? lhs!.dtype))!;
  const free = inputs.map(({ shape }, side) => axesWithout(shape.length, contracting[side]!, batch[side]!));
  const reader =
    (side: 0 | 1) =>
    (batchIndex: readonly Expression[], row: readonly Expression[], inner: readonly Expression[]): Expression => {
      const index = new Array<Expression>(inputs[side]!.shape.length);
      batch[side].forEach((axis, i) => (index[axis] = batchIndex[i]!));
      free[side]!.forEach((axis, i) => (index[axis] = row[i]!));
      contracting[side].forEach((axis, i) => (index[axis] = inner[i]!));
      // of complex operands: the part
      if (inner.length > contracting[side].length) index.push(inner.at(-1)!);
      return builder.operation('convert', type, [inputs[side]!.at(index)]);
    };
  const product: Product = {
    type,
    batch: extentsOf(lhs!.shape, batch[0]),
    rows: extentsOf(lhs!.shape, free[0]!),
    columns: extentsOf(rhs!.shape, free[1]!),
    inner: extentsOf(lhs!.shape, contracting[0]),
    lhs: reader(0),
    rhs: reader(1),
    symmetric,
  };
  return { kind: 'product', product: isComplex(lhs!.dtype) ? productOfComplex(builder, product) : product };
};

export const contractionLowerings: LoweringRules = {
  dot_general: {
    complex: 'pairs',
    lower: (builder, inputs, params: DotGeneralParams) => lowerProduct(builder, inputs, params),
  },
  conv_general_dilated: {
    lower: (builder, inputs, params: ConvParams) =>
      lowerConv(builder, inputs, params, params.preferredElementType ?? inputs[0]!.dtype),
  },
};
