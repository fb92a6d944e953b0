import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it, vi } from 'vitest';

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

describe('logistic regression on the irises', () => {
  it('gives the coefficients, standard errors and likelihood that a statistics package gives', async () => {
    const silent = vi.spyOn(console, 'log').mockImplementation(() => {});
    const { fitted, negativeLogLikelihood, standardErrors } = await import('../examples/logistic-regression.ts');
    silent.mockRestore();
    const golden = JSON.parse(readFileSync(`${root}/test/golden/logistic-regression.json`, 'utf8'));
    const relativeErrors = (seen: readonly number[], expected: readonly number[]): number[] =>
      seen.map((value, i) => Math.abs(value / expected[i]! - 1));
    expect(fitted.shape).toEqual([5]);
    for (const error of [
      ...relativeErrors(fitted.tolist() as number[], golden.coefficients),
      ...relativeErrors(standardErrors.tolist() as number[], golden.standardErrors),
      ...relativeErrors([-negativeLogLikelihood(fitted).item()], [golden.logLikelihood]),
    ])
      expect(error).toBeLessThan(1e-8);
  });
});
