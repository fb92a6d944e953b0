import {
  array,
  checkpoint,
  customJvp,
  grad,
  hessian,
  jacfwd,
  jacrev,
  jit,
  lax,
  type NDArray,
  numpy as np,
  vmap,
} from 'nabla';
import { describe, expect, it } from 'vitest';
import { closeTo, normal, numbers } from './support.ts';

/** What JAX's own tests ask of hessian (api_test.py and others; see the names), rewritten. */

describe('hessian', () => {
  it('test_hessian: xᵀ(Ax) gives A + Aᵀ', () => {
    const A = normal(1, [4, 4]);
    const x = normal(2, [4]);
    closeTo(hessian((v: NDArray) => v.dot(A.matmul(v)))(x), A.add(A.T), 1e-6);
  });

  it('test_hessian_holomorphic', () => {
    const A = normal(1, [4, 4]);
    const x = lax.complex(normal(2, [4]), normal(2, [4]).mul(2));
    const H = hessian((v: NDArray) => v.dot(A.astype('complex64').matmul(v)), { holomorphic: true })(x);
    expect(H.dtype).toBe('complex64');
    closeTo(H, A.add(A.T).astype('complex64'), 1e-6);
  });

  it('test_hessian_aux: aux is x itself', () => {
    const A = normal(1, [4, 4]);
    const x = normal(2, [4]);
    const [H, aux] = hessian((v: NDArray) => [v.dot(A.matmul(v)), v] as const, { hasAux: true })(x);
    closeTo(H, A.add(A.T), 1e-6);
    expect(aux.tolist()).toEqual(x.tolist());
  });

  it('test_hessian_on_pytrees: tuple of squares', () => {
    const H = hessian(([a, b]: [NDArray, NDArray]) => array([a, b]).pow(2))([array(1), array(2)]);
    expect(H.map(row => row.map(block => block.tolist()))).toEqual([
      [
        [2, 0],
        [0, 0],
      ],
      [
        [0, 0],
        [0, 2],
      ],
    ]);
  });

  it('test_issue1372: all compositions and argnum pairs', () => {
    const quad = (x: NDArray) => x.dot(x);
    const f = (x: NDArray, u: NDArray) => quad(x).add(quad(u));
    const [x, u] = [np.ones([5]), np.ones([2])];
    const modes = [jacfwd, jacrev] as const;
    for (const outer of modes) {
      for (const inner of modes) {
        expect(outer(inner(f, { argnums: 0 }), { argnums: 0 })(x, u).shape).toEqual([5, 5]);
        expect(outer(inner(f, { argnums: 1 }), { argnums: 1 })(x, u).shape).toEqual([2, 2]);
        expect(outer(inner(f, { argnums: 1 }), { argnums: 0 })(x, u).shape).toEqual([2, 5]);
        expect(outer(inner(f, { argnums: 0 }), { argnums: 1 })(x, u).shape).toEqual([5, 2]);
      }
    }
  });

  it('test_lax_empty_batching_bug: functional updates', () => {
    const f = (x: NDArray) => {
      const out = np.zeros([2]).set(0, 1);
      return out.set(1, out.at(0).mul(x.at(0)));
    };
    const H = hessian(f)(np.arange(3));
    expect(H.tolist()).toEqual(np.zeros([2, 3, 3]).tolist());
  });

  it('test_vmap_caching: a jitted function inside is traced once', () => {
    let traces = 0;
    const f = jit((x: NDArray) => {
      traces++;
      return np.mean(x.pow(2));
    });
    for (let i = 0; i < 5; i++) hessian((x: NDArray) => f(x))(np.ones([8, 4]));
    expect(traces).toBe(1);
  });

  it('testHessian (batching): ties split', () => {
    const f = (x: NDArray, t: number) => np.maximum(x, 0).pow(2).sum().add(t);
    const H = hessian(f)(array([-1, -0.5, 0, 0.5, 1]), 2);
    expect(H.tolist()).toEqual(np.diag(array([0, 0, 0.5, 2, 2])).tolist());
  });

  it('testJacobianIssue54: stacking the rows of an argument', () => {
    const f = (xs: NDArray) => array([...xs]);
    expect(jacrev(f)(np.ones([5, 1])).shape).toEqual([5, 1, 5, 1]);
    expect(jacfwd(f)(np.ones([5, 1])).shape).toEqual([5, 1, 5, 1]);
  });

  it('remat of dot_general at a plain number', () => {
    const dot = (x: NDArray) => lax.dotGeneral(x, x, { contracting: [[], []] });
    expect(hessian(checkpoint(dot))(1).item()).toBe(2);
  });

  it('gather of nonzeros: shapes and agreement of the modes', () => {
    for (const shape of [[5], [5, 8], [3, 4, 5]]) {
      const M = normal(3, shape);
      const picks = shape.map(extent => array([0, extent - 1, 2], { dtype: 'int32' }));
      const f = (x: NDArray) => x.at(...picks).pow(2);
      const H = hessian(f)(M);
      expect(H.shape).toEqual([3, ...shape, ...shape]);
      closeTo(H, jacfwd(jacfwd(f))(M), 1e-6);
    }
  });

  it('pjit_test: einsum blhd,bmhd->bhlm, also under jit', () => {
    const f = (x: NDArray) => np.einsum('blhd,bmhd->bhlm', x, x).sum();
    const x = np.ones([1, 3, 2, 2]);
    expect(hessian(f, { argnums: 0 })(x).shape).toEqual([1, 3, 2, 2, 1, 3, 2, 2]);
    closeTo(jit(hessian(f))(x), hessian(f)(x), 0);
  });

  it('debug_info_test: jit(hessian(jit f))', () => {
    expect(jit(hessian(jit((x: NDArray) => x.pow(3))))(array(2)).item()).toBe(12);
  });
});

