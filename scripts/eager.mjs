// Puts the functions of dist/node/ that first calls need in parentheses.
//
// V8 skips the body of a function when it loads a file and comes back for it when the function is first called, one by one,
// which is half of what a first call takes. A function in parentheses it compiles with the file, at less than what skipping and
// coming back take together. Methods have to wait for their first call all the same.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { root, run } from './support.mjs';

/** How functions begin that are no methods, and what stands before those that are no declarations. */
const beginning = /^(?:async )?(?:\(|[\w$]+ =>|function\b)/;
const before = /(?:[=(,:?[|&>]|\breturn)\s*$/;

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/**
 * The first number of a segment of a source map, and how many characters it takes.
 * @param {string} segment
 */
const firstNumber = segment => {
  let [value, length] = [0, 0];
  for (let more = true; more; length++) {
    const digit = digits.indexOf(segment[length] ?? 'A');
    value += (digit & 31) << (5 * length);
    more = digit >= 32;
  }
  return { value: value >> 1, length };
};

/** @param {number} value */
const encoded = value => {
  let text = '';
  for (let rest = value << 1, more = true; more; rest >>= 5) {
    more = rest >= 32;
    text += digits[(rest & 31) + (more ? 32 : 0)];
  }
  return text;
};

/**
 * A line of a source map after characters have been inserted in its line at the given columns, in ascending order.
 * @param {string} line
 * @param {readonly number[]} columns
 */
const shifted = (line, columns) => {
  let [column, inserted] = [0, 0];
  const segments = line.split(',').map(segment => {
    const { value, length } = firstNumber(segment);
    column += value;
    const before = inserted;
    while (inserted < columns.length && (columns[inserted] ?? 0) <= column) inserted++;
    return encoded(value + inserted - before) + segment.slice(length);
  });
  return segments.join(',');
};

/**
 * @param {string} file
 * @param {readonly [number, number][]} called
 */
const rewrite = (file, called) => {
  const source = readFileSync(file, 'utf8');
  const functions = called.filter(
    ([start, end]) =>
      beginning.test(source.slice(start, end)) && before.test(source.slice(Math.max(0, start - 80), start)),
  );
  /** @type {Map<number, string>} */
  const insertions = new Map();
  for (const [start, end] of functions) {
    insertions.set(start, `${insertions.get(start) ?? ''}(`);
    insertions.set(end, `${insertions.get(end) ?? ''})`);
  }
  const places = [...insertions.keys()].sort((a, b) => a - b);
  const parts = places.map((place, i) => `${insertions.get(place)}${source.slice(place, places[i + 1])}`);
  writeFileSync(file, source.slice(0, places[0]) + parts.join(''));

  const map = JSON.parse(readFileSync(`${file}.map`, 'utf8'));
  let [next, lineStart] = [0, 0];
  const mappings = source.split('\n').map((text, i) => {
    const columns = [];
    const end = lineStart + text.length;
    for (; next < places.length && (places[next] ?? 0) <= end; next++) {
      const place = places[next] ?? 0;
      for (const _ of insertions.get(place) ?? '') columns.push(place - lineStart);
    }
    lineStart = end + 1;
    const line = map.mappings.split(';')[i] ?? '';
    return line === '' ? '' : shifted(line, columns);
  });
  writeFileSync(`${file}.map`, JSON.stringify({ ...map, mappings: mappings.join(';') }));
};

/** Rewrites the files under dist/node/ for what first calls turn out to need. */
export const compileEarly = () => {
  const called = JSON.parse(run(process.execPath, [`${root}/scripts/first-calls.mjs`], { capture: true }));
  for (const [url, functions] of Object.entries(called)) rewrite(fileURLToPath(url), functions);
};
