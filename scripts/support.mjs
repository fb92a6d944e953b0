// What the scripts share.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The root of the repository, without a slash at the end. */
export const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '');

/** The TypeScript compiler: a file for Node to run. */
export const tsc = `${root}/node_modules/typescript/bin/tsc`;

/**
 * Where bundles find the package's sources by its names.
 * @returns {Record<string, string>}
 */
export const sources = () => {
  const folders = readdirSync(`${root}/src`, { withFileTypes: true }).filter(entry => entry.isDirectory());
  const parts = folders.map(({ name }) => [`nabla/${name}`, `${root}/src/${name}/index.ts`]);
  return { ...Object.fromEntries(parts), nabla: `${root}/src/index.ts` };
};

/**
 * Runs a command to its end and gives what it printed to stdout; ends this process where the command fails.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, input?: string, capture?: boolean }} [options] `capture` keeps stdout from the terminal
 * @returns {string}
 */
export const run = (command, args, { cwd = root, input, capture = false } = {}) => {
  const { status, stdout, error } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    input,
    maxBuffer: 1 << 28,
    shell: process.platform === 'win32' && command === 'npm',
    stdio: [input === undefined ? 'inherit' : 'pipe', capture ? 'pipe' : 'inherit', 'inherit'],
  });
  if (error !== undefined) throw error;
  if (status !== 0) {
    if (capture) process.stdout.write(stdout);
    process.exit(status ?? 1);
  }
  return stdout ?? '';
};
