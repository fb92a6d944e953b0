import {
  array,
  customVjp,
  grad,
  hessian,
  hessianMatrix,
  jit,
  laplacian,
  lax,
  type NDArray,
  numpy as np,
  vmap,
  withBackend,
} from 'nabla';
import { describe, expect, it } from 'vitest';

/** Messages name what the user wrote, not what it is turned into on the way. */

const x = array([1, 2]);
const total = (v: NDArray) => v.pow(2).sum();

it('calls rows by the keys of the argument as they are', () => {
  const labels = (argument: unknown): readonly string[] =>
    hessianMatrix((_: unknown) => array(1))(argument as never).labels;
  expect(labels({ '(Intercept)': x, β: { 'log σ': array(1), w: [array(2)] } })).toEqual([
    '(Intercept)[0]',
    '(Intercept)[1]',
    'β["log σ"]',
    'β.w[0]',
  ]);
  expect(labels(new Map([['σ²', x]]))).toEqual(['σ²[0]', 'σ²[1]']);
  expect(labels(x)).toEqual(['x[0]', 'x[1]']);
});

describe('wrong arguments', () => {
  it.each<[string, () => unknown, typeof TypeError | typeof RangeError, string]>([
    [
      'no pair',
      () => hessianMatrix(total as never, { hasAux: true })(x),
      TypeError,
      'return a two-element tuple [output, aux]',
    ],
    [
      'integers',
      () =>
        hessianMatrix(function f(v: NDArray) {
          return total(v).astype('int32');
        })(x),
      TypeError,
      'the output of f (hessianMatrix)',
    ],
    ['a vector', () => hessianMatrix((v: NDArray) => v)(x), TypeError, 'but the output is float32[2]: reduce it'],
    [
      'a list',
      () => hessianMatrix((v: NDArray) => [total(v), v])(x),
      TypeError,
      'but the output has structure PyTreeDef([*, *])',
    ],
    [
      'a string',
      () => hessianMatrix(total)('abc' as never),
      TypeError,
      'argument 0 of hessianMatrix: the string "abc"',
    ],
    [
      'a leaf',
      () => hessianMatrix((_: unknown, b: { c: NDArray }) => b.c, { argnums: 1 })(1, { c: 'd' } as never),
      TypeError,
      'argument 1 of hessianMatrix at .c: the string "d"',
    ],
    ['a Promise', () => hessianMatrix(async (v: NDArray) => total(v))(x), TypeError, 'must be synchronous'],
    [
      'nothing',
      () => laplacian((_: object) => array(1))({}),
      TypeError,
      'laplacian: the differentiated argument has no array leaves',
    ],
    [
      'another shape',
      () =>
        grad(
          customVjp(
            total,
            v => [v, null] as never,
            () => [x],
          ),
        )(x),
      TypeError,
      "must have the shape of the function's output, float32[], got float32[2]",
    ],
    [
      'a negative size',
      () => vmap(() => 1, { axisSize: -1 })(),
      RangeError,
      'vmap: axisSize must be a non-negative integer, got a number (-1)',
    ],
    [
      'text as a size',
      () => vmap(total, { axisSize: 'a' as never })(x),
      RangeError,
      'axisSize must be a non-negative integer, got the string "a"',
    ],
    ['a bigint', () => np.zeros(3n as never), TypeError, 'zeros: a shape is a list of non-negative integers, got 3'],
    [
      'bigints',
      () => np.ones(3).reshape([3n] as never),
      TypeError,
      'reshape: a shape is a list of non-negative integers, one of which may be -1, got [3]',
    ],
    [
      'a traced extent',
      () => jit((n: NDArray) => np.zeros([n] as never))(3),
      TypeError,
      'zeros: a shape is a list of non-negative integers, got [Tracer<float32[]>]',
    ],
    ['no result', () => hessian((v: NDArray) => void total(v))(x), TypeError, 'hessian: <lambda> returned undefined'],
    ['no result', () => hessianMatrix((v: NDArray) => void total(v))(x), TypeError, 'returned undefined'],
    ['a dtype', () => np.mean(x, { dtype: 'float16' as never }), TypeError, 'mean: "float16" is not a dtype'],
    ['a dtype', () => np.nanvar(x, { dtype: 'float16' as never }), TypeError, 'nanvar: "float16" is not a dtype'],
    ['no window', () => lax.reduceWindowSum(x, 2 as never), TypeError, 'must be a list, got a number (2)'],
    [
      'no indices',
      () => lax.dynamicUpdateSlice(x, x, undefined as never),
      TypeError,
      'the start indices must be a list',
    ],
    ['async', () => withBackend('reference', async () => 1), TypeError, 'withBackend: f returned a Promise'],
  ])('%s', (_, call, kind, message) => {
    expect(call).toThrow(kind);
    expect(call).toThrow(message);
  });
});
