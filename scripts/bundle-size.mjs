// Prints how much of the built package an application takes, minified and compressed, and holds it to limits.
import { gzipSync } from 'node:zlib';
import { buildSync } from 'esbuild';
import { root } from './support.mjs';

/** What an application imports, and the gzipped kilobytes that it may take. */
const applications = [
  { name: 'everything', code: "export * from 'nabla';", limit: 306 },
  {
    name: 'hessian and three numpy functions',
    code: "import { hessian } from 'nabla'; import { exp, sin, sum } from 'nabla/numpy'; export { exp, hessian, sin, sum };",
    limit: 60,
  },
];

for (const { name, code, limit } of applications) {
  const { metafile, outputFiles } = buildSync({
    stdin: { contents: code, resolveDir: root },
    bundle: true,
    external: ['node:*'],
    format: 'esm',
    metafile: true,
    minify: true,
    target: 'es2022',
    tsconfigRaw: {},
    write: false,
  });
  const bundle = outputFiles.map(({ text }) => text).join('');
  const gzipped = gzipSync(bundle, { level: 9 }).length / 1000;
  console.log(`${name}: ${(bundle.length / 1000).toFixed(1)} KB, ${gzipped.toFixed(1)} KB gzipped (limit ${limit} KB)`);

  // A browser cannot load Node's modules; an import() behind a check is fine.
  const unloadable = Object.values(metafile.outputs)
    .flatMap(({ imports }) => imports)
    .filter(({ kind, path }) => kind === 'import-statement' && path.startsWith('node:'));
  for (const { path } of unloadable) console.error(`${name}: imports ${path}, which no browser has`);
  if (gzipped > limit) console.error(`${name}: ${gzipped.toFixed(1)} KB gzipped, over the limit of ${limit} KB`);
  if (unloadable.length > 0 || gzipped > limit) process.exitCode = 1;
}
