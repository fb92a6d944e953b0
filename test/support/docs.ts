// Docs as tests: every ```ts block in the docs and in docstrings is run, and what it prints is compared with the
// comments that show it:
//
//   console.log(grad(f)(2)); // => 4          output of everything since the previous `// =>`
//   grad(f)(2); // => 4                       an expression: its value, as console.log prints it
//   np.eye(2);
//   // => Array([[1., 0.],                    further lines follow under the first, six columns in
//   //           [0., 1.]], dtype=float32)
//
// Names that a block without imports may use: all exports of 'nabla', and `np` for its numpy.
// A block fenced as ```ts no-run is left alone.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { format } from 'node:util';
import { transform } from 'esbuild';
import { parseAst } from 'vite';

export type Block = {
  readonly file: string;
  /** The line of the first line of code, from 1. */
  readonly line: number;
  readonly code: string;
};

export type LoadModule = (specifier: string) => Promise<Readonly<Record<string, unknown>>>;

type Expectation = { readonly line: number; readonly lines: readonly string[] };
type Edit = { readonly start: number; readonly end: number; readonly text: string };

/** The blocks fenced as ```ts in a Markdown text. */
export const blocksOfMarkdown = (file: string, text: string): Block[] => {
  const lines = text.split(/\r?\n/);
  const blocks: Block[] = [];
  for (let i = 0; i < lines.length; i++) {
    const fence = /^(\s*)(`{3,})(\S*)(.*)$/.exec(lines[i]!);
    if (fence === null) continue;
    const [, indent = '', ticks = '', language, info = ''] = fence;
    const start = i + 1;
    do i++;
    while (i < lines.length && lines[i]!.trim() !== ticks);
    if (i === lines.length) throw new Error(`${file}:${start}: the code block is never closed`);
    if (language !== 'ts' || info.split(/\s+/).includes('no-run')) continue;
    const code = lines.slice(start, i).map(line => (line.startsWith(indent) ? line.slice(indent.length) : line));
    blocks.push({ file, line: start + 1, code: code.join('\n') });
  }
  return blocks;
};

/** The blocks fenced as ```ts in the docstrings of a source text. */
export const blocksOfSource = (file: string, text: string): Block[] =>
  [...text.matchAll(/^[ \t]*\/\*\*[\s\S]*?\*\//gm)].flatMap(docstring => {
    const linesBefore = text.slice(0, docstring.index).split('\n').length - 1;
    const prose = docstring[0].replace(/\*\/$/, '').replace(/^[ \t]*\/?\*+ ?/gm, '');
    return blocksOfMarkdown(file, prose).map(block => ({ ...block, line: block.line + linesBefore }));
  });

const filesUnder = (root: string, folder: string, wanted: RegExp): string[] =>
  (existsSync(join(root, folder)) ? readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }) : [])
    .map(file => `${folder}/${file.split(sep).join('/')}`)
    .filter(file => wanted.test(file))
    .sort();

/** All blocks of a checkout: README.md, CONTRIBUTING.md, docs/ without what is written from docstrings, and those under src/. */
export const collectBlocks = (root: string): Block[] => {
  const pages = readdirSync(root).filter(file => file === 'README.md' || file === 'CONTRIBUTING.md');
  const sources = filesUnder(root, 'src', /(?<!\.test|\.test-d|\.samples)\.ts$/);
  const read = (file: string): string => readFileSync(join(root, file), 'utf8');
  return [
    ...[...pages, ...filesUnder(root, 'docs', /^docs\/(?!api\/).*\.md$/)].flatMap(file =>
      blocksOfMarkdown(file, read(file)),
    ),
    ...sources.flatMap(file => blocksOfSource(file, read(file))),
  ];
};

const linesOf = (text: string): string[] => text.split('\n').map(line => line.trimEnd());

/** Takes the `// =>` comments out of the code and leaves a call `__expect(i)` in the place of each. */
const markExpectations = (block: Block): { code: string; expectations: Expectation[] } => {
  const lines = block.code.split('\n');
  const expectations: Expectation[] = [];
  for (let i = 0; i < lines.length; i++) {
    const marker = /^(.*?)\/\/ => (.*)$/.exec(lines[i]!);
    if (marker === null) continue;
    const line = i;
    const expected = [marker[2]!];
    while (/^\s*\/\/( {4}|\s*$)/.test(lines[i + 1] ?? '')) {
      expected.push(lines[++i]!.trimStart().slice('// => '.length));
      lines[i] = '';
    }
    lines[line] = `${marker[1]}\n;__expect(${expectations.length});`;
    expectations.push({ line: block.line + line, lines: linesOf(expected.join('\n').trimEnd()) });
  }
  return { code: lines.join('\n'), expectations };
};

const AsyncFunction = (async () => {}).constructor as new (
  ...parametersAndBody: string[]
) => (...args: unknown[]) => Promise<void>;

type Statement = ReturnType<typeof parseAst>['body'][number];

const isExpectation = (statement: Statement | undefined): boolean =>
  statement?.type === 'ExpressionStatement' &&
  statement.expression.type === 'CallExpression' &&
  statement.expression.callee.type === 'Identifier' &&
  statement.expression.callee.name === '__expect';

/** The edit that hands the value of an expression statement to `__show`. */
const showValue = (statement: Statement): Edit[] => {
  if (statement.type !== 'ExpressionStatement') return [];
  const { start, end } = statement.expression as unknown as { start: number; end: number };
  return [
    { start, end: start, text: '__show((' },
    { start: end, end, text: '))' },
  ];
};

/** The values that an import statement binds, by local name. */
const importedNames = async (statement: Statement, load: LoadModule): Promise<[string, unknown][]> => {
  if (statement.type !== 'ImportDeclaration') return [];
  const from = String(statement.source.value);
  const loaded = await load(from);
  return statement.specifiers.map(specifier => {
    if (specifier.type === 'ImportNamespaceSpecifier') return [specifier.local.name, loaded];
    const name =
      specifier.type === 'ImportDefaultSpecifier'
        ? 'default'
        : specifier.imported.type === 'Identifier'
          ? specifier.imported.name
          : String(specifier.imported.value);
    if (!(name in loaded)) throw new SyntaxError(`'${from}' has no export '${name}'`);
    return [specifier.local.name, loaded[name]];
  });
};

/** Exports that cannot be names in scope. */
const reserved = new Set(['default', 'delete', 'var']);

/** What a block without imports finds in scope. */
const defaultScope = async (load: LoadModule): Promise<[string, unknown][]> => {
  const nabla = await load('nabla');
  return [...Object.entries(nabla).filter(([name]) => name !== 'default'), ['np', nabla.numpy]];
};

export type Check = { readonly line: number; readonly expected: string; readonly actual: string };

/**
 * Runs a block and gives what it shows beside what it printed; throws what the block throws. `own` adds names that a block
 * without imports finds in scope: what the documented file itself exports.
 */
export const runBlock = async (
  block: Block,
  load: LoadModule,
  own: Readonly<Record<string, unknown>> = {},
): Promise<Check[]> => {
  const { code, expectations } = markExpectations(block);
  const script = (await transform(code, { loader: 'ts', format: 'esm', target: 'es2022' })).code;
  const statements = parseAst(script).body.filter(({ type }) => type !== 'EmptyStatement');
  const modular = statements.filter(({ type }) => type === 'ImportDeclaration' || type === 'ExportNamedDeclaration');
  const imports = (await Promise.all(statements.map(statement => importedNames(statement, load)))).flat();

  const checks: Check[] = [];
  const reached = new Set<number>();
  const printed: string[] = [];
  const log = (...values: unknown[]): void => void printed.push(format(...values));
  const takePrinted = (): string => linesOf(printed.splice(0).join('\n')).join('\n').trimEnd();
  const scope = new Map<string, unknown>([
    ...(imports.length > 0
      ? imports
      : [...(await defaultScope(load)), ...Object.entries(own).filter(([name]) => !reserved.has(name))]),
    ['console', { ...console, log }],
    ['__show', (value: unknown) => void (value !== undefined && log(value))],
    [
      '__expect',
      (index: number) => {
        const { line, lines } = expectations[index]!;
        reached.add(index);
        checks.push({ line, expected: lines.join('\n'), actual: takePrinted() });
      },
    ],
  ]);

  const edits = [
    ...modular.map(statement => ({ ...(statement as unknown as { start: number; end: number }), text: '' })),
    ...statements.flatMap((statement, i) => (isExpectation(statements[i + 1]) ? showValue(statement) : [])),
  ].sort((a, b) => b.start - a.start);
  let body = script;
  for (const { start, end, text } of edits) body = body.slice(0, start) + text + body.slice(end);

  // The inner braces let the block declare names that the scope has too.
  await new AsyncFunction(...scope.keys(), `'use strict'; {\n${body}\n}`)(...scope.values());

  const unreached = expectations.filter((_, index) => !reached.has(index));
  const unclaimed = takePrinted();
  return [
    ...checks,
    ...unreached.map(({ line, lines }) => ({
      line,
      expected: lines.join('\n'),
      actual: '(this line was never reached)',
    })),
    ...(unclaimed === ''
      ? []
      : [{ line: block.line, expected: '(a comment `// =>` for all output)', actual: unclaimed }]),
  ];
};
