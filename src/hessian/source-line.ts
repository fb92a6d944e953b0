/** The folder (or, once bundled, the file) that nabla's own code is in. */
const own = new URL('..', import.meta.url).href.replace(/^file:\/\//, '');

/** The same as stacks show it, which source maps may have turned into another place. */
const shown = /\(?((?:file:\/\/)?[^()\s]+)\/hessian\/source-line\.[jt]s:\d+:\d+\)?$/m.exec(
  new Error('here').stack ?? '',
)?.[1];
const ownFolders = [own, ...(shown === undefined ? [] : [`${shown.replace(/^file:\/\//, '')}/`])];

/** Where in the code that calls nabla we are: `file:line:column` of the innermost frame that is not nabla's. */
export const userFrame = (): string | undefined => {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 60;
  const stack = new Error('where').stack ?? '';
  Error.stackTraceLimit = limit;
  for (const line of stack.split('\n').slice(1)) {
    const [, location] = /\(?((?:file:\/\/)?[^()\s]+:\d+:\d+)\)?$/.exec(line) ?? [];
    if (location === undefined || location.startsWith('node:')) continue;
    const path = location.replace(/^file:\/\//, '');
    if (!ownFolders.some(folder => path.startsWith(folder)) || /\.test\.ts:/.test(path)) return path;
  }
  return undefined;
};
