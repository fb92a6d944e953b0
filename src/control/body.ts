import { describe } from '../array/create.ts';
import { kindOf } from '../array/dtype.ts';
import type { NDArray } from '../array/ndarray.ts';
import { promoteTypes } from '../array/promotion.ts';
import { type Aval, avalKey, avalOf, avalString, avalsMatch, makeAval } from '../core/aval.ts';
import { evaluateJaxpr } from '../core/evaluate.ts';
import { type Atom, inputAvals, type Jaxpr, makeVar, outputAvals, type Var } from '../core/jaxpr.ts';
import { trace, traceClosed } from '../core/tracer.ts';
import { toDType } from '../primitives/convert.ts';
import { zerosLike } from '../primitives/linear.ts';
import { type FlatArrays, flattenArrays } from '../transforms/arguments.ts';
import { jvpJaxpr } from '../transforms/jvp.ts';
import { memoize } from '../transforms/memoize.ts';
import { transposeJaxpr } from '../transforms/transpose.ts';
import { type TreeDef, treeDefEquals } from '../tree/treedef.ts';
import { unflatten } from '../tree/unflatten.ts';
import { required } from '../util/errors.ts';

/** What branches and loop bodies have in common: functions of trees, traced to programs of flat arrays. */

export type TracedBody = {
  /** Inputs: captured values, then the arguments' leaves. */
  readonly jaxpr: Jaxpr;
  readonly captured: readonly NDArray[];
  readonly outputs: readonly { readonly structure: TreeDef; readonly place: (index: number) => string }[];
};

/**
 * Traces a function that returns `parts` trees (one: the value itself; two: a pair) on arguments of known structure.
 */
export const traceBody = (
  what: string,
  f: (...args: never[]) => unknown,
  structures: readonly TreeDef[],
  avals: readonly Aval[],
  parts: 1 | 2,
): TracedBody => {
  const name = f.name || '<lambda>';
  const { jaxpr, captured, extra } = trace(
    tracers => {
      let next = 0;
      const args = structures.map(structure =>
        unflatten(structure, tracers.slice(next, (next += structure.numLeaves))),
      );
      const returned = (f as unknown as (...callArgs: unknown[]) => unknown)(...args);
      if (parts === 2 && (!Array.isArray(returned) || returned.length !== 2)) {
        throw new TypeError(`${what}: ${name} must return a pair [carry, y], got ${describe(returned)}`);
      }
      const values: readonly unknown[] = parts === 2 ? (returned as unknown[]) : [returned];
      const flat: FlatArrays[] = values.map(value => flattenArrays(value, `the output of ${name} (${what})`));
      return { outputs: flat.flatMap(({ leaves }) => leaves), extra: flat };
    },
    avals,
    { label: `${what} (${name})`, name },
  );
  return { jaxpr, captured, outputs: extra.map(({ structure, place }) => ({ structure, place })) };
};

/** The same program with more captured inputs in front, of which it uses those it captured itself. */
export const withCaptured = (body: TracedBody, all: readonly NDArray[]): Jaxpr => {
  const own = new Map<NDArray, Var>();
  body.captured.forEach((value, i) => {
    own.set(value, required(body.jaxpr.inputs[i], 'captured input'));
  });
  const inputs = [
    ...all.map(value => own.get(value) ?? makeVar(avalOf(value))),
    ...body.jaxpr.inputs.slice(body.captured.length),
  ];
  return { ...body.jaxpr, inputs };
};

/** All that several bodies captured, once each. */
export const unionCaptured = (bodies: readonly TracedBody[]): NDArray[] => [
  ...new Set(bodies.flatMap(body => body.captured)),
];

/** The program with its outputs converted to the given avals: weakly typed results give way. */
export const convertOutputs = (jaxpr: Jaxpr, avals: readonly Aval[]): Jaxpr => {
  const own = outputAvals(jaxpr);
  if (own.every((aval, i) => aval.dtype === avals[i]!.dtype)) return jaxpr;
  return traceClosed(
    args => evaluateJaxpr(jaxpr, args).map((output, i) => toDType(output, avals[i]!)),
    inputAvals(jaxpr),
    jaxpr.name,
  );
};

/**
 * Whether a result may become a dtype: one of weak type, where the dtype is that of both together. JS numbers are weak floats,
 * so those that are known to be integers may become ints; what is computed from floats would lose its fraction.
 */
export const givesWay = (output: Atom, { dtype }: Aval): boolean => {
  const { aval } = output;
  if (!aval.weakType) return false;
  if (promoteTypes([aval, { dtype, weakType: false }]).dtype === dtype) return true;
  return (
    kindOf(dtype) === 'int' &&
    output.kind === 'literal' &&
    output.value.data.every(element => Number.isInteger(element))
  );
};

