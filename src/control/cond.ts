import { describe } from '../array/create.ts';
import { kindOf } from '../array/dtype.ts';
import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { scalar } from '../array/ndarray.ts';
import { type Aval, avalOf, avalString, avalsMatch, makeAval } from '../core/aval.ts';
import { evaluateJaxpr, inlineJaxpr, interpreter } from '../core/evaluate.ts';
import { type Atom, inputAvals, type Jaxpr, outputAvals } from '../core/jaxpr.ts';
import { isLinear, type Params, type Primitive } from '../core/primitive.ts';
import { bind, isConcrete, traceClosed } from '../core/tracer.ts';
import { convertElementType, toArray } from '../primitives/convert.ts';
import { clamp, selectN } from '../primitives/elementwise/select.ts';
import { instantiate, zerosLike } from '../primitives/linear.ts';
import { batchFirst, broadcastInDim } from '../primitives/shape/broadcast.ts';
import { checkCallable, flattenArrays } from '../transforms/arguments.ts';
import { batchJaxpr } from '../transforms/batch.ts';
import { jvpJaxpr } from '../transforms/jvp.ts';
import { linearizeJaxpr } from '../transforms/linearize.ts';
import type { Accepted, Arrays } from '../transforms/types.ts';
import { treeDefEquals } from '../tree/treedef.ts';
import { unflatten } from '../tree/unflatten.ts';
import { required } from '../util/errors.ts';
import {
  convertOutputs,
  fullTranspose,
  givesWay,
  jvpWithOutputs,
  sameAval,
  traceBody,
  unionCaptured,
  withCaptured,
} from './body.ts';
import { nonzeroOf, present, spread } from './call.ts';
import { knownOutputs } from './known.ts';

type CondParams = Params & { readonly branches: readonly Jaxpr[] };

const union = (flags: readonly (readonly boolean[])[]): boolean[] =>
  (flags[0] ?? []).map((_, i) => flags.some(list => list[i] === true));

