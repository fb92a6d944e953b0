// What JavaScript peers share: questions on stdin, answers on stdout, one JSON object a line.
//   {op: 'prepare', case, dtype, answer}   makes the case, calls it once and writes the result to the file `answer`
//   {op: 'run', count}                     calls it `count` times
//   {op: 'memory'}                         the peak of resident memory
//   {op: 'machine'}                        what the machine can do, of a peer that can say so
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { createInterface } from 'node:readline';

/** Megabytes: the peak of this process; elsewhere than on Linux the peak may include what the parent held. */
const peak = () => {
  try {
    return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))[1]) / 1e3;
  } catch {
    return process.resourceUsage().maxRSS / 1e3;
  }
};

/** Writes numbers as float64, part by part, so that the answer does not count as memory of the peer. */
const write = (file, arrays) => {
  const descriptor = openSync(file, 'w');
  const buffer = new Float64Array(1 << 13);
  for (const array of arrays) {
    for (let start = 0; start < array.length; start += buffer.length) {
      const part = array.subarray(start, start + buffer.length);
      buffer.set(part);
      writeSync(descriptor, new Uint8Array(buffer.buffer, 0, 8 * part.length));
    }
  }
  closeSync(descriptor);
};

const turn = () => new Promise(resolve => setImmediate(resolve));

/**
 * Answers until stdin ends. `cases[name](dtype)` gives `{ setup, values }`: `setup()` gives the function that is timed, and
 * `values(result)` the typed arrays of the result, or `{ indptr, indices, data }` of a sparse one. `start` is what `setup` and
 * the first call take together.
 */
export const serve = async (version, cases, { asynchronous = false, machine } = {}) => {
  let call;
  const answer = async ({ op, ...request }) => {
    if (op === 'memory') return { peak: peak() };
    if (op === 'machine') return { machine: machine() };
    if (op === 'prepare') {
      const { setup, values } = await cases[request.case](request.dtype);
      const start = performance.now();
      call = await setup();
      const result = await call();
      const first = performance.now() - start;
      const read = await values(result);
      if (Array.isArray(read)) write(request.answer, read);
      else write(request.answer, [read.indptr, read.indices, read.data]);
      return { first, rows: Array.isArray(read) ? undefined : read.indptr.length - 1 };
    }
    // Results that nobody holds are let go between tasks of the event loop: calls that take long enough for that to matter
    // yield to it in between, and what it does then counts.
    const { count, turns } = request;
    const start = performance.now();
    if (asynchronous) {
      for (let i = 0; i < count; i++) await call();
    } else if (turns) {
      for (let i = 0; i < count; i++) {
        call();
        await turn();
      }
    } else {
      for (let i = 0; i < count; i++) call();
    }
    return { time: (performance.now() - start) / count };
  };
  console.log(JSON.stringify({ ready: version, idle: peak() }));
  for await (const line of createInterface({ input: process.stdin })) {
    let reply;
    try {
      reply = await answer(JSON.parse(line));
    } catch (error) {
      reply = { error: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
    }
    console.log(JSON.stringify(reply));
  }
  process.exit(0);
};
