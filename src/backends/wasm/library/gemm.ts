import type { Features } from '../emit/features.ts';
import type { Callee, Local } from '../emit/function.ts';
import type { ModuleBuilder } from '../emit/module.ts';
import { constant, localsOf, forLoop as loop, minimum, namedParams, pushAddress } from './loops.ts';
import { writePack, writePackByTables } from './pack.ts';
import { blockColumns, blockInner, roundUp } from './panels.ts';
import { type FloatType, type Tile, tileOf } from './tile.ts';

/**
 * Matrix products C = A·B, packed and blocked for caches as in BLIS (Van Zee and van de Geijn, 2015).
 */

const blockRows = 120;

/** A multiple of the rows of all tiles. */
const rowsOfTiles = 12;

/** Bytes of scratch memory that a product needs. */
export const gemmScratchBytes = (type: FloatType, rows: number, columns: number, inner: number): number => {
  const bytes = type === 'f32' ? 4 : 8;
  const depth = Math.min(inner, blockInner);
  const a = roundUp(Math.min(rows, blockRows), rowsOfTiles) * depth;
  const b = roundUp(Math.min(columns, blockColumns), 16) * depth;
  // the last part is one tile, for the edges
  return roundUp(a * bytes, 64) + roundUp(b * bytes, 64) + 1024;
};

/** micro(depth, a, b, c, cRow, add): one tile of C from a panel of A and one of B; added to what is there if `add`. */
const writeMicro = (module: ModuleBuilder, type: FloatType, features: Features, tile: Tile): Callee => {
  const { rows, columns, bytes, lanes } = tile;
  const vectors = columns / lanes;
  const shape = type === 'f32' ? 'f32x4' : 'f64x2';
  const body = module.function({ params: ['i32', 'i32', 'i32', 'i32', 'i32', 'i32'], results: [] });
  const [depth, a, b, c, cRow, add] = body.params;
  const sums = Array.from({ length: rows * vectors }, () => body.local('v128'));
  const right = Array.from({ length: vectors }, () => body.local('v128'));
  const left = body.local('v128');
  const end = body.local('i32');
  for (const sum of sums) {
    body.v128('i32', [0, 0, 0, 0]);
    body.set(sum);
  }
  body.get(a);
  body.get(depth);
  body.i32(rows * bytes);
  body.op('i32.mul', 'i32.add');
  body.set(end);
  body.loop(again => {
    right.forEach((local, v) => {
      body.get(b);
      body.memory('v128.load', v * 16);
      body.set(local);
    });
    for (let row = 0; row < rows; row++) {
      body.get(a);
      body.memory(type === 'f32' ? 'v128.load32_splat' : 'v128.load64_splat', row * bytes);
      body.set(left);
      right.forEach((local, v) => {
        const sum = sums[row * vectors + v]!;
        if (features.relaxedMultiplyAdd) {
          body.get(left);
          body.get(local);
          body.get(sum);
          body.op(`${shape}.relaxed_madd`);
        } else {
          body.get(sum);
          body.get(left);
          body.get(local);
          body.op(`${shape}.mul`, `${shape}.add`);
        }
        body.set(sum);
      });
    }
    body.get(b);
    body.i32(columns * bytes);
    body.op('i32.add');
    body.set(b);
    body.get(a);
    body.i32(rows * bytes);
    body.op('i32.add');
    body.tee(a);
    body.get(end);
    body.op('i32.lt_u');
    body.brIf(again);
  });
  const store = (adding: boolean): void => {
    for (let row = 0; row < rows; row++) {
      const own = sums.slice(row * vectors, (row + 1) * vectors);
      // loads before stores: what stands between keeps engines from joining neighbouring vectors
      if (adding) {
        own.forEach((sum, v) => {
          body.get(c);
          body.memory('v128.load', v * 16);
          body.get(sum);
          body.op(`${shape}.add`);
          body.set(sum);
        });
      }
      own.forEach((sum, v) => {
        body.get(c);
        body.get(sum);
        body.memory('v128.store', v * 16);
      });
      if (row === rows - 1) continue;
      body.get(c);
      body.get(cRow);
      body.op('i32.add');
      body.set(c);
    }
  };
  body.get(add);
  body.if(
    () => store(true),
    () => store(false),
  );
  return body;
};

