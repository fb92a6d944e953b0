// Writes the tables of samples of all families to stdout, as JSON: what golden data are computed from.
//
//   node scripts/dump-samples.mjs > FILE
import { buildSync } from 'esbuild';
import { root, run } from './support.mjs';

const { outputFiles } = buildSync({
  entryPoints: [`${root}/test/conf2/dump.ts`],
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  tsconfigRaw: {},
  write: false,
});
run(process.execPath, ['--input-type=module', '-'], { input: outputFiles.map(({ text }) => text).join('') });
