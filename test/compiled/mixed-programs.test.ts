import { makeJaxpr, type NDArray } from 'nabla';
import { expect, it } from 'vitest';
import { randomFrom } from '../random-programs/generate.ts';
import { argumentsFrom, runMixed } from '../random-programs/mixed.ts';
import { bitDifferences } from './compare.ts';

/** Programs over all real dtypes, empty arrays and special values: compiled the same to the bit as interpreted. */

const count = 200;

it(`${count} random programs of exact operations`, () => {
  const problems: string[] = [];
  let steps = 0;
  for (let seed = 1; seed <= count; seed++) {
    const random = randomFrom(seed);
    const args = argumentsFrom(random);
    let text = '';
    const { jaxpr } = makeJaxpr((...xs: NDArray[]) => {
      const result = runMixed(random, xs);
      text = result.text;
      return result.outputs;
    })(...args);
    steps += jaxpr.equations.length;
    problems.push(...bitDifferences(jaxpr, args).map(problem => `${text}: ${problem}`));
  }
  expect(problems).toEqual([]);
  expect(steps).toBeGreaterThan(10 * count);
});