/** merge(c, cRow, tile, rows, columns, add): the part of a tile that lies inside of C. */
const writeMerge = (module: ModuleBuilder, type: FloatType, tile: Tile): Callee => {
  const body = module.function({ params: ['i32', 'i32', 'i32', 'i32', 'i32', 'i32'], results: [] });
  const [c, cRow, from, rows, columns, add] = body.params;
  const [row, column] = localsOf(body, 'i32');
  const place = (base: Local): void => {
    body.get(base);
    body.get(column);
    body.i32(tile.bytes);
    body.op('i32.mul', 'i32.add');
  };
  loop(
    body,
    row,
    constant(body, 0),
    () => body.get(rows),
    1,
    () => {
      loop(
        body,
        column,
        constant(body, 0),
        () => body.get(columns),
        1,
        () => {
          place(c);
          place(from);
          body.memory(`${type}.load`);
          body.get(add);
          body.if(
            () => {
              place(c);
              body.memory(`${type}.load`);
            },
            () => (type === 'f32' ? body.f32(-0) : body.f64(-0)),
            type,
          );
          body.op(`${type}.add`);
          body.memory(`${type}.store`);
        },
      );
      body.get(c);
      body.get(cRow);
      body.op('i32.add');
      body.set(c);
      body.get(from);
      body.i32(tile.columns * tile.bytes);
      body.op('i32.add');
      body.set(from);
    },
  );
  return body;
};

/** How an operand is read: by strides, by tables of offsets, or in panels as tiles read them. */
export type OperandAccess = 'strides' | 'tables' | 'packed';

export type Access = { readonly left: OperandAccess; readonly right: OperandAccess };

/**
 * The parameters of `gemm`, in their order: addresses and strides are in bytes. For operands that are read by tables of
 * offsets, the two strides are the addresses of the tables. For those that are packed, `aRow` and `bColumn` say how far
 * panels begin from the first, for each line, and the other stride does not matter.
 */
const gemmParameters = [
  'c',
  'a',
  'b',
  'rows',
  'columns',
  'inner',
  'cRow',
  'aRow',
  'aInner',
  'bInner',
  'bColumn',
  'scratch',
  /** Tiles wholly right of the diagonal that is this far right of the main one are left out; large: none are. */
  'diagonal',
  /** Whether the product is added to what C holds. */
  'add',
] as const;

