import { checkDType } from '../array/create.ts';
import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { checkList, checkOptions } from '../array/options.ts';
import { broadcastShapes, checkShape, normalizeAxis, type Shape, shapeString, shapesEqual } from '../array/shape.ts';
import { avalString } from '../core/aval.ts';
import { expandDims, reshape } from '../primitives/shape/reshape.ts';
import { squeeze } from '../primitives/shape/squeeze.ts';
import { moveAxis, transpose } from '../primitives/shape/transpose.ts';
import { checkCallable } from '../transforms/arguments.ts';
import { vmap } from '../transforms/vmap.ts';
import { range, rangeWithout } from '../util/range.ts';
import { asArray } from './convert.ts';
import { arange } from './creation.ts';
import { where } from './indexing.ts';
import type { DTypeOption } from './methods/reductions.ts';
import { astype } from './methods/shape.ts';

/** Functions of arrays made of functions of parts of them. */

/**
 * What a function makes of each vector along an axis of x; the axis is replaced by the axes of the function's result.
 *
 * The function is traced once, as by `vmap`. Throws RangeError for an axis that x does not have.
 *
 * @example
 * ```ts
 * const spread = (v: NDArray) => v.max().sub(v.min());
 * console.log(String(np.applyAlongAxis(spread, 1, [[1, 5, 2], [7, 7, 4]]))); // => [4. 3.]
 * ```
 */
export const applyAlongAxis = (f: (vector: NDArray) => NDArray, axis: number, x: ArrayLike): NDArray => {
  checkCallable('applyAlongAxis', f);
  const operand = asArray('applyAlongAxis', x);
  const along = normalizeAxis('applyAlongAxis', axis, operand.ndim);
  const last = moveAxis(operand, along, operand.ndim - 1);
  const others = last.shape.slice(0, -1);
  if (others.length === 0) return f(operand);
  const count = others.reduce((product, extent) => product * extent, 1);
  const rows = vmap(f)(reshape(last, [count, last.shape.at(-1)!]));
  const own = rows.shape.slice(1);
  const whole = reshape(rows, [...others, ...own]);
  const axes = range(whole.shape.length);
  return transpose(whole, [...axes.slice(0, along), ...axes.slice(others.length), ...axes.slice(along, others.length)]);
};

/**
 * What a function such as a sum along an axis makes of x along several axes, one after the other.
 *
 * The function gets an array and an axis; where it drops the axis, that comes back with extent 1. Throws RangeError for a
 * result of another number of axes.
 *
 * @example
 * ```ts
 * const total = np.applyOverAxes((x, axis) => np.sum(x, { axis }), np.ones([2, 3, 4]), [0, 2]);
 * console.log(total.shape, total.at(0, 0, 0).item()); // => [ 1, 3, 1 ] 8
 * ```
 */
export const applyOverAxes = (
  f: (x: NDArray, axis: number) => NDArray,
  x: ArrayLike,
  axes: number | readonly number[],
): NDArray => {
  checkCallable('applyOverAxes', f);
  return [axes].flat().reduce(
    (array, axis) => {
      const along = normalizeAxis('applyOverAxes', axis, array.ndim);
      const result = f(array, along);
      if (result.ndim === array.ndim) return result;
      if (result.ndim === array.ndim - 1) return expandDims(result, [along]);
      throw new RangeError(
        `applyOverAxes: the function must keep the number of axes or drop one, but made ${avalString(result)} of ${avalString(array)}`,
      );
    },
    asArray('applyOverAxes', x),
  );
};

/**
 * The array of the given shape whose elements are a function of their indices, which it gets as 0-d arrays.
 *
 * The indices are of the default float dtype unless another is asked for. The function is traced once, as by `vmap`.
 *
 * @example
 * ```ts
 * console.log(String(np.fromfunction((i, j) => i.mul(10).add(j), [2, 3], { dtype: 'int32' })));
 * // => [[ 0  1  2]
 * //     [10 11 12]]
 * ```
 */
