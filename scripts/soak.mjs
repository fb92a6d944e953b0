// Calls compiled programs for long, and fails where memory grows: the heap, typed arrays, the process, or compiled programs' own.
//
//   npm run soak [-- NAME...]     all cases, or those of the names; --calls=N scales them (10⁶ by default)
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { getHeapStatistics } from 'node:v8';
import { wasmExecutor } from '../dist/backends/wasm/executor.js';
import { array, hessian, jit, numpy as np } from '../dist/index.js';

/** @typedef {import('../dist/index.js').NDArray} NDArray */

const float64 = /** @type {const} */ ({ dtype: 'float64' });
const rosenbrock = (/** @type {NDArray} */ x) =>
  np.sum(
    np
      .square(x.at('1:').sub(np.square(x.at(':-1'))))
      .mul(100)
      .add(np.square(np.subtract(1, x.at(':-1')))),
  );
const vector = (/** @type {number} */ n) => array(Float64Array.from({ length: n }, (_, i) => Math.sin(1 + i)));

/**
 * What is called again and again, as a share of all calls, and whether the event loop gets a turn now and then (else nothing
 * that waits for the garbage collector's word can be given back).
 * Calls that `allocate` nothing must leave the heap as it is without the garbage collector.
 * @type {Record<string, { share: number, yields: boolean, allocate?: boolean, make: () => (i: number) => void }>}
 */
const cases = {
  'jitted Hessian': {
    share: 1,
    yields: false,
    make: () => {
      const H = jit(hessian(rosenbrock));
      const x = vector(10);
      return () => H(x);
    },
  },
  'fresh closures': {
    share: 0.01,
    yields: false,
    make: () => {
      const x = vector(3);
      return i => hessian((/** @type {NDArray} */ y) => rosenbrock(y.mul(array(i, float64))))(x);
    },
  },
  'fresh jitted functions': {
    share: 0.01,
    yields: false,
    make: () => {
      const x = vector(3);
      return () => jit(hessian((/** @type {NDArray} */ y) => rosenbrock(y)))(x);
    },
  },
  'changing numbers': {
    share: 0.003,
    yields: false,
    make: () => {
      const x = vector(3);
      return i => {
        const f = jit((/** @type {NDArray} */ y) => np.sin(y).mul(i + 0.5));
        f(x);
        f(x);
      };
    },
  },
  'changing shapes': {
    share: 0.01,
    yields: false,
    make: () => {
      const H = jit(hessian(rosenbrock));
      // more of them than programs are kept
      return i => H(vector(2 + (i % 300)));
    },
  },
  'large results': {
    share: 0.005,
    yields: false,
    make: () => {
      const f = jit((/** @type {NDArray} */ y) => y.mul(2).add(1));
      const x = vector(1 << 18);
      return () => f(x);
    },
  },
  'large results of large results': {
    share: 0.005,
    yields: false,
    make: () => {
      const f = jit((/** @type {NDArray} */ y) => y.mul(0.5).add(1));
      let x = vector(1 << 18);
      return () => {
        x = f(x);
      };
    },
  },
  'large constants': {
    share: 0.002,
    yields: false,
    make: () => {
      const x = vector(3);
      return i => {
        const data = array(new Float64Array(1 << 16).fill(i));
        hessian((/** @type {NDArray} */ y) => np.sum(data).mul(np.sum(y.mul(y))))(x);
      };
    },
  },
  'typed arrays': {
    share: 1,
    yields: false,
    allocate: false,
    make: () => {
      const x = vector(10);
      const call = jit(hessian(rosenbrock)).lower(x).compile();
      const inputs = [x.toTypedArray()];
      const outputs = [new Float64Array(100)];
      return () => call(inputs, outputs);
    },
  },
  'compiled functions': {
    share: 0.002,
    yields: true,
    make: () => {
      const x = vector(5000);
      const inputs = [x.toTypedArray()];
      return i => {
        const call = jit((/** @type {NDArray} */ y) => np.sin(y).mul(i))
          .lower(x)
          .compile();
        call(inputs);
      };
    },
  },
};

const collect = /** @type {() => void} */ (/** @type {unknown} */ (globalThis.gc));
const turn = () => new Promise(resolve => setTimeout(resolve, 0));

/** Megabytes of each kind. */
const measure = async () => {
  for (let round = 0; round < 3; round++) {
    collect();
    await turn();
  }
  const { rss, heapUsed, external } = process.memoryUsage();
  const bytes = { resident: rss, heap: heapUsed, external, programs: wasmExecutor.memoryInUse };
  return Object.fromEntries(Object.entries(bytes).map(([kind, value]) => [kind, value / 1e6]));
};

/** What may be more after the second half of the calls than after the first, in megabytes. @type {Record<string, number>} */
const allowed = { resident: 40, heap: 2, external: 2, programs: 1 };

const soak = async (/** @type {string} */ name, /** @type {number} */ calls) => {
  const { share, yields, allocate, make } = /** @type {typeof cases[string]} */ (cases[name]);
  const call = make();
  const half = Math.max(500, Math.ceil((calls * share) / 2));
  let most = 0;
  const run = async (/** @type {number} */ from) => {
    for (let i = from; i < from + half; i++) {
      call(i);
      if (i % 64 !== 0) continue;
      if (yields) await turn();
      most = Math.max(most, process.memoryUsage.rss());
    }
  };
  // V8 keeps other memory once it has been told to collect: that is let settle
  await run(0);
  await measure();
  await run(half);
  const before = await measure();
  await run(2 * half);
  const after = await measure();
  if (allocate === false) {
    const used = () => getHeapStatistics().used_heap_size;
    used();
    const start = used();
    for (let i = 0; i < 100_000; i++) call(i);
    const bytes = (used() - start) / 100_000;
    if (bytes > 8) process.exitCode = 1;
    console.log(`${name}: ${bytes.toFixed(3)} bytes of heap a call${bytes > 8 ? ' (ALLOCATES)' : ''}`);
  }
  const changes = Object.entries(after).map(([kind, value]) => {
    const [was, limit] = [/** @type {number} */ (before[kind]), /** @type {number} */ (allowed[kind])];
    if (value - was > limit) process.exitCode = 1;
    return `${kind} ${was.toFixed(1)} -> ${value.toFixed(1)}${value - was > limit ? ` (GROWS, limit ${limit})` : ''}`;
  });
  console.log(`${name}, ${2 * half} calls: MB ${changes.join(', ')}; at most ${(most / 1e6).toFixed(0)} resident`);
};

const options = process.argv.slice(2).filter(argument => argument.startsWith('--'));
const names = process.argv.slice(2).filter(argument => !argument.startsWith('--'));
const calls = Number(options.find(option => option.startsWith('--calls='))?.slice(8) ?? 1e6);
if (globalThis.gc === undefined) {
  // each in a process of its own; V8 gives the young generation more room as it sees fit, which does not count
  for (const name of names.length > 0 ? names : Object.keys(cases)) {
    const script = fileURLToPath(import.meta.url);
    const args = ['--expose-gc', '--max-semi-space-size=2', script, name, `--calls=${calls}`];
    if (spawnSync(process.execPath, args, { stdio: 'inherit' }).status !== 0) process.exitCode = 1;
  }
} else for (const name of names) await soak(name, calls);
