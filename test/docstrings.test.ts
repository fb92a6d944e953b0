import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as nabla from 'nabla';
import { describe, expect, it } from 'vitest';

/** Every function that users can call has a docstring with an example (which test/docs.test.ts runs). */

const source = fileURLToPath(new URL('../src', import.meta.url));

const texts = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter(file => /(?<!\.test|\.test-d|\.samples)\.ts$/.test(file))
  .map(file => readFileSync(`${source}/${file}`, 'utf8'));

/** Names of exported definitions with an example in the docstring before them. */
const documented = new Set(
  texts.flatMap(text => {
    const definitions = text.matchAll(/\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*(?:export )?(?:const|function|class) (\w+)/g);
    return [...definitions].flatMap(([, docstring, name]) => (/```ts\n/.test(docstring!) ? [name!] : []));
  }),
);

/** Other names of what is documented: `export { max as amax }`, `export const trueDivide = divide`. */
const aliases = texts.flatMap(text =>
  [
    ...[...text.matchAll(/\b(\w+) as (\w+)\b/g)].map(([, name, alias]) => [name!, alias!] as const),
    ...[...text.matchAll(/export const (\w+)(?:: [^=]+)? = (?:\/\* @__PURE__ \*\/ wired\()?(?:\w+\.)?(\w+)\)?;/g)].map(
      ([, alias, name]) => [name!, alias!] as const,
    ),
  ].filter(([name]) => documented.has(name)),
);
for (const [, alias] of aliases) documented.add(alias);

const functionsOf = (namespace: object): string[] =>
  Object.entries(namespace).flatMap(([name, value]) =>
    typeof value === 'function' ? [name] : typeof value === 'object' && value !== null ? functionsOf(value) : [],
  );

describe('docstrings', () => {
  it('of all public functions have an example', () => {
    const names = [...new Set(functionsOf(nabla))];
    expect(names.length).toBeGreaterThan(300);
    // NDArray is no function to call; its methods are those of numpy
    expect(names.filter(name => !documented.has(name) && name !== 'NDArray')).toEqual([]);
  });
});