export const fromfunction = (
  f: (...indices: NDArray[]) => NDArray,
  shape: readonly number[],
  options: DTypeOption = {},
): NDArray => {
  checkCallable('fromfunction', f);
  checkOptions('fromfunction', options, ['dtype']);
  const { dtype } = options;
  const extents = checkShape('fromfunction', shape);
  const option = dtype === undefined ? {} : { dtype: checkDType('fromfunction', dtype) };
  const mapped = extents.reduceRight<(...indices: NDArray[]) => NDArray>(
    (inner, _, axis) => vmap(inner, { inAxes: extents.map((__, k) => (k === axis ? 0 : null)) }),
    f,
  );
  return mapped(...extents.map(extent => arange(extent, option)));
};

/** What stands where a condition holds: a value, or a function of the array. */
export type Piece = ArrayLike | ((x: NDArray) => NDArray);

/**
 * The array whose elements are given by one of several functions or values of x: by that of the last condition that is
 * true, and where none is by the one that comes after all others, or 0.
 *
 * The dtype is that of x. As with `np.where`, every function sees all of x. Throws RangeError unless there are as many pieces
 * as conditions, or one more, and where shapes do not broadcast.
 *
 * @example
 * ```ts
 * const x = array([-2, 0.5, 3]);
 * console.log(String(np.piecewise(x, [x.less(0), x.greater(1)], [-1, 1, y => y.mul(10)]))); // => [-1.  5.  1.]
 * ```
 */
export const piecewise = (x: ArrayLike, conditions: readonly ArrayLike[], pieces: readonly Piece[]): NDArray => {
  const operand = asArray('piecewise', x);
  checkList('piecewise', 'the conditions', conditions);
  checkList('piecewise', 'the pieces', pieces);
  const count = conditions.length;
  if (pieces.length !== count && pieces.length !== count + 1)
    throw new RangeError(`piecewise: ${count} conditions need ${count} or ${count + 1} pieces, got ${pieces.length}`);
  const value = (piece: Piece): NDArray =>
    astype(typeof piece === 'function' ? piece(operand) : asArray('piecewise', piece, true), operand.dtype);
  const otherwise = value(pieces.length > count ? pieces[count]! : 0);
  const start = where(true, otherwise, astype(operand, operand.dtype).mul(0));
  return conditions.reduce<NDArray>((result, condition, i) => where(condition, value(pieces[i]!), result), start);
};

type Signature = { readonly inputs: readonly (readonly string[])[]; readonly outputs: readonly (readonly string[])[] };

const parseSignature = (signature: string): Signature => {
  const list = String.raw`\((?:\w+(?:,\w+)*)?\)`;
  const text = signature.replaceAll(/\s/g, '');
  if (!new RegExp(`^${list}(?:,${list})*->${list}(?:,${list})*$`).test(text))
    throw new RangeError(`vectorize: not a signature such as '(n,m),(m)->(n)': ${JSON.stringify(signature)}`);
  const [inputs, outputs] = text
    .split('->')
    .map(side => [...side.matchAll(/\(([^)]*)\)/g)].map(([, names]) => (names === '' ? [] : names!.split(',')))) as [
    string[][],
    string[][],
  ];
  return { inputs, outputs };
};

export type VectorizeOptions = {
  /** Places of arguments that are handed on as they are. */
  readonly excluded?: readonly number[];
  /** The axes that the function itself takes and gives, such as `'(n,m),(m)->(n)'`; none by default. */
  readonly signature?: string;
};

/** Extents of the named axes; throws where one name has two. */
const namedExtents = (shapes: readonly Shape[], names: readonly (readonly string[])[]): Map<string, number> => {
  const extents = new Map<string, number>();
  names.forEach((list, i) => {
    const shape = shapes[i]!;
    if (shape.length < list.length)
      throw new RangeError(
        `vectorize: argument ${i} of shape ${shapeString(shape)} lacks axes for (${list.join(',')})`,
      );
    list.forEach((name, k) => {
      const extent = shape[shape.length - list.length + k]!;
      const seen = extents.get(name) ?? extent;
      if (seen !== extent)
        throw new RangeError(`vectorize: axis ${name} has extent ${extent} in argument ${i} and ${seen} before it`);
      extents.set(name, extent);
    });
  });
  return extents;
};

