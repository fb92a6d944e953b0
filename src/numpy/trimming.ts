import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { checkOptions } from '../array/options.ts';
import { normalizeAxes } from '../array/shape.ts';
import { avalString } from '../core/aval.ts';
import { isConcrete, knownValue } from '../core/tracer.ts';
import { slice } from '../primitives/shape/slice.ts';
import { asArray } from './convert.ts';
import { nonzero } from './nonzero.ts';

export type TrimZerosOptions = {
  /** Which ends are trimmed: the front `'f'`, the back `'b'` or both, `'fb'`. */
  readonly trim?: 'f' | 'b' | 'fb';
  /** Along which axes; all by default. */
  readonly axis?: number | readonly number[] | null;
};

/**
 * x without what is 0 throughout at its ends.
 *
 * Throws TypeError where the elements are traced and not known: they decide the shape.
 *
 * @example
 * ```ts
 * console.log(String(np.trimZeros([0, 0, 1, 0, 2, 0]))); // => [1. 0. 2.]
 * ```
 */
export const trimZeros = (x: ArrayLike, options: TrimZerosOptions = {}): NDArray => {
  checkOptions('trimZeros', options, ['trim', 'axis']);
  const { trim = 'fb', axis = null } = options;
  const operand = asArray('trimZeros', x);
  if (!['f', 'b', 'fb', 'bf'].includes(trim))
    throw new TypeError(`trimZeros: trim must be 'f', 'b' or 'fb', got ${JSON.stringify(trim)}`);
  const known = isConcrete(operand) ? operand : knownValue(operand);
  if (known === undefined) {
    throw new TypeError(
      `trimZeros: which elements are 0 decides the result's shape, but they are traced (${avalString(operand)}) and not known here`,
    );
  }
  if (operand.ndim === 0) return operand;
  const axes = normalizeAxes('trimZeros', axis, operand.ndim);
  const places = nonzero(known).map(line => [...line.toTypedArray()]);
  const start = operand.shape.map((extent, k) =>
    !axes.includes(k) || !trim.includes('f')
      ? 0
      : places[k]!.length === 0
        ? extent
        : places[k]!.reduce((least, place) => Math.min(least, place)),
  );
  const stop = operand.shape.map((extent, k) =>
    !axes.includes(k) || !trim.includes('b')
      ? extent
      : places[k]!.length === 0
        ? start[k]!
        : places[k]!.reduce((most, place) => Math.max(most, place)) + 1,
  );
  return slice(operand, start, stop);
};
