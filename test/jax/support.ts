import { array, type NDArray } from 'nabla';
import { expect } from 'vitest';

/** Standard normal numbers from a seed: mulberry32 and Box–Muller. */
export const normal = (seed: number, shape: readonly number[]): NDArray => {
  let state = seed * 0x9e3779b9;
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const size = shape.reduce((product, extent) => product * extent, 1);
  const data = Array.from(
    { length: size },
    () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
  );
  return array(data).reshape(shape);
};

export const numbers = (x: NDArray): number[] => [...x.toTypedArray()];

/** Equal shapes, dtypes, and elements up to a tolerance relative to the largest. */
export const closeTo = (seen: NDArray, expected: NDArray, tolerance: number): void => {
  expect(seen.shape).toEqual(expected.shape);
  expect(seen.dtype).toBe(expected.dtype);
  const target = numbers(expected);
  const scale = Math.max(1, ...target.map(Math.abs));
  numbers(seen).forEach((value, i) => {
    expect(Math.abs(value - target[i]!), `element ${i}: ${value} instead of ${target[i]}`).toBeLessThanOrEqual(
      tolerance * scale,
    );
  });
};
