// Fails where nabla has become twice as slow as it was, beside plain loops in the same process: ratios hardly depend on
// the machine, and each is the best of several attempts.
//
//   node scripts/speed-guard.mjs
import { array, hessian, hvp, jit, numpy as np, setThreads, sparseHessian } from 'nabla';

setThreads(1);

const numbers = (/** @type {number} */ count) => Float64Array.from({ length: count }, (_, i) => Math.sin(1 + i));
const float64 = /** @type {const} */ ({ dtype: 'float64' });

const add = (/** @type {Float64Array} */ H, /** @type {number} */ at, /** @type {number} */ value) => {
  H[at] = /** @type {number} */ (H[at]) + value;
};

/** @typedef {import('nabla').NDArray} NDArray */

/** Plain loops: the dense Hessian of Rosenbrock's function. */
const plainRosenbrock = (/** @type {Float64Array} */ x) => {
  const n = x.length;
  const H = new Float64Array(n * n);
  for (let i = 0; i + 1 < n; i++) {
    const [a, b] = [/** @type {number} */ (x[i]), /** @type {number} */ (x[i + 1])];
    add(H, i * n + i, 1200 * a * a - 400 * b + 2);
    H[i * n + i + 1] = H[(i + 1) * n + i] = -400 * a;
    add(H, (i + 1) * n + i + 1, 200);
  }
  return H;
};

/** Plain loops: the three diagonals of the same, in compressed rows. */
const plainChain = (/** @type {Float64Array} */ x) => {
  const n = x.length;
  const data = new Float64Array(3 * n - 2);
  let at = 0;
  let carried = 0; // what a pair adds to the diagonal of its second variable
  for (let i = 0; i < n; i++) {
    const a = /** @type {number} */ (x[i]);
    if (i > 0) data[at++] = -400 * /** @type {number} */ (x[i - 1]);
    data[at++] = carried + (i + 1 < n ? 1200 * a * a - 400 * /** @type {number} */ (x[i + 1]) + 2 : 0);
    if (i + 1 < n) data[at++] = -400 * a;
    carried = 200;
  }
  return data;
};

/** Plain loops: the product of the same with a vector. */
const plainProduct = (/** @type {Float64Array} */ x) => {
  const n = x.length;
  const result = new Float64Array(n);
  for (let i = 0; i + 1 < n; i++) {
    const [a, b] = [/** @type {number} */ (x[i]), /** @type {number} */ (x[i + 1])];
    add(result, i, (1200 * a * a - 400 * b + 2) * a - 400 * a * b);
    add(result, i + 1, 200 * b - 400 * a * a);
  }
  return result;
};

const rosenbrock = (/** @type {NDArray} */ x) =>
  np.sum(
    np
      .square(x.at('1:').sub(np.square(x.at(':-1'))))
      .mul(100)
      .add(np.square(np.subtract(1, x.at(':-1')))),
  );

/** Plain loops: Σ over rows of s(1 - s) x xᵀ. */
const plainLogistic = (
  /** @type {Float64Array} */ X,
  /** @type {Float64Array} */ w,
  /** @type {number} */ rows,
  /** @type {number} */ features,
) => {
  const H = new Float64Array(features * features);
  for (let r = 0; r < rows; r++) {
    const at = r * features;
    let z = 0;
    for (let j = 0; j < features; j++) z += /** @type {number} */ (X[at + j]) * /** @type {number} */ (w[j]);
    const s = 1 / (1 + Math.exp(-z));
    const weight = s * (1 - s);
    for (let i = 0; i < features; i++) {
      const scaled = weight * /** @type {number} */ (X[at + i]);
      for (let j = 0; j <= i; j++) add(H, i * features + j, scaled * /** @type {number} */ (X[at + j]));
    }
  }
  return H;
};

const [rows, features] = [500, 50];
const X = numbers(rows * features);
const XArray = array(X, float64).reshape([rows, features]);
const w = numbers(features).map(value => value / 10);
const logistic = jit(
  hessian((/** @type {NDArray} */ weights) => {
    const z = XArray.matmul(weights);
    return np.sum(np.logaddexp(0, z).sub(z.mul(0.5)));
  }),
);
const small = jit(hessian(rosenbrock));
const chain = sparseHessian(rosenbrock).prepare(array(numbers(10_000), float64));
const product = jit((/** @type {NDArray} */ v) => hvp(rosenbrock, [v], [v]));

/** Plain loops: each element twice, side by side. */
const plainPairs = (/** @type {Float64Array} */ x) => {
  const result = new Float64Array(2 * x.length);
  for (let i = 0; i < x.length; i++) result[2 * i] = result[2 * i + 1] = /** @type {number} */ (x[i]);
  return result;
};

/** `limit` is twice the ratio that was measured when the case was added. */
/** @type {{ name: string, limit: number, x: Float64Array, f: (x: NDArray) => unknown, plain: (x: Float64Array) => unknown }[]} */
const cases = [
  { name: 'Rosenbrock, n = 10', limit: 20, x: numbers(10), f: small, plain: plainRosenbrock },
  { name: 'Rosenbrock, n = 100', limit: 6, x: numbers(100), f: small, plain: plainRosenbrock },
  {
    name: 'logistic regression, 50 × 500',
    limit: 0.5,
    x: w,
    f: logistic,
    plain: (/** @type {Float64Array} */ v) => plainLogistic(X, v, rows, features),
  },
  { name: 'sparse Rosenbrock, n = 10⁴', limit: 4, x: numbers(10_000), f: chain, plain: plainChain },
  { name: 'a slice', limit: 0.3, x: numbers(50_000), f: v => v.at('1:'), plain: v => v.map(value => value) },
  { name: 'pairs by stack', limit: 6, x: numbers(50_000), f: v => np.stack([v, v], { axis: 1 }), plain: plainPairs },
  {
    name: 'elements under a mask',
    limit: 0.4,
    x: numbers(50_000),
    f: v => v.at(v.greater(0)),
    plain: v => v.filter(value => value > 0),
  },
  { name: 'H·v of Rosenbrock, n = 10⁴', limit: 1, x: numbers(10_000), f: product, plain: plainProduct },
];

/** Milliseconds of one call: the best of several rounds. */
const best = (/** @type {() => unknown} */ call) => {
  let time = Number.POSITIVE_INFINITY;
  let count = 1;
  for (let round = 0; round < 30; round++) {
    const start = performance.now();
    for (let i = 0; i < count; i++) call();
    const one = (performance.now() - start) / count;
    time = Math.min(time, one);
    count = Math.max(1, Math.min(20_000, Math.ceil(10 / one)));
  }
  return time;
};

for (const { name, limit, x, f, plain } of cases) {
  const argument = array(x, float64);
  const ratio = () => best(() => f(argument)) / best(() => plain(x));
  let least = ratio();
  for (let attempt = 0; attempt < 3 && least > limit; attempt++) least = Math.min(least, ratio());
  console.log(`${name}: ${least.toFixed(2)} times plain loops (limit ${limit})`);
  if (least > limit) process.exitCode = 1;
}
