/** The hash that JAX makes random bits with: Threefry-2×32 of 20 rounds (Salmon, Moraes, Dror and Shaw, SC 2011). */

/** How far words are rotated, in even and odd rounds of four steps. */
export const rotations = [
  [13, 15, 26, 6],
  [17, 29, 16, 24],
] as const;

/** The constant that makes a key of zeros scramble too (Skein's, cut to 32 bits). */
export const parity = 0x1bd11bda;

const rotated = (word: number, distance: number): number => (word << distance) | (word >>> (32 - distance));

/**
 * Encrypts the counter (high, low) under the key (key0, key1); words count modulo 2³².
 *
 * The two words of the result are written to `out` at `place` and `place + 1`.
 *
 * @example
 * ```ts
 * import { threefry } from '/src/reference/scalar/threefry.ts';
 * const out = new Uint32Array(2);
 * threefry(0, 0, 0, 0, out, 0);
 * out[0].toString(16); // => 6b200159
 * ```
 */
export const threefry = (
  key0: number,
  key1: number,
  high: number,
  low: number,
  out: Uint32Array,
  place: number,
): void => {
  const key2 = key0 ^ key1 ^ parity;
  let x = (high + key0) | 0;
  let y = (low + key1) | 0;
  for (let round = 0; round < 5; round++) {
    const distances = rotations[round & 1]!;
    // written out, since every random number takes some of these
    x = (x + y) | 0;
    y = rotated(y, distances[0]) ^ x;
    x = (x + y) | 0;
    y = rotated(y, distances[1]) ^ x;
    x = (x + y) | 0;
    y = rotated(y, distances[2]) ^ x;
    x = (x + y) | 0;
    y = rotated(y, distances[3]) ^ x;
    // the three words of the key in turn
    const turn = round % 3;
    x = (x + (turn === 0 ? key1 : turn === 1 ? key2 : key0)) | 0;
    y = (y + (turn === 0 ? key2 : turn === 1 ? key0 : key1) + round + 1) | 0;
  }
  out[place] = x;
  out[place + 1] = y;
};
