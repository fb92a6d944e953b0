import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { acyclicColouring } from './acyclic-colouring.ts';
import { type ColouringKind, orderNames, recoverElements } from './colouring.ts';
import { type CompressedPattern, compressRows } from './compress.ts';
import { starColouring } from './star-colouring.ts';

const colourings = { star: starColouring, acyclic: acyclicColouring };

const patternOf = (n: number, edges: readonly (readonly [number, number])[]): CompressedPattern => {
  const all = [
    ...edges.flatMap(([v, w]) => [[v, w] as const, [w, v] as const]),
    ...Array.from({ length: n }, (_, v) => [v, v] as const),
  ];
  return compressRows(
    Int32Array.from(all, ([v]) => v),
    Int32Array.from(all, ([, w]) => w),
    [n, n],
  ).pattern;
};

const path = (n: number): CompressedPattern =>
  patternOf(
    n,
    Array.from({ length: n - 1 }, (_, i) => [i, i + 1] as const),
  );
const cycle = (n: number): CompressedPattern =>
  patternOf(
    n,
    Array.from({ length: n }, (_, i) => [i, (i + 1) % n] as const),
  );
const arrow = (n: number): CompressedPattern =>
  patternOf(
    n,
    Array.from({ length: n - 1 }, (_, i) => [0, i + 1] as const),
  );

const box = (extents: readonly number[], offsets: readonly (readonly number[])[]): CompressedPattern => {
  const count = extents.reduce((product, extent) => product * extent, 1);
  const placeOf = (index: readonly number[]): number => index.reduce((place, i, axis) => place * extents[axis]! + i, 0);
  const edges: [number, number][] = [];
  for (let place = 0; place < count; place++) {
    let rest = place;
    const index = extents.map(() => 0);
    for (let axis = extents.length - 1; axis >= 0; axis--) {
      index[axis] = rest % extents[axis]!;
      rest = Math.floor(rest / extents[axis]!);
    }
    for (const offset of offsets) {
      const other = index.map((i, axis) => i + offset[axis]!);
      if (other.every((i, axis) => i >= 0 && i < extents[axis]!)) edges.push([place, placeOf(other)]);
    }
  }
  return patternOf(count, edges);
};

/** cos of sums of K neighbours, and all with each of the first K. */
const arrowHead = (n: number, k: number): CompressedPattern =>
  patternOf(
    n,
    Array.from({ length: n }, (_, i) => [
      ...Array.from({ length: k - 1 }, (__, j) => [i, i + j + 1] as const).filter(([, j]) => j < n),
      ...Array.from({ length: k }, (__, j) => [j, i] as const).filter(([j]) => j < i),
    ]).flat(),
  );

const isProper = ({ indptr, indices, shape }: CompressedPattern, colours: Int32Array): boolean => {
  for (let v = 0; v < shape[0]; v++) {
    for (let at = indptr[v]!; at < indptr[v + 1]!; at++) {
      if (indices[at] !== v && colours[indices[at]!] === colours[v]) return false;
    }
  }
  return true;
};

const graphs = fc
  .integer({ min: 1, max: 25 })
  .chain(n => fc.array(fc.tuple(fc.nat(n - 1), fc.nat(n - 1)), { maxLength: 3 * n }).map(edges => patternOf(n, edges)));

describe.each(['star', 'acyclic'] as const)('%s colourings', kind => {
  it.each(orderNames)('give every matrix back, in %s order', order => {
    fc.assert(
      fc.property(graphs, pattern => {
        const { shape, indptr, indices } = pattern;
        const colouring = colourings[kind](pattern, order);
        const value = (v: number, w: number): number => 1 + Math.min(v, w) * 31 + Math.max(v, w);
        const products = Array.from({ length: colouring.count }, (_, colour) =>
          Float64Array.from({ length: shape[0] }, (__, v) => {
            let sum = 0;
            for (let at = indptr[v]!; at < indptr[v + 1]!; at++) {
              if (colouring.colours[indices[at]!] === colour) sum += value(v, indices[at]!);
            }
            return sum;
          }),
        );
        const data = recoverElements(pattern, colouring, products);
        expect(isProper(pattern, colouring.colours)).toBe(true);
        for (let v = 0; v < shape[0]; v++) {
          for (let at = indptr[v]!; at < indptr[v + 1]!; at++) expect(data[at]).toBe(value(v, indices[at]!));
        }
      }),
      { numRuns: 150, seed: 1 },
    );
  });
});

