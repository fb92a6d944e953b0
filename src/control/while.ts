import { type ArrayLike, type NDArray, scalar } from '../array/ndarray.ts';
import { type Aval, avalOf, avalString } from '../core/aval.ts';
import { evaluateJaxpr, interpreter } from '../core/evaluate.ts';
import { type Jaxpr, outputAvals } from '../core/jaxpr.ts';
import {
  type BatchAxis,
  type JvpResult,
  type Params,
  type Primitive,
  type Tangent,
  unsupported,
} from '../core/primitive.ts';
import { bind, isConcrete, traceClosed } from '../core/tracer.ts';
import { toArray } from '../primitives/convert.ts';
import { add } from '../primitives/elementwise/arithmetic.ts';
import { lt } from '../primitives/elementwise/comparison.ts';
import { select } from '../primitives/elementwise/select.ts';
import { instantiate } from '../primitives/linear.ts';
import { reduceOr } from '../primitives/reduction/logical.ts';
import { batchFirst, broadcastInDim } from '../primitives/shape/broadcast.ts';
import { checkCallable, flattenArrays } from '../transforms/arguments.ts';
import { batchJaxpr } from '../transforms/batch.ts';
import { jvpJaxpr } from '../transforms/jvp.ts';
import type { Accept, Arrays, NextCarry, TupleTree } from '../transforms/types.ts';
import { unflatten } from '../tree/unflatten.ts';
import { required, shown } from '../util/errors.ts';
import { carryFixpoint, checkCarry, convertOutputs, jvpWithOutputs, settleCarry, traceBody } from './body.ts';
import { nonzeroOf, present, spread } from './call.ts';
import { countRound } from './rounds.ts';
import { scanAs } from './scan.ts';

export type WhileParams = Params & {
  /** From its constants and the carry to one bool. */
  readonly cond: Jaxpr;
  readonly condConstants: number;
  /** From its constants and the carry to the next carry. */
  readonly body: Jaxpr;
  readonly bodyConstants: number;
};

type Parts<T> = {
  readonly condConstants: readonly T[];
  readonly bodyConstants: readonly T[];
  readonly carry: readonly T[];
};

const split = <T>(values: readonly T[], { condConstants, bodyConstants }: WhileParams): Parts<T> => ({
  condConstants: values.slice(0, condConstants),
  bodyConstants: values.slice(condConstants, condConstants + bodyConstants),
  carry: values.slice(condConstants + bodyConstants),
});

/** The loop that carries values and tangents together. */
const tangentLoop = (primals: readonly NDArray[], tangents: readonly Tangent[], params: WhileParams): JvpResult => {
  const inputs = split(primals, params);
  const flags = split(nonzeroOf(tangents), params);
  const carryFlags = carryFixpoint(
    flags.carry,
    carry => jvpJaxpr(params.body, [...flags.bodyConstants, ...carry]).nonzeroOutputs,
  );
  const { bodyConstants: constantTangents, carry: carryTangents } = split(tangents, params);
  const initTangents = carryTangents
    .map((tangent, i) => instantiate(tangent, inputs.carry[i]!))
    .filter((_, i) => carryFlags[i]);
  const forward = jvpWithOutputs(params.body, [...flags.bodyConstants, ...carryFlags], carryFlags);
  const constants = inputs.bodyConstants.length;
  const count = inputs.carry.length;
  const moving = present(constantTangents);
  // from (constants, their tangents, carry, its tangents) to the order that jvp programs take
  const body = traceClosed(
    args => {
      const carryStart = constants + moving.length;
      return evaluateJaxpr(forward, [
        ...args.slice(0, constants),
        ...args.slice(carryStart, carryStart + count),
        ...args.slice(constants, carryStart),
        ...args.slice(carryStart + count),
      ]);
    },
    [...inputs.bodyConstants, ...moving, ...inputs.carry, ...initTangents].map(avalOf),
    forward.name,
  );
  const cond = traceClosed(
    args => evaluateJaxpr(params.cond, args.slice(0, params.condConstants + count)),
    [...inputs.condConstants, ...inputs.carry, ...initTangents].map(avalOf),
    params.cond.name,
  );
  const results = bind(
    whilePrimitive,
    [...inputs.condConstants, ...inputs.bodyConstants, ...moving, ...inputs.carry, ...initTangents],
    { cond, condConstants: params.condConstants, body, bodyConstants: constants + moving.length },
  );
  return { primals: results.slice(0, count), tangents: spread(results.slice(count), carryFlags) };
};

