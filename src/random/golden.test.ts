import { describeGolden } from '../../test/support/expressions.ts';

// Tolerances of values are units in the last place, in single and double precision, where not every bit is JAX's.
describeGolden('random numbers against JAX', 'random', { values: [0, 4], unit: 'ulp', derivative: 1e-12 }, [
  [/random\.gamma\(random\.key\(6\), a\)/, { derivative: 1e-11 }, 'series of the second derivative end at other terms'],
  [/complex64/, { values: [1, 1] }, 'XLA divides complex numbers by multiplying'],
  [
    /lognormal|cauchy|axwell|chisquare|beta/,
    { values: [2, 4] },
    'exp, tan and sqrt are rounded to the nearest number here, not in XLA',
  ],
  [/ball|dirichlet|random\.f\(/, { values: [4, 4] }, 'so are quotients of them'],
  [
    /logistic|gumbel|loggamma/,
    { values: [0, 16] },
    'XLA and V8 round logarithms differently in double precision; here they are subtracted',
  ],
  [/truncatedNormal/, { values: [16, 4] }, 'erf is rounded differently, and its inverse is steep'],
  [/multivariateNormal|orthogonal/, { values: [16, 8] }, 'matrices are multiplied and factored in another order'],
  [/wald/, { values: [128, 8] }, 'a difference of nearly equal numbers'],
]);
