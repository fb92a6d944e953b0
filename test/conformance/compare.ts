import type { Numbers } from './golden.ts';

export type Mismatch = {
  readonly index: number;
  readonly actual: number;
  readonly expected: number;
  readonly text: string;
};

/** The largest magnitude among finite numbers; 0 where there are none. */
export const magnitude = (numbers: Numbers): number => {
  let largest = 0;
  for (const value of numbers) if (Number.isFinite(value)) largest = Math.max(largest, Math.abs(value));
  return largest;
};

const excess = (actual: number, expected: number, allowed: number): number => {
  if (!Number.isFinite(expected) || !Number.isFinite(actual))
    return Object.is(actual, expected) ? 0 : Number.POSITIVE_INFINITY;
  const difference = Math.abs(actual - expected);
  return difference <= allowed ? 0 : difference / allowed;
};

/** The element that differs most beyond what is allowed; NaN and infinities must stand in the same places. */
export const findMismatch = (
  actual: Numbers,
  expected: Numbers,
  allowed: (index: number) => number,
): Mismatch | undefined => {
  if (actual.length !== expected.length) {
    return { index: 0, actual: NaN, expected: NaN, text: `${actual.length} numbers instead of ${expected.length}` };
  }
  let worst = 0;
  let index = -1;
  for (let i = 0; i < actual.length; i++) {
    const beyond = excess(actual[i]!, expected[i]!, allowed(i));
    if (beyond > worst) {
      worst = beyond;
      index = i;
    }
  }
  if (index < 0) return undefined;
  const [a, b] = [actual[index]!, expected[index]!];
  return { index, actual: a, expected: b, text: `${a} instead of ${b}` };
};

/** Room for error: relative to each number, but no less than relative to `floor` times the largest. */
export const relativeTo = (expected: Numbers, tolerance: number, floor: number): ((index: number) => number) => {
  const least = floor * magnitude(expected);
  return index => tolerance * Math.max(finite(expected[index]!), least);
};

const finite = (value: number): number => (Number.isFinite(value) ? Math.abs(value) : 0);

/**
 * Room for error of a square matrix: relative to the smaller of the largest in an element's row and in its column, but no
 * less than rounding makes of the largest of all.
 */
export const relativeToLines = (expected: Numbers, size: number, tolerance: number): ((index: number) => number) => {
  const rows = new Float64Array(size);
  const columns = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      const value = finite(expected[i * size + j]!);
      rows[i] = Math.max(rows[i]!, value);
      columns[j] = Math.max(columns[j]!, value);
    }
  }
  const least = 0.01 * magnitude(expected);
  return index => tolerance * Math.max(Math.min(rows[Math.floor(index / size)]!, columns[index % size]!), least);
};

/** The failures that a check finds; an error that it throws is one. */
export const attempt = (what: string, check: () => readonly string[]): readonly string[] => {
  try {
    return check();
  } catch (error) {
    return [`${what}: ${String(error)}`];
  }
};
