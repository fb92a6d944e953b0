import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { collectBlocks, runBlock } from './support/docs.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const blocks = collectBlocks(root);

/** Writes what examples print where their comment says `?`. */
const fill = (file: string, checks: readonly { readonly line: number; readonly expected: string; readonly actual: string }[]): void => {
  const lines = readFileSync(`${root}/${file}`, 'utf8').split('\n');
  for (const { line, expected, actual } of checks) {
    if (expected !== '?') continue;
    const indent = lines[line - 1]!.match(/^\s*\*? ?/)?.[0] ?? '';
    const [first, ...rest] = actual.split('\n');
    lines[line - 1] = [lines[line - 1]!.replace(/\?\s*$/, first!), ...rest.map(text => `${indent}//    ${text}`)].join('\u0000');
  }
  writeFileSync(`${root}/${file}`, lines.join('\n').replaceAll('\u0000', '\n'));
};

describe('the examples in the documentation', () => {
  it('are found', () => {
    expect(blocks.length).toBeGreaterThan(0);
  });

  for (const block of blocks) {
    it(`${block.file}:${block.line}`, async () => {
      const own = block.file.endsWith('.ts') ? await import(/* @vite-ignore */ `${root}/${block.file}`) : {};
      const checks = await runBlock(block, specifier => import(/* @vite-ignore */ specifier), own);
      if (process.env['DOCS_FILL'] && checks.some(check => check.expected === '?')) fill(block.file, checks);
      for (const { line, expected, actual } of checks) expect(actual, `${block.file}:${line}`).toBe(expected);
    });
  }
});
