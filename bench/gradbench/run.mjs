// Starts the GradBench tool on a Node that cannot run TypeScript itself: node bench/gradbench/run.mjs, dist/ being built.
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

const here = fileURLToPath(new URL('.', import.meta.url));
const outfile = `${here}../.build/gradbench.mjs`;
buildSync({
  entryPoints: [`${here}main.ts`],
  outfile,
  bundle: true,
  external: ['nabla', 'nabla/*'],
  format: 'esm',
  platform: 'node',
  target: 'node20',
  logLevel: 'warning',
  tsconfigRaw: {},
});
await import(outfile);
