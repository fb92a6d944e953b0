import { array, grad, lax, makeJaxpr, type NDArray, numpy as np, vmap } from 'nabla';
import { describe, expect, it } from 'vitest';
import type { ConcreteArray } from '../../src/array/ndarray.ts';
import { wasmTarget } from '../../src/backends/wasm/library/target.ts';
import { flattenProgram } from '../../src/compiler/flatten.ts';
import { Planner } from '../../src/compiler/planner.ts';
import { randomFrom } from '../random-programs/generate.ts';
import { compareExecutors } from './compare.ts';

/** Loops that write elements of what they carry, which stays where it is if nothing needs what was there. */

const float64 = { dtype: 'float64' } as const;
const n = 24;
const x = np.sin(np.arange(n, float64).mul(3)).add(0.1) as ConcreteArray;
const zeros = (...shape: number[]): NDArray => np.zeros(shape, float64);
const one = (value: NDArray): NDArray => value.reshape([1]);
const write = lax.dynamicUpdateSlice;

type Step = (i: NDArray, y: NDArray) => NDArray;
const loop = (step: Step, start: NDArray, steps = n): NDArray => lax.foriLoop(0, steps, step, start);

/** Programs, and whether some array stays in its place. */
const programs: { readonly [name: string]: readonly [f: (y: NDArray) => NDArray, stays: boolean] } = {
  'elements one by one': [y => loop((i, z) => write(z, one(np.sin(y.at(i))), [i]), zeros(n)), true],
  'elements set': [y => loop((i, z) => z.set(i, np.sin(y.at(i))), zeros(n)), true],
  'elements added to': [y => loop((i, z) => z.addAt(np.mod(i.mul(5), 7), y.at(i)), zeros(n)), true],
  'an element made of the one before': [
    y =>
      loop(
        (i, z) =>
          z.set(
            i,
            z
              .at(np.maximum(i.sub(1), 0))
              .mul(0.5)
              .add(y.at(i)),
          ),
        y,
      ),
    true,
  ],
  'an element made of all': [y => loop((i, z) => z.set(i, np.sum(z).mul(0.1)), y), true],
  'two elements after each other': [
    y => loop((i, z) => z.set(i, y.at(i).mul(2)).addAt(np.subtract(n - 1, i), z.at(0)), zeros(n)),
    false,
  ],
  'two elements, the second by the first': [
    y =>
      loop((i, z) => {
        const once = z.set(i, y.at(i).mul(2));
        return once.addAt(np.subtract(n - 1, i), once.at(0));
      }, zeros(n)),
    true,
  ],
  'a window made of its neighbours': [
    y => loop((i, z) => write(z, lax.dynamicSlice(z, [i], [4]).mul(0.5).add(y.at(':4')), [i.add(1)]), y, n - 5),
    false,
  ],
  'a window of other data': [y => loop((i, z) => write(z, lax.dynamicSlice(y, [i], [4]), [i.add(1)]), y, n - 5), true],
  'rows of a table': [
    y =>
      loop(
        (i, z) =>
          write(
            z,
            z
              .at(np.maximum(i.sub(1), 0))
              .mul(0.5)
              .add(y.at(i))
              .reshape([1, 4]),
            [i, 0],
          ),
        zeros(n, 4),
      ),
    false,
  ],
  'cells of a table': [
    y =>
      lax.foriLoop(
        0,
        5,
        (i: NDArray, table: NDArray): NDArray =>
          lax.foriLoop(
            0,
            6,
            (j: NDArray, z: NDArray): NDArray => {
              const left = z.at(i, np.maximum(j.sub(1), 0));
              const above = z.at(np.maximum(i.sub(1), 0), j);
              return z.set([i, j], np.logaddexp(left, above).add(y.at(i.mul(4).add(np.mod(j, 4)))));
            },
            table,
          ),
        zeros(5, 6),
      ),
    false,
  ],
  'what is read after it was written': [
    y =>
      lax.scan(
        ([z, s]: [NDArray, NDArray], i: NDArray) => {
          const next = z.set(i, y.at(i));
          return [[next, s.add(z.at(0)).add(next.at(0))], z.at(i)];
        },
        [zeros(n), zeros()] as [NDArray, NDArray],
        np.arange(n, { dtype: 'int32' }),
      )[0][1],
    false,
  ],
  'all states of it': [
    y =>
      lax.scan(
        (z: NDArray, i: NDArray) => {
          const next = z.set(i, y.at(i));
          return [next, z.add(next)];
        },
        zeros(n),
        np.arange(6, { dtype: 'int32' }),
      )[1],
    false,
  ],
  'arrays that change places': [
    y =>
      lax.foriLoop(0, 5, (i: NDArray, [a, b]: [NDArray, NDArray]): [NDArray, NDArray] => [b, a.set(i, y.at(i))], [
        zeros(n),
        y,
      ] as [NDArray, NDArray])[0],
    true,
  ],
  'one array written, one kept': [
    y =>
      lax.foriLoop(
        0,
        5,
        (i: NDArray, [a, b]: [NDArray, NDArray]): [NDArray, NDArray] => [a, b.set(i, a.at(i).mul(2))],
        [y, zeros(n)] as [NDArray, NDArray],
      )[1],
    true,
  ],
  'while there is room': [
    y =>
      lax.whileLoop(
        ([i]: [NDArray, NDArray]) => np.less(i, 9),
        ([i, z]: [NDArray, NDArray]): [NDArray, NDArray] => [i.add(2), z.set(i, y.at(i))],
        [array(0, { dtype: 'int32' }), zeros(n)] as [NDArray, NDArray],
      )[1],
    true,
  ],
  'complex elements': [
    y => {
      const z = y.astype('complex128').mul({ re: 0.5, im: 1 });
      return np.real(lax.foriLoop(0, n, (i: NDArray, w: NDArray): NDArray => w.set(i, z.at(i).mul(w.at(0))), z));
    },
    // both parts of w[0] are read while parts of w[i] are written
    false,
  ],
};

