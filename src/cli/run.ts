import { createRequire } from 'node:module';
import { defaultDType } from '../array/promotion.ts';
import { setDefaultDtype } from '../index.ts';
import { runCheck } from './check.ts';
import { runHessian } from './hessian.ts';
import { runJaxpr } from './jaxpr.ts';
import { loadFunction, type UserFunction } from './load.ts';
import { type Options, parseOptions, UsageError, usage } from './options.ts';
import { readArguments } from './read-arguments.ts';

const version = (): string =>
  (createRequire(import.meta.url)('nabla/package.json') as { readonly version: string }).version;

/** Runs one command line, mistakes included, which are printed in one line; returns the exit code. */
export const runCommandLine = async (args: readonly string[]): Promise<number> => {
  const dtype = defaultDType();
  try {
    return await run(args);
  } catch (error) {
    console.error(`nabla: ${messageOf(error)}`);
    return 2;
  } finally {
    setDefaultDtype(dtype);
  }
};

const run = async (args: readonly string[]): Promise<number> => {
  const options = parseOptions(args);
  if (options === 'help' || options === 'version') {
    console.log(options === 'help' ? usage : version());
    return 0;
  }
  if (options.dtype === 'float64') setDefaultDtype('float64');
  const f = await loadFunction(options.file, options.exportName);
  const callArgs = readArguments(options.at, f.length, options.dtype);
  try {
    return runCommand(f, callArgs, options);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(
      `${options.command} of ${options.exportName ?? 'the function'} in ${options.file}: ${messageOf(error)}`,
    );
  }
};

const runCommand = (f: UserFunction, args: readonly unknown[], options: Options): number => {
  switch (options.command) {
    case 'hessian':
      return runHessian(f, args, options);
    case 'jaxpr':
      return runJaxpr(f, args, options);
    case 'check':
      return runCheck(f, args, options);
    default:
      return options.command satisfies never;
  }
};

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)).split('\n')[0]!;
