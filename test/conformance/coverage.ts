import { readdirSync, readFileSync } from 'node:fs';
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

const importFrom = async (folder: URL, path: string): Promise<Record<string, unknown>> =>
  import(/* @vite-ignore */ new URL(path, folder).href);

/** The tables of samples that a folder's files export, at any depth, by where they are: `shapeSamples of shape/shape.samples.ts`. */
export const tablesIn = async (folder: URL): Promise<ReadonlyMap<string, readonly unknown[]>> => {
  const tables = new Map<string, readonly unknown[]>();
  for (const path of filesIn(folder).filter(file => file.endsWith('.samples.ts'))) {
    for (const [name, value] of Object.entries(await importFrom(folder, path))) {
      if (Array.isArray(value)) tables.set(`${name} of ${path}`, value);
    }
  }
  return tables;
};

/** The files of a folder that may hold primitives, at any depth. */
const sourcesIn = (folder: URL): readonly string[] =>
  filesIn(folder).filter(path => path.endsWith('.ts') && !/\.(test|test-d|samples)\.ts$/.test(path));

// as records begin, and as constants that a function of the name makes
const definition = /\bname: '([a-z][\w-]*)'|rimitive\b[^=\n]*= \w+\(\s*'([a-z][\w-]*)'/g;

/** Names of the primitives that a folder's files export, or define without exporting them. */
export const primitivesIn = async (folder: URL): Promise<ReadonlySet<string>> => {
  const names = new Set<string>();
  for (const path of sourcesIn(folder)) {
    for (const value of Object.values(await importFrom(folder, path))) if (isPrimitive(value)) names.add(value.name);
    for (const [, field, argument] of readFileSync(new URL(path, folder), 'utf8').matchAll(definition))
      names.add((field ?? argument)!);
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
