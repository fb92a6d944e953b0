// Measures matrix products, Cholesky factors and triangular solves by themselves, beside numpy's where NABLA_BENCH_PYTHON
// names a Python that has it (and scipy for triangular solves):
//
//   npm run bench:kernels [-- --size 512] [--wide]
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { array, jit, lax, numpy as np, setThreads, useWideVectors } from 'nabla';

const { values: options } = parseArgs({
  options: { size: { type: 'string', default: '512' }, wide: { type: 'boolean' } },
});
const n = Number(options.size);
if (!Number.isInteger(n) || n < 1) throw new RangeError(`--size: expected a positive integer, got ${options.size}`);
if (options.wide && !useWideVectors()) throw new Error('--wide: this host has no wide vectors; Node 24 and later do');

const rounds = 15;
const seconds = 0.02;

/** The least time of a call, each round long enough for the clock. */
const bestTime = call => {
  const once = count => {
    const start = performance.now();
    for (let i = 0; i < count; i++) call();
    return (performance.now() - start) / 1e3 / count;
  };
  once(8);
  const count = Math.max(1, Math.ceil(seconds / once(4)));
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) best = Math.min(best, once(count));
  return best;
};

/** Symmetric and positive definite. */
const matrix = dtype =>
  array(
    Float64Array.from({ length: n * n }, (_, place) => {
      const [i, j] = [Math.floor(place / n), place % n];
      return i === j ? n : Math.cos(i + j);
    }),
    { dtype },
  ).reshape([n, n]);

/** Name, operations and method. Copies of the arrays in and out are part of what is timed. */
const kernels = [
  ['product', 2 * n ** 3, a => np.matmul(a, a)],
  ['transposed product', 2 * n ** 3, a => np.matmul(a.T, a.add(1))],
  ['cholesky', n ** 3 / 3, a => lax.linalg.cholesky(a)],
  ['triangular solve', n ** 3, a => lax.linalg.triangularSolve(a, a, { leftSide: true, lower: true })],
];

const peerSource = `
import json, os, sys, time
import numpy as np
n, rounds, seconds = ${n}, ${rounds}, ${seconds}
try:
    from scipy.linalg import solve_triangular
except ImportError:
    solve_triangular = None
def best(call):
    def once(count):
        start = time.perf_counter()
        for _ in range(count): call()
        return (time.perf_counter() - start) / count
    once(8)
    count = max(1, int(np.ceil(seconds / once(4))))
    return min(once(count) for _ in range(rounds))
i = np.arange(n)
result = {}
for dtype in ('float32', 'float64'):
    a = np.cos(i[:, None] + i[None, :]); a[i, i] = n; a = a.astype(dtype); b = a + np.ones((), dtype)
    calls = {'product': lambda: a @ a, 'transposed product': lambda: a.T @ b,
             'cholesky': lambda: np.linalg.cholesky(a)}
    if solve_triangular: calls['triangular solve'] = lambda: solve_triangular(a, a, lower=True, check_finite=False)
    for name, call in calls.items(): result[name + ' ' + dtype] = best(call)
print(json.dumps({'version': np.__version__, 'times': result}))
`;

const python = process.env.NABLA_BENCH_PYTHON;
/** @param {number} threads */
const peerTimes = threads => {
  if (python === undefined) return undefined;
  const env = { ...process.env, OPENBLAS_NUM_THREADS: String(threads), OMP_NUM_THREADS: String(threads) };
  const { stdout, stderr, status } = spawnSync(python, ['-c', peerSource], { env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`numpy in NABLA_BENCH_PYTHON has failed: ${stderr}`);
  return JSON.parse(stdout);
};

console.log(
  `${n} × ${n}, GFLOP/s, best of ${rounds}; Node ${process.versions.node}${options.wide ? ', wide vectors' : ''}`,
);
for (const threads of [1, 2]) {
  setThreads(threads);
  const peer = peerTimes(threads);
  console.log(`${threads} thread${threads > 1 ? 's' : ''}${peer ? ` (numpy ${peer.version})` : ''}`);
  for (const dtype of ['float32', 'float64']) {
    const a = matrix(dtype);
    for (const [name, operations, method] of kernels) {
      const compiled = jit(method).lower(a).compile();
      const inputs = [a.data];
      const outputs = compiled(inputs).map(result => result.slice());
      const speed = operations / bestTime(() => compiled(inputs, outputs)) / 1e9;
      const peerTime = peer?.times[`${name} ${dtype}`];
      const beside = peerTime
        ? `  numpy ${(operations / peerTime / 1e9).toFixed(1)}  ${((100 * speed * peerTime * 1e9) / operations).toFixed(0)} %`
        : '';
      console.log(`  ${`${name} ${dtype}`.padEnd(28)}${speed.toFixed(1).padStart(7)}${beside}`);
    }
  }
}
process.exit(0);
