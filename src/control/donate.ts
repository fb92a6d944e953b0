import { ConcreteArray, discard, type NDArray } from '../array/ndarray.ts';
import { avalString } from '../core/aval.ts';
import { currentExecutor } from '../core/evaluate.ts';

/** Gives away the memory of arrays that were a call's arguments, but for those that are its results too. */
export const donate = (what: string, donated: readonly NDArray[], results: readonly NDArray[]): void => {
  for (const array of donated) {
    if (!(array instanceof ConcreteArray) || results.includes(array)) continue;
    currentExecutor().forget?.(array);
    discard(
      array,
      `${avalString(array)} was given to ${what}, which took its memory (donateArgnums): use its results instead`,
    );
  }
};