/** Inputs: the index of the branch (int32, clamped by the caller), then the operands of all branches. */
export const condPrimitive: Primitive<CondParams> = {
  name: 'cond',
  abstractEval: (_, { branches }) => outputAvals(branches[0]!),
  evaluate: ([index, ...operands], { branches }) =>
    interpreter.run(required(branches[index!.data[0]!], 'branch'), operands),
  jvp: ([index, ...operands], [, ...tangents], { branches }) => {
    const nonzero = nonzeroOf(tangents);
    const wanted = union(branches.map(branch => jvpJaxpr(branch, nonzero).nonzeroOutputs));
    const results = bind(condPrimitive, [index!, ...operands, ...present(tangents)], {
      branches: branches.map(branch => jvpWithOutputs(branch, nonzero, wanted)),
    });
    const count = branches[0]!.outputs.length;
    return { primals: results.slice(0, count), tangents: spread(results.slice(count), wanted) };
  },
  linearize: ([index, ...operands], [, ...tangents], { branches }) => {
    const nonzero = nonzeroOf(tangents);
    const linearized = branches.map(branch => linearizeJaxpr(branch, nonzero));
    const wanted = union(linearized.map(({ nonzeroOutputs }) => nonzeroOutputs));
    const slots = residualSlots(linearized.map(({ residualAvals }) => residualAvals));
    const count = branches[0]!.outputs.length;
    const primalBranches = linearized.map((branch, b) =>
      traceClosed(
        args => {
          const results = evaluateJaxpr(branch.primal, args);
          const own = required(slots.ofBranch[b], 'slots');
          const residuals = slots.avals.map((aval, slot) => {
            const position = own.indexOf(slot);
            return position < 0 ? zerosLike(aval) : required(results[count + position], 'residual');
          });
          return [...results.slice(0, count), ...residuals];
        },
        inputAvals(branch.primal),
        branch.primal.name,
      ),
    );
    const results = bind(condPrimitive, [index!, ...operands], { branches: primalBranches });
    if (!wanted.some(Boolean)) return { primals: results.slice(0, count), tangents: wanted.map(() => null) };
    const tangentAvals = operands.map(avalOf).filter((_, i) => nonzero[i]);
    const avals = outputAvals(branches[0]!);
    const linearBranches = linearized.map((branch, b) =>
      traceClosed(
        args => {
          const own = required(slots.ofBranch[b], 'slots').map(slot => required(args[slot], 'residual'));
          const out = spread(
            evaluateJaxpr(branch.linear, [...own, ...args.slice(slots.avals.length)]),
            branch.nonzeroOutputs,
          );
          return out.map((tangent, i) => instantiate(tangent, avals[i]!)).filter((_, i) => wanted[i]);
        },
        [...slots.avals, ...tangentAvals],
        branch.linear.name,
      ),
    );
    const outputTangents = bind(condPrimitive, [index!, ...results.slice(count), ...present(tangents)], {
      branches: linearBranches,
    });
    return { primals: results.slice(0, count), tangents: spread(outputTangents, wanted) };
  },
  known: ([index, ...operands], { branches }, work) =>
    index !== undefined && isConcrete(index)
      ? knownOutputs(required(branches[index.data[0]!], 'branch'), operands, work)
      : [],
  // whichever is taken, where that is not known: the union of what the branches give
  structure: (_, { branches }) => ({
    kind: 'program',
    program: ([index, ...operands]) => {
      if (isConcrete(index!)) return inlineJaxpr(required(branches[index.data[0]!], 'branch'), operands);
      const results = branches.map(branch => inlineJaxpr(branch, operands));
      return branches[0]!.outputs.map((_, i) => selectN(index!, ...results.map(outputs => outputs[i]!)));
    },
  }),
  transpose: (cotangents, [index, ...operands], { branches }) => {
    if (isLinear(index!)) throw new TypeError('cond: the index of a branch cannot be transposed');
    const linear = operands.map(isLinear);
    const given = cotangents.map((cotangent, i) => instantiate(cotangent, branches[0]!.outputs[i]!.aval));
    const known = operands.filter((operand): operand is NDArray => !isLinear(operand));
    const results = bind(condPrimitive, [index!, ...known, ...given], {
      branches: branches.map(branch => fullTranspose(branch, linear)),
    });
    return [null, ...spread(results, linear)];
  },
  batch: ([index, ...operands], [indexAxis, ...axes], { branches }, axisSize) => {
    const count = branches[0]!.outputs.length;
    if (indexAxis === null) {
      const batched = branches.map(branch => batchJaxpr(branch, axisSize, axes));
      const forced = union(batched.map(({ outputAxes }) => outputAxes.map(axis => axis !== null)));
      const forcedBranches = branches.map(branch => batchJaxpr(branch, axisSize, axes, forced).jaxpr);
      return {
        outputs: bind(condPrimitive, [index!, ...operands], { branches: forcedBranches }),
        axes: forced.map(flag => (flag ? 0 : null)),
      };
    }
    // each element of the batch may take another branch: all are computed, and the results selected
    const all = new Array<boolean>(count).fill(true);
    const results = branches.map(branch => inlineJaxpr(batchJaxpr(branch, axisSize, axes, all).jaxpr, operands));
    const which = batchFirst(index!, indexAxis!, axisSize);
    const outputs = all.map((_, i) => {
      const cases = results.map(list => required(list[i], 'result'));
      return selectN(broadcastInDim(which, cases[0]!.shape, [0]), ...cases);
    });
    return { outputs, axes: outputs.map(() => 0) };
  },
};

/** Lays the residuals of all branches over each other: only one branch runs, so that equal avals can share a place. */
const residualSlots = (
  branches: readonly (readonly Aval[])[],
): { readonly avals: readonly Aval[]; readonly ofBranch: readonly (readonly number[])[] } => {
  const avals: Aval[] = [];
  const ofBranch = branches.map(residuals => {
    const taken = new Set<number>();
    return residuals.map(aval => {
      let slot = avals.findIndex((candidate, i) => !taken.has(i) && sameAval(candidate, aval));
      if (slot < 0) slot = avals.push(aval) - 1;
      taken.add(slot);
      return slot;
    });
  });
  return { avals, ofBranch };
};

type AnyBranch = (...operands: never[]) => unknown;

