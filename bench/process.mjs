// A peer's process: questions and answers, one JSON object a line, each within its time.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A peer took longer than it may. */
export class Overtime extends Error {}

/** @typedef {Record<string, any>} Message */

/**
 * @param {{ title: string, command: string, args: readonly string[], env?: Record<string, string> }} peer
 */
export const start = ({ title, command, args, env }) => {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'], env: { ...process.env, ...env } });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', text => {
    errors = (errors + text).slice(-4000);
  });
  child.stdin.on('error', () => {}); // a process that has ended says so by the end of its answers
  let failed = '';
  child.on('error', error => {
    failed = error.message;
  });

  /** @type {Message[]} */
  const answers = [];
  /** @type {((answer: Message | undefined) => void) | undefined} */
  let waiting;
  let ended = false;
  const give = () => {
    if (waiting !== undefined && (answers.length > 0 || ended)) {
      const resolve = waiting;
      waiting = undefined;
      resolve(answers.shift());
    }
  };
  const lines = createInterface({ input: child.stdout });
  // libraries print what they like: answers are objects
  lines.on('line', line => {
    if (!line.startsWith('{')) return;
    answers.push(JSON.parse(line));
    give();
  });
  lines.on('close', () => {
    ended = true;
    give();
  });
  const closed = new Promise(resolve => child.on('close', resolve));

  /**
   * @param {number} seconds
   * @returns {Promise<Message>}
   */
  const next = async seconds => {
    /** @type {NodeJS.Timeout | undefined} */
    let timer;
    const late = /** @type {Promise<never>} */ (
      new Promise((_, reject) => {
        timer = setTimeout(() => reject(new Overtime(`> ${seconds} s`)), 1000 * seconds);
      })
    );
    try {
      const told = /** @type {Promise<Message | undefined>} */ (
        new Promise(resolve => {
          waiting = resolve;
          give();
        })
      );
      const answer = await Promise.race([told, late]);
      if (answer !== undefined) return answer;
    } catch (error) {
      child.kill('SIGKILL');
      throw error;
    } finally {
      clearTimeout(timer);
    }
    await closed;
    throw new Error(`${title} has stopped${failed === '' ? '' : `: ${failed}`}`);
  };

  return {
    /** The first line of a peer: its version and what it holds before any case. */
    ready: next(120),
    /** The answer; rejects with Overtime, the process then being ended. */
    ask: (/** @type {Message} */ question, /** @type {number} */ seconds) => {
      child.stdin.write(`${JSON.stringify(question)}\n`);
      return next(seconds);
    },
    errors: () => errors.trim(),
    stop: async () => {
      child.stdin.end();
      const timer = setTimeout(() => child.kill('SIGKILL'), 2000);
      await closed;
      clearTimeout(timer);
    },
  };
};