/** How many arrays stay in their places in the loops of a program. */
const placesIn = (f: (y: NDArray) => NDArray): number =>
  new Planner(flattenProgram(traced(f)), wasmTarget(1))
    .plan('f')
    .steps.flatMap(step => (step.kind === 'control' ? step.programs : []))
    .reduce((sum, { places }) => sum + places.size, 0);

const traced = (f: (y: NDArray) => NDArray) => makeJaxpr(f)(x).jaxpr;

describe('loops over', () => {
  it.each(Object.entries(programs))('%s', (_, [f, stays]) => {
    const jaxpr = traced(f);
    expect(compareExecutors(jaxpr, [x])).toEqual([]);
    expect(placesIn(f) > 0).toBe(stays);
  });

  it.each(Object.entries(programs).filter(([name]) => !name.startsWith('while')))('%s, derived', (_, [f]) => {
    expect(compareExecutors(traced(grad(y => np.sum(np.square(f(y))))), [x])).toEqual([]);
    expect(
      compareExecutors(
        traced(y => vmap(f)(np.stack([y, y.mul(2)]))),
        [x],
      ),
    ).toEqual([]);
  });

  it('terms, whose gradients are added where they belong', () => {
    const f = (y: NDArray): NDArray =>
      lax.foriLoop(0, n - 1, (i, sum: NDArray) => sum.add(np.sin(y.at(i).mul(y.at(i.add(1))))), zeros());
    expect(placesIn(f)).toBe(0);
    expect(placesIn(grad(f))).toBeGreaterThan(0);
    expect(compareExecutors(traced(grad(f)), [x])).toEqual([]);
    const single = x.astype('float32') as ConcreteArray;
    expect(compareExecutors(makeJaxpr(grad(f))(single).jaxpr, [single])).toEqual([]);
  });

  it('random writes and reads', () => {
    for (let seed = 0; seed < 60; seed++) {
      const random = randomFrom(seed);
      const moves = Array.from({ length: 1 + random.integer(4) }, () =>
        Array.from({ length: 6 }, () => random.integer(n - 3)),
      );
      const f = (y: NDArray): NDArray =>
        lax
          .foriLoop(
            0,
            7,
            (i: NDArray, [a, b]: [NDArray, NDArray]): [NDArray, NDArray] => {
              let pair = [a, b] as [NDArray, NDArray];
              for (const [which, from, to, other, size, kind] of moves as [
                number,
                number,
                number,
                number,
                number,
                number,
              ][]) {
                const [own, beside] = [pair[which % 2]!, pair[other % 2]!];
                const width = 1 + (size % 3);
                const value = lax.dynamicSlice(
                  kind % 3 === 0 ? own : kind % 3 === 1 ? beside : y,
                  [np.mod(i.add(from), n)],
                  [width],
                );
                const next =
                  kind % 2 === 0
                    ? write(own, value.mul(0.7), [np.mod(i.add(to), n)])
                    : own.addAt(np.mod(i.add(to), n), value.at(0).mul(0.3));
                pair = which % 2 === 0 ? [next, pair[1]] : [pair[0], next];
              }
              return moves[0]![0]! % 5 === 0 ? [pair[1], pair[0]] : pair;
            },
            [y, y.mul(-1)] as [NDArray, NDArray],
          )
          .reduce((sum, z, k) => sum.add(z.mul(k + 1)));
      expect(compareExecutors(traced(f), [x]), `seed ${seed}`).toEqual([]);
    }
  });
});
