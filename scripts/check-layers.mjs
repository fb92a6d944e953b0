// Checks the order of the folders in src/: a file imports only from its own folder and from folders before it,
// and no two files import each other in a circle, type imports included.
//
//   node scripts/check-layers.mjs [SRC]
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The layers, ground floor first, and what each is for. `index.ts` is the file src/index.ts. */
export const layers = /** @type {const} */ ([
  ['util', 'assertions, error classes, integer and list helpers'],
  ['tree', 'pytrees; knows no arrays'],
  ['pattern', 'sparse index patterns and colouring'],
  ['array', 'dtypes, shapes, NDArray, printing'],
  ['reference', 'plain TypeScript meaning of the operations on arrays'],
  ['kernel', 'the loop IR'],
  ['core', 'primitives, programs, tracing'],
  ['primitives', 'the primitives, one file a family'],
  ['transforms', 'program to program: jvp, transpose, vmap'],
  ['control', 'call, cond, scan, while, custom rules'],
  ['hessian', 'structured tangents and the hessian family'],
  ['compiler', 'program to kernels'],
  ['backends', 'kernels to results'],
  ['numpy', 'public: arrays'],
  ['linalg', 'public: linear algebra'],
  ['special', 'public: special functions'],
  ['random', 'public: random numbers'],
  ['nn', 'public: neural-network functions'],
  ['stats', 'public: distributions'],
  ['lax', 'public: the primitives by name'],
  ['sparse', 'public: sparse matrices'],
  ['index.ts', 'the public API'],
  ['cli', 'the command line'],
]);

/**
 * @typedef {{ file: string, line: number, specifier: string, target: string }} Import
 * An import of `target` (a path inside SRC) written in `file` (likewise).
 */

/** @type {ReadonlyMap<string, number>} */
const rankOf = new Map(layers.map(([name], rank) => [name, rank]));
const layerOf = (/** @type {string} */ file) => posix.normalize(file).split('/')[0] ?? '';
const isTest = (/** @type {string} */ file) => /\.(test|test-d)\.ts$/.test(file);

// Statements start in the first column, since the formatter puts them there: that keeps examples in comments out.
const statement = /^(?:import|export)\b(?:[^'"`;=(]*?\bfrom)?\s*(['"])(.+?)\1/gm;
// `import('…')`, of a module or of a type, on a line that is no comment.
const expression = /^(?!\s*(?:\*|\/\/|\/\*)).*?\bimport\(\s*(['"])(.+?)\1/gm;

/**
 * What a specifier written in `file` names inside SRC; undefined for other packages and Node's modules.
 * @param {string} file
 * @param {string} specifier
 * @returns {string | undefined}
 */
const resolveImport = (file, specifier) => {
  if (specifier === 'nabla') return 'index.ts';
  if (specifier.startsWith('nabla/')) return `${specifier.slice('nabla/'.length)}/index.ts`;
  if (!specifier.startsWith('.')) return undefined;
  return posix.join(posix.dirname(file), specifier);
};

/**
 * The imports of a file that stay inside SRC, in the order of its lines.
 * @param {string} file
 * @param {string} text
 * @returns {Import[]}
 */
export const importsOf = (file, text) =>
  [statement, expression]
    .flatMap(pattern => [...text.matchAll(pattern)])
    .flatMap(match => {
      const specifier = match[2] ?? '';
      const target = resolveImport(file, specifier);
      const line = text.slice(0, match.index + match[0].length).split('\n').length;
      return target === undefined ? [] : [{ file, line, specifier, target }];
    })
    .sort((a, b) => a.line - b.line);

/**
 * One circle for each import that closes one in a depth-first walk: every file is visited once.
 * @param {ReadonlyMap<string, readonly Import[]>} graph
 * @returns {{ closing: Import, path: string[] }[]}
 */
const findCircles = graph => {
  /** @type {Set<string>} */
  const finished = new Set();
  /** @type {string[]} */
  const path = [];
  /** @type {{ closing: Import, path: string[] }[]} */
  const circles = [];
  const visit = (/** @type {string} */ file) => {
    path.push(file);
    for (const edge of graph.get(file) ?? []) {
      const start = path.indexOf(edge.target);
      if (start >= 0) circles.push({ closing: edge, path: [...path.slice(start), edge.target] });
      else if (!finished.has(edge.target)) visit(edge.target);
    }
    path.pop();
    finished.add(file);
  };
  for (const file of graph.keys()) if (!finished.has(file)) visit(file);
  return circles;
};

/**
 * One message for each import that breaks the order or closes a circle, and for each folder without a layer.
 * @param {string} src the folder to check
 * @returns {string[]}
 */
export const checkLayers = src => {
  const shown = (/** @type {string} */ file) => posix.join(relative(process.cwd(), src).split(sep).join('/'), file);
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
    .map(file => file.split(sep).join('/'))
    .filter(file => file.endsWith('.ts'))
    .sort();
  const unknown = [...new Set(files.filter(file => !isTest(file) || file.includes('/')).map(layerOf))]
    .filter(layer => !rankOf.has(layer))
    .map(layer => `${shown(layer)}: '${layer}' is not in the list of layers (scripts/check-layers.mjs)`);

  const sources = files.filter(file => !isTest(file) && rankOf.has(layerOf(file)));
  const graph = new Map(sources.map(file => [file, importsOf(file, readFileSync(join(src, file), 'utf8'))]));
  const describe = (/** @type {Import} */ edge) => `${shown(edge.file)}:${edge.line} imports ${edge.specifier}`;

  const upward = [...graph.values()].flat().flatMap(edge => {
    const from = layerOf(edge.file);
    const to = layerOf(edge.target);
    if (isTest(edge.target)) return [`${describe(edge)}: only tests may import tests`];
    const allowed = (rankOf.get(to) ?? Number.POSITIVE_INFINITY) <= (rankOf.get(from) ?? -1);
    return allowed ? [] : [`${describe(edge)}: layer '${from}' may not import from '${to}'`];
  });
  const circles = findCircles(graph).map(({ closing, path }) => `${describe(closing)}: circle ${path.join(' → ')}`);
  return [...unknown, ...upward, ...circles];
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const src = resolve(process.argv[2] ?? fileURLToPath(new URL('../src', import.meta.url)));
  const violations = existsSync(src) ? checkLayers(src) : [`${src}: no such folder`];
  for (const violation of violations) console.error(violation);
  if (violations.length > 0) process.exitCode = 1;
  else console.log('layers: in order, no circles');
}
