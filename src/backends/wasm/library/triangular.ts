import type { Features } from '../emit/features.ts';
import type { Callee, Local } from '../emit/function.ts';
import type { ModuleBuilder } from '../emit/module.ts';
import { advance, constant, forLoop, localsOf, minimum, namedParams, pushAddress } from './loops.ts';
import type { FloatType } from './tile.ts';

const vectors = 4;

/** Right hand sides that are solved together. */
const stripWidth = { f32: 16, f64: 8 } as const;

export const triangularScratchBytes = (type: FloatType, n: number): number =>
  n * stripWidth[type] * (type === 'f32' ? 4 : 8) + 64;

type Line = { readonly row: Local; readonly factor: Local; readonly sums: readonly Local[] };

/** The parameters of the solver, in their order: addresses and strides are in bytes. */
const triangularParameters = [
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
  const p = namedParams(body, triangularParameters);
  const [first, sides, i, r, packed, at, earlier, even] = localsOf(body, 'i32');
  const known = body.local('v128');
  /** Equations that are solved together, so that sums need not wait for each other. */
  const lines = [0, 1].map(() => ({
    row: body.local('i32'),
    factor: body.local('v128'),
    sums: Array.from({ length: vectors }, () => body.local('v128')),
  }));
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
          for (let v = 0; v < vectors; v++) {
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

  const readFactor = ({ row, factor }: Line): void => {
    body.get(row);
    body.memory(type === 'f32' ? 'v128.load32_splat' : 'v128.load64_splat');
    body.set(factor);
    advance(body, row, get(p.aColumn));
  };
  /** sum -= factor · value */
  const subtract = (sum: Local, factor: Local, value: Local): void => {
    if (features.relaxedMultiplyAdd) {
      body.get(factor);
      body.get(value);
      body.get(sum);
      body.op(`${shape}.relaxed_nmadd`);
    } else {
      body.get(sum);
      body.get(factor);
      body.get(value);
      body.op(`${shape}.mul`, `${shape}.sub`);
    }
    body.set(sum);
  };
  /** Solves the equations from i on, given all earlier unknowns. */
  const solve = (together: readonly Line[]): void => {
    const sums = together.flatMap(line => line.sums);
    sums.forEach((sum, v) => {
      body.get(packed);
      body.memory('v128.load', 16 * v);
      body.set(sum);
    });
    together.forEach(({ row }, line) => {
      pushAddress(body, p.a, [get(i), get(p.aRow)]);
      if (line > 0) {
        body.get(p.aRow);
        body.op('i32.add');
      }
      body.set(row);
    });
    body.get(p.scratch);
    body.set(earlier);
    forLoop(body, r, constant(body, 0), get(i), 1, () => {
      together.forEach(readFactor);
      for (let v = 0; v < vectors; v++) {
        body.get(earlier);
        body.memory('v128.load', 16 * v);
        body.set(known);
        for (const { factor, sums } of together) subtract(sums[v]!, factor, known);
      }
      advance(body, earlier, constant(body, width * bytes));
    });
    together.forEach((line, at) => {
      for (const before of together.slice(0, at)) {
        readFactor(line);
        line.sums.forEach((sum, v) => subtract(sum, line.factor, before.sums[v]!));
      }
      body.get(p.unit);
      body.op('i32.eqz');
      body.if(() => {
        readFactor(line);
        for (const sum of line.sums) {
          body.get(sum);
          body.get(line.factor);
          body.op(`${shape}.div`);
          body.set(sum);
        }
      });
      for (const sum of line.sums) {
        body.get(packed);
        body.get(sum);
        body.memory('v128.store');
        advance(body, packed, constant(body, 16));
      }
    });
  };

  body.get(p.n);
  body.i32(-2);
  body.op('i32.and');
  body.set(even);
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
    forLoop(body, i, constant(body, 0), get(even), 2, () => solve(lines));
    body.get(even);
    body.get(p.n);
    body.op('i32.lt_s');
    body.if(() => solve(lines.slice(0, 1)));
    copy(p.x, 'out');
  });
  return body;
};
