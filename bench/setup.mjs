// Installs the peers: npm packages into bench/packages, Python's into bench/.venv. What cannot be installed is left out.
//
//   npm run bench:setup
//
// PYTHON names the interpreter; pip's own settings (PIP_INDEX_URL, PIP_RETRIES and so on) choose where packages come from.
// PyTorch is asked of its index of CPU builds first, which are a tenth of the general ones: NABLA_BENCH_TORCH_INDEX names another.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Failure, run } from './run-step.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const windows = process.platform === 'win32';
const folder = `${here}.venv`;
const python = `${folder}/${windows ? 'Scripts/python.exe' : 'bin/python'}`;
const cpuBuilds = process.env.NABLA_BENCH_TORCH_INDEX ?? 'https://download.pytorch.org/whl/cpu';
/** JAX's oldest one. */
const oldest = [3, 11];

const outcomes = [];
/** One peer, or some: what it throws is told, and the rest goes on. Whether it is there. */
const attempt = async (name, install) => {
  console.log(`\n== ${name}`);
  const start = performance.now();
  let done = false;
  try {
    const version = await install();
    outcomes.push(`${name}: ${version}, after ${((performance.now() - start) / 1000).toFixed(0)} s`);
    done = true;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    outcomes.push(`${name}: left out: ${error.message}`);
  }
  console.log(outcomes.at(-1));
  return done;
};

const versionOf = command => {
  const script = 'import sys; print(*sys.version_info[:3])';
  const { status, stdout } = spawnSync(command, ['-c', script], { encoding: 'utf8' });
  return status === 0 ? stdout.trim().split(' ').map(Number) : undefined;
};
const recent = version => version !== undefined && (version[0] - oldest[0] || version[1] - oldest[1]) >= 0;

/** An interpreter that is recent enough: the one of PYTHON, or the first that is called by a usual name. */
const interpreter = () => {
  const names = process.env.PYTHON
    ? [process.env.PYTHON]
    : ['python3', 'python', ...[14, 13, 12, 11].map(minor => `python3.${minor}`)];
  const versions = names.map(name => [name, versionOf(name)]);
  const found = versions.find(([, version]) => recent(version));
  if (found !== undefined) return found;
  const seen = versions.filter(([, version]) => version).map(([name, version]) => `${name} is ${version.join('.')}`);
  throw new Failure(
    `Python ${oldest.join('.')} or later is needed; ${seen.join(', ') || `there is none called ${names.join(', ')}`} (PYTHON names another)`,
  );
};

const environment = async () => {
  const there = existsSync(python) ? versionOf(python) : undefined;
  const usable = recent(there) && spawnSync(python, ['-m', 'pip', '--version']).status === 0;
  if (usable) return `Python ${there.join('.')}, which was there`;
  const [name, version] = interpreter();
  await run(name, ['-m', 'venv', '--clear', folder]);
  return `Python ${version.join('.')}`;
};

const pip = (...args) =>
  run(python, ['-m', 'pip', 'install', '--disable-pip-version-check', '--no-input', '--progress-bar', 'off', ...args], {
    // where an index does not answer, pip's five attempts for each package take minutes
    env: { PIP_RETRIES: '2', ...process.env },
  });

/** The version of a module that can be loaded, which is more than that pip has installed it. */
const load = async module =>
  (await run(python, ['-c', `import ${module}; print(${module}.__version__)`])).trim().split('\n').at(-1);

const fromPip =
  (module, ...packages) =>
  async () => {
    await pip(...packages);
    return load(module);
  };

const torch = async () => {
  try {
    await pip('--index-url', cpuBuilds, '--retries', '1', '--timeout', '30', 'torch');
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    console.log(`not from the index of CPU builds (${error.message}): from the general one, which may take longer`);
    await pip('torch');
  }
  return load('torch');
};

await attempt('jax-js, tfjs, mathjs', async () => {
  await run('npm', ['ci', '--no-audit', '--no-fund'], { cwd: `${here}packages`, shell: windows });
  return 'installed';
});
if (await attempt('environment of Python', environment)) {
  await attempt('JAX', fromPip('jax', 'jax==0.10.2', 'numpy'));
  await attempt('CasADi', fromPip('casadi', 'casadi', 'numpy'));
  await attempt('PyTorch', torch);
} else {
  for (const name of ['JAX', 'CasADi', 'PyTorch']) outcomes.push(`${name}: left out: no environment of Python`);
}
console.log(
  `\n${outcomes.join('\n')}\n\nWhat is left out has empty columns in \`npm run bench\`; the rest is measured.`,
);
