import { checkProgram, checkRow, describeGolden, readGolden, type Tolerance } from '../../test/support/expressions.ts';

const usual: Tolerance = { values: [2e-5, 1e-12], unit: 'relative', derivative: 1e-10 };

/** Where JAX's own numbers have fewer digits. */
const tolerances: Readonly<Record<string, Tolerance>> = {
  'linalg.pascal(4)': { ...usual, values: [2e-5, 1e-5] },
  "linalg.pascal(4, { kind: 'lower' })": { ...usual, values: [2e-5, 1e-5] },
  'linalg.expm(t)': { ...usual, values: [1e-4, 1e-12] },
  'linalg.expm(np.multiply(s, 5))': { ...usual, values: [1e-3, 1e-11], derivative: 1e-9 },
};

describeGolden('linear algebra against JAX', readGolden('linalg'), usual, tolerances, [checkRow, checkProgram]);
