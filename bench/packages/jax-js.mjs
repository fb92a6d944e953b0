// @jax-js/jax on its WebAssembly backend. References are counted by hand: what is used again is passed as `.ref`.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { blockUntilReady, defaultDevice, grad, hessian, init, jit, jvp, lax, nn, numpy as np, tree } from '@jax-js/jax';
import { numbers } from '../peers/data.mjs';
import { serve } from '../peers/serve.mjs';

await init('wasm');
defaultDevice('wasm');
const { version } = JSON.parse(
  readFileSync(
    createRequire(import.meta.url)
      .resolve('@jax-js/jax')
      .replace(/dist.*$/, 'package.json'),
    'utf8',
  ),
);

const data = (shape, seed, dtype, scale = 1) => {
  const values = numbers(
    shape.reduce((product, extent) => product * extent, 1),
    seed,
    scale,
  );
  return np.array(dtype === 'float32' ? Float32Array.from(values) : values, { dtype: np[dtype] }).reshape(shape);
};

/** The last result is let go when the next one is there. */
const called = make => ({
  setup: () => {
    const f = make();
    let last;
    return async () => {
      const result = f();
      await blockUntilReady(result);
      if (last !== undefined) tree.dispose(last);
      last = result;
      return result;
    };
  },
  values: result => tree.leaves(tree.ref(result)).map(leaf => leaf.dataSync()),
});
const dense = (f, x, compile = jit) =>
  called(() => {
    const compiled = compile(hessian(f));
    return () => compiled(x.ref);
  });
const product = (f, x, v) =>
  called(() => {
    const compiled = jit((a, t) => jvp(grad(f), [a], [t])[1]);
    return () => compiled(tree.ref(x), tree.ref(v));
  });

const rosenbrock = n => x => {
  const head = x.ref.slice([0, n - 1]);
  const tail = x.slice([1, n]);
  return np
    .square(tail.sub(np.square(head.ref)))
    .mul(100)
    .add(np.square(np.subtract(1, head)))
    .sum();
};

const logistic = (features, rows) => dtype => {
  const X = data([rows, features], 2, dtype);
  const values = numbers(rows, 3).map(value => Number(value > 0));
  const y = np.array(dtype === 'float32' ? Float32Array.from(values) : values, { dtype: np[dtype] });
  const loss = w => {
    const z = np.matmul(X.ref, w);
    return nn.softplus(z.ref).sub(y.ref.mul(z)).sum();
  };
  return dense(loss, data([features], 4, dtype, 0.1));
};

const hvpOfNetwork = dtype => {
  const [sizes, rows] = [[64, 256, 256, 1], 256];
  const X = data([rows, sizes[0]], 5, dtype);
  const y = data([rows, 1], 6, dtype);
  const layers = sizes.slice(1).map((size, i) => ({
    b: data([size], 17 + i, dtype, 0.1),
    w: data([sizes[i], size], 7 + i, dtype, 2 / Math.sqrt(sizes[i])),
  }));
  const loss = parameters => {
    let h = X.ref;
    parameters.forEach(({ w, b }, i) => {
      h = np.matmul(h, w).add(b);
      if (i < parameters.length - 1) h = np.tanh(h);
    });
    return np.square(h.sub(y.ref)).mean();
  };
  return product(loss, layers, layers);
};

