import { describe, expect, it } from 'vitest';
import { i0, i0e, i1, i1e } from './bessel.ts';
import { misses, worst } from './golden.samples.ts';

describe.each([
  ['i0e', i0e],
  ['i1e', i1e],
  ['i0', i0],
  ['i1', i1],
] as const)('%s', (name, f) => {
  it('is good to 4 ulp', () => {
    const { error, at } = worst(name, f);
    expect(error, at).toBeLessThanOrEqual(4);
  });
  it('has its special values', () => expect(misses(`${name} special`, f)).toEqual([]));
});
