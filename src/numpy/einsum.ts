import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { checkOptions } from '../array/options.ts';
import { einsumAlong } from '../primitives/contraction/einsum.ts';
import {
  type ContractionPath,
  contractionPath,
  type PathCosts,
  type PathStrategy,
  pathCosts,
} from '../primitives/contraction/einsum-path.ts';
import { parseEinsum } from '../primitives/contraction/einsum-spec.ts';
import { asArray } from './convert.ts';
import { isOptions } from './options.ts';

export type { ContractionPath, PathCosts, PathStrategy };

export type EinsumOptions = {
  /**
   * The order in which operands are contracted: the cheapest of all (`'optimal'`, `true`), step by step (`'greedy'`), from left
   * to right (`false`), one that is given, or by the number of operands (`'auto'`, the default).
   */
  readonly optimize?: PathStrategy | ContractionPath;
};

type EinsumArguments = [...ArrayLike[]] | [...ArrayLike[], EinsumOptions];

const strategies: readonly unknown[] = ['optimal', 'greedy', 'auto', true, false];

const readArguments = (
  what: string,
  args: EinsumArguments,
): { readonly operands: NDArray[]; readonly optimize: PathStrategy | ContractionPath } => {
  const given: readonly (ArrayLike | EinsumOptions)[] = args;
  const options = given.find(isOptions<EinsumOptions>) ?? {};
  checkOptions(what, options, ['optimize']);
  const { optimize = 'auto' } = options;
  if (!Array.isArray(optimize) && !strategies.includes(optimize))
    throw new TypeError(
      `${what}: optimize must be 'optimal', 'greedy', 'auto', a boolean or a path, got ${JSON.stringify(optimize)}`,
    );
  const operands = given.filter((arg): arg is ArrayLike => !isOptions<EinsumOptions>(arg));
  return { operands: operands.map(operand => asArray(what, operand)), optimize };
};

/**
 * Sums of products by Einstein's convention: each letter names an axis, letters that the output lacks are summed over.
 *
 * Operands are contracted in pairs; options, last, say in which order. Throws RangeError where the spec does not fit the
 * shapes, or a path not the operands.
 *
 * @example
 * ```ts
 * console.log(np.einsum('ii', [[1, 2], [3, 4]]).item()); // => 5
 * ```
 */
export const einsum = (spec: string, ...args: EinsumArguments): NDArray => {
  const { operands, optimize } = readArguments('einsum', args);
  return einsumAlong(spec, operands, optimize);
};

/**
 * In which order `einsum` would contract the operands, and what that costs: `[path, costs]`.
 *
 * A step of the path names operands by their places among those that remain; its result comes last. Throws RangeError where
 * the spec does not fit the shapes. Source: the strategies are those of opt_einsum (Smith & Gray, JOSS 2018).
 *
 * @example
 * ```ts
 * const [path, { naive, optimized }] = np.einsumPath('ij,jk,kl->il', np.ones([2, 3]), np.ones([3, 4]), np.ones([4, 5]));
 * console.log(path, naive, optimized); // => [ [ 0, 1 ], [ 0, 1 ] ] 360 128
 * ```
 */
export const einsumPath = (spec: string, ...args: EinsumArguments): [path: ContractionPath, costs: PathCosts] => {
  const { operands, optimize } = readArguments('einsumPath', args);
  const shapes = operands.map(operand => operand.shape);
  const { operands: labels, output, extents } = parseEinsum(spec, shapes);
  const terms = labels.map(term => [...new Set(term)]);
  const path = typeof optimize === 'object' ? optimize : contractionPath(terms, output, extents, optimize);
  return [path, pathCosts(terms, output, extents, path)];
};
