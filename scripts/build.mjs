// Compiles src/ to dist/: JavaScript, declarations and source maps, nothing stale left behind.
import { chmodSync, existsSync, rmSync } from 'node:fs';
import { root, run, tsc } from './support.mjs';

rmSync(`${root}/dist`, { recursive: true, force: true });
run(process.execPath, [tsc, '-p', 'tsconfig.build.json']);

const commandLine = `${root}/dist/cli/main.js`;
if (existsSync(commandLine)) chmodSync(commandLine, 0o755);
