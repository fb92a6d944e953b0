import { bytesOfType, isFloatType, type ScalarType } from '../../../kernel/expression.ts';
import type { Callee, Local } from '../emit/function.ts';
import type { ModuleBuilder } from '../emit/module.ts';
import type { PlainName } from '../emit/opcodes.ts';
import { Code, type Value } from './code.ts';

/** How elements are ordered: numbers ascending, then NaN; or the greatest first, NaN before all, 0 before -0. */
export type SortOrder = 'ascending' | 'descending';

/** Elements that are sorted by insertion before runs are merged. */
const runLength = 8;

/** Bytes for the keys of a line of n elements, and for two lists of indices. */
export const sortScratchBytes = (n: number, keys: number): number => 64 * Math.ceil((8 * n * (keys + 1) + 64) / 64);

const compare = (code: Code, type: ScalarType, name: 'lt' | 'eq' | 'ne', x: Value, y: Value) => (): void => {
  const isFloat = isFloatType(type);
  for (const value of [x, y]) code.int(value);
  const signed = name === 'lt' && !isFloat ? (type === 'i32' ? '_s' : '_u') : '';
  code.body.op(`${isFloat ? type : 'i32'}.${name}${signed}` as PlainName);
};

/** Whether x comes before y; both are evaluated several times. */
const isBefore = (code: Code, type: ScalarType, order: SortOrder, x: Value, y: Value): (() => void) => {
  const either = (a: Value, b: Value) => (): void => {
    code.int(a);
    code.int(b);
    code.body.op('i32.or');
  };
  const [first, second] = order === 'ascending' ? [x, y] : [y, x];
  const less = compare(code, type, 'lt', first, second);
  if (!isFloatType(type)) return less;
  const isNumber = (a: Value): (() => void) => compare(code, type, 'eq', a, a);
  const isNaN = (a: Value): (() => void) => compare(code, type, 'ne', a, a);
  const withNaN = either(less, code.and(isNaN(second), isNumber(first)));
  if (order === 'ascending') return withNaN;
  const isNegative = (a: Value) => (): void => {
    if (type === 'f64') code.body.f64(1);
    else code.body.f32(1);
    code.int(a);
    code.body.op(`${type}.copysign`);
    if (type === 'f64') code.body.f64(0);
    else code.body.f32(0);
    code.body.op(`${type}.lt`);
  };
  const isZeroFirst = code.and(compare(code, type, 'eq', x, y), code.not(isNegative(x)), isNegative(y));
  return either(withNaN, isZeroFirst);
};

/**
 * Writes sort(n, keys, scratch) → the address of the sorted indices: keys are arrays of `types`, one after the other, each with
 * room for 8 bytes an element; the first that tells two elements apart decides, and equal elements keep their order. Merge sort;
 * `scratch` has room for two lists of indices.
 */
export const writeSort = (module: ModuleBuilder, types: readonly ScalarType[], order: SortOrder): Callee => {
  const before = module.function({ params: ['i32', 'i32', 'i32', 'i32'], results: ['i32'] });
  {
    const [n, keys, x, y] = before.params as [Local, Local, Local, Local];
    const code = new Code(before);
    types.forEach((type, k) => {
      const held = [
        before.local(isFloatType(type) ? type : 'i32'),
        before.local(isFloatType(type) ? type : 'i32'),
      ] as const;
      [x, y].forEach((index, side) => {
        const start = code.i('add', keys, code.i('mul', n, 8 * k));
        code.int(code.i('add', start, code.i('mul', index, bytesOfType(type))));
        before.memory(isFloatType(type) ? `${type}.load` : 'i32.load');
        before.set(held[side]!);
      });
      const get = held.map(local => () => before.get(local));
      if (k === types.length - 1) {
        code.int(isBefore(code, type, order, get[0]!, get[1]!));
        return;
      }
      code.if(isBefore(code, type, order, get[0]!, get[1]!), () => {
        before.i32(1);
        before.op('return');
      });
      code.if(isBefore(code, type, order, get[1]!, get[0]!), () => {
        before.i32(0);
        before.op('return');
      });
    });
  }
  const body = module.function({ params: ['i32', 'i32', 'i32'], results: ['i32'] });
  const [n, keys, scratch] = body.params as [Local, Local, Local];
  const code = new Code(body);
  const [i, j, k, source, target, width, low, middle, high, held] = code.ints();
  const at = (list: Local, index: Value): (() => void) => code.i('add', list, code.i('mul', index, 4));
  const load = (list: Local, index: Value) => (): void => {
    code.int(at(list, index));
    body.memory('i32.load');
  };
  const store = (list: Local, index: Value, value: Value): void => {
    code.int(at(list, index));
    code.int(value);
    body.memory('i32.store');
  };
  const isFirst = (x: Value, y: Value): (() => void) => code.call(before, n, keys, x, y);
  const previous = (index: Value): (() => void) => code.i('sub', index, 1);
  const advance = (local: Local): void => code.set(local, code.i('add', local, 1));

  code.set(source, scratch);
  code.set(target, at(scratch, n));
  code.for(i, 0, n, () => {
    // into the run that it belongs to
    code.set(low, code.i('and', i, -runLength));
    code.set(j, i);
    body.block(done =>
      body.loop(again => {
        code.int(code.i('le_s', j, low));
        body.brIf(done);
        code.set(held, load(source, previous(j)));
        code.int(code.not(isFirst(i, held)));
        body.brIf(done);
        store(source, j, held);
        code.set(j, previous(j));
        body.br(again);
      }),
    );
    store(source, j, i);
  });
  code.set(width, runLength);
  code.while(code.i('lt_s', width, n), () => {
    code.for(
      low,
      0,
      n,
      () => {
        code.set(middle, code.least(n, code.i('add', low, width)));
        code.set(high, code.least(n, code.i('add', middle, width)));
        code.set(i, low);
        code.set(j, middle);
        code.set(k, low);
        const take = (from: Local): void => {
          store(target, k, load(source, from));
          advance(from);
          advance(k);
        };
        code.while(code.and(code.i('lt_s', i, middle), code.i('lt_s', j, high)), () =>
          code.if(
            isFirst(load(source, j), load(source, i)),
            () => take(j),
            () => take(i),
          ),
        );
        code.while(code.i('lt_s', i, middle), () => take(i));
        code.while(code.i('lt_s', j, high), () => take(j));
      },
      code.i('mul', width, 2),
    );
    code.set(held, source);
    code.set(source, target);
    code.set(target, held);
    code.set(width, code.i('mul', width, 2));
  });
  code.int(source);
  return body;
};
