#!/usr/bin/env node
import { runCommandLine } from './run.ts';

// a reader that has seen enough, as in `nabla … | head`, is no error
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

process.exitCode = await runCommandLine(process.argv.slice(2));
