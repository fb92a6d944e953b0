import type { NDArray } from '../array/ndarray.ts';
import { evaluateJaxpr } from '../core/evaluate.ts';
import { flatten } from '../tree/flatten.ts';
import { compose, leafStructure, type TreeDef } from '../tree/treedef.ts';
import { unflatten } from '../tree/unflatten.ts';
import { checkDerivative, checkOutputDType, differentiatedPositions } from './arguments.ts';
import { forwardJacobianJaxpr, reverseJacobianJaxpr } from './jacobian-jaxpr.ts';
import { type AnyFunction, type TracedCall, traceCall } from './trace-call.ts';
import type { AcceptedAt, Argnum, DerivativeOptions, Jacobian, OutputOf, WithAux } from './types.ts';

type Mode = 'forward' | 'reverse';

export type JacobianSettings = {
  /** The function that the user called, as errors name it. */
  readonly caller: string;
  readonly argnums: unknown;
  readonly hasAux: boolean;
  readonly holomorphic: boolean;
};

/** The structure of the differentiated arguments: one argument's tree, or a list of them. */
export const argumentsStructure = (call: TracedCall, single: boolean): TreeDef => {
  const structures = call.arguments.map(({ structure }) => structure);
  if (single) return structures[0] ?? leafStructure;
  const list = flatten(structures.map(structure => unflatten(structure, new Array(structure.numLeaves).fill(0))));
  return list.structure;
};

/** Throws where an argument or the output has no leaves at all: there is nothing to differentiate. */
const checkLeaves = (what: string, call: TracedCall): void => {
  if (call.inputs.length === 0) {
    throw new TypeError(`${what}: the differentiated argument has no array leaves: there is nothing to differentiate`);
  }
  if (call.outputCount === 0) {
    throw new TypeError(`${what}: the output has no array leaves: there is nothing to differentiate`);
  }
};

/** Traces and checks a call, in the order in which JAX checks. */
const traceDifferentiated = (
  mode: Mode,
  f: AnyFunction,
  args: readonly unknown[],
  settings: JacobianSettings,
): TracedCall => {
  const { caller, hasAux, holomorphic } = settings;
  const rule = { transform: mode === 'forward' ? 'jacfwd' : 'jacrev', holomorphic } as const;
  const positions = differentiatedPositions(caller, args, settings.argnums, [rule]);
  const call = traceCall(f, args, { what: caller, positions, hasAux, known: true });
  checkLeaves(caller, call);
  call.jaxpr.outputs.slice(0, call.outputCount).forEach((output, i) => {
    if (mode === 'reverse' || holomorphic) checkOutputDType(output.aval, call.outputPlace(i), rule);
  });
  return call;
};

export type EvaluatedJacobian = { readonly value: unknown; readonly jacobian: unknown; readonly aux: unknown };

/**
 * Computes of a traced call the outputs, then for each output and each differentiated input the block (out…, in…), then aux.
 */
export type JacobianRunner = (call: TracedCall) => readonly NDArray[];

/** By a program that carries the whole basis along. */
export const denseBasis =
  (mode: Mode): JacobianRunner =>
  call => {
    const program = mode === 'forward' ? forwardJacobianJaxpr : reverseJacobianJaxpr;
    const jaxpr = program(call.jaxpr, differentiatedInputs(call), call.outputCount);
    return evaluateJaxpr(jaxpr, [...call.captured, ...call.inputs]);
  };

/** f's value, its Jacobian in the tree product out ⊗ in, and aux, in one evaluation. */
export const evaluateJacobian = (
  mode: Mode,
  f: AnyFunction,
  args: readonly unknown[],
  settings: JacobianSettings,
  run: JacobianRunner = denseBasis(mode),
): EvaluatedJacobian => {
  const call = traceDifferentiated(mode, f, args, settings);
  const results = run(call);
  const blockEnd = call.outputCount * (1 + call.inputs.length);
  const structure = compose(call.outputStructure, argumentsStructure(call, typeof settings.argnums === 'number'));
  return {
    value: unflatten(call.outputStructure, results.slice(0, call.outputCount)),
    jacobian: unflatten(structure, results.slice(call.outputCount, blockEnd)),
    aux: settings.hasAux ? call.rebuildAux(results.slice(blockEnd)) : undefined,
  };
};

/** `jacfwd` or `jacrev` under the name of the caller in the settings. */
export const jacobian =
  (mode: Mode, f: AnyFunction, settings: JacobianSettings, run?: JacobianRunner) =>
  (...args: readonly unknown[]): unknown => {
    const result = evaluateJacobian(mode, f, args, settings, run);
    return settings.hasAux ? [result.jacobian, result.aux] : result.jacobian;
  };

export const differentiatedInputs = (call: TracedCall): boolean[] => [
  ...call.captured.map(() => false),
  ...call.inputs.map(() => true),
];

export const settingsOf = (
  caller: string,
  { argnums = 0, hasAux = false, holomorphic = false }: DerivativeOptions<Argnum, boolean>,
): JacobianSettings => ({ caller, argnums, hasAux, holomorphic });

/**
 * The Jacobian of f, column by column in forward mode: efficient for tall Jacobians (`jax.jacfwd`).
 *
 * For a leaf of f(x) of shape (out…) and a leaf of x of shape (in…) the result has a leaf of shape (out…, in…), in the
 * tree product of the two trees. Throws TypeError for inputs that are not real (not complex with `holomorphic`),
 * RangeError for argnums out of range.
 *
 * @example
 * ```ts
 * const f = (x: NDArray) => np.stack([x.at(0).mul(x.at(1)), np.sin(x.at(0))]);
 * console.log(String(jacfwd(f)(array([0, 2])))); // => [[2. 0.]
 * //     [1. 0.]]
 * ```
 */
export const jacfwd = <Args extends readonly unknown[], Out, const N extends Argnum = 0, H extends boolean = false>(
  f: (...args: Args) => Out,
  options: DerivativeOptions<N, H> = {},
): ((...args: AcceptedAt<Args, N>) => WithAux<Jacobian<Args, OutputOf<Out, H>, N>, Out, H>) => {
  checkDerivative('jacfwd', f, options);
  return jacobian('forward', f as AnyFunction, settingsOf('jacfwd', options)) as never;
};

/**
 * The Jacobian of f, row by row in reverse mode: efficient for wide Jacobians (`jax.jacrev`).
 *
 * The result is that of `jacfwd`. Throws TypeError for integer inputs and for outputs that are not real (not complex with
 * `holomorphic`), RangeError for argnums out of range.
 *
 * @example
 * ```ts
 * const f = (p: { a: NDArray; b: NDArray }) => p.a.mul(p.b).sum();
 * const jacobian = jacrev(f)({ a: array([1, 2]), b: array([3, 4]) });
 * console.log(String(jacobian.a), String(jacobian.b)); // => [3. 4.] [1. 2.]
 * ```
 */
export const jacrev = <Args extends readonly unknown[], Out, const N extends Argnum = 0, H extends boolean = false>(
  f: (...args: Args) => Out,
  options: DerivativeOptions<N, H> = {},
): ((...args: AcceptedAt<Args, N>) => WithAux<Jacobian<Args, OutputOf<Out, H>, N>, Out, H>) => {
  checkDerivative('jacrev', f, options);
  return jacobian('reverse', f as AnyFunction, settingsOf('jacrev', options)) as never;
};
