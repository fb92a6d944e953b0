// The results of a run as a page of Markdown.
import { limitOf } from './limits.mjs';
import { cap } from './measure.mjs';

const digits = value => (value >= 1000 ? value.toFixed(0) : value.toPrecision(3));
export const time = value =>
  value < 0.1 ? `${digits(1e3 * value)} µs` : value < 1000 ? `${digits(value)} ms` : `${digits(value / 1e3)} s`;

const spread = ({ median, low, high }) => `±${((50 * (high - low)) / median).toFixed(0)} %`;

/** A cell of the table of times; `mark` is what stands beside one without a figure. */
export const shown = (cell, mark = '') => {
  if (cell === undefined || cell.status === 'missing' || cell.status === 'lacks') return `–${mark}`;
  if (cell.status === 'ok') return `${time(cell.median)} ${spread(cell)}`;
  if (cell.status === 'right') return `right to ${cell.error?.toExponential(0) ?? 'what nothing else says'}`;
  return `${cell.status === 'slow' ? `> ${cap} s` : cell.status}${mark}`;
};

/** nabla's time by that of JAX. */
export const ratio = ({ peers }, peer = 'nabla', measure = 'median') =>
  peers[peer]?.status === 'ok' && peers.jax?.status === 'ok' ? peers[peer][measure] / peers.jax[measure] : undefined;

const table = (head, rows) => [
  `| ${head.join(' | ')} |`,
  `|${head.map(() => '---').join('|')}|`,
  ...rows.map(cells => `| ${cells.join(' | ')} |`),
  '',
];

const beside = row => {
  const share = ratio(row);
  if (share === undefined) return '–';
  return `${share.toFixed(2)}${row.target === undefined || share <= row.target ? '' : ` (aim ${row.target})`}`;
};

const first = (cell, mark) =>
  cell?.status === 'ok' ? `${time(cell.first)}, ${cell.peak.toFixed(0)} MB` : shown(cell, mark);

/** What each peer holds before any case. */
const idleOf = ({ peers, results }) =>
  peers
    .flatMap(({ name, title }) => {
      const cells = results.map(row => row.peers[name]).filter(cell => cell?.status === 'ok');
      return cells.length === 0 ? [] : [`${Math.min(...cells.map(cell => cell.idle)).toFixed(0)} MB (${title})`];
    })
    .join(', ');

/** How far nabla is from what the machine allows. */
const distances = ({ results, limits }) =>
  results.flatMap(row => {
    const cell = row.peers.nabla;
    const limit = limitOf(row.name, row.dtype, limits);
    if (cell?.status !== 'ok' || limit === undefined) return [];
    return [[row.title, row.dtype, time(cell.median), time(limit.time), limit.by, digits(cell.median / limit.time)]];
  });

/** What was aimed at, and whether nabla is there: times relative to JAX's, and those of sparse Hessians by themselves. */
const aimed = ({ results }) =>
  results.flatMap(row => {
    const cell = row.peers.nabla;
    if (cell?.status !== 'ok') return [];
    const line = (what, measured, aim, show) => [
      row.title,
      row.dtype,
      what,
      show(measured),
      show(aim),
      measured <= aim ? 'yes' : `no: ${(measured / aim).toFixed(1)} times`,
    ];
    const relative = (what, share, aim) =>
      share === undefined || aim === undefined ? [] : [line(what, share, aim, digits)];
    const aims = row.dtype === 'float64' ? (row.aims ?? {}) : {};
    return [
      ...relative('call / JAX', ratio(row), row.target),
      ...relative('the same with wide vectors', ratio(row, 'nabla-wide'), row.target),
      ...relative('first call / JAX', ratio(row, 'nabla', 'first'), row.firstTarget),
      ...(aims.call === undefined ? [] : [line('call', cell.median, aims.call, time)]),
      ...(aims.first === undefined ? [] : [line('first call', cell.first, aims.first, time)]),
      ...(aims.peak === undefined ? [] : [line('memory', cell.peak, aims.peak, value => `${value.toFixed(0)} MB`)]),
    ];
  });

/** Why a cell has no figure, in words. */
const reasonOf = (title, { status, why }) =>
  `${title}: ${status === 'lacks' || status === 'slow' ? '' : `${status}: `}${why}`;

/**
 * Why cells have no figure: the reasons, each once and in the order of the peers, with the cases of those that concern few,
 * and `markOf(row, name)`, the number of a cell's reason.
 */
const numberedReasons = ({ peers, results }) => {
  const cases = new Map();
  for (const { name, title } of peers.filter(peer => peer.missing === undefined)) {
    for (const row of results) {
      const cell = row.peers[name];
      if (cell === undefined || cell.status === 'ok') continue;
      const reason = reasonOf(title, cell);
      cases.set(reason, [...(cases.get(reason) ?? []), `${row.name} ${row.dtype}`]);
    }
  }
  const order = [...cases.keys()];
  const titles = Object.fromEntries(peers.map(({ name, title }) => [name, title]));
  const lines = [
    ...[...cases].map(([why, where], i) => `${i + 1}. ${why}${where.length > 4 ? '' : ` (${where.join(', ')})`}.`),
    '',
    ...peers.filter(({ missing }) => missing).map(({ title, missing }) => `${title} was left out: ${missing}.`),
  ];
  const markOf = (row, name) => {
    const cell = row.peers[name];
    if (cell === undefined) throw new Error(`${name} has no cell for ${row.name} ${row.dtype}`);
    return cell.status === 'ok' ? '' : ` (${order.indexOf(reasonOf(titles[name], cell)) + 1})`;
  };
  return { lines, markOf };
};

