import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { difference, readAnswer } from './compare.mjs';
import { Overtime, start } from './process.mjs';
import { page } from './report.mjs';

const dense = (...numbers: number[]) => ({ rows: undefined, numbers: Float64Array.from(numbers) });
const sparse = (indptr: number[], indices: number[], data: number[]) => ({
  rows: indptr.length - 1,
  numbers: Float64Array.from([...indptr, ...indices, ...data]),
});

describe('answers', () => {
  it('differ by their largest difference relative to the largest element', () => {
    expect(difference(dense(1, 2, 4), dense(1, 2, 4))).toBe(0);
    expect(difference(dense(1, 2.5, 4), dense(1, 2, 4))).toBe(0.125);
    expect(difference(dense(2, 1), dense(1, 2))).toBe(0.5);
  });

  it('of other sizes, or that are no numbers, are infinitely far apart', () => {
    expect(difference(dense(1), dense(1, 2))).toBe(Number.POSITIVE_INFINITY);
    expect(difference(dense(1, Number.NaN), dense(1, 2))).toBe(Number.POSITIVE_INFINITY);
    expect(difference(dense(Number.NaN, 5), dense(1, 2))).toBe(Number.POSITIVE_INFINITY);
    expect(difference(sparse([0, 1], [0], [1]), dense(1))).toBe(Number.POSITIVE_INFINITY);
  });

  it('of sparse matrices take what is not stored as zero', () => {
    const reference = sparse([0, 2, 3], [0, 1, 1], [4, 1, 2]);
    expect(difference(sparse([0, 2, 4], [0, 1, 0, 1], [4, 1, 0, 2]), reference)).toBe(0);
    expect(difference(sparse([0, 2, 4], [0, 1, 0, 1], [4, 1, 1, 2]), reference)).toBe(0.25);
    expect(difference(sparse([0, 1, 2], [0, 1], [4, 2]), reference)).toBe(0.25);
    expect(difference(sparse([0, 2, 3], [0, 1, 1], [4, 1]), reference)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('the page', () => {
  const ok = { status: 'ok', median: 1, low: 1, high: 1, first: 2, error: 0, idle: 1, peak: 1 };
  const peers = [
    { name: 'nabla', title: 'nabla', version: 'nabla' },
    { name: 'torch', title: 'PyTorch', version: 'PyTorch' },
    { name: 'casadi', title: 'CasADi', missing: 'no Python' },
  ];
  const row = (name: string, torch: { status: string; why?: string }) => ({
    name,
    title: name,
    dtype: 'float64',
    peers: { nabla: ok, torch, casadi: { status: 'missing', why: 'no Python' } },
  });
  const lacks = { status: 'lacks', why: 'has no sparse Hessians' };
  const report = { date: '', machine: '', minutes: 1, effort: { rounds: 1, budget: 4 }, bundles: [], peers };

  it('has a reason for each cell without a figure', () => {
    const text = page({
      ...report,
      results: [row('one', { status: 'wrong', why: 'differs by 1' }), row('two', lacks), row('three', lacks)],
    });
    expect(text).toContain('| one | float64 | 1.00 ms ±0 % | wrong (1) |');
    expect(text.match(/\| three \| float64 \| [^|]+ \| – \(2\) \|/g)).toHaveLength(2);
    expect(text).toContain('1. PyTorch: wrong: differs by 1 (one float64).\n2. PyTorch: has no sparse Hessians');
    expect(text).toContain('CasADi was left out: no Python.');
  });

  it('of docs/benchmarks is that of its results: `npm run bench -- --render` writes it anew', () => {
    const read = (name: string): string => readFileSync(new URL(`../docs/benchmarks/${name}`, import.meta.url), 'utf8');
    expect(page(JSON.parse(read('results.json')))).toBe(read('README.md'));
  });

  it('says which aims are reached', () => {
    const text = page({ ...report, results: [{ ...row('one', ok), aims: { call: 0.5, first: 3 } }] });
    expect(text).toContain('| one | float64 | call | 1.00 ms | 0.500 ms | no: 2.0 times |');
    expect(text).toContain('| one | float64 | first call | 2.00 ms | 3.00 ms | yes |');
  });

  it('says so of ratios, with wide vectors and of first calls too', () => {
    const { peers: cells, ...one } = row('one', ok);
    const jax = { ...ok, median: 0.8, first: 10 };
    const text = page({
      ...report,
      results: [
        { ...one, target: 1, firstTarget: 0.25, peers: { ...cells, jax, 'nabla-wide': { ...ok, median: 0.6 } } },
      ],
    });
    expect(text).toContain('| one | float64 | call / JAX | 1.25 | 1.00 | no: 1.3 times |');
    expect(text).toContain('| one | float64 | the same with wide vectors | 0.750 | 1.00 | yes |');
    expect(text).toContain('| one | float64 | first call / JAX | 0.200 | 0.250 | yes |');
  });

  it('is not written where a cell is missing', () => {
    const { nabla } = row('one', ok).peers;
    expect(() => page({ ...report, results: [{ ...row('one', ok), peers: { nabla } }] })).toThrow(/torch has no cell/);
  });
});

describe('a peer', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nabla-bench-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  // answers with what it is asked for, sleeps, or ends with a complaint
  const script = `
    console.log('a banner that is no answer');
    console.log(JSON.stringify({ ready: 'test', idle: 1 }));
    process.stdin.on('data', text => {
      const question = JSON.parse(text);
      if (question.op === 'fail') { console.error('out of luck'); process.exit(3); }
      if (question.op !== 'sleep') console.log(JSON.stringify(question));
    });`;
  const peer = { title: 'test', command: process.execPath, args: ['-e', script] };

  it('answers questions, and is ended where it takes too long', async () => {
    const running = start(peer);
    expect(await running.ready).toEqual({ ready: 'test', idle: 1 });
    expect(await running.ask({ op: 'echo', value: 2 }, 20)).toEqual({ op: 'echo', value: 2 });
    await expect(running.ask({ op: 'sleep' }, 0.05)).rejects.toThrow(Overtime);
    await running.stop();
  });

  it('that ends is reported with what it said', async () => {
    const running = start(peer);
    await running.ready;
    await expect(running.ask({ op: 'fail' }, 20)).rejects.toThrow('test has stopped');
    expect(running.errors()).toBe('out of luck');
  });

  it('leaves its answer in a file', () => {
    const file = join(folder, 'answer');
    writeFileSync(file, Float64Array.of(1, 2.5));
    expect(readAnswer(file, undefined)).toEqual(dense(1, 2.5));
  });
});
