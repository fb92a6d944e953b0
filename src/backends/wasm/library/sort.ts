import { bytesOfType, isFloatType, type ScalarType } from '../../../kernel/expression.ts';
import type { Callee, Local } from '../emit/function.ts';
import type { ModuleBuilder } from '../emit/module.ts';
import type { PlainName } from '../emit/opcodes.ts';
import { Code, type Value } from './code.ts';

/** How elements are ordered: numbers ascending, then NaN; or the greatest first, NaN before all, 0 before -0. */
export type SortOrder = 'ascending' | 'descending';

/** Elements that are sorted by insertion before runs are merged. */
const runLength = 8;

/** Longer lines are sorted by the digits of their keys. */
const longLine = 256;
const digitBits = 11;
const digits = 1 << digitBits;

/** Bytes for the keys of a line of n elements, for two lists of indices, and for how often each digit occurs. */
export const sortScratchBytes = (n: number, keys: number): number =>
  64 * Math.ceil((8 * n * (keys + 1) + (n < longLine ? 0 : 4 * digits) + 64) / 64);

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

/** The words of a list of indices, or of counts. */
const wordAt = (code: Code, list: Value, element: Value): (() => void) =>
  code.i('add', list, code.i('mul', element, 4));

const loadWord =
  (code: Code, address: Value): (() => void) =>
  () => {
    code.int(address);
    code.body.memory('i32.load');
  };

const storeWord = (code: Code, address: Value, value: Value): void => {
  code.int(address);
  code.int(value);
  code.body.memory('i32.store');
};

/** x with those bits turned over that another number has. */
const turned =
  (code: Code, x: Value, bits: Value): (() => void) =>
  () => {
    code.int(x);
    code.int(bits);
    code.body.op('i32.xor');
  };

/**
 * Writes toWords(n, keys): each key becomes an unsigned number, of one word or two, the lower first, that is ordered as the
 * keys are. Keys that are equal become equal ones.
 */
const writeWords = (module: ModuleBuilder, type: ScalarType, order: SortOrder): Callee => {
  const body = module.function({ params: ['i32', 'i32'], results: [] });
  const [n, keys] = body.params;
  const code = new Code(body);
  const [i, address, sign] = code.ints();
  const bytes = bytesOfType(type);
  const word = (place: number): (() => void) => loadWord(code, code.i('add', address, 4 * place));
  const places = bytes === 8 ? [0, 1] : [0];
  const highest = places.length - 1;
  const reversed = order === 'ascending' ? 0 : -1;
  const storeAll = (valueAt: (place: number) => Value): void => {
    for (const place of places)
      storeWord(code, code.i('add', address, 4 * place), turned(code, valueAt(place), reversed));
  };
  const least = -(2 ** 31);
  code.for(i, 0, n, () => {
    code.set(address, code.i('add', keys, code.i('mul', i, bytes)));
    if (!isFloatType(type)) {
      storeAll(place => turned(code, word(place), type === 'i32' ? least : 0));
      return;
    }
    const value = body.local(type);
    code.int(address);
    body.memory(`${type}.load`);
    body.set(value);
    const get = (): void => body.get(value);
    code.if(
      compare(code, type, 'ne', get, get),
      () => storeAll(() => -1),
      () => {
        if (order === 'ascending') {
          // -0 and 0 are equal
          code.int(address);
          body.get(value);
          if (type === 'f64') body.f64(0);
          else body.f32(0);
          body.op(`${type}.add`);
          body.memory(`${type}.store`);
        }
        code.set(sign, () => {
          code.int(word(highest));
          body.i32(31);
          body.op('i32.shr_s');
        });
        const either = (): void => {
          code.int(sign);
          body.i32(least);
          body.op('i32.or');
        };
        storeAll(place => turned(code, word(place), place === highest ? either : sign));
      },
    );
  });
  return body;
};

/**
 * Writes pass(n, words, bytes, shift, source, target, counts): puts the indices of source into target by a digit of their words,
 * which stand at the given distance, equal ones in the order in which they were. Gives 0, and does nothing, where all are equal.
 */
