// Installs the peers: npm packages into bench/packages, Python's into bench/.venv. What cannot be installed is left out.
//
//   npm run bench:setup
//
// pip's own settings (PIP_INDEX_URL, PIP_EXTRA_INDEX_URL) choose where packages come from: PyTorch's index of CPU builds is much
// smaller than what the general one has.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const python = process.env.PYTHON ?? 'python3';
const minutes = 10;

const run = (what, command, args, folder = here) => {
  console.log(`\n== ${what}`);
  const { status, error } = spawnSync(command, args, {
    cwd: folder,
    stdio: 'inherit',
    timeout: minutes * 60_000,
    shell: process.platform === 'win32',
  });
  if (status === 0) return true;
  console.error(`${what}: ${error?.code === 'ETIMEDOUT' ? `not done after ${minutes} minutes` : 'failed'}; left out`);
  return false;
};

run('npm packages', 'npm', ['ci', '--no-audit', '--no-fund'], `${here}packages`);
if (run('Python environment', python, ['-m', 'venv', '.venv'])) {
  const bin = `${here}.venv/${process.platform === 'win32' ? 'Scripts' : 'bin'}/pip`;
  for (const [name, ...packages] of [
    ['JAX', 'jax==0.10.2', 'numpy'],
    ['CasADi', 'casadi'],
    ['PyTorch', 'torch'],
  ]) {
    run(name, bin, ['install', '--quiet', '--disable-pip-version-check', ...packages]);
  }
}
