// nabla: each case as a user would write it.
import {
  array,
  hessian,
  hvp,
  jit,
  lax,
  linalg,
  numpy as np,
  setBackend,
  sparseHessian,
  useWideVectors,
  vmap,
} from 'nabla';
import { bundle, material, mesh, numbers } from './data.mjs';
import { serve } from './serve.mjs';

const backend = process.env.NABLA_BENCH_BACKEND ?? 'wasm';
setBackend(backend);
const wide = process.env.NABLA_BENCH_WIDE === '1' && useWideVectors();

const data = (shape, seed, dtype, scale = 1) =>
  array(
    numbers(
      shape.reduce((product, extent) => product * extent, 1),
      seed,
      scale,
    ),
    { dtype },
  ).reshape(shape);

const leaves = tree => (tree.dtype ? [tree] : Object.values(tree).flatMap(leaves));
const values = tree => leaves(tree).map(leaf => leaf.toTypedArray());

const dense = (f, x) => ({
  setup: () => {
    const compiled = jit(hessian(f));
    return () => compiled(x);
  },
  values,
});
const product = (f, x, v) => ({
  setup: () => {
    const compiled = jit((a, t) => hvp(f, [a], [t]));
    return () => compiled(x, v);
  },
  values,
});
const sparse = (f, x) => ({
  setup: () => {
    const prepared = sparseHessian(f).prepare(x);
    return () => prepared(x);
  },
  values: matrix => matrix,
});

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
  return dense(loss, data([features], 4, dtype, 0.1));
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
  return dense(loss, layers);
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
  return dense(likelihood, array([0.1, 0.2, -0.1, 0.3, -2], { dtype }));
};

const arrowHead = (n, width) => x => {
  const m = n - width;
  let inner = x.at(`1:${m + 1}`);
  for (let k = 2; k <= width; k++) inner = inner.add(x.at(`${k}:${m + k}`));
  let sum = np.sum(np.cos(inner));
  for (let k = 0; k < width; k++) sum = sum.add(np.sum(np.square(x.add(x.at(k)))));
  return sum;
};

const neoHookean = cells => dtype => {
  const { places, triangles } = mesh(cells);
  const { mu, lambda } = material;
  const corners = array(triangles).reshape([-1, 3]);
  const element = vertices => {
    const edges = vertices.at('1:').sub(vertices.at(0));
    const determinant = edges
      .at(0, 0)
      .mul(edges.at(1, 1))
      .sub(edges.at(0, 1).mul(edges.at(1, 0)));
    const stretch = np
      .sum(np.square(edges))
      .sub(2)
      .mul(mu / 2);
    return stretch.add(np.square(determinant.sub(1 + mu / lambda)).mul(lambda / 2)).mul(0.5);
  };
  const energy = x => np.sum(vmap(element)(x.reshape([-1, 2]).at(corners)));
  return sparse(energy, array(places, { dtype }));
};

const bundleAdjustment = dtype => {
  const problem = bundle();
  const { cameras, x } = problem;
  const camera = array(problem.camera);
  const point = array(problem.point);
  const features = array(problem.features, { dtype }).reshape([-1, 2]);
  const weights = array(problem.weights, { dtype });
  const residual = (c, p, feature, weight) => {
    const [rotation, centre, distortion] = [c.at('0:3'), c.at('3:6'), c.at('9:')];
    const offset = p.sub(centre);
    const angle = np.sqrt(np.sum(np.square(rotation)));
    const axis = rotation.div(angle);
    const [cosine, sine] = [np.cos(angle), np.sin(angle)];
    const along = np.sum(axis.mul(offset)).mul(np.subtract(1, cosine));
    const turned = offset.mul(cosine).add(np.cross(axis, offset).mul(sine)).add(axis.mul(along));
    const projected = turned.at(':2').div(turned.at(2));
    const squared = np.sum(np.square(projected));
    const factor = distortion
      .at(0)
      .mul(squared)
      .add(distortion.at(1).mul(np.square(squared)))
      .add(1);
    const pixel = projected.mul(factor).mul(c.at(6)).add(c.at('7:9'));
    return np.sum(np.square(pixel.sub(feature).mul(weight))).mul(0.5);
  };
  const objective = unknowns => {
    const ofCameras = unknowns.at(`:${11 * cameras}`).reshape([cameras, 11]);
    const ofPoints = unknowns.at(`${11 * cameras}:`).reshape([-1, 3]);
    return np.sum(vmap(residual)(ofCameras.at(camera), ofPoints.at(point), features, weights));
  };
  return sparse(objective, array(x, { dtype }));
};

