import { filled } from '../array/create.ts';
import type { DType } from '../array/dtype.ts';
import { kindOf } from '../array/dtype.ts';
import type { NDArray } from '../array/ndarray.ts';
import { defaultDType, promoteTypes } from '../array/promotion.ts';
import { shapeString, sizeOf } from '../array/shape.ts';
import { avalOf, avalString } from '../core/aval.ts';
import { convertElementType, toArray } from '../primitives/convert.ts';
import { concatenate } from '../primitives/shape/concatenate.ts';
import { reshape } from '../primitives/shape/reshape.ts';
import { slice } from '../primitives/shape/slice.ts';
import { unflatten } from '../tree/unflatten.ts';
import { type ArrayLeaf, flattenArrays } from './arguments.ts';
import type { Arrays } from './types.ts';

/**
 * A tree of arrays as one 1-D array, and the way back (`jax.flatten_util.ravel_pytree`).
 *
 * Returns `[flat, unravel]`: the leaves' elements in order, of their common dtype, and a function from such an array to a
 * tree with the leaves' shapes and dtypes. Throws TypeError for leaves that are no arrays; `unravel` throws RangeError for
 * another shape.
 *
 * @example
 * ```ts
 * const [flat, unravel] = ravelPytree({ w: array([[1, 2]]), b: 3 });
 * console.log(String(flat), unravel(flat.mul(2)).w.tolist()); // => [3. 1. 2.] [ [ 2, 4 ] ]
 * ```
 */
export const ravelPytree = <Tree>(tree: Tree): [flat: NDArray, unravel: (flat: NDArray) => Arrays<Tree>] => {
  const { leaves, structure } = flattenArrays(tree, 'the argument of ravelPytree');
  const avals = leaves.map(avalOf);
  const dtype: DType = leaves.length === 0 ? defaultDType() : promoteTypes(avals).dtype;
  const total = avals.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  const parts = leaves.map(leaf => convertElementType(reshape(leaf, [leaf.size]), dtype));
  const flat = parts.length === 0 ? filled([0], dtype, 0) : parts.length === 1 ? parts[0]! : concatenate(parts, 0);
  const unravel = (vector: NDArray | ArrayLeaf): unknown => {
    const array = toArray('unravel', vector);
    if (array.ndim !== 1 || array.size !== total) {
      throw new RangeError(
        `unravel: expected an array of shape (${total},), got ${avalString(array)} with shape ${shapeString(array.shape)}`,
      );
    }
    if (kindOf(array.dtype) === 'complex' && avals.some(aval => kindOf(aval.dtype) !== 'complex')) {
      throw new TypeError(`unravel: a ${array.dtype} array does not fit a tree with real leaves`);
    }
    let offset = 0;
    return unflatten(
      structure,
      avals.map(aval => {
        const size = sizeOf(aval.shape);
        const part = slice(array, [offset], [(offset += size)]);
        return convertElementType(reshape(part, aval.shape), aval.dtype);
      }),
    );
  };
  return [flat, unravel as (flat: NDArray) => Arrays<Tree>];
};
