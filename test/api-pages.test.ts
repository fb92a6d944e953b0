import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { lax, linalg, nn, numpy, random, special, stats, tree } from 'nabla';
import { describe, expect, it } from 'vitest';
import { renderPages } from '../scripts/docs.mjs';

/** docs/api/ is what `npm run docs` writes from dist/; the examples in it run as those of docstrings. */

const root = fileURLToPath(new URL('..', import.meta.url));
const pages = renderPages(`${root}/dist`);

/** Names of functions, those of namespaces within with a prefix. */
const functionsOf = (namespace: object, prefix = ''): string[] =>
  Object.entries(namespace).flatMap(([name, value]) =>
    typeof value === 'function'
      ? [prefix + name]
      : typeof value === 'object' && value !== null
        ? functionsOf(value, `${name}.`)
        : [],
  );

const headingsOf = (page: string): string[] => [...page.matchAll(/^### (.+)$/gm)].map(match => match[1]!);

describe('the pages of docs/api', () => {
  it.each([...pages])('%s is up to date', (file, text) => {
    const committed = readFileSync(`${root}/docs/api/${file}`, 'utf8');
    // compared as a whole, so that a failure does not print two pages
    expect(committed === text, `docs/api/${file} is not what \`npm run docs\` writes`).toBe(true);
  });

  it('are all there are', () => {
    expect(readdirSync(`${root}/docs/api`).sort()).toEqual([...pages.keys()].sort());
  });

  // numpy.linalg has the page of linalg
  const { linalg: _, ...arrays } = numpy;
  const namespaces = { lax, linalg, nn, numpy: arrays, random, special, stats, tree };

  it.each(Object.entries(namespaces))('describe every function of %s', (name, namespace) => {
    const headings = new Set(headingsOf(pages.get(`${name}.md`)!));
    expect(functionsOf(namespace).filter(own => !headings.has(own))).toEqual([]);
  });

  it('give every function a signature and an example', () => {
    for (const [file, text] of pages) {
      const sections = text.split(/^### /m).slice(1);
      const bare = sections.filter(section => !/```ts no-run\n\S/.test(section) || !section.includes('```ts\n'));
      expect(
        bare.map(section => section.split('\n')[0]),
        file,
      ).toEqual([]);
    }
  });
});
