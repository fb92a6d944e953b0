import {
  array,
  hessian,
  hessianDiagonal,
  hessianMatrix,
  hessianOperator,
  hessianSparsity,
  hvp,
  jacfwd,
  jacrev,
  jit,
  laplacian,
  lax,
  linalg,
  makeJaxpr,
  type NDArray,
  nn,
  numpy as np,
  vmap,
} from 'nabla';
import { describe, expect, it } from 'vitest';
import type { CompressedMatrix } from '../pattern/compress.ts';
import { sparseHessianOf } from './sparse.ts';

const f64 = { dtype: 'float64' } as const;

/** Numbers that look random, the same each time. */
const numbers = (count: number, seed = 1): number[] =>
  Array.from({ length: count }, (_, i) => Math.sin(12.9898 * (i + 1) + 78.233 * seed));
const vector = (n: number, seed = 1): NDArray => array(numbers(n, seed), f64);

const list = (x: NDArray): number[] => [...x.toTypedArray()];

const closeTo = (seen: readonly number[], expected: readonly number[], tolerance = 1e-12): void => {
  expect(seen.length).toBe(expected.length);
  const scale = Math.max(1, ...expected.map(Math.abs));
  expect(Math.max(0, ...seen.map((value, i) => Math.abs(value - expected[i]!))) / scale).toBeLessThan(tolerance);
};

const dense = ({ shape: [rows, columns], indptr, indices, data }: CompressedMatrix): number[] => {
  const result = new Array<number>(rows * columns).fill(0);
  for (let row = 0; row < rows; row++) {
    for (let i = indptr[row]!; i < indptr[row + 1]!; i++) result[row * columns + indices[i]!] = data[i]!;
  }
  return result;
};

type F = (x: NDArray) => NDArray;

const sparse = (f: F, x: NDArray): CompressedMatrix =>
  (sparseHessianOf(f, {}, matrix => matrix) as unknown as (x: NDArray) => CompressedMatrix)(x);

const rosenbrock: F = x => {
  const [head, tail] = [x.at(':-1'), x.at('1:')];
  return tail.sub(head.mul(head)).pow(2).mul(100).add(head.mul(-1).add(1).pow(2)).sum();
};

const arrow: F = x => x.at('1:').mul(x.at(0)).pow(2).sum().add(x.pow(4).sum());

const arrowHead: F = x => {
  const count = 3;
  const m = x.length - count;
  let inner = x.at(`1:${m + 1}`);
  for (let k = 2; k <= count; k++) inner = inner.add(x.at(`${k}:${m + k}`));
  let sum = np.cos(inner).sum();
  for (let k = 0; k < count; k++) sum = sum.add(x.add(x.at(k)).pow(2).sum());
  return sum;
};

/** Energies of triangles of a grid of (k + 1)² vertices, two for each cell. */
const mesh = (k: number): F => {
  const triangles: number[][] = [];
  for (let i = 0; i < k; i++) {
    for (let j = 0; j < k; j++) {
      const p = i * (k + 1) + j;
      triangles.push([p, p + 1, p + k + 1], [p + k + 2, p + k + 1, p + 1]);
    }
  }
  const corners = array(triangles, { dtype: 'int32' });
  const energy = (v: NDArray): NDArray => {
    const J = np.stack([v.at(1).sub(v.at(0)), v.at(2).sub(v.at(0))], { axis: 1 });
    const det = J.at(0, 0)
      .mul(J.at(1, 1))
      .sub(J.at(0, 1).mul(J.at(1, 0)));
    return J.mul(J).sum().mul(0.3).add(det.sub(1.1).pow(2));
  };
  return x => vmap(energy)(x.reshape([(k + 1) ** 2, 2]).at(corners)).sum();
};

const data = array(numbers(60, 3), f64).reshape([12, 5]);
const logistic: F = w => nn.softplus(data.matmul(w)).sum();
const network: F = x => {
  const hidden = np.tanh(data.matmul(x.at(':15').reshape([5, 3])).add(x.at('15:18')));
  return np
    .tanh(hidden.matmul(x.at('18:24').reshape([3, 2])))
    .pow(2)
    .sum();
};

