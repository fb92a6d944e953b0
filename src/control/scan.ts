import { allocate, lanesOf } from '../array/dtype.ts';
import { ConcreteArray, type NDArray } from '../array/ndarray.ts';
import { shapeString, sizeOf } from '../array/shape.ts';
import { type Aval, avalOf, makeAval } from '../core/aval.ts';
import { evaluateJaxpr, interpreter } from '../core/evaluate.ts';
import { type Jaxpr, outputAvals, type Var } from '../core/jaxpr.ts';
import { type BatchAxis, isLinear, type JvpResult, type Primitive, type Tangent } from '../core/primitive.ts';
import { bind, traceClosed } from '../core/tracer.ts';
import { add } from '../primitives/elementwise/arithmetic.ts';
import { instantiate, zerosLike } from '../primitives/linear.ts';
import { batchFirst, placeBatchAxis } from '../primitives/shape/broadcast.ts';
import { checkCallable, flattenArrays } from '../transforms/arguments.ts';
import { batchJaxpr } from '../transforms/batch.ts';
import { jvpJaxpr } from '../transforms/jvp.ts';
import { linearizeJaxpr } from '../transforms/linearize.ts';
import type { Accept, Arrays, NextCarry, TupleTree } from '../transforms/types.ts';
import { unflatten } from '../tree/unflatten.ts';
import { required } from '../util/errors.ts';
import {
  carryFixpoint,
  checkCarry,
  convertOutputs,
  dependent,
  fullTranspose,
  jvpWithOutputs,
  settleCarry,
  traceBody,
} from './body.ts';
import { present, spread } from './call.ts';
import { knownOfScan } from './known.ts';
import { type Parts, type ScanParams, split, structureOfScan } from './scan-steps.ts';

/** The flags of all inputs once the carry's have settled. */
const settleFlags = <T>(
  inputs: Parts<T>,
  isSet: (value: T) => boolean,
  step: (flags: readonly boolean[]) => readonly boolean[],
): Parts<boolean> => {
  const constants = inputs.constants.map(isSet);
  const xs = inputs.xs.map(isSet);
  const carry = carryFixpoint(inputs.carry.map(isSet), flags => step([...constants, ...flags, ...xs]));
  return { constants, carry, xs };
};

const all = <T>({ constants, carry, xs }: Parts<T>): T[] => [...constants, ...carry, ...xs];

const sliceAval = (aval: Aval): Aval => makeAval(aval.shape.slice(1), aval.dtype, aval.weakType);
const stackedAval = (aval: Aval, length: number): Aval => makeAval([length, ...aval.shape], aval.dtype, aval.weakType);

const sliceAt = (x: ConcreteArray, index: number): ConcreteArray => {
  const shape = x.shape.slice(1);
  const entries = sizeOf(shape) * lanesOf(x.dtype);
  return new ConcreteArray(
    shape,
    x.dtype,
    x.data.subarray(index * entries, (index + 1) * entries) as ConcreteArray['data'],
    x.weakType,
  );
};

const jvpRule = (primals: readonly NDArray[], tangents: readonly Tangent[], params: ScanParams): JvpResult => {
  const inputs = split(primals, params);
  const given = split(tangents, params);
  const flags = settleFlags(
    given,
    tangent => tangent !== null,
    list => jvpJaxpr(params.jaxpr, list).nonzeroOutputs.slice(0, params.carry),
  );
  const nonzeroYs = jvpJaxpr(params.jaxpr, all(flags)).nonzeroOutputs.slice(params.carry);
  const wanted = [...flags.carry, ...nonzeroYs];
  const forward = jvpWithOutputs(params.jaxpr, all(flags), wanted);
  const constantTangents = present(given.constants);
  const carryTangents = given.carry
    .map((tangent, i) => instantiate(tangent, inputs.carry[i]!))
    .filter((_, i) => flags.carry[i]);
  const xsTangents = present(given.xs);
  const lists = [inputs.constants, constantTangents, inputs.carry, carryTangents, inputs.xs, xsTangents] as const;
  const primalCarry = inputs.carry.length;
  const outputs = params.jaxpr.outputs.length;
  // a scan wants constants, carry and xs together, a jvp program primals before tangents
  const jaxpr = traceClosed(
    args => {
      const [c, dc, y, dy, x, dx] = cut(args, lists);
      const results = evaluateJaxpr(forward, [...c, ...y, ...x, ...dc, ...dy, ...dx]);
      const [primal, tangent] = [results.slice(0, outputs), results.slice(outputs)];
      return [
        ...primal.slice(0, primalCarry),
        ...tangent.slice(0, carryTangents.length),
        ...primal.slice(primalCarry),
        ...tangent.slice(carryTangents.length),
      ];
    },
    [
      ...[...inputs.constants, ...constantTangents, ...inputs.carry, ...carryTangents].map(avalOf),
      ...[...inputs.xs, ...xsTangents].map(sliceAval),
    ],
    forward.name,
  );
  const results = bind(
    scanPrimitive,
    [...inputs.constants, ...constantTangents, ...inputs.carry, ...carryTangents, ...inputs.xs, ...xsTangents],
    {
      ...params,
      jaxpr,
      constants: params.constants + constantTangents.length,
      carry: primalCarry + carryTangents.length,
    },
  );
  const [carry, dCarry, ys, dYs] = cut(results, [
    inputs.carry,
    carryTangents,
    params.jaxpr.outputs.slice(primalCarry),
    nonzeroYs.filter(Boolean),
  ]);
  return { primals: [...carry, ...ys], tangents: [...spread(dCarry, flags.carry), ...spread(dYs, nonzeroYs)] };
};

