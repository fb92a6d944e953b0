import { describe } from '../array/create.ts';
import { allocate, constructorOf, type Data, type DType, lanesOf } from '../array/dtype.ts';
import { ConcreteArray, type NDArray } from '../array/ndarray.ts';
import { checkOptions } from '../array/options.ts';
import { defaultDType } from '../array/promotion.ts';
import { shapesEqual, sizeOf } from '../array/shape.ts';
import { type Aval, avalKey, avalOf, avalString } from '../core/aval.ts';
import { currentExecutor } from '../core/evaluate.ts';
import { inputAvals, type Jaxpr, outputAvals } from '../core/jaxpr.ts';
import { printJaxpr } from '../core/print.ts';
import { bind, isConcrete } from '../core/tracer.ts';
import { checkCallable, type FlatArrays, flattenArrays } from '../transforms/arguments.ts';
import { snapshot, splitPositions } from '../transforms/statics.ts';
import { type AnyFunction, functionName, type TracedCall, traceCall } from '../transforms/trace-call.ts';
import type { Accepted, Arrays } from '../transforms/types.ts';
import { equalData } from '../tree/equal-data.ts';
import type { TreeDef } from '../tree/treedef.ts';
import { treeDefEquals } from '../tree/treedef.ts';
import { unflatten } from '../tree/unflatten.ts';
import { callPrimitive } from './call.ts';
import { donate } from './donate.ts';

export const jitPrimitive = callPrimitive('jit');

export type JitOptions = {
  /**
   * Arguments that are no arrays but part of the program: it is traced anew for each of their values. Lists and plain objects
   * are the same where what is in them is, functions and instances of classes where they are the same object.
   */
  readonly staticArgnums?: number | readonly number[];
  /**
   * Arguments that nobody needs any more: a call takes their memory for its results and those of calls to come, and their arrays
   * cannot be read afterwards. For loops that replace large arrays, `[params, state] = step(params, state)`. Ignored inside of
   * transformations.
   */
  readonly donateArgnums?: number | readonly number[];
};

type CacheEntry = {
  readonly structures: readonly TreeDef[];
  /** A snapshot of the static arguments. */
  readonly statics: unknown;
  readonly call: TracedCall;
};

/** A call's program, and the leaves of its arguments. */
type Prepared = {
  readonly call: TracedCall;
  readonly inputs: readonly NDArray[];
  readonly donated: readonly NDArray[];
};

/** Programs kept for one jitted function; the least recently used goes first. */
const cacheLimit = 256;

/**
 * A program that is ready to run: what `jit(f).lower(...args).compile()` gives.
 *
 * Takes the leaves of the arguments as typed arrays, in the order of the tree, and returns those of the outputs; given
 * `outputs`, it writes into these instead.
 */
export type Compiled = (inputs: readonly Data[], outputs?: readonly Data[]) => readonly Data[];

export type Lowered = {
  /** The program in JAX's notation. */
  text(): string;
  compile(): Compiled;
};

export type Jitted<Args extends readonly unknown[], Out> = {
  (...args: Accepted<Args>): Arrays<Out>;
  /** Traces for arguments like these, without running. */
  lower(...args: Accepted<Args>): Lowered;
};

/**
 * f, traced once for each combination of argument shapes, dtypes and static values, then run as one program (`jax.jit`).
 *
 * Inside f values are not known: use `np.where`, `lax.cond` and the like instead of JS conditions on arrays. Static lists and
 * plain objects are the same where what is in them is, functions where they are the same object. Arguments that are donated
 * cannot be read after the call, which takes their memory. Throws TypeError for arguments that are no arrays and not
 * declared static, and for donated arrays that are used again.
 *
 * @example
 * ```ts
 * const step = jit((x: NDArray, n: number) => x.mul(n), { staticArgnums: 1 });
 * console.log(String(step(array([1, 2]), 3))); // => [3. 6.]
 * ```
 */