/** The types that a loop's carry settles on: weakly typed initial values take the dtype that the body gives them. */
export const settleCarry = (carry: readonly NDArray[], outputs: readonly Aval[]): readonly NDArray[] | undefined => {
  let changed = false;
  const settled = carry.map((value, i) => {
    const output = required(outputs[i], 'carry output');
    if (!value.weakType || output.dtype === value.dtype) return value;
    changed = true;
    return toDType(value, { dtype: output.dtype, weakType: output.weakType });
  });
  return changed ? settled : undefined;
};

/** Throws unless the body returns a carry like the one it was given. */
export const checkCarry = (
  what: string,
  carry: { readonly structure: TreeDef; readonly avals: readonly Aval[]; readonly place: (index: number) => string },
  structure: TreeDef,
  atoms: readonly Atom[],
): void => {
  if (!treeDefEquals(carry.structure, structure)) {
    throw new TypeError(
      `${what}: the carry must keep its structure: the body got ${String(carry.structure)} and returned ${String(structure)}`,
    );
  }
  carry.avals.forEach((aval, i) => {
    const atom = required(atoms[i], 'carry output');
    const output = atom.aval;
    if (
      !avalsMatch(aval, output) &&
      !(
        givesWay(atom, aval) &&
        output.shape.length === aval.shape.length &&
        avalsMatch(aval, makeAval(output.shape, aval.dtype))
      )
    ) {
      throw new TypeError(
        `${what}: the carry must keep its shape and dtype: ${carry.place(i)} goes in as ${avalString(aval)} and comes out as ${avalString(output)}`,
      );
    }
  });
};

/** `jvpJaxpr` with exactly the wanted output tangents, zeros filled in. */
export const jvpWithOutputs: (jaxpr: Jaxpr, nonzero: readonly boolean[], wanted: readonly boolean[]) => Jaxpr = memoize(
  (jaxpr, nonzero, wanted) => {
    const forward = jvpJaxpr(jaxpr, nonzero);
    const avals = outputAvals(jaxpr);
    return traceClosed(
      args => {
        const results = evaluateJaxpr(forward.jaxpr, args);
        let next = avals.length;
        const tangents = avals.map((aval, i) =>
          forward.nonzeroOutputs[i] ? required(results[next++], 'tangent') : zerosLike(aval),
        );
        return [...results.slice(0, avals.length), ...tangents.filter((_, i) => wanted[i])];
      },
      inputAvals(forward.jaxpr),
      `jvp(${jaxpr.name})`,
    );
  },
);

/** `transposeJaxpr` with cotangents for all outputs in, and for all linear inputs out. */
export const fullTranspose: (jaxpr: Jaxpr, linear: readonly boolean[]) => Jaxpr = memoize((jaxpr, linear) => {
  const transposed = transposeJaxpr(
    jaxpr,
    linear,
    jaxpr.outputs.map(() => true),
  );
  const avals = inputAvals(jaxpr).filter((_, i) => linear[i]);
  return traceClosed(
    args => {
      const results = evaluateJaxpr(transposed.jaxpr, args);
      let next = 0;
      return avals.map((aval, i) =>
        transposed.nonzeroOutputs[i] ? required(results[next++], 'cotangent') : zerosLike(aval),
      );
    },
    inputAvals(transposed.jaxpr),
    `transpose(${jaxpr.name})`,
  );
});

/** Finds the smallest set of carry flags that contains `initial` and is closed under `step`. */
export const carryFixpoint = (
  initial: readonly boolean[],
  step: (carry: readonly boolean[]) => readonly boolean[],
): boolean[] => {
  let carry = [...initial];
  for (;;) {
    const outputs = step(carry);
    const next = carry.map((flag, i) => flag || outputs[i] === true);
    if (next.every((flag, i) => flag === carry[i])) return carry;
    carry = next;
  }
};

/** Which outputs of a program depend on the inputs marked. */
export const dependent = (jaxpr: Jaxpr, marked: readonly boolean[]): boolean[] => {
  const reached = new Set(jaxpr.inputs.filter((_, i) => marked[i]));
  const isReached = (atom: Atom): boolean => atom.kind === 'var' && reached.has(atom);
  for (const { inputs, outputs } of jaxpr.equations) {
    if (inputs.some(isReached)) for (const output of outputs) reached.add(output);
  }
  return jaxpr.outputs.map(isReached);
};

export const sameAval = (a: Aval, b: Aval): boolean => avalKey(a) === avalKey(b);