/** The least milliseconds of several calls. */
const least = call => {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 12; i++) {
    const start = performance.now();
    call();
    best = Math.min(best, performance.now() - start);
  }
  return best;
};

/** What the machine can do: operations a second in matrix products, and bytes a second in copies out of the cache. */
const machine = () => {
  const n = 768;
  const operations = Object.fromEntries(
    ['float64', 'float32'].map(dtype => {
      const matrix = data([n, n], 1, dtype);
      const square = jit(a => a.matmul(a));
      return [dtype, (2e3 * n ** 3) / least(() => square(matrix))];
    }),
  );
  const [from, to] = [new Float64Array(8e6), new Float64Array(8e6)];
  return { operations, bytes: (2 * 8e3 * from.length) / least(() => to.set(from)) };
};

const each = (list, name, make) => Object.fromEntries(list.map(n => [`${name}-${n}`, make(n)]));

await serve(
  `nabla${backend === 'wasm' ? '' : `, backend ${backend}`}, Node ${process.versions.node}${wide ? ', wide vectors' : ''}`,
  {
    call: dtype => {
      const x = data([1], 1, dtype);
      return {
        setup: () => {
          const compiled = jit(a => a.add(1));
          return () => compiled(x);
        },
        values,
      };
    },
    ...each([2, 10, 100, 1000], 'rosenbrock', n => dtype => dense(rosenbrock, data([n], 1, dtype, 2))),
    'rosenbrock-1000-read': dtype => {
      const compiled = jit(hessian(rosenbrock));
      const x = data([1000], 1, dtype, 2);
      return { setup: () => () => compiled(x).toTypedArray(), values: result => [result] };
    },
    'rosenbrock-1000-into': dtype => {
      const x = data([1000], 1, dtype, 2);
      return {
        setup: () => {
          const compiled = jit(hessian(rosenbrock)).lower(x).compile();
          const inputs = [x.toTypedArray()];
          const outputs = [new inputs[0].constructor(1e6)];
          return () => compiled(inputs, outputs);
        },
        values: result => result,
      };
    },
    'logistic-50': logistic(50, 500),
    'logistic-200': logistic(200, 2000),
    'network-161': hessianOfNetwork([8, 16, 1], 100),
    'network-1633': hessianOfNetwork([16, 32, 32, 1], 256),
    'gaussian-process': gaussianProcess,
    'hvp-network': dtype => {
      const { loss, layers } = network([64, 256, 256, 1], 256, dtype);
      return product(loss, layers, layers);
    },
    'hvp-rosenbrock': dtype => product(rosenbrock, data([1_000_000], 1, dtype, 2), data([1_000_000], 2, dtype, 2)),
    ...each(
      ['1e2', '1e3', '1e4', '1e5', '1e6'],
      'chain',
      n => dtype => sparse(rosenbrock, data([Number(n)], 1, dtype, 2)),
    ),
    ...each([100, 1000, 3200, 10_000, 100_000], 'arrow', n => dtype => sparse(arrowHead(n, 8), data([n], 1, dtype, 2))),
    ...each([7, 22, 70, 100, 220], 'mesh', neoHookean),
    bundle: bundleAdjustment,
  },
  { machine },
);
