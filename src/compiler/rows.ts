import type { ExpressionBuilder } from '../kernel/builder.ts';
import { type Buffer, type Expression, postorder } from '../kernel/expression.ts';
import { affineTerms, factorOf } from '../kernel/index-arithmetic.ts';
import { type Kernel, rootsOf, type Store } from '../kernel/kernel.ts';
import type { MatrixView, ProductStep, RowKernel, Step } from './program.ts';

/**
 * Products together with the kernels after them that compute rows from the product's rows: whoever has multiplied some rows goes on
 * with these while they are in its caches, and nobody waits for the other rows in between. Likewise kernels before products that
 * are divided along their sum: whoever multiplies a part computes what it reads.
 */

/** Elements that a row has in each buffer which is written row by row. */
type Rows = Map<Buffer, number>;

/**
 * How many elements a row has, if an index stays in the rows that are being worked on; `perRow` are the rounds of the outermost
 * loop for each.
 */
const rowLength = (
  builder: ExpressionBuilder,
  index: Expression,
  outer: Expression,
  perRow: number,
): number | undefined => {
  const { terms, offset } = affineTerms(index);
  const factor = factorOf(terms, outer);
  const [low, high] = builder.rangeOf(
    builder.affine(
      terms.filter(({ of }) => of !== outer),
      offset,
    ),
  );
  return factor > 0 && low >= 0 && high < factor ? factor * perRow : undefined;
};

/** The kernel as a part of a product's work on rows, if it reads of `written` only what stands in its own rows; notes what it writes. */
const byRows = (
  builder: ExpressionBuilder,
  kernel: Kernel,
  count: number,
  rows: Rows,
  written: Set<Buffer>,
): RowKernel | undefined => {
  const [outer] = kernel.variables;
  if (outer === undefined || outer.low !== 0 || outer.high % count !== 0 || kernel.sequential === true)
    return undefined;
  if (kernel.stores.some(({ scatter }) => scatter !== undefined)) return undefined;
  const perRow = outer.high / count;
  const lengthOf = (index: Expression): number | undefined => rowLength(builder, index, outer, perRow);
  const staysInside = postorder(rootsOf(kernel)).every(
    node =>
      node.kind !== 'load' ||
      !written.has(node.buffer) ||
      (rows.has(node.buffer) && lengthOf(node.index) === rows.get(node.buffer)),
  );
  if (!staysInside) return undefined;
  for (const { buffer, index } of kernel.stores) {
    const length = lengthOf(index);
    const known = written.has(buffer) ? rows.get(buffer) : length;
    written.add(buffer);
    if (length !== undefined && length === known) rows.set(buffer, length);
    else rows.delete(buffer);
  }
  return { kernel, perRow };
};

/** The first steps as parts of a product's work on so many rows, as long as they can be. */
const kernelsOf = (
  builder: ExpressionBuilder,
  steps: readonly Step[],
  count: number,
  rows: Rows,
  written: Set<Buffer>,
): RowKernel[] => {
  const kernels: RowKernel[] = [];
  for (const step of steps) {
    const kernel = step.kind === 'kernel' ? byRows(builder, step.kernel, count, rows, written) : undefined;
    if (kernel === undefined) break;
    kernels.push(kernel);
  }
  return kernels;
};

/** The kernels after a product that compute rows from its rows. */
const kernelsAfter = (builder: ExpressionBuilder, product: ProductStep, after: readonly Step[]): RowKernel[] => {
  const { output, extents, lowerOnly, partialSums } = product;
  if (extents.batch !== 1 || lowerOnly || partialSums > 1) return [];
  return kernelsOf(builder, after, extents.rows, new Map([[output, extents.columns]]), new Set([output]));
};

/** Whether what kernels write for a step of the sum is what the product reads there, as in panels, whose kernels go step by step. */
const isBySteps = ({ buffer, strides, offset, tables, inPanels }: MatrixView, rows: Rows): boolean =>
  inPanels !== undefined || (tables === undefined && offset === 0 && rows.get(buffer) === strides[2]);

