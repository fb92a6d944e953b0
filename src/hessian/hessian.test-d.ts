import { expectTypeOf } from 'vitest';
import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { jit } from '../control/jit.ts';
import { grad, valueAndGrad } from '../transforms/grad.ts';
import { jacfwd } from '../transforms/jacobian.ts';
import { ravelPytree } from '../transforms/ravel.ts';
import { vmap } from '../transforms/vmap.ts';
import { hessian, hessianMatrix, hvp, valueGradAndHessian } from './index.ts';

declare const x: NDArray;
declare const f: (v: NDArray) => NDArray;
declare const two: (v: NDArray, w: { a: NDArray; b: [NDArray, NDArray] }) => NDArray;

// one array in, one array out: no containers
expectTypeOf(hessian(f)(x)).toEqualTypeOf<NDArray>();

// a dict of arrays: the dict twice
const dict = (p: { a: NDArray; b: NDArray }) => p.a.mul(p.b);
expectTypeOf(hessian(dict)({ a: x, b: x })).toEqualTypeOf<{
  a: { a: NDArray; b: NDArray };
  b: { a: NDArray; b: NDArray };
}>();
// @ts-expect-error a wrong key
hessian(dict)({ a: x, b: x }).c;
// @ts-expect-error a missing argument
hessian(dict)();
// @ts-expect-error a wrong leaf
hessian(dict)({ a: x, b: 'text' });

// nested lists and tuples, in arguments and outputs
const nested = (p: { layers: { w: NDArray }[]; scale: readonly [NDArray, number] }) =>
  [p.scale[0], { y: p.scale[0] }] as const;
const nestedHessian = hessian(nested)({ layers: [{ w: x }], scale: [x, 1] });
expectTypeOf(nestedHessian[1].y.layers[0]!.w.scale[1]).toEqualTypeOf<NDArray>();
expectTypeOf(nestedHessian[0].scale[0].layers).toEqualTypeOf<{ w: NDArray }[]>();

// several argnums: a tuple of tuples of blocks
const blocks = hessian(two, { argnums: [0, 1] })(x, { a: x, b: [x, x] });
expectTypeOf(blocks[0][0]).toEqualTypeOf<NDArray>();
expectTypeOf(blocks[0][1].b[1]).toEqualTypeOf<NDArray>();
expectTypeOf(blocks[1].a[1].b[0]).toEqualTypeOf<NDArray>();
// @ts-expect-error there are two
blocks[2];
expectTypeOf(hessian(two, { argnums: -1 })(x, { a: x, b: [x, x] }).a.a).toEqualTypeOf<NDArray>();

// hasAux: a pair
const withAux = (v: NDArray) => [v, { note: 'text', n: 3 }] as const;
const [H, aux] = hessian(withAux, { hasAux: true })(x);
expectTypeOf(H).toEqualTypeOf<NDArray>();
expectTypeOf(aux.note).toEqualTypeOf<'text'>();

// scalar arguments and outputs, typed arrays where arrays are asked for
expectTypeOf(hessian((v: number): NDArray | number => v)(2)).toEqualTypeOf<NDArray>();
hessian(f)(2);
hessian(f)(new Float64Array(3));

// what takes anything that becomes an array gives arrays
declare const anything: (v: ArrayLike) => NDArray;
expectTypeOf(hessian(anything)(x)).toEqualTypeOf<NDArray>();
expectTypeOf(grad(anything)(2)).toEqualTypeOf<NDArray>();

// arguments that are not differentiated reach the function as they are
const scaled = (v: NDArray, w: NDArray) => v.mul(w);
grad(scaled, { argnums: [0, 1] })(x, 2);
grad((v: NDArray, n: number) => v.mul(n))(2, 3);
// @ts-expect-error a number has no methods
hessian(scaled)(x, 2);

// the family
expectTypeOf(hvp(f, [x], [x])).toEqualTypeOf<NDArray>();
expectTypeOf(hvp(two, [x, { a: x, b: [x, x] }], [{ a: x, b: [x, x] }], { argnums: 1 }).b[0]).toEqualTypeOf<NDArray>();
hvp(f, [x], [1]);
hvp(two, [x, { a: x, b: [x, x] }], [x, { a: 1, b: [x, 2] }]);
hvp((p: { layers: NDArray[] }) => p.layers[0]!, [{ layers: [x] }], [{ layers: [x] }]);
hvp((...all: NDArray[]) => all[0]!, [x, x], [x, x]);
hvp((v: NDArray, w?: NDArray) => v.mul(w ?? 1), [x], [x]);
// @ts-expect-error a string is no tangent
hvp(f, [x], ['text']);
// @ts-expect-error more tangents than arguments
hvp(f, [x], [x, x]);
// @ts-expect-error a part of the argument is missing
hvp(dict, [{ a: x, b: x }], [{ a: x }]);
// @ts-expect-error a tangent of another argument
hvp(two, [x, { a: x, b: [x, x] }], [x], { argnums: 1 });
const [value, gradient, second] = valueGradAndHessian(dict)({ a: x, b: x });
expectTypeOf(value).toEqualTypeOf<NDArray>();
expectTypeOf(gradient).toEqualTypeOf<{ a: NDArray; b: NDArray }>();
expectTypeOf(second.a.b).toEqualTypeOf<NDArray>();
expectTypeOf(hessianMatrix(dict)({ a: x, b: x }).matrix).toEqualTypeOf<NDArray>();
expectTypeOf(hessianMatrix(dict)({ a: x, b: x }).unravel(x)).toEqualTypeOf<{ a: NDArray; b: NDArray }>();

// what it stands on
expectTypeOf(grad(dict)({ a: x, b: x })).toEqualTypeOf<{ a: NDArray; b: NDArray }>();
expectTypeOf(valueAndGrad(withAux, { hasAux: true })(x)[0][1].n).toEqualTypeOf<3>();
expectTypeOf(jacfwd(two, { argnums: [0] })(x, { a: x, b: [x, x] })).toEqualTypeOf<[NDArray]>();

// in generic functions a parameter's own type is accepted, whatever it is
const newtonStep = <P>(loss: (p: P) => NDArray, at: P): P => {
  const { matrix, unravel } = hessianMatrix(loss)(at);
  valueGradAndHessian(loss)(at);
  hessian(jit(loss))(at);
  vmap(grad(loss))(at);
  hvp(loss, [at], [at]);
  const [flat] = ravelPytree(grad(loss)(at));
  return unravel(matrix.matmul(flat)) as P;
};
expectTypeOf(newtonStep(dict, { a: x, b: x }).a).toEqualTypeOf<NDArray>();
