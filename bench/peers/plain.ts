// The floor: derivatives written by hand in TypeScript. It is also what answers are compared with.
import { bundle, material, mesh, numbers } from './data.mjs';
import { bundleAdjustment } from './plain-bundle.ts';
import { blocksOf, logistic, type Numbers, productOfRosenbrock, rosenbrock } from './plain-dense.ts';
import { gaussianProcess } from './plain-gaussian.ts';
import { networkHessian, networkProduct } from './plain-network.ts';
import { arrowHead, chain, neoHookean, type Rows } from './plain-sparse.ts';
import { serve } from './serve.mjs';

type Dtype = 'float32' | 'float64';
const maker = (dtype: Dtype) => (count: number) =>
  dtype === 'float32' ? new Float32Array(count) : new Float64Array(count);
const data = (count: number, seed: number, dtype: Dtype, scale = 1): Numbers => {
  const values: Float64Array = numbers(count, seed, scale);
  return dtype === 'float32' ? Float32Array.from(values) : values;
};

const direct = (call: () => Numbers) => ({ setup: () => call, values: (result: Numbers) => [result] });
const sparse = (setup: () => (x: Numbers) => Rows, x: Numbers) => ({
  setup: () => {
    const evaluate = setup();
    return () => evaluate(x);
  },
  values: (rows: Rows) => rows,
});

const hessianOfRosenbrock = (n: number) => (dtype: Dtype) => {
  const x = data(n, 1, dtype, 2);
  return direct(() => rosenbrock(x, maker(dtype)));
};

const logisticCase = (features: number, rows: number) => (dtype: Dtype) => {
  const [X, w] = [data(rows * features, 2, dtype), data(features, 4, dtype, 0.1)];
  return direct(() => logistic(X, w, maker(dtype)));
};

const layersOf = (sizes: readonly number[], dtype: Dtype) =>
  sizes.slice(1).map((size, l) => ({
    b: data(size, 17 + l, dtype, 0.1),
    W: data(sizes[l]! * size, 7 + l, dtype, 2 / Math.sqrt(sizes[l]!)),
  }));

const networkCase = (sizes: readonly number[], rows: number) => (dtype: Dtype) => {
  const [X, y] = [data(rows * sizes[0]!, 5, dtype), data(rows * sizes.at(-1)!, 6, dtype)];
  const layers = layersOf(sizes, dtype);
  const lengths = layers.flatMap(({ b, W }) => [b.length, W.length]);
  return {
    setup: () => {
      const evaluate = networkHessian(sizes, X, y, maker(dtype));
      return () => evaluate(layers);
    },
    values: (H: Numbers) => blocksOf(H, lengths, maker(dtype)),
  };
};

const hyperparameters = Float64Array.of(0.1, 0.2, -0.1, 0.3, -2);

const each = <T, Made>(list: readonly T[], name: string, make: (n: T) => (dtype: Dtype) => Made) =>
  Object.fromEntries(list.map(n => [`${name}-${n}`, make(n)]));

await serve(`by hand, Node ${process.versions.node}`, {
  call: (dtype: Dtype) => {
    const x = data(1, 1, dtype);
    return direct(() => x.map(value => value + 1));
  },
  ...each([2, 10, 100, 1000], 'rosenbrock', hessianOfRosenbrock),
  'rosenbrock-1000-read': hessianOfRosenbrock(1000),
  'rosenbrock-1000-into': (dtype: Dtype) => {
    const [x, H] = [data(1000, 1, dtype, 2), maker(dtype)(1e6)];
    return direct(() => rosenbrock(x, () => H.fill(0)));
  },
  'logistic-50': logisticCase(50, 500),
  'logistic-200': logisticCase(200, 2000),
  'network-161': networkCase([8, 16, 1], 100),
  'network-1633': networkCase([16, 32, 32, 1], 256),
  'gaussian-process': (dtype: Dtype) => {
    const [X, y] = [data(300, 8, dtype, 2), data(100, 9, dtype, 2)];
    const t = dtype === 'float32' ? Float32Array.from(hyperparameters) : hyperparameters;
    return {
      setup: () => {
        const evaluate = gaussianProcess(X, y, maker(dtype));
        return () => evaluate(t);
      },
      values: (H: Numbers) => [H],
    };
  },
  'hvp-network': (dtype: Dtype) => {
    const [sizes, rows] = [[64, 256, 256, 1], 256];
    const [X, y] = [data(rows * 64, 5, dtype), data(rows, 6, dtype)];
    const layers = layersOf(sizes, dtype);
    return {
      setup: () => {
        const evaluate = networkProduct(sizes, X, y, maker(dtype));
        return () => evaluate(layers, layers);
      },
      values: (parts: Numbers[]) => parts,
    };
  },
  'hvp-rosenbrock': (dtype: Dtype) => {
    const [x, v] = [data(1_000_000, 1, dtype, 2), data(1_000_000, 2, dtype, 2)];
    return direct(() => productOfRosenbrock(x, v, maker(dtype)));
  },
  ...each(['1e2', '1e3', '1e4', '1e5', '1e6'], 'chain', n => (dtype: Dtype) => {
    return sparse(() => chain(Number(n), maker(dtype)), data(Number(n), 1, dtype, 2));
  }),
  ...each([100, 1000, 3200, 10_000, 100_000], 'arrow', n => (dtype: Dtype) => {
    return sparse(() => arrowHead(n, 8, maker(dtype)), data(n, 1, dtype, 2));
  }),
  ...each([7, 22, 70, 100, 220], 'mesh', cells => (dtype: Dtype) => {
    const { places, triangles } = mesh(cells);
    const x = dtype === 'float32' ? Float32Array.from(places) : places;
    return sparse(() => neoHookean(places.length / 2, triangles, material, maker(dtype)), x);
  }),
  bundle: (dtype: Dtype) => {
    const problem = bundle();
    const x = dtype === 'float32' ? Float32Array.from(problem.x) : problem.x;
    return sparse(() => bundleAdjustment(problem, maker(dtype)), x);
  },
});
