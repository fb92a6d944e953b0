// Writes docs/api/: one page a namespace, from the docstrings and signatures in dist/.
//
//   npm run docs
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { Declarations } from './declarations.mjs';
import { root } from './support.mjs';

/** @typedef {import('./declarations.mjs').Entry} Entry */

/** The pages, and what a block of code in them calls the namespace. */
const pages = /** @type {const} */ ([
  ['index', 'nabla', 'Transformations, arrays and configuration: what `nabla` itself exports beside its namespaces.'],
  ['numpy', 'numpy', "Arrays under NumPy's names."],
  ['lax', 'lax', 'The primitives under the names of jax.lax.'],
  ['linalg', 'linalg', 'Linear algebra: numpy.linalg and scipy.linalg together.'],
  ['special', 'special', 'Special functions under the names of jax.scipy.special.'],
  ['nn', 'nn', 'Functions for neural networks under the names of jax.nn.'],
  ['random', 'random', "Random numbers under the names of jax.random: the same keys give JAX's numbers."],
  ['stats', 'stats', 'Distributions and summaries under the names of jax.scipy.stats.'],
  ['sparse', 'sparse', 'Sparse matrices, and Hessians as such.'],
  ['tree', 'tree', 'Trees: containers of arrays.'],
]);

const notice = '<!-- Written by `npm run docs` from the docstrings in src/. -->';

/** @param {string} doc */
const bodyOf = doc =>
  doc
    .replace(/\n*@example[^\n]*\n/g, '\n\n')
    .replace(/\n+@(?:param|returns)\s+/g, '\n\n')
    .replace(/\n+@throws\s+/g, '\n\nThrows ')
    .replace(/\n{3,}/g, '\n\n')
    .trim();

/** @param {string} name */
const anchorOf = name => name.toLowerCase().replace(/[^\w]/g, '');

/** @param {Entry} entry @param {string} prefix */
const entryText = ({ name, signatures, doc }, prefix) =>
  [`### ${prefix}${name}`, '', '```ts no-run', ...signatures, '```', '', bodyOf(doc), ''].join('\n');

/** Functions only: constants of a namespace are listed by name. @param {Entry} entry */
const isFunction = ({ signatures }) => signatures.some(text => /^(class )?\w+(<.*>)?\(|^class /.test(text));

/** @param {readonly Entry[]} entries @param {string} prefix */
const listText = (entries, prefix) =>
  entries.map(({ name }) => `[${name}](#${anchorOf(`${prefix}${name}`)})`).join(' · ');

/** What the examples of a page leave out. @param {string} name */
const importsOf = name => {
  const all = "`import { array, hessian, numpy as np, type NDArray } from 'nabla'`";
  const own = `\`import * as ${name === 'numpy' ? 'np' : name} from 'nabla/${name}'\``;
  return `Examples leave out their imports, ${all} and the like.${name === 'nabla' ? '' : ` This page's functions: ${own}.`}`;
};

/**
 * @param {Declarations} declarations
 * @param {string} file
 * @param {string} name
 * @param {string} intro
 */
const pageOf = (declarations, file, name, intro) => {
  const { entries, namespaces } = declarations.namespace(file);
  const own = entries.filter(isFunction);
  const constants = entries.filter(entry => !isFunction(entry) && entry.signatures.length > 0);
  // namespaces of nabla itself have pages, and linalg has one of its own
  const inner = name === 'nabla' ? [] : [...namespaces].filter(([space]) => !(name === 'numpy' && space === 'linalg'));
  const spaces = inner
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([space, target]) => ({ space, ...declarations.namespace(target) }));
  const lines = [notice, '', `# ${name}`, '', intro, '', importsOf(name), ''];
  if (name === 'numpy') lines.push('`numpy.linalg` is on the page of [linalg](linalg.md).', '');
  if (constants.length > 0) lines.push(`Constants: ${constants.map(entry => `\`${entry.name}\``).join(', ')}.`, '');
  if (own.length > 0) lines.push(listText(own, ''), '');
  for (const { space, entries: list } of spaces)
    lines.push(`**${space}**: ${listText(list.filter(isFunction), `${space}.`)}`, '');
  lines.push(...own.map(entry => entryText(entry, '')));
  for (const { space, entries: list, intro: about } of spaces) {
    lines.push(`## ${name}.${space}`, '', ...(about === '' ? [] : [about, '']));
    lines.push(...list.filter(isFunction).map(entry => entryText(entry, `${space}.`)));
  }
  return `${lines.join('\n').trimEnd()}\n`;
};

/**
 * The pages by file name.
 * @param {string} folder of the declarations
 * @returns {Map<string, string>}
 */
export const renderPages = folder => {
  const declarations = new Declarations(folder);
  return new Map(
    pages.map(([file, name, intro]) => [
      `${file}.md`,
      pageOf(declarations, file === 'index' ? 'index.d.ts' : `${file}/index.d.ts`, name, intro),
    ]),
  );
};

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const target = `${root}/docs/api`;
  mkdirSync(target, { recursive: true });
  const rendered = renderPages(`${root}/dist`);
  for (const file of readdirSync(target)) if (!rendered.has(file)) rmSync(`${target}/${file}`);
  for (const [file, text] of rendered) writeFileSync(`${target}/${file}`, text);
  console.log(`docs/api: ${rendered.size} pages`);
}
