import { describeGolden } from '../../test/support/expressions.ts';

describeGolden('numpy against JAX', 'numpy', { values: [2e-5, 1e-12], unit: 'relative', derivative: 1e-12 }, []);