describe('jacfwd, jacrev and grad', () => {
  it('test_jacobian', () => {
    const A = normal(4, [4, 3]);
    const x = normal(5, [3]);
    const linear = (v: NDArray) => A.matmul(v);
    closeTo(jacfwd(linear)(x), A, 1e-6);
    closeTo(jacrev(linear)(x), A, 1e-6);
    const f = (v: NDArray) => np.tanh(A.matmul(v));
    closeTo(jacfwd(f)(x), jacrev(f)(x), 1e-6);
  });

  it.each([
    ['jacfwd', jacfwd],
    ['jacrev', jacrev],
  ] as const)('test_jacobian_on_pytrees: %s', (_, jac) => {
    const pair = (x: NDArray, y: NDArray) => [x, y] as const;
    const [x, y] = [array(0), array(1)];
    expect(jac(pair, { argnums: 0 })(x, y).map(Number)).toEqual([1, 0]);
    expect(jac(pair, { argnums: 1 })(x, y).map(Number)).toEqual([0, 1]);
    expect(jac(pair, { argnums: [0, 1] })(x, y).map(row => row.map(Number))).toEqual([
      [1, 0],
      [0, 1],
    ]);
    const firstTwo = ([a, b]: [NDArray, NDArray, NDArray]) => [a, b] as const;
    expect(jac(firstTwo)([array(1), array(2), array(3)]).map(row => row.map(Number))).toEqual([
      [1, 0, 0],
      [0, 1, 0],
    ]);
    const dict = (v: NDArray) => ({ x: v, xy: np.outer(v, array([3, 4, 5])) });
    const J = jac(dict)(array([1, 2]));
    expect(J.x.tolist()).toEqual([
      [1, 0],
      [0, 1],
    ]);
    expect(J.xy.tolist()).toEqual([
      [
        [3, 0],
        [4, 0],
        [5, 0],
      ],
      [
        [0, 3],
        [0, 4],
        [0, 5],
      ],
    ]);
  });

  it.each([
    ['jacfwd', jacfwd],
    ['jacrev', jacrev],
    ['grad', grad],
  ] as const)('%s: aux, basic and nested', (_, jac) => {
    const basic = jac((x: NDArray) => [x.pow(3), [x.pow(2)]] as const, { hasAux: true });
    const [j, aux] = basic(array(3));
    expect([j.item(), aux[0]?.item()]).toEqual([27, 9]);
    const nested = (x: NDArray) => {
      const [inner, [squared]] = basic(x);
      return inner.mul(np.sin(x)).add(squared);
    };
    const plain = (x: NDArray) => x.pow(2).mul(3).mul(np.sin(x)).add(x.pow(2));
    closeTo(jac(nested)(array(4)), jac(plain)(array(4)), 1e-5);
    closeTo(jit(jac(nested))(array(4)), jac(plain)(array(4)), 1e-5);
    closeTo(jac(jit(nested))(array(4)), jac(plain)(array(4)), 1e-5);
  });

  it('aux may be constant, and holds no tracers', () => {
    const [, aux] = grad((x: NDArray) => [x.pow(2), [1, 'two', array(3), x.add(1)]] as const, { hasAux: true })(
      array(3),
    );
    expect(aux[0]).toBe(1);
    expect(aux[1]).toBe('two');
    expect(Number(aux[2])).toBe(3);
    expect(Number(aux[3])).toBe(4);
  });

  it('test_grad_nonholomorphic: values that JAX computed', () => {
    const z = lax.complex(np.arange(5), np.arange(5).mul(0.5));
    const f = (x: NDArray) => np.cos(np.abs(x)).sum();
    const expected = [
      0, 0, -0.80430663, 0.40215331, -0.70368982, 0.35184491, 0.1886467, -0.09432335, 0.86873727, -0.43436864,
    ];
    for (const g of [grad(f)(z), jacrev(f)(z)]) {
      numbers(g).forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 5));
    }
  });

  it('jacrev equals grad for a real function of complex arguments', () => {
    const z = lax.complex(array([1, 0.5]), array([2, -1]));
    const f = (x: NDArray) => np.cos(np.linalg.norm(x.mul(2)));
    closeTo(jacrev(f)(z), grad(f)(z), 1e-6);
  });

  it('test_grad_holomorphic: sin at 1+2j', () => {
    const z = lax.complex(array(1, { dtype: 'float64' }), array(2, { dtype: 'float64' }));
    const [re, im] = numbers(grad((x: NDArray) => np.sin(x), { holomorphic: true })(z)) as [number, number];
    expect(re).toBeCloseTo(2.0327230070196656, 14);
    expect(im).toBeCloseTo(-3.0518977991518, 13);
  });

  it('grad is only defined for scalar outputs', () => {
    const message = /only defined for scalar-output functions/;
    const loose = grad as unknown as (f: unknown) => (...args: unknown[]) => unknown;
    expect(() => loose((x: NDArray) => [x, x])(array(1))).toThrow(message);
    expect(() => loose(() => [])(array(1))).toThrow(message);
    expect(() => loose((x: NDArray) => x)(array([1, 2]))).toThrow(message);
  });

  it('heterogeneous dtypes: jacfwd leaves have the dtype of the output, jacrev of the input', () => {
    const f = (x: NDArray, y: NDArray) => [x, y, x.add(y)] as const;
    const args = [array(1, { dtype: 'float32' }), array(2, { dtype: 'float64' })] as const;
    const forward = jacfwd(f, { argnums: [0, 1] })(...args);
    expect(forward.map(row => row.map(block => block.dtype))).toEqual([
      ['float32', 'float32'],
      ['float64', 'float64'],
      ['float64', 'float64'],
    ]);
    const reverse = jacrev(f, { argnums: [0, 1] })(...args);
    expect(reverse.map(row => row.map(block => block.dtype))).toEqual([
      ['float32', 'float64'],
      ['float32', 'float64'],
      ['float32', 'float64'],
    ]);
  });

  it.each([
    ['jacfwd', jacfwd],
    ['jacrev', jacrev],
    ['grad', grad],
  ] as const)('%s: complex, holomorphic and aux are checked', (name, jac) => {
    const loose = jac as unknown as (f: unknown, options?: unknown) => (...args: unknown[]) => unknown;
    const z = lax.complex(array(1), array(2));
    const mode =
      name === 'jacfwd' ? /requires real-valued inputs/ : /requires real-valued outputs|requires real-valued inputs/;
    expect(() => loose((x: NDArray) => np.sin(x))(z)).toThrow(TypeError);
    expect(() => loose((x: NDArray) => np.sin(x))(z)).toThrow(mode);
    expect(() => loose((x: NDArray) => np.sin(x), { holomorphic: true })(array(1))).toThrow(
      /requires inputs with complex dtype/,
    );
    expect(() => loose((x: NDArray) => x, { hasAux: true })(array(1))).toThrow(/two-element tuple/);
    const [derivative, aux] = loose((x: NDArray) => [x.mul(2), 5], { hasAux: true })(array(1)) as [NDArray, unknown];
    expect([derivative.item(), aux]).toEqual([2, 5]);
  });

  it('hijax_test: a function with a rule of its own, to second order', () => {
    const sin = customJvp((x: NDArray) => np.sin(x));
    sin.defjvp(([x], [t]) => [sin(x), np.cos(x).mul(t)]);
    expect(hessian((x: NDArray) => sin(x))(array(2)).item()).toBeCloseTo(-Math.sin(2), 6);
    const cube = customJvp((x: NDArray) => x.pow(3));
    cube.defjvp(([x], [t]) => [cube(x), x.pow(2).mul(3).mul(t)]);
    expect(hessian((x: NDArray) => cube(x))(array(2)).item()).toBe(12);
  });

  it('test_std_basis: Jacobians of the identity keep the tree', () => {
    expect(jacfwd((x: NDArray) => x)(np.zeros([3])).tolist()).toEqual(np.eye(3).tolist());
    expect(
      jacrev((x: NDArray) => x)(np.zeros([3, 3]))
        .reshape([9, 9])
        .tolist(),
    ).toEqual(np.eye(9).tolist());
    const tree: [NDArray, [NDArray, NDArray]] = [array(0), [np.zeros([3]), np.zeros([3, 4])]];
    const J = jacfwd((t: typeof tree) => t)(tree);
    expect(J[0][1][1].shape).toEqual([3, 4]);
    expect(J[1][1][1][0].shape).toEqual([3, 4, 3]);
    expect(J[1][1][1][1].reshape([12, 12]).tolist()).toEqual(np.eye(12).tolist());
  });

  it('test_remat_vmap: jacobians of checkpointed sin∘sin under vmap', () => {
    const f = (x: NDArray) => vmap(checkpoint((v: NDArray) => np.sin(np.sin(v))))(x);
    const x = np.arange(3);
    const expected = np.diag(np.cos(np.sin(x)).mul(np.cos(x)));
    closeTo(jacfwd(f)(x), expected, 1e-6);
    closeTo(jacrev(f)(x), expected, 1e-6);
  });

  it('custom_api_test: projection onto the simplex with its own jvp', () => {
    const projection = customJvp((x: NDArray) => {
      const sorted = np.sort(x).at('::-1');
      const sums = np.cumsum(sorted).sub(1);
      const ranks = np.arange(1, x.size + 1);
      const count = sorted.sub(sums.div(ranks)).greater(0).astype('int32').sum();
      const theta = sums.at(count.sub(1)).div(count);
      return np.maximum(x.sub(theta), 0);
    });
    projection.defjvp(([x], [t]) => {
      const s = projection(x);
      const support = s.greater(0).astype('float32');
      const mean = support.dot(t).div(support.sum());
      return [s, support.mul(t.sub(mean))];
    });
    const x = array([0.1, 0.5, 1.2, 0.9]);
    const s = projection(x).greater(0).astype('float32');
    const expected = np.diag(s).sub(np.outer(s, s).div(s.sum()));
    closeTo(jacfwd(projection)(x), expected, 1e-6);
    closeTo(jacrev(projection)(x), expected, 1e-6);
  });

  it('custom_api_test: jacfwd∘jacrev over a custom jvp of a pytree argument', () => {
    const f = customJvp((p: { a: NDArray; b: NDArray }) => p.a.mul(np.sin(p.b)));
    f.defjvp(([p], [t]) => [f(p), t.a.mul(np.sin(p.b)).add(t.b.mul(p.a).mul(np.cos(p.b)))]);
    const H = jacfwd(jacrev(f))({ a: array(2), b: array(0.5) });
    expect(H.a.a.item()).toBe(0);
    expect(H.a.b.item()).toBeCloseTo(Math.cos(0.5), 6);
    expect(H.b.b.item()).toBeCloseTo(-2 * Math.sin(0.5), 6);
  });

  it('lax_control_flow_test: jit(jacfwd(scan of 10 × grad cos))', () => {
    const step = (c: NDArray) => [grad((x: NDArray) => np.cos(x))(c), null] as const;
    const f = (x: NDArray) => lax.scan<NDArray, null, null>(step, x, null, { length: 10 })[0];
    expect(Number.isFinite(jit(jacfwd(f))(array(0.5)).item())).toBe(true);
  });

  it('optimizers_test: jacrev equals jacfwd through a scan of 75 steps of gradient descent', () => {
    const loss = (x: NDArray, target: NDArray) => x.sub(target).pow(2).sum();
    const train = (target: NDArray) =>
      lax.scan<NDArray, null, null>(x => [x.sub(grad(loss)(x, target).mul(0.1)), null] as const, np.zeros([2]), null, {
        length: 75,
      })[0];
    const target = array([1, -2]);
    closeTo(jacrev(train)(target), jacfwd(train)(target), 1e-6);
  });

  it('linalg_test testIssue1383: third derivatives of an eigh reconstruction are finite', () => {
    const seed = normal(6, [3, 3]);
    const f = (x: NDArray) => {
      const M = seed.mul(x);
      const S = M.T.matmul(M);
      const [w, v] = np.linalg.eigh(S);
      return v.mul(w).matmul(v.T).sum();
    };
    const third = jacfwd(jacfwd(jacfwd(f)))(array(2));
    expect(Number.isNaN(third.item())).toBe(false);
  });
});

