import { expect, it } from 'vitest';
import { traceMixed } from '../random-programs/mixed.ts';
import { bitDifferences } from './compare.ts';

/** Programs over all real dtypes, empty arrays and special values: compiled the same to the bit as interpreted. */

const count = 200;

it(`${count} random programs of exact operations`, () => {
  const problems: string[] = [];
  let steps = 0;
  for (let seed = 1; seed <= count; seed++) {
    const { jaxpr, args, text } = traceMixed(seed);
    steps += jaxpr.equations.length;
    problems.push(...bitDifferences(jaxpr, args).map(problem => `${text}: ${problem}`));
  }
  expect(problems).toEqual([]);
  expect(steps).toBeGreaterThan(10 * count);
});
