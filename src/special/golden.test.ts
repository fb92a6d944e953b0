import { describeGolden } from '../../test/support/expressions.ts';

describeGolden(
  'special functions against JAX',
  'special',
  { values: [2e-5, 1e-12], unit: 'relative', derivative: 1e-12 },
  [
    [/erfcx\(np|besselJn/, { derivative: 1e-11 }, 'recurrences in JAX lose a digit'],
    [
      /betaln\(.*[35]0/,
      { values: [2e-5, 1e-9], derivative: 1e-8 },
      "JAX's asymptotic series ends early: mpmath says what is here",
    ],
    [/bernoulli/, { values: [2e-5, 1e-6] }, 'JAX computes them in single precision'],
  ],
);
