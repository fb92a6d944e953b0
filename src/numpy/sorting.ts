import { isComplex } from '../array/dtype.ts';
import { type ArrayLike, type ConcreteArray, elementAt, type NDArray } from '../array/ndarray.ts';
import { normalizeAxis, shapeString, shapesEqual } from '../array/shape.ts';
import { avalString } from '../core/aval.ts';
import { knownValue } from '../core/tracer.ts';
import { convertElementType } from '../primitives/convert.ts';
import { sub } from '../primitives/elementwise/arithmetic.ts';
import { eq, le, lt, ne } from '../primitives/elementwise/comparison.ts';
import { constantLike } from '../primitives/elementwise/constant.ts';
import { bitwiseAnd, bitwiseOr } from '../primitives/elementwise/logical.ts';
import { take } from '../primitives/indexing/take.ts';
import { reduceSum } from '../primitives/shape/broadcast.ts';
import { broadcastTo } from '../primitives/shape/broadcast-to.ts';
import { iota } from '../primitives/shape/iota.ts';
import { expandDims, reshape } from '../primitives/shape/reshape.ts';
import { sort as laxSort } from '../primitives/sort/sort.ts';
import { asArray, asPromoted } from './convert.ts';
import * as methods from './methods/sorting.ts';
import { wired } from './methods.ts';

/**
 * The elements in ascending order along an axis: the last by default, `null` for all elements.
 *
 * NaN comes last, complex numbers are ordered by their real parts first. Throws RangeError for an axis that x does not
 * have.
 *
 * @example
 * ```ts
 * console.log(String(np.sort([3, 1, 2]))); // => [1. 2. 3.]
 * ```
 */
export const sort = /* @__PURE__ */ wired(methods.sort);

/**
 * The int32 indices that sort x along an axis: the last by default, `null` for all elements. Equal elements keep their
 * order.
 *
 * @example
 * ```ts
 * console.log(String(np.argsort([30, 10, 20]))); // => [1 2 0]
 * ```
 */
export const argsort = /* @__PURE__ */ wired(methods.argsort);

/**
 * The int32 indices that sort by several keys along an axis, the last key first.
 *
 * Throws RangeError where the keys have different shapes.
 *
 * @example
 * ```ts
 * console.log(String(np.lexsort([[3, 1, 2], [0, 1, 0]]))); // => [2 0 1]
 * ```
 */
export const lexsort = (keys: readonly ArrayLike[], { axis = -1 }: { readonly axis?: number } = {}): NDArray => {
  const operands = keys.map(key => asArray('lexsort', key));
  const first = operands[0];
  if (first === undefined) throw new TypeError('lexsort: at least one key is needed');
  if (operands.some(({ shape }) => !shapesEqual(shape, first.shape))) {
    throw new RangeError(
      `lexsort: all keys must have one shape, got ${operands.map(({ shape }) => shapeString(shape)).join(' and ')}`,
    );
  }
  const along = normalizeAxis('lexsort', axis, first.ndim);
  const places = iota('int32', first.shape, along);
  return laxSort([...operands.reverse(), places], { dimension: along, numKeys: operands.length }).at(-1)!;
};

export type SearchOptions = {
  /** Whether the place before (`'left'`, the default) or after equal elements is sought. */
  readonly side?: 'left' | 'right';
};

/** x before y in the order in which NaN is greatest. */
const isBelow = (x: NDArray, y: NDArray): NDArray => bitwiseOr(lt(x, y), bitwiseAnd(ne(y, y), le(x, x)));

/**
 * Where values would have to be put into a sorted vector to keep it sorted, as int32.
 *
 * Throws RangeError where the first argument is no vector, TypeError for complex numbers.
 *
 * @example
 * ```ts
 * console.log(String(np.searchsorted([1, 2, 3], [0, 2, 9]))); // => [0 1 3]
 * ```
 */
