// tfjs on its WebAssembly backend, float32: it has no Hessians; they are made of the gradients of g·eᵢ, g being the gradient.
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import '@tensorflow/tfjs-backend-cpu';
import { numbers } from '../peers/data.mjs';
import { serve } from '../peers/serve.mjs';

setWasmPaths(process.env.BENCH_TFJS_FILES);
await tf.setBackend(process.env.BENCH_TFJS_BACKEND ?? 'wasm');
await tf.ready();

const data = (shape, seed, scale = 1) =>
  tf.tensor(
    Float32Array.from(
      numbers(
        shape.reduce((product, extent) => product * extent, 1),
        seed,
        scale,
      ),
    ),
    shape,
  );

const called = (compute, values = result => [result.dataSync()]) => ({
  setup: () => {
    let last;
    return () => {
      const result = tf.tidy(compute);
      last?.dispose();
      last = result;
      return result;
    };
  },
  values,
});

/** Of functions of one vector: rows of the Hessian one after the other. */
const dense = (f, x, values) => {
  const gradient = tf.grad(f);
  const n = x.size;
  const basis = tf.eye(n);
  const row = i => tf.grad(a => tf.sum(tf.mul(gradient(a), tf.reshape(tf.slice(basis, [i, 0], [1, n]), [n]))))(x);
  return called(() => tf.stack(Array.from({ length: n }, (_, i) => tf.tidy(() => row(i)))), values);
};

const rosenbrock = x => {
  const n = x.size;
  const [head, tail] = [tf.slice(x, [0], [n - 1]), tf.slice(x, [1], [n - 1])];
  const valley = tf.mul(100, tf.square(tf.sub(tail, tf.square(head))));
  return tf.sum(tf.add(valley, tf.square(tf.sub(1, head))));
};

const logistic = (features, rows) => () => {
  const X = data([rows, features], 2);
  const y = tf.tensor(Float32Array.from(numbers(rows, 3), value => Number(value > 0)));
  const loss = w => {
    const z = tf.reshape(tf.matMul(X, tf.reshape(w, [features, 1])), [rows]);
    return tf.sum(tf.sub(tf.softplus(z), tf.mul(y, z)));
  };
  return dense(loss, data([features], 4, 0.1));
};

/** The loss of a network as a function of its tensors, each layer's b before its w, and the tensors. */
const network = (sizes, rows) => {
  const [X, y] = [data([rows, sizes[0]], 5), data([rows, 1], 6)];
  const parameters = sizes
    .slice(1)
    .flatMap((size, i) => [data([size], 17 + i, 0.1), data([sizes[i], size], 7 + i, 2 / Math.sqrt(sizes[i]))]);
  const loss = (...tensors) => {
    let h = X;
    for (let i = 0; i < tensors.length; i += 2) {
      h = tf.add(tf.matMul(h, tensors[i + 1]), tensors[i]);
      if (i + 2 < tensors.length) h = tf.tanh(h);
    }
    return tf.mean(tf.square(tf.sub(h, y)));
  };
  return { loss, parameters };
};

const hessianOfNetwork = (sizes, rows) => () => {
  const { loss, parameters } = network(sizes, rows);
  const shapes = parameters.map(({ shape }) => shape);
  const lengths = parameters.map(({ size }) => size);
  const starts = lengths.map((_, i) => lengths.slice(0, i).reduce((sum, length) => sum + length, 0));
  const n = starts.at(-1) + lengths.at(-1);
  const ofVector = p => loss(...shapes.map((shape, i) => tf.reshape(tf.slice(p, [starts[i]], [lengths[i]]), shape)));
  const flat = tf.concat(parameters.map(tensor => tf.reshape(tensor, [tensor.size])));
  return dense(ofVector, flat, result => {
    const full = result.dataSync();
    return lengths.flatMap((rowsOf, a) =>
      lengths.map((columns, b) => {
        const block = new Float32Array(rowsOf * columns);
        for (let i = 0; i < rowsOf; i++) {
          const start = (starts[a] + i) * n + starts[b];
          block.set(full.subarray(start, start + columns), i * columns);
        }
        return block;
      }),
    );
  });
};

const hvpOfNetwork = () => {
  const { loss, parameters } = network([64, 256, 256, 1], 256);
  const gradient = tf.grads(loss);
  const along = (...tensors) => {
    const products = gradient(tensors).map((slope, i) => tf.sum(tf.mul(slope, parameters[i])));
    return products.reduce((sum, term) => tf.add(sum, term));
  };
  const product = tf.grads(along);
  let last = [];
  return {
    setup: () => () => {
      const result = tf.tidy(() => product(parameters));
      tf.dispose(last);
      last = result;
      return result;
    },
    values: result => result.map(tensor => tensor.dataSync()),
  };
};

const hessianOfRosenbrock = n => () => dense(rosenbrock, data([n], 1, 2));

await serve(`tfjs ${tf.version_core}, backend ${tf.getBackend()}, Node ${process.versions.node}`, {
  call: () => {
    const x = data([1], 1);
    return called(() => tf.add(x, 1));
  },
  'network-161': hessianOfNetwork([8, 16, 1], 100),
  'network-1633': hessianOfNetwork([16, 32, 32, 1], 256),
  'hvp-network': hvpOfNetwork,
  'rosenbrock-2': hessianOfRosenbrock(2),
  'rosenbrock-10': hessianOfRosenbrock(10),
  'rosenbrock-100': hessianOfRosenbrock(100),
  'rosenbrock-1000': hessianOfRosenbrock(1000),
  'rosenbrock-1000-read': () => {
    const { setup } = dense(rosenbrock, data([1000], 1, 2));
    return {
      setup: () => {
        const call = setup();
        return () => call().dataSync();
      },
      values: result => [result],
    };
  },
  'rosenbrock-1000-into': () => {
    const { setup } = dense(rosenbrock, data([1000], 1, 2));
    const out = new Float32Array(1e6);
    return {
      setup: () => {
        const call = setup();
        return () => {
          out.set(call().dataSync());
          return out;
        };
      },
      values: result => [result],
    };
  },
  'logistic-50': logistic(50, 500),
  'logistic-200': logistic(200, 2000),
  'hvp-rosenbrock': () => {
    const [x, v] = [data([1_000_000], 1, 2), data([1_000_000], 2, 2)];
    const gradient = tf.grad(rosenbrock);
    const product = tf.grad(a => tf.sum(tf.mul(gradient(a), v)));
    return called(() => product(x));
  },
});
