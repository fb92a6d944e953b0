// Compares compiled with interpreted random programs, in any number.
//
//   npm run fuzz -- --kind=mixed --from=1 --to=20000 [--threads=2] [--wide=1] [--dtype=float32]
//
// Kinds: mixed (exact operations on all dtypes, shapes and special values, compared to the bit), large (the same on arrays
// large enough for threads), value (smooth programs, a third of them differentiated), hessian and vmap (of these).
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { root, run, sources } from './support.mjs';

const folder = mkdtempSync(join(tmpdir(), 'nabla-fuzz-'));
const outfile = join(folder, 'fuzz.mjs');
try {
  buildSync({
    alias: sources(),
    bundle: true,
    entryPoints: [`${root}/test/random-programs/fuzz.ts`],
    format: 'esm',
    outfile,
    platform: 'node',
    sourcemap: 'inline',
    tsconfigRaw: {},
  });
  run(process.execPath, ['--enable-source-maps', outfile, ...process.argv.slice(2)]);
} finally {
  rmSync(folder, { recursive: true });
}