/** jax-js differentiates one array twice: the layers are parts of it. The result is cut into the blocks of the tree. */
const hessianOfNetwork = (sizes, rows) => dtype => {
  const X = data([rows, sizes[0]], 5, dtype);
  const y = data([rows, 1], 6, dtype);
  const shapes = sizes.slice(1).flatMap((size, i) => [[size], [sizes[i], size]]);
  const lengths = shapes.map(shape => shape.reduce((product, extent) => product * extent, 1));
  const starts = lengths.map((_, i) => lengths.slice(0, i).reduce((sum, length) => sum + length, 0));
  const n = starts.at(-1) + lengths.at(-1);
  const flat = new Float64Array(n);
  sizes.slice(1).forEach((size, i) => {
    flat.set(numbers(size, 17 + i, 0.1), starts[2 * i]);
    flat.set(numbers(sizes[i] * size, 7 + i, 2 / Math.sqrt(sizes[i])), starts[2 * i + 1]);
  });
  const loss = p => {
    const part = k => p.ref.slice([starts[k], starts[k] + lengths[k]]).reshape(shapes[k]);
    let h = X.ref;
    for (let i = 0; i < sizes.length - 1; i++) {
      h = np.matmul(h, part(2 * i + 1)).add(part(2 * i));
      if (i < sizes.length - 2) h = np.tanh(h);
    }
    p.dispose();
    return np.square(h.sub(y.ref)).mean();
  };
  const at = np.array(dtype === 'float32' ? Float32Array.from(flat) : flat, { dtype: np[dtype] });
  const made = dense(loss, at);
  const values = H => {
    const full = H.ref.dataSync();
    return lengths.flatMap((rowsOf, a) =>
      lengths.map((columns, b) => {
        const block = new Float64Array(rowsOf * columns);
        for (let i = 0; i < rowsOf; i++) {
          const start = (starts[a] + i) * n + starts[b];
          block.set(full.subarray(start, start + columns), i * columns);
        }
        return block;
      }),
    );
  };
  return { ...made, values };
};

const gaussianProcess = dtype => {
  const n = 100;
  const X = data([n, 3], 8, dtype, 2);
  const y = data([n, 1], 9, dtype, 2);
  const eye = np.eye(n, n, { dtype: np[dtype] });
  const likelihood = t => {
    const Z = X.ref.div(np.exp(t.ref.slice([0, 3])));
    const distances = np.square(Z.ref.reshape([n, 1, 3]).sub(Z.reshape([1, n, 3]))).sum(2);
    const noise = eye.ref.mul(np.exp(t.ref.slice(4)).add(1e-6));
    const L = lax.linalg.cholesky(
      np
        .exp(t.slice(3))
        .mul(np.exp(distances.mul(-0.5)))
        .add(noise),
    );
    const a = lax.linalg.triangularSolve(L.ref, y.ref, { leftSide: true, lower: true });
    return np
      .square(a)
      .sum()
      .mul(0.5)
      .add(np.log(np.diagonal(L)).sum());
  };
  const at = Float64Array.of(0.1, 0.2, -0.1, 0.3, -2);
  const x = np.array(dtype === 'float32' ? Float32Array.from(at) : at, { dtype: np[dtype] });
  return dense(likelihood, x, f => f); // jit refuses the triangular solve
};

const hessianOfRosenbrock = n => dtype => dense(rosenbrock(n), data([n], 1, dtype, 2));

await serve(
  `@jax-js/jax ${version}, Node ${process.versions.node}`,
  {
    call: dtype => {
      const compiled = jit(x => x.add(1));
      const x = data([1], 1, dtype);
      return called(() => () => compiled(x.ref));
    },
    'gaussian-process': gaussianProcess,
    'rosenbrock-2': hessianOfRosenbrock(2),
    'rosenbrock-10': hessianOfRosenbrock(10),
    'rosenbrock-100': hessianOfRosenbrock(100),
    'rosenbrock-1000': hessianOfRosenbrock(1000),
    'rosenbrock-1000-read': dtype => {
      const compiled = jit(hessian(rosenbrock(1000)));
      const x = data([1000], 1, dtype, 2);
      return { setup: () => async () => compiled(x.ref).data(), values: result => [result] };
    },
    'rosenbrock-1000-into': dtype => {
      const compiled = jit(hessian(rosenbrock(1000)));
      const x = data([1000], 1, dtype, 2);
      const out = new (dtype === 'float32' ? Float32Array : Float64Array)(1e6);
      const write = async () => {
        out.set(await compiled(x.ref).data());
        return out;
      };
      return { setup: () => write, values: result => [result] };
    },
    'logistic-50': logistic(50, 500),
    'logistic-200': logistic(200, 2000),
    'network-161': hessianOfNetwork([8, 16, 1], 100),
    'network-1633': hessianOfNetwork([16, 32, 32, 1], 256),
    'hvp-network': hvpOfNetwork,
    'hvp-rosenbrock': dtype =>
      product(rosenbrock(1_000_000), data([1_000_000], 1, dtype, 2), data([1_000_000], 2, dtype, 2)),
  },
  { asynchronous: true },
);
