import {
  array,
  grad,
  hessian,
  hessianDiagonal,
  hessianMatrix,
  hessianOperator,
  hessianSparsity,
  hvp,
  jacfwd,
  jacrev,
  jit,
  jvp,
  laplacian,
  type NDArray,
  nn,
  numpy as np,
  random,
  sparseHessian,
  valueAndGrad,
  valueGradAndHessian,
  vjp,
  vmap,
} from 'nabla';
import { describe, expect, it } from 'vitest';

/** Options that are misspelt, or given by position as in Python, would change nothing, silently: they are refused. */

const f = (x: NDArray): NDArray => x.mul(x).sum();
const x = array([1, 2]);
type Call = (options: unknown) => unknown;

const calls: Record<string, Call> = {
  jvp: options => jvp(f, [x], [x], options as object),
  vjp: options => vjp(f, [x], options as object),
  hvp: options => hvp(f, [x], [x], options as object),
  grad: options => grad(f, options as object),
  hessian: options => hessian(f, options as object),
  hessianDiagonal: options => hessianDiagonal(f, options as object),
  hessianMatrix: options => hessianMatrix(f, options as object),
  hessianOperator: options => hessianOperator(f, options as object),
  hessianSparsity: options => hessianSparsity(f, options as object),
  jacfwd: options => jacfwd(f, options as object),
  jacrev: options => jacrev(f, options as object),
  jit: options => jit(f, options as object),
  laplacian: options => laplacian(f, options as object),
  sparseHessian: options => sparseHessian(f, options as object),
  valueAndGrad: options => valueAndGrad(f, options as object),
  valueGradAndHessian: options => valueGradAndHessian(f, options as object),
  vmap: options => vmap(f, options as object),
};

describe.each(Object.entries(calls))('%s', (name, call) => {
  it('refuses options that it does not know', () => {
    expect(() => call({ argNum: 1 })).toThrow(new RegExp(`^${name}: there is no option 'argNum': expected `));
  });

  it('refuses flags that are none and positions that are null', () => {
    const known = (options: object): string => {
      try {
        call(options);
      } catch (error) {
        return (error as Error).message;
      }
      return '';
    };
    const hasOption = (option: string): boolean => !known({ [option]: undefined }).includes('there is no option');
    if (hasOption('argnums') && name !== 'jit')
      expect(known({ argnums: null })).toBe(`${name}: argnums must be an integer or a list of integers, got null`);
    if (hasOption('onProgress'))
      expect(known({ onProgress: 3 })).toBe(`${name}: onProgress must be a function, got a number (3)`);
    for (const flag of ['hasAux', 'holomorphic'].filter(hasOption))
      expect(known({ [flag]: 'yes' })).toBe(`${name}: ${flag} must be a boolean, got the string "yes"`);
  });

  it('refuses positional options', () => {
    for (const options of [1, [0, 1], null])
      expect(() => call(options)).toThrow(new RegExp(`^${name}: options must be an object`));
  });

  it('takes none', () => {
    expect(() => call(undefined)).not.toThrow();
    expect(() => call({})).not.toThrow();
  });
});

describe('functions of arrays', () => {
  const m = array([
    [1, 2],
    [3, 4],
  ]);

  it.each([
    'sum',
    'prod',
    'max',
    'min',
    'any',
    'all',
    'mean',
    'var',
    'std',
    'argmax',
    'argmin',
    'cumsum',
    'sort',
  ] as const)('%s: an axis by position, as in Python, is refused', name => {
    const call = np[name] as (x: NDArray, options: unknown) => unknown;
    expect(() => call(m, 0)).toThrow(/: options must be an object such as \{ axis: 0 \}, got a number \(0\)$/);
    expect(() => call(m, { axes: 0 })).toThrow(/: there is no option 'axes': expected axis/);
  });

  it.each(['concatenate', 'stack'] as const)('%s, likewise', name => {
    const call = np[name] as (arrays: readonly NDArray[], options: unknown) => unknown;
    expect(() => call([m, m], 1)).toThrow(/: options must be an object such as \{ axis: 1 \}, got a number \(1\)$/);
  });
});

describe('initializers of nn', () => {
  const { constant, glorotNormal, normal, orthogonal, truncatedNormal, uniform } = nn.initializers;
  const make: {
    readonly [name: string]: (options: never) => (key: NDArray, shape: number[], options: never) => NDArray;
  } = {
    constant: options => constant(1, options),
    uniform: options => uniform(1, options),
    normal: options => normal(1, options),
    truncatedNormal: options => truncatedNormal(1, options),
    orthogonal: options => orthogonal(1, options),
    varianceScaling: glorotNormal,
  };

  it.each(Object.keys(make))('%s: options that are misspelt, or none, are refused', name => {
    const misspelt = { dType: 'float64' } as never;
    const refusal = `${name}: there is no option 'dType': expected dtype`;
    expect(() => make[name]!(misspelt)).toThrow(refusal);
    expect(() => make[name]!(null as never)).toThrow(`${name}: options must be an object`);
    const made = make[name]!({ dtype: 'float64' } as never);
    expect(() => made(random.key(0), [2, 2], misspelt)).toThrow(refusal);
    expect(made(random.key(0), [2, 2], {} as never).dtype).toBe('float64');
    expect(made(random.key(0), [2, 2], { dtype: 'float32' } as never).dtype).toBe('float32');
  });
});