const writePass = (module: ModuleBuilder): Callee => {
  const body = module.function({ params: ['i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32'], results: ['i32'] });
  const [n, words, bytes, shift, source, target, counts] = body.params;
  const code = new Code(body);
  const [i, index, place, count, sum] = code.ints();
  const at = (list: Local, element: Value): (() => void) => wordAt(code, list, element);
  const load = (address: Value): (() => void) => loadWord(code, address);
  const store = (address: Value, value: Value): void => storeWord(code, address, value);
  const placeOf = (element: Value): (() => void) => {
    const digit = (): void => {
      code.int(load(code.i('add', words, code.i('mul', element, bytes))));
      code.int(shift);
      body.op('i32.shr_u');
      body.i32(digits - 1);
      body.op('i32.and');
    };
    return at(counts, digit);
  };
  const increase = (): void => store(place, code.i('add', load(place), 1));
  code.clear(counts, digits / 2);
  code.for(i, 0, n, () => {
    code.set(place, placeOf(i));
    increase();
  });
  code.if(code.i('eq', load(placeOf(0)), n), () => {
    body.i32(0);
    body.op('return');
  });
  code.set(sum, 0);
  code.for(i, 0, digits, () => {
    code.set(place, at(counts, i));
    code.set(count, load(place));
    store(place, sum);
    code.set(sum, code.i('add', sum, count));
  });
  code.for(i, 0, n, () => {
    code.set(index, load(at(source, i)));
    code.set(place, placeOf(index));
    store(at(target, load(place)), index);
    increase();
  });
  code.int(1);
  return body;
};

/** Writes before(n, keys, x, y): whether element x comes before element y of the keys, 8 n bytes apart. */
const writeBefore = (module: ModuleBuilder, types: readonly ScalarType[], order: SortOrder): Callee => {
  const body = module.function({ params: ['i32', 'i32', 'i32', 'i32'], results: ['i32'] });
  const [n, keys, x, y] = body.params;
  const code = new Code(body);
  types.forEach((type, k) => {
    const held = [body.local(isFloatType(type) ? type : 'i32'), body.local(isFloatType(type) ? type : 'i32')] as const;
    [x, y].forEach((index, side) => {
      const start = code.i('add', keys, code.i('mul', n, 8 * k));
      code.int(code.i('add', start, code.i('mul', index, bytesOfType(type))));
      body.memory(isFloatType(type) ? `${type}.load` : 'i32.load');
      body.set(held[side]!);
    });
    const get = held.map(local => () => body.get(local));
    if (k === types.length - 1) {
      code.int(isBefore(code, type, order, get[0]!, get[1]!));
      return;
    }
    code.if(isBefore(code, type, order, get[0]!, get[1]!), () => {
      body.i32(1);
      body.op('return');
    });
    code.if(isBefore(code, type, order, get[1]!, get[0]!), () => {
      body.i32(0);
      body.op('return');
    });
  });
  return body;
};

/** Puts the index i into a sorted list of indices from `low` up to place j, behind those that do not come after it. */
const insert = (
  code: Code,
  list: Local,
  i: Local,
  j: Local,
  low: Value,
  isFirst: (x: Value, y: Value) => () => void,
): void => {
  const previous = loadWord(code, wordAt(code, list, code.i('sub', j, 1)));
  code.body.block(done =>
    code.body.loop(again => {
      code.int(code.i('le_s', j, low));
      code.body.brIf(done);
      code.int(code.not(isFirst(i, previous)));
      code.body.brIf(done);
      storeWord(code, wordAt(code, list, j), previous);
      code.set(j, code.i('sub', j, 1));
      code.body.br(again);
    }),
  );
  storeWord(code, wordAt(code, list, j), i);
};

/**
 * Writes select(n, kept, keys, list) → the list: the indices of the greatest elements, as many as are kept, equal ones in the order in which they
 * are. Each element is compared with the last one of those kept so far, and put among them if it comes before it.
 */
