// Measures nabla beside its peers: the same work, in the same run, in turns, answers compared first.
//
//   npm run bench [-- --help]
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { bundleSizes } from './bundle-sizes.mjs';
import { cases as allCases } from './cases.mjs';
import { scalingChart, speedChart } from './charts.mjs';
import { measurer } from './measure.mjs';
import { docs, readOptions } from './options.mjs';
import { start } from './process.mjs';
import { peersOf } from './registry.mjs';
import { page, shown } from './report.mjs';

const options = readOptions();
const render = report => {
  writeFileSync(`${docs}README.md`, page(report));
  writeFileSync(`${docs}chart.svg`, speedChart(report));
  writeFileSync(`${docs}scaling.svg`, scalingChart(report));
};
if (options.render) {
  render(JSON.parse(readFileSync(`${docs}results.json`, 'utf8')));
  console.log('written to docs/benchmarks');
  process.exit(0);
}
const all = peersOf(options);
const unknown = options.peers?.filter(name => !all.some(peer => peer.name === name)) ?? [];
if (unknown.length > 0)
  options.fail(`--peer ${unknown.join(', ')}: expected ${all.map(({ name }) => name).join(', ')}`);
if (options.list) {
  console.log(`peers: ${all.map(({ name, missing }) => (missing ? `${name} (${missing})` : name)).join(', ')}`);
  for (const { name, title, dtypes } of allCases) console.log(`${name.padEnd(22)}${title} (${dtypes.join(', ')})`);
  process.exit(0);
}
const peers = all.filter(({ name }) => options.peers === undefined || options.peers.includes(name));
for (const { title, missing } of peers) if (missing !== undefined) console.log(`${title}: left out: ${missing}`);

const rows = options.cases.flatMap(kase =>
  kase.dtypes.filter(dtype => options.dtypes.includes(dtype)).map(dtype => ({ kase, dtype })),
);
const began = performance.now();
const log = line => console.log(line);
const { measure, versions, stop } = measurer({ ...options.effort, check: options.check, log });
const results = [];
try {
  for (const [i, { kase, dtype }] of rows.entries()) {
    const minutes = ((performance.now() - began) / 60_000).toFixed(1);
    console.log(`[${i + 1}/${rows.length}, ${minutes} min] ${kase.title}, ${dtype}`);
    const { cells, reference } = await measure(peers, all, kase, dtype);
    results.push({ ...kase, dtype, reference, peers: cells });
    const lines = peers
      .filter(({ missing }) => missing === undefined)
      .map(({ name, title }) => `${title} ${shown(cells[name])}`);
    console.log(`  ${lines.join(' | ')}`);
  }
} finally {
  stop();
}

if (options.check) {
  const bad = results.flatMap(({ name, dtype, peers: cells }) =>
    Object.entries(cells)
      .filter(([, { status }]) => ['wrong', 'failed'].includes(status))
      .map(([peer]) => `${peer} ${name} ${dtype}`),
  );
  console.log(bad.length === 0 ? '\nno answer is wrong' : `\nwrong or failed: ${bad.join(', ')}`);
  process.exit(bad.length === 0 ? 0 : 1);
}

const commit = () => {
  try {
    const git = (...args) =>
      execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
    return `${git('rev-parse', '--short', 'HEAD')}${git('status', '--porcelain', '--', 'src') === '' ? '' : ' with changes'}`;
  } catch {
    return undefined;
  }
};

/** What the machine can do, as nabla measures it. */
const machineOf = async peer => {
  const process = start(peer);
  try {
    await process.ready;
    return (await process.ask({ op: 'machine' }, 60)).machine;
  } catch (error) {
    console.log(`the machine's limits could not be measured: ${error.message}`);
    return undefined;
  } finally {
    await process.stop();
  }
};

const report = {
  date: new Date().toISOString().slice(0, 10),
  machine: `${cpus()[0].model.trim()}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB`,
  commit: commit(),
  effort: options.effort,
  minutes: Number(((performance.now() - began) / 60_000).toFixed(1)),
  peers: peers.map(({ name, title, missing }) => ({ name, title, version: versions[name], missing })),
  bundles: bundleSizes(),
  limits: await machineOf(all.find(({ name }) => name === 'nabla')),
  results,
};
if (options.write) {
  mkdirSync(docs, { recursive: true });
  writeFileSync(`${docs}results.json`, `${JSON.stringify(report, null, 1)}\n`);
  render(report);
  console.log(`\nwritten to docs/benchmarks, after ${report.minutes} minutes`);
} else {
  console.log(`\n${page(report)}\nnot written: a run of a part, or with other settings (--write writes all the same)`);
}