export const whilePrimitive: Primitive<WhileParams> = {
  name: 'while',
  abstractEval: (_, { body }) => outputAvals(body),
  evaluate: (inputs, params) => {
    const { condConstants, bodyConstants, carry: init } = split(inputs, params);
    let carry = [...init];
    while (interpreter.run(params.cond, [...condConstants, ...carry])[0]!.data[0] !== 0) {
      countRound();
      carry = interpreter.run(params.body, [...bodyConstants, ...carry]);
    }
    return carry;
  },
  jvp: tangentLoop,
  linearize: (primals, tangents, params) => ({
    primals: bind(whilePrimitive, primals, params),
    tangents: tangentLoop(primals, tangents, params).tangents,
  }),
  transpose: unsupported(
    'whileLoop',
    'Reverse-mode differentiation',
    'the number of steps is not known beforehand, so that they cannot be walked backwards. Use lax.scan, lax.foriLoop with static bounds, or forward mode (jvp, jacfwd)',
  ),
  batch: (inputs, axes, params, axisSize) => {
    const values = split(inputs, params);
    const flags = split<BatchAxis>(axes, params);
    const axisOf = (flag: boolean | undefined): BatchAxis => (flag ? 0 : null);
    let carryFlags = carryFixpoint(
      flags.carry.map(axis => axis !== null),
      carry =>
        batchJaxpr(params.body, axisSize, [...flags.bodyConstants, ...carry.map(axisOf)]).outputAxes.map(
          axis => axis !== null,
        ),
    );
    const batchedCond = batchJaxpr(params.cond, axisSize, [...flags.condConstants, ...carryFlags.map(axisOf)]);
    const condBatched = batchedCond.outputAxes[0] !== null;
    if (condBatched) carryFlags = carryFlags.map(() => true);
    const carryAxes = carryFlags.map(axisOf);
    const bodyBatch = batchJaxpr(params.body, axisSize, [...flags.bodyConstants, ...carryAxes], carryFlags).jaxpr;
    const condBatch = batchJaxpr(params.cond, axisSize, [...flags.condConstants, ...carryAxes], [condBatched]).jaxpr;
    const init = values.carry.map((value, i) =>
      carryFlags[i] ? batchFirst(value, flags.carry[i] ?? null, axisSize) : value,
    );
    const outputAxes = carryFlags.map(axisOf);
    if (!condBatched) {
      const outputs = bind(whilePrimitive, [...values.condConstants, ...values.bodyConstants, ...init], {
        ...params,
        cond: condBatch,
        body: bodyBatch,
      });
      return { outputs, axes: outputAxes };
    }
    // runs while any element goes on; elements that are done keep their carry
    const carryAvals = init.map(avalOf);
    const condAvals = values.condConstants.map(avalOf);
    const bodyAvals = values.bodyConstants.map(avalOf);
    const cond = traceClosed(
      args => [reduceOr(required(evaluateJaxpr(condBatch, args)[0], 'predicate'), [0])],
      [...condAvals, ...carryAvals],
      params.cond.name,
    );
    const body = traceClosed(
      args => {
        const condArgs = args.slice(0, condAvals.length);
        const bodyArgs = args.slice(condAvals.length, condAvals.length + bodyAvals.length);
        const carry = args.slice(condAvals.length + bodyAvals.length);
        const going = required(evaluateJaxpr(condBatch, [...condArgs, ...carry])[0], 'predicate');
        const next = evaluateJaxpr(bodyBatch, [...bodyArgs, ...carry]);
        return carry.map((value, i) => select(broadcastInDim(going, value.shape, [0]), next[i]!, value));
      },
      [...condAvals, ...bodyAvals, ...carryAvals],
      params.body.name,
    );
    const outputs = bind(
      whilePrimitive,
      [...values.condConstants, ...values.condConstants, ...values.bodyConstants, ...init],
      {
        cond,
        condConstants: condAvals.length,
        body,
        bodyConstants: condAvals.length + bodyAvals.length,
      },
    );
    return { outputs, axes: outputAxes };
  },
};

/**
 * `while (cond(carry)) carry = body(carry)` as part of the program (`jax.lax.while_loop`).
 *
 * The carry is a tree of arrays whose shapes and dtypes stay the same. Differentiable in forward mode only: reverse mode
 * (grad, hessian) throws TypeError, as the number of steps is not known beforehand. Throws TypeError where the carry
 * changes or the condition is no scalar bool.
 *
 * @example
 * ```ts
 * console.log(+lax.whileLoop(x => x.less(100), x => x.mul(2), array(3))); // => 192
 * ```
 */