/** Writes the function `gemm` for a type. Inner extents of 0 leave C alone: the caller fills it. */
export const writeGemm = (
  module: ModuleBuilder,
  type: FloatType,
  features: Features,
  access: Access = { left: 'strides', right: 'strides' },
): Callee => {
  const tile = tileOf(type, features);
  const packer = (by: OperandAccess, width: number): Callee | undefined =>
    by === 'packed' ? undefined : (by === 'tables' ? writePackByTables : writePack)(module, type, width, tile);
  const packLeft = packer(access.left, tile.rows);
  const packRight = packer(access.right, tile.columns);
  const micro = writeMicro(module, type, features, tile);
  const merge = writeMerge(module, type, tile);
  const body = module.function({ params: gemmParameters.map(() => 'i32'), results: [] });
  const p = namedParams(body, gemmParameters);
  const [jc, pc, ic, jr, ir] = localsOf(body, 'i32');
  const [width, depth, height, packedLeft, packedRight, edge, adding, target] = localsOf(body, 'i32');
  const [left, right, leftLine, rightLine] = localsOf(body, 'i32');
  const block = (limit: Local, at: Local, size: number, result: Local): void => {
    minimum(
      body,
      () => {
        body.get(limit);
        body.get(at);
        body.op('i32.sub');
      },
      () => body.i32(size),
    );
    body.set(result);
  };
  const get = (which: Local) => (): void => body.get(which);
  // scratch: the edge tile, then the panels of A, then those of B
  body.get(p.scratch);
  body.set(edge);
  body.get(p.scratch);
  body.i32(1024);
  body.op('i32.add');
  body.set(packedLeft);
  body.get(packedLeft);
  minimum(body, get(p.rows), constant(body, blockRows));
  body.i32(rowsOfTiles - 1);
  body.op('i32.add');
  body.i32(rowsOfTiles);
  body.op('i32.div_u');
  body.i32(rowsOfTiles);
  body.op('i32.mul');
  minimum(body, get(p.inner), constant(body, blockInner));
  body.op('i32.mul');
  body.i32(tile.bytes);
  body.op('i32.mul');
  body.i32(63);
  body.op('i32.add');
  body.i32(-64);
  body.op('i32.and', 'i32.add');
  body.set(packedRight);

  const tiles = (): void => {
    loop(body, jr, constant(body, 0), get(width), tile.columns, () =>
      loop(body, ir, constant(body, 0), get(height), tile.rows, () => {
        // whether some element of the tile is on or left of the diagonal
        body.get(ic);
        body.get(ir);
        body.op('i32.add');
        body.i32(tile.rows - 1);
        body.op('i32.add');
        body.get(p.diagonal);
        body.op('i32.add');
        body.get(jc);
        body.get(jr);
        body.op('i32.add', 'i32.ge_s');
        body.if(() => {
          pushAddress(
            body,
            p.c,
            [
              () => {
                body.get(ic);
                body.get(ir);
                body.op('i32.add');
              },
              get(p.cRow),
            ],
            [
              () => {
                body.get(jc);
                body.get(jr);
                body.op('i32.add');
              },
              constant(body, tile.bytes),
            ],
          );
          body.set(target);
          const call = (c: () => void, cRow: () => void, add: () => void): void => {
            body.get(depth);
            pushAddress(body, left, [get(ir), get(leftLine)]);
            pushAddress(body, right, [get(jr), get(rightLine)]);
            c();
            cRow();
            add();
            body.call(micro);
          };
          body.get(ir);
          body.i32(tile.rows);
          body.op('i32.add');
          body.get(height);
          body.op('i32.le_s');
          body.get(jr);
          body.i32(tile.columns);
          body.op('i32.add');
          body.get(width);
          body.op('i32.le_s', 'i32.and');
          body.if(
            () => call(get(target), get(p.cRow), get(adding)),
            () => {
              call(get(edge), constant(body, tile.columns * tile.bytes), constant(body, 0));
              body.get(target);
              body.get(p.cRow);
              body.get(edge);
              minimum(
                body,
                () => {
                  body.get(height);
                  body.get(ir);
                  body.op('i32.sub');
                },
                constant(body, tile.rows),
              );
              minimum(
                body,
                () => {
                  body.get(width);
                  body.get(jr);
                  body.op('i32.sub');
                },
                constant(body, tile.columns),
              );
              body.get(adding);
              body.call(merge);
            },
          );
        });
      }),
    );
  };

  type Axis = readonly [from: Local, extent: Local, stride: Local];
  type Panels = { readonly at: Local; readonly line: Local; readonly room: Local; readonly width: number };
  /** Sees to it that a part of an operand stands in panels, and says where they are and how far apart for each line. */
  const panelsOf = (
    by: OperandAccess,
    pack: Callee | undefined,
    base: Local,
    lines: Axis,
    inner: Axis,
    { at, line, room, width: lanes }: Panels,
  ): void => {
    const axes = [lines, inner];
    if (pack === undefined) {
      pushAddress(body, base, [get(lines[0]), get(lines[2])], [get(inner[0]), constant(body, lanes * tile.bytes)]);
      body.set(at);
      body.get(lines[2]);
      body.set(line);
      return;
    }
    body.get(inner[1]);
    body.i32(tile.bytes);
    body.op('i32.mul');
    body.set(line);
    body.get(room);
    body.tee(at);
    if (by === 'tables') body.get(base);
    else pushAddress(body, base, ...axes.map(([from, , stride]) => [get(from), get(stride)] as const));
    for (const [, extent] of axes) body.get(extent);
    for (const [from, , stride] of axes) {
      if (by === 'tables') pushAddress(body, stride, [get(from), constant(body, 4)]);
      else body.get(stride);
    }
    if (by === 'strides') body.get(line);
    body.call(pack);
  };

  loop(body, jc, constant(body, 0), get(p.columns), blockColumns, () => {
    block(p.columns, jc, blockColumns, width);
    loop(body, pc, constant(body, 0), get(p.inner), blockInner, () => {
      block(p.inner, pc, blockInner, depth);
      body.get(p.add);
      body.get(pc);
      body.i32(0);
      body.op('i32.gt_s', 'i32.or');
      body.set(adding);
      panelsOf(access.right, packRight, p.b, [jc, width, p.bColumn], [pc, depth, p.bInner], {
        at: right,
        line: rightLine,
        room: packedRight,
        width: tile.columns,
      });
      loop(body, ic, constant(body, 0), get(p.rows), blockRows, () => {
        block(p.rows, ic, blockRows, height);
        panelsOf(access.left, packLeft, p.a, [ic, height, p.aRow], [pc, depth, p.aInner], {
          at: left,
          line: leftLine,
          room: packedLeft,
          width: tile.rows,
        });
        tiles();
      });
    });
  });
  return body;
};