describe('second order of pow and friends', () => {
  it('testPowSecondDerivative at (4, 0)', () => {
    const f = (x: NDArray, y: NDArray) => np.power(x, y);
    for (const jac of [jacfwd, jacrev]) {
      const H = jac(jac(f, { argnums: [0, 1] }), { argnums: [0, 1] })(array(4), array(0));
      const seen = H.map(row => row.map(Number));
      [
        [0, 1 / 4],
        [1 / 4, Math.log(4) ** 2],
      ].forEach((row, i) => {
        row.forEach((value, j) => expect(seen[i]![j]).toBeCloseTo(value, 5));
      });
    }
  });

  it('grad of pow at (0, 0) with a float exponent is NaN', () => {
    expect(grad((x: NDArray) => np.power(x, array(0)))(array(0)).item()).toBeNaN();
  });

  it('testPowIntPowerAtZero', () => {
    const zero = array(0, { dtype: 'int32' });
    expect(grad((x: NDArray) => np.power(x, zero))(array(0)).item()).toBe(0);
    for (const dtype of ['int32', 'float32'] as const) {
      const exponents = np.arange(0, 2, 1, { dtype });
      expect(grad((z: NDArray) => np.power(z, exponents).sum())(array(3.14)).item()).toBe(1);
    }
  });

  it('jacrev(jit(pow))(arange(4), 2) is diag(2x)', () => {
    const x = np.arange(4);
    const J = jacrev(jit((v: NDArray) => v.pow(2)))(x);
    expect(J.tolist()).toEqual(np.diag(x.mul(2)).tolist());
  });

  it('entr at 0: jacfwd and jacrev give +inf', async () => {
    const { special } = await import('nabla');
    const f = (x: NDArray) => special.entr(x);
    expect(jacfwd(f)(array(0)).item()).toBe(Number.POSITIVE_INFINITY);
    expect(jacrev(f)(array(0)).item()).toBe(Number.POSITIVE_INFINITY);
  });
});
