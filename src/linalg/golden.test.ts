import { describeGolden } from '../../test/support/expressions.ts';

describeGolden('linear algebra against JAX', 'linalg', { values: [2e-5, 1e-12], unit: 'relative', derivative: 1e-12 }, [
  [/pascal\(4/, { values: [2e-5, 1e-5] }, "JAX computes Pascal's matrix in single precision"],
  [/expm\(t\)/, { values: [1e-4, 1e-12] }, 'float32 in JAX has fewer digits'],
  [/expm\(np\.multiply/, { values: [1e-3, 1e-11], derivative: 1e-9 }, 'an exponential of large numbers'],
]);
