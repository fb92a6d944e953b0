import { describe, expect, it } from 'vitest';
import { factorsOf, rootsOfUnity } from './roots.ts';
import { transformLines } from './transform.ts';

const numbers = (count: number): Float64Array =>
  Float64Array.from({ length: count }, (_, i) => Math.sin(i * i * 0.7 + 1) + Math.cos(3 * i));

/** The definition, with each root of unity taken for itself. */
const directly = (x: Float64Array, n: number, inverse: boolean): Float64Array => {
  const result = new Float64Array(2 * n);
  for (let j = 0; j < n; j++) {
    for (let k = 0; k < n; k++) {
      const angle = ((inverse ? 2 : -2) * Math.PI * ((j * k) % n)) / n;
      const [c, s] = [Math.cos(angle), Math.sin(angle)];
      result[2 * j]! += c * x[2 * k]! - s * x[2 * k + 1]!;
      result[2 * j + 1]! += s * x[2 * k]! + c * x[2 * k + 1]!;
    }
  }
  return result;
};

const farthest = (x: Float64Array, y: Float64Array): number =>
  Math.max(...x.map((value, i) => Math.abs(value - y[i]!)));

describe('transforms', () => {
  // powers of two and four, odd primes, products, and primes that become convolutions
  it.each([1, 2, 3, 4, 5, 6, 7, 8, 12, 15, 16, 30, 32, 47, 49, 53, 64, 97, 106, 128, 210])(
    'of length %i are what the definition says',
    n => {
      for (const inverse of [false, true]) {
        const x = numbers(2 * n);
        const expected = directly(x, n, inverse);
        transformLines(x, n, 1, inverse);
        expect(farthest(x, expected)).toBeLessThan(1e-13 * n);
      }
    },
  );

  it.each([1009, 4096, 3 ** 7])('of length %i come back, scaled', n => {
    const x = numbers(2 * n);
    const y = x.slice();
    transformLines(y, n, 1, false);
    transformLines(y, n, 1, true);
    expect(
      farthest(
        y.map(value => value / n),
        x,
      ),
    ).toBeLessThan(4e-15);
  });

  it('go along any axis', () => {
    const [before, n, stride] = [2, 6, 3];
    const x = numbers(2 * before * n * stride);
    const y = x.slice();
    transformLines(y, n, stride, false);
    for (let outer = 0; outer < before; outer++) {
      for (let inner = 0; inner < stride; inner++) {
        const places = Array.from({ length: n }, (_, k) => (outer * n + k) * stride + inner);
        const line = (data: Float64Array) =>
          Float64Array.from(places.flatMap(at => [data[2 * at]!, data[2 * at + 1]!]));
        expect(farthest(line(y), directly(line(x), n, false))).toBeLessThan(1e-13);
      }
    }
  });
});

describe('roots of unity', () => {
  it('are exact where they are simple, and symmetric', () => {
    expect([...rootsOfUnity(4)].map(value => value + 0)).toEqual([1, 0, 0, -1, -1, 0, 0, 1]);
    const roots = rootsOfUnity(24);
    expect(roots[2 * 4]).toBe(roots[2 * 20]);
    expect(Math.abs(roots[2 * 4]! - 0.5)).toBeLessThan(2e-16);
  });

  it('belong to lengths whose factors give them back', () => {
    for (const n of [1, 2, 8, 60, 97, 720])
      expect(factorsOf(n).reduce((product, factor) => product * factor, 1)).toBe(n);
  });
});
