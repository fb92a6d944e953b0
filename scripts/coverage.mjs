// Writes docs/coverage.md: what of every public function is held to JAX's numbers, as the committed golden data say.
//
//   npm run docs
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { reasonFor } from './coverage-reasons.mjs';
import { programRows, subjectOf, tracedInputs } from './coverage-rows.mjs';
import { root } from './support.mjs';

/**
 * @typedef {{ value: boolean, gradient: boolean, hessian: boolean, vmap: boolean, jit: boolean, complex: boolean, discrete: boolean, constant: boolean, differences: boolean, flat: boolean, fixed: boolean }} Evidence
 * `discrete`: a result that is no float; `constant`: a row that depends on no float; `differences`: a Hessian
 * that JAX does not have; `flat`: a gradient that is zero, or not finite, in JAX; `fixed`: nothing that could be batched.
 * @typedef {{ expression: string, single: unknown, inputs?: readonly string[], gradient?: unknown, hessian?: unknown, traced?: readonly string[] }} Row
 */

const golden = `${root}/test/golden`;
/** @param {string} file */
const read = file => JSON.parse(readFileSync(`${golden}/${file}`, 'utf8'));

/** @returns {Evidence} */
const nothing = () => ({
  value: false,
  gradient: false,
  hessian: false,
  vmap: false,
  jit: false,
  complex: false,
  discrete: false,
  constant: false,
  differences: false,
  fixed: false,
  flat: false,
});

/** @param {Evidence} own @param {Partial<Evidence>} seen */
const add = (own, seen) => {
  for (const [key, value] of Object.entries(seen)) if (value) own[/** @type {keyof Evidence} */ (key)] = true;
};

/** @param {Map<string, Evidence>} found @param {string} name @param {Partial<Evidence>} seen */
const record = (found, name, seen) => {
  const own = found.get(name) ?? nothing();
  add(own, seen);
  found.set(name, own);
};

/** Rows of expressions: values, gradients in both modes, Hessians; one row of each function batched and compiled, too. */
const expressionEvidence = (/** @type {Map<string, Evidence>} */ found) => {
  for (const file of ['lax', 'linalg', 'nn', 'numpy', 'random', 'special', 'stats']) {
    const { inputs, rows } = /** @type {{ inputs: Record<string, { type: string }>, rows: Row[] }} */ (
      read(`${file}.json`)
    );
    const mentionsFloat = (/** @type {string} */ expression) =>
      (expression.match(/\b[a-z]\b/g) ?? []).some(name => inputs[name]?.type === 'float');
    const programs = programRows(rows, inputs);
    for (const row of rows) {
      const name = subjectOf(row.expression);
      if (name === undefined) continue;
      const dtypes = [row.single].flat(9).map(output => /** @type {{ dtype: string }} */ (output).dtype);
      const isFloat = dtypes.some(dtype => /float|complex/.test(dtype));
      const depends = row.inputs !== undefined;
      record(found, name, {
        value: true,
        gradient: row.gradient !== undefined,
        hessian: row.hessian !== undefined,
        vmap: programs.has(row) && tracedInputs(row, inputs).length > 0,
        fixed: programs.has(row) && row.traced === undefined && tracedInputs(row, inputs).length === 0,
        jit: programs.has(row) && (row.traced === undefined || row.traced.length > 0),
        complex: dtypes.some(dtype => dtype.startsWith('complex')),
        discrete: !isFloat,
        constant: isFloat && !depends && !mentionsFloat(row.expression),
        flat: isFloat && !depends && mentionsFloat(row.expression),
        differences: depends && row.hessian === undefined,
      });
    }
  }
};

/** @param {string} name */
const camelCase = name => name.replace(/[_-](\w)/g, (_, letter) => letter.toUpperCase());

/** Samples of primitives, by the name that each begins with: all checks, compiled programs included. */
const primitiveEvidence = (/** @type {Map<string, Evidence>} */ found) => {
  for (const file of readdirSync(`${golden}/primitives`)) {
    const { rows } = read(`primitives/${file}`);
    for (const [sample, row] of Object.entries(rows)) {
      const run = row.runs['64'] ?? row.runs['32'];
      const name = camelCase((/^[\w-]+/.exec(sample) ?? [''])[0]);
      const isFloat = run.avals.some((/** @type {{ dtype: string } | string} */ aval) =>
        /float|complex|f\d|c\d/.test(JSON.stringify(aval)),
      );
      const seen = {
        value: true,
        gradient: run.gradient !== undefined,
        hessian: run.hessian !== undefined,
        vmap: true,
        jit: true,
        complex: /complex/.test(sample),
        discrete: !isFloat,
      };
      record(found, `lax.${name}`, seen);
      record(found, `lax.linalg.${name}`, seen);
    }
  }
};

