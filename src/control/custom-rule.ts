import { isInexact } from '../array/dtype.ts';
import type { ConcreteArray, NDArray } from '../array/ndarray.ts';
import type { Aval } from '../core/aval.ts';
import { avalOf, avalString, avalsMatch } from '../core/aval.ts';
import { type Jaxpr, makeVar } from '../core/jaxpr.ts';
import type { Tangent } from '../core/primitive.ts';
import { trace } from '../core/tracer.ts';
import { type FlatArrays, flattenArrays } from '../transforms/arguments.ts';
import type { TracedCall } from '../transforms/trace-call.ts';
import type { TreeDef } from '../tree/treedef.ts';
import { treeDefEquals } from '../tree/treedef.ts';
import { unflatten } from '../tree/unflatten.ts';
import { required } from '../util/errors.ts';

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

/** A user's rule as a program: its inputs are what it closed over, then its arguments. */
export type TracedRule<Extra = unknown> = {
  readonly jaxpr: Jaxpr;
  readonly captured: readonly NDArray[];
  readonly extra: Extra;
};

/** Traces a user's derivative rule, a function of flat arrays. */
export const traceRule = <Extra>(
  label: string,
  rule: (args: readonly NDArray[]) => { readonly outputs: readonly NDArray[]; readonly extra: Extra },
  avals: readonly Aval[],
  known: readonly (() => ConcreteArray | undefined)[],
): TracedRule<Extra> => trace(rule, avals, { label, name: label, known });

/** Where the arrays that a rule closes over stand among those that its function does. */
export const placesOf = ({ jaxpr, captured }: TracedRule, among: readonly NDArray[]): readonly number[] =>
  captured.map(array => {
    const place = among.indexOf(array);
    if (place >= 0) return place;
    throw new TypeError(
      `${jaxpr.name} closes over a traced array (${avalString(array)}): pass it to the function as an argument instead`,
    );
  });

/** Throws where an array that a function closes over is differentiated: its rules say nothing about that. */
export const refuseClosedOver = (
  what: string,
  primals: readonly NDArray[],
  tangents: readonly Tangent[],
  count: number,
): void => {
  const place = tangents.slice(0, count).findIndex(tangent => tangent !== null);
  if (place < 0) return;
  throw new TypeError(
    `${what} closes over a traced array (${avalString(primals[place]!)}) that is differentiated, which its rules do not cover: pass it to the function as an argument instead`,
  );
};

/** What is left of the tangents of a program's outputs: integers have none. */
export const outputTangents = ({ outputs }: Jaxpr, tangents: readonly Tangent[]): readonly Tangent[] =>
  tangents.map((tangent, i) => (isInexact(outputs[i]!.aval.dtype) ? tangent : null));

/** What a call of a custom function closes over, itself or in its rules, and the rules. */
export type CapturedCall<R> = {
  readonly captured: readonly NDArray[];
  /** The program of the function with inputs for all of that. */
  readonly jaxpr: Jaxpr;
  readonly rules: () => R;
};

/**
 * How the calls of one custom function find their rules.
 *
 * Rules are traced when they are asked for, most never. Where the function closes over traced arrays they are traced at once,
 * since these are out of reach later. A call of the function in its own rule, with arguments like its own, has that rule.
 */
export const ruleFinder = <R>(
  capturedBy: (rules: R) => readonly NDArray[],
): ((call: TracedCall, statics: readonly unknown[], make: () => R) => CapturedCall<R>) => {
  let open: { readonly call: TracedCall; readonly statics: readonly unknown[]; readonly rules: () => R } | undefined;
  return (call, statics, make) => {
    const { captured, jaxpr } = call;
    if (captured.length === 0) return { captured, jaxpr, rules: lazily(make) };
    if (open !== undefined) {
      const isSame =
        statics.every((value, i) => Object.is(value, open?.statics[i])) &&
        call.inputs.length === open.call.inputs.length &&
        call.inputs.every((input, i) => avalsMatch(input, open!.call.inputs[i]!));
      return { captured, jaxpr, rules: isSame ? open.rules : lazily(make) };
    }
    let made: R | undefined;
    const rules = (): R => required(made, 'rules');
    open = { call, statics, rules };
    try {
      made = make();
    } finally {
      open = undefined;
    }
    const more = [...new Set(capturedBy(made))].filter(array => !captured.includes(array));
    const inputs = [...jaxpr.inputs];
    inputs.splice(captured.length, 0, ...more.map(array => makeVar(avalOf(array))));
    return { captured: [...captured, ...more], jaxpr: { ...jaxpr, inputs }, rules };
  };
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
