import { describe, expect, it } from 'vitest';
import { checkRow, readGolden, type Tolerance } from '../../test/support/distributions.ts';

const golden = readGolden('random');

const usual: Tolerance = { values: [0, 4], unit: 'ulp', derivative: 1e-11 };

/** Where rounding is not JAX's, and why. */
const tolerances: Readonly<Record<string, Tolerance>> = {
  // XLA divides complex numbers by multiplying
  "random.normal(random.key(4), [20], { dtype: 'complex64' })": { ...usual, values: [1, 4] },
};

describe('random numbers against JAX', () => {
  it.each(golden.rows.map(row => [row.expression, row] as const))('%s', (expression, row) => {
    checkRow(golden, row, tolerances[expression] ?? usual);
  });

  it('has no tolerances for rows that are not there', () => {
    const expressions = golden.rows.map(row => row.expression);
    expect(Object.keys(tolerances).filter(expression => !expressions.includes(expression))).toEqual([]);
  });
});
