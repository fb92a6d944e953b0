/**
 * Evaluates a polynomial by Horner's rule.
 *
 * @param coefficients lowest power first, not empty.
 * @example
 * ```ts
 * import { polynomial } from '/src/reference/scalar/polynomial.ts';
 * polynomial([1, 2, 3], 10); // => 321
 * ```
 */
export function polynomial(coefficients: readonly number[], x: number): number {
  let sum = 0;
  for (let i = coefficients.length - 1; i >= 0; i--) sum = sum * x + coefficients[i]!;
  return sum;
}
