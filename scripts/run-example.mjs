// Runs TypeScript examples against the built package (dist/), on a Node that cannot run TypeScript itself.
//
//   node scripts/run-example.mjs [FILE...]     runs the files; without any, all examples/*.ts
//   node scripts/run-example.mjs --update      writes what all examples print to examples/expected/
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { buildSync } from 'esbuild';
import { root, run } from './support.mjs';

const files = process.argv.slice(2).filter(argument => !argument.startsWith('--'));
const update = process.argv.includes('--update');

if (!existsSync(`${root}/dist/index.js`)) {
  console.error('examples run against dist/, which is missing: run `npm run build` first');
  process.exit(1);
}

/**
 * The example and the files it imports as one module. 'nabla' stays an import: Node finds it through the package's
 * own exports, since the module is read from stdin and counts as a file of the working directory.
 * @param {string} file
 * @returns {string}
 */
const transpile = file => {
  const { outputFiles } = buildSync({
    entryPoints: [file],
    bundle: true,
    ignoreAnnotations: true,
    external: ['nabla', 'nabla/*'],
    format: 'esm',
    platform: 'node',
    sourcemap: 'inline',
    target: 'node20',
    tsconfigRaw: {},
    write: false,
  });
  return outputFiles.map(({ text }) => text).join('');
};

const all = () =>
  readdirSync(`${root}/examples`)
    .filter(file => file.endsWith('.ts'))
    .sort()
    .map(file => `${root}/examples/${file}`);

for (const file of files.length > 0 ? files : all()) {
  if (files.length === 0 && !update) console.log(`\n--- ${basename(file)}`);
  const printed = run(process.execPath, ['--enable-source-maps', '--input-type=module', '-'], {
    input: transpile(file),
    capture: update,
  });
  if (!update) continue;
  mkdirSync(`${root}/examples/expected`, { recursive: true });
  writeFileSync(`${root}/examples/expected/${basename(file, '.ts')}.txt`, printed);
}