/**
 * A function of scalars, or of arrays with the axes of a signature, as a function of arrays whose other axes broadcast.
 *
 * The function is traced once, as by `vmap`, which gives all its transformations. Throws RangeError where shapes do not
 * broadcast or do not fit the signature.
 *
 * @example
 * ```ts
 * const matvec = np.vectorize((m: NDArray, v: NDArray) => np.dot(m, v), { signature: '(n,m),(m)->(n)' });
 * console.log(matvec(np.ones([5, 2, 3]), np.ones(3)).shape); // => [ 5, 2 ]
 * ```
 */
export const vectorize = <Args extends readonly unknown[], Out extends NDArray | readonly NDArray[]>(
  f: (...args: Args) => Out,
  options: VectorizeOptions = {},
): ((...args: { [K in keyof Args]: Args[K] extends NDArray ? ArrayLike : Args[K] }) => Out) => {
  checkCallable('vectorize', f);
  checkOptions('vectorize', options, ['excluded', 'signature']);
  const { excluded = [], signature } = options;
  if (excluded.some(place => !Number.isInteger(place) || place < 0))
    throw new RangeError(`vectorize: excluded must hold places of arguments, got ${JSON.stringify(excluded)}`);
  const parsed = signature === undefined ? undefined : parseSignature(signature);
  return (...args) => {
    const places = rangeWithout(args.length, excluded);
    const arrays = places.map(i => asArray('vectorize', args[i] as ArrayLike));
    const inputs = parsed?.inputs ?? arrays.map((): string[] => []);
    if (inputs.length !== arrays.length)
      throw new RangeError(`vectorize: ${inputs.length} arguments in ${signature}, but there are ${arrays.length}`);
    const extents = namedExtents(
      arrays.map(array => array.shape),
      inputs,
    );
    const loops = arrays.map((array, i) => array.shape.slice(0, array.ndim - inputs[i]!.length));
    const loop = broadcastShapes('vectorize', loops);
    const inner = (...mapped: NDArray[]): Out => {
      const all: unknown[] = [...args];
      places.forEach((place, i) => {
        all[place] = mapped[i];
      });
      const out = f(...(all as unknown as Args));
      parsed?.outputs.forEach((names, i) => {
        const result = (Array.isArray(out) ? out : [out])[i] as NDArray;
        const expected = names.map((name, k) => extents.get(name) ?? result.shape[k] ?? -1);
        if (!shapesEqual(result.shape, expected))
          throw new RangeError(
            `vectorize: output ${i} must have axes (${names.join(',')}), of shape ${shapeString(expected)}, got ${avalString(result)}`,
          );
      });
      return out;
    };
    // axes of extent 1 are taken away, mapped by nobody, and put back at the end
    const operands = arrays.map((array, i) =>
      squeeze(
        array,
        loops[i]!.map((_, k) => k).filter(k => loops[i]![k] === 1),
      ),
    );
    let mapped: (...operands: NDArray[]) => Out = inner;
    const absent: number[] = [];
    for (let axis = loop.length - 1; axis >= 0; axis--) {
      const inAxes = loops.map(own => {
        const extent = own[axis - (loop.length - own.length)];
        return extent === undefined || extent === 1 ? null : 0;
      });
      if (inAxes.every(one => one === null)) absent.push(axis);
      else mapped = vmap(mapped, { inAxes }) as unknown as typeof mapped;
    }
    const result = mapped(...operands);
    const restored = (array: NDArray): NDArray => expandDims(array, absent);
    return (Array.isArray(result) ? result.map(restored) : restored(result as NDArray)) as Out;
  };
};