const bindBranches = (
  what: string,
  index: NDArray,
  functions: readonly AnyBranch[],
  operands: readonly unknown[],
): unknown => {
  const flat = operands.map((operand, i) => flattenArrays(operand, `operand ${i} of ${what}`));
  const leaves = flat.flatMap(argument => argument.leaves);
  const bodies = functions.map(f =>
    traceBody(
      what,
      f,
      flat.map(({ structure }) => structure),
      leaves.map(avalOf),
      1,
    ),
  );
  const first = bodies[0]!.outputs[0]!;
  for (const body of bodies) {
    const { structure } = body.outputs[0]!;
    if (!treeDefEquals(structure, first.structure)) {
      throw new TypeError(
        `${what}: all branches must return the same structure, got ${String(first.structure)} and ${String(structure)}`,
      );
    }
  }
  const outputs = outputAvals(bodies[0]!.jaxpr).map((_, i) =>
    joinAvals(
      what,
      first.place(i),
      bodies.map(body => body.jaxpr.outputs[i]!),
    ),
  );
  const captured = unionCaptured(bodies);
  const branches = bodies.map(body => convertOutputs(withCaptured(body, captured), outputs));
  return unflatten(first.structure, bind(condPrimitive, [index, ...captured, ...leaves], { branches }));
};

/** The aval that the outputs of all branches share; a weakly typed one gives way to a strong one. */
const joinAvals = (what: string, place: string, outputs: readonly Atom[]): Aval => {
  const avals = outputs.map(output => output.aval);
  const joined = avals.find(aval => !aval.weakType) ?? avals[0]!;
  for (const output of outputs) {
    const { aval } = output;
    if (!avalsMatch(givesWay(output, joined) ? makeAval(aval.shape, joined.dtype) : aval, joined)) {
      throw new TypeError(
        `${what}: all branches must return the same shapes and dtypes, but ${place} is ${avals.map(avalString).join(' and ')}`,
      );
    }
  }
  return joined;
};

/**
 * `pred ? onTrue(...operands) : onFalse(...operands)` as part of the program (`jax.lax.cond`): only the branch taken is
 * computed, except under vmap over `pred`.
 *
 * `pred` is a scalar; both branches must return the same tree of shapes and dtypes. Throws TypeError otherwise.
 *
 * @example
 * ```ts
 * const f = (x: NDArray) => lax.cond(x.greater(0), x => x.mul(2), x => x.neg(), x);
 * console.log(+f(array(3)), +f(array(-3))); // => 6 3
 * ```
 */
export const cond = <Operands extends readonly unknown[], Out>(
  pred: ArrayLike,
  onTrue: (...operands: Operands) => Out,
  onFalse: (...operands: Operands) => Out,
  ...operands: Accepted<Operands>
): Arrays<Out> => {
  checkCallable('cond (true branch)', onTrue);
  checkCallable('cond (false branch)', onFalse);
  const condition = toArray('cond', pred);
  if (condition.ndim !== 0)
    throw new TypeError(`cond: the predicate must be a scalar, got ${avalString(condition)}: use np.where or vmap`);
  if (kindOf(condition.dtype) === 'complex')
    throw new TypeError('cond: the predicate must be real, got a complex number');
  const index = convertElementType(convertElementType(condition, 'bool'), 'int32');
  return bindBranches('cond', index, [onFalse, onTrue], operands) as Arrays<Out>;
};

/**
 * `branches[index](...operands)` as part of the program (`jax.lax.switch`); the index is clamped to the branches there are.
 *
 * @example
 * ```ts
 * const f = (i: number) => lax.switchCase(i, [(x: NDArray) => x, (x: NDArray) => x.mul(10)], array(2));
 * console.log(+f(0), +f(1), +f(7)); // => 2 20 20
 * ```
 */
export const switchCase = <Operands extends readonly unknown[], Out>(
  index: ArrayLike,
  branches: readonly ((...operands: Operands) => Out)[],
  ...operands: Accepted<Operands>
): Arrays<Out> => {
  if (!Array.isArray(branches) || branches.length === 0)
    throw new TypeError(`switchCase: expected a list of at least one branch, got ${describe(branches)}`);
  for (const branch of branches) checkCallable('switchCase', branch);
  const which =
    typeof index === 'number' && Number.isInteger(index) ? scalar(index, 'int32') : toArray('switchCase', index);
  if (which.ndim !== 0 || kindOf(which.dtype) !== 'int') {
    throw new TypeError(`switchCase: the index must be an integer scalar, got ${avalString(which)}`);
  }
  const clamped = clamp(scalar(0, 'int32'), convertElementType(which, 'int32'), scalar(branches.length - 1, 'int32'));
  return bindBranches('switchCase', clamped, branches, operands) as Arrays<Out>;
};
