import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const namesIn = (folder: string, extension: string): string[] =>
  (existsSync(`${root}/${folder}`) ? readdirSync(`${root}/${folder}`) : [])
    .filter(file => file.endsWith(extension))
    .map(file => basename(file, extension))
    .sort();
const examples = namesIn('examples', '.ts');

describe('the examples', () => {
  it('have one expected output each (npm run examples -- --update writes them)', () => {
    expect(namesIn('examples/expected', '.txt')).toEqual(examples);
  });

  for (const name of examples) {
    it(`${name} prints what it is expected to`, async () => {
      const script = ['scripts/run-example.mjs', `examples/${name}.ts`];
      const { stdout } = await promisify(execFile)(process.execPath, script, { cwd: root });
      expect(stdout).toBe(readFileSync(`${root}/examples/expected/${name}.txt`, 'utf8'));
    });
  }
});