/** Projections of points by cameras, 12 numbers and 18 numbers, with as many observations as asked for. */
const projections =
  (observations: number): F =>
  x => {
    const seen = Array.from({ length: observations }, (_, i) => i);
    const cameras = x
      .at(':12')
      .reshape([4, 3])
      .at(
        array(
          seen.map(i => (7 * i + 1) % 4),
          { dtype: 'int32' },
        ),
      );
    const points = x
      .at('12:')
      .reshape([6, 3])
      .at(
        array(
          seen.map(i => (5 * i + 2) % 6),
          { dtype: 'int32' },
        ),
      );
    const project = (camera: NDArray, point: NDArray): NDArray => {
      const [a, b] = [camera.at(0), camera.at(1)];
      const cross = np.stack([
        a.mul(point.at(2)).sub(b.mul(point.at(1))),
        b.mul(point.at(0)).sub(camera.at(2).mul(point.at(2))),
        camera
          .at(2)
          .mul(point.at(1))
          .sub(a.mul(point.at(0))),
      ]);
      const moved = point
        .add(cross)
        .mul(np.cos(camera.mul(camera).sum()))
        .add(camera.mul(camera.mul(point).sum()));
      const image = moved.at(':2').div(moved.at(2).pow(2).add(2));
      return image.mul(image.mul(image).sum().add(1)).pow(2).sum();
    };
    return vmap(project)(cameras, points).sum();
  };

const cases: readonly (readonly [name: string, f: F, n: number])[] = [
  ['chained Rosenbrock', rosenbrock, 12],
  ['arrow', arrow, 9],
  ['ArrowHead', arrowHead, 11],
  ['triangle mesh', mesh(2), 18],
  ['projections', projections(14), 30],
  ['logistic regression', logistic, 5],
  ['network', network, 24],
  ['cumulative sums', x => np.cumsum(x).pow(3).sum(), 6],
  [
    'sorted',
    x =>
      np
        .sort(x)
        .mul(array([1, 2, 3, 4, 5, 6], f64))
        .pow(2)
        .sum(),
    6,
  ],
  ['windows', x => np.convolve(x, [1, -2, 1]).pow(4).sum(), 8],
  ['products of all', x => x.prod(), 5],
  ['blocks', x => x.reshape([3, 4]).prod({ axis: 1 }).sum(), 12],
  [
    'updates',
    x =>
      x
        .set('1:3', x.at('2:4').mul(x.at(0)))
        .addAt([array([0, 0, 5], { dtype: 'int32' })], x.at(':3'))
        .pow(3)
        .sum(),
    6,
  ],
  ['linear', x => x.sum(), 4],
];

