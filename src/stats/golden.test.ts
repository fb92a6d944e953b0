import { checkRow, describeGolden, readGolden, type Tolerance } from '../../test/support/expressions.ts';

const usual: Tolerance = { values: [2e-5, 1e-12], unit: 'relative', derivative: 1e-11 };

/** Where JAX's own special functions have fewer digits. */
const tolerances: Readonly<Record<string, Tolerance>> = {};

describeGolden('distributions against JAX', readGolden('stats'), usual, tolerances, [checkRow]);
