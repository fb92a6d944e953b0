import type { NDArray } from '../array/ndarray.ts';
import { avalOf } from '../core/aval.ts';
import { checkDerivative, flattenArrays, normalizeArgnums } from '../transforms/arguments.ts';
import { scalarOutput } from '../transforms/grad.ts';
import { settingsOf } from '../transforms/jacobian.ts';
import { ravelPytree } from '../transforms/ravel.ts';
import { type AnyFunction, functionName } from '../transforms/trace-call.ts';
import type { AcceptedAt, Argnum, DerivativeOptions, Gradient, WithAux } from '../transforms/types.ts';
import { leafPaths, pathString, type TreePath } from '../tree/path.ts';
import { hessianAt } from './run.ts';

export type HessianMatrix<Argument> = {
  /** n × n, over the elements of the differentiated arguments laid end to end. */
  readonly matrix: NDArray;
  /**
   * What row and column i stand for: the path of the leaf and the index in it, as `w[0,2]`, keys of the argument as they are (`x[0]`
   * for an argument that is an array itself).
   */
  readonly labels: readonly string[];
  /** From an array of n elements to a tree like the argument. */
  readonly unravel: (vector: NDArray) => Argument;
};

/** The indices of all elements of a shape, in order, as `[0,2]`; nothing for a scalar. */
const indexTexts = (shape: readonly number[]): string[] =>
  shape.length === 0
    ? ['']
    : shape
        .reduce<string[]>(
          (all, extent) =>
            all.flatMap(prefix =>
              Array.from({ length: extent }, (_, i) => (prefix === '' ? `${i}` : `${prefix},${i}`)),
            ),
          [''],
        )
        .map(index => `[${index}]`);

/** What a leaf is called: a key at the root as it stands, for tables; `x` where it is the whole argument. */
const nameOf = (path: TreePath): string => {
  const [first, ...rest] = path;
  if (first === undefined) return 'x';
  const named = first.kind === 'key' || (first.kind === 'mapKey' && typeof first.key === 'string');
  return named ? `${first.key}${pathString(rest)}` : pathString(path);
};

/** What the elements of a tree are called, in the order in which `ravelPytree` has them. */
export const labelsOf = (tree: unknown): string[] => {
  const { leaves, structure } = flattenArrays(tree, 'the argument of hessianMatrix');
  const paths = leafPaths(structure.nodes);
  return leaves.flatMap((leaf, i) => {
    const name = nameOf(paths[i] ?? []);
    return indexTexts(leaf.shape).map(index => name + index);
  });
};

/** Promises, and what is no pair where aux is expected, are left for `traceCall` to refuse. */
const checkScalar = (name: string, hasAux: boolean, output: unknown): void => {
  if (output === undefined || output instanceof Promise || (hasAux && !(Array.isArray(output) && output.length === 2)))
    return;
  const value: unknown = hasAux ? (output as readonly unknown[])[0] : output;
  const { leaves, structure } = flattenArrays(value, `the output of ${name} (hessianMatrix)`);
  scalarOutput('hessianMatrix', structure, leaves.map(avalOf), 'hessian');
};

/**
 * The Hessian of a scalar function as one n × n matrix over the elements of its differentiated arguments, with labels:
 * what eigenvalues, Newton steps and standard errors are computed from.
 *
 * The dtype is the common one of the leaves. `argnums` a list lays the arguments end to end; labels then begin with the
 * position in the list. Under `jit` and `vmap` return `matrix` alone: labels are no arrays. With `hasAux` `[result, aux]`. Throws
 * as `hessian` does, and TypeError where the output is no scalar.
 *
 * @example
 * ```ts
 * const f = (p: { a: NDArray; b: NDArray }) => p.a.mul(p.b.pow(2)).sum();
 * const { matrix, labels, unravel } = hessianMatrix(f)({ a: array([1, 2]), b: 3 });
 * console.log(labels.join(' '), String(matrix.at(2))); // => a[0] a[1] b [6. 6. 6.]
 * console.log(+unravel(np.diag(matrix)).b); // => 6
 * ```
 */
export const hessianMatrix = <
  Args extends readonly unknown[],
  Out,
  const N extends Argnum = 0,
  H extends boolean = false,
>(
  f: (...args: Args) => Out,
  options: DerivativeOptions<N, H> = {},
): ((...args: AcceptedAt<Args, N>) => WithAux<HessianMatrix<Gradient<Args, N>>, Out, H>) => {
  checkDerivative('hessianMatrix', f, options);
  const anyF = f as unknown as (...args: readonly unknown[]) => unknown;
  const settings = settingsOf('hessianMatrix', options);
  return ((...args: readonly unknown[]) => {
    const positions = normalizeArgnums('hessianMatrix', settings.argnums, args.length);
    const single = typeof settings.argnums === 'number';
    const chosen = single ? args[positions[0]!] : positions.map(position => args[position]);
    // what is wrong with an argument is said of the argument, not of what is made of it
    for (const position of positions) flattenArrays(args[position], `argument ${position} of hessianMatrix`);
    const [flat, unravel] = ravelPytree(chosen);
    const ofFlat = (vector: NDArray): unknown => {
      const tree = unravel(vector);
      const callArgs = [...args];
      positions.forEach((position, i) => {
        callArgs[position] = single ? tree : (tree as readonly unknown[])[i];
      });
      const output = anyF(...callArgs);
      checkScalar(functionName(anyF), settings.hasAux, output);
      return output;
    };
    Object.defineProperty(ofFlat, 'name', { value: f.name });
    const flatSettings = { ...settings, argnums: 0 };
    const result = hessianAt(ofFlat as AnyFunction, [flat], flatSettings);
    const [matrix, aux] = settings.hasAux ? (result as [NDArray, unknown]) : [result as NDArray, undefined];
    const value = { matrix, labels: labelsOf(chosen), unravel };
    return settings.hasAux ? [value, aux] : value;
  }) as never;
};
