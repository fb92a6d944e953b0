import { allocate, lanesOf } from '../../array/dtype.ts';
import { type ArrayLike, ConcreteArray, type NDArray } from '../../array/ndarray.ts';
import { sizeOf } from '../../array/shape.ts';
import { type Aval, avalString, makeAval } from '../../core/aval.ts';
import { isLinear, type Primitive } from '../../core/primitive.ts';
import { bindOne } from '../../core/tracer.ts';
import { promoteOperands, toArray } from '../convert.ts';
import { broadcastInDim, reduceTo } from '../shape/broadcast.ts';
import { eq, lt } from './comparison.ts';
import { constantLike } from './constant.ts';
import { alignShapes, batchElementwise, elementwiseShape, noParams } from './construct.ts';
import { compact } from './kernels.ts';
import { bitwiseAnd } from './logical.ts';
import { ternary } from './nary.ts';

const name = 'select_n';

/** The case that a value of the predicate stands for; as in XLA, integers outside 0 … count-1 mean the nearest case. */
const caseOf = (which: number, count: number): number => Math.min(Math.max(which, 0), count - 1);

const evaluateSelect = (
  which: ConcreteArray,
  options: readonly ConcreteArray[],
  { shape, dtype, weakType }: Aval,
): ConcreteArray => {
  const cases = options.map(compact);
  const lanes = lanesOf(dtype);
  const data = allocate(dtype, sizeOf(shape));
  const steps = cases.map(option => (option.ndim === 0 ? 0 : lanes));
  const values = cases.map(option => option.data);
  const whichStep = which.ndim === 0 ? 0 : 1;
  for (let i = 0; i * lanes < data.length; i++) {
    const chosen = caseOf(which.data[i * whichStep]!, cases.length);
    const from = i * steps[chosen]!;
    for (let lane = 0; lane < lanes; lane++) data[i * lanes + lane] = values[chosen]![from + lane]!;
  }
  return new ConcreteArray(shape, dtype, data, weakType);
};

const outputAval = ([which, ...cases]: readonly Aval[]): Aval =>
  makeAval(
    elementwiseShape(name, [which!, ...cases]),
    cases[0]!.dtype,
    cases.every(option => option.weakType),
  );

/** Linear in the cases together, constant in the predicate. Scalar predicates and scalar cases repeat. */
const selectPrimitive: Primitive = {
  name,
  abstractEval: inputs => {
    const [which, ...cases] = inputs;
    const dtype = cases[0]?.dtype;
    if (cases.some(option => option.dtype !== dtype)) {
      throw new TypeError(`${name}: cases must have one dtype, got ${cases.map(avalString).join(', ')}`);
    }
    if (which?.dtype !== 'bool' && which?.dtype !== 'int32' && which?.dtype !== 'uint32') {
      throw new TypeError(
        `${name}: the predicate must be bool or int, got ${which === undefined ? 'none' : avalString(which)}`,
      );
    }
    if (cases.length === 0 || (which.dtype === 'bool' && cases.length > 2)) {
      throw new TypeError(`${name}: a predicate of dtype ${which.dtype} cannot choose among ${cases.length} cases`);
    }
    return [outputAval(inputs)];
  },
  evaluate: inputs => {
    const [which, ...cases] = inputs;
    return [evaluateSelect(which!, cases, outputAval(inputs))];
  },
  jvp: ([which, ...cases], [, ...tangents]) => {
    const output = bindOne(selectPrimitive, [which!, ...cases], noParams);
    const parts = cases.map((option, i) => tangents[i] ?? constantLike(option, 0));
    const tangent = bindOne(selectPrimitive, [which!, ...parts], noParams);
    // zeros are scalars, so that the shape may have been lost
    return {
      primals: [output],
      tangents: [tangent.ndim === output.ndim ? tangent : broadcastInDim(tangent, output.shape, [])],
    };
  },
  transpose: ([cotangent], [which, ...cases]) => {
    if (cotangent === null || cotangent === undefined) return [null, ...cases.map(() => null)];
    if (isLinear(which!)) throw new TypeError(`${name}: is not linear in its predicate`);
    const zero = constantLike(cotangent, 0);
    const where = (chosen: number): NDArray =>
      bindOne(selectPrimitive, [which!, ...cases.map((_, i) => (i === chosen ? cotangent : zero))], noParams);
    return [null, ...cases.map((option, i) => (isLinear(option) ? reduceTo(where(i), option.aval.shape) : null))];
  },
  batch: (inputs, axes, params, axisSize) => batchElementwise(selectPrimitive, inputs, axes, params, axisSize),
  structure: ([which, ...cases]) => {
    const numbers = which!.known?.data;
    if (numbers === undefined) return { kind: 'pointwise' };
    const last = cases.length - 1;
    const single = numbers.length === 1;
    const chosen = (operand: number, place: number): boolean =>
      Math.max(0, Math.min(last, numbers[single ? 0 : place]!)) === operand - 1;
    return { kind: 'pointwise', chosen };
  },
};

