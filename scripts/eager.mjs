// Puts the functions of dist/node/ that first calls need in parentheses.
//
// V8 skips the body of a function when it loads a file and comes back for it when the function is first called, one by one,
// which is half of what a first call takes. A function in parentheses it compiles with the file, at less than what skipping and
// coming back take together. Methods have to wait for their first call all the same.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { shifted } from './source-maps.mjs';
import { root, run } from './support.mjs';

/** How functions begin that are no methods, and what stands before those that are no declarations. */
const beginning = /^(?:async )?(?:\(|[\w$]+ =>|function\b)/;
const before = /(?:[=(,:?[|&>]|\breturn)\s*$/;

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
