/** The least and greatest value of an integer. */
export type Range = readonly [low: number, high: number];

/** What is known of an integer of which nothing is known. */
export const fullRange: Range = [-2147483648, 2147483647];

export const isBounded = ([low, high]: Range): boolean => low > -(2 ** 30) && high < 2 ** 30;

/** The range of offset + Σ factor · value. */
export const combineRanges = (parts: readonly (readonly [range: Range, factor: number])[], offset: number): Range => {
  let low = offset;
  let high = offset;
  for (const [[least, greatest], factor] of parts) {
    low += factor * (factor > 0 ? least : greatest);
    high += factor * (factor > 0 ? greatest : least);
  }
  return [low, high];
};