/**
 * Of several cases the one whose number stands in `which`, element by element (`lax.select_n`).
 *
 * `which` is bool (with two cases: false chooses the first) or int; integers beyond the last case choose the last,
 * negative ones the first. Cases are promoted, all operands broadcast. Throws TypeError for other predicates.
 *
 * @example
 * ```ts
 * console.log(String(lax.selectN(new Int32Array([2, 0, 1]), 5, 6, 7))); // => [7. 5. 6.]
 * ```
 */
export const selectN = (which: ArrayLike, ...cases: readonly ArrayLike[]): NDArray => {
  const operands = [toArray(name, which), ...promoteOperands(name, cases)];
  return bindOne(selectPrimitive, alignShapes(name, operands), noParams);
};

/**
 * `onTrue` where the predicate holds, else `onFalse`, element by element (`lax.select`).
 *
 * The cases are promoted, all operands broadcast; both cases are computed, and derivatives of the one that is not
 * chosen are multiplied by zero. Throws TypeError for a predicate that is not bool.
 *
 * @example
 * ```ts
 * console.log(String(lax.select([true, false], [1, 2], 0))); // => [1. 0.]
 * ```
 */
export const select = (predicate: ArrayLike, onTrue: ArrayLike, onFalse: ArrayLike): NDArray => {
  const which = toArray('select', predicate);
  if (which.dtype !== 'bool') {
    throw new TypeError(
      `select: the predicate must be bool, got ${avalString(which)}: compare first, as in lax.ne(x, 0)`,
    );
  }
  return selectN(which, onFalse, onTrue);
};

/** x with 1 in the place of 0: a safe operand where another factor is 0 already. */
export const replaceZero = (x: NDArray): NDArray => select(eq(x, constantLike(x, 0)), constantLike(x, 1), x);

const inside = (low: NDArray, x: NDArray, high: NDArray): NDArray => bitwiseAnd(lt(low, x), lt(x, high));

/**
 * x limited to low … high, element by element (`lax.clamp`); `high` where the two are out of order.
 *
 * Operands are promoted and broadcast. The derivative is 1 strictly inside and 0 at and beyond the limits; with
 * respect to the limits it is 1 where they take x's place. Throws RangeError where shapes do not broadcast.
 *
 * @example
 * ```ts
 * console.log(String(lax.clamp(0, [-1, 0.5, 2], 1))); // => [0.  0.5 1. ]
 * ```
 */
export const clamp = ternary({
  name: 'clamp',
  value: {
    float: (low, x, high) => Math.min(Math.max(low, x), high),
    int: (low, x, high) => Math.min(Math.max(low, x), high),
    bool: (low, x, high) => (low | x) & high,
  },
  derivatives: [
    {
      tangent: (tangent, low, x, high) =>
        select(bitwiseAnd(lt(x!, low!), lt(low!, high!)), tangent, constantLike(tangent, 0)),
    },
    { tangent: (tangent, low, x, high) => select(inside(low!, x!, high!), tangent, constantLike(tangent, 0)) },
    { tangent: (tangent, _, x, high) => select(lt(high!, x!), tangent, constantLike(tangent, 0)) },
  ],
});
