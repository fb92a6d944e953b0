import { describeGolden } from '../../test/support/expressions.ts';

// What is not here has samples of its primitive: test/conformance.
describeGolden('lax against JAX', 'lax', { values: [2e-5, 1e-12], unit: 'relative', derivative: 1e-12 }, []);
