import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkLayers } from './check-layers.mjs';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'layers-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Writes the files and gives the violations, paths relative to the fixture. */
const check = (files: Readonly<Record<string, string>>): string[] => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return checkLayers(root).map(message => message.replace(/^.*layers-\w+\//, ''));
};

describe('order of the layers', () => {
  it('accepts imports from the same folder, from folders before it, and from packages', () => {
    const violations = check({
      'util/list.ts': `import { join } from 'node:path';\nexport const a = join;`,
      'util/more.ts': `export { a } from './list.ts';`,
      'core/jaxpr.ts': `import {\n  a,\n} from '../util/more.ts';\nexport type A = typeof a;`,
      'index.ts': `export * from './core/jaxpr.ts';`,
      'cli/main.ts': `import type { A } from '../index.ts';`,
    });
    expect(violations).toEqual([]);
  });

  it('reports an upward import with its line', () => {
    const violations = check({
      'primitives/sin.ts': 'export const sin = 1;',
      'core/bind.ts': `// why\nimport {\n  sin,\n} from '../primitives/sin.ts';`,
    });
    expect(violations).toEqual([
      "core/bind.ts:4 imports ../primitives/sin.ts: layer 'core' may not import from 'primitives'",
    ]);
  });

  it.each([
    ['import type', `import type { X } from '../core/x.ts';`],
    ['export from', `export { type X } from '../core/x.ts';`],
    ['export star', `export * as x from "../core/x.ts";`],
    ['bare import', `import '../core/x.ts';`],
    ['dynamic import', `const f = () => import('../core/x.ts');`],
    ['type of a module', `export type Y = import('../core/x.ts').X;`],
  ])('sees an %s', (_, text) => {
    expect(check({ 'core/x.ts': 'export type X = 1;', 'util/y.ts': text })).toEqual([
      expect.stringContaining("layer 'util' may not import from 'core'"),
    ]);
  });

  it('lets nothing below import the public API, under its own name either', () => {
    const violations = check({
      'index.ts': 'export {};',
      'numpy/index.ts': 'export {};',
      'util/a.ts': `import { grad } from 'nabla';\nimport { sum } from 'nabla/numpy';\nimport { x } from '../index.ts';`,
    });
    expect(violations.map(line => line.replace(/^.*may not/, ''))).toEqual([
      " import from 'index.ts'",
      " import from 'numpy'",
      " import from 'index.ts'",
    ]);
  });

  it('exempts tests and checks samples', () => {
    const up = `import { grad } from '../transforms/grad.ts';`;
    const violations = check({
      'transforms/grad.ts': 'export const grad = 1;',
      'core/a.test.ts': up,
      'core/a.test-d.ts': up,
      'core/a.samples.ts': up,
    });
    expect(violations).toEqual([expect.stringMatching(/^core\/a\.samples\.ts:1 /)]);
  });

  it('does not take examples in comments for imports', () => {
    const comment = `/**\n * import { x } from '../core/x.ts';\n * const y = import('../core/x.ts');\n */\n`;
    expect(check({ 'core/x.ts': 'export const x = 1;', 'util/y.ts': comment })).toEqual([]);
  });

  it('keeps sources from importing tests', () => {
    expect(check({ 'util/a.test.ts': 'export const a = 1;', 'core/b.ts': `import '../util/a.test.ts';` })).toEqual([
      'core/b.ts:1 imports ../util/a.test.ts: only tests may import tests',
    ]);
  });

  it('reports folders and files that have no layer', () => {
    expect(check({ 'helpers/a.ts': 'export {};', 'loose.ts': 'export {};' })).toEqual([
      "helpers: 'helpers' is not in the list of layers (scripts/check-layers.mjs)",
      "loose.ts: 'loose.ts' is not in the list of layers (scripts/check-layers.mjs)",
    ]);
  });
});

describe('circles', () => {
  it('reports a circle of type imports between three files once, with its path', () => {
    const violations = check({
      'util/a.ts': `import type { B } from './b.ts';\nexport type A = B;`,
      'util/b.ts': `import type { C } from './c.ts';\nexport type B = C;`,
      'util/c.ts': `\nimport type { A } from './a.ts';\nexport type C = A;`,
      'util/d.ts': `import type { A } from './a.ts';`,
    });
    expect(violations).toEqual(['util/c.ts:2 imports ./a.ts: circle util/a.ts → util/b.ts → util/c.ts → util/a.ts']);
  });

  it('reports a file that imports itself', () => {
    expect(check({ 'util/a.ts': `import { a } from './a.ts';` })).toEqual([
      'util/a.ts:1 imports ./a.ts: circle util/a.ts → util/a.ts',
    ]);
  });

  it('accepts a diamond', () => {
    const violations = check({
      'util/top.ts': `import './left.ts';\nimport './right.ts';`,
      'util/left.ts': `import './bottom.ts';`,
      'util/right.ts': `import './bottom.ts';`,
      'util/bottom.ts': 'export {};',
    });
    expect(violations).toEqual([]);
  });
});

it('exits with 1 and prints the violations on the command line', () => {
  const script = fileURLToPath(new URL('./check-layers.mjs', import.meta.url));
  const run = () => spawnSync(process.execPath, [script, root], { encoding: 'utf8' });
  check({ 'util/a.ts': 'export {};' });
  expect(run()).toMatchObject({ status: 0, stderr: '' });
  check({ 'util/a.ts': `import '../core/b.ts';`, 'core/b.ts': 'export {};' });
  expect(run()).toMatchObject({
    status: 1,
    stderr: expect.stringContaining("layer 'util' may not import from 'core'"),
  });
});
