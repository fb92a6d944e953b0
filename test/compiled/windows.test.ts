import { array, grad, hvp, lax, makeJaxpr, type NDArray, numpy as np, vmap } from 'nabla';
import { describe, expect, it } from 'vitest';
import type { ConcreteArray } from '../../src/array/ndarray.ts';
import { compareExecutors } from './compare.ts';
import { hostSteps } from './host-steps.ts';

/** Convolutions large enough to be products, and windowed reductions: compiled as such, with the interpreter's results. */

const numbers = (shape: readonly number[], seed: number, dtype: 'float32' | 'float64'): ConcreteArray => {
  const size = shape.reduce((x, y) => x * y, 1);
  const data = Float64Array.from({ length: size }, (_, i) => (((i + seed) * 0.6180339887498949) % 1) - 0.5);
  return array(data, { dtype }).reshape([...shape]) as ConcreteArray;
};

type Case = {
  readonly x: readonly number[];
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly padding: 'SAME' | 'VALID' | readonly (readonly [number, number])[];
  readonly options?: Parameters<typeof lax.convGeneralDilated>[4];
};

const convolutions: { readonly [name: string]: Case } = {
  plain: { x: [2, 4, 9, 8], kernel: [8, 4, 3, 3], strides: [1, 1], padding: 'VALID' },
  'with padding, strides and dilation': {
    x: [2, 4, 9, 8],
    kernel: [8, 4, 3, 2],
    strides: [2, 1],
    padding: 'SAME',
    options: { rhsDilation: [1, 2] },
  },
  transposed: {
    x: [2, 4, 7, 6],
    kernel: [8, 4, 3, 3],
    strides: [1, 1],
    padding: [
      [2, 1],
      [-1, 2],
    ],
    options: { lhsDilation: [2, 3] },
  },
  'channels last': {
    x: [2, 9, 8, 4],
    kernel: [3, 3, 4, 8],
    strides: [1, 2],
    padding: 'SAME',
    options: { dimensionNumbers: ['NHWC', 'HWIO', 'NHWC'] },
  },
  'groups of features': {
    x: [2, 8, 9, 8],
    kernel: [8, 4, 3, 3],
    strides: [1, 1],
    padding: 'SAME',
    options: { featureGroupCount: 2 },
  },
  'groups of the batch': {
    x: [4, 4, 9, 8],
    kernel: [8, 4, 3, 3],
    strides: [1, 1],
    padding: 'SAME',
    options: { batchGroupCount: 2 },
  },
  'one axis': { x: [3, 4, 70], kernel: [6, 4, 5], strides: [1], padding: 'SAME' },
  'of many images, whose sums are divided': {
    x: [48, 8, 9, 8],
    kernel: [8, 8, 3, 3],
    strides: [1, 1],
    padding: 'VALID',
  },
  pointwise: { x: [3, 6, 20], kernel: [6, 6, 1], strides: [1], padding: 'VALID' },
};

describe.each(Object.entries(convolutions))('convolution: %s', (name, { x, kernel, strides, padding, options }) => {
  const conv = (a: NDArray, b: NDArray): NDArray => lax.convGeneralDilated(a, b, strides, padding, options);
  const loss = (left: NDArray, right: NDArray): NDArray => np.sum(np.square(conv(left, right)));
  const dtypes = name === 'plain' ? (['float32', 'float64'] as const) : (['float64'] as const);
  it.each(dtypes)('%s', dtype => {
    const [a, b] = [numbers(x, 1, dtype), numbers(kernel, 2, dtype)];
    const f =
      dtype === 'float32'
        ? (left: NDArray, right: NDArray): unknown => conv(left, right)
        : (left: NDArray, right: NDArray): unknown => [
            hvp(loss, [left, right], [left, right]),
            vmap(conv)(np.stack([left, left]), np.stack([right, right.mul(2)])),
          ];
    const { jaxpr } = makeJaxpr(f)(a, b);
    expect(compareExecutors(jaxpr, [a, b])).toEqual([]);
    expect(hostSteps(jaxpr)).toEqual([]);
  });
});

const nan = Number.NaN;
const inf = Number.POSITIVE_INFINITY;

const windows = {
  plain: { window: [2, 2], options: { windowStrides: [2, 2] } },
  overlapping: { window: [3, 3], options: { padding: 'SAME', windowStrides: [2, 1] } },
  dilated: {
    window: [2, 3],
    options: {
      baseDilation: [2, 1],
      windowDilation: [1, 2],
      padding: [
        [1, 2],
        [-1, 3],
      ],
    },
  },
  large: { window: [6, 7], options: { padding: 'SAME' } },
} as const;

const reductions = {
  sum: lax.reduceWindowSum,
  product: lax.reduceWindowProd,
  maximum: lax.reduceWindowMax,
  minimum: lax.reduceWindowMin,
};

describe.each(Object.entries(windows))('windows: %s', (_, { window, options }) => {
  it.each(Object.entries(reductions))('%s', (name, reduce) => {
    const pool = (x: NDArray): NDArray => reduce(x, window, options);
    const loss = (x: NDArray): NDArray => np.sum(np.square(pool(np.sin(x))));
    const x = numbers([8, 9], 3, 'float64');
    // derivatives of products are written with slices, one for each element of the window
    const f = (y: NDArray): unknown =>
      name === 'product' ? pool(y) : [pool(y), vmap(grad(loss))(np.stack([y, y.mul(2)]))];
    const { jaxpr } = makeJaxpr(f)(x);
    expect(compareExecutors(jaxpr, [x])).toEqual([]);
    expect(hostSteps(jaxpr)).toEqual([]);
  });
});

it('gathers and scatters at the same places', () => {
  const x = numbers([8, 9], 3, 'float64');
  const pool = (y: NDArray): NDArray => lax.reduceWindowMax(np.sin(y), [3, 2], { windowStrides: [2, 2] });
  const { jaxpr } = makeJaxpr((y: NDArray) => hvp((z: NDArray) => np.sum(np.square(pool(z))), [y], [y]))(x);
  expect(compareExecutors(jaxpr, [x])).toEqual([]);
  expect(hostSteps(jaxpr)).toEqual([]);
});

it('selects among infinities and NaN as the interpreter does', () => {
  for (const values of [
    [nan, 1, 2, nan, -inf, nan],
    [-inf, -inf, 1, 1, nan, nan],
    [inf, nan, nan, 2, 2, inf],
  ]) {
    const x = array(values, { dtype: 'float64' }) as ConcreteArray;
    const { jaxpr } = makeJaxpr((y: NDArray) =>
      [lax.reduceWindowMax, lax.reduceWindowMin].flatMap(reduce =>
        [0, 2].flatMap(padding => {
          const pool = (z: NDArray): NDArray => reduce(z, [3], { padding: [[padding, padding]] });
          return [
            grad((z: NDArray) => np.sum(pool(z)))(y),
            hvp((z: NDArray) => np.sum(pool(z).mul(z.at(0))), [y], [y]),
          ];
        }),
      ),
    )(x);
    expect(compareExecutors(jaxpr, [x])).toEqual([]);
    expect(hostSteps(jaxpr)).toEqual([]);
  }
});
