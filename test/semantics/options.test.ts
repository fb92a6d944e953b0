import * as nabla from 'nabla';
import { array, type NDArray } from 'nabla';
import { describe, expect, it } from 'vitest';

/** Options that are misspelt, or given by position as in Python, would change nothing, silently: they are refused. */

const f = (x: NDArray): NDArray => x.mul(x).sum();
const x = array([1, 2]);
type Call = (options: unknown) => unknown;

const calls: Record<string, Call> = {
  jvp: options => nabla.jvp(f, [x], [x], options as object),
  vjp: options => nabla.vjp(f, [x], options as object),
  hvp: options => nabla.hvp(f, [x], [x], options as object),
};
// biome-ignore lint/performance/noDynamicNamespaceImportAccess: one test for all of them
for (const name of [
  'grad',
  'valueAndGrad',
  'jacfwd',
  'jacrev',
  'hessian',
  'valueGradAndHessian',
  'hessianMatrix',
  'hessianDiagonal',
  'laplacian',
  'sparseHessian',
  'hessianSparsity',
  'hessianOperator',
  'vmap',
  'jit',
] as const)
  calls[name] = options => nabla[name](f, options as object);

describe.each(Object.entries(calls))('%s', (name, call) => {
  it('refuses options that it does not know', () => {
    expect(() => call({ argNum: 1 })).toThrow(new RegExp(`^${name}: there is no option 'argNum': expected `));
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
