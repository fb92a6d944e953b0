// Answers on stdin/stdout, one JSON object a line: {op: 'prepare', case, dtype} and {op: 'run', count}.
import { createInterface } from 'node:readline';
import { array, hessian, hvp, jit, lax, linalg, numpy as np, setBackend, useWideVectors } from 'nabla';

if (process.env.NABLA_BENCH_BACKEND === 'reference') setBackend('reference');

const wide = process.env.NABLA_BENCH_WIDE === '1' && useWideVectors();

const golden = 0.6180339887498949;
const numbers = (count, seed) =>
  Float64Array.from({ length: count }, (_, i) => {
    const product = (i + seed) * golden;
    return product - Math.floor(product) - 0.5;
  });
const data = (shape, seed, dtype, scale = 1) =>
  array(
    numbers(
      shape.reduce((product, extent) => product * extent, 1),
      seed,
    ).map(value => scale * value),
    { dtype },
  ).reshape(shape);

const rosenbrock = x => {
  const [head, tail] = [x.at(':-1'), x.at('1:')];
  return np.sum(
    np
      .square(tail.sub(np.square(head)))
      .mul(100)
      .add(np.square(np.subtract(1, head))),
  );
};

const logistic = (features, rows) => dtype => {
  const X = data([rows, features], 2, dtype);
  const y = np.greater(data([rows], 3, dtype), 0).astype(dtype);
  const loss = w => {
    const z = X.matmul(w);
    return np.sum(np.logaddexp(0, z).sub(y.mul(z)));
  };
  return { f: jit(hessian(loss)), args: [data([features], 4, dtype, 0.1)] };
};

const network = (sizes, rows, dtype) => {
  const X = data([rows, sizes[0]], 5, dtype);
  const y = data([rows, sizes.at(-1)], 6, dtype);
  const layers = sizes.slice(1).map((size, i) => ({
    w: data([sizes[i], size], 7 + i, dtype, 2 / Math.sqrt(sizes[i])),
    b: data([size], 17 + i, dtype, 0.1),
  }));
  const loss = parameters => {
    const last = parameters.length - 1;
    const output = parameters.reduce((h, { w, b }, i) => {
      const z = h.matmul(w).add(b);
      return i < last ? np.tanh(z) : z;
    }, X);
    return np.mean(np.square(output.sub(y)));
  };
  return { loss, layers };
};

const hessianOfNetwork = (sizes, rows) => dtype => {
  const { loss, layers } = network(sizes, rows, dtype);
  return { f: jit(hessian(loss)), args: [layers] };
};

const gaussianProcess = dtype => {
  const n = 100;
  const X = data([n, 3], 8, dtype, 2);
  const y = data([n], 9, dtype, 2);
  const likelihood = t => {
    const Z = X.div(np.exp(t.at(':3')));
    const distances = np.sum(np.square(Z.reshape([n, 1, 3]).sub(Z.reshape([1, n, 3]))), { axis: 2 });
    const noise = np.eye(n, { dtype }).mul(np.exp(t.at(4)).add(1e-6));
    const L = linalg.cholesky(
      np
        .exp(t.at(3))
        .mul(np.exp(distances.mul(-0.5)))
        .add(noise),
    );
    const a = lax.linalg.triangularSolve(L, y, { leftSide: true, lower: true });
    return np
      .sum(np.square(a))
      .mul(0.5)
      .add(np.sum(np.log(np.diagonal(L))));
  };
  return { f: jit(hessian(likelihood)), args: [array([0.1, 0.2, -0.1, 0.3, -2], { dtype })] };
};

const productOf = (f, x, v) => ({ f: jit((a, t) => hvp(f, [a], [t])), args: [x, v] });

const cases = {
  ...Object.fromEntries(
    [2, 10, 100, 1000].map(n => [
      `rosenbrock-${n}`,
      dtype => ({ f: jit(hessian(rosenbrock)), args: [data([n], 1, dtype, 2)] }),
    ]),
  ),
  'logistic-50': logistic(50, 500),
  'logistic-200': logistic(200, 2000),
  'network-161': hessianOfNetwork([8, 16, 1], 100),
  'network-1633': hessianOfNetwork([16, 32, 32, 1], 256),
  'gaussian-process': gaussianProcess,
  'hvp-network': dtype => {
    const { loss, layers } = network([64, 256, 256, 1], 256, dtype);
    return productOf(loss, layers, layers);
  },
  'hvp-rosenbrock': dtype => productOf(rosenbrock, data([1_000_000], 1, dtype, 2), data([1_000_000], 2, dtype, 2)),
};

const leaves = tree => (tree.dtype ? [tree] : Object.values(tree).flatMap(leaves));

/** Sums that a wrong answer would hardly share: of the elements, their sizes, and the elements by place. */
const fingerprint = tree => {
  const sums = [0, 0, 0];
  let place = 0;
  for (const leaf of leaves(tree)) {
    for (const value of leaf.toTypedArray()) {
      sums[0] += value;
      sums[1] += Math.abs(value);
      sums[2] += value * ((place++ % 97) / 97);
    }
  }
  return sums;
};

let current;
const turn = () => new Promise(resolve => setImmediate(resolve));

const answer = async ({ op, ...request }) => {
  if (op === 'prepare') {
    current = cases[request.case](request.dtype);
    const start = performance.now();
    const result = current.f(...current.args);
    const first = performance.now() - start;
    return { first, fingerprint: fingerprint(result) };
  }
  const { f, args } = current;
  if (!request.turns) {
    const start = performance.now();
    for (let i = 0; i < request.count; i++) f(...args);
    return { time: (performance.now() - start) / request.count };
  }
  // results that nobody holds are let go between tasks of the event loop
  const times = [];
  for (let i = 0; i < request.count; i++) {
    await turn();
    const start = performance.now();
    f(...args);
    times.push(performance.now() - start);
  }
  return { time: times.reduce((sum, time) => sum + time, 0) / times.length };
};

console.log(JSON.stringify({ ready: `nabla, Node ${process.versions.node}${wide ? ', wide vectors' : ''}` }));
for await (const line of createInterface({ input: process.stdin })) {
  try {
    console.log(JSON.stringify(await answer(JSON.parse(line))));
  } catch (error) {
    console.log(JSON.stringify({ error: String(error) }));
  }
}
