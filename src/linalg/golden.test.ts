import { describe, expect, it } from 'vitest';
import { checkProgram, checkRow, readGolden, type Tolerance } from '../../test/support/expressions.ts';

const golden = readGolden('linalg');

const usual: Tolerance = { values: [2e-5, 1e-12], unit: 'relative', derivative: 1e-10 };

/** Where JAX's own numbers have fewer digits. */
const tolerances: Readonly<Record<string, Tolerance>> = {
  'linalg.pascal(4)': { ...usual, values: [2e-5, 1e-5] },
  "linalg.pascal(4, { kind: 'lower' })": { ...usual, values: [2e-5, 1e-5] },
  'linalg.expm(t)': { ...usual, values: [1e-4, 1e-12] },
  'linalg.expm(np.multiply(s, 5))': { ...usual, values: [1e-3, 1e-11], derivative: 1e-9 },
};

describe('linear algebra against JAX', () => {
  it.each(golden.rows.map(row => [row.expression, row] as const))('%s', (expression, row) => {
    const tolerance = tolerances[expression] ?? usual;
    checkRow(golden, row, tolerance);
    checkProgram(golden, row, tolerance);
  });

  it('has no tolerances for rows that are not there', () => {
    const expressions = golden.rows.map(row => row.expression);
    expect(Object.keys(tolerances).filter(expression => !expressions.includes(expression))).toEqual([]);
  });
});
