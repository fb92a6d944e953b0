import type { ArrayLike, NDArray } from '../../array/ndarray.ts';
import type { Kernels } from './kernels.ts';
import { binary } from './nary.ts';

const comparison = (
  name: string,
  compare: (x: number, y: number) => boolean,
  complex: Pick<Kernels, 'complexToReal'> = {},
): ((x: ArrayLike, y: ArrayLike) => NDArray) => {
  const kernel = (x: number, y: number): number => Number(compare(x, y));
  return binary({
    name,
    value: { float: kernel, int: kernel, bool: kernel, ...complex },
    output: () => 'bool',
    derivatives: ['zero', 'zero'],
  });
};

/**
 * x = y, element by element (`lax.eq`, `numpy.equal`), as bools; NaN equals nothing.
 *
 * Operands are promoted and broadcast. Throws RangeError where shapes do not broadcast.
 *
 * @example
 * ```ts
 * console.log(String(lax.eq([1, 2, 3], 2))); // => [False  True False]
 * ```
 */
export const eq = comparison('eq', (x, y) => x === y, {
  complexToReal: (a, b, c, d) => Number(a === c && b === d),
});

/**
 * x ≠ y, element by element (`lax.ne`, `numpy.not_equal`), as bools; NaN differs from everything.
 *
 * Operands are promoted and broadcast. Throws RangeError where shapes do not broadcast.
 *
 * @example
 * ```ts
 * console.log(String(lax.ne([1, 2, 3], 2))); // => [ True False  True]
 * ```
 */
export const ne = comparison('ne', (x, y) => x !== y, {
  complexToReal: (a, b, c, d) => Number(a !== c || b !== d),
});

/**
 * x < y, element by element (`lax.lt`, `numpy.less`), as bools; false where either is NaN.
 *
 * Operands are promoted and broadcast. Throws TypeError for complex operands, RangeError where shapes do not broadcast.
 *
 * @example
 * ```ts
 * console.log(String(lax.lt([1, 2, 3], 2))); // => [ True False False]
 * ```
 */
export const lt = comparison('lt', (x, y) => x < y);

/**
 * x ≤ y, element by element (`lax.le`, `numpy.less_equal`), as bools; false where either is NaN.
 *
 * Operands are promoted and broadcast. Throws TypeError for complex operands, RangeError where shapes do not broadcast.
 *
 * @example
 * ```ts
 * console.log(String(lax.le([1, 2, 3], 2))); // => [ True  True False]
 * ```
 */
export const le = comparison('le', (x, y) => x <= y);

/**
 * x > y, element by element (`lax.gt`, `numpy.greater`), as bools; false where either is NaN.
 *
 * Operands are promoted and broadcast. Throws TypeError for complex operands, RangeError where shapes do not broadcast.
 *
 * @example
 * ```ts
 * console.log(String(lax.gt([1, 2, 3], 2))); // => [False False  True]
 * ```
 */
export const gt = comparison('gt', (x, y) => x > y);

/**
 * x ≥ y, element by element (`lax.ge`, `numpy.greater_equal`), as bools; false where either is NaN.
 *
 * Operands are promoted and broadcast. Throws TypeError for complex operands, RangeError where shapes do not broadcast.
 *
 * @example
 * ```ts
 * console.log(String(lax.ge([1, 2, 3], 2))); // => [False  True  True]
 * ```
 */
export const ge = comparison('ge', (x, y) => x >= y);
