import { readdirSync, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { innerJaxprs, type Jaxpr } from '../../src/core/jaxpr.ts';
import type { Primitive } from '../../src/core/primitive.ts';

const rules = ['abstractEval', 'evaluate', 'jvp', 'transpose', 'batch'] as const;

const isPrimitive = (value: unknown): value is Primitive =>
  typeof value === 'object' &&
  value !== null &&
  'name' in value &&
  typeof value.name === 'string' &&
  rules.every(rule => rule in value && typeof (value as Record<string, unknown>)[rule] === 'function');

const filesIn = (folder: URL): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map(path => path.replaceAll('\\', '/'))
    .sort();

/** The names of the tables of samples in a folder, at any depth: `shape` for `shape/shape.samples.ts`. */
export const tablesIn = (folder: URL): readonly string[] =>
  filesIn(folder).flatMap(path => /([\w-]+)\.samples\.ts$/.exec(path)?.[1] ?? []);

/** The files of a folder that may hold primitives, at any depth. */
const sourcesOf = (folder: URL): readonly URL[] =>
  filesIn(folder)
    .filter(path => path.endsWith('.ts') && !/\.(test|test-d|samples)\.ts$/.test(path))
    .map(path => new URL(path, folder));

// as records begin, and as constants that a function of the name makes
const definition = /\bname: '([a-z][\w-]*)'|rimitive\b[^=\n]*= \w+\(\s*'([a-z][\w-]*)'/g;

/** Names of the primitives that a folder's files export, or define without exporting them. */
export const primitivesIn = async (folder: URL): Promise<ReadonlySet<string>> => {
  const names = new Set<string>();
  for (const url of sourcesOf(folder)) {
    const exported: Record<string, unknown> = await import(/* @vite-ignore */ pathToFileURL(url.pathname).href);
    for (const value of Object.values(exported)) if (isPrimitive(value)) names.add(value.name);
    for (const [, field, argument] of readFileSync(url, 'utf8').matchAll(definition)) names.add((field ?? argument)!);
  }
  return names;
};

/** Names of the primitives in a program and in those within it. */
export const primitivesOf = (jaxpr: Jaxpr): ReadonlySet<string> =>
  new Set(
    jaxpr.equations.flatMap(equation => [
      equation.primitive.name,
      ...innerJaxprs(equation).flatMap(inner => [...primitivesOf(inner)]),
    ]),
  );
