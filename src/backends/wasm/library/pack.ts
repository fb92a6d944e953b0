import type { Callee, Local } from '../emit/function.ts';
import type { ModuleBuilder } from '../emit/module.ts';
import { advance, constant, forLoop as loop, minimum, pushAddress } from './loops.ts';
import type { FloatType, Tile } from './tile.ts';

/**
 * pack(target, source, lines, depth, lineStride, depthStride): panels of `width` lines, depth outermost within a panel;
 * lines that are missing in the last panel are zeros.
 */
export const writePack = (module: ModuleBuilder, type: FloatType, width: number, { bytes, lanes }: Tile): Callee => {
  const body = module.function({ params: ['i32', 'i32', 'i32', 'i32', 'i32', 'i32'], results: [] });
  const [target, source, lines, depth, lineStride, depthStride] = body.params as [
    Local,
    Local,
    Local,
    Local,
    Local,
    Local,
  ];
  const line = body.local('i32');
  const at = body.local('i32');
  const k = body.local('i32');
  const pointer = body.local('i32');
  const i = body.local('i32');
  const startOfPanel = (): void => {
    body.get(source);
    body.get(line);
    body.get(lineStride);
    body.op('i32.mul', 'i32.add');
    body.set(pointer);
  };
  /** One step in depth of a whole panel. */
  const whole = (contiguous: boolean): void => {
    if (contiguous && (width % lanes) * bytes <= 8) {
      const moved = width * bytes;
      for (let byte = 0; byte < moved; byte += 16) {
        const kind = byte + 16 <= moved ? 'v128' : moved - byte === 8 ? 'i64' : 'i32';
        body.get(at);
        body.get(pointer);
        body.memory(`${kind}.load`, byte);
        body.memory(`${kind}.store`, byte);
      }
      return;
    }
    body.get(pointer);
    body.set(i);
    for (let lane = 0; lane < width; lane++) {
      body.get(at);
      body.get(i);
      body.memory(`${type}.load`);
      body.memory(`${type}.store`, lane * bytes);
      if (lane < width - 1) advance(body, i, () => body.get(lineStride));
    }
  };
  const panel = (inside: () => void): void => {
    loop(
      body,
      k,
      constant(body, 0),
      () => body.get(depth),
      1,
      () => {
        inside();
        advance(body, pointer, () => body.get(depthStride));
        advance(body, at, () => body.i32(width * bytes));
      },
    );
  };
  body.get(target);
  body.set(at);
  loop(
    body,
    line,
    constant(body, 0),
    () => body.get(lines),
    width,
    () => {
      startOfPanel();
      body.get(line);
      body.i32(width);
      body.op('i32.add');
      body.get(lines);
      body.op('i32.le_s');
      body.if(
        () => {
          body.get(lineStride);
          body.i32(bytes);
          body.op('i32.eq');
          body.if(
            () => panel(() => whole(true)),
            () => panel(() => whole(false)),
          );
        },
        () =>
          panel(() => {
            const rest = body.local('i32');
            loop(body, i, constant(body, 0), constant(body, width), 1, () => {
              body.get(at);
              body.get(i);
              body.i32(bytes);
              body.op('i32.mul', 'i32.add');
              body.get(line);
              body.get(i);
              body.op('i32.add');
              body.tee(rest);
              body.get(lines);
              body.op('i32.lt_s');
              body.if(
                () => {
                  body.get(pointer);
                  body.get(i);
                  body.get(lineStride);
                  body.op('i32.mul', 'i32.add');
                  body.memory(`${type}.load`);
                },
                () => (type === 'f32' ? body.f32(0) : body.f64(0)),
                type,
              );
              body.memory(`${type}.store`);
            });
          }),
      );
    },
  );
  return body;
};

/**
 * pack(target, source, lines, depth, lineOffsets, depthOffsets): as `writePack`, of elements that stand at the sum of two
 * offsets, which tables hold in bytes. Lines that are missing in the last panel repeat the last one.
 */
export const writePackByTables = (module: ModuleBuilder, type: FloatType, width: number, { bytes }: Tile): Callee => {
  const body = module.function({ params: ['i32', 'i32', 'i32', 'i32', 'i32', 'i32'], results: [] });
  const [at, source, lines, depth, lineOffsets, depthOffsets] = body.params as [
    Local,
    Local,
    Local,
    Local,
    Local,
    Local,
  ];
  const [line, k, offset] = [body.local('i32'), body.local('i32'), body.local('i32')];
  const starts = Array.from({ length: width }, () => body.local('i32'));
  const get = (which: Local) => (): void => body.get(which);
  loop(body, line, constant(body, 0), get(lines), width, () => {
    starts.forEach((start, i) => {
      pushAddress(body, lineOffsets, [
        () =>
          minimum(
            body,
            () => {
              body.get(line);
              body.i32(i);
              body.op('i32.add');
            },
            () => {
              body.get(lines);
              body.i32(1);
              body.op('i32.sub');
            },
          ),
        constant(body, 4),
      ]);
      body.memory('i32.load');
      body.get(source);
      body.op('i32.add');
      body.set(start);
    });
    loop(body, k, constant(body, 0), get(depth), 1, () => {
      pushAddress(body, depthOffsets, [get(k), constant(body, 4)]);
      body.memory('i32.load');
      body.set(offset);
      starts.forEach((start, i) => {
        body.get(at);
        body.get(start);
        body.get(offset);
        body.op('i32.add');
        body.memory(`${type}.load`);
        body.memory(`${type}.store`, i * bytes);
      });
      advance(body, at, constant(body, width * bytes));
    });
  });
  return body;
};
