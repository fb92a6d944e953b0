import { existsSync, statSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { UsageError } from './options.ts';
import { resolveSync, stripsTypes } from './typescript-hooks.ts';

export type UserFunction = (...args: never[]) => unknown;

const oneLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';

type HookRegistry = { readonly registerHooks?: (hooks: { readonly resolve: typeof resolveSync }) => void };

let hooked = false;

/** Newer Nodes run hooks in the same thread and need none to load TypeScript; `register` is deprecated there. */
const installHooks = (): void => {
  if (hooked) return;
  hooked = true;
  const { registerHooks } = nodeModule as HookRegistry;
  if (registerHooks !== undefined && stripsTypes()) registerHooks({ resolve: resolveSync });
  else nodeModule.register('./typescript-hooks.js', import.meta.url);
};

/** Imports a TypeScript or JavaScript module and picks the function to work on. */
export const loadFunction = async (file: string, exportName: string | undefined): Promise<UserFunction> => {
  const path = resolve(file);
  if (!existsSync(path)) throw new UsageError(`${file}: no such file`);
  if (!statSync(path).isFile()) throw new UsageError(`${file} is not a file`);
  if (!/\.[cm]?[jt]s$/.test(path)) throw new UsageError(`${file}: expected a .ts, .mts, .js or .mjs module`);
  installHooks();
  let module: Readonly<Record<string, unknown>>;
  try {
    module = (await import(pathToFileURL(path).href)) as Readonly<Record<string, unknown>>;
  } catch (error) {
    throw new UsageError(`${file} cannot be loaded: ${oneLine(error)}`);
  }
  return pickFunction(file, module, exportName);
};

const isFunction = (value: unknown): value is UserFunction => typeof value === 'function';

const pickFunction = (
  file: string,
  module: Readonly<Record<string, unknown>>,
  exportName: string | undefined,
): UserFunction => {
  const names = Object.keys(module).filter(name => isFunction(module[name]));
  const found = names.length === 0 ? 'it exports no function' : `its functions are ${names.join(', ')}`;
  if (exportName !== undefined) {
    const chosen = module[exportName];
    if (chosen === undefined) throw new UsageError(`${file} has no export '${exportName}': ${found}`);
    if (!isFunction(chosen)) throw new UsageError(`${file}: export '${exportName}' is not a function: ${found}`);
    return chosen;
  }
  const name = names.includes('default') ? 'default' : names.length === 1 ? names[0] : undefined;
  if (name === undefined)
    throw new UsageError(`${file}: ${found}${names.length > 1 ? ': choose one with --export NAME' : ''}`);
  return module[name] as UserFunction;
};
