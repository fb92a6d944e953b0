import { array, grad, jit, lax, linalg, linearTranspose, type NDArray, numpy as np } from 'nabla';
import { describe, expect, it } from 'vitest';

/** What users of lax read who pass wrong arguments. */

const v = np.ones(3);
const m = np.ones([2, 3]);

describe('wrong arguments of lax', () => {
  it.each([
    [
      () => lax.associativeScan(np.add, v, { axis: 2 }),
      RangeError,
      'axis 2 is out of bounds for an array of dimension 1',
    ],
    [
      () => lax.associativeScan((a: NDArray[], _: NDArray[]) => a, [v, m]),
      RangeError,
      'all leaves need the same extent along axis 0, got shapes (3,), (2, 3)',
    ],
    [
      () => lax.associativeScan((a: NDArray, _: NDArray) => a.sum(), v),
      TypeError,
      'the output of f (associativeScan) must be float32[1], got float32[]',
    ],
    [() => lax.reduce(v, 0, np.add, [1]), RangeError, 'reduce: axis 1 is out of bounds for an array of dimension 1'],
    [
      () => lax.reduce([v, m], [0, 0], (a: NDArray[], _: NDArray[]) => a, [0]),
      RangeError,
      'reduce: operands need one shape: the operands of reduce at [0] is float32[3], the operands of reduce at [1] float32[2,3]',
    ],
    [() => lax.reduce(v, v, np.add, [0]), TypeError, 'initValues of reduce must be float32[], got float32[3]'],
    [
      () => lax.map((x: NDArray) => x, v, { batchSize: -1 }),
      RangeError,
      'map: batchSize must be an integer ≥ 0, got -1',
    ],
    [
      () => lax.map((x: NDArray[]) => x[0]!, [v, m], { batchSize: 2 }),
      RangeError,
      'the same first extent: xs of map at [0] has shape (3,), xs of map at [1] (2, 3)',
    ],
    [() => lax.slice(v, undefined as never, [1]), TypeError, 'slice: the start must be a list, got undefined'],
    [() => lax.slice(v, [0], [1], 1 as never), TypeError, 'slice: the strides must be a list, got a number (1)'],
    [() => lax.transpose(m, undefined as never), TypeError, 'transpose: the permutation must be a list, got undefined'],
    [() => lax.tile(v, v as never), TypeError, 'tile: the numbers of repeats must be a list, got an array, float32[3]'],
    [() => lax.split(v, 3 as never), TypeError, 'split: the sizes must be a list, got a number (3)'],
    [() => lax.pad(v, 0, undefined as never), TypeError, 'pad: the padding must be a list, got undefined'],
    [() => lax.pad(v, 0, [1] as never), RangeError, 'needs integers [low, high, interior]'],
    [() => lax.dynamicSlice(v, [0], 1 as never), TypeError, 'dynamicSlice: the sizes must be a list'],
    [() => lax.expandDims(v, 0 as never), TypeError, 'expandDims: the dimensions must be a list, got a number (0)'],
    [
      () => lax.scatterAdd(v, array([[0]], { dtype: 'int32' }), 1, undefined as never),
      TypeError,
      'scatter-add (dimensionNumbers): options must be an object, got undefined',
    ],
    [() => np.roll(v, undefined as never), TypeError, 'roll'],
    [() => np.pad(v, undefined as never), RangeError, 'pad: one width, one pair, or a pair for each axis'],
    [() => np.indices(3 as never), TypeError, 'indices: the shape must be a list, got a number (3)'],
    [() => np.unravelIndex(3, undefined as never), TypeError, 'unravelIndex: the shape must be a list'],
    [() => np.broadcastShapes(null as never), TypeError, 'broadcastShapes: a shape is a list of non-negative integers'],
    [
      () => np.piecewise(v, v.less(0) as never, [1]),
      TypeError,
      'piecewise: the conditions must be a list, got an array',
    ],
    [() => linalg.choSolve(3 as never, v), TypeError, 'choSolve: the factor must be a list, got a number (3)'],
    [() => lax.cumsum(v, 0, { reversed: true } as never), TypeError, "cumsum: there is no option 'reversed'"],
    [() => lax.topK(v, 1, { dim: 0 } as never), TypeError, "topK: there is no option 'dim': expected axis"],
    [
      () => lax.dotGeneral(v, v, undefined as never),
      TypeError,
      'dotGeneral: options must be an object such as { contracting: … }, got undefined',
    ],
    [() => lax.linalg.svd(m, { full: true } as never), TypeError, "svd: there is no option 'full'"],
    [
      () => lax.broadcastInDim(v, [2, 3], undefined as never),
      TypeError,
      'broadcastInDim: the dimensions must be a list',
    ],
    [() => lax.dotGeneral(v, v, {} as never), TypeError, 'dotGeneral: contracting must be a pair of lists of axes'],
    [() => lax.convTranspose(m, m, 2 as never, 'SAME'), TypeError, 'convTranspose: the strides must be a list'],
    [
      () => lax.convGeneralDilatedPatches(np.ones([1, 1, 4]), undefined as never, [1], 'VALID'),
      TypeError,
      'convGeneralDilatedPatches: a shape is a list of non-negative integers, got undefined',
    ],
    [
      () => lax.convGeneralDilatedPatches(np.ones([1, 1, 4]), [2], undefined as never, 'VALID'),
      RangeError,
      'convGeneralDilated: windowStrides needs 1 positive integers, got undefined',
    ],
    [
      () => lax.foriLoop(0, 3, (_, c: NDArray) => c.sum(), v),
      TypeError,
      'foriLoop: the carry must keep its shape and dtype: the initial carry of foriLoop at [1] goes in as float32[3]',
    ],
    [
      () => jit((n: NDArray) => lax.foriLoop(0, n, (_, c: NDArray) => c.sum(), v))(array(3, { dtype: 'int32' })),
      TypeError,
      'foriLoop: the carry must keep its shape and dtype',
    ],
    [() => lax.map((x: NDArray) => x, array(1)), TypeError, 'map: xs of map is a scalar'],
    [() => lax.map(() => 'a' as never, v), TypeError, 'the output of <lambda> (map): the string "a" is not a valid'],
    [
      () => linearTranspose(np.sin, v)(v),
      TypeError,
      'linearTranspose of sin: transpose of sin is not defined: it is not linear',
    ],
    [() => lax.reshape(m, [6], [0, 0]), RangeError, 'transpose: (0, 0) is no permutation'],
    [() => lax.collapse(m, 'a' as never), TypeError, 'collapse: start and stop must be integers, got "a"'],
    [() => lax.foriLoop(0, 2.5, (_, c: NDArray) => c, v), TypeError, 'foriLoop: bounds must be integers, got 2.5'],
    [() => lax.foriLoop(0, v, (_, c: NDArray) => c, v), TypeError, 'foriLoop: bounds must be scalars, got float32[3]'],
    [
      () => lax.reduce(array([1, 2], { dtype: 'int32' }), 0.5 as never, (a: NDArray, b: NDArray) => a.add(b), [0]),
      TypeError,
      'reduce: initValues must have the dtype of the operands, int32, got 0.5',
    ],
    [() => lax.collapse(m, 1, 0), RangeError, 'collapse: no axes from 1 to 0 in shape (2, 3)'],
    [() => lax.batchMatmul(m, v), RangeError, 'batchMatmul: operands need the same number of axes, at least 2'],
    [() => lax.broadcastToRank(m, 1), RangeError, 'broadcastToRank: rank must be an integer ≥ 2, got 1'],
    [() => lax.convTranspose(m, v, [], 'SAME'), RangeError, 'convTranspose: operands need the same number of axes'],
    [
      () =>
        lax.customRoot(
          (x: NDArray) => x,
          v,
          (_, x) => x.sum(),
          (_, y) => y,
        ),
      TypeError,
      'customRoot: solve must return what looks like the initial guess',
    ],
    [
      () =>
        lax.customLinearSolve(
          (x: NDArray) => x.at('1:'),
          v,
          (_, b) => b,
        ),
      TypeError,
      'customLinearSolve: the operator makes float32[2] of float32[3]',
    ],
    [
      () =>
        grad((b: NDArray) =>
          lax
            .customLinearSolve(
              (x: NDArray) => x.mul(2),
              b,
              (_, y) => y.div(2),
            )
            .sum(),
        )(v),
      TypeError,
      'customLinearSolve: reverse mode needs transposeSolve, or symmetric: true where the operator is that',
    ],
  ])('%s', (call, type, message) => {
    expect(call).toThrow(type);
    expect(call).toThrow(message);
  });
});

describe('lax.map in batches', () => {
  it.each([0, 1, 2, 3, 5, 7])('of %s gives what one after the other gives', batchSize => {
    const xs = { a: array([1, 2, 3, 4, 5]), b: np.ones([5, 2]) };
    const f = ({ a, b }: { a: NDArray; b: NDArray }) => ({ y: b.mul(a), z: a.add(1) });
    const [own, plain] = [lax.map(f, xs, { batchSize }), lax.map(f, xs)];
    expect([own.y.tolist(), own.z.tolist()]).toEqual([plain.y.tolist(), plain.z.tolist()]);
  });
});
