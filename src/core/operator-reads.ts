import { isInexact } from '../array/dtype.ts';
import { ConcreteArray } from '../array/ndarray.ts';

/**
 * What plain JS has been told of the values of tracers, numbers that the program under construction knows nothing of: by
 * operators and functions such as `x > 0`, `x * x` and `Math.sin(x)` (reader 0), or by methods such as `x.item()` (reader 1).
 */
export type Reader = 0 | 1;

const counts = [0, 0];
const shifts = [0, 0];

/** How often each reader has read so far. */
export const readings = (): readonly number[] => [...counts];

/** What plain JS gets for a known value. */
export const readBy = (reader: Reader, known: ConcreteArray): ConcreteArray => {
  const { shape, dtype, data } = known;
  const shift = shifts[reader]!;
  if (!isInexact(dtype)) return known;
  counts[reader]!++;
  return shift
    ? new ConcreteArray(
        shape,
        dtype,
        data.map(value => value + shift * Math.max(1, Math.abs(value))),
      )
    : known;
};

/** Calls f with all numbers that are read so shifted, relative to those above 1; undefined where f throws then. */
export const shiftingReads = <T>(reader: Reader, shift: number, f: () => T): T | undefined => {
  shifts[reader] = shift;
  try {
    return f();
  } catch {
    return undefined;
  } finally {
    shifts[reader] = 0;
  }
};