/** The page docs/benchmarks/README.md. */
export const page = report => {
  const peers = report.peers.filter(({ missing }) => missing === undefined);
  const titles = peers.map(({ title }) => title);
  const withRatio = peers.some(({ name }) => name === 'nabla') && peers.some(({ name }) => name === 'jax');
  const { date, machine, commit, effort, minutes, results, bundles, limits } = report;
  const { lines, markOf } = numberedReasons(report);
  return [
    '# Benchmarks',
    '',
    'Written by `npm run bench`. How to read it, and what is slow and why: [performance](../performance.md).',
    '',
    `${date}; ${machine}; nabla at ${commit ?? 'an unknown commit'}; ${minutes} minutes.`,
    ...(effort.name === 'quick' ? ['A short run (`--quick`): its figures are provisional.'] : []),
    '',
    ...peers.map(({ title, version }) => `- ${title}: ${version ?? 'not started'}`),
    '',
    '![Time of nabla relative to JAX](chart.svg)',
    '',
    '![Time against the number of variables](scaling.svg)',
    '',
    '## Time of a call',
    '',
    `Medians of up to ${effort.rounds} runs, peers in turns, each run a loop of some ${effort.budget / 4} ms; ± is half the distance of the quartiles.`,
    'A loop is timed from its start to its end. In JavaScript, calls of more than 0.1 ms yield to the event loop in between, and',
    'what it does then (letting results go, for one) counts.',
    'Answers were compared element by element before anything was timed, with those of the derivatives written by hand, else',
    `with JAX's, in float64: \`wrong\` is what differed. \`> ${cap} s\`: one call, or all that is needed before it, took longer than that.`,
    'A number in parentheses, where there is no figure, is that of the [reason](#what-is-empty-and-why).',
    'Sparse Hessians of JAX are written as its users have to: the Hessians of elements by `vmap`, added up in places that',
    'are worked out by hand; nabla and CasADi find the structure by themselves. CasADi and PyTorch are not compiled: the former',
    'runs in its virtual machine, into buffers that are made once, the latter runs operation by operation.',
    ...(peers.some(({ name }) => name === 'nabla-wide')
      ? ['The second column of nabla is with `useWideVectors()`, where matrix products take the time.']
      : []),
    '',
    ...table(
      ['', 'dtype', ...titles, ...(withRatio ? ['nabla / JAX'] : [])],
      results.map(row => [
        row.title,
        row.dtype,
        ...peers.map(({ name }) => shown(row.peers[name], markOf(row, name))),
        ...(withRatio ? [beside(row)] : []),
      ]),
    ),
    '## First call, and peak of memory',
    '',
    'The first call in a fresh process: tracing, finding patterns, compiling, one evaluation; loading the library and making the',
    'data are not counted. Beside it the peak of resident memory of the whole process: inputs, results, and the runtime with its',
    `libraries, which take ${idleOf(report)}.`,
    '',
    ...table(
      ['', 'dtype', ...titles],
      results.map(row => [row.title, row.dtype, ...peers.map(({ name }) => first(row.peers[name], markOf(row, name)))]),
    ),
    '## What was aimed at',
    '',
    'What nabla is to reach, by the ratio to the time of JAX on the same machine, or by itself.',
    '',
    ...table(['', 'dtype', '', 'nabla', 'aim', 'reached'], aimed(report)),
    ...(limits === undefined
      ? []
      : [
          '## How far from the limit',
          '',
          'The limit is the longer of two times: that of the least operations that a case needs, at the speed of large matrix products',
          `(here ${(limits.operations.float64 / 1e9).toFixed(0)} GFLOP/s in float64 and ${(limits.operations.float32 / 1e9).toFixed(0)} in float32, nabla's own), and that of reading its inputs and writing its`,
          `result once, at the speed of a copy of large arrays (${(limits.bytes / 1e9).toFixed(0)} GB/s). What fits into caches can be faster than the latter.`,
          '',
          ...table(['', 'dtype', 'nabla', 'limit', 'by', 'times the limit'], distances(report)),
        ]),
    '## What is empty, and why',
    '',
    ...lines,
    '',
    '## Size',
    '',
    'A program that computes one Hessian, bundled for a browser and minified, with the WebAssembly files that it loads:',
    '',
    ...table(
      ['', 'minified', 'gzipped'],
      bundles.map(({ name, minified, gzipped }) => [name, `${minified.toFixed(0)} KB`, `${gzipped.toFixed(0)} KB`]),
    ),
  ].join('\n');
};
