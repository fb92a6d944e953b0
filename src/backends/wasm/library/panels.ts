import { type ProductExtents, partialSumsOf } from '../../../compiler/product.ts';
import type { Panels } from '../../../compiler/target.ts';
import type { Features } from '../emit/features.ts';
import type { Callee, Local } from '../emit/function.ts';
import type { ModuleBuilder } from '../emit/module.ts';
import { constant, localsOf, forLoop as loop, minimum, pushAddress } from './loops.ts';
import { writePack } from './pack.ts';
import { type FloatType, tileOf } from './tile.ts';

/** Operands of products that stand in panels as a whole, before the product begins. */

/** How much of the axis that is summed over, and of the columns, a product works on at a time. */
export const blockInner = 256;
export const blockColumns = 2048;

export const roundUp = (value: number, step: number): number => Math.ceil(value / step) * step;

/**
 * How many elements apart lines are on average where an operand is packed as a whole: panels begin at odd multiples of 64 bytes where
 * they can, so that those of an inner extent that is a power of two do not all compete for the same lines of caches.
 */
const packedLine = (inner: number, width: number, bytes: number): number => {
  const step = width * bytes;
  let steps = inner;
  while (step % 128 !== 0 && (steps * step) % 128 !== 64) steps++;
  return steps;
};

/** The panels of an operand that is packed as a whole. */
export const panelsOf = (
  type: FloatType,
  side: 'lhs' | 'rhs',
  lines: number,
  inner: number,
  features: Features,
): Panels => {
  const { rows, columns, bytes } = tileOf(type, features);
  const width = side === 'lhs' ? rows : columns;
  const line = packedLine(inner, width, bytes);
  return { width, line, size: roundUp(lines, width) * line };
};

/**
 * Whether threads that divide the rows of a product pack its right operand together, once, and not each for itself: where
 * the rows are so few that packing takes a notable part of the time.
 */
export const packsTogether = (type: FloatType, extents: ProductExtents, threads: number): boolean => {
  const { batch, rows, columns, inner } = extents;
  return (
    threads > 1 &&
    batch === 1 &&
    partialSumsOf(extents) === 1 &&
    columns <= blockColumns &&
    rows <= 1024 * threads &&
    columns * inner * (type === 'f32' ? 4 : 8) <= 1 << 23
  );
};

/**
 * Writes packAll(target, source, begin, end, inner, innerStride, columnStride, line): packs the columns from begin to end, which
 * is where a tile begins, of a right operand whose panels begin `line` bytes a column from its beginning.
 */
export const writePackAll = (module: ModuleBuilder, type: FloatType, features: Features): Callee => {
  const tile = tileOf(type, features);
  const pack = writePack(module, type, tile.columns, tile);
  const body = module.function({ params: ['i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32'], results: [] });
  const [target, source, begin, end, inner, innerStride, columnStride, panelLine] = body.params;
  const [first, depth] = localsOf(body, 'i32');
  const get = (which: Local) => (): void => body.get(which);
  loop(body, first, constant(body, 0), get(inner), blockInner, () => {
    minimum(
      body,
      () => {
        body.get(inner);
        body.get(first);
        body.op('i32.sub');
      },
      constant(body, blockInner),
    );
    body.set(depth);
    pushAddress(body, target, [get(begin), get(panelLine)], [get(first), constant(body, tile.columns * tile.bytes)]);
    pushAddress(body, source, [get(first), get(innerStride)], [get(begin), get(columnStride)]);
    body.get(end);
    body.get(begin);
    body.op('i32.sub');
    body.get(depth);
    body.get(columnStride);
    body.get(innerStride);
    body.get(panelLine);
    body.call(pack);
  });
  return body;
};
