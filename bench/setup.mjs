// Makes bench/.venv with the Python peers: npm run bench:setup
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const run = (command, args) => {
  const { status } = spawnSync(command, args, { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
};
run('python3', ['-m', 'venv', `${here}.venv`]);
run(`${here}.venv/bin/pip`, ['install', '--quiet', 'jax==0.10.2', 'numpy']);
