import { describe, it } from 'vitest';
import { checkProgram, checkRow, readGolden, type Tolerance } from '../../test/support/expressions.ts';

const golden = readGolden('nn');

const usual: Tolerance = { values: [2e-5, 1e-12], unit: 'relative', derivative: 1e-10 };

/** JAX computes the softmax of attention in single precision. */
const attention: Tolerance = { ...usual, values: [2e-5, 1e-6], derivative: 1e-5 };

describe('functions for neural networks against JAX', () => {
  it.each(golden.rows.map(row => [row.expression, row] as const))('%s', (expression, row) => {
    const tolerance = expression.startsWith('nn.dotProductAttention') ? attention : usual;
    checkRow(golden, row, tolerance);
    checkProgram(golden, row, tolerance);
  });
});
