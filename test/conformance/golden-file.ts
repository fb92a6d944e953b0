import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import type { Sample } from '../../src/primitives/sample.ts';
import { decodeRow, type Golden, type GoldenFile } from './golden.ts';
import { type Specification, specificationOf } from './specification.ts';

export const readGoldenFile = (family: string): GoldenFile => {
  const path = new URL(`../golden/primitives/${family}.json`, import.meta.url);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : { jax: '', rows: {} };
};

/** What a sample must compute, at each precision; throws where the golden file does not say, or says it of another row. */
export const goldenOf = (family: string, file: GoldenFile, sample: Sample): readonly Golden[] => {
  const row = file.rows[sample.name];
  if (row === undefined || row.key !== specificationKey(specificationOf(sample))) {
    throw new Error(
      `the golden data of '${sample.name}' in test/golden/primitives/${family}.json ${row === undefined ? 'are missing' : 'belong to another version of the row'}: run test/golden/primitives.py`,
    );
  }
  return decodeRow(sample, row);
};

/** Equal for two specifications just when golden data of one serve the other. */
export const specificationKey = (specification: Specification): string =>
  createHash('sha256').update(JSON.stringify(specification)).digest('base64').slice(0, 16);
