import {
  array,
  customJvp,
  customVjp,
  grad,
  jvp,
  lax,
  linalg,
  makeJaxpr,
  type NDArray,
  nn,
  numpy as np,
  random,
  special,
  stats,
  vmap,
} from 'nabla';
import { describe, expect, it } from 'vitest';
import { hostSteps } from './host-steps.ts';

/** Whatever is called under jit is compiled, but for what is named here. */

const left: { readonly [name: string]: string } = {
  'numpy.linalg.eig': 'eig',
  'numpy.linalg.eigvals': 'eig',
  'numpy.poly': 'eig, conv_general_dilated',
  'linalg.eig': 'eig',
  'linalg.eigvals': 'eig',
  'linalg.hessenberg': 'hessenberg',
  'linalg.polar': 'sylvester',
  'linalg.schur': 'schur',
  'linalg.sqrtm': 'sqrtm, sylvester',
  'lax.linalg.eig': 'eig',
};

type Call = (...args: readonly NDArray[]) => unknown;

const float64 = { dtype: 'float64' } as const;
const vector = array([0.3, 0.5, 0.7, 0.9], float64);
const matrix = np
  .eye(4, float64)
  .mul(2)
  .add(np.outer(vector, vector))
  .add(np.outer(vector, [0.1, -0.2, 0.3, 0.1]));
const calls = [[vector], [vector, vector], [vector, vector, vector], [matrix], [matrix, vector], [matrix, matrix]];

/** Names of the primitives that compiled calls of a function leave to the interpreter, by themselves and differentiated. */
const leftOf = (f: Call): string[] => {
  const derivative: Call = (...args) => jvp((...primals: NDArray[]) => f(...primals) as NDArray, [...args], [...args]);
  const names = new Set<string>();
  for (const args of calls) {
    for (const call of [f, derivative]) {
      try {
        for (const { primitive } of hostSteps(makeJaxpr(call as never)(...(args as never[])).jaxpr))
          names.add(primitive.name);
      } catch {
        // it does not take these
      }
    }
  }
  return [...names];
};

const functionsOf = (namespace: object, path: string): [name: string, f: Call][] =>
  Object.entries(namespace).flatMap(([name, value]: [string, unknown]): [string, Call][] => {
    if (typeof value === 'function') return [[`${path}.${name}`, value as Call]];
    const isNamespace = typeof value === 'object' && value !== null && !('shape' in value) && !path.includes('.');
    return isNamespace ? functionsOf(value, `${path}.${name}`) : [];
  });

describe('public functions', () => {
  for (const [name, namespace] of Object.entries({ numpy: np, special, nn, linalg, lax, random, stats })) {
    it(`leave nothing to the interpreter: ${name}`, () => {
      const found = functionsOf(namespace, name)
        .map(([path, f]) => [path, leftOf(f).join(', ')] as const)
        .filter(([, names]) => names !== '');
      const expected = Object.entries(left).filter(([path]) => path.startsWith(`${name}.`));
      expect(Object.fromEntries(found)).toEqual(Object.fromEntries(expected));
    });
  }
});

describe('rules of users', () => {
  const byJvp = customJvp((x: NDArray) => np.sin(x).mul(x)).defjvp(([x], [t]) => [byJvp(x), np.cos(x).mul(t)]);
  const byVjp: (x: NDArray) => NDArray = customVjp(
    (x: NDArray) => np.sin(x),
    x => [byVjp(x), x],
    (x: NDArray, cotangent: NDArray) => [np.cos(x).mul(cotangent)],
  );

  it.each([byJvp, byVjp])('are compiled with the function, with its derivatives and in batches', f => {
    const sum: Call = x => np.sum(f(x!));
    for (const call of [sum, grad(sum as never) as Call, vmap(f as never) as Call]) {
      expect(hostSteps(makeJaxpr(call as never)(vector as never).jaxpr)).toEqual([]);
    }
  });

  it('are compiled in forward mode', () => {
    const call: Call = x => jvp(byVjp, [x!], [x!]);
    expect(hostSteps(makeJaxpr(call as never)(vector as never).jaxpr)).toEqual([]);
  });
});
