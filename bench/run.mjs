// Measures nabla beside its peers: the same work, in the same run, in turns.
//
//   npm run bench [-- --case NAME] [--dtype float64] [--quick] [--node PATH] [--wide] [--peer NAME]
//
// JAX is found through NABLA_BENCH_PYTHON (a Python that has it), else in bench/.venv, which `npm run bench:setup` makes.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { cases, dtypes } from './cases.mjs';
import { chart, table } from './report.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const { values: options } = parseArgs({
  options: {
    case: { type: 'string', multiple: true },
    dtype: { type: 'string' },
    node: { type: 'string' },
    peer: { type: 'string', multiple: true },
    quick: { type: 'boolean' },
    wide: { type: 'boolean' },
    'no-write': { type: 'boolean' },
  },
});

// nabla with vectors of 256 bits, where Node has them
if (options.wide) process.env.NABLA_BENCH_WIDE = '1';

const venv = `${here}.venv/bin/python`;
const python = process.env.NABLA_BENCH_PYTHON ?? (existsSync(venv) ? venv : undefined);
const available = [
  { name: 'nabla', command: options.node ?? process.execPath, args: [`${here}peers/nabla.mjs`] },
  { name: 'jax', command: python, args: [`${here}peers/jax_peer.py`] },
].filter(({ name }) => name === 'nabla' || options.peer === undefined || options.peer.includes(name));

/** A peer that answers questions one by one. */
const start = ({ name, command, args }) => {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'ignore'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`${name} has stopped`);
    return JSON.parse(value);
  };
  return {
    name,
    ready: next(),
    ask: question => {
      child.stdin.write(`${JSON.stringify(question)}\n`);
      return next();
    },
    stop: () => child.stdin.end(),
  };
};

const median = list => [...list].sort((a, b) => a - b)[list.length >> 1];

const agree = (a, b, dtype) => {
  const scale = Math.max(Math.abs(a[1]), Math.abs(b[1]), 1e-300);
  return a.every((value, i) => Math.abs(value - b[i]) <= (dtype === 'float64' ? 1e-9 : 2e-3) * scale);
};

const peers = [];
for (const peer of available) {
  if (peer.command === undefined) {
    console.log(`${peer.name}: not installed, left out (npm run bench:setup, or set NABLA_BENCH_PYTHON)`);
    continue;
  }
  const started = start(peer);
  try {
    const { ready } = await started.ready;
    console.log(`${peer.name}: ${ready}`);
    peers.push({ ...started, version: ready });
  } catch (error) {
    console.log(`${peer.name}: cannot be started, left out (${error.message})`);
  }
}

const rounds = options.quick ? 7 : 25;
const budget = options.quick ? 30 : 120; // milliseconds a round
const results = [];
for (const { name, title, target } of cases) {
  if (options.case !== undefined && !options.case.includes(name)) continue;
  for (const dtype of dtypes) {
    if (options.dtype !== undefined && options.dtype !== dtype) continue;
    const runs = [];
    for (const peer of peers) {
      const { first, fingerprint, error } = await peer.ask({ op: 'prepare', case: name, dtype });
      if (error !== undefined) console.log(`  ${name} ${dtype}: ${peer.name} failed: ${error}`);
      else runs.push({ peer, first, fingerprint, times: [], count: 1 });
    }
    const [reference] = runs;
    for (const run of runs) {
      run.right = agree(run.fingerprint, reference.fingerprint, dtype);
      if (!run.right)
        console.log(`  ${name} ${dtype}: ${run.peer.name} and ${reference.peer.name} disagree: not timed`);
    }
    const timed = runs.every(({ right }) => right) ? runs : [];
    // warm-up, which also finds how often to repeat
    for (const run of timed) {
      for (let spent = 0; spent < 3 * budget; ) {
        const { time } = await run.peer.ask({ op: 'run', count: run.count, turns: run.turns });
        spent += Math.max(time * run.count, 0.01);
        run.turns = time > 0.1; // the event loop's turns, which let results go, take microseconds
        run.count = Math.max(1, Math.min(20_000, Math.ceil(budget / 4 / time)));
      }
    }
    for (let round = 0; round < rounds; round++) {
      for (const run of timed)
        run.times.push((await run.peer.ask({ op: 'run', count: run.count, turns: run.turns })).time);
    }
    const row = {
      case: name,
      title,
      dtype,
      target,
      peers: Object.fromEntries(
        timed.map(({ peer, first, times }) => [
          peer.name,
          { median: median(times), low: Math.min(...times), high: Math.max(...times), first },
        ]),
      ),
    };
    results.push(row);
    const shown = Object.entries(row.peers).map(
      ([peer, { median: time, first }]) => `${peer} ${time.toPrecision(3)} ms (first ${first.toFixed(0)})`,
    );
    console.log(`${name} ${dtype}: ${shown.join(', ')}`);
  }
}
for (const peer of peers) peer.stop();

const report = {
  date: new Date().toISOString().slice(0, 10),
  machine: `${cpus()[0].model}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB`,
  versions: Object.fromEntries(peers.map(({ name, version }) => [name, version])),
  results,
};
console.log(`\n${table(report)}`);
if (!options['no-write'] && options.case === undefined && options.dtype === undefined) {
  const folder = fileURLToPath(new URL('../docs/benchmarks/', import.meta.url));
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}results.json`, `${JSON.stringify(report, null, 2)}\n`);
  writeFileSync(`${folder}README.md`, `# Benchmarks\n\n${table(report)}\n![Time relative to JAX](chart.svg)\n`);
  writeFileSync(`${folder}chart.svg`, chart(report));
}
