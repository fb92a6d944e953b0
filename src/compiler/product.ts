import type { ConcreteArray } from '../array/ndarray.ts';
import { type Shape, sizeOf } from '../array/shape.ts';
import type { ExpressionBuilder } from '../kernel/builder.ts';
import { type Buffer, isFloatType } from '../kernel/expression.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { type Element, type Product, placed } from '../kernel/lowering.ts';
import { isVariable } from './kernels.ts';

export type ProductExtents = {
  readonly batch: number;
  readonly rows: number;
  readonly columns: number;
  readonly inner: number;
};

export const extentsOfProduct = ({ batch, rows, columns, inner }: Product): ProductExtents => ({
  batch: sizeOf(batch),
  rows: sizeOf(rows),
  columns: sizeOf(columns),
  inner: sizeOf(inner),
});

/** Whether packing pays: below, and for vectors, sums of products are as fast. */
export const isLargeProduct = ({ batch, rows, columns, inner }: ProductExtents): boolean =>
  rows >= 4 && columns >= 4 && inner >= 4 && batch * rows * columns * inner >= 8192;

/** The shortest part of a sum that a product is worth being divided along: what a product works on at a time, about. */
const shortestSum = 192;
const mostSums = 16;
/** Elements of a result that may be written once for each part, which stay in a cache. */
const largestPartial = 1 << 16;

/**
 * Into how many parts the sum of a product is divided, whatever the number of threads is: where it is much longer than the result
 * has rows, threads divide it, so that each one reads its own part of the operands only.
 */
export const partialSumsOf = ({ batch, rows, columns, inner }: ProductExtents): number => {
  if (batch > 1 || rows * columns > largestPartial || inner < 2 * Math.max(rows, columns)) return 1;
  let sums = 1;
  while (sums < mostSums && inner >= 2 * sums * shortestSum) sums *= 2;
  return rows * columns * inner >= 1 << 20 ? sums : 1;
};

/** How many steps of a sum each of its parts takes, but the last one. */
export const stepsOfPart = (inner: number, partialSums: number): number => Math.ceil(inner / partialSums);

/** Adds up arrays that stand one after the other. */
export const addUp = (builder: ExpressionBuilder, sums: Buffer, output: Buffer): Kernel => {
  const { type, size } = output;
  const place = builder.variable(0, 0, size);
  const value = builder.reduce('add', type, [sums.size / size], ([part]) =>
    builder.load(sums, builder.plus(builder.times(part!, size), place)),
  );
  return { variables: [place].filter(isVariable), stores: [{ buffer: output, index: place, value }] };
};

/** Whether an array is a square matrix that is zero beside its diagonal. */
const isDiagonal = ({ shape, data, uniform }: ConcreteArray): boolean => {
  const [n] = shape;
  if (shape.length !== 2 || n !== shape[1] || n === undefined || uniform !== undefined) return false;
  for (let i = 0; i < data.length; i++) if (data[i] !== 0 && i % (n + 1) !== 0) return false;
  return true;
};

/**
 * The element of a product with a diagonal matrix: one product instead of a sum. What is zero by its place is zero, also
 * beside infinities and NaN.
 */
const elementWithDiagonal =
  (builder: ExpressionBuilder, { type, batch, rows, lhs, rhs }: Product, side: 'lhs' | 'rhs'): Element =>
  index => {
    const batchIndex = index.slice(0, batch.length);
    const row = index.slice(batch.length, batch.length + rows.length);
    const column = index.slice(batch.length + rows.length);
    const inner = side === 'rhs' ? column : row;
    return builder.operation('mul', type, [lhs(batchIndex, row, inner), rhs(batchIndex, column, inner)]);
  };

/** Which operand is the same all along the axes that are summed over, if one is. */
const repeatedSide = (builder: ExpressionBuilder, product: Product): 'lhs' | 'rhs' | undefined => {
  const { batch, rows, columns, inner } = product;
  const axes = [batch, rows, inner].map((shape, kind) =>
    shape.map((extent, i) => builder.variable(2 * (kind * 3 + i), 0, extent)),
  );
  const columnAxes = columns.map((extent, i) => builder.variable(2 * (3 + i), 0, extent));
  const bits = axes[2]!.reduce((mask, variable) => mask | builder.freeOf(variable), 0);
  if (axes.some(list => list.length > 3) || columnAxes.length > 3 || bits === 0) return undefined;
  if ((builder.freeOf(product.lhs(axes[0]!, axes[1]!, axes[2]!)) & bits) === 0) return 'lhs';
  if ((builder.freeOf(product.rhs(axes[0]!, columnAxes, axes[2]!)) & bits) === 0) return 'rhs';
  return undefined;
};

/**
 * The element of a product with an operand that is the same all along the sum: that operand times the sum of the other, which
 * `sum` gives by the axes batch and free.
 */
const elementWithRepeated =
  (
    builder: ExpressionBuilder,
    { type, batch, rows, inner, lhs, rhs }: Product,
    side: 'lhs' | 'rhs',
    sum: Element,
  ): Element =>
  index => {
    const batchIndex = index.slice(0, batch.length);
    const row = index.slice(batch.length, batch.length + rows.length);
    const column = index.slice(batch.length + rows.length);
    const first = inner.map(() => builder.index(0));
    const [factor, others] =
      side === 'lhs' ? [lhs(batchIndex, row, first), column] : [rhs(batchIndex, column, first), row];
    return builder.operation('mul', type, [factor, sum([...batchIndex, ...others])]);
  };

/** The sums that `elementWithRepeated` asks for. */
const sumsBeside =
  (builder: ExpressionBuilder, { type, batch, inner, lhs, rhs }: Product, side: 'lhs' | 'rhs'): Element =>
  index =>
    builder.reduce('add', type, inner, k =>
      (side === 'lhs' ? rhs : lhs)(index.slice(0, batch.length), index.slice(batch.length), k),
    );

/**
 * The element of a product with a diagonal matrix, or with an operand that is the same all along the sum, without a sum;
 * undefined for other products and small ones. `store` puts elements into memory and says how they are read there.
 */
export const simpleProduct = (
  builder: ExpressionBuilder,
  product: Product,
  [lhs, rhs]: readonly (ConcreteArray | undefined)[],
  store: (shape: Shape, element: Element) => Element,
): Element | undefined => {
  const { type, batch, rows, columns, inner } = product;
  if (!isFloatType(type) || !isLargeProduct(extentsOfProduct(product))) return undefined;
  if (batch.length === 0 && inner.length === 1) {
    const isRight = rhs !== undefined && isDiagonal(rhs);
    if (isRight || (lhs !== undefined && isDiagonal(lhs))) {
      return placed(product, elementWithDiagonal(builder, product, isRight ? 'rhs' : 'lhs'));
    }
  }
  const repeated = repeatedSide(builder, product);
  if (repeated === undefined) return undefined;
  const sums = store([...batch, ...(repeated === 'lhs' ? columns : rows)], sumsBeside(builder, product, repeated));
  return placed(product, elementWithRepeated(builder, product, repeated, sums));
};
