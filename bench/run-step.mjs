// A command that may take minutes: shows what it is doing, and what it said where it fails.
import { spawn } from 'node:child_process';

/** A command that did not succeed; its message is one line. */
export class Failure extends Error {}

const minutes = 30;
const kept = 12;

/** npm's first line beyond codes, and what pip and Python say last. */
const reasonIn = (/** @type {readonly string[]} */ lines) =>
  lines
    .filter(line => /^npm error/.test(line))
    .map(line => line.slice('npm error'.length).trim())
    .find(line => line !== '' && !/^(code|errno|syscall) /.test(line)) ??
  lines.findLast(line => /error/i.test(line)) ??
  lines.at(-1) ??
  'it said nothing';

/**
 * What the command wrote to its output. In a terminal its last line is shown as it runs, elsewhere every ten seconds.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, shell?: boolean }} [options]
 * @returns {Promise<string>}
 */
export const run = (command, args, options = {}) =>
  new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    const { isTTY, columns = 100 } = process.stdout;
    /** @type {string[]} */
    const said = [];
    let output = '';
    let last = 'starting';
    const clear = () => {
      if (isTTY) process.stdout.write('\r\x1b[K');
    };
    const show = () => {
      const text = `  ${((performance.now() - start) / 1000).toFixed(0)} s: ${last}`.slice(0, columns - 1);
      if (isTTY) process.stdout.write(`\r\x1b[K${text}`);
      else console.log(text);
    };
    const hear = (/** @type {string} */ text) => {
      for (const line of text.split(/[\r\n]+/).filter(part => part.trim() !== '')) {
        last = line.trim();
        said.push(last);
      }
    };
    child.stdout.setEncoding('utf8').on('data', text => {
      output += text;
      hear(text);
    });
    child.stderr.setEncoding('utf8').on('data', hear);
    const progress = setInterval(show, isTTY ? 500 : 10_000);
    let late = false;
    const limit = setTimeout(() => {
      late = true;
      child.kill('SIGKILL');
    }, minutes * 60_000);
    const end = () => {
      clearInterval(progress);
      clearTimeout(limit);
      clear();
    };
    child.on('error', error => {
      end();
      reject(new Failure(`${command} cannot be started: ${error.message}`));
    });
    child.on('close', status => {
      end();
      if (status === 0) return resolve(output);
      if (said.length > 0)
        console.log(
          said
            .slice(-kept)
            .map(line => `    | ${line}`)
            .join('\n'),
        );
      reject(new Failure(late ? `not done after ${minutes} minutes` : reasonIn(said).slice(0, 200)));
    });
  });
