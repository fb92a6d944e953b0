import type { Callee, Local } from '../emit/function.ts';
import type { ModuleBuilder } from '../emit/module.ts';
import { advance, constant, forLoop, pushAddress } from './loops.ts';
import type { FloatType } from './tile.ts';

/**
 * Writes cholesky(n, a, l): the lower factor of a row-major matrix, whose lower triangle is read, row by row; what is above
 * the diagonal becomes 0. Without a factor the lower triangle becomes NaN.
 */
export const writeCholesky = (module: ModuleBuilder, type: FloatType): Callee => {
  const bytes = type === 'f32' ? 4 : 8;
  const lanes = 16 / bytes;
  const shape = type === 'f32' ? 'f32x4' : 'f64x2';
  const body = module.function({ params: ['i32', 'i32', 'i32'], results: [] });
  const [n, a, l] = body.params as [Local, Local, Local];
  const local = (): Local => body.local('i32');
  const [i, j, k, rowBytes, left, right, vectorEnd, failed] = [
    local(),
    local(),
    local(),
    local(),
    local(),
    local(),
    local(),
    local(),
  ];
  const sum = body.local(type);
  const sums = [body.local('v128'), body.local('v128')];
  const get = (which: Local) => (): void => body.get(which);
  const number = (value: number): void => (type === 'f32' ? body.f32(value) : body.f64(value));
  const element = (base: Local, column: Local): void => pushAddress(body, base, [get(column), constant(body, bytes)]);
  const loadAt = (base: Local, column: Local): void => {
    element(base, column);
    body.memory(`${type}.load`);
  };

  body.get(n);
  body.i32(bytes);
  body.op('i32.mul');
  body.set(rowBytes);
  body.get(l);
  body.i32(0);
  body.get(rowBytes);
  body.get(n);
  body.op('i32.mul');
  body.fillMemory();
  const row = local();
  body.get(l);
  body.set(left);
  body.get(a);
  body.set(row);
  forLoop(body, i, constant(body, 0), get(n), 1, () => {
    body.get(l);
    body.set(right);
    body.get(i);
    body.i32(1);
    body.op('i32.add');
    const end = local();
    body.set(end);
    forLoop(body, j, constant(body, 0), get(end), 1, () => {
      // Σ l[i, k] · l[j, k] for k < j
      for (const each of sums) {
        body.v128('i32', [0, 0, 0, 0]);
        body.set(each);
      }
      body.get(j);
      body.i32(-2 * lanes);
      body.op('i32.and');
      body.set(vectorEnd);
      forLoop(body, k, constant(body, 0), get(vectorEnd), 2 * lanes, () => {
        sums.forEach((each, v) => {
          body.get(each);
          element(left, k);
          body.memory('v128.load', 16 * v);
          element(right, k);
          body.memory('v128.load', 16 * v);
          body.op(`${shape}.mul`, `${shape}.add`);
          body.set(each);
        });
      });
      loadAt(row, j);
      body.get(sums[0]!);
      body.get(sums[1]!);
      body.op(`${shape}.add`);
      body.set(sums[0]!);
      for (let lane = 0; lane < lanes; lane++) {
        body.get(sums[0]!);
        body.lane(`${shape}.extract_lane`, lane);
        body.op(`${type}.sub`);
      }
      body.set(sum);
      forLoop(body, k, get(vectorEnd), get(j), 1, () => {
        body.get(sum);
        loadAt(left, k);
        loadAt(right, k);
        body.op(`${type}.mul`, `${type}.sub`);
        body.set(sum);
      });
      element(left, j);
      body.get(j);
      body.get(i);
      body.op('i32.lt_s');
      body.if(
        () => {
          body.get(sum);
          loadAt(right, j);
          body.op(`${type}.div`);
        },
        () => {
          // NaN is not above 0 either
          body.get(sum);
          number(0);
          body.op(`${type}.gt`, 'i32.eqz');
          body.if(() => {
            body.i32(1);
            body.set(failed);
          });
          body.get(sum);
          body.op(`${type}.sqrt`);
        },
        type,
      );
      body.memory(`${type}.store`);
      advance(body, right, get(rowBytes));
    });
    advance(body, left, get(rowBytes));
    advance(body, row, get(rowBytes));
  });
  body.get(failed);
  body.if(() => {
    body.get(l);
    body.set(left);
    forLoop(body, i, constant(body, 0), get(n), 1, () => {
      forLoop(
        body,
        j,
        constant(body, 0),
        () => {
          body.get(i);
          body.i32(1);
          body.op('i32.add');
        },
        1,
        () => {
          element(left, j);
          number(Number.NaN);
          body.memory(`${type}.store`);
        },
      );
      advance(body, left, get(rowBytes));
    });
  });
  return body;
};
