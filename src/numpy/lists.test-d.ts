import { expectTypeOf } from 'vitest';
import type { NDArray } from '../array/ndarray.ts';
import { ix, meshgrid } from './grids.ts';
import { broadcastArrays } from './shape.ts';

declare const x: NDArray;
declare const many: readonly NDArray[];

// one array for each argument: known under noUncheckedIndexedAccess too
expectTypeOf(meshgrid(x, [1, 2])).toEqualTypeOf<[NDArray, NDArray]>();
expectTypeOf(meshgrid(x, x, x, { indexing: 'ij' })).toEqualTypeOf<[NDArray, NDArray, NDArray]>();
expectTypeOf(meshgrid(...many)).toEqualTypeOf<NDArray[]>();
expectTypeOf(meshgrid(...many, { sparse: true })).toEqualTypeOf<NDArray[]>();
expectTypeOf(ix(new Int32Array(2), [true, false])).toEqualTypeOf<[NDArray, NDArray]>();
expectTypeOf(broadcastArrays(x, 1, [1, 2])).toEqualTypeOf<[NDArray, NDArray, NDArray]>();
expectTypeOf(broadcastArrays(...many)).toEqualTypeOf<NDArray[]>();

// @ts-expect-error: no such indexing
meshgrid(x, x, { indexing: 'yx' });
