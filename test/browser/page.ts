import { array, jit, linalg, makeJaxpr, type NDArray, nn, numpy as np, setThreads } from 'nabla';
import { ModuleBuilder } from '../../src/backends/wasm/emit/module.ts';
import { instantiate, ModuleRefused } from '../../src/backends/wasm/runtime/instantiate.ts';
import { cell } from '../../src/backends/wasm/runtime/worker.ts';
import { isConcrete } from '../../src/core/tracer.ts';
import { bitDifferences, compareExecutors } from '../compiled/compare.ts';
import { decodeRow, type GoldenFile } from '../conformance/golden.ts';
import { families } from '../conformance/samples.ts';
import { subjectOf } from '../conformance/subject.ts';
import { generate, print, randomFrom, run, split } from '../random-programs/generate.ts';
import { traceMixed } from '../random-programs/mixed.ts';

/**
 * What runs in the page: each check gives how much it has compared, and what was wrong. `scripts/test-browser.mjs` serves the
 * page and reads what it posts.
 */
type Outcome = { readonly compared: number; readonly problems: readonly string[] };

const isolated = globalThis.crossOriginIsolated === true;

const get = async (path: string): Promise<string> => {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.text();
};

const samples = async (): Promise<Outcome> => {
  const problems: string[] = [];
  let compared = 0;
  for (const family of families) {
    const file = JSON.parse(await get(`/golden/${family.name}.json`)) as GoldenFile;
    for (const sample of family.samples) {
      for (const golden of decodeRow(sample, file.rows[sample.name]!)) {
        const subject = subjectOf(sample, golden);
        for (const jaxpr of [subject.values, subject.gradient]) {
          compared++;
          for (const problem of compareExecutors(jaxpr, subject.inputs))
            problems.push(`${sample.name}, ${golden.precision} ${jaxpr.name}: ${problem}`);
        }
      }
    }
  }
  return { compared, problems };
};

const randomPrograms = (): Outcome => {
  const problems: string[] = [];
  const count = 300;
  for (let seed = 1; seed <= count; seed++) {
    const random = randomFrom(seed);
    const x = array(
      Array.from({ length: 9 }, () => (random.integer(2000) - 1000) / 700),
      { dtype: 'float64' },
    );
    if (!isConcrete(x)) throw new Error('the point is an array');
    const program = generate(random, split(x));
    const { jaxpr } = makeJaxpr((flat: NDArray) => run(program, split(flat)))(x);
    for (const problem of compareExecutors(jaxpr, [x])) problems.push(`${print(program)}: ${problem}`);
  }
  for (let seed = 1; seed <= count; seed++) {
    const { jaxpr, args, text } = traceMixed(seed);
    for (const problem of bitDifferences(jaxpr, args)) problems.push(`${text}: ${problem}`);
  }
  return { compared: 2 * count, problems };
};

/** What Node's `console.log` prints for what the examples give it. */
const printed = (value: unknown): string =>
  Array.isArray(value) ? `[ ${value.map(printed).join(', ')} ]` : String(value);

const examples = async (): Promise<Outcome> => {
  const problems: string[] = [];
  const names = JSON.parse(await get('/examples.json')) as string[];
  const log = console.log;
  for (const name of names) {
    const lines: string[] = [];
    console.log = (...values: unknown[]) => lines.push(`${values.map(printed).join(' ')}\n`);
    try {
      await import(`/bundle/${name}.js`);
    } finally {
      console.log = log;
    }
    const expected = await get(`/expected/${name}.txt`);
    if (lines.join('') !== expected) problems.push(`${name} printed ${JSON.stringify(lines.join(''))}`);
  }
  return { compared: names.length, problems };
};

type Started = { readonly memory: WebAssembly.Memory; readonly control: number };

