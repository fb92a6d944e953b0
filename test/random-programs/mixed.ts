import { array, type DType, jit, lax, makeJaxpr, type NDArray, numpy as np } from 'nabla';
import type { ConcreteArray } from '../../src/array/ndarray.ts';
import type { Jaxpr } from '../../src/core/jaxpr.ts';
import { type Random, randomFrom } from './generate.ts';

/**
 * Random programs over arrays of all real dtypes, of any shape (empty ones included), whose elements may be NaN, infinite,
 * minus zero or denormal. All their operations are exact, or rounded once, so that compiled and interpreted results are
 * the same to the bit.
 */

const shapes: readonly (readonly number[])[] = [
  [],
  [0],
  [1],
  [2],
  [3],
  [5],
  [8],
  [17],
  [67],
  [1, 1],
  [1, 4],
  [3, 1],
  [2, 3],
  [4, 5],
  [3, 9],
  [0, 3],
  [3, 0],
  [2, 1, 3],
  [2, 3, 4],
  [1, 0, 2],
];

/** Large enough for several threads. */
const largeShapes: readonly (readonly number[])[] = [
  [],
  [1],
  [20011],
  [30000],
  [300, 70],
  [70, 300],
  [1, 300],
  [300, 1],
  [70],
  [7, 60, 50],
  [60, 1],
];

const dtypes: readonly DType[] = ['float64', 'float64', 'float32', 'float32', 'int32', 'uint32', 'bool'];

const specials: { readonly [dtype: string]: readonly number[] } = {
  float64: [
    NaN,
    Infinity,
    -Infinity,
    0,
    -0,
    5e-324,
    -5e-324,
    1e-310,
    2 ** -1022,
    1.7976931348623157e308,
    -1e300,
    2 ** 53 + 2,
  ],
  float32: [
    NaN,
    Infinity,
    -Infinity,
    0,
    -0,
    2 ** -149,
    -(2 ** -149),
    1e-40,
    2 ** -126,
    3.4028234663852886e38,
    -1e38,
    2 ** 24,
  ],
  int32: [0, -1, 2147483647, -2147483648, -2147483647, 65536],
  uint32: [0, 1, 4294967295, 2147483648, 2147483647, 65537],
};
const halves = [0.5, -0.5, 1.5, 2.5, -2.5, 1, -1, 3, 2147483647.5, -2147483648, 4294967296, -1e10];

type Profile = 'ordinary' | 'special' | 'small';

const elementOf = (random: Random, dtype: DType, profile: Profile): number => {
  const pick = (list: readonly number[]): number => list[random.integer(list.length)]!;
  if (dtype === 'bool') return random.integer(2);
  const isFloat = dtype === 'float32' || dtype === 'float64';
  if (profile === 'special' && random.integer(2) === 0) return pick(specials[dtype]!);
  if (profile === 'special' && isFloat && random.integer(2) === 0) return pick(halves);
  if (dtype === 'uint32') return random.integer(profile === 'small' ? 6 : 1000);
  if (dtype === 'int32') return random.integer(profile === 'small' ? 9 : 2000) - (profile === 'small' ? 3 : 1000);
  return profile === 'small' ? random.integer(9) - 4 : (random.integer(2_000_001) - 1_000_000) / 300_007;
};

const pickOf = <T>(random: Random, list: readonly T[]): T => list[random.integer(list.length)]!;

const argumentsFrom = (random: Random, from = shapes): ConcreteArray[] =>
  Array.from({ length: 3 }, () => {
    const dtype = pickOf(random, dtypes);
    const shape = pickOf(random, from);
    const profile = pickOf(random, ['ordinary', 'special', 'small'] as const);
    const size = shape.reduce((product, extent) => product * extent, 1);
    const values = Array.from({ length: size }, () => elementOf(random, dtype, profile));
    return array(values, { dtype }).reshape(shape) as ConcreteArray;
  });

/** Gives undefined, or throws, where it does not apply. */
type Operation = (random: Random, a: NDArray, b: NDArray, c: NDArray) => NDArray | undefined;