export const whileLoop = <Carry extends TupleTree>(
  condFun: (carry: Arrays<Carry>) => ArrayLike,
  bodyFun: (carry: Arrays<Carry>) => NextCarry<Carry>,
  init: Accept<Carry>,
): Arrays<Carry> => {
  checkCallable('whileLoop (condition)', condFun);
  checkCallable('whileLoop (body)', bodyFun);
  return whileAs('whileLoop', condFun as never, bodyFun as never, init) as Arrays<Carry>;
};

/** The same; `what` names the caller in errors. */
const whileAs = (
  what: string,
  condFun: (carry: never) => unknown,
  bodyFun: (carry: never) => unknown,
  init: unknown,
): unknown => {
  const flat = flattenArrays(init, `the initial carry of ${what}`);
  let carry: readonly NDArray[] = flat.leaves;
  let body = traceBody(what, bodyFun, [flat.structure], carry.map(avalOf), 1);
  const settled = settleCarry(carry, outputAvals(body.jaxpr));
  if (settled !== undefined) {
    carry = settled;
    body = traceBody(what, bodyFun, [flat.structure], carry.map(avalOf), 1);
  }
  const avals: readonly Aval[] = carry.map(avalOf);
  checkCarry(
    what,
    { structure: flat.structure, avals, place: flat.place },
    body.outputs[0]!.structure,
    body.jaxpr.outputs,
  );
  const cond = traceBody(what, condFun, [flat.structure], avals, 1);
  const predicate = cond.jaxpr.outputs[0]?.aval;
  if (cond.jaxpr.outputs.length !== 1 || predicate?.dtype !== 'bool' || predicate.shape.length > 0) {
    throw new TypeError(
      `${what}: the condition must return a scalar bool, got ${cond.jaxpr.outputs.map(output => avalString(output.aval)).join(', ')}`,
    );
  }
  const results = bind(whilePrimitive, [...cond.captured, ...body.captured, ...carry], {
    cond: cond.jaxpr,
    condConstants: cond.captured.length,
    body: convertOutputs(body.jaxpr, avals),
    bodyConstants: body.captured.length,
  });
  return unflatten(flat.structure, results);
};

const staticInteger = (value: ArrayLike): number | undefined => {
  const array = toArray('foriLoop', value, true);
  if (array.ndim !== 0) throw new TypeError(`foriLoop: bounds must be scalars, got ${avalString(array)}`);
  if (array.dtype === 'bool') throw new TypeError(`foriLoop: bounds must be integers, got ${shown(value)}`);
  if (!isConcrete(array)) return undefined;
  const bound = array.data[0]!;
  if (!Number.isInteger(bound)) throw new TypeError(`foriLoop: bounds must be integers, got ${bound}`);
  return bound;
};

/**
 * `for (i = lower; i < upper; i++) carry = body(i, carry)` as part of the program (`jax.lax.fori_loop`).
 *
 * With bounds that are known while tracing it is differentiable in both modes (a scan); else as `whileLoop`.
 *
 * @example
 * ```ts
 * const power = (x: NDArray) => lax.foriLoop(0, 3, (_, y) => y.mul(x), array(1));
 * console.log(+power(array(2)), +grad(power)(2)); // => 8 12
 * ```
 */
export const foriLoop = <Carry extends TupleTree>(
  lower: ArrayLike,
  upper: ArrayLike,
  bodyFun: (i: NDArray, carry: Arrays<Carry>) => NextCarry<Carry>,
  init: Accept<Carry>,
): Arrays<Carry> => {
  checkCallable('foriLoop', bodyFun);
  const from = staticInteger(lower);
  const to = staticInteger(upper);
  const call = bodyFun as unknown as (i: NDArray, carry: unknown) => unknown;
  if (from !== undefined && to !== undefined) {
    const step = ([i, carry]: [NDArray, unknown]): unknown => [[add(i, 1), call(i, carry)], null];
    const [[, carry]] = scanAs('foriLoop', step as never, [scalar(from, 'int32'), init], null, {
      length: Math.max(0, to - from),
    }) as unknown as [[unknown, unknown]];
    return carry as Arrays<Carry>;
  }
  const bound = (value: ArrayLike): NDArray =>
    typeof value === 'number' ? scalar(value, 'int32') : toArray('foriLoop', value);
  const start = [bound(lower), bound(upper), init] as const;
  const [, , carry] = whileAs(
    'foriLoop',
    ([i, end]: [NDArray, NDArray, unknown]) => lt(i, end),
    ([i, end, value]: [NDArray, NDArray, unknown]) => [add(i, 1), end, call(i, value)],
    start,
  ) as [unknown, unknown, unknown];
  return carry as Arrays<Carry>;
};
