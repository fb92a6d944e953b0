import type { ConcreteArray, NDArray } from '../array/ndarray.ts';
import type { Aval } from '../core/aval.ts';
import { avalString, avalsMatch } from '../core/aval.ts';
import type { Jaxpr } from '../core/jaxpr.ts';
import { trace } from '../core/tracer.ts';
import { type FlatArrays, flattenArrays } from '../transforms/arguments.ts';
import type { TreeDef } from '../tree/treedef.ts';
import { treeDefEquals } from '../tree/treedef.ts';
import { unflatten } from '../tree/unflatten.ts';

/** A value made when it is first asked for: a rule that calls its own function would never end otherwise. */
export const lazily = <T>(make: () => T): (() => T) => {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
};

export type CustomRuleOptions<N> = {
  /**
   * Arguments that are no arrays, or not differentiated: a position, or a list of positions. They reach function and rules as
   * they are, the rules of derivatives as their first arguments.
   */
  readonly nondiffArgnums?: N;
};

/** Throws where a function or a rule closes over traced arrays: its derivative with respect to them would be unknown. */
export const refuseCaptured = (what: string, [first]: readonly NDArray[]): void => {
  if (first === undefined) return;
  throw new TypeError(
    `${what} closes over a traced array (${avalString(first)}): pass it to the function as an argument instead`,
  );
};

/** Traces a user's derivative rule: a function of flat arrays that must not close over traced arrays. */
export const traceRule = <Extra>(
  label: string,
  rule: (args: readonly NDArray[]) => { readonly outputs: readonly NDArray[]; readonly extra: Extra },
  avals: readonly Aval[],
  known: readonly (() => ConcreteArray | undefined)[],
): { readonly jaxpr: Jaxpr; readonly extra: Extra } => {
  const { jaxpr, captured, extra } = trace(rule, avals, { label, name: label, known });
  refuseCaptured(label, captured);
  return { jaxpr, extra };
};

/** Rebuilds the arguments of a call from their flat leaves. */
export const rebuildArguments = (structures: readonly TreeDef[], leaves: readonly NDArray[]): unknown[] => {
  let next = 0;
  return structures.map(structure => unflatten(structure, leaves.slice(next, (next += structure.numLeaves))));
};

/** The leaves of what a rule returned, which must look like `structure` and `avals`. */
export const matchOutput = (what: string, value: unknown, structure: TreeDef, avals: readonly Aval[]): FlatArrays => {
  const flat = flattenArrays(value, what);
  if (!treeDefEquals(flat.structure, structure)) {
    throw new TypeError(`${what} must have the structure ${String(structure)}, got ${String(flat.structure)}`);
  }
  flat.leaves.forEach((leaf, i) => {
    if (!avalsMatch(leaf, avals[i]!) && !(leaf.weakType && leaf.ndim === avals[i]!.shape.length)) {
      throw new TypeError(`${flat.place(i)} must be ${avalString(avals[i]!)}, got ${avalString(leaf)}`);
    }
  });
  return flat;
};
