// Compiles src/ to dist/: JavaScript, declarations and source maps, nothing stale left behind.
//
// dist/ has one module a source file, of which bundlers keep what is used. Node, which keeps nothing out, finds the same in a
// few files under dist/node/: it starts in a third of the time.
import { chmodSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { buildSync } from 'esbuild';
import { compileEarly } from './eager.mjs';
import { shifted } from './source-maps.mjs';
import { root, run, tsc } from './support.mjs';

const dist = `${root}/dist`;
rmSync(dist, { recursive: true, force: true });
run(process.execPath, [tsc, '-p', 'tsconfig.build.json']);

// Loading a module does nothing but define what it has. Marking the calls that definitions are made by says so to bundlers, which
// keep a primitive that nobody uses otherwise.
const mark = '/* @__PURE__ */ ';
const definition = /^(?:export )?const [\w$]+ = (?=(?:new )?[\w$.]+\()/;
for (const name of readdirSync(dist, { encoding: 'utf8', recursive: true })) {
  if (!name.endsWith('.js')) continue;
  const file = `${dist}/${name}`;
  const map = JSON.parse(readFileSync(`${file}.map`, 'utf8'));
  const mappings = map.mappings.split(';');
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .map((line, i) => {
      const [head] = definition.exec(line) ?? [];
      if (head === undefined) return line;
      mappings[i] = shifted(mappings[i], new Array(mark.length).fill(head.length));
      return head + mark + line.slice(head.length);
    });
  writeFileSync(file, lines.join('\n'));
  writeFileSync(`${file}.map`, JSON.stringify({ ...map, mappings: mappings.join(';') }));
}

/** @type {{ exports: Record<string, string | { default: string }> }} */
const manifest = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'));
const entryPoints = Object.values(manifest.exports).flatMap(target =>
  typeof target === 'string' ? [] : target.default,
);
/** @type {import('esbuild').BuildOptions} */
const options = {
  absWorkingDir: root,
  bundle: true,
  splitting: true,
  chunkNames: 'chunks/[hash]',
  format: 'esm',
  outbase: dist,
  outdir: `${dist}/node`,
  platform: 'node',
  sourcemap: 'linked',
  sourcesContent: false,
  target: 'node20',
  tsconfigRaw: {},
};
buildSync({
  ...options,
  entryPoints: [...entryPoints, 'dist/cli/run.js', 'dist/cli/typescript-hooks.js'],
  external: ['esbuild'],
});
buildSync({ ...options, entryPoints: ['dist/cli/main.js'], external: ['./run.js'] });
compileEarly();
chmodSync(`${dist}/node/cli/main.js`, 0o755);