/** The workers that were started, and what they were told. */
const started: Started[] = [];
const observeWorkers = (): void => {
  const { Worker: Original } = globalThis;
  globalThis.Worker = class extends Original {
    override postMessage(message: Started): void {
      started.push(message);
      super.postMessage(message);
    }
  };
};

/** How many threads took part in the last job: each takes parts until it is given one that does not exist. */
const participants = (): number => {
  const [{ memory, control }] = started as [Started];
  const numbers = new Int32Array(memory.buffer, control, 16);
  const parts = Math.ceil((numbers[cell.high]! - numbers[cell.low]!) / numbers[cell.grain]!);
  return numbers[cell.next]! - parts;
};

const pause = (): Promise<void> => new Promise(resolve => setTimeout(resolve, 20));

const threads = async (): Promise<Outcome> => {
  const problems: string[] = [];
  const n = 192;
  const numbers = Float64Array.from({ length: n * n }, (_, i) => Math.sin(1 + i * i));
  const programs: { readonly [name: string]: (x: NDArray) => NDArray } = {
    elements: x => np.sin(x).mul(np.exp(x)),
    products: x => np.matmul(x, x.T),
    rows: x => nn.softmax(x, { axis: 1 }),
    solutions: x => linalg.solve(np.matmul(x, x.T).add(np.eye(n, { dtype: x.dtype }).mul(n)), x),
  };
  let compared = 0;
  let most = 1;
  for (const dtype of ['float32', 'float64'] as const) {
    const x = array(numbers, { dtype }).reshape([n, n]);
    for (const [name, program] of Object.entries(programs)) {
      setThreads(1);
      const alone = jit(program)(x).toTypedArray();
      setThreads(2);
      const f = jit(program);
      for (let repeat = 0; repeat < 20; repeat++) {
        const together = f(x).toTypedArray();
        compared++;
        if (together.some((value, i) => !Object.is(value, alone[i])))
          problems.push(`${name} in ${dtype}: two threads give other values than one`);
        if (started.length > 0) most = Math.max(most, participants());
        await pause();
      }
    }
  }
  if (isolated && most < 2) problems.push('no worker ever took part');
  if (!isolated && started.length > 0) problems.push('workers were started without shared memory');
  return { compared, problems };
};

/** Chromium compiles no module of more than 8 MiB on the main thread: `instantiate` must say so, for programs to be interpreted. */
const largeModules = (): Outcome => {
  const empty = new ModuleBuilder().encode();
  const withComment = (bytes: number): Uint8Array<ArrayBuffer> => {
    // a custom section: 0, its length in five bytes of seven bits, an empty name, anything
    const length = [0, 7, 14, 21, 28].map((shift, k) => ((bytes >>> shift) & 127) | (k < 4 ? 128 : 0));
    const module = new Uint8Array(empty.length + 6 + bytes);
    module.set([...empty, 0, ...length]);
    return module;
  };
  const problems: string[] = [];
  instantiate(withComment(1 << 20), {});
  try {
    instantiate(withComment(9 << 20), {});
    problems.push('a module of 9 MiB was compiled');
  } catch (error) {
    if (!(error instanceof ModuleRefused)) problems.push(String(error));
  }
  return { compared: 2, problems };
};

const checks: { readonly [name: string]: () => Outcome | Promise<Outcome> } = {
  threads,
  examples,
  'random programs': randomPrograms,
  'large modules': largeModules,
  samples,
};

const post = (body: object): Promise<Response> => fetch('/report', { method: 'POST', body: JSON.stringify(body) });

export const main = async (): Promise<void> => {
  observeWorkers();
  for (const [name, check] of Object.entries(checks)) {
    const before = performance.now();
    let outcome: Outcome;
    try {
      outcome = await check();
    } catch (error) {
      outcome = { compared: 0, problems: [error instanceof Error ? String(error.stack) : String(error)] };
    }
    await post({ name, isolated, seconds: (performance.now() - before) / 1000, ...outcome });
  }
  await post({ done: true, isolated });
};

await main();
