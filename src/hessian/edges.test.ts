import {
  array,
  customJvp,
  customVjp,
  grad,
  hessian,
  hessianDiagonal,
  hessianMatrix,
  hessianOperator,
  jacfwd,
  jit,
  lax,
  linalg,
  makeJaxpr,
  type NDArray,
  nn,
  numpy as np,
  sparseHessian,
  valueGradAndHessian,
  vmap,
} from 'nabla';
import { describe, expect, it } from 'vitest';

/** All of the family. Programs that are kept are called three times: the first call is interpreted, later ones are compiled. */
const expectAll = (f: (x: NDArray) => NDArray, x: NDArray): void => {
  const want = jacfwd(grad(f))(x).reshape([x.size, x.size]);
  const operator = hessianOperator((v: NDArray) => f(v.reshape(x.shape)))(x.ravel());
  const ofMatrix = (v: NDArray): NDArray => hessianMatrix(f)(v).matrix;
  const withValue = (v: NDArray): NDArray => valueGradAndHessian(f)(v)[2];
  const prepared = sparseHessian(f).prepare(x);
  const kept: Record<string, (v: NDArray) => NDArray> = {
    hessian: jit(hessian(f)),
    valueGradAndHessian: jit(withValue),
    hessianMatrix: jit(ofMatrix),
    sparseHessian: v => array(prepared(v).toDense()),
    toDense: () => operator.toDense(),
    matmat: () => operator.matmat(np.eye(x.size, { dtype: x.dtype })),
  };
  const expectOf = (name: string, H: NDArray): void =>
    expect(np.max(np.abs(H.reshape(want.shape).sub(want))).item(), name).toBeLessThan(1e-12);
  for (const [name, H] of Object.entries(kept)) {
    for (let i = 0; i < 3; i++) expectOf(`${name}, call ${i + 1}`, H(x));
  }
  expectOf('hessian', hessian(f)(x));
  expectOf('valueGradAndHessian', withValue(x));
  expectOf('hessianMatrix', ofMatrix(x));
  expectOf('in chunks', hessian(f, { chunkSize: 1 })(x));
  expect(np.max(np.abs(hessianDiagonal(f)(x).ravel().sub(np.diagonal(want)))).item()).toBeLessThan(1e-12);
};

const waves = (...shape: number[]): NDArray => {
  const size = shape.reduce((product, extent) => product * extent, 1);
  return np.sin(np.arange(size, { dtype: 'float64' }).mul(1.7).add(1)).reshape(shape);
};
const rows = array(Int32Array.of(0, 1, 2, 3, 4, 5, 6, 0, 3, 2, 1, 1)).reshape([4, 3]);

describe('tangents of which nothing is left', () => {
  it.each<[string, (x: NDArray) => NDArray, NDArray]>([
    [
      'by a mask',
      x => np.square(np.where(np.zeros([2, 4], { dtype: 'bool' }), x.pow(2), 0).sum({ axis: 1 })).sum(),
      waves(2, 4),
    ],
    ['by a triangle', x => np.sum(np.cumsum(np.triu(np.sin(x), { k: 5 }), { axis: 0 })), waves(2, 4)],
    ['by padding', x => np.square(np.pad(np.sin(x), 2).at(':2', ':').sum({ axis: 1 })).sum(), waves(3, 3)],
    ['since they are overwritten', x => np.sum(np.sin(x.reshape([1, 3]).set(array(Int32Array.of(0, 0)), x))), waves(3)],
    [
      'in steps of a scan',
      x =>
        np.sum(
          np.square(
            lax.scan(
              (c: NDArray, z: NDArray) => [c.mul(0.8).add(np.square(z)), null] as const,
              np.zeros([3], { dtype: 'float64' }),
              nn.softmax(x.at(rows), { axis: 1 }),
            )[0],
          ),
        ),
      waves(7),
    ],
  ])('%s', (_, f, x) => expectAll(f, x));
});

