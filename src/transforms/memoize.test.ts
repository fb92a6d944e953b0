import { expect, it } from 'vitest';
import type { Jaxpr } from '../core/jaxpr.ts';
import { memoize } from './memoize.ts';

const program = (): Jaxpr => ({ name: 'f', constants: [], inputs: [], equations: [], outputs: [] });

it('transforms a program once for equal arguments', () => {
  let runs = 0;
  const count = memoize((_: Jaxpr, size: number, axes: readonly (number | null)[]) => [++runs, size, axes.length]);
  const [first, second] = [program(), program()];
  expect(count(first, 1, [0, null])).toBe(count(first, 1, [0, null]));
  expect([count(first, 2, [0, null])[0], count(second, 1, [0, null])[0]]).toEqual([2, 3]);
});

it('keeps a bounded number of results for a program', () => {
  let runs = 0;
  const count = memoize((_: Jaxpr, size: number) => [size, ++runs]);
  const jaxpr = program();
  for (let size = 0; size < 1000; size++) count(jaxpr, size);
  expect(runs).toBe(1000);
  expect(count(jaxpr, 999)).toEqual([999, 1000]);
  expect(count(jaxpr, 0)).toEqual([0, 1001]);
});
