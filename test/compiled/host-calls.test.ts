import { array, type DType, grad, lax, linalg, makeJaxpr, type NDArray, numpy as np } from 'nabla';
import { describe, expect, it } from 'vitest';
import type { ConcreteArray } from '../../src/array/ndarray.ts';
import { createWasmExecutor } from '../../src/backends/wasm/executor.ts';
import type { Equation } from '../../src/core/jaxpr.ts';
import type { Primitive } from '../../src/core/primitive.ts';
import { bitDifferences, compareExecutors } from './compare.ts';
import { hostSteps } from './host-steps.ts';

/** Steps that compiled programs, their loops and choices leave to the interpreter. */

const x = array(
  [
    [4, 1, 0.5],
    [-1, 3, 0.2],
    [0.3, -0.6, 2],
  ],
  { dtype: 'float64' },
) as ConcreteArray;

const bandsOf = (dtype: DType): [NDArray, NDArray, NDArray] => [
  array([0, 1, 1], { dtype }),
  array([3, 4, 5], { dtype }),
  array([1, 1, 0], { dtype }),
];

const namesIn = (f: (x: NDArray) => unknown, ...args: readonly NDArray[]): string[] =>
  hostSteps(makeJaxpr(f)(...(args as [NDArray])).jaxpr).map(({ primitive }) => primitive.name);

/** A matrix as similar to x as rotated eigenvalues are. */
const turned = (a: NDArray): NDArray => {
  const [t, z] = linalg.schur(a);
  return np.matmul(t, z).mul(0.5);
};

const programs: { readonly [name: string]: (a: NDArray) => unknown } = {
  'in the body of a scan': a =>
    lax.scan((c: NDArray, row: NDArray) => [turned(c).add(row), np.sum(c)], a, np.stack([a, a.mul(2), a.mul(3)])),
  'in a scan backwards, with operands that are known': a =>
    lax.scan((c: NDArray, _: null) => [turned(lax.linalg.tridiagonalSolve(...bandsOf(c.dtype), c)), null], a, null, {
      length: 3,
      reverse: true,
    }),
  'in the condition and the body of a while loop': a =>
    lax.whileLoop(
      ([i, c]: [NDArray, NDArray]) => np.abs(linalg.schur(c)[0].at(2, 2)).mul(0).add(i).less(4),
      ([i, c]: [NDArray, NDArray]) => [i.add(1), turned(c)] as [NDArray, NDArray],
      [array(0, { dtype: 'float64' }), a] as [NDArray, NDArray],
    ),
  'in a branch': a =>
    lax.scan(
      (c: NDArray, i: NDArray) => [lax.cond(i.greater(0), turned, (y: NDArray) => y.mul(2), c), null],
      a,
      array([0, 1, 0, 1]),
    ),
  'in a loop inside of a loop': a =>
    lax.foriLoop(0, 3, (_, c: NDArray) => lax.foriLoop(0, 2, (__, d: NDArray) => turned(d).add(1), c), a),
  'with complex results': a =>
    lax.scan((c: NDArray, _: null) => [np.real(lax.linalg.eig(c)[0]!).add(c), lax.linalg.eig(c)[0]], a, null, {
      length: 2,
    }),
  'one after the other': a => turned(turned(a).add(1)),
  'of inputs, handed on': a => [linalg.schur(a), a],
};

describe.each(Object.entries(programs))('steps of the host %s', (_, f) => {
  it.each(['float32', 'float64'] as const)('in %s', dtype => {
    const a = x.astype(dtype) as ConcreteArray;
    const { jaxpr } = makeJaxpr(f)(a);
    expect(hostSteps(jaxpr).length).toBeGreaterThan(0);
    expect(compareExecutors(jaxpr, [a])).toEqual([]);
  });
});

it('calls the host for a step of a loop, and runs the others itself', () => {
  expect(namesIn(programs['in a loop inside of a loop']!, x)).toEqual(['schur']);
});

it('takes derivatives of loops with such steps', () => {
  const step = (c: NDArray, _: null): [NDArray, null] => [
    lax.linalg.tridiagonalSolve(...bandsOf('float64'), c).mul(c),
    null,
  ];
  const { jaxpr } = makeJaxpr(grad((a: NDArray) => np.sum(lax.scan(step, a, null, { length: 3 })[0])))(x);
  expect(hostSteps(jaxpr).length).toBeGreaterThan(0);
  expect(compareExecutors(jaxpr, [x])).toEqual([]);
});

it('lets go of steps whose results nobody reads', () => {
  const { jaxpr } = makeJaxpr(
    (a: NDArray) => lax.scan((c: NDArray, _: null) => [c.mul(2), linalg.schur(c)[0]], a, null, { length: 2 })[0],
  )(x);
  expect(bitDifferences(jaxpr, [x])).toEqual([]);
});

/** Puts another rule in place of the interpreter's for a primitive, while something runs. */
const withRule = (
  primitive: Primitive,
  rule: (evaluate: Primitive['evaluate']) => Primitive['evaluate'],
  run: () => void,
): void => {
  const { evaluate } = primitive;
  const changed = primitive as { evaluate: Primitive['evaluate'] };
  changed.evaluate = rule(evaluate);
  try {
    run();
  } finally {
    changed.evaluate = evaluate;
  }
};

describe('a step of the host', () => {
  const executor = createWasmExecutor({ eager: true });
  const { jaxpr } = makeJaxpr(turned)(x);
  const [{ primitive }] = hostSteps(jaxpr) as [Equation];
  const expected = [...executor.run(jaxpr, [x])[0]!.data];

  it('may run programs that need more memory', () => {
    const large = array(new Float64Array(1 << 18).fill(1)) as ConcreteArray;
    const nested = makeJaxpr((y: NDArray) => np.sum(np.cumsum(y).mul(y)))(large).jaxpr;
    const call = executor.load?.(jaxpr);
    const out = new Float64Array(9);
    let times = 0;
    const rule =
      (evaluate: Primitive['evaluate']): Primitive['evaluate'] =>
      (inputs, params) => {
        times++;
        expect(executor.run(nested, [large])[0]!.item()).toBe(2 ** 17 * (2 ** 18 + 1));
        return evaluate(inputs, params);
      };
    withRule(primitive, rule, () => {
      call?.([x.data], [out]);
      expect([...out]).toEqual(expected);
      expect([...executor.run(jaxpr, [x])[0]!.data]).toEqual(expected);
    });
    expect(times).toBe(2);
  });

  it('may fail, after which the program runs again', () => {
    const rule = () => (): never => {
      throw new RangeError('no convergence');
    };
    withRule(primitive, rule, () => expect(() => executor.run(jaxpr, [x])).toThrow('no convergence'));
    expect([...executor.run(jaxpr, [x])[0]!.data]).toEqual(expected);
  });
});