describe('elements in descending order', () => {
  it.each<[string, (x: NDArray) => NDArray, NDArray]>([
    ['of columns', x => np.square(np.cumsum(x.at(':', '::-2').pow(2), { axis: 0 })).sum(), waves(2, 4)],
    ['of a cumulative product', x => np.square(np.sum(lax.cumprod(np.exp(np.sin(x)), 1))), waves(7, 4)],
    [
      'of a gather that is not sorted',
      x => {
        const s = x.mul(np.sum(x));
        const w = np.stack([s.at(':12'), s.at('1:')], { axis: 1 });
        const some = w.at(array(Int32Array.of(0, 9, 2, 6)), array(Int32Array.of(0, 1, 0, 1)));
        return np.sum(np.square(some)).add(np.sum(np.sin(w)));
      },
      waves(13),
    ],
  ])('%s', (_, f, x) => expectAll(f, x));
});

describe('derivative rules of users make Hessians that need not be symmetric', () => {
  it('in reverse mode', () => {
    const clipped = customVjp(
      (x: NDArray) => x,
      x => [x, null],
      (_, cotangent) => [np.clip(cotangent, -1, 1)],
    );
    const f = (x: NDArray): NDArray => {
      const y = clipped(x);
      return y.at(0).mul(y.at(1)).mul(3);
    };
    const x = array([0.1, 2], { dtype: 'float64' });
    expect(hessian(f)(x).tolist()).toEqual([
      [0, 0],
      [3, 0],
    ]);
    expectAll(f, x);
  });

  it('in forward mode, in programs in programs', () => {
    const rule = customJvp((x: NDArray, y: NDArray) => np.sin(x).mul(y)).defjvp(([x, y], [tx, ty]) => [
      np.sin(x).mul(y),
      tx
        .mul(3)
        .mul(y)
        .add(ty.mul(x.pow(2))),
    ]);
    const f = (v: NDArray): NDArray => rule(v.at(0), v.at(1));
    const x = array([1, 2], { dtype: 'float64' });
    expect(hessian(jit(f))(x).tolist()).toEqual([
      [0, 3],
      [2, 0],
    ]);
    expectAll(f, x);
    expectAll(
      v =>
        lax.scan((c: NDArray) => [c.add(f(v)), null] as const, array(0, { dtype: 'float64' }), null, { length: 2 })[0],
      x,
    );
  });
});

describe('Hessians with few elements a row stay sparse', () => {
  const neighbours = (u: NDArray): NDArray => u.add(np.roll(u, 1)).add(np.roll(u, -1));
  const byLoop = (x: NDArray): NDArray => {
    let sum = array(0, { dtype: 'float64' });
    for (let i = 0; i + 1 < x.length; i++) sum = sum.add(np.square(x.at(i + 1).sub(np.square(x.at(i)))));
    return sum;
  };
  const kernel = array([1, 2, 1, 2, -12, 2, 1, 2, 1], { dtype: 'float64' }).reshape([1, 1, 3, 3]);
  const triangle = np.tril(np.ones([8, 8], { dtype: 'float64' }));
  it.each<[string, (x: NDArray) => NDArray, number]>([
    ['of two stencils with boundaries', x => np.sum(np.exp(neighbours(neighbours(x)))), 9],
    ['of steps in time', x => np.sum(np.exp(lax.foriLoop(0, 3, (_, u: NDArray) => neighbours(u), x))), 13],
    ['of differences at edges', x => np.sum(np.exp(np.gradient(np.gradient(x) as NDArray) as NDArray)), 5],
    ['of loops over elements', byLoop, 3],
    [
      'of convolutions',
      x => np.sum(np.sin(lax.convGeneralDilated(x.reshape([1, 1, 12, 12]), kernel, [1, 1], 'SAME'))),
      25,
    ],
    ['of sums along short rows', x => np.sum(np.exp(np.cumsum(x.reshape([-1, 6]), { axis: 1 }))), 6],
    [
      'of solutions with a known matrix',
      x => np.sum(np.exp(linalg.solveTriangular(triangle, x.reshape([-1, 8]).T.mul(0.1), { lower: true }))),
      8,
    ],
  ])('%s', (_, f, most) => {
    const x = waves(144).mul(0.3);
    const H = sparseHessian(f)(x);
    expect(H.data.length / x.size).toBeLessThanOrEqual(most);
    expect(np.max(np.abs(array(H.toDense()).sub(jacfwd(grad(f))(x)))).item()).toBeLessThan(1e-10);
  });
});

