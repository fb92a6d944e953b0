#!/usr/bin/env node
import { createRequire } from 'node:module';
import { setDefaultDtype } from '../index.ts';
import { runCheck } from './check.ts';
import { runHessian } from './hessian.ts';
import { runJaxpr } from './jaxpr.ts';
import { loadFunction } from './load.ts';
import { parseOptions, usage } from './options.ts';
import { readArguments } from './read-arguments.ts';

const version = (): string =>
  (createRequire(import.meta.url)('../../package.json') as { readonly version: string }).version;

/** Runs the command line; returns the exit code. */
const run = async (args: readonly string[]): Promise<number> => {
  const options = parseOptions(args);
  if (options === 'help' || options === 'version') {
    console.log(options === 'help' ? usage : version());
    return 0;
  }
  if (options.dtype === 'float64') setDefaultDtype('float64');
  const f = await loadFunction(options.file, options.exportName);
  const callArgs = readArguments(options.at, f.length, options.dtype);
  switch (options.command) {
    case 'hessian':
      return runHessian(f, callArgs, options);
    case 'jaxpr':
      return runJaxpr(f, callArgs, options);
    case 'check':
      return runCheck(f, callArgs, options);
    default:
      return options.command satisfies never;
  }
};

run(process.argv.slice(2)).then(
  code => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const message = error instanceof Error ? error.message : String(error);
    console.error(`nabla: ${message.split('\n')[0]}`);
    process.exitCode = 2;
  },
);
