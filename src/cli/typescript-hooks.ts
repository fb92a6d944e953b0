import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/**
 * Module hooks for the user's module: TypeScript on a Node that does not strip types itself, and `nabla` for files
 * outside of any package that has it installed.
 */

type Resolved = { readonly url: string; readonly format?: string | null; readonly shortCircuit?: boolean };
type Loaded = {
  readonly format: string;
  readonly source?: string | ArrayBuffer | Uint8Array;
  readonly shortCircuit?: boolean;
};
type ResolveContext = { readonly parentURL?: string };
type LoadContext = { readonly format?: string | null };

const isMissing = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  (error.code === 'ERR_MODULE_NOT_FOUND' || error.code === 'ERR_PACKAGE_PATH_NOT_EXPORTED');

/** What to try instead of a specifier that Node does not find. */
const instead = (
  specifier: string,
  context: ResolveContext,
  error: unknown,
): readonly [specifier: string, context: ResolveContext] => {
  if (!isMissing(error)) throw error;
  if (specifier === 'nabla' || specifier.startsWith('nabla/'))
    return [specifier, { ...context, parentURL: import.meta.url }];
  if (/^\.{1,2}\/.*\.js$/.test(specifier)) return [specifier.replace(/\.js$/, '.ts'), context];
  throw error;
};

export const resolve = async (
  specifier: string,
  context: ResolveContext,
  next: (specifier: string, context: ResolveContext) => Promise<Resolved>,
): Promise<Resolved> => {
  try {
    return await next(specifier, context);
  } catch (error) {
    return next(...instead(specifier, context, error));
  }
};

export const resolveSync = (
  specifier: string,
  context: ResolveContext,
  next: (specifier: string, context: ResolveContext) => Resolved,
): Resolved => {
  try {
    return next(specifier, context);
  } catch (error) {
    return next(...instead(specifier, context, error));
  }
};

/** Whether this Node takes TypeScript as it is. */
export const stripsTypes = (): boolean => 'typescript' in process.features && process.features.typescript !== false;

export const load = async (
  url: string,
  context: LoadContext,
  next: (url: string, context: LoadContext) => Promise<Loaded>,
): Promise<Loaded> => {
  if (stripsTypes() || !url.startsWith('file:') || !/\.m?ts$/.test(url)) return next(url, context);
  const source = await readFile(fileURLToPath(url), 'utf8');
  const { code } = await (await transpiler()).transform(source, {
    loader: 'ts',
    format: 'esm',
    sourcefile: fileURLToPath(url),
    sourcemap: 'inline',
  });
  return { format: 'module', source: code, shortCircuit: true };
};

const transpiler = async (): Promise<typeof import('esbuild')> => {
  try {
    return await import('esbuild');
  } catch {
    throw new Error(
      `this Node (${process.version}) cannot load TypeScript by itself: use Node 22.18 or newer, or install esbuild`,
    );
  }
};
