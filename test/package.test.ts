import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runInThisContext } from 'node:vm';
import { build } from 'esbuild';
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

  it('has no classes that webpack keeps for what their static parts do', () => {
    const files = readdirSync(`${root}/src`, { recursive: true, encoding: 'utf8' }).filter(path =>
      path.endsWith('.ts'),
    );
    const kept = files.filter(path =>
      /^ +static (\w+ )*(\{|#?\w+ =)/m.test(readFileSync(`${root}/src/${path}`, 'utf8')),
    );
    expect(kept).toEqual([]);
  });

  it.each([
    ['associativeScan', '(a, b) => a.add(b), Float32Array.of(1, 2, 3)', '[1. 3. 6.]'],
    ['customLinearSolve', 'v => v.mul(2), 3, (_, b) => b.div(2), { symmetric: true }', '1.5'],
    ['customRoot', 'x => x.mul(2).sub(6), 1, (f, x) => x.add(2), (g, y) => y.div(2)', '3.0'],
    ['map', 'x => x.mul(2), Float32Array.of(1, 2)', '[2. 4.]'],
    ['reduce', 'Float32Array.of(1, 2, 3), 0, (a, b) => a.add(b), [0]', '6.0'],
  ])('gives arrays their methods in a bundle of lax.%s alone', async (name, args, printed) => {
    const contents = `import { ${name} } from './src/lax/index.ts'; export const text = String(${name}(${args}));`;
    const { outputFiles } = await build({
      stdin: { contents, resolveDir: root },
      bundle: true,
      format: 'esm',
      treeShaking: true,
      write: false,
    });
    const module: { readonly text: string } = await import(
      /* @vite-ignore */ `data:text/javascript;base64,${Buffer.from(outputFiles[0]!.text).toString('base64')}`
    );
    expect(module.text).toBe(printed);
  });

  it('works in a bundle that is no ES module, which has no import.meta', async () => {
    const { outputFiles, warnings } = await build({
      stdin: {
        contents: `export * from './src/index.ts'; export * as linalg from './src/linalg/index.ts'`,
        resolveDir: root,
      },
      bundle: true,
      external: ['node:*'],
      format: 'iife',
      globalName: 'bundled',
      logLevel: 'silent',
      write: false,
    });
    expect(warnings).toEqual([]);
    const { array, checkHessian } = runInThisContext(`${outputFiles[0]!.text}; bundled`) as typeof import('nabla');
    // nabla and its caller are one file: no place is better than a wrong one
    const { culprit, ok } = checkHessian(x => x.sqrt().sum(), array([0, 1]));
    expect([ok, culprit?.primitive, culprit?.place]).toEqual([false, 'sqrt', undefined]);
  });
});
