import { describe, expect, it } from 'vitest';
import { checkProgram, checkRow, readGolden, type Tolerance } from '../../test/support/expressions.ts';

const golden = readGolden('special');

const usual: Tolerance = { values: [2e-5, 1e-12], unit: 'relative', derivative: 1e-10 };

/** Where JAX's own numbers have fewer digits. */
const tolerances: Readonly<Record<string, Tolerance>> = {
  'special.bernoulli(8)': { ...usual, values: [2e-5, 1e-6] },
};

describe('special functions against JAX', () => {
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
