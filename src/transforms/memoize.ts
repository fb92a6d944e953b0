import type { Jaxpr } from '../core/jaxpr.ts';

/** Results kept for one program, such as those for batches of different sizes. */
const mostResults = 256;

/**
 * Remembers what a transformation makes of a program, as long as the program lives. The other arguments must be plain
 * data that JSON tells apart.
 */
export const memoize = <Args extends readonly unknown[], Result>(
  transform: (jaxpr: Jaxpr, ...args: Args) => Result,
): ((jaxpr: Jaxpr, ...args: Args) => Result) => {
  const cache = new WeakMap<Jaxpr, Map<string, Result>>();
  return (jaxpr, ...args) => {
    let results = cache.get(jaxpr);
    if (results === undefined) cache.set(jaxpr, (results = new Map()));
    const key = JSON.stringify(args);
    let result = results.get(key);
    if (result === undefined) {
      if (results.size >= mostResults) results.clear();
      results.set(key, (result = transform(jaxpr, ...args)));
    }
    return result;
  };
};
