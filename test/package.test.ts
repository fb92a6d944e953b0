import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const manifest: Readonly<Record<string, unknown>> = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'));

/** The namespaces that are entry points of their own, where the sources have them. */
const namespaces = ['numpy', 'lax', 'linalg', 'special', 'nn', 'random', 'stats', 'tree', 'sparse'];

const entry = (path: string) => ({
  types: `./dist/${path}.d.ts`,
  node: `./dist/node/${path}.js`,
  default: `./dist/${path}.js`,
});

describe('package.json', () => {
  it('exports the public API and every namespace that src/ has, and nothing else', () => {
    const present = namespaces.filter(name => existsSync(`${root}/src/${name}/index.ts`));
    expect(manifest.exports).toEqual({
      '.': entry('index'),
      ...Object.fromEntries(present.map(name => [`./${name}`, entry(`${name}/index`)])),
      './package.json': './package.json',
    });
  });

  it('lets bundlers drop what is unused, and depends on nothing', () => {
    expect(manifest.type).toBe('module');
    expect(manifest.sideEffects).toBe(false);
    for (const kind of ['dependencies', 'peerDependencies', 'optionalDependencies'])
      expect(manifest[kind]).toBeUndefined();
  });
});