const cross = (rank: number): number[][] =>
  Array.from({ length: rank }, (_, axis) => Array.from({ length: rank }, (__, k) => Number(k === axis)));

describe('the number of colours', () => {
  const rows: readonly (readonly [name: string, pattern: () => CompressedPattern, star: number, acyclic: number])[] = [
    ['a tridiagonal matrix', () => path(100), 3, 2],
    ['an arrow of 1000', () => arrow(1000), 2, 2],
    ['a grid of 5-point stencils', () => box([100, 100], cross(2)), 5, 4],
    ['a grid of 9-point stencils', () => box([100, 100], [...cross(2), [1, 1], [1, -1]]), 11, 6],
    ['a box of 7-point stencils', () => box([20, 20, 20], cross(3)), 11, 6],
    ['ArrowHead (200, 16)', () => arrowHead(200, 16), 47, 32],
    ['ArrowHead (800, 8)', () => arrowHead(800, 8), 23, 16],
  ];
  it.each(rows)('of %s is no larger than what others need in natural order', (_, pattern, star, acyclic) => {
    const count = (kind: ColouringKind): number => colourings[kind](pattern(), 'natural').count;
    expect([count('star'), count('acyclic')].join()).toBe([star, acyclic].join());
  });

  it('does not grow with the length of an arrow head', () => {
    expect(acyclicColouring(arrowHead(3200, 8), 'natural').count).toBe(16);
  });

  it('is the least there is for paths and short cycles', () => {
    const best = (pattern: CompressedPattern): number[] => [
      starColouring(pattern).count,
      acyclicColouring(pattern).count,
    ];
    expect(best(path(20))).toEqual([3, 2]);
    expect(best(cycle(4))).toEqual([3, 3]);
    expect(best(cycle(5))).toEqual([4, 3]);
    expect(best(cycle(6))).toEqual([3, 3]);
  });

  it('of stars is the least there is for all graphs of four vertices and most of six', () => {
    /** Whether there is a star colouring that goes on from the given one with `count` colours. */
    const possible = (near: readonly number[][], colours: readonly number[], count: number): boolean => {
      const fits = near.every((others, a) =>
        others.every(
          b =>
            (colours[a] ?? -1) !== (colours[b] ?? -2) &&
            near[b]!.every(
              c =>
                (colours[c] ?? -1) !== (colours[a] ?? -2) ||
                c === a ||
                near[c]!.every(d => d === b || (colours[d] ?? -1) !== (colours[b] ?? -2)),
            ),
        ),
      );
      if (!fits || colours.length === near.length) return fits;
      const next = Math.min(count, Math.max(-1, ...colours) + 2); // colours of which none is used yet are alike
      return Array.from({ length: next }, (_, colour) => colour).some(c => possible(near, [...colours, c], count));
    };
    const excess = (n: number, chosen: (pair: number) => boolean): number => {
      const pairs = Array.from({ length: n * n }, (_, p) => [p % n, Math.floor(p / n)] as const).filter(
        ([v, w]) => v < w,
      );
      const edges = pairs.filter((_, i) => chosen(i));
      const near = Array.from({ length: n }, (_, v) => edges.flatMap(([a, b]) => (a === v ? [b] : b === v ? [a] : [])));
      const least = near.findIndex((_, k) => possible(near, [], k + 1)) + 1;
      return starColouring(patternOf(n, edges)).count - least;
    };
    const four = Array.from({ length: 64 }, (_, graph) => excess(4, i => ((graph >> i) & 1) === 1));
    expect(four).toEqual(new Array(64).fill(0));
    const six = Array.from({ length: 100 }, (_, graph) =>
      excess(6, i => (((graph + 1) * 2654435761 * (i + 3)) >>> 7) % 2 === 1),
    );
    expect(Math.min(...six)).toBe(0);
    expect(Math.max(...six)).toBeLessThanOrEqual(1);
    expect(six.filter(more => more > 0).length).toBeLessThan(5);
  });
});
