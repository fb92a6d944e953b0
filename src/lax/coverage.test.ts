import { lax } from 'nabla';
import { describe, expect, it } from 'vitest';
import { compareNames } from '../../test/support/names.ts';

const here = [...Object.keys(lax), ...Object.keys(lax.linalg).map(name => `linalg.${name}`)];
const { page, missing, wronglyLeftOut } = compareNames('lax-names.txt', 'docs/lax-coverage.md', here);

describe('jax.lax', () => {
  it('is there, but for what the docs say', () => {
    expect(missing).toEqual([]);
    expect(wronglyLeftOut).toEqual([]);
  });

  it('is as large here as the docs say', () => {
    expect(page).toContain(
      `has ${Object.keys(lax).length - 1} functions, beside \`lax.linalg\` (${Object.keys(lax.linalg).length})`,
    );
  });
});