export const jit = <Args extends readonly unknown[], Out>(
  f: (...args: Args) => Out,
  options: JitOptions = {},
): Jitted<Args, Out> => {
  checkCallable('jit', f);
  checkOptions('jit', options, ['staticArgnums', 'donateArgnums']);
  const anyF = f as AnyFunction;
  const cache = new Map<string, CacheEntry[]>();
  let cached = 0;

  const leavesToDonate = (
    count: number,
    { statics, traced }: ReturnType<typeof splitPositions>,
    flat: readonly FlatArrays[],
  ): readonly NDArray[] => {
    const donates = splitPositions('jit (donateArgnums)', options.donateArgnums, anyF, count).statics;
    const isBoth = donates.find(i => statics.includes(i));
    if (isBoth !== undefined) throw new TypeError(`jit: argument ${isBoth} is static, and has no memory to donate`);
    return flat.flatMap(({ leaves }, i) => (donates.includes(traced[i]!) ? leaves : []));
  };

  const lookUp = (args: readonly unknown[]): Prepared => {
    const positions = splitPositions('jit (staticArgnums)', options.staticArgnums, anyF, args.length);
    const statics = positions.statics.map(i => args[i]);
    const flat = positions.traced.map(i => flattenArrays(args[i], `argument ${i} of jit(${functionName(anyF)})`));
    const inputs = flat.flatMap(({ leaves }) => leaves);
    const donated = options.donateArgnums === undefined ? [] : leavesToDonate(args.length, positions, flat);
    const key = `${defaultDType()}|${inputs.map(input => avalKey(avalOf(input))).join(' ')}`;
    const entries = cache.get(key) ?? [];
    const found = entries.find(
      entry =>
        (statics.length === 0 || equalData(entry.statics, statics)) &&
        entry.structures.length === flat.length &&
        entry.structures.every((structure, i) => treeDefEquals(structure, flat[i]!.structure)),
    );
    if (found !== undefined) return { call: found.call, inputs, donated };
    const call = traceCall(anyF, args, { what: 'jit', positions: positions.traced });
    // a program that closes over tracers of an outer trace is good for that trace only
    if (call.captured.length === 0) {
      const structures = flat.map(({ structure }) => structure);
      cache.set(key, [...entries, { structures, statics: snapshot(statics), call }]);
      if (++cached > cacheLimit) {
        const [oldest, evicted] = [...cache][0]!;
        cache.delete(oldest);
        cached -= evicted.length;
      }
    }
    return { call, inputs, donated };
  };

  // most calls are like the one before: arrays of the same shapes and dtypes
  let last: { readonly avals: readonly Aval[]; readonly dtype: DType; readonly call: TracedCall } | undefined;
  const isLikeLast = (args: readonly unknown[]): args is readonly ConcreteArray[] => {
    if (last === undefined || last.avals.length !== args.length || last.dtype !== defaultDType()) return false;
    for (let i = 0; i < args.length; i++) {
      const arg = args[i];
      const aval = last.avals[i]!;
      if (!(arg instanceof ConcreteArray) || arg.dtype !== aval.dtype || arg.weakType !== aval.weakType) return false;
      if (!shapesEqual(arg.shape, aval.shape)) return false;
    }
    return true;
  };

  const jitted = (...args: readonly unknown[]): unknown => {
    if (isLikeLast(args)) return unflatten(last!.call.outputStructure, currentExecutor().run(last!.call.jaxpr, args));
    const { call, inputs, donated } = lookUp(args);
    const { staticArgnums, donateArgnums } = options;
    const isPlain = staticArgnums === undefined && donateArgnums === undefined && call.captured.length === 0;
    if (isPlain && args.every(arg => arg instanceof ConcreteArray)) {
      last = { avals: inputs.map(avalOf), dtype: defaultDType(), call };
    }
    const operands = [...call.captured, ...inputs];
    const name = functionName(anyF);
    if (!operands.every(isConcrete)) {
      return unflatten(call.outputStructure, bind(jitPrimitive, operands, { name, jaxpr: call.jaxpr }));
    }
    const results = currentExecutor().run(call.jaxpr, operands);
    if (donated.length > 0) donate(`jit(${name})`, donated, results);
    return unflatten(call.outputStructure, results);
  };
  const lower = (...args: readonly unknown[]): Lowered => {
    const { call } = lookUp(args);
    if (call.captured.length > 0)
      throw new TypeError('jit(f).lower: f closes over a traced array: lower it outside the transformation');
    return { text: () => printJaxpr(call.jaxpr), compile: () => compile(call.jaxpr) };
  };
  Object.defineProperty(jitted, 'name', { value: functionName(anyF) });
  return Object.assign(jitted, { lower }) as unknown as Jitted<Args, Out>;
};

const compile = (jaxpr: Jaxpr): Compiled => {
  const avals = inputAvals(jaxpr);
  const results = outputAvals(jaxpr);
  const load = currentExecutor().load?.(jaxpr);
  return (inputs, outputs = results.map(({ shape, dtype }) => allocate(dtype, sizeOf(shape)))) => {
    checkAll('input', avals, inputs);
    checkAll('output', results, outputs);
    if (load !== undefined) {
      load(inputs, outputs);
      return outputs;
    }
    const args = avals.map(({ shape, dtype, weakType }, i) => new ConcreteArray(shape, dtype, inputs[i]!, weakType));
    currentExecutor()
      .run(jaxpr, args)
      .forEach(({ data }, i) => {
        outputs[i]!.set(data);
      });
    return outputs;
  };
};

/** By name too: typed arrays of frames and other contexts have classes of their own. */
const isOfKind = (data: unknown, kind: ReturnType<typeof constructorOf>): data is Data =>
  data instanceof kind ||
  (ArrayBuffer.isView(data) && Object.prototype.toString.call(data) === `[object ${kind.name}]`);

/** Throws unless there is a typed array of the right kind and length for each aval. */
const checkAll = (what: 'input' | 'output', avals: readonly Aval[], arrays: readonly Data[]): void => {
  if (!Array.isArray(arrays)) {
    throw new TypeError(
      `compiled function: expected a list of ${avals.length} ${what} arrays, got ${describe(arrays)}: the leaves of all arguments go in one list`,
    );
  }
  if (arrays.length !== avals.length) {
    throw new RangeError(`compiled function: expected ${avals.length} ${what} arrays, got ${arrays.length}`);
  }
  for (let i = 0; i < avals.length; i++) {
    const aval = avals[i]!;
    const data: unknown = arrays[i];
    const kind = constructorOf(aval.dtype);
    const length = sizeOf(aval.shape) * lanesOf(aval.dtype);
    if (isOfKind(data, kind) && data.length === length) continue;
    const got =
      ArrayBuffer.isView(data) && 'length' in data
        ? `a ${data.constructor.name} of length ${data.length}`
        : describe(data);
    throw new TypeError(
      `compiled function: ${what} ${i} needs a ${kind.name} of length ${length} (${avalString(aval)}), got ${got}`,
    );
  }
};
