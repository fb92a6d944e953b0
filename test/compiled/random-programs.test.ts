import { array, grad, makeJaxpr, type NDArray } from 'nabla';
import { expect, it } from 'vitest';
import { isConcrete } from '../../src/core/tracer.ts';
import { generate, print, randomFrom, run, split } from '../random-programs/generate.ts';
import { compareExecutors } from './compare.ts';

/** 2,000 random programs, the gradients of a third of them: compiled against interpreted. */

const count = 2000;
const perTest = 100;
const n = 9;

const problemsOf = (seed: number): string[] => {
  const random = randomFrom(seed);
  const x = array(
    Array.from({ length: n }, () => (random.integer(2000) - 1000) / 700),
    { dtype: 'float64' },
  );
  if (!isConcrete(x)) throw new Error('the point is an array');
  const program = generate(random, split(x));
  const f = (flat: NDArray): NDArray => run(program, split(flat));
  const traced = makeJaxpr(seed % 3 === 0 ? grad(f) : f)(x);
  return compareExecutors(traced.jaxpr, [x]).map(problem => `${print(program)}: ${problem}`);
};

it.each(Array.from({ length: count / perTest }, (_, i) => i))('batch %i', batch => {
  const seeds = Array.from({ length: perTest }, (_, i) => 1 + batch * perTest + i);
  expect(seeds.flatMap(problemsOf)).toEqual([]);
});
