import {
  array,
  checkpoint,
  grad,
  hessian,
  hessianSparsity,
  jacfwd,
  jacrev,
  jit,
  lax,
  type NDArray,
  numpy as np,
  sparseHessian,
  vmap,
} from 'nabla';
import { describe, expect, it } from 'vitest';
import { type Random, randomFrom } from '../random-programs/generate.ts';

/** Loops that read and write elements by their index: what depends on the index alone is known, and so is the pattern. */

const float64 = { dtype: 'float64' } as const;
const int32 = { dtype: 'int32' } as const;
const n = 12;
const point = np.sin(np.arange(n, float64).mul(7).add(1)).add(1.5);
const zero = array(0, float64);
const table = array(Int32Array.from([3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8]));

const over = (count: number, term: (i: NDArray) => NDArray): NDArray =>
  lax.foriLoop(0, count, (i, sum: NDArray) => sum.add(term(i)), zero);

const cases: readonly (readonly [name: string, f: (x: NDArray) => NDArray, nonzeros: number])[] = [
  ['foriLoop', x => over(n, i => np.sin(x.at(i))), n],
  ['foriLoop over neighbours', x => over(n - 1, i => np.exp(x.at(i).mul(x.at(i.add(1))))), 3 * n - 2],
  ['foriLoop that starts later', x => lax.foriLoop(3, 7, (i, sum: NDArray) => sum.add(np.exp(x.at(i))), zero), 4],
  ['foriLoop backwards', x => over(n, i => x.at(i).mul(x.at(np.subtract(n - 1, i)))), n],
  ['foriLoop by a table', x => over(n, i => np.square(x.at(table.at(i)).mul(x.at(0)))), 1 + 3 * 8],
  ['foriLoop by remainders', x => over(n, i => np.exp(x.at(np.mod(i.mul(5), 4)))), 4],
  ['foriLoop over windows', x => over(n - 2, i => np.prod(lax.dynamicSlice(x, [i], [3]))), 2 * (n - 1) + 2 * (n - 2)],
  [
    'foriLoop of choices',
    x =>
      over(n, i =>
        lax.cond(
          np.less(i, 5),
          () => np.exp(x.at(i)),
          () => x.at(i),
        ),
      ),
    // a factor of zero, where the choice is the other one, is a value
    n,
  ],
  [
    'a loop from the index of another on',
    x => {
      const next = (j: NDArray): [NDArray, NDArray] => [j.add(1), x.at(j)];
      return over(n - 2, i => np.prod(lax.scan(next, i, null, { length: 3 })[1]));
    },
    2 * (n - 1) + 2 * (n - 2),
  ],
  ['nested loops', x => over(3, i => over(4, j => np.exp(x.at(i.mul(4).add(j)).mul(x.at(i))))), n + 2 * 11],
  [
    'scan over indices',
    x => lax.scan((sum: NDArray, i: NDArray) => [sum.add(np.exp(x.at(i))), null], zero, table)[0],
    8,
  ],
  [
    'scan backwards',
    x => lax.scan((sum: NDArray, i: NDArray) => [sum.add(np.exp(x.at(i))), null], zero, table, { reverse: true })[0],
    8,
  ],
  ['map', x => np.sum(lax.map((i: NDArray) => np.exp(x.at(i).mul(x.at(0))), np.arange(n, int32))), 3 * n - 2],
  ['vmap', x => np.sum(vmap((i: NDArray) => np.exp(x.at(i)))(np.arange(n, int32))), n],
  ['jit with an index as argument', x => jit((y: NDArray, i: NDArray) => np.sum(np.exp(y.at(i))))(x, table), 8],
  ['checkpoint', x => over(n, i => checkpoint((y: NDArray, k: NDArray) => np.exp(y.at(k)))(x, i)), n],
  [
    'elements written one by one',
    x => {
      const write = (i: NDArray, y: NDArray): NDArray => lax.dynamicUpdateSlice(y, np.exp(x.at(i)).reshape([1]), [i]);
      return np.sum(np.square(lax.foriLoop(0, n, write, np.zeros(n, float64))));
    },
    n,
  ],
  [
    'elements added one by one',
    x => {
      const write = (i: NDArray, y: NDArray): NDArray => y.addAt(np.mod(i, 4), x.at(i));
      return np.sum(np.exp(lax.foriLoop(0, n, write, np.zeros(4, float64))));
    },
    4 * 9,
  ],
];

const numbers = (x: NDArray): number[] => [...x.toTypedArray()] as number[];

/** The largest difference, by the largest number. */
const difference = (a: NDArray, b: NDArray): number => {
  const [first, second] = [numbers(a), numbers(b)];
  return Math.max(...first.map((x, i) => Math.abs(x - second[i]!))) / Math.max(1, ...first.map(Math.abs));
};

