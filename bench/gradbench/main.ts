// The tool: messages on stdin, responses on stdout. `npm run --silent gradbench` starts it.
import { createInterface } from 'node:readline';
import { modules } from './modules/index.ts';
import { respond } from './protocol.ts';

for await (const line of createInterface({ input: process.stdin })) {
  if (line.trim() === '') continue;
  console.log(JSON.stringify(await respond(modules, JSON.parse(line))));
}
process.exit(0);