export const searchsorted = (sorted: ArrayLike, values: ArrayLike, { side = 'left' }: SearchOptions = {}): NDArray => {
  if (side !== 'left' && side !== 'right')
    throw new TypeError(`searchsorted: side must be 'left' or 'right', got ${JSON.stringify(side)}`);
  const [line, wanted] = asPromoted('searchsorted', [sorted, values]);
  if (line.ndim !== 1)
    throw new RangeError(`searchsorted: the first argument must be a vector, got ${avalString(line)}`);
  if (isComplex(line.dtype))
    throw new TypeError(`searchsorted: complex numbers are not ordered, got ${avalString(line)}`);
  const shape = [...wanted.shape, line.size];
  const element = broadcastTo(line, shape);
  const value = broadcastTo(expandDims(wanted, [wanted.ndim]), shape);
  const before =
    side === 'left' ? isBelow(element, value) : bitwiseOr(isBelow(element, value), isEqual(element, value));
  return reduceSum(convertElementType(before, 'int32'), [wanted.ndim]);
};

/** Equality in that order. */
const isEqual = (x: NDArray, y: NDArray): NDArray => bitwiseOr(eq(x, y), bitwiseAnd(ne(x, x), ne(y, y)));

export type DigitizeOptions = {
  /** Whether bins contain their right edge instead of their left one. */
  readonly right?: boolean;
};

/**
 * In which bin each element lies, as int32: 0 before the first edge, 1 between the first two, and so on.
 *
 * Edges must ascend or descend. Throws RangeError where they are no vector.
 *
 * @example
 * ```ts
 * console.log(String(np.digitize([0.2, 6.4, 3], [0, 1, 2.5, 4]))); // => [1 4 3]
 * ```
 */
export const digitize = (x: ArrayLike, bins: ArrayLike, { right = false }: DigitizeOptions = {}): NDArray => {
  const edges = asArray('digitize', bins);
  if (edges.ndim !== 1) throw new RangeError(`digitize: the edges must be a vector, got ${avalString(edges)}`);
  const known = knownValue(edges);
  const descends = known !== undefined && known.size > 1 && known.data[0]! > known.data[known.size - 1]!;
  if (!descends) return searchsorted(edges, x, { side: right ? 'left' : 'right' });
  const ascending = take(
    edges,
    Int32Array.from({ length: edges.size }, (_, i) => edges.size - 1 - i),
  );
  const found = searchsorted(ascending, x, { side: right ? 'right' : 'left' });
  return sub(constantLike(found, edges.size), found);
};

/**
 * The different elements, in ascending order, as a vector.
 *
 * Throws TypeError where the elements are traced and not known: they decide the shape.
 *
 * @example
 * ```ts
 * console.log(String(np.unique([3, 1, 3, 2]))); // => [1. 2. 3.]
 * ```
 */
export const unique = (x: ArrayLike): NDArray => {
  const operand = asArray('unique', x);
  const known = knownValue(operand);
  if (known === undefined) {
    throw new TypeError(
      `unique: the number of different elements decides the result's shape, but they are traced (${avalString(operand)})`,
    );
  }
  const sorted = methods.sort(known, { axis: null }) as ConcreteArray;
  const key = (i: number): string =>
    JSON.stringify(elementAt(sorted, i), (_, value: unknown) =>
      typeof value === 'number' ? String(value + 0) : value,
    );
  const places = Array.from({ length: sorted.size }, (_, i) => i).filter(i => i === 0 || key(i) !== key(i - 1));
  return take(methods.sort(reshape(operand, [operand.size])), Int32Array.from(places));
};

/**
 * Whether each element of x is among some values, as bools.
 *
 * @example
 * ```ts
 * console.log(String(np.isin([1, 2, 3], [2, 3, 5]))); // => [False  True  True]
 * ```
 */
export const isin = (
  x: ArrayLike,
  values: ArrayLike,
  { invert = false }: { readonly invert?: boolean } = {},
): NDArray => {
  const [operand, among] = asPromoted('isin', [x, values]);
  const line = reshape(among, [among.size]);
  const shape = [...operand.shape, line.size];
  const differs = ne(broadcastTo(expandDims(operand, [operand.ndim]), shape), broadcastTo(line, shape));
  const missing = reduceSum(convertElementType(differs, 'int32'), [operand.ndim]);
  const count = constantLike(missing, line.size);
  return invert ? eq(missing, count) : lt(missing, count);
};
