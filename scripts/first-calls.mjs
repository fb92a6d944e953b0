// Makes first calls of several kinds and prints, as JSON, which functions of dist/node/ were called from loading it to the last
// of them: for each file a list of [start, end].
import { Session } from 'node:inspector/promises';

const session = new Session();
session.connect();
await session.post('Profiler.enable');
await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });

const { array, grad, hessian, hvp, jit, linalg, numpy: np, sparseHessian, vmap } = await import('nabla');

/** @typedef {import('nabla').NDArray} NDArray */

/**
 * @param {number[]} shape
 * @param {import('nabla').DType} dtype
 */
const data = (shape, dtype = 'float64') => np.arange(np.prod(shape).item(), { dtype }).reshape(shape).mul(0.01);

/** @param {NDArray} x */
const chain = x => {
  const [head, tail] = [x.at(':-1'), x.at('1:')];
  return np.sum(
    np
      .square(tail.sub(np.square(head)))
      .mul(100)
      .add(np.square(np.subtract(1, head))),
  );
};

/** @param {NDArray} w */
const logistic = w => {
  const z = data([500, 50]).matmul(w);
  return np.sum(np.logaddexp(0, z).sub(z.mul(0.5)));
};

/** @param {{ w: NDArray, b: NDArray }[]} layers */
const network = layers => {
  const output = layers.reduce((h, { w, b }) => np.tanh(h.matmul(w).add(b)), data([100, 8]));
  return np.mean(np.square(output.sub(1)));
};

/** @param {NDArray} t */
const likelihood = t => {
  const x = data([8, 2]).div(np.exp(t.at(':2')));
  const distances = np.sum(np.square(x.reshape([8, 1, 2]).sub(x.reshape([1, 8, 2]))), { axis: 2 });
  const factor = linalg.cholesky(np.exp(distances.mul(-0.5)).add(np.eye(8).mul(np.exp(t.at(2)))));
  return np
    .sum(np.log(np.diagonal(factor)))
    .add(np.sum(np.square(linalg.solveTriangular(factor, data([8]), { lower: true }))));
};

grad(chain)(array([1, 2]));
hessian(chain)(array([1, 2]));
jit(hessian(chain))(data([1000]));
jit(hessian(logistic))(data([50]));
jit(hessian(network))([
  { w: data([8, 16]), b: data([16]) },
  { w: data([16, 1]), b: data([1]) },
]);
jit(hessian(likelihood))(data([3]));
jit((/** @type {NDArray} */ x, /** @type {NDArray} */ v) => hvp(chain, [x], [v]))(data([100_000]), data([100_000]));
sparseHessian(chain).prepare(data([1000]))(data([1000]));
sparseHessian((/** @type {NDArray} */ x) =>
  np.sum(vmap(chain)(x.at(np.arange(300, { dtype: 'int32' }).reshape([100, 3])))),
)(data([300]));

const { result } = await session.post('Profiler.takePreciseCoverage');
const called = result
  .filter(({ url }) => url.startsWith(new URL('../dist/node/', import.meta.url).href))
  .map(({ url, functions }) => {
    const ranges = functions.flatMap(({ ranges: [whole] }) =>
      whole === undefined || whole.count === 0 ? [] : [[whole.startOffset, whole.endOffset]],
    );
    return [url, ranges];
  });
console.log(JSON.stringify(Object.fromEntries(called)));