/** Cuts a list into pieces as long as the given lists. */
const cut = <T, const Lists extends readonly (readonly unknown[])[]>(values: readonly T[], lists: Lists) => {
  let next = 0;
  return lists.map(({ length }) => values.slice(next, (next += length))) as { [K in keyof Lists]: T[] };
};

const linearizeRule = (primals: readonly NDArray[], tangents: readonly Tangent[], params: ScanParams): JvpResult => {
  const inputs = split(primals, params);
  const given = split(tangents, params);
  const flags = settleFlags(
    given,
    tangent => tangent !== null,
    list => linearizeJaxpr(params.jaxpr, list).nonzeroOutputs.slice(0, params.carry),
  );
  const linearized = linearizeJaxpr(params.jaxpr, all(flags));
  const { primal, linear, nonzeroOutputs } = linearized;
  const outputs = params.jaxpr.outputs.length;
  // residuals that are constants of the loop stay constants, the others are stacked
  const constantOf = primal.outputs
    .slice(outputs)
    .map(residual => primal.inputs.slice(0, params.constants).indexOf(residual as Var));
  const stacked = constantOf.map(index => index < 0);
  const primalBody: Jaxpr = {
    ...primal,
    outputs: primal.outputs.filter((_, i) => i < outputs || stacked[i - outputs]),
  };
  const results = bind(scanPrimitive, primals, { ...params, jaxpr: primalBody });
  const stackedResiduals = results.slice(outputs);
  const nonzeroYs = nonzeroOutputs.slice(params.carry);
  const invariants = constantOf.filter(index => index >= 0).map(index => required(inputs.constants[index], 'constant'));
  const constantTangents = present(given.constants);
  const carryTangents = given.carry
    .map((tangent, i) => instantiate(tangent, inputs.carry[i]!))
    .filter((_, i) => flags.carry[i]);
  const xsTangents = present(given.xs);
  const lists = [invariants, constantTangents, carryTangents, stackedResiduals, xsTangents] as const;
  const avals = outputAvals(params.jaxpr);
  const jaxpr = traceClosed(
    args => {
      const [fixed, dc, dy, moving, dx] = cut(args, lists);
      let nextFixed = 0;
      let nextMoving = 0;
      const residuals = stacked.map(flag => required(flag ? moving[nextMoving++] : fixed[nextFixed++], 'residual'));
      const tangentsOut = spread(evaluateJaxpr(linear, [...residuals, ...dc, ...dy, ...dx]), nonzeroOutputs);
      const carryOut = tangentsOut
        .slice(0, params.carry)
        .map((tangent, i) => instantiate(tangent, avals[i]!))
        .filter((_, i) => flags.carry[i]);
      return [...carryOut, ...tangentsOut.slice(params.carry).filter(tangent => tangent !== null)];
    },
    [
      ...[...invariants, ...constantTangents, ...carryTangents].map(avalOf),
      ...[...stackedResiduals, ...xsTangents].map(sliceAval),
    ],
    linear.name,
  );
  const linearResults = bind(
    scanPrimitive,
    [...invariants, ...constantTangents, ...carryTangents, ...stackedResiduals, ...xsTangents],
    { ...params, jaxpr, constants: invariants.length + constantTangents.length, carry: carryTangents.length },
  );
  return {
    primals: results.slice(0, outputs),
    tangents: [
      ...spread(linearResults.slice(0, carryTangents.length), flags.carry),
      ...spread(linearResults.slice(carryTangents.length), nonzeroYs),
    ],
  };
};

