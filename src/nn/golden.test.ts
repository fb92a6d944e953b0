import { describeGolden } from '../../test/support/expressions.ts';

describeGolden(
  'functions for neural networks against JAX',
  'nn',
  { values: [2e-5, 1e-12], unit: 'relative', derivative: 1e-12 },
  [
    [
      /dotProductAttention/,
      { values: [2e-5, 1e-6], derivative: 1e-5 },
      'JAX computes the softmax of attention in single precision',
    ],
  ],
);
