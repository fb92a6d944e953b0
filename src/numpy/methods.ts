import { type ArrayMethods, NDArray } from '../array/ndarray.ts';
import { dot, matmul } from '../primitives/contraction/matmul.ts';
import { sign } from '../primitives/elementwise/absolute.ts';
import { exp, log } from '../primitives/elementwise/exponential.ts';
import { tanh } from '../primitives/elementwise/hyperbolic.ts';
import { sqrt } from '../primitives/elementwise/power.ts';
import { cos, sin, tan } from '../primitives/elementwise/trigonometric.ts';
import { indexArray } from '../primitives/indexing/index-array.ts';
import { take } from '../primitives/indexing/take.ts';
import { addAt, maxAt, minAt, mulAt, setAt } from '../primitives/indexing/update-array.ts';
import {
  absolute,
  add,
  divide,
  floorDivide,
  multiply,
  negative,
  power,
  remainder,
  square,
  subtract,
} from './methods/arithmetic.ts';
import { equal, greater, greaterEqual, less, lessEqual, notEqual } from './methods/comparison.ts';
import { cumprod, cumsum } from './methods/cumulative.ts';
import { diagonal, trace } from './methods/diagonal.ts';
import { stackArrays } from './methods/read.ts';
import { all, any, argmax, argmin, max, mean, min, prod, std, sum, variance } from './methods/reductions.ts';
import { ceil, clip, conj, floor, imag, real, round } from './methods/rounding.ts';
import { astype, flatten, ravel, repeat, reshape, squeeze, swapaxes, transpose } from './methods/shape.ts';
import { argsort, sort } from './methods/sorting.ts';

/** The members of arrays that are read without a call. */
type Getter =
  | { [K in keyof ArrayMethods]: ArrayMethods[K] extends NDArray ? K : never }[keyof ArrayMethods]
  | typeof Symbol.iterator;

type Method = Exclude<keyof ArrayMethods, Getter>;

const getters: { readonly [K in Getter]: (x: NDArray) => ArrayMethods[K] | undefined } = {
  T: x => transpose(x),
  real,
  imag,
  // a 0-d array is no list: test runners compare what they can iterate over element by element
  [Symbol.iterator]: x => (x.ndim === 0 ? undefined : () => rows(x)),
};

// Every method has its line here: one that is missing does not compile.
const methods: {
  readonly [K in Method]: (x: NDArray, ...args: Parameters<ArrayMethods[K]>) => ReturnType<ArrayMethods[K]>;
} = {
  add,
  sub: subtract,
  mul: multiply,
  div: divide,
  floorDivide,
  mod: remainder,
  pow: power,
  neg: negative,
  abs: absolute,
  sign,
  square,
  sqrt,
  exp,
  log,
  sin,
  cos,
  tan,
  tanh,
  floor,
  ceil,
  round,
  clip,
  conj,

  equal,
  notEqual,
  less,
  lessEqual,
  greater,
  greaterEqual,

  sum,
  mean,
  var: variance,
  std,
  prod,
  max,
  min,
  any,
  all,
  argmax,
  argmin,
  cumsum,
  cumprod,
  sort,
  argsort,

  matmul: (x, other) => matmul(x, stackArrays('matmul', other)),
  dot: (x, other) => dot(x, stackArrays('dot', other)),
  trace,
  diagonal,

  reshape,
  ravel,
  flatten,
  transpose,
  swapaxes,
  squeeze,
  repeat,
  take,
  astype,

  at: (x, ...indices) => indexArray(x, indices),
  set: (x, index, values) => setAt(x, index, stackArrays('set', values)),
  addAt: (x, index, values) => addAt(x, index, stackArrays('addAt', values)),
  mulAt: (x, index, values) => mulAt(x, index, stackArrays('mulAt', values)),
  minAt: (x, index, values) => minAt(x, index, stackArrays('minAt', values)),
  maxAt: (x, index, values) => maxAt(x, index, stackArrays('maxAt', values)),
};

function* rows(x: NDArray): Generator<NDArray, undefined> {
  for (let i = 0; i < x.length; i++) yield indexArray(x, [i]);
}

let installed = false;

/**
 * Gives arrays their methods; once is enough.
 *
 * Whatever hands an array to a user calls this first. It is a call, not a side effect of an import, so that bundlers
 * that drop unused modules keep it.
 */
export const installMethods = (): void => {
  if (installed) return;
  installed = true;
  for (const name of Reflect.ownKeys(methods) as Method[]) {
    const method = methods[name] as (x: NDArray, ...args: unknown[]) => unknown;
    Object.defineProperty(NDArray.prototype, name, {
      value(this: NDArray, ...args: unknown[]): unknown {
        return method(this, ...args);
      },
      writable: true,
      configurable: true,
    });
  }
  for (const name of Reflect.ownKeys(getters) as Getter[]) {
    Object.defineProperty(NDArray.prototype, name, {
      get(this: NDArray): unknown {
        return getters[name](this);
      },
      configurable: true,
    });
  }
};

/** A function that hands out arrays, with the methods of arrays installed. */
export const wired = <F>(f: F): F => {
  installMethods();
  return f;
};
