import type { Features } from '../emit/features.ts';

export type FloatType = 'f32' | 'f64';

/** The part of a product that the micro-kernel computes at a time. */
export type Tile = { readonly rows: number; readonly columns: number; readonly bytes: 4 | 8; readonly lanes: 2 | 4 };

/**
 * The largest tile that does not spill in V8, which has fifteen vector registers to give; twice as wide where it joins pairs of
 * vectors to wider ones.
 */
export const tileOf = (type: FloatType, features: Features): Tile => ({
  rows: features.relaxedMultiplyAdd ? 6 : 5,
  columns: (type === 'f32' ? 8 : 4) * (features.wideVectors ? 2 : 1),
  bytes: type === 'f32' ? 4 : 8,
  lanes: type === 'f32' ? 4 : 2,
});
