// The floor: derivatives written by hand in TypeScript. It is also what answers are compared with.
import { material, mesh, numbers } from './data.mjs';
import { blocksOf, logistic, type Numbers, network, productOfRosenbrock, rosenbrock } from './plain-dense.ts';
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

const networkCase = (dtype: Dtype) => {
  const [inputs, hidden, rows] = [8, 16, 100];
  const [X, y] = [data(rows * inputs, 5, dtype), data(rows, 6, dtype)];
  const parameters = {
    b: data(hidden, 17, dtype, 0.1),
    W: data(inputs * hidden, 7, dtype, 2 / Math.sqrt(inputs)),
    c: data(1, 18, dtype, 0.1),
    v: data(hidden, 8, dtype, 2 / Math.sqrt(hidden)),
  };
  const lengths = [hidden, inputs * hidden, 1, hidden];
  return {
    setup: () => () => network(X, y, parameters, maker(dtype)),
    values: (H: Numbers) => blocksOf(H, lengths, maker(dtype)),
  };
};

const each = <T, Made>(list: readonly T[], name: string, make: (n: T) => (dtype: Dtype) => Made) =>
  Object.fromEntries(list.map(n => [`${name}-${n}`, make(n)]));

await serve(`by hand, Node ${process.versions.node}`, {
  call: (dtype: Dtype) => {
    const x = data(1, 1, dtype);
    return direct(() => x.map(value => value + 1));
  },
  ...each([2, 10, 100, 1000], 'rosenbrock', hessianOfRosenbrock),
  'rosenbrock-1000-read': hessianOfRosenbrock(1000),
  'logistic-50': logisticCase(50, 500),
  'logistic-200': logisticCase(200, 2000),
  'network-161': networkCase,
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
});
