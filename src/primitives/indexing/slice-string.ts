/** The elements `start, start + step, …` of an axis, `size` of them, all inside. The step may be negative. */
export type SliceRange = { readonly start: number; readonly step: number; readonly size: number };

const pattern = /^\s*([+-]?\d+)?\s*:\s*([+-]?\d+)?\s*(?::\s*([+-]?\d+)?\s*)?$/;

/**
 * What a slice string means on an axis of the given extent, by Python's rules: missing parts stand for the ends,
 * negative numbers count from the end, and what lies outside is clipped.
 *
 * Throws TypeError for strings that are no slices, RangeError for a step of 0.
 */
export const resolveSlice = (what: string, text: string, extent: number): SliceRange => {
  const parts = pattern.exec(text);
  if (parts === null) {
    throw new TypeError(
      `${what}: ${JSON.stringify(text)} is not a slice: expected 'start:stop' or 'start:stop:step' of integers or nothing, such as '1:' or '::2', or '...'`,
    );
  }
  const [start, stop, step = 1] = parts.slice(1).map(part => (part === undefined ? undefined : Number(part)));
  if (step === 0) throw new RangeError(`${what}: the step of the slice ${JSON.stringify(text)} cannot be 0`);
  const [low, high] = step > 0 ? [0, extent] : [-1, extent - 1];
  const clip = (index: number): number => Math.min(high, Math.max(low, index < 0 ? index + extent : index));
  const first = start === undefined ? (step > 0 ? low : high) : clip(start);
  const end = stop === undefined ? (step > 0 ? high : low) : clip(stop);
  return { start: first, step, size: Math.max(0, Math.ceil((end - first) / step)) };
};
