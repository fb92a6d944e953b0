/**
 * What JS operators and functions such as `x > 0`, `x * x` and `Math.sin(x)` have been told of the values of tracers: numbers
 * that the program under construction knows nothing of.
 */

let count = 0;
let shift = 0;

/** How many numbers there were so far. */
export const operatorReads = (): number => count;

/** The number that JS gets for a known one. */
export const readByOperator = (value: number): number => {
  if (shift === 0) count++;
  return value + shift * Math.max(1, Math.abs(value));
};

/** Calls f with all such numbers shifted, relative to those above 1; undefined where f throws then. */
export const shiftingReads = <T>(by: number, f: () => T): T | undefined => {
  shift = by;
  try {
    return f();
  } catch {
    return undefined;
  } finally {
    shift = 0;
  }
};