/** The kernels before a product divided along its sum that compute, for each step of the sum, what the product reads there. */
const kernelsBefore = (builder: ExpressionBuilder, product: ProductStep, before: readonly Step[]): RowKernel[] => {
  if (product.partialSums === 1) return [];
  for (let start = before.findLastIndex(({ kind }) => kind !== 'kernel') + 1; start < before.length; start++) {
    const rows: Rows = new Map();
    const written = new Set<Buffer>();
    const kernels = kernelsOf(builder, before.slice(start), product.extents.inner, rows, written);
    const operands = [product.lhs, product.rhs].filter(({ buffer }) => written.has(buffer));
    const whole = start + kernels.length === before.length;
    if (whole && operands.every(operand => isBySteps(operand, rows))) return kernels;
  }
  return [];
};

/** A place in panels of so many elements each, in panels of another length. */
const inOtherPanels = (
  builder: ExpressionBuilder,
  index: Expression,
  from: number,
  to: number,
): Expression | undefined => {
  const { terms, offset } = affineTerms(index);
  const inside = terms.filter(({ factor }) => factor % from !== 0);
  const [low, high] = builder.rangeOf(builder.affine(inside, offset % from));
  if (low < 0 || high >= from) return undefined;
  const moved = terms.map(({ of, factor }) =>
    factor % from === 0 ? { of, factor: (factor / from) * to } : { of, factor },
  );
  return builder.affine(moved, Math.floor(offset / from) * to + (offset % from));
};

/**
 * The kernel with the panels of a part of the sum instead of all panels, as if that part were the first; undefined if it does
 * more than write these, step by step, by simple operations.
 */
const kernelOfPart = (
  builder: ExpressionBuilder,
  { kernel, perRow }: RowKernel,
  { buffer, strides: [, line, width], ofPart }: MatrixView,
): RowKernel | undefined => {
  const isSimple = postorder(rootsOf(kernel)).every(
    node => node.kind !== 'function' && !(node.kind === 'load' && node.buffer === buffer),
  );
  if (!isSimple || perRow !== 1 || ofPart === undefined) return undefined;
  const stores: Store[] = [];
  for (const store of kernel.stores) {
    const isStep = factorOf(affineTerms(store.index).terms, kernel.variables[0]!) === width;
    const index = inOtherPanels(builder, store.index, width * line, width * ofPart.panels.line);
    if (store.buffer !== buffer || !isStep || index === undefined) return undefined;
    stores.push({ ...store, buffer: ofPart.buffer, index });
  }
  return { kernel: { ...kernel, stores }, perRow };
};

type BeforeProduct = { readonly product: ProductStep; readonly before: readonly RowKernel[] };

/**
 * A product whose operand in panels is written part by part, so that no more than the panels of a part are ever in memory for each
 * thread: these stay in its caches.
 */
const byParts = (
  builder: ExpressionBuilder,
  { product, before }: BeforeProduct,
  side: 'lhs' | 'rhs',
): BeforeProduct => {
  const view = product[side];
  const writes = ({ kernel }: RowKernel): boolean => kernel.stores.some(({ buffer }) => buffer === view.buffer);
  if (view.ofPart === undefined || !before.some(writes)) return { product, before };
  const kernels = before.map(each => (writes(each) ? kernelOfPart(builder, each, view) : each));
  if (!kernels.every(each => each !== undefined)) return { product, before };
  const { buffer, panels } = view.ofPart;
  const operand: MatrixView = {
    buffer,
    offset: 0,
    strides: [panels.size, panels.line, panels.width],
    inPanels: 'by part',
  };
  return { product: { ...product, [side]: operand }, before: kernels };
};

/** Steps with products and what is computed for them, or from them, row by row put together. */
export const joinRows = (builder: ExpressionBuilder, steps: readonly Step[]): Step[] => {
  const result: Step[] = [];
  for (let i = 0; i < steps.length; i++) {
    const step = steps[i]!;
    if (step.kind !== 'product') {
      result.push(step);
      continue;
    }
    const before = kernelsBefore(builder, step, result);
    const after = kernelsAfter(builder, step, steps.slice(i + 1));
    const joined = byParts(builder, byParts(builder, { product: step, before }, 'lhs'), 'rhs');
    const isAlone = before.length + after.length === 0;
    result.splice(result.length - before.length, before.length, isAlone ? step : { kind: 'rows', ...joined, after });
    i += after.length;
  }
  return result;
};
