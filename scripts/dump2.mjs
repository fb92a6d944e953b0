import { build } from 'esbuild';
import { root, run } from './support.mjs';
const { outputFiles } = await build({
  entryPoints: [`${root}/test/conf2/dump.ts`], bundle: true, format: 'esm', platform: 'node', target: 'node20', tsconfigRaw: {}, write: false,
  plugins: [{ name: 's', setup(b) { b.onResolve({ filter: /elementwise\/remainder\.ts$/ }, () => ({ path: '/work/main/test/tmp/rem-stub.ts' })); } }],
});
run(process.execPath, ['--input-type=module', '-'], { input: outputFiles.map(({ text }) => text).join('') });
