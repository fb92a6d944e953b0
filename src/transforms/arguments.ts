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
  const expected = 'expected a number, boolean, typed array or NDArray';
  return typeof leaf === 'object'
    ? `${expected}, or a container whose class registerPytreeNode knows`
    : `${expected}; jit takes other values by staticArgnums`;
};

const invalidLeaf = (place: string, leaf: unknown): TypeError =>
  new TypeError(`${place}: ${describe(leaf)} is not a valid array type: ${hintFor(leaf)}`);

/** The leaves of a tree as arrays; `name` is what errors call the tree. */
export const flattenArrays = (tree: unknown, name: string): FlatArrays => {
  const checkLeaf = (leaf: unknown, path: () => TreePath): void => {
    if (!isArrayLeaf(leaf)) throw invalidLeaf(placeText(name, path()), leaf);
  };
  const { leaves, structure } = flatten<ArrayLeaf>(tree, { checkLeaf, name });
  let paths: TreePath[] | undefined; // all of them take one walk
  return {
    leaves: leaves.map(leaf => toArray(name, leaf)),
    structure,
    place: index => placeText(name, (paths ??= leafPaths(structure.nodes))[index]!),
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

type DTypeRule = { readonly transform: 'grad' | 'jacfwd' | 'jacrev'; readonly holomorphic: boolean };

/** Throws, in JAX's words, unless a leaf is such as the rule takes; `place` names it. */
const checkLeafDType = (
  kind: 'input' | 'output',
  isReal: boolean,
  { dtype }: Aval,
  place: string,
  { transform, holomorphic }: DTypeRule,
): void => {
  if (holomorphic ? isComplex(dtype) : (isReal ? isFloating : isInexact)(dtype)) return;
  const needs = holomorphic
    ? `with holomorphic=True requires ${kind}s with complex dtype`
    : `requires real-${isReal ? '' : ' or complex-'}valued ${kind}s (${kind} dtype that is a sub-dtype of np.${isReal ? 'floating' : 'inexact'})`;
  const isInput = kind === 'input';
  const hint = holomorphic
    ? "convert with x.astype('complex64') or leave holomorphic out"
    : isComplex(dtype)
      ? `if the function is holomorphic, pass { holomorphic: true }; else ${isInput ? 'differentiate by' : 'return'} real and imaginary part`
      : isInput
        ? "convert with x.astype('float32'), or leave the argument out of argnums"
        : 'return it through hasAux if it is not to be differentiated';
  throw new TypeError(`${transform} ${needs}, but got ${dtype} (${place}): ${hint}`);
};

/** The positions of the arguments that are differentiated, whose dtypes must be such as all the rules take. */
export const differentiatedPositions = (
  caller: string,
  args: readonly unknown[],
  argnums: unknown,
  rules: readonly DTypeRule[],
): readonly number[] => {
  const positions = normalizeArgnums(caller, argnums, args.length);
  for (const position of positions) {
    const { leaves, place } = flattenArrays(args[position], `argument ${position} of ${caller}`);
    leaves.forEach((leaf, i) => {
      for (const rule of rules) checkLeafDType('input', rule.transform === 'jacfwd', leaf, place(i), rule);
    });
  }
  return positions;
};

/** Which outputs a Jacobian can be taken of. */
export const checkOutputDType = (aval: Aval, place: string, rule: DTypeRule): void =>
  checkLeafDType('output', true, aval, place, rule);
