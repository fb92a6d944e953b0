import { readFileSync } from 'node:fs';

/** Which names of a namespace of JAX are here, and which are left out, as a page in docs/ says. */

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

/** A name without what camelCase and Python's underscores change. */
const plain = (name: string): string => name.replaceAll('_', '').toLowerCase();

export type NameReport = {
  /** Text of the page. */
  readonly page: string;
  /** Names of JAX that are neither here nor said to be left out. */
  readonly missing: readonly string[];
  /** Names that are said to be left out and are here, or that JAX lacks. */
  readonly wronglyLeftOut: readonly string[];
};

/** Compares a list of names in test/golden/ with names here; both have those of inner namespaces after a dot. */
export const compareNames = (list: string, pagePath: string, here: readonly string[]): NameReport => {
  const page = read(pagePath);
  const leftOut = page
    .split('\n')
    .filter(line => line.startsWith('| `'))
    .flatMap(line => [...line.split('|')[1]!.matchAll(/`([^`]+)`/g)].map(([, name]) => name!));
  const names = read(`test/golden/${list}`).trim().split('\n');
  const own = new Set(here.map(plain));
  return {
    page,
    missing: names.filter(name => !own.has(plain(name)) && !leftOut.includes(name)),
    wronglyLeftOut: leftOut.filter(name => !names.includes(name) || own.has(plain(name))),
  };
};
