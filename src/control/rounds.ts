/** A bound for loops that are interpreted, of which nobody knows how long they run. */

let left = Number.POSITIVE_INFINITY;

const stop = new Error('nabla internal error: a loop was to stop');

/** Counts a round of a loop. */
export const countRound = (): void => {
  if (--left < 0) throw stop;
};

/** What a function gives if its loops take no more than so many rounds together; else undefined. */
export const withinRounds = <T>(most: number, run: () => T): T | undefined => {
  const before = left;
  left = most;
  try {
    return run();
  } catch (error) {
    if (error !== stop) throw error;
    return undefined;
  } finally {
    left = before;
  }
};
