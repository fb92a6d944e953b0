import type { Callee, FunctionBuilder, Local } from '../emit/function.ts';
import type { ModuleBuilder } from '../emit/module.ts';
import { advance, constant, localsOf, forLoop as loop, minimum, pushAddress } from './loops.ts';
import type { FloatType, Tile } from './tile.ts';

/**
 * Stores what as many lines as a vector has lanes, or half as many, have at each step: `store` is given the step, and what puts
 * a vector, or 64 bits, on the stack.
 */
export const storeTransposed = (
  body: FunctionBuilder,
  lines: readonly Local[],
  bytes: 4 | 8,
  store: (step: number, part: () => void) => void,
): void => {
  /** The lower or upper elements of two vectors, of so many bytes each, in turns. */
  const interleave = (x: Local, y: Local, size: number, half: 0 | 8): void => {
    body.get(x);
    body.get(y);
    body.shuffle(
      Array.from({ length: 16 }, (_, i) => {
        const element = Math.floor(i / size);
        return half + Math.floor(element / 2) * size + (i % size) + 16 * (element % 2);
      }),
    );
  };
  const [a, b, c, d] = lines as [Local, Local, Local | undefined, Local | undefined];
  const halves = [0, 8] as const;
  if (bytes === 8) {
    halves.forEach((half, step) => {
      store(step, () => interleave(a, b, 8, half));
    });
    return;
  }
  halves.forEach((half, at) => {
    const [first, second] = [body.local('v128'), body.local('v128')];
    interleave(a, b, 4, half);
    body.set(first);
    if (c !== undefined && d !== undefined) {
      interleave(c, d, 4, half);
      body.set(second);
    }
    halves.forEach((part, odd) => {
      store(2 * at + odd, () => {
        if (c !== undefined) {
          interleave(first, second, 8, part);
          return;
        }
        body.get(first);
        body.lane('i64x2.extract_lane', odd);
      });
    });
  });
};

/**
 * pack(target, source, lines, depth, lineStride, depthStride, panelLine): panels of `width` lines, depth outermost within a
 * panel, which begin `panelLine` bytes a line from the target; lines that are missing in the last panel are zeros.
 */
export const writePack = (module: ModuleBuilder, type: FloatType, width: number, { bytes, lanes }: Tile): Callee => {
  const body = module.function({ params: ['i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32'], results: [] });
  const [target, source, lines, depth, lineStride, depthStride, panelLine] = body.params;
  const [line, at, k, pointer, i] = localsOf(body, 'i32');
  const startOfPanel = (): void => {
    pushAddress(body, target, [() => body.get(line), () => body.get(panelLine)]);
    body.set(at);
    body.get(source);
    body.get(line);
    body.get(lineStride);
    body.op('i32.mul', 'i32.add');
    body.set(pointer);
  };
  /** One step in depth of a whole panel. */
  const step = (contiguous: boolean): void => {
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
  const panel = (inside: () => void, from = constant(body, 0)): void => {
    loop(
      body,
      k,
      from,
      () => body.get(depth),
      1,
      () => {
        inside();
        advance(body, pointer, () => body.get(depthStride));
        advance(body, at, () => body.i32(width * bytes));
      },
    );
  };
  const vectors = Array.from({ length: width }, () => body.local('v128'));
  /** A panel of lines whose elements stand next to each other: squares of them are transposed in vectors. */
  const transposed = (): void => {
    const whole = (): void => {
      body.get(depth);
      body.i32(-lanes);
      body.op('i32.and');
    };
    loop(body, k, constant(body, 0), whole, lanes, () => {
      body.get(pointer);
      body.set(i);
      vectors.forEach((vector, lane) => {
        body.get(i);
        body.memory('v128.load');
        body.set(vector);
        if (lane < width - 1) advance(body, i, () => body.get(lineStride));
      });
      for (let first = 0; first < width; first += lanes) {
        storeTransposed(body, vectors.slice(first, first + lanes), bytes, (step, part) => {
          body.get(at);
          part();
          body.memory(width - first >= lanes ? 'v128.store' : 'i64.store', (step * width + first) * bytes);
        });
      }
      advance(body, pointer, () => body.i32(16));
      advance(body, at, () => body.i32(lanes * width * bytes));
    });
    panel(() => step(false), whole);
  };
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
            () => panel(() => step(true)),
            () => {
              body.get(depthStride);
              body.i32(bytes);
              body.op('i32.eq');
              body.if(transposed, () => panel(() => step(false)));
            },
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
  const [at, source, lines, depth, lineOffsets, depthOffsets] = body.params;
  const [line, k, offset] = localsOf(body, 'i32');
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