export const scanPrimitive: Primitive<ScanParams> = {
  name: 'scan',
  abstractEval: (_, { jaxpr, carry, length }) =>
    outputAvals(jaxpr).map((aval, i) => (i < carry ? aval : stackedAval(aval, length))),
  evaluate: (inputs, params) => {
    const { constants, carry: init, xs } = split(inputs, params);
    const { jaxpr, length, reverse } = params;
    const yAvals = outputAvals(jaxpr).slice(params.carry);
    const ys = yAvals.map(aval => allocate(aval.dtype, length * sizeOf(aval.shape)));
    let carry = [...init];
    for (let step = 0; step < length; step++) {
      const index = reverse ? length - 1 - step : step;
      const results = interpreter.run(jaxpr, [...constants, ...carry, ...xs.map(x => sliceAt(x, index))]);
      carry = results.slice(0, params.carry);
      results.slice(params.carry).forEach((y, i) => {
        ys[i]!.set(y.data, index * y.data.length);
      });
    }
    return [
      ...carry,
      ...yAvals.map((aval, i) => new ConcreteArray([length, ...aval.shape], aval.dtype, ys[i]!, aval.weakType)),
    ];
  },
  jvp: jvpRule,
  linearize: linearizeRule,
  structure: (_, params) => structureOfScan(params),
  known: knownOfScan,
  transpose: (cotangents, inputs, params) => {
    const { constants, xs } = split(inputs, params);
    const linear = inputs.map(isLinear);
    // a carry that starts from a constant (zeros, where tangents begin) but then depends on linear inputs is linear as well
    const flags = settleFlags(
      split(linear, params),
      flag => flag,
      list => dependent(params.jaxpr, list).slice(0, params.carry),
    );
    if (flags.carry.includes(false)) {
      throw new TypeError('scan: cannot be transposed while part of its carry does not depend on what is transposed');
    }
    const avals = outputAvals(params.jaxpr);
    const carryCotangents = avals.slice(0, params.carry).map((aval, i) => instantiate(cotangents[i] ?? null, aval));
    const yCotangents = avals
      .slice(params.carry)
      .map((aval, i) => instantiate(cotangents[params.carry + i] ?? null, stackedAval(aval, params.length)));
    const knownConstants = constants.filter((input): input is NDArray => !isLinear(input));
    const knownXs = xs.filter((input): input is NDArray => !isLinear(input));
    const linearConstants = constants.filter(isLinear).map(input => input.aval);
    const transposed = fullTranspose(params.jaxpr, all(flags));
    // carry: the cotangents of the linear constants, summed up, and of the carry; xs: known xs and cotangents of ys
    const lists = [knownConstants, linearConstants, carryCotangents, knownXs, yCotangents] as const;
    const jaxpr = traceClosed(
      args => {
        const [known, sums, ctCarry, knownX, ctY] = cut(args, lists);
        const results = evaluateJaxpr(transposed, [...known, ...knownX, ...ctCarry, ...ctY]);
        const [ctConstants, rest] = [results.slice(0, sums.length), results.slice(sums.length)];
        return [...sums.map((sum, i) => add(sum, ctConstants[i]!)), ...rest];
      },
      [
        ...knownConstants.map(avalOf),
        ...linearConstants.map(aval => makeAval(aval.shape, aval.dtype)),
        ...carryCotangents.map(avalOf),
        ...knownXs.map(sliceAval),
        ...avals.slice(params.carry).map(aval => makeAval(aval.shape, aval.dtype)),
      ],
      transposed.name,
    );
    const results = bind(
      scanPrimitive,
      [...knownConstants, ...linearConstants.map(zerosLike), ...carryCotangents, ...knownXs, ...yCotangents],
      {
        ...params,
        jaxpr,
        reverse: !params.reverse,
        constants: knownConstants.length,
        carry: linearConstants.length + carryCotangents.length,
      },
    );
    return spread(results, all(flags)).map((cotangent, i) => (linear[i] ? cotangent : null));
  },
  batch: (inputs, axes, params, axisSize) => {
    const values = split(inputs, params);
    const given = split<BatchAxis>(axes, params);
    const axesOf = (flags: readonly boolean[]): BatchAxis[] =>
      flags.map((flag, i) => (i < params.constants ? (given.constants[i] ?? null) : flag ? 0 : null));
    const flags = settleFlags(
      given,
      axis => axis !== null,
      list =>
        batchJaxpr(params.jaxpr, axisSize, axesOf(list))
          .outputAxes.slice(0, params.carry)
          .map(axis => axis !== null),
    );
    const innerAxes = axesOf(all(flags));
    const yFlags = batchJaxpr(params.jaxpr, axisSize, innerAxes)
      .outputAxes.slice(params.carry)
      .map(axis => axis !== null);
    const forced = [...flags.carry, ...yFlags];
    const { jaxpr } = batchJaxpr(params.jaxpr, axisSize, innerAxes, forced);
    const carry = values.carry.map((value, i) =>
      flags.carry[i] ? batchFirst(value, given.carry[i] ?? null, axisSize) : value,
    );
    const xs = values.xs.map((value, i) =>
      flags.xs[i] ? placeBatchAxis(value, given.xs[i] ?? null, 1, axisSize) : value,
    );
    return {
      outputs: bind(scanPrimitive, [...values.constants, ...carry, ...xs], { ...params, jaxpr }),
      axes: forced.map((flag, i) => (flag ? (i < params.carry ? 0 : 1) : null)),
    };
  },
};

