import { describe, expect, it } from 'vitest';
import { checkRow, readGolden, type Tolerance } from '../../test/support/expressions.ts';

const golden = readGolden('random');

/** Units in the last place, in single and double precision, where not every bit is JAX's, and why. */
const roundings: readonly (readonly [functions: RegExp, ulps: readonly [number, number], why: string])[] = [
  [/complex64/, [1, 1], 'XLA divides complex numbers by multiplying'],
  [
    /lognormal|cauchy|axwell|chisquare|beta/,
    [2, 4],
    'exp, tan and sqrt are rounded to the nearest number here, not in XLA',
  ],
  [/ball|dirichlet|random\.f\(/, [4, 4], 'so are quotients of them'],
  [
    /logistic|gumbel|loggamma/,
    [0, 16],
    'XLA and V8 round logarithms differently in double precision; here they are subtracted',
  ],
  [/truncatedNormal/, [16, 4], 'erf is rounded differently, and its inverse is steep'],
  [/multivariateNormal|orthogonal/, [16, 8], 'matrices are multiplied and factored in another order'],
  [/wald/, [128, 8], 'a difference of nearly equal numbers'],
];

const toleranceOf = (expression: string): Tolerance => ({
  values: roundings.find(([functions]) => functions.test(expression))?.[1] ?? [0, 4],
  unit: 'ulp',
  derivative: 1e-11,
});

describe('random numbers against JAX', () => {
  it.each(golden.rows.map(row => [row.expression, row] as const))('%s', (expression, row) => {
    checkRow(golden, row, toleranceOf(expression));
  });

  it('has no tolerances for functions that are not there', () => {
    const expressions = golden.rows.map(row => row.expression);
    expect(roundings.filter(([functions]) => !expressions.some(text => functions.test(text)))).toEqual([]);
  });
});