/**
 * The functions of a namespace with those of namespaces within.
 * @param {object} namespace
 * @param {string} prefix
 * @returns {[name: string, f: unknown][]}
 */
const functionsOf = (namespace, prefix) =>
  Object.entries(namespace).flatMap(([name, value]) =>
    typeof value === 'function'
      ? [[`${prefix}.${name}`, value]]
      : typeof value === 'object' && value !== null && !(prefix === 'numpy' && name === 'linalg')
        ? functionsOf(value, `${prefix}.${name}`)
        : [],
  );

const spaces = ['numpy', 'linalg', 'special', 'nn', 'lax', 'stats', 'random'];

/** @param {boolean} isThere */
const mark = isThere => (isThere ? '✓' : '');

/**
 * The page, and the functions that have neither a Hessian nor a reason.
 * @param {Readonly<Record<string, unknown>>} nabla
 * @returns {{ text: string, gaps: string[] }}
 */
export const renderCoverage = nabla => {
  /** @type {Map<string, Evidence>} */
  const found = new Map();
  expressionEvidence(found);
  primitiveEvidence(found);
  const all = spaces.flatMap(space => functionsOf(/** @type {object} */ (nabla[space]), space));
  // other names of one function, and what lax and numpy share, have the rows of all their names
  /** @type {Map<unknown, string[]>} */
  const namesOf = new Map();
  for (const [name, f] of all) namesOf.set(f, [...(namesOf.get(f) ?? []), name]);
  /** @type {string[]} */
  const gaps = [];
  const sections = spaces.map(space => {
    const rows = all
      .filter(([name]) => name.startsWith(`${space}.`))
      .sort(([a], [b]) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1))
      .map(([name, f]) => {
        const seen = nothing();
        for (const other of namesOf.get(f) ?? []) add(seen, found.get(other) ?? {});
        const reason = seen.hessian ? '' : (reasonFor(name, seen) ?? '');
        if (!seen.hessian && reason === '') gaps.push(name);
        const own = name.slice(space.length + 1);
        return {
          seen,
          text: `| \`${own}\` | ${mark(seen.value)} | ${mark(seen.gradient)} | ${mark(seen.gradient)} | ${seen.hessian ? '✓' : reason} | ${seen.fixed && !seen.vmap ? '–' : mark(seen.vmap)} | ${mark(seen.jit)} | ${mark(seen.complex)} |`,
        };
      });
    const count = (/** @type {keyof Evidence} */ key) => rows.filter(({ seen }) => seen[key]).length;
    return [
      `## ${space}`,
      '',
      `${rows.length} functions: ${count('value')} with values, ${count('gradient')} with gradients, ${count('hessian')} with Hessians.`,
      '',
      '| function | value | jvp | vjp | hessian, or why not | vmap | jit | complex |',
      '|---|---|---|---|---|---|---|---|',
      ...rows.map(({ text }) => text),
      '',
    ].join('\n');
  });
  const text = [
    '<!-- Written by `npm run docs` from the golden data in test/golden/. -->',
    '',
    '# What is held to JAX',
    '',
    'A mark says that a committed row of golden data compares the function with JAX 0.10: its value in float32 and float64; jvp and',
    'vjp (`jacfwd` and `grad`), the Hessian; complex numbers. `vmap` and `jit`: one row of each function is compiled for a batch of',
    'two and compared with one after the other, interpreted; – where no argument is an array. What has none of these gives no array, or',
    'the size of its result depends on values, in JAX too. Where there is no Hessian, the reason stands in its place.',
    '',
    ...sections,
  ].join('\n');
  return { text: `${text.trimEnd()}\n`, gaps };
};

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { text, gaps } = renderCoverage(await import(`${root}/dist/index.js`));
  writeFileSync(`${root}/docs/coverage.md`, text);
  console.log(
    `docs/coverage.md: ${gaps.length} functions without Hessian or reason${gaps.length === 0 ? '' : `: ${gaps.join(', ')}`}`,
  );
}
