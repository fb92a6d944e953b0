import { expectTypeOf } from 'vitest';
import type { NDArray } from '../array/ndarray.ts';
import { scan } from './scan.ts';
import { foriLoop, whileLoop } from './while.ts';

declare const x: NDArray;

// a number to begin with is an array inside
expectTypeOf(foriLoop(0, 10, (_, c) => c.mul(2), 1)).toEqualTypeOf<NDArray>();
expectTypeOf(
  whileLoop(
    c => c.less(10),
    c => c.mul(2),
    1,
  ),
).toEqualTypeOf<NDArray>();
expectTypeOf(scan((c, v: NDArray) => [c.add(v), c], 0, x)).toEqualTypeOf<[carry: NDArray, ys: NDArray]>();
expectTypeOf(scan((c, v) => [c.add(v), { c, v }], 0, x)[1].v).toEqualTypeOf<NDArray>();
expectTypeOf(scan((c, _) => [c.add(1), null], 0, null, { length: 3 })).toEqualTypeOf<[carry: NDArray, ys: null]>();
expectTypeOf(foriLoop(0, 3, (i: NDArray, c: NDArray) => c.add(i), 0)).toEqualTypeOf<NDArray>();

// containers, with numbers in them
expectTypeOf(foriLoop(0, 10, (_, { a, b }) => ({ a: a.mul(2), b: b.add(a) }), { a: 1, b: x })).toEqualTypeOf<{
  a: NDArray;
  b: NDArray;
}>();
expectTypeOf(foriLoop(0, 10, (_, [a, b]) => [b, a.add(b)], [0, 1])).toEqualTypeOf<[NDArray, NDArray]>();
expectTypeOf(
  whileLoop(
    ([i]) => i.less(3),
    ([i, v]) => [i.add(1), v.mul(2)] as const,
    [0, x],
  ),
).toEqualTypeOf<[NDArray, NDArray]>();
// what is returned may be numbers, too
expectTypeOf(foriLoop(0, 10, (_, { a }) => ({ a, b: 0 }), { a: 1, b: x })).toEqualTypeOf<{ a: NDArray; b: NDArray }>();

type Network = { readonly layers: readonly { readonly w: NDArray; readonly b: NDArray }[] };
declare const network: Network;
const step = (n: Network): Network => n;
expectTypeOf(foriLoop(0, 10, (_, n) => step(n), network)).toEqualTypeOf<Network>();
expectTypeOf(scan((n: Network, v: NDArray) => [step(n), v], network, x)[0]).toEqualTypeOf<Network>();

// @ts-expect-error another structure
foriLoop(0, 10, (_, c) => [c], 1);
// @ts-expect-error a key is missing
foriLoop(0, 10, (_, { a }) => ({ a }), { a: 1, b: x });
// @ts-expect-error text
scan((_, v) => ['text', v], 0, x);
// @ts-expect-error no pair
scan((c, v) => c.add(v), 0, x);