describe('complex numbers', () => {
  const z = array([
    { re: 1, im: 3 },
    { re: 2, im: 4 },
  ]);
  const f = (x: NDArray): NDArray => np.sum(np.square(np.abs(x)));
  it.each<[string, () => unknown]>([
    ['sparseHessian', () => sparseHessian(f)(z)],
    ['hessianDiagonal', () => hessianDiagonal(f)(z)],
    ['hessianOperator', () => hessianOperator(f)(z)],
  ])('are refused by %s as by hessian', (name, call) => {
    expect(() => hessian(f)(z)).toThrow(/requires real-valued inputs/);
    expect(call).toThrow(new RegExp(`requires real-valued inputs .*complex64 \\(argument 0 of ${name}\\)`));
  });

  it('do not fit into sparse matrices', () => {
    expect(() => sparseHessian((x: NDArray) => np.sum(x.pow(3)), { holomorphic: true })).toThrow(/use hessian/);
  });
});

it('conjugates what tangents of complex arrays were multiplied by', () => {
  const gram = (x: NDArray): NDArray => {
    const z = lax.complex(x.at(':2'), x.at('2:'));
    return np.square(np.abs(np.outer(z, np.conj(z)))).sum();
  };
  expectAll(gram, array([0.3, -0.7, 1.1, 0.4], { dtype: 'float64' }));
});

it('drops parts of tangents that a view has left without values', () => {
  const moving = (state: NDArray): NDArray => {
    const [x, y, u, v] = [state.at(0), state.at(1), state.at(2), state.at(3)];
    return np.stack([u, v, np.sin(y), u.mul(v).add(x)]);
  };
  const step = (state: NDArray): NDArray => state.add(moving(state.add(moving(state).mul(0.1))).mul(0.2));
  const defects = (states: NDArray): NDArray => np.square(vmap(step)(states.at(':-1')).sub(states.at('1:'))).sum();
  const x = np.linspace(-1, 1, 20, { dtype: 'float64' }).reshape([5, 4]);
  expectAll(defects, x);
  const { equations } = makeJaxpr(hessian(defects))(x).jaxpr;
  expect(equations.some(({ outputs }) => outputs.some(({ aval }) => aval.shape.includes(0)))).toBe(false);
});

it('does not write out loops whose steps mix all columns', () => {
  const inputs = np.linspace(-1, 1, 20, { dtype: 'float64' }).reshape([10, 2]);
  const recurrent = (x: NDArray): NDArray => {
    const [W, U] = [x.at(':9').reshape([3, 3]), x.at('9:').reshape([3, 2])];
    const step = (h: NDArray, input: NDArray) => [np.tanh(W.matmul(h).add(U.matmul(input))), h] as const;
    return np.square(lax.scan(step, np.zeros([3], { dtype: 'float64' }), inputs)[0]).sum();
  };
  const x = np.linspace(-1, 1, 15, { dtype: 'float64' });
  expectAll(recurrent, x);
  expect(makeJaxpr(hessian(recurrent))(x).jaxpr.equations.length).toBeLessThan(300);
});

it('takes dense tangents where structured ones take thousands of equations', () => {
  const diffuse = (u: NDArray): NDArray => {
    const step = (v: NDArray): NDArray => v.add(np.roll(v, 1).add(np.roll(v, -1)).sub(v.mul(2)).mul(v).mul(0.1));
    return np.square(lax.foriLoop(0, 16, (_, v: NDArray) => step(v), u)).sum();
  };
  const x = np.linspace(0, 1, 30, { dtype: 'float64' });
  expectAll(diffuse, x);
  expect(makeJaxpr(hessian(diffuse))(x).jaxpr.equations.length).toBeLessThan(300);
});

