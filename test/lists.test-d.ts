import { grad, lax, type NDArray, numpy as np, random, tree, vmap } from 'nabla';
import { expectTypeOf } from 'vitest';

declare const x: NDArray;
declare const places: number[];

// parts, by their number or by the places between them
expectTypeOf(np.split(x, 2)).toEqualTypeOf<[NDArray, NDArray]>();
expectTypeOf(np.arraySplit(x, [1, 3])).toEqualTypeOf<[NDArray, NDArray, NDArray]>();
expectTypeOf(np.hsplit(x, 1)).toEqualTypeOf<[NDArray]>();
expectTypeOf(np.vsplit(x, places)).toEqualTypeOf<NDArray[]>();
expectTypeOf(np.dsplit(x, places.length)).toEqualTypeOf<NDArray[]>();
expectTypeOf(np.split(x, 1000)).toEqualTypeOf<NDArray[]>();
expectTypeOf(lax.split(x, [1, 2])).toEqualTypeOf<[NDArray, NDArray]>();
expectTypeOf(lax.split(x, places)).toEqualTypeOf<NDArray[]>();

// one for each axis
expectTypeOf(np.unravelIndex(5, [2, 3])).toEqualTypeOf<[NDArray, NDArray]>();
expectTypeOf(np.unravelIndex(5, x.shape)).toEqualTypeOf<NDArray[]>();
expectTypeOf(np.diagIndices(3)).toEqualTypeOf<[NDArray, NDArray]>();
expectTypeOf(np.diagIndices(3, { ndim: 3 })).toEqualTypeOf<[NDArray, NDArray, NDArray]>();
expectTypeOf(np.diagIndices(3, { ndim: x.ndim })).toEqualTypeOf<NDArray[]>();
expectTypeOf(np.indices([2, 3], { sparse: true })).toEqualTypeOf<[NDArray, NDArray]>();

// as many as are asked for
const uniques = np.unique(x, { returnIndex: true, returnCounts: true, size: 3 });
expectTypeOf(uniques).toEqualTypeOf<[values: NDArray, indices: NDArray, counts: NDArray]>();
expectTypeOf(np.unique(x, { returnInverse: true })).toEqualTypeOf<[values: NDArray, inverse: NDArray]>();
expectTypeOf(np.unique(x, { returnInverse: true, returnIndex: false })).toEqualTypeOf<[NDArray, NDArray]>();
expectTypeOf(np.unique(x)).toEqualTypeOf<NDArray>();
// @ts-expect-error no such option
np.unique(x, { returnCounts: true, returnInvers: true });

// stacks are arrays whose entries have names
const [key, subkey] = random.split(random.key(0));
expectTypeOf([key, subkey]).toEqualTypeOf<NDArray[]>();
const [, , third] = random.split(key, 3);
expectTypeOf(third).toEqualTypeOf<NDArray>();
let next: NDArray;
let taken: NDArray;
[next, taken] = random.split(key);
[next, taken] = [taken, next];
const [rows, columns] = np.indices([2, 3]);
expectTypeOf([rows, columns]).toEqualTypeOf<NDArray[]>();
const [first] = random.split(key, [4, 2]);
expectTypeOf(first).toEqualTypeOf<NDArray>();
const [perhaps] = random.split(key, places.length);
expectTypeOf(perhaps).toEqualTypeOf<NDArray | undefined>();
const [, , missing] = random.split(key);
expectTypeOf(missing).toEqualTypeOf<NDArray | undefined>();
const stack = random.split(key);
expectTypeOf([...stack]).toEqualTypeOf<NDArray[]>();
expectTypeOf(stack.mul(2)).toEqualTypeOf<NDArray>();
expectTypeOf(grad((v: NDArray) => v.sum())(stack)).toEqualTypeOf<NDArray>();
expectTypeOf(vmap((v: NDArray) => v)(stack)).toEqualTypeOf<NDArray>();
expectTypeOf(lax.foriLoop(0, 3, (_, v) => v.mul(2), stack)).toEqualTypeOf<NDArray>();
expectTypeOf(tree.map(v => v.mul(2), { stack })).toEqualTypeOf<{ stack: NDArray }>();
expectTypeOf(tree.leaves([stack, 1])[0]!).toEqualTypeOf<typeof stack | number>();
// @ts-expect-error lists have it, arrays have not
stack.map((v: NDArray) => v);
