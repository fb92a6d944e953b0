import { expectTypeOf } from 'vitest';
import type { ArrayLike, NDArray } from './ndarray.ts';

declare const x: NDArray;

// what is handed out is in memory of its own: to send, to write to a file, to upload to a GPU
expectTypeOf(x.toTypedArray()).toExtend<ArrayBufferView<ArrayBuffer>>();
expectTypeOf(x.toTypedArray().buffer).toEqualTypeOf<ArrayBuffer>();

// what is taken may be shared
expectTypeOf<Float64Array<SharedArrayBuffer>>().toExtend<ArrayLike>();
expectTypeOf<BigInt64Array>().not.toExtend<ArrayLike>();