export type ScanOptions = {
  /** The number of steps: needed where xs has no arrays. */
  readonly length?: number;
  /** From the last slice to the first. */
  readonly reverse?: boolean;
};

/**
 * Carries a value through a function along the first axis of `xs` (`jax.lax.scan`).
 *
 * `f(carry, x)` returns `[carry, y]`; the result is `[last carry, ys]`, the y's stacked. Carry and xs are trees of arrays
 * (xs null with `length` given). Differentiable in both modes. Throws TypeError where the carry changes structure, shape
 * or dtype, RangeError where the lengths of xs differ.
 *
 * @example
 * ```ts
 * const [total, partial] = lax.scan((sum, x: NDArray) => [sum.add(x), sum.add(x)], array(0), array([1, 2, 3]));
 * console.log(+total, String(partial)); // => 6 [1. 3. 6.]
 * ```
 */
export const scan = <Carry extends TupleTree, X extends TupleTree, Y>(
  f: (carry: Arrays<Carry>, x: Arrays<X>) => readonly [carry: NextCarry<Carry>, y: Y],
  init: Accept<Carry>,
  xs: Accept<X>,
  options: ScanOptions = {},
): [carry: Arrays<Carry>, ys: Arrays<Y>] => {
  checkCallable('scan', f);
  return scanAs('scan', f, init, xs, options) as [Arrays<Carry>, Arrays<Y>];
};

/** The same for functions that are made of scans; `what` names them in errors. */
export const scanAs = (
  what: string,
  f: (carry: never, x: never) => unknown,
  init: unknown,
  xs: unknown,
  options: ScanOptions = {},
): [carry: unknown, ys: unknown] => {
  const flatInit = flattenArrays(init, `the initial carry of ${what}`);
  const flatXs = flattenArrays(xs, `xs of ${what}`);
  const length = scanLength(what, flatXs.leaves, flatXs.place, options.length);
  const structures = [flatInit.structure, flatXs.structure];
  const xAvals = flatXs.leaves.map(sliceAval);
  let carry: readonly NDArray[] = flatInit.leaves;
  const traceWith = (values: readonly NDArray[]) =>
    traceBody(what, f, structures, [...values.map(avalOf), ...xAvals], 2);
  let body = traceWith(carry);
  const settled = settleCarry(carry, outputAvals(body.jaxpr));
  if (settled !== undefined) {
    carry = settled;
    body = traceWith(carry);
  }
  const avals = carry.map(avalOf);
  const [carryOut, yOut] = body.outputs as [TracedOutput, TracedOutput];
  checkCarry(
    what,
    { structure: flatInit.structure, avals, place: flatInit.place },
    carryOut.structure,
    body.jaxpr.outputs,
  );
  const jaxpr = convertOutputs(body.jaxpr, [...avals, ...outputAvals(body.jaxpr).slice(avals.length)]);
  const results = bind(scanPrimitive, [...body.captured, ...carry, ...flatXs.leaves], {
    jaxpr,
    length,
    reverse: options.reverse ?? false,
    constants: body.captured.length,
    carry: carry.length,
  });
  return [
    unflatten(flatInit.structure, results.slice(0, carry.length)),
    unflatten(yOut.structure, results.slice(carry.length)),
  ];
};

type TracedOutput = ReturnType<typeof traceBody>['outputs'][number];

const scanLength = (
  what: string,
  leaves: readonly NDArray[],
  place: (index: number) => string,
  given: number | undefined,
): number => {
  let length = given;
  if (length !== undefined && (!Number.isInteger(length) || length < 0))
    throw new TypeError(`${what}: length must be a non-negative integer, got ${length}`);
  leaves.forEach((leaf, i) => {
    const extent = leaf.shape[0];
    if (extent === undefined)
      throw new TypeError(
        `${what}: ${place(i)} is a scalar: every leaf of xs needs a first axis to go along: make an array of a list of numbers`,
      );
    if (length !== undefined && length !== extent) {
      throw new RangeError(
        `${what}: all leaves of xs must have the same first extent: expected ${length}, ${place(i)} has shape ${shapeString(leaf.shape)}`,
      );
    }
    length = extent;
  });
  if (length === undefined)
    throw new TypeError(`${what}: xs has no arrays${what === 'scan' ? ', so that options.length is needed' : ''}`);
  return length;
};
