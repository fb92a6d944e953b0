import { describe, expect, it } from 'vitest';
import { checkRow, readGolden, type Tolerance } from '../../test/support/expressions.ts';

const golden = readGolden('stats');

const usual: Tolerance = { values: [2e-5, 1e-12], unit: 'relative', derivative: 1e-11 };

/** Where JAX's own special functions have fewer digits. */
const tolerances: Readonly<Record<string, Tolerance>> = {};

describe('distributions against JAX', () => {
  it.each(golden.rows.map(row => [row.expression, row] as const))('%s', (expression, row) => {
    checkRow(golden, row, tolerances[expression] ?? usual);
  });

  it('has no tolerances for rows that are not there', () => {
    const expressions = golden.rows.map(row => row.expression);
    expect(Object.keys(tolerances).filter(expression => !expressions.includes(expression))).toEqual([]);
  });
});
