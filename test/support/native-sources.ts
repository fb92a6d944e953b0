import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Plugin } from 'vitest/config';

/**
 * Has tests run the sources as modules that Node loads itself, their types taken off once for all workers. Every call
 * between modules that vite serves goes through a getter, which costs a program made of small functions a quarter of its
 * time, and every worker has each of them compiled anew.
 */

const root = fileURLToPath(new URL('../..', import.meta.url));
const [src, native] = [`${root}src/`, `${root}.cache/src/`];

/** Tests and their samples stay with vite. */
const isSource = (file: string): boolean => file.endsWith('.ts') && !/\.(test|test-d|samples)\.ts$/.test(file);

/** Where the modules are that are loaded instead of the sources. */
export const nativeModules = /\/\.cache\/src\//;

const transpile = async (): Promise<void> => {
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter(isSource);
  const { outputFiles } = await build({
    entryPoints: files.map(file => src + file),
    outbase: src,
    outdir: native,
    format: 'esm',
    target: 'node20',
    sourcemap: 'inline',
    write: false,
  });
  for (const { path, text } of outputFiles) {
    const code = text.replace(/(\b(?:from|import) ?"\.[^"\n]*)\.ts"/g, '$1.js"');
    // another run may be reading what has not changed
    if (existsSync(path) && readFileSync(path, 'utf8') === code) continue;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, code);
  }
};

export const nativeSources = (): Plugin => ({
  name: 'native-sources',
  enforce: 'pre',
  buildStart: transpile,
  async resolveId(specifier, importer, options) {
    if (!/^(nabla\b|[./])/.test(specifier)) return null; // neither a package nor a part of Node
    const resolved = await this.resolve(specifier, importer, { ...options, skipSelf: true });
    if (resolved === null || !resolved.id.startsWith(src) || !isSource(resolved.id)) return null;
    return native + resolved.id.slice(src.length).replace(/\.ts$/, '.js');
  },
});
