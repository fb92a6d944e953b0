import { describe, expect, it } from 'vitest';
import { goldenOf, readGoldenFile } from '../conformance/golden-file.ts';
import { families } from '../conformance/samples.ts';
import { subjectOf } from '../conformance/subject.ts';
import { compareExecutors } from './compare.ts';

describe.each(families)('$name, compiled', ({ name: family, samples }) => {
  const file = readGoldenFile(family);

  it.each(samples)('$name', sample => {
    const problems = goldenOf(family, file, sample).flatMap(golden => {
      const subject = subjectOf(sample, golden);
      return [subject.values, subject.gradient].flatMap(jaxpr =>
        compareExecutors(jaxpr, subject.inputs).map(problem => `${golden.precision} ${jaxpr.name}: ${problem}`),
      );
    });
    expect(problems).toEqual([]);
  });
});