export const writeSelection = (module: ModuleBuilder, type: ScalarType): Callee => {
  const before = writeBefore(module, [type], 'descending');
  const body = module.function({ params: ['i32', 'i32', 'i32', 'i32'], results: ['i32'] });
  const [n, kept, keys, list] = body.params;
  const code = new Code(body);
  const [i, j, last, comes] = code.ints();
  const held = body.local(isFloatType(type) ? type : 'i32');
  const key = (index: Value) => (): void => {
    code.int(code.i('add', keys, code.i('mul', index, bytesOfType(type))));
    body.memory(isFloatType(type) ? `${type}.load` : 'i32.load');
  };
  const lastIndex = loadWord(code, wordAt(code, list, last));
  const isFirst = (x: Value, y: Value): (() => void) => code.call(before, n, keys, x, y);
  code.set(last, code.i('sub', kept, 1));
  code.for(i, 0, n, () => {
    code.set(comes, 1);
    // most are less than all that are kept, which takes no call to see
    code.if(code.i('gt_s', i, last), () =>
      code.if(
        compare(code, type, 'lt', key(i), () => body.get(held)),
        () => code.set(comes, 0),
        () => code.set(comes, isFirst(i, lastIndex)),
      ),
    );
    code.if(comes, () => {
      code.set(j, code.least(i, last));
      insert(code, list, i, j, 0, isFirst);
      code.if(code.i('ge_s', i, last), () => {
        key(lastIndex)();
        body.set(held);
      });
    });
  });
  code.int(list);
  return body;
};

/**
 * Writes sort(n, keys, scratch) → the address of the sorted indices: keys are arrays of `types`, one after the other, each with
 * room for 8 bytes an element, and are written over; the first that tells two elements apart decides, and equal elements keep
 * their order. Long lines are sorted digit by digit, from the last one of the last key to the first one of the first, others by
 * merging; `scratch` has room for two lists of indices, and for the counts of digits.
 */
export const writeSort = (module: ModuleBuilder, types: readonly ScalarType[], order: SortOrder): Callee => {
  const before = writeBefore(module, types, order);
  const pass = writePass(module);
  const toWords = types.map(type => writeWords(module, type, order));
  const body = module.function({ params: ['i32', 'i32', 'i32'], results: ['i32'] });
  const [n, keys, scratch] = body.params;
  const code = new Code(body);
  const [i, j, k, source, target, width, low, middle, high, held] = code.ints();
  const at = (list: Local, index: Value): (() => void) => wordAt(code, list, index);
  const load = (list: Local, index: Value): (() => void) => loadWord(code, at(list, index));
  const store = (list: Local, index: Value, value: Value): void => storeWord(code, at(list, index), value);
  const isFirst = (x: Value, y: Value): (() => void) => code.call(before, n, keys, x, y);
  const advance = (local: Local): void => code.set(local, code.i('add', local, 1));

  code.set(source, scratch);
  code.set(target, at(scratch, n));
  const exchange = (): void => {
    code.set(held, source);
    code.set(source, target);
    code.set(target, held);
  };
  code.if(code.i('ge_s', n, longLine), () => {
    code.for(i, 0, n, () => store(source, i, i));
    code.set(k, code.at(scratch, n));
    for (const key of [...types.keys()].reverse()) {
      const bytes = bytesOfType(types[key]!);
      const start = code.i('add', keys, code.i('mul', n, 8 * key));
      code.int(code.call(toWords[key]!, n, start));
      for (let word = 0; word < bytes; word += 4) {
        for (let shift = 0; shift < 32; shift += digitBits) {
          code.if(code.call(pass, n, code.i('add', start, word), bytes, shift, source, target, k), exchange);
        }
      }
    }
    code.int(source);
    body.op('return');
  });
  code.for(i, 0, n, () => {
    // into the run that it belongs to
    code.set(low, code.i('and', i, -runLength));
    code.set(j, i);
    insert(code, source, i, j, low, isFirst);
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
    exchange();
    code.set(width, code.i('mul', width, 2));
  });
  code.int(source);
  return body;
};