const isFloat = (a: NDArray): boolean => a.dtype === 'float32' || a.dtype === 'float64';
const isInt = (a: NDArray): boolean => a.dtype === 'int32' || a.dtype === 'uint32';
const isBool = (a: NDArray): boolean => a.dtype === 'bool';

const axisOf = (random: Random, a: NDArray): number => random.integer(a.ndim);

/** Makes an operation of a function for the operands that a condition accepts. */
const when =
  (accepts: (a: NDArray) => boolean, apply: (a: NDArray, random: Random) => NDArray): Operation =>
  (random, a) =>
    accepts(a) ? apply(a, random) : undefined;
const both =
  (accepts: (a: NDArray) => boolean, apply: (a: NDArray, b: NDArray, random: Random) => NDArray): Operation =>
  (random, a, b) =>
    accepts(a) && accepts(b) ? apply(a, b, random) : undefined;
const notBool = (a: NDArray): boolean => !isBool(a);
const anything = (): boolean => true;
const hasAxis = (a: NDArray): boolean => a.ndim > 0;

/** Whole numbers as indices. */
const indices = (a: NDArray, limit: number): NDArray =>
  isInt(a)
    ? np.clip(a.astype('int32'), -limit, limit).ravel().at(':4')
    : np.asarray([-7, -1, 0, 2, 1, 40], { dtype: 'int32' });

const modes = ['clip', 'fill'] as const;
const scatterModes = ['clip', 'drop', 'promise_in_bounds'] as const;

