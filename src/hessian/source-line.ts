// Where nabla itself is, stacks tell as well as where others are. `import.meta.url` would be empty in bundles that are no ES
// modules, and bundlers take `new URL` of it for a file to ship.

/** What a line of a stack says about the place, `file:line:column`: V8's `at f (file:1:2)` and the `f@file:1:2` of others. */
const placeIn = (line: string): string | undefined =>
  /\(?((?:file:\/\/)?[^()\s]+:\d+:\d+)\)?$/
    .exec(line)?.[1]
    ?.replace(/^[^/\\@]*@/, '')
    .replace(/^file:\/\//, '');

const placesOf = (stack = ''): string[] =>
  stack.split('\n').flatMap(line => {
    const place = placeIn(line);
    return place === undefined ? [] : [place];
  });

/**
 * The folder that nabla's code is in: the one of this file, or what is above its `hessian/`, or the `chunks/` of the build for
 * Node. In an application's bundle, that holds the application's code too: no place is given then rather than a wrong one.
 */
const own = /^(.*?)(?:(?:hessian|chunks)[/\\])?[^/\\]*$/.exec(placesOf(new Error('here').stack)[0] ?? '')?.[1];

/** Where in the code that calls nabla we are: `file:line:column` of the innermost frame that is not nabla's. */
export const userFrame = (): string | undefined => {
  if (own === undefined || own === '') return undefined;
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 60;
  const places = placesOf(new Error('where').stack);
  Error.stackTraceLimit = limit;
  return places.find(place => !place.startsWith('node:') && (!place.startsWith(own) || /\.test\.ts:/.test(place)));
};
