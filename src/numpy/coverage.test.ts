import { readFileSync } from 'node:fs';
import { numpy as np } from 'nabla';
import { describe, expect, it } from 'vitest';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

/** A name without what camelCase and Python's underscores change. */
const plain = (name: string): string => name.replaceAll('_', '').toLowerCase();

const page = read('docs/numpy-coverage.md');
const leftOut = page
  .split('\n')
  .filter(line => line.startsWith('| `'))
  .flatMap(line => [...line.split('|')[1]!.matchAll(/`([^`]+)`/g)].map(([, name]) => name!));

const here = new Set([...Object.keys(np).map(plain), ...Object.keys(np.fft).map(name => `fft.${plain(name)}`)]);

describe('jax.numpy', () => {
  it('is there, but for what the docs say', () => {
    const names = read('test/golden/numpy-names.txt').trim().split('\n');
    const missing = names.filter(name => !here.has(plain(name)));
    expect(missing.filter(name => !leftOut.includes(name))).toEqual([]);
    // nothing is said to be left out that is there, or that JAX lacks
    expect(leftOut.filter(name => !names.includes(name) || Object.hasOwn(np, name))).toEqual([]);
  });

  it('is as large here as the docs say', () => {
    const names = Object.entries(np).filter(([, value]) => typeof value !== 'object' || value === null);
    expect(page).toContain(`has ${names.length} functions and constants`);
    expect(page).toContain(`\`numpy.fft\` (${Object.keys(np.fft).length} functions)`);
  });
});