describe('the Hessian family', () => {
  it.each(cases)('%s: agrees with a dense basis', (_, f, n) => {
    const x = vector(n);
    const expected = list(jacfwd(jacrev(f))(x));
    const H = list(hessian(f)(x));
    closeTo(H, expected);
    for (let i = 0; i < n; i++) for (let k = 0; k < i; k++) expect(H[i * n + k]).toBe(H[k * n + i]);
    const S = sparse(f, x);
    closeTo(dense(S), expected);
    const diagonal = expected.filter((_value, i) => i % (n + 1) === 0);
    closeTo(list(hessianDiagonal(f)(x)), diagonal);
    closeTo([laplacian(f)(x).item()], [diagonal.reduce((a, b) => a + b, 0)]);
    const operator = hessianOperator(f)(x);
    expect(operator.shape).toEqual([n, n]);
    closeTo(list(operator.toDense()), expected);
    closeTo(list(operator.diagonal()), diagonal);
    closeTo([operator.trace().item()], [diagonal.reduce((a, b) => a + b, 0)]);
    const V = array(numbers(2 * n, 5), f64).reshape([n, 2]);
    const product = np.matmul(array(expected, f64).reshape([n, n]), V);
    closeTo(list(operator.matmat(V)), list(product));
    closeTo(list(operator.matvec(V.at(':', 1))), list(product.at(':', 1)));
    closeTo(list(hessian(f, { chunkSize: 2 })(x)), expected);
    closeTo(list(jit(hessian(f))(x)), expected);
  });

  it('counts what is stored', () => {
    const nnz = (f: F, n: number): number => hessianSparsity(f)(vector(n)).nnz;
    expect(nnz(rosenbrock, 100)).toBe(298);
    expect(nnz(arrow, 100)).toBe(298);
    expect(nnz(x => x.pow(2).sum(), 100)).toBe(100);
    expect(nnz(x => x.sum(), 100)).toBe(0);
    expect(nnz(x => x.reshape([20, 5]).prod({ axis: 1 }).sum(), 100)).toBe(400);
    expect(nnz(mesh(3), 32)).toBe(16 * 4 + 2 * 4 * (12 + 12 + 9));
  });

  it('takes a number of equations that does not grow with the number of variables', () => {
    const count = (f: F, n: number): number => String(makeJaxpr(hessian(f))(vector(n))).split('\n').length;
    expect(count(rosenbrock, 40)).toBe(count(rosenbrock, 20));
    expect(count(rosenbrock, 40)).toBeLessThan(60);
    expect(count(arrow, 40)).toBe(count(arrow, 20));
    // and not with the number of parts, nor beyond a few values for each column of a part
    const program = (observations: number): string => String(makeJaxpr(hessian(projections(observations)))(vector(30)));
    expect(program(40).split('\n').length).toBe(program(20).split('\n').length);
    const lanes = [...program(200).matchAll(/f64\[(\d+),200,3\]/g)].map(match => Number(match[1]));
    expect(Math.max(...lanes)).toBeLessThanOrEqual(8);
  });

  it('multiplies with no identity: the Hessian of a logistic regression is one product', () => {
    const text = String(makeJaxpr(hessian(logistic))(vector(5)));
    expect(text.match(/dot_general/g)).toHaveLength(3); // of the value, the gradient and the Hessian
  });

  it('adds up tangents before they are multiplied or solved for', () => {
    const points = vector(36).reshape([12, 3]);
    const likelihood: F = t => {
      const near = points.div(np.exp(t.at(':3')));
      const apart = np.sum(np.square(near.reshape([12, 1, 3]).sub(near.reshape([1, 12, 3]))), { axis: 2 });
      const covariance = np.exp(t.at(3).sub(apart)).add(np.eye(12, f64).mul(np.exp(t.at(4))));
      const factor = linalg.cholesky(covariance);
      const scaled = lax.linalg.triangularSolve(factor, points.at(':', 0), { leftSide: true, lower: true });
      return np.sum(np.square(scaled)).add(np.sum(np.log(np.diagonal(factor))));
    };
    const t = vector(5);
    const text = String(makeJaxpr(hessian(likelihood))(t));
    // tangents of all five parameters come to the solutions in one array, those of the diagonal's logarithms among them
    expect(text.match(/ = triangular_solve\[/g)).toHaveLength(13);
    expect(np.max(np.abs(hessian(likelihood)(t).sub(jacfwd(jacrev(likelihood))(t)))).item()).toBeLessThan(1e-9);
  });

  it('is linear in the number of variables, in time and memory', () => {
    const n = 100_000;
    const H = sparse(rosenbrock, np.ones([n], f64));
    expect(H.indices.length).toBe(3 * n - 2);
    expect([...H.data.slice(0, 5)]).toEqual([802, -400, -400, 1002, -400]);
    expect(sparse(arrow, np.ones([n], f64)).indices.length).toBe(3 * n - 2);
  });

  it('handles trees, lists of arguments and mixed dtypes', () => {
    const f = (p: { a: NDArray; b: NDArray }, y: NDArray): NDArray =>
      p.a
        .mul(p.b)
        .sum()
        .add(y.pow(3).mul(p.b.at(0)).sum());
    const p = { a: array([1, 2]), b: array([3, 4], f64) };
    const y = array([5, 6]);
    const H = hessian(f, { argnums: [0, 1] })(p, y);
    const reference = jacfwd(jacrev(f, { argnums: [0, 1] }) as never, { argnums: [0, 1] })(
      p as never,
      y as never,
    ) as typeof H;
    expect(H[0].a[0].b.tolist()).toEqual([
      [1, 0],
      [0, 1],
    ]);
    expect([H[0].a[0].b.dtype, H[0].b[0].a.dtype, H[0].b[1].dtype, H[1][0].b.dtype]).toEqual([
      'float32',
      'float64',
      'float64',
      'float32',
    ]);
    expect(JSON.stringify(H)).toBe(JSON.stringify(reference));
    const diagonal = hessianDiagonal(f, { argnums: [0, 1] })(p, y);
    expect(diagonal[0].a.tolist()).toEqual([0, 0]);
    expect(diagonal[1].tolist()).toEqual([90, 108]);
    const flat = hessianMatrix(f, { argnums: [0, 1] })(p, y).matrix;
    const S = (sparseHessianOf(f, { argnums: [0, 1] }, m => m) as never as (...args: unknown[]) => CompressedMatrix)(
      p,
      y,
    );
    closeTo(dense(S), list(flat));
    expect(S.data).toBeInstanceOf(Float64Array);
  });

  it('treats vector outputs as stacks of symmetric matrices', () => {
    const f: F = x => np.stack([rosenbrock(x), arrow(x)]).mul(x.at(0));
    closeTo(list(hessian(f)(vector(5))), list(jacfwd(jacrev(f))(vector(5))));
  });

  it('returns aux', () => {
    const f = (x: NDArray) => [x.pow(3).sum(), { twice: x.mul(2), name: 'cube' }] as const;
    const [diagonal, aux] = hessianDiagonal(f, { hasAux: true })(array([1, 2]));
    expect([diagonal.tolist(), aux.twice.tolist(), aux.name]).toEqual([[6, 12], [2, 4], 'cube']);
    expect(hessianOperator(f, { hasAux: true })(array([1, 2]))[1].name).toBe('cube');
  });
});

describe('prepared sparse Hessians', () => {
  type Prepared = ((...args: unknown[]) => CompressedMatrix) & {
    valueGradAndHessian: (...args: unknown[]) => [NDArray, NDArray, CompressedMatrix];
  };
  const prepare = (f: unknown, ...args: unknown[]): Prepared =>
    (sparseHessianOf(f, {}, matrix => matrix) as unknown as { prepare: (...args: unknown[]) => Prepared }).prepare(
      ...args,
    );

  it('can be used at many points, with value and gradient', () => {
    let calls = 0;
    const f: F = x => {
      calls++;
      return rosenbrock(x);
    };
    const at = prepare(f, vector(6));
    for (const seed of [2, 3]) {
      closeTo(dense(at(vector(6, seed))), list(hessian(rosenbrock)(vector(6, seed))));
      const [value, gradient, H] = at.valueGradAndHessian(vector(6, seed));
      closeTo([value.item()], [rosenbrock(vector(6, seed)).item()]);
      closeTo(list(gradient), list(jacrev(rosenbrock)(vector(6, seed))));
      closeTo(dense(H), list(hessian(rosenbrock)(vector(6, seed))));
    }
    expect(calls).toBe(1);
  });

  it('sees other floats, but no other indices', () => {
    const f = (x: NDArray, weights: NDArray, indices: NDArray): NDArray => x.at(indices).mul(weights).pow(2).sum();
    const indices = array([0, 2], { dtype: 'int32' });
    const at = prepare(f, vector(3), array([1, 2], f64), indices);
    expect(dense(at(vector(3), array([2, 3], f64), array([0, 2], { dtype: 'int32' })))).toEqual([
      8, 0, 0, 0, 0, 0, 0, 0, 18,
    ]);
    expect(() => at(vector(3), array([2, 3], f64), array([0, 1], { dtype: 'int32' }))).toThrow(/prepare again/);
    expect(() => at(vector(4), array([2, 3], f64), indices)).toThrow(/argument 0.*must be float64\[3\]/);
    expect(() => at(vector(3))).toThrow(/prepared for 3 arguments/);
  });

  it('sees other floats beside indices, flags and numbers, which reach the function as they are', () => {
    type Mesh = { edges: NDArray; rest: NDArray; options: { stiffness: number; periodic: boolean } };
    const f = (x: NDArray, { edges, rest, options }: Mesh, h: number): NDArray => {
      const stretch = x
        .at(edges.at(':', 1))
        .sub(x.at(edges.at(':', 0)))
        .sub(rest);
      return np.sum(stretch.pow(4)).mul(options.periodic ? options.stiffness / (h * h) : 0);
    };
    const mesh = (rest: number, stiffness = 2, last = 2): Mesh => ({
      edges: array(
        [
          [0, 1],
          [1, last],
        ],
        { dtype: 'int32' },
      ),
      rest: array([rest, rest], f64),
      options: { stiffness, periodic: true },
    });
    const at = prepare(f, vector(3), mesh(1), 0.5);
    for (const rest of [1, 2]) {
      const want = hessian((x: NDArray) => f(x, mesh(rest), 0.5))(vector(3));
      closeTo(dense(at(vector(3), mesh(rest), 0.5)), list(want));
    }
    const again = /part of the program.*prepare again; only arrays of floats may have other values/;
    expect(() => at(vector(3), mesh(1), 0.25)).toThrow(again);
    expect(() => at(vector(3), mesh(1, 3), 0.5)).toThrow(/argument 1 at \.options\.stiffness is part/);
    expect(() => at(vector(3), mesh(1, 2, 1), 0.5)).toThrow(/argument 1 at \.edges is part/);
    expect(() => at(vector(3), { ...mesh(1), rest: array([1], f64) }, 0.5)).toThrow(
      /argument 1 at \.rest must be float64\[2\], got float64\[1\]: prepare again/,
    );
    expect(() => at(vector(3), { edges: 1 }, 0.5)).toThrow(/argument 1 must have the structure/);
  });

  it('notices what is written into indices later, and keeps patterns by lists of them sparse', () => {
    const chosen = (x: NDArray, at: Int32Array): NDArray => np.square(x.at(array(at))).sum();
    const indices = Int32Array.of(0, 1);
    const at = prepare(chosen, vector(3), indices);
    expect(dense(at(vector(3), Int32Array.of(0, 1)))).toEqual([2, 0, 0, 0, 2, 0, 0, 0, 0]);
    indices[1] = 2;
    expect(() => at(vector(3), indices)).toThrow(/argument 1 is part of the program/);
    const linked = (x: NDArray, pairs: number[][]): NDArray => {
      const edges = array(pairs, { dtype: 'int32' });
      return np.square(x.at(edges.at(':', 0)).sub(x.at(edges.at(':', 1)))).sum();
    };
    const pairs = [
      [0, 1],
      [1, 2],
    ];
    expect(prepare(linked, vector(4), pairs)(vector(4), pairs).data.length).toBe(7);
  });

  it('takes numbers for arrays of floats without axes', () => {
    const at = prepare((x: NDArray, k: NDArray) => x.pow(2).mul(k).sum(), vector(2), array(2, f64));
    expect(dense(at(vector(2), 3))).toEqual([6, 0, 0, 6]);
  });

  it('has no values while it is prepared, and numbers only outside of transformations', () => {
    expect(() => prepare((x: NDArray) => (x.at(0).item() > 0 ? x.sum() : x.prod()), vector(3))).toThrow(/not known/);
    expect(() => jit((x: NDArray) => array([sparse(rosenbrock, x).data.length]))(vector(3))).toThrow(
      /sparseHessian: cannot be used inside/,
    );
  });
});

describe('cost options of hessian', () => {
  it('reports progress', () => {
    const seen: number[] = [];
    const f: F = x =>
      np
        .cumsum(np.sin(np.cumsum(x)))
        .pow(2)
        .sum();
    const H = hessian(f, { chunkSize: 4, onProgress: ({ done, total }) => seen.push(done, total) })(vector(10));
    closeTo(list(H), list(hessian(f)(vector(10))));
    expect(seen.slice(-2)).toEqual([10, 10]);
  });

  it('refuses what no memory holds, and says what to do instead', () => {
    expect(() => hessian(rosenbrock)(np.ones([1_000_000]))).toThrow(/4\.0 TB.*sparseHessian.*hvp.*hessianDiagonal/);
    expect(() => hessianOperator(rosenbrock)(np.ones([1_000_000])).toDense()).toThrow(RangeError);
  });

  it('rejects more tangents than arguments', () => {
    const x = vector(3);
    expect(() => hvp(rosenbrock, [x], [x, x] as never)).toThrow('hvp: 2 tangents for 1 arguments');
  });

  it('rejects other chunk sizes', () => {
    expect(() => hessian(rosenbrock, { chunkSize: 0 })).toThrow(/chunkSize must be a positive integer/);
  });
});