export const operations: { readonly [name: string]: Operation } = {
  // elements
  neg: when(notBool, a => a.neg()),
  abs: when(anything, a => np.abs(a)),
  sign: when(notBool, a => np.sign(a)),
  floor: when(isFloat, a => np.floor(a)),
  ceil: when(isFloat, a => np.ceil(a)),
  round: when(isFloat, a => np.round(a)),
  trunc: when(isFloat, a => np.trunc(a)),
  sqrt: when(isFloat, a => np.sqrt(a)),
  square: when(notBool, a => np.square(a)),
  reciprocal: when(isFloat, a => lax.reciprocal(a)),
  isfinite: when(isFloat, a => np.isfinite(a)),
  isnan: when(isFloat, a => np.isnan(a)),
  signbit: when(isFloat, a => np.signbit(a)),
  not: when(
    a => !isFloat(a),
    a => np.bitwiseNot(a),
  ),
  popcount: when(isInt, a => lax.populationCount(a)),
  clz: when(isInt, a => lax.clz(a)),
  convert: when(anything, (a, random) => a.astype(pickOf(random, dtypes))),
  weak: when(notBool, (a, random) => a.mul(pickOf(random, [2, -1, 0, 3]))),
  shifted: when(notBool, (a, random) => a.add(pickOf(random, [1, -1, 0]))),
  clip: when(notBool, a => np.clip(a, 0, 3)),
  nextafter: both(isFloat, (a, b) => lax.nextafter(a.astype('float64'), b.astype('float64'))),
  add: both(notBool, (a, b) => np.add(a, b)),
  sub: both(notBool, (a, b) => np.subtract(a, b)),
  mul: both(notBool, (a, b) => np.multiply(a, b)),
  div: both(isFloat, (a, b) => np.divide(a, b)),
  intdiv: both(isInt, (a, b) => np.floorDivide(a, b)),
  mod: both(notBool, (a, b) => np.mod(a, b)),
  rem: both(notBool, (a, b) => (a.dtype === b.dtype ? lax.rem(a, b) : np.fmod(a, b))),
  maximum: both(anything, (a, b) => np.maximum(a, b)),
  minimum: both(anything, (a, b) => np.minimum(a, b)),
  copysign: both(isFloat, (a, b) => np.copysign(a, b)),
  and: both(
    a => !isFloat(a),
    (a, b) => np.bitwiseAnd(a, b),
  ),
  or: both(
    a => !isFloat(a),
    (a, b) => np.bitwiseOr(a, b),
  ),
  xor: both(
    a => !isFloat(a),
    (a, b) => np.bitwiseXor(a, b),
  ),
  shl: both(isInt, (a, b) => np.leftShift(a, b)),
  shr: both(isInt, (a, b) => np.rightShift(a, b)),
  shrl: both(isInt, (a, b) => (a.dtype === b.dtype ? lax.shiftRightLogical(a, b) : np.rightShift(a, b))),
  equal: both(anything, (a, b) => np.equal(a, b)),
  notEqual: both(anything, (a, b) => np.notEqual(a, b)),
  less: both(anything, (a, b) => np.less(a, b)),
  greaterEqual: both(anything, (a, b) => np.greaterEqual(a, b)),
  where: (_, a, b, c) => np.where(a.astype('bool'), b, c),
  clamp: (_, a, b, c) => (isBool(a) ? undefined : lax.clamp(b.astype(a.dtype), a, c.astype(a.dtype))),
  // reductions
  max: when(hasAxis, (a, random) => a.max({ axis: axisOf(random, a) })),
  min: when(hasAxis, (a, random) => a.min({ axis: axisOf(random, a), keepdims: true })),
  maxAll: when(
    a => a.size > 0,
    a => a.max(),
  ),
  argmax: when(hasAxis, (a, random) => np.argmax(a, { axis: axisOf(random, a) })),
  argmin: when(hasAxis, (a, random) => np.argmin(a, { axis: axisOf(random, a) })),
  argmaxAll: when(
    a => a.size > 0,
    a => np.argmax(a),
  ),
  any: when(hasAxis, (a, random) => np.any(a, { axis: axisOf(random, a) })),
  all: when(anything, a => np.all(a)),
  intSum: when(
    a => !isFloat(a),
    a => np.sum(a),
  ),
  intSumAxis: when(
    a => !isFloat(a) && a.ndim > 0,
    (a, random) => np.sum(a, { axis: axisOf(random, a) }),
  ),
  intProd: when(
    a => isInt(a) && a.ndim > 0,
    (a, random) => np.prod(a, { axis: axisOf(random, a) }),
  ),
  intCumsum: when(
    a => isInt(a) && a.ndim > 0,
    (a, random) => np.cumsum(a, { axis: axisOf(random, a) }),
  ),
  intCumprod: when(
    a => isInt(a) && a.ndim > 0,
    (a, random) => np.cumprod(a, { axis: axisOf(random, a) }),
  ),
  cummax: when(hasAxis, (a, random) => lax.cummax(a, axisOf(random, a))),
  cummin: when(hasAxis, (a, random) => lax.cummin(a, axisOf(random, a), { reverse: true })),
  reduceXor: when(
    a => isInt(a) && a.ndim > 0,
    (a, random) => lax.reduceXor(a, [axisOf(random, a)]),
  ),
  countNonzero: when(hasAxis, (a, random) => np.countNonzero(a, { axis: axisOf(random, a) })),
  intMatmul: both(isInt, (a, b) => np.matmul(a, b)),
  intDot: both(
    a => isInt(a) && a.ndim > 0,
    (a, b) => np.outer(a.ravel().at(':8'), b.ravel().at(':8')),
  ),
  windowMax: when(
    a => notBool(a) && a.ndim > 0,
    (a, random) =>
      lax.reduceWindowMax(
        a,
        a.shape.map(() => 1 + random.integer(2)),
        { windowStrides: a.shape.map(() => 1 + random.integer(2)), padding: 'SAME' },
      ),
  ),
  // places
  reshape: when(anything, a => a.ravel()),
  fold: when(
    a => a.size % 2 === 0,
    a => a.reshape([2, a.size / 2]),
  ),
  transpose: when(
    a => a.ndim > 1,
    a => a.transpose(),
  ),
  swap: when(
    a => a.ndim > 2,
    a => np.swapaxes(a, 0, 1),
  ),
  expand: when(
    a => a.ndim < 3,
    (a, random) => np.expandDims(a, random.integer(a.ndim + 1)),
  ),
  squeeze: when(anything, a => np.squeeze(a)),
  flip: when(hasAxis, (a, random) => np.flip(a, { axis: axisOf(random, a) })),
  broadcast: both(anything, (a, b) => np.broadcastTo(a, np.broadcastShapes(a.shape, b.shape))),
  concatenate: (random, a, b) =>
    a.ndim > 0 && a.ndim === b.ndim ? np.concatenate([a, b], { axis: axisOf(random, a) }) : undefined,
  stack: both(anything, (a, b) => np.stack([a, b])),
  pad: when(hasAxis, (a, random) =>
    lax.pad(
      a,
      np.asarray(random.integer(3), { dtype: a.dtype }),
      a.shape.map(() => [random.integer(5) - 2, random.integer(5) - 2, random.integer(3)] as const),
    ),
  ),
  slice: when(hasAxis, (a, random) => a.at(pickOf(random, ['1:', ':-1', '::2', '1::3', '::-1', '-2:', '5:']))),
  last: when(hasAxis, (a, random) => a.at('...', pickOf(random, ['1:', '::2', '::-1']))),
  roll: when(hasAxis, (a, random) => np.roll(a, random.integer(9) - 4, { axis: axisOf(random, a) })),
  tile: when(
    a => a.size < 40,
    a => np.tile(a, 2),
  ),
  repeat: when(
    a => a.size < 40 && a.ndim > 0,
    (a, random) => np.repeat(a, 2, { axis: axisOf(random, a) }),
  ),
  tril: when(
    a => a.ndim > 1,
    (a, random) => np.tril(a, { k: random.integer(3) - 1 }),
  ),
  diagonal: when(
    a => a.ndim > 1,
    a => np.diagonal(a),
  ),
  diag: when(
    a => a.ndim === 1 && a.size < 9,
    a => np.diag(a),
  ),
  dynamicSlice: (_, a, b) =>
    a.ndim > 0 && isInt(b) && b.size > 0
      ? lax.dynamicSlice(
          a,
          a.shape.map((__, i) => b.ravel().at(i % b.size)),
          a.shape.map(extent => Math.ceil(extent / 2)),
        )
      : undefined,
  dynamicUpdate: (_, a, b, c) =>
    a.ndim > 0 && a.ndim === b.ndim && isInt(c) && c.size > 0
      ? lax.dynamicUpdateSlice(
          a,
          b.astype(a.dtype),
          a.shape.map((__, i) => c.ravel().at(i % c.size)),
        )
      : undefined,
  take: (random, a, b) =>
    a.ndim > 0 ? np.take(a, indices(b, 1 << 20), { axis: axisOf(random, a), mode: pickOf(random, modes) }) : undefined,
  at: (_, a, b) => (a.ndim > 0 ? a.at(indices(b, 1 << 30)) : undefined),
  atPair: (_, a, b, c) => (a.ndim > 1 && a.size > 0 ? a.at(indices(b, 9), indices(c, 9)) : undefined),
  set: (_, a, b, c) =>
    a.ndim > 0 && a.shape[0]! > 0 ? a.set(indices(b, 3), c.ravel().at(':1').astype(a.dtype)) : undefined,
  addAt: (_, a, b) => (isInt(a) && a.ndim > 0 ? a.addAt([indices(b, 1 << 20)], 3) : undefined),
  maxAt: (_, a, b) => (notBool(a) && a.ndim > 0 ? a.maxAt([indices(b, 5)], 1) : undefined),
  scatter: (random, a, b) =>
    isInt(a) && a.ndim === 1
      ? lax.scatterAdd(
          a,
          indices(b, 9).reshape([-1, 1]),
          np.ones([indices(b, 9).size], { dtype: a.dtype }),
          { updateWindowDims: [], insertedWindowDims: [0], scatterDimsToOperandDims: [0] },
          { mode: pickOf(random, scatterModes.slice(0, 2)) },
        )
      : undefined,
  takeAlongAxis: (random, a, b) =>
    a.ndim > 0 && a.ndim === b.ndim && isInt(b)
      ? np.takeAlongAxis(a, np.clip(b.astype('int32'), -9, 9), { axis: axisOf(random, a) })
      : undefined,
  sort: when(hasAxis, (a, random) => np.sort(a, { axis: axisOf(random, a) })),
  argsort: when(hasAxis, (a, random) => np.argsort(a, { axis: axisOf(random, a) })),
  topK: when(
    a => a.ndim > 0 && notBool(a),
    (a, random) => lax.topK(a, Math.min(2, a.shape.at(-1)!))[random.integer(2)]!,
  ),
  searchsorted: both(notBool, (a, b) =>
    // the interpreter compares all with all
    np.searchsorted(np.sort(a.ravel().at(':300')), b.ravel().at(':300')),
  ),
  oneHot: when(isInt, a => np.equal(np.expandDims(a, -1), np.arange(0, 4, 1, { dtype: a.dtype }))),
  iota: when(hasAxis, (a, random) =>
    lax.iota(pickOf(random, ['int32', 'float32', 'float64', 'uint32'] as const), a.shape, axisOf(random, a)),
  ),
  // control
  cond: (_, a, b) =>
    lax.cond(
      np.any(b.astype('bool')),
      (v: NDArray) => np.where(v.astype('bool'), v, v),
      (v: NDArray) => np.maximum(v, v),
      a,
    ),
  switch: (_, a, b) =>
    isInt(b) && b.size > 0
      ? lax.switchCase(
          b.ravel().at(0),
          [(v: NDArray) => v, (v: NDArray) => np.abs(v), (v: NDArray) => np.maximum(v, v)],
          a,
        )
      : undefined,
  scan: when(hasAxis, (a, random) =>
    pickOf(
      random,
      lax.scan(
        (c: NDArray, v: NDArray) => [np.maximum(c, v), np.minimum(c, v)] as const,
        np.zeros(a.shape.slice(1), { dtype: a.dtype }),
        a,
        {
          reverse: random.integer(2) === 0,
        },
      ),
    ),
  ),
  fori: when(isInt, (a, random) =>
    lax.foriLoop(0, random.integer(4), (i: NDArray, v: NDArray) => v.add(i.astype(v.dtype)), a),
  ),
  while: when(
    a => a.dtype === 'int32' && a.size > 0,
    a =>
      lax.whileLoop(
        (v: NDArray) => np.less(np.abs(v.max()), 50),
        (v: NDArray) => v.add(7),
        a,
      ),
  ),
  jit: when(notBool, a => jit((v: NDArray) => np.maximum(v, np.abs(v)))(a)),
};

