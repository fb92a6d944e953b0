import { readFileSync } from 'node:fs';
import * as nabla from 'nabla';
import { describe, expect, it } from 'vitest';
import { renderCoverage } from '../scripts/coverage.mjs';

const { text, gaps } = renderCoverage(nabla);

describe('docs/coverage.md', () => {
  it('is up to date', () => {
    const committed = readFileSync(new URL('../docs/coverage.md', import.meta.url), 'utf8');
    // compared as a whole, so that a failure does not print two pages
    expect(committed === text, 'docs/coverage.md is not what `npm run docs` writes').toBe(true);
  });

  it('has a Hessian or a reason for every function', () => {
    expect(gaps).toEqual([]);
  });
});
