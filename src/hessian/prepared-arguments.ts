import { describe, filled, isTypedArray } from '../array/create.ts';
import { isFloating } from '../array/dtype.ts';
import type { NDArray } from '../array/ndarray.ts';
import { avalOf, avalString, avalsMatch } from '../core/aval.ts';
import { isConcrete } from '../core/tracer.ts';
import { toArray } from '../primitives/convert.ts';
import { type ArrayLeaf, flattenArrays, isArrayLeaf } from '../transforms/arguments.ts';
import { type AnyFunction, functionName } from '../transforms/trace-call.ts';
import { type Flattened, flatten } from '../tree/flatten.ts';
import { leafPaths, placeText } from '../tree/path.ts';
import { treeDefEquals } from '../tree/treedef.ts';
import { unflatten } from '../tree/unflatten.ts';

/**
 * The arguments of a function that a program is prepared for: arrays of floats are its inputs, in whatever container they stand;
 * all other leaves of arguments that are not differentiated (numbers, flags, indices, strings) reach the function as they
 * are, and are part of the program.
 */
export type PreparedArguments = {
  /** The function, taking the list of these arrays as one more argument, last. */
  readonly f: AnyFunction;
  readonly args: readonly unknown[];
  /** The arguments of a later call in the same form; throws TypeError where they do not fit. */
  readonly read: (given: readonly unknown[], what: string) => readonly unknown[];
};

/** Whether a leaf is an array of floats. */
const isInput = (leaf: unknown): boolean =>
  typeof leaf === 'object' && isArrayLeaf(leaf) && isFloating(toArray('prepare', leaf).dtype);

/** The leaves of an argument; what is no tree is a leaf. */
const partsOf = (arg: unknown): Flattened => {
  try {
    return flatten(arg, { isLeaf: value => value === undefined });
  } catch {
    return flatten(arg, { isLeaf: () => true });
  }
};

/** A leaf that stays what it is, whatever is written into it later. */
const kept = (leaf: unknown): unknown => (isTypedArray(leaf) ? leaf.slice() : leaf);

export const prepareArguments = (
  f: AnyFunction,
  args: readonly unknown[],
  differentiated: readonly number[],
): PreparedArguments => {
  const others = args.flatMap((arg, position) => {
    if (differentiated.includes(position)) return [];
    const { leaves, structure } = partsOf(arg);
    return [{ position, structure, isInput: leaves.map(isInput), leaves: leaves.map(kept) }];
  });
  const rebuilt = (...all: readonly unknown[]): unknown => {
    const given = all.slice(0, -1);
    const inputs = (all.at(-1) as readonly unknown[])[Symbol.iterator]();
    for (const { position, structure, isInput: from, leaves } of others) {
      given[position] = unflatten(
        structure,
        leaves.map((leaf, i) => (from[i] ? inputs.next().value : leaf)),
      );
    }
    return f(...(given as never[]));
  };
  const read = (given: readonly unknown[], what: string): readonly unknown[] => {
    const inputs: unknown[] = [];
    for (const { position, structure, isInput: from, leaves } of others) {
      const own = partsOf(given[position]);
      if (!treeDefEquals(own.structure, structure)) {
        throw new TypeError(
          `${what}: argument ${position} must have the structure ${String(structure)}, got ${String(own.structure)}`,
        );
      }
      own.leaves.forEach((leaf, i) => {
        const place = (): string => placeText(`argument ${position}`, leafPaths(structure.nodes)[i] ?? []);
        if (from[i]) inputs.push(likeInput(leaf, leaves[i], `${what}: ${place()}`));
        else if (!sameLeaf(leaf, leaves[i])) {
          throw new TypeError(
            `${what}: ${place()} is part of the program and must be what it was in prepare (${describe(leaf)} is not): prepare again; only arrays of floats may have other values`,
          );
        }
      });
    }
    return [...given, inputs];
  };
  return {
    f: Object.defineProperty(rebuilt, 'name', { value: functionName(f) }) as AnyFunction,
    args: read(args, 'sparseHessian.prepare'),
    read,
  };
};

/** A leaf as an array like the one that was prepared for. */
const likeInput = (leaf: unknown, prepared: unknown, place: string): NDArray => {
  const like = avalOf(toArray(place, prepared as ArrayLeaf));
  if (typeof leaf === 'number' && like.shape.length === 0) return filled([], like.dtype, leaf);
  const own = flattenArrays(leaf, place).leaves[0]!;
  if (avalsMatch(own, like)) return own;
  throw new TypeError(`${place} must be ${avalString(like)}, got ${avalString(own)}: prepare again`);
};

const sameLeaf = (a: unknown, b: unknown): boolean => {
  if (isTypedArray(a) && isTypedArray(b)) {
    return a.constructor === b.constructor && a.length === b.length && a.every((value, i) => value === b[i]);
  }
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || !isArrayLeaf(a) || !isArrayLeaf(b)) return false;
  const [first] = flattenArrays(a, 'argument').leaves;
  const [second] = flattenArrays(b, 'argument').leaves;
  if (first === undefined || second === undefined || !isConcrete(first) || !isConcrete(second)) return false;
  return avalsMatch(first, second) && first.data.every((value, i) => value === second.data[i]);
};
