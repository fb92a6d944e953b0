import { numpy as np } from 'nabla';
import { describe, expect, it } from 'vitest';
import { compareNames } from '../../test/support/names.ts';

const here = [...Object.keys(np), ...Object.keys(np.fft).map(name => `fft.${name}`)];
const { page, missing, wronglyLeftOut } = compareNames('numpy-names.txt', 'docs/numpy-coverage.md', here);

describe('jax.numpy', () => {
  it('is there, but for what the docs say', () => {
    expect(missing).toEqual([]);
    expect(wronglyLeftOut).toEqual([]);
  });

  it('is as large here as the docs say', () => {
    const names = Object.entries(np).filter(([, value]) => typeof value !== 'object' || value === null);
    expect(page).toContain(`has ${names.length} functions and constants`);
    expect(page).toContain(`\`numpy.fft\` (${Object.keys(np.fft).length} functions)`);
  });
});
