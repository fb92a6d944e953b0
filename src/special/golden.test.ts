import { checkProgram, checkRow, describeGolden, readGolden, type Tolerance } from '../../test/support/expressions.ts';

const usual: Tolerance = { values: [2e-5, 1e-12], unit: 'relative', derivative: 1e-10 };

/** Where JAX's own numbers have fewer digits. */
const tolerances: Readonly<Record<string, Tolerance>> = {
  'special.bernoulli(8)': { ...usual, values: [2e-5, 1e-6] },
};

describeGolden('special functions against JAX', readGolden('special'), usual, tolerances, [checkRow, checkProgram]);
