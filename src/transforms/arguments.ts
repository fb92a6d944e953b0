import { describe, isTypedArray } from '../array/create.ts';
import { isComplex, isFloating, isInexact } from '../array/dtype.ts';
import { NDArray, type TypedArray } from '../array/ndarray.ts';
import { checkOptions } from '../array/options.ts';
import { shapeString, shapesEqual } from '../array/shape.ts';
import { type Aval, avalString } from '../core/aval.ts';
import { toArray, toDType } from '../primitives/convert.ts';
import { flatten } from '../tree/flatten.ts';
import { leafPaths, placeText, type TreePath } from '../tree/path.ts';
import type { TreeDef } from '../tree/treedef.ts';

/** What counts as an array among the leaves of a tree. */
export type ArrayLeaf = NDArray | number | boolean | TypedArray;

export const isArrayLeaf = (value: unknown): value is ArrayLeaf =>
  value instanceof NDArray || typeof value === 'number' || typeof value === 'boolean' || isTypedArray(value);

export type FlatArrays = {
  readonly leaves: readonly NDArray[];
  readonly structure: TreeDef;
  /** How an error names leaf i. */
  readonly place: (index: number) => string;
};

const hintFor = (leaf: unknown): string => {
  if (leaf instanceof Promise) return 'traced functions must be synchronous: await before or after, not inside';
  const expected = 'expected an NDArray, a number, a boolean or a typed array';
  return typeof leaf === 'object' ? `${expected}, or a container whose class registerPytreeNode knows` : expected;
};

const invalidLeaf = (place: string, leaf: unknown): TypeError =>
  new TypeError(`${place}: ${describe(leaf)} is not a valid array type: ${hintFor(leaf)}`);

/** The leaves of a tree as arrays; `name` is what errors call the tree. */
export const flattenArrays = (tree: unknown, name: string): FlatArrays => {
  const checkLeaf = (leaf: unknown, path: () => TreePath): void => {
    if (!isArrayLeaf(leaf)) throw invalidLeaf(placeText(name, path()), leaf);
  };
  const { leaves, structure } = flatten<ArrayLeaf>(tree, { checkLeaf, name });
  return {
    leaves: leaves.map(leaf => toArray(name, leaf)),
    structure,
    place: index => placeText(name, leafPaths(structure.nodes)[index] ?? []),
  };
};

/** A tangent or cotangent, which must look like the array of the `owner` that it belongs to; `place` is what errors call it. */
export const matchArray = (value: unknown, like: Aval, owner: string, place: () => string): NDArray => {
  if (!isArrayLeaf(value)) throw invalidLeaf(place(), value);
  const array = toArray(owner, value);
  const refuse = (must: string): string =>
    `${place()} must have ${must} as the ${owner} does, got ${avalString(array)}`;
  if (!shapesEqual(array.shape, like.shape)) throw new RangeError(refuse(`shape ${shapeString(like.shape)}`));
  if (array.dtype !== like.dtype && !array.weakType) throw new TypeError(refuse(`dtype ${like.dtype}`));
  return toDType(array, { dtype: like.dtype, weakType: false });
};

/** Throws unless primals and tangents are lists. */
export const checkLists = (what: string, primals: unknown, tangents: unknown): void => {
  for (const list of [primals, tangents]) {
    if (!Array.isArray(list))
      throw new TypeError(
        `${what}: primals and tangents must be lists with one entry an argument, ${what}(f, [x], [t]), got ${describe(list)}`,
      );
  }
};

/** Throws unless the value can be called. */
export const checkCallable = (what: string, f: unknown): void => {
  if (typeof f !== 'function') throw new TypeError(`${what}: Expected a callable value, got ${describe(f)}`);
};

/** The same, and unless the options are those of whatever differentiates with respect to chosen arguments, or `others`. */
export const checkDerivative = (what: string, f: unknown, options: unknown, ...others: readonly string[]): void => {
  checkCallable(what, f);
  checkOptions(what, options, ['argnums', 'hasAux', 'holomorphic', ...others]);
};

export type Argnums = number | readonly number[];

/** Positions among `count` arguments; negative ones count from the end. */
export const normalizeArgnums = (what: string, argnums: unknown = 0, count: number): readonly number[] => {
  const list: readonly unknown[] = Array.isArray(argnums) ? argnums : [argnums];
  if (list.length === 0) throw new RangeError(`${what}: argnums is empty: name at least one argument to differentiate`);
  const positions = list.map(value => {
    if (typeof value !== 'number' || !Number.isInteger(value)) {
      throw new TypeError(`${what}: argnums must be an integer or a list of integers, got ${describe(value)}`);
    }
    if (value < -count || value >= count) {
      throw new RangeError(
        `Positional argument indices (argnums of ${what}) must have value ≥ -len(args) and < len(args), but got value ${value} for len(args) == ${count}`,
      );
    }
    return value < 0 ? value + count : value;
  });
  if (new Set(positions).size !== positions.length) {
    throw new RangeError(`${what}: argnums names an argument twice: [${list.join(', ')}]`);
  }
  return positions;
};

type DTypeRule = { readonly transform: string; readonly caller: string; readonly holomorphic: boolean };

const inexact = 'input dtype that is a sub-dtype of np.inexact';
const floating = 'input dtype that is a sub-dtype of np.floating';

/** Which inputs forward and reverse mode take; `place` names the leaf. */
export const checkInputDType = (mode: 'forward' | 'reverse', aval: Aval, place: string, rule: DTypeRule): void => {
  const where = `(${rule.caller}, ${place})`;
  if (rule.holomorphic) {
    if (!isComplex(aval.dtype)) {
      throw new TypeError(
        `${rule.transform} with holomorphic=True requires inputs with complex dtype, but got ${aval.dtype} ${where}: convert with x.astype('complex64') or leave holomorphic out`,
      );
    }
  } else if (mode === 'forward' && !isFloating(aval.dtype)) {
    const hint = isComplex(aval.dtype)
      ? 'if the function is holomorphic, pass { holomorphic: true }; else differentiate by real and imaginary part'
      : "convert with x.astype('float32'), or leave the argument out of argnums";
    throw new TypeError(
      `${rule.transform} requires real-valued inputs (${floating}), but got ${aval.dtype} ${where}: ${hint}`,
    );
  } else if (!isInexact(aval.dtype)) {
    throw new TypeError(
      `${rule.transform} requires real- or complex-valued inputs (${inexact}), but got ${aval.dtype} ${where}: convert with x.astype('float32'), or leave the argument out of argnums`,
    );
  }
};

/** Which outputs a Jacobian can be taken of. */
export const checkOutputDType = (aval: Aval, place: string, rule: DTypeRule): void => {
  const where = `(${rule.caller}, ${place})`;
  if (rule.holomorphic) {
    if (!isComplex(aval.dtype)) {
      throw new TypeError(
        `${rule.transform} with holomorphic=True requires outputs with complex dtype, but got ${aval.dtype} ${where}`,
      );
    }
  } else if (!isFloating(aval.dtype)) {
    const hint = isComplex(aval.dtype)
      ? 'if the function is holomorphic, pass { holomorphic: true }; else return real and imaginary part'
      : 'return it through hasAux if it is not to be differentiated';
    throw new TypeError(
      `${rule.transform} requires real-valued outputs (output dtype that is a sub-dtype of np.floating), but got ${aval.dtype} ${where}: ${hint}`,
    );
  }
};
