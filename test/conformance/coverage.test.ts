import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { makeAval } from '../../src/core/aval.ts';
import { traceClosed } from '../../src/core/tracer.ts';
import { mul } from '../../src/primitives/elementwise/arithmetic.ts';
import type { Sample } from '../../src/primitives/sample.ts';
import { primitivesIn, primitivesOf, tablesIn } from './coverage.ts';
import { families } from './samples.ts';
import { inputDType } from './specification.ts';
import { callSample } from './subject.ts';

const primitives = new URL('../../src/primitives/', import.meta.url);
const folder = mkdtempSync(join(tmpdir(), 'nabla-coverage-'));
afterAll(() => rmSync(folder, { recursive: true }));

const programOf = (sample: Sample) =>
  traceClosed(
    args => callSample(sample, args),
    sample.inputs.map(input => makeAval(input.shape, inputDType(input, 32))),
    sample.name,
  );

it('every primitive has a row in the table of its family', async () => {
  const defined = await primitivesIn(primitives);
  const sampled = new Set(
    families.flatMap(({ samples }) => samples.flatMap(sample => [...primitivesOf(programOf(sample))])),
  );
  expect([...defined].filter(name => !sampled.has(name))).toEqual([]);
});

it('every table of samples is among the families', async () => {
  const rows = new Set<unknown>(families.flatMap(({ samples }) => samples));
  const tables = await tablesIn(primitives);
  const forgotten = [...tables].filter(([, table]) => !table.every(row => rows.has(row)));
  expect(forgotten.map(([place]) => place)).toEqual([]);
  expect(tables.size).toBeGreaterThanOrEqual(families.length);
});

it('finds primitives by export and by definition', async () => {
  const rules = 'abstractEval() {}, evaluate() {}, jvp() {}, transpose() {}, batch() {}';
  writeFileSync(
    join(folder, 'some.ts'),
    `export const shown = { name: ['o', 'ne'].join(''), ${rules} };
const hidden = [{ name: 'two', ${rules} }];
const make = (name: string) => ({ name });
const threePrimitive: object = make('three');
const fourPrimitive = make(
  'four-x',
);
export const other = { name: hidden.length + threePrimitive.toString(), fourPrimitive };
`,
  );
  writeFileSync(join(folder, 'some.samples.ts'), "export const row = [{ name: 'five' }];\n");
  expect([...(await tablesIn(pathToFileURL(`${folder}/`)))]).toEqual([['row of some.samples.ts', [{ name: 'five' }]]]);
  expect([...(await primitivesIn(pathToFileURL(`${folder}/`)))].sort()).toEqual(['four-x', 'one', 'three', 'two']);
});

it('finds primitives in programs', () => {
  const sample: Sample = { name: 'square', f: x => mul(x!, x!), jax: '', inputs: [{ shape: [2], domain: 'normal' }] };
  expect([...primitivesOf(programOf(sample))]).toEqual(['mul']);
});
