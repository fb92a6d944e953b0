import { array, formatTree, hessian, jit, lax, type NDArray, numpy as np, vmap } from 'nabla';
import { describe, expect, it } from 'vitest';

/** The rows of "Structure" in the specification of hessian's behaviour, one test each. */

const list = (x: unknown): unknown => (x as NDArray).tolist();
const shapeOf = (x: unknown): readonly number[] => (x as NDArray).shape;
const quadratic = (x: NDArray) => x.mul(x).sum();

describe('structure of the result', () => {
  it('prints the first example of the documentation character for character', () => {
    const g = (x: NDArray) =>
      x
        .at(0)
        .pow(3)
        .sub(x.at(0).mul(x.at(1)).mul(2))
        .sub(x.at(1).pow(6));
    expect(String(hessian(g)(array([1, 2])))).toBe('[[   6.   -2.]\n [  -2. -480.]]');
  });

  it('gives the tree product for a dict of arrays', () => {
    const f = (dict: { a: NDArray; b: NDArray }) => ({ c: np.power(dict.a, dict.b) });
    const H = hessian(f)({ a: np.arange(2).add(1), b: np.arange(2).add(2) });
    expect(Object.keys(H)).toEqual(['c']);
    expect(Object.keys(H.c)).toEqual(['a', 'b']);
    for (const block of [H.c.a.a, H.c.a.b, H.c.b.a, H.c.b.b]) {
      expect(block.shape).toEqual([2, 2, 2]);
      expect(block.dtype).toBe('float32');
    }
    const diagonal = (block: NDArray) => [block.at(0, 0, 0).item(), block.at(1, 1, 1).item()];
    expect(diagonal(H.c.a.a)).toEqual([2, 12]);
    expect(diagonal(H.c.a.b)[1]).toBeCloseTo(12.317766, 4);
    expect(diagonal(H.c.b.a)).toEqual(diagonal(H.c.a.b));
    expect(diagonal(H.c.b.b)[0]).toBe(0);
    expect(diagonal(H.c.b.b)[1]).toBeCloseTo(3.843624, 5);
    expect(H.c.a.a.sum().item()).toBe(14);
  });

  it('prints the second example of the documentation character for character', () => {
    const f = (dict: { a: NDArray; b: NDArray }) => ({ c: np.power(dict.a, dict.b) });
    const H = hessian(f)({ a: np.arange(2).add(1), b: np.arange(2).add(2) });
    const mixed = `Array([[[ 1.      ,  0.      ],
        [ 0.      ,  0.      ]],

       [[ 0.      ,  0.      ],
        [ 0.      , 12.317766]]], dtype=float32)`;
    expect(formatTree(H)).toBe(`{'c': {'a': {'a': Array([[[ 2.,  0.],
        [ 0.,  0.]],

       [[ 0.,  0.],
        [ 0., 12.]]], dtype=float32), 'b': ${mixed}}, 'b': {'a': ${mixed}, 'b': Array([[[0.      , 0.      ],
        [0.      , 0.      ]],

       [[0.      , 0.      ],
        [0.      , 3.843624]]], dtype=float32)}}}`);
  });

  it('gives a 0-d array for a scalar, weakly typed for a plain number', () => {
    const f = (x: NDArray) => x.pow(3);
    const weak = hessian(f)(2);
    expect([weak.shape, weak.item(), weak.dtype, weak.weakType]).toEqual([[], 12, 'float32', true]);
    expect(hessian(f)(array(2)).weakType).toBe(false);
  });

  it('gives (3,3,3,3) for an outer product of a (3,)', () => {
    expect(hessian((x: NDArray) => np.outer(x, x))(array([1, 2, 3])).shape).toEqual([3, 3, 3, 3]);
  });

  it('gives (2,3,2,3) for a (2,3) input', () => {
    const H = hessian(quadratic)(np.ones([2, 3]));
    expect(H.shape).toEqual([2, 3, 2, 3]);
    expect(list(H.reshape([6, 6]))).toEqual(list(np.eye(6).mul(2)));
  });

  it('gives (1,1,1) for (1,) to (1,)', () => {
    expect(hessian((x: NDArray) => x.mul(x))(array([3])).shape).toEqual([1, 1, 1]);
  });

  it('keeps tuples, dicts, lists, null and {} as structure, keys sorted', () => {
    const f = (x: { b: NDArray; a: [NDArray, null]; e: Record<string, never> }) =>
      [x.b.mul(x.a[0]), { z: x.b }] as const;
    const H = hessian(f)({ b: array(2), a: [array(3), null], e: {} });
    expect(Object.keys(H[0])).toEqual(['a', 'b', 'e']);
    expect(H[0].a[1]).toBe(null);
    expect(H[0].e).toEqual({});
    expect(H[0].a[0].b.item()).toBe(1);
    expect(H[0].b.a[0].item()).toBe(1);
    expect(H[0].b.a[1]).toBe(null);
    expect(H[1].z.b.b.item()).toBe(0);
  });

  it('gives blocks of blocks for a list argument', () => {
    const H = hessian(([x, y]: [NDArray, NDArray]) => x.mul(y).sum())([array([1, 2]), array([3, 4])]);
    expect(H.length).toBe(2);
    expect(list(H[0][0])).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect(list(H[0][1])).toEqual([
      [1, 0],
      [0, 1],
    ]);
    expect(list(H[1][0])).toEqual([
      [1, 0],
      [0, 1],
    ]);
  });

  it('handles empty arrays', () => {
    expect(hessian(quadratic)(np.zeros([0])).shape).toEqual([0, 0]);
    expect(hessian((x: NDArray) => x.at(':0'))(np.zeros([3])).shape).toEqual([0, 3, 3]);
    expect(hessian(quadratic)(np.zeros([0, 3])).shape).toEqual([0, 3, 0, 3]);
  });

  it('gives zeros for a constant float output', () => {
    expect(list(hessian((_: NDArray) => array(5))(array([1, 2])))).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect(list(hessian((_: NDArray): NDArray | number => 5)(array([1, 2])))).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });

  it('gives zero blocks for an unused leaf', () => {
    const H = hessian((p: { a: NDArray; b: NDArray }) => quadratic(p.a))({ a: array([1]), b: array([1, 2]) });
    expect(list(H.b.b)).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect(shapeOf(H.a.b)).toEqual([1, 2]);
  });

  it('gives block (i, j) the dtype of leaf i', () => {
    const a = array([1, 2], { dtype: 'float32' });
    const b = array([3, 4], { dtype: 'float64' });
    const H = hessian((p: { a: NDArray; b: NDArray }) => p.a.mul(p.b).sum())({ a, b });
    expect([H.a.a.dtype, H.a.b.dtype]).toEqual(['float32', 'float32']);
    expect([H.b.a.dtype, H.b.b.dtype]).toEqual(['float64', 'float64']);
  });

  it('takes argnums of all kinds', () => {
    const f = (x: NDArray, y: NDArray) => x.mul(x).mul(y);
    const at = [array(2), array(5)] as const;
    expect(hessian(f, { argnums: -1 })(...at).item()).toBe(0);
    expect(hessian(f, { argnums: 0 })(...at).item()).toBe(10);
    expect(hessian(f, { argnums: [0, 1] })(...at).map(row => row.map(Number))).toEqual([
      [10, 4],
      [4, 0],
    ]);
    expect(hessian(f, { argnums: [1, 0] })(...at).map(row => row.map(Number))).toEqual([
      [0, 4],
      [4, 10],
    ]);
    expect(hessian(f, { argnums: [1] })(...at).map(row => row.map(Number))).toEqual([[0]]);
    expect(hessian(f, { argnums: [-1, -2] })(...at).map(row => row.map(Number))).toEqual([
      [0, 4],
      [4, 10],
    ]);
  });

  it('takes integer arguments that are not differentiated', () => {
    const f = (x: NDArray, n: NDArray) => x.mul(x).mul(n);
    expect(hessian(f)(array(3), array(2, { dtype: 'int32' })).item()).toBe(4);
  });

  it('hands aux through and calls f once', () => {
    let calls = 0;
    const x = array([1, 2]);
    const [H, aux] = hessian(
      (v: NDArray) => {
        calls++;
        return [quadratic(v), { same: v, doubled: v.mul(2), text: 'kept', n: 3 }] as const;
      },
      { hasAux: true },
    )(x);
    expect(calls).toBe(1);
    expect(list(H)).toEqual([
      [2, 0],
      [0, 2],
    ]);
    expect(list(aux.same)).toEqual([1, 2]);
    expect(list(aux.doubled)).toEqual([2, 4]);
    expect([aux.text, aux.n]).toEqual(['kept', 3]);
  });

  it('works with jit inside and outside, under and over vmap', () => {
    const f = (x: NDArray) => np.sin(x).mul(x).sum();
    const x = array([0.5, 1.5]);
    const expected = list(hessian(f)(x));
    expect(list(hessian(jit(f))(x))).toEqual(expected);
    expect(list(jit(hessian(f))(x))).toEqual(expected);
    const batch = np.stack([x, x.mul(2)]);
    const mapped = vmap(hessian(f))(batch);
    expect(list(mapped.at(0))).toEqual(expected);
    const over = hessian((xs: NDArray) => vmap(f)(xs).sum())(batch);
    expect(list(over.at(0, ':', 0))).toEqual(expected);
  });

  it('is differentiable itself: x⁴ gives 24', () => {
    const f = (x: NDArray) => x.pow(4);
    expect(hessian(hessian(f))(array(3)).item()).toBe(24);
  });

  it('goes through cond and scan', () => {
    const branch = (x: NDArray) =>
      lax.cond(
        x.at(0).greater(0),
        (v: NDArray) => v.pow(3).sum(),
        (v: NDArray) => v.sum(),
        x,
      );
    expect(list(hessian(branch)(array([1, 2])))).toEqual([
      [6, 0],
      [0, 12],
    ]);
    expect(list(hessian(branch)(array([-1, 2])))).toEqual([
      [0, 0],
      [0, 0],
    ]);
    const product = (x: NDArray) => lax.scan((c: NDArray, e: NDArray) => [c.mul(e), null] as const, array(1), x)[0];
    expect(list(hessian(product)(array([2, 3, 4])))).toEqual([
      [0, 4, 3],
      [4, 0, 2],
      [3, 2, 0],
    ]);
  });

  it('refuses a while loop with a dynamic trip count, which jacfwd of jacfwd takes', async () => {
    const { jacfwd } = await import('nabla');
    const f = (x: NDArray) =>
      lax.whileLoop(
        (c: NDArray) => c.less(100),
        (c: NDArray) => c.mul(c),
        x,
      );
    expect(() => hessian(f)(array(3))).toThrow(/reverse-mode|whileLoop/i);
    expect(jacfwd(jacfwd(f))(array(3)).item()).toBeCloseTo(56 * 3 ** 6, -1);
  });
});
