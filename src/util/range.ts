/** 0, 1, … n - 1: the axes of an array, the positions of arguments. */
export const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

/** The same but for some. */
export const rangeWithout = (n: number, left: readonly number[]): number[] => range(n).filter(i => !left.includes(i));
