import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { collectBlocks, runBlock } from './support/docs.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
// what users can call, and the primitives; the mathematics underneath has tests of its own
const blocks = collectBlocks(root).filter(({ file }) => !file.startsWith('src/reference/'));

describe('the examples in the documentation', () => {
  it('are found', () => {
    expect(blocks.length).toBeGreaterThan(0);
  });

  for (const block of blocks) {
    it(`${block.file}:${block.line}`, async () => {
      const own = block.file.endsWith('.ts') ? await import(/* @vite-ignore */ `${root}/${block.file}`) : {};
      const checks = await runBlock(block, specifier => import(/* @vite-ignore */ specifier), own);
      for (const { line, expected, actual } of checks) expect(actual, `${block.file}:${line}`).toBe(expected);
    });
  }
});
