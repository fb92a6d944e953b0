// Who is measured: how each peer is started, and what it is not asked, with the reason.

import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

const here = fileURLToPath(new URL('.', import.meta.url));
const venv = `${here}.venv/bin/python`;

/** The Python that has the peers: NABLA_BENCH_PYTHON, else the environment of `npm run bench:setup`. */
const python = process.env.NABLA_BENCH_PYTHON ?? (existsSync(venv) ? venv : undefined);

/** The first Node whose vectors `useWideVectors` can make wider. */
const firstWide = 24;
const widens = node => {
  const [major] = execFileSync(node, ['-p', 'process.versions.node'], { encoding: 'utf8' }).split('.');
  return Number(major) >= firstWide ? undefined : `needs Node ${firstWide}`;
};

const sparseOnly = 'has no sparse Hessians';
const symbolic = 'differentiates formulas of scalars; of the cases, only Rosenbrock is written as one';

/**
 * @typedef {object} Peer
 * @property {string} name
 * @property {string} title
 * @property {string | undefined} missing why it cannot be started
 * @property {string} command
 * @property {readonly string[]} args
 * @property {Record<string, string>} [env]
 * @property {(kase: import('./cases.mjs').Case, dtype: string) => string | undefined} lacks why it is not asked a case
 */

/** One file of a peer and what it imports: the floor is TypeScript, and tfjs has imports that Node does not resolve. */
const compile = source => {
  const outfile = `${here}.build/${basename(source).replace(/\.\w+$/, '')}.mjs`;
  mkdirSync(`${here}.build`, { recursive: true });
  buildSync({
    entryPoints: [`${here}${source}`],
    outfile,
    bundle: true,
    // what modules of the older kind expect to find
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url), __dirname = import.meta.dirname;",
    },
    format: 'esm',
    mainFields: ['module', 'main'],
    platform: 'node',
    target: 'node20',
    logLevel: 'error',
    tsconfigRaw: {},
  });
  return outfile;
};

const inPython = module => {
  if (python === undefined) return 'no Python: `npm run bench:setup` makes one, or set NABLA_BENCH_PYTHON';
  const { status, error } = spawnSync(python, [
    '-c',
    `import importlib.util as u, sys; sys.exit(u.find_spec("${module}") is None)`,
  ]);
  if (error !== undefined) return `${python} cannot be started: ${error.message}`;
  return status === 0
    ? undefined
    : `not installed in ${python === venv ? 'bench/.venv' : 'the Python of NABLA_BENCH_PYTHON'}`;
};
const inNode = name =>
  existsSync(`${here}packages/node_modules/${name}`)
    ? undefined
    : 'not installed: `npm run bench:setup`, or `npm ci` in bench/packages';

/**
 * @param {{ node: string, backend: string }} options
 * @returns {readonly Peer[]}
 */
export const peersOf = ({ node, backend }) => [
  {
    name: 'hand',
    title: 'by hand',
    missing: undefined,
    command: node,
    args: [compile('peers/plain.ts')],
    lacks: () => undefined,
  },
  {
    name: 'nabla',
    title: 'nabla',
    missing: undefined,
    command: node,
    args: [`${here}peers/nabla.mjs`],
    env: { NABLA_BENCH_BACKEND: backend },
    lacks: () => undefined,
  },
  {
    name: 'nabla-wide',
    title: 'nabla, wide',
    missing: widens(node),
    command: node,
    args: [`${here}peers/nabla.mjs`],
    env: { NABLA_BENCH_WIDE: '1' },
    lacks: ({ multiplies }) => (multiplies ? undefined : 'wide vectors are for matrix products'),
  },
  {
    name: 'jax',
    title: 'JAX, jitted',
    missing: inPython('jax'),
    command: python,
    args: [`${here}peers/jax_peer.py`],
    env: { JAX_PLATFORMS: 'cpu' },
    lacks: () => undefined,
  },
  {
    name: 'torch',
    title: 'PyTorch',
    missing: inPython('torch'),
    command: python,
    args: [`${here}peers/torch_peer.py`],
    lacks: ({ kind }) => (kind === 'sparse' ? sparseOnly : undefined),
  },
  {
    name: 'casadi',
    title: 'CasADi',
    missing: inPython('casadi'),
    command: python,
    args: [`${here}peers/casadi_peer.py`],
    lacks: (_, dtype) => (dtype === 'float32' ? 'computes in float64 only' : undefined),
  },
  {
    name: 'jax-js',
    title: 'jax-js',
    missing: inNode('@jax-js/jax'),
    command: node,
    args: [`${here}packages/jax-js.mjs`],
    lacks: ({ kind }) => (kind === 'sparse' ? sparseOnly : undefined),
  },
  {
    name: 'tfjs',
    title: 'tfjs',
    missing: inNode('@tensorflow/tfjs-core'),
    command: node,
    args: inNode('@tensorflow/tfjs-core') ? [] : [compile('packages/tfjs.mjs')],
    env: { BENCH_TFJS_FILES: `${here}packages/node_modules/@tensorflow/tfjs-backend-wasm/dist/` },
    lacks: ({ kind, name }, dtype) =>
      dtype === 'float64'
        ? 'computes in float32 only'
        : kind === 'sparse'
          ? sparseOnly
          : name === 'gaussian-process'
            ? 'has no Cholesky factors'
            : undefined,
  },
  {
    name: 'mathjs',
    title: 'mathjs',
    missing: inNode('mathjs'),
    command: node,
    args: [`${here}packages/mathjs.mjs`],
    lacks: ({ name }, dtype) =>
      dtype === 'float32'
        ? 'computes in float64 only'
        : !['call', 'rosenbrock-2', 'rosenbrock-10', 'rosenbrock-100'].includes(name)
          ? symbolic
          : undefined,
  },
];
