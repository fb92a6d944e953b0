import { beforeAll, describe, expect, it } from 'vitest';
import { interpreter, setExecutor } from '../../src/core/evaluate.ts';
import { checkSample } from './checks.ts';
import { goldenOf, readGoldenFile } from './golden-file.ts';
import { families } from './samples.ts';

// compiled programs are compared with it elsewhere
beforeAll(() => setExecutor(interpreter));

describe.each(families)('$name', ({ name: family, samples }) => {
  const file = readGoldenFile(family);

  it('has no two samples of one name', () => {
    const names = samples.map(({ name }) => name);
    expect(names.filter((name, i) => names.indexOf(name) < i)).toEqual([]);
  });

  it.each(samples)('$name', sample => {
    expect(checkSample(sample, goldenOf(family, file, sample))).toEqual([]);
  });
});
