import type { Features } from '../emit/features.ts';

export type FloatType = 'f32' | 'f64';

/** The part of a product that the micro-kernel computes at a time. */
export type Tile = { readonly rows: number; readonly columns: number; readonly bytes: 4 | 8; readonly lanes: 2 | 4 };

/**
 * The largest tile that does not spill in V8, which has fifteen vector registers to give; twice as wide where it joins pairs of
 * vectors to wider ones. Where all that a step in depth reads is loaded before anything is multiplied, as in older engines,
 * rows, vectors of columns, sums and a product must fit; newer ones hold one row at a time.
 */
export const tileOf = (type: FloatType, features: Features): Tile => {
  const [bytes, lanes] = type === 'f32' ? ([4, 4] as const) : ([8, 2] as const);
  const isOld = features.readsAhead || !features.relaxedMultiplyAdd;
  const [rows, vectors] = !isOld ? [6, 2] : type === 'f32' ? [4, 2] : [2, 4];
  return { rows, columns: vectors * lanes * (features.wideVectors ? 2 : 1), bytes, lanes };
};