describe('loops by index have the pattern of', () => {
  it.each(cases)('%s', (_, f, nonzeros) => {
    const expected = jacfwd(grad(f))(point);
    const H = sparseHessian(f)(point);
    expect(H.nnz).toBe(nonzeros);
    expect(hessianSparsity(f)(point).nnz).toBe(nonzeros);
    expect(difference(expected, H.toDense())).toBeLessThan(1e-13);
    expect(difference(expected, hessian(f)(point))).toBeLessThan(1e-13);
    expect(difference(expected, jit(hessian(f))(point))).toBeLessThan(1e-13);
    expect(difference(expected, jacrev(jacfwd(f))(point))).toBeLessThan(1e-13);
  });

  it('many steps at the cost of each one', () => {
    const count = 5000;
    const x = np.linspace(0.1, 1, count, float64);
    const f = (y: NDArray): NDArray => over(count - 1, i => np.square(y.at(i).mul(y.at(i.add(1)))));
    const H = sparseHessian(f)(x);
    expect(H.nnz).toBe(3 * count - 2);
    // x² of an element and its square beside it, from both sides
    const v = np.cos(np.arange(count, float64));
    const [head, tail] = [x.at(':-1'), x.at('1:')];
    const beside = head.mul(tail).mul(4);
    const squares = np.square(x).mul(2);
    const own = np
      .pad(squares.at('1:'), [[0, 1]])
      .add(np.pad(squares.at(':-1'), [[1, 0]]))
      .mul(v);
    const others = np.pad(beside.mul(v.at('1:')), [[0, 1]]).add(np.pad(beside.mul(v.at(':-1')), [[1, 0]]));
    expect(difference(own.add(others), H.matvec(v))).toBeLessThan(1e-12);
  });
});

/** A random sum over a loop: of terms by index, with or without a recurrence, vectors that are written, loops inside. */
const randomLoop = (random: Random): ((x: NDArray) => NDArray) => {
  const places: ((i: NDArray) => NDArray)[] = [
    i => i,
    i => np.mod(i.add(1), n),
    i => np.subtract(n - 1, i),
    i => np.mod(i.mul(5).add(2), n),
    i => np.floorDivide(i, 2),
    i => table.at(i),
    i => np.minimum(i, 4),
  ];
  const functions: ((a: NDArray, b: NDArray) => NDArray)[] = [
    (a, b) => np.sin(a.mul(b)),
    (a, b) => np.exp(a.mul(-0.5)).mul(b),
    (a, b) => np.square(a.sub(b)),
    (a, b) => np.logaddexp(a, b),
    (a, b) => a.add(b.mul(0.5)),
    (a, b) => np.where(np.greater(a, b), a.mul(a), b),
  ];
  const chosen = Array.from({ length: 4 }, () => places[random.integer(places.length)]!);
  const f = functions[random.integer(functions.length)]!;
  const g = functions[random.integer(functions.length)]!;
  const read = (x: NDArray, i: NDArray, k: number): NDArray =>
    random.integer(2) === 0 && k === 0 ? x.at(chosen[0]!(i)) : lax.dynamicSlice(x, [chosen[k]!(i)], [1]).at(0);
  const way = random.integer(6);
  const term = (x: NDArray, i: NDArray): NDArray => f(g(read(x, i, 0), read(x, i, 1)), read(x, i, 2));
  switch (way) {
    case 0:
      return x => over(n, i => term(x, i));
    case 1: // a recurrence
      return x => {
        const step = (i: NDArray, [sum, h]: [NDArray, NDArray]): [NDArray, NDArray] => {
          const next = f(h.mul(0.3), read(x, i, 0));
          return [sum.add(np.square(next)), next];
        };
        return lax.foriLoop(0, 5, step, [zero, zero])[0];
      };
    case 2: // a vector that is added to
      return x =>
        np.sum(
          np.exp(
            lax.foriLoop(0, n, (i, y: NDArray) => y.addAt(chosen[3]!(i), term(x, i)), np.zeros(n, float64)).mul(0.1),
          ),
        );
    case 3: // elements that are replaced, and read again
      return x => {
        const step = (i: NDArray, y: NDArray): NDArray =>
          lax.dynamicUpdateSlice(y, term(y, i).mul(0.5).reshape([1]), [chosen[3]!(i)]);
        return np.sum(np.square(lax.foriLoop(0, 4, step, x)));
      };
    case 4: // a loop in a loop, by both indices
      return x => over(4, i => over(3, j => f(read(x, i.mul(3).add(j), 0), read(x, i, 1)).mul(x.at(j))));
    default: // slices beside indices, from the last to the first, and a choice
      return x =>
        lax
          .scan(
            (sum: NDArray, [i, own]: [NDArray, NDArray]) => {
              const value = lax.cond(
                np.less(i, 6),
                () => term(x, i),
                () => own.mul(own),
              );
              return [sum.add(value), value];
            },
            zero,
            [np.arange(n, int32), x],
            { reverse: random.integer(2) === 0 },
          )[1]
          .sum();
  }
};

describe('random loops', () => {
  it.each(Array.from({ length: 10 }, (_, block) => block))('of block %i have the Hessian of dense tangents', block => {
    for (let k = 0; k < 8; k++) {
      const seed = 100 * block + k;
      // the same choices each time that the function is traced
      const f = (x: NDArray): NDArray => randomLoop(randomFrom(seed))(x);
      const expected = jacfwd(grad(f))(point);
      expect(difference(expected, sparseHessian(f)(point).toDense()), `seed ${seed}`).toBeLessThan(1e-12);
      expect(difference(expected, jit(hessian(f))(point)), `seed ${seed}`).toBeLessThan(1e-12);
    }
  });
});
