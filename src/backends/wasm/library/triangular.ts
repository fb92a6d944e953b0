import type { Features } from '../emit/features.ts';
import type { Callee, Local } from '../emit/function.ts';
import type { ModuleBuilder } from '../emit/module.ts';
import { advance, constant, forLoop, minimum, pushAddress } from './loops.ts';
import type { FloatType } from './tile.ts';

/** Right hand sides that are solved together: four vectors. */
const stripWidth = { f32: 16, f64: 8 } as const;

export const triangularScratchBytes = (type: FloatType, n: number): number =>
  n * stripWidth[type] * (type === 'f32' ? 4 : 8) + 64;

/** The parameters of the solver, in their order: addresses and strides are in bytes. */
export const triangularParameters = [
  'n',
  'count',
  'a',
  'aRow',
  'aColumn',
  'b',
  /** Results; laid out like b. */
  'x',
  /** From an equation to the next. */
  'step',
  /** From a right hand side to the next. */
  'side',
  'unit',
  'scratch',
] as const;

/**
 * Writes a function that solves A x = b for lower triangular A and several b by forward substitution, strip by strip of
 * right hand sides; with negative strides it solves for upper triangular ones.
 */
export const writeTriangularSolve = (module: ModuleBuilder, type: FloatType, features: Features): Callee => {
  const bytes = type === 'f32' ? 4 : 8;
  const width = stripWidth[type];
  const shape = type === 'f32' ? 'f32x4' : 'f64x2';
  const body = module.function({ params: triangularParameters.map(() => 'i32'), results: [] });
  const p = Object.fromEntries(triangularParameters.map((name, i) => [name, body.params[i]!])) as Record<
    (typeof triangularParameters)[number],
    Local
  >;
  const local = (): Local => body.local('i32');
  const [first, sides, i, r, packed, at, row, earlier] = [
    local(),
    local(),
    local(),
    local(),
    local(),
    local(),
    local(),
    local(),
  ];
  const sums = [0, 1, 2, 3].map(() => body.local('v128'));
  const factor = body.local('v128');
  const get = (which: Local) => (): void => body.get(which);

  /** Between the strip and b or x, element by element or, for whole contiguous strips, by vectors. */
  const copy = (outside: Local, direction: 'in' | 'out'): void => {
    body.get(p.scratch);
    body.set(packed);
    forLoop(body, i, constant(body, 0), get(p.n), 1, () => {
      pushAddress(body, outside, [get(i), get(p.step)], [get(first), get(p.side)]);
      body.set(at);
      body.get(sides);
      body.i32(width);
      body.op('i32.eq');
      body.get(p.side);
      body.i32(bytes);
      body.op('i32.eq', 'i32.and');
      body.if(
        () => {
          for (let v = 0; v < 4; v++) {
            body.get(direction === 'in' ? packed : at);
            body.get(direction === 'in' ? at : packed);
            body.memory('v128.load', 16 * v);
            body.memory('v128.store', 16 * v);
          }
        },
        () =>
          forLoop(body, r, constant(body, 0), get(sides), 1, () => {
            const inStrip = (): void => pushAddress(body, packed, [get(r), constant(body, bytes)]);
            if (direction === 'in') {
              inStrip();
              body.get(at);
              body.memory(`${type}.load`);
              body.memory(`${type}.store`);
            } else {
              body.get(at);
              inStrip();
              body.memory(`${type}.load`);
              body.memory(`${type}.store`);
            }
            advance(body, at, get(p.side));
          }),
      );
      advance(body, packed, constant(body, width * bytes));
    });
  };

  forLoop(body, first, constant(body, 0), get(p.count), width, () => {
    minimum(
      body,
      () => {
        body.get(p.count);
        body.get(first);
        body.op('i32.sub');
      },
      constant(body, width),
    );
    body.set(sides);
    copy(p.b, 'in');
    body.get(p.scratch);
    body.set(packed);
    forLoop(body, i, constant(body, 0), get(p.n), 1, () => {
      sums.forEach((sum, v) => {
        body.get(packed);
        body.memory('v128.load', 16 * v);
        body.set(sum);
      });
      pushAddress(body, p.a, [get(i), get(p.aRow)]);
      body.set(row);
      body.get(p.scratch);
      body.set(earlier);
      forLoop(body, r, constant(body, 0), get(i), 1, () => {
        body.get(row);
        body.memory(type === 'f32' ? 'v128.load32_splat' : 'v128.load64_splat');
        body.set(factor);
        sums.forEach((sum, v) => {
          if (features.relaxedMultiplyAdd) {
            body.get(factor);
            body.get(earlier);
            body.memory('v128.load', 16 * v);
            body.get(sum);
            body.op(`${shape}.relaxed_nmadd`);
          } else {
            body.get(sum);
            body.get(factor);
            body.get(earlier);
            body.memory('v128.load', 16 * v);
            body.op(`${shape}.mul`, `${shape}.sub`);
          }
          body.set(sum);
        });
        advance(body, row, get(p.aColumn));
        advance(body, earlier, constant(body, width * bytes));
      });
      body.get(p.unit);
      body.op('i32.eqz');
      body.if(() => {
        body.get(row);
        body.memory(type === 'f32' ? 'v128.load32_splat' : 'v128.load64_splat');
        body.set(factor);
        for (const sum of sums) {
          body.get(sum);
          body.get(factor);
          body.op(`${shape}.div`);
          body.set(sum);
        }
      });
      sums.forEach((sum, v) => {
        body.get(packed);
        body.get(sum);
        body.memory('v128.store', 16 * v);
      });
      advance(body, packed, constant(body, width * bytes));
    });
    copy(p.x, 'out');
  });
  return body;
};