it('takes dense tangents where structured ones of a loop in JavaScript take thousands of equations', () => {
  const spread = (u: NDArray): NDArray => {
    let v = u;
    for (let i = 0; i < 9; i++) v = v.add(np.roll(v, 2).sub(np.roll(v, -1)).mul(v).mul(0.1));
    return np.square(v).sum();
  };
  const x = np.linspace(0, 1, 24, { dtype: 'float64' });
  expectAll(spread, x);
  const { length } = makeJaxpr(hessian(spread))(x).jaxpr.equations;
  expect(length).toBe(makeJaxpr(jacfwd(grad(spread)))(x).jaxpr.equations.length);
});

it('takes dense tangents where windows of structured ones grow in a loop until they hold twice as much', () => {
  const kernel = array(
    [
      [
        [
          [0, 1, 0],
          [1, -4, 1],
          [0, 1, 0],
        ],
      ],
    ],
    { dtype: 'float64' },
  );
  const wave = (speed: NDArray): NDArray => {
    const rest = np.zeros([1, 1, 10, 10], { dtype: 'float64' });
    const step = (_: NDArray, [u, v]: [NDArray, NDArray]): [NDArray, NDArray] => {
      const next = v.add(lax.convGeneralDilated(u, kernel, [1, 1], 'SAME').mul(np.square(speed)));
      return [u.add(next.mul(0.1)), next];
    };
    const [u] = lax.foriLoop(0, 16, step, [rest.set([0, 0, 5, 4], 1), rest]);
    return np.square(u.at(0, 0, '2:4', '2:4')).sum();
  };
  const x = np.linspace(0.8, 1.2, 100, { dtype: 'float64' }).reshape([10, 10]);
  const H = jit(hessian(wave));
  expect(np.allclose(H(x), jacfwd(grad(wave))(x), { rtol: 1e-12 }).item()).toBe(true);
  expect(makeJaxpr(hessian(wave))(x).jaxpr.equations.length).toBeLessThan(300);
});

describe('functions of a scalar of many variables', () => {
  it.each([
    ['float32', 1e-14, 2e-7],
    ['float32', 1e13, 2e-7],
    ['float64', 1e-150, 1e-15],
    ['float64', 1e150, 1e-15],
  ] as const)('stay in the range of %s where the variables are about %f', (dtype, size, tolerance) => {
    const norm = (x: NDArray): NDArray => np.sqrt(np.square(x.div(size)).sum()).mul(size);
    const length = (x: NDArray): NDArray => np.linalg.norm(x);
    const wanted = [0.128, -0.096, -0.096, 0.072];
    for (const f of size > 1e100 || size < 1e-100 ? [norm] : [norm, length]) {
      const H = hessian(f)(array([3 * size, 4 * size], { dtype })).toTypedArray();
      wanted.forEach((value, i) => expect(Math.abs((H[i]! * size) / value - 1)).toBeLessThan(10 * tolerance));
    }
  });

  it('add up what several of its functions give', () => {
    const X = np.sin(np.arange(0, 60, 1, { dtype: 'float64' })).reshape([12, 5]);
    const f = (w: NDArray): NDArray => {
      const z = X.matmul(w);
      const s = np.square(z).sum();
      const scale = np.exp(s.mul(-0.01)).add(np.sqrt(s)).mul(s);
      return np.tanh(z.mul(scale)).sum().add(np.log(scale));
    };
    const w = np.linspace(0.1, 0.5, 5, { dtype: 'float64' });
    const wanted = jacfwd(grad(f))(w);
    for (const H of [hessian(f)(w), jit(hessian(f))(w)])
      expect(np.max(np.abs(H.sub(wanted))).item()).toBeLessThan(1e-12 * np.max(np.abs(wanted)).item());
  });
});
