// One case in one precision: every peer in a process of its own, answers compared, then timed in turns.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { difference, readAnswer } from './compare.mjs';
import { Overtime, start } from './process.mjs';

/** Seconds that one call may take, and that a reference may, which is not timed. */
export const cap = 20;
const patience = 120;

const tolerances = { float64: 1e-9, float32: 2e-4 };

const at = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];

/**
 * `low` and `high` are quartiles, `best` the least of all runs; milliseconds.
 * @param {readonly number[]} times
 */
export const summary = times => {
  const sorted = [...times].sort((a, b) => a - b);
  return {
    median: at(sorted, 0.5),
    low: at(sorted, 0.25),
    high: at(sorted, 0.75),
    best: sorted[0],
    runs: sorted.length,
  };
};

/**
 * @param {{ rounds: number, budget: number, warmUp: number, allowance: number, check: boolean, log: (line: string) => void }} effort `budget` is what a round
 * should take, `warmUp` what comes before all rounds and `allowance` what all rounds of a peer may, in milliseconds; `check` times nothing
 */
export const measurer = ({ rounds, budget, warmUp, allowance, check, log }) => {
  const folder = mkdtempSync(join(tmpdir(), 'nabla-bench-'));
  /** Families of cases in which a peer was too slow already. */
  const slow = new Map();
  const references = new Map();
  const versions = {};

  const failure = (peer, process, error) => {
    const said = process.errors();
    log(`  ${peer.title}: ${error}${said === '' ? '' : `\n${said.replace(/^/gm, '    | ')}`}`);
    return { status: 'failed', why: String(error) };
  };

  /** Starts a peer and has it prepare a case: `{ process, first, answer }`, or what went wrong. */
  const prepare = async (peer, process, kase, dtype, limit = check ? patience : cap) => {
    try {
      const { ready, idle } = await process.ready;
      versions[peer.name] = ready;
      const file = join(folder, `${peer.name}-${dtype}`);
      // what comes before and after the first call (making data, writing the answer) may take some seconds too
      const { error, first, rows } = await process.ask(
        { op: 'prepare', case: kase.name, dtype, answer: file },
        limit + 5,
      );
      if (error !== undefined) return failure(peer, process, error);
      if (first > 1000 * limit) throw new Overtime();
      const answer = readAnswer(file, rows);
      rmSync(file);
      return { status: 'ok', process, first, idle, answer };
    } catch (error) {
      if (!(error instanceof Overtime)) return failure(peer, process, error.message);
      const family = kase.family ?? kase.name;
      slow.set(`${peer.name} ${family} ${dtype}`, kase.n ?? 0);
      return { status: 'slow', why: `> ${limit} s` };
    }
  };

  /** What answers are held to: hand-written derivatives, else JAX's, in float64; else those of any other library. */
  const referenceFor = async (peers, prepared, kase, dtype) => {
    const known = references.get(kase.name);
    if (known !== undefined) return known;
    for (const name of ['hand', 'jax']) {
      const peer = peers.find(other => other.name === name);
      if (peer === undefined || peer.missing !== undefined || peer.lacks(kase, 'float64') !== undefined) continue;
      const own = prepared.get(name);
      if (dtype === 'float64' && own?.status === 'ok') return { by: peer.title, answer: own.answer };
      if (dtype === 'float64' && own?.status === 'failed') continue;
      const process = start(peer);
      const { status, answer } = await prepare(peer, process, kase, 'float64', patience);
      await process.stop();
      if (status === 'ok') return { by: peer.title, answer };
    }
    const other = peers.find(({ name }) => name !== 'nabla' && prepared.get(name)?.status === 'ok');
    return other && { by: other.title, answer: prepared.get(other.name).answer };
  };

  /** A peer's calls, as often as a run has them. */
  const repeated = async ({ process, count, turns }) => {
    const answer = await process.ask({ op: 'run', count, turns }, count * cap + 5);
    if (answer.error !== undefined) throw new Error(answer.error);
    return answer;
  };

  /** What goes wrong with one peer leaves the others alone. */
  const guarded = async (run, step) => {
    if (run.failed !== undefined) return;
    try {
      await step();
    } catch (error) {
      run.failed =
        error instanceof Overtime ? { status: 'slow', why: `> ${cap} s` } : failure(run, run.process, error.message);
    }
  };

  /** Warm-up, which also finds how often to repeat a call in a run, and whether to yield to the event loop in between. */
  const warm = async run => {
    let least = Number.POSITIVE_INFINITY;
    // Long enough for garbage collectors to have given back what the first calls left: until then all memory is fresh. At least a
    // few runs of short calls, since engines compile what they meet often; and no less than three where these take no longer than
    // seconds, since the second call may compile what the first had interpreted.
    const enough = (spent, asked) => spent >= warmUp && (spent > 3000 || asked >= (least < budget / 8 ? 8 : 3));
    for (let spent = 0, asked = 0; !enough(spent, asked); asked++) {
      const { time } = await repeated(run);
      spent += Math.max(time * run.count, 0.01);
      least = Math.min(least, time);
      run.count = Math.max(1, Math.min(50_000, Math.ceil(budget / 4 / least)));
      run.rounds = Math.max(least > 1000 ? 2 : 3, Math.min(rounds, Math.ceil(allowance / (least * run.count))));
    }
    // A turn of the event loop takes microseconds, on a busy machine many: short calls are measured without, and calls are
    // found to be short without turns only.
    run.turns = least > 0.1;
  };

  /**
   * @param {readonly import('./registry.mjs').Peer[]} peers that are to be timed
   * @param {readonly import('./registry.mjs').Peer[]} all that answers may be compared with
   * @param {import('./cases.mjs').Case} kase
   * @param {string} dtype
   */
  const measure = async (peers, all, kase, dtype) => {
    const cells = {};
    const processes = new Map();
    for (const peer of peers) {
      const why = peer.missing ?? peer.lacks(kase, dtype);
      const before = slow.get(`${peer.name} ${kase.family ?? kase.name} ${dtype}`);
      if (why !== undefined) cells[peer.name] = { status: peer.missing ? 'missing' : 'lacks', why };
      else if (before !== undefined) cells[peer.name] = { status: 'slow', why: `> ${cap} s at n = ${before} already` };
      else processes.set(peer, start(peer));
    }
    const prepared = new Map();
    try {
      await Promise.allSettled([...processes.values()].map(({ ready }) => ready));
      for (const [peer, process] of processes) prepared.set(peer.name, await prepare(peer, process, kase, dtype));
      const reference = await referenceFor(all, prepared, kase, dtype);
      references.clear(); // they can be large, and cases come one after the other
      references.set(kase.name, reference);

      const runs = [];
      for (const [{ name, title }] of processes) {
        const { status, why, answer, ...rest } = prepared.get(name);
        if (status !== 'ok') {
          cells[name] = { status, why };
          continue;
        }
        const error = reference && difference(answer, reference.answer);
        const allowed = dtype === 'float32' ? (kase.tolerance ?? tolerances.float32) : tolerances.float64;
        if (reference !== undefined && !(error <= allowed)) {
          cells[name] = {
            status: 'wrong',
            why: `differs from ${reference.by === 'by hand' ? 'what is written by hand' : reference.by} by ${error.toExponential(1)} of the largest element`,
            error,
          };
          log(`  ${title}: wrong, not timed: ${cells[name].why}`);
        } else runs.push({ name, title, ...rest, error, count: 1, times: [], turns: false, rounds });
      }
      prepared.clear();
      if (check) {
        for (const { name, error, first } of runs) cells[name] = { status: 'right', error, first };
        return { cells, reference: reference?.by };
      }

      for (const run of runs) await guarded(run, () => warm(run));
      for (let round = 0; round < rounds; round++) {
        for (const run of runs) {
          if (run.failed !== undefined || round >= run.rounds) continue;
          await pause(2); // threads of the last one come to rest
          await guarded(run, async () => {
            run.times.push((await repeated(run)).time);
          });
        }
      }
      for (const run of runs) {
        await guarded(run, async () => {
          const { peak } = await run.process.ask({ op: 'memory' }, cap);
          const { first, error, idle, times } = run;
          cells[run.name] = { status: 'ok', ...summary(times), first, error, idle, peak };
        });
        if (run.failed !== undefined) cells[run.name] = run.failed;
      }
      return { cells, reference: reference?.by };
    } finally {
      await Promise.all([...processes.values()].map(process => process.stop()));
    }
  };

  return { measure, versions, stop: () => rmSync(folder, { recursive: true, force: true }) };
};