const names = Object.keys(operations);

/** What a program does, decided while it runs on tracers: the same for the same random numbers. */
const runMixed = (
  random: Random,
  args: readonly NDArray[],
  largest = 400,
): { readonly outputs: NDArray[]; readonly text: string } => {
  const values = [...args];
  const text: string[] = [];
  const wanted = 2 + random.integer(9);
  for (let attempt = 0; text.length < wanted && attempt < 60; attempt++) {
    const name = pickOf(random, names);
    const recent = (): number =>
      values.length - 1 - random.integer(Math.min(random.integer(2) === 0 ? 3 : 99, values.length));
    const [i, j, k] = [recent(), recent(), recent()];
    let result: NDArray | undefined;
    try {
      result = operations[name]!(random, values[i]!, values[j]!, values[k]!);
    } catch (error) {
      // refused while tracing, by whatever runs programs
      if (!(error instanceof RangeError || error instanceof TypeError)) throw error;
    }
    if (result === undefined || result.size > largest) continue;
    text.push(`v${values.length} = ${name}(v${i}, v${j}, v${k}): ${result.dtype}[${result.shape}]`);
    values.push(result);
  }
  return { outputs: values.slice(args.length).slice(-4), text: text.join('; ') };
};

/** The program of a seed, with what it is called with; large ones have arrays of many elements. */
export const traceMixed = (
  seed: number,
  large = false,
): { readonly jaxpr: Jaxpr; readonly args: readonly ConcreteArray[]; readonly text: string } => {
  const random = randomFrom(seed);
  const args = argumentsFrom(random, large ? largeShapes : undefined);
  let text = '';
  const { jaxpr } = makeJaxpr((...xs: NDArray[]) => {
    const result = runMixed(random, xs, large ? 200_000 : undefined);
    text = result.text;
    return result.outputs;
  })(...args);
  return { jaxpr, args, text };
};
