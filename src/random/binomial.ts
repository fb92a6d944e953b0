import { filled } from '../array/create.ts';
import { type ArrayLike, ConcreteArray, type NDArray, scalar } from '../array/ndarray.ts';
import { promoteTypesInexact } from '../array/promotion.ts';
import { checkShape, type Shape, shapeString } from '../array/shape.ts';
import { scan } from '../control/scan.ts';
import { whileLoop } from '../control/while.ts';
import { asPromoted } from '../numpy/convert.ts';
import { any } from '../numpy/methods/reductions.ts';
import { convertElementType } from '../primitives/convert.ts';
import { abs } from '../primitives/elementwise/absolute.ts';
import { add, div, mul, neg, sub } from '../primitives/elementwise/arithmetic.ts';
import { eq, ge, gt, le, lt, ne } from '../primitives/elementwise/comparison.ts';
import { bitwiseAnd, bitwiseNot, bitwiseOr } from '../primitives/elementwise/logical.ts';
import { sqrt } from '../primitives/elementwise/power.ts';
import { ceil, floor } from '../primitives/elementwise/rounding.ts';
import { clamp, select } from '../primitives/elementwise/select.ts';
import { take } from '../primitives/indexing/take.ts';
import { log1pOfSample, logOfSample } from '../primitives/random/sampling.ts';
import { cumsum } from '../primitives/reduction/cumulative.ts';
import { moveAxis } from '../primitives/shape/transpose.ts';
import {
  asKey,
  type FloatDType,
  floatDType,
  optionsOf,
  type SampleOptions,
  type SampleShape,
  sampleShape,
  spread,
} from './arguments.ts';
import { asProbability } from './discrete.ts';
import { keysOf, splitKey } from './key.ts';
import { asProgram, mayHold } from './large.ts';
import { standardUniform } from './uniform.ts';

type Trials = {
  readonly key: NDArray;
  readonly count: NDArray;
  readonly probability: NDArray;
  readonly shape: Shape;
  readonly dtype: FloatDType;
};

/** Adds up gaps between successes, geometric numbers, until they exceed the number of trials: for few successes. */
const byGaps = ({ key, count, probability, shape, dtype }: Trials): NDArray => {
  const logFailure = log1pOfSample(neg(probability));
  type State = [successes: NDArray, sum: NDArray, key: NDArray];
  const init: State = [filled(shape, dtype, 0), filled(shape, dtype, 0), key];
  const [successes] = whileLoop<State>(
    ([, sum]) => any(le(sum, count)),
    ([successes, sum, rest]) => {
      const [own, next] = keysOf(rest, 2) as [NDArray, NDArray];
      const gap = ceil(div(logOfSample(standardUniform(own, shape, dtype)), logFailure));
      return [select(le(sum, count), add(successes, 1), successes), add(sum, gap), next];
    },
    init,
  );
  return sub(successes, 1);
};

/** log k! less Stirling's approximation of it, for k from 0 to 9. */
const firstTails = [
  0.0810614667953272, 0.0413406959554092, 0.0276779256849983, 0.02079067210376509, 0.0166446911898211,
  0.0138761288230707, 0.0118967099458917, 0.010411265261972, 0.00925546218271273, 0.00833056343336287,
];

const stirlingTail = (k: NDArray): NDArray => {
  const table = new ConcreteArray(
    [firstTails.length],
    k.dtype,
    k.dtype === 'float32' ? new Float32Array(firstTails) : new Float64Array(firstTails),
  );
  const inside = clamp(0, k, 9);
  const next = add(inside, 1);
  const nextSquare = mul(next, next);
  const series = div(sub(1 / 12, div(sub(1 / 360, div(1 / 1260, nextSquare)), nextSquare)), next);
  return select(le(k, 9), take(table, convertElementType(floor(inside), 'int32')), series);
};

/** Transformed rejection (Hörmann 1993, algorithm BTRS): for ten successes and more, probabilities up to a half. */
const byRejection = ({ key, count, probability, shape, dtype }: Trials): NDArray => {
  const deviation = sqrt(mul(mul(count, probability), sub(1, probability)));
  const b = add(mul(deviation, 2.53), 1.15);
  const a = add(add(mul(b, 0.0248), -0.0873), mul(probability, 0.01));
  const c = add(mul(count, probability), 0.5);
  const vLimit = sub(0.92, div(4.2, b));
  const odds = div(probability, sub(1, probability));
  const alpha = mul(add(div(5.1, b), 2.83), deviation);
  const mode = floor(mul(add(count, 1), probability));
  type State = [successes: NDArray, accepted: NDArray, key: NDArray];
  const init: State = [filled(shape, dtype, -1), filled(shape, 'bool', 0), key];
  const [successes] = whileLoop<State>(
    ([, accepted]) => any(bitwiseNot(accepted)),
    ([successes, accepted, rest]) => {
      const [next, uKey, vKey] = keysOf(rest, 3) as [NDArray, NDArray, NDArray];
      const u = sub(standardUniform(uKey, shape, dtype), 0.5);
      const v = standardUniform(vKey, shape, dtype);
      const distance = sub(0.5, abs(u));
      const isInner = bitwiseAnd(ge(distance, 0.07), le(v, vLimit));
      const k = floor(add(mul(add(div(mul(a, 2), distance), b), u), c));
      const isOuter = bitwiseOr(lt(k, 0), gt(k, count));
      const level = logOfSample(div(mul(v, alpha), add(div(a, mul(distance, distance)), b)));
      const [fromMode, fromK] = [add(sub(count, mode), 1), add(sub(count, k), 1)];
      const logs = add(
        add(
          mul(add(mode, 0.5), logOfSample(div(add(mode, 1), mul(odds, fromMode)))),
          mul(add(count, 1), logOfSample(div(fromMode, fromK))),
        ),
        mul(add(k, 0.5), logOfSample(div(mul(odds, fromK), add(k, 1)))),
      );
      const tails = sub(
        sub(add(stirlingTail(mode), stirlingTail(sub(count, mode))), stirlingTail(k)),
        stirlingTail(sub(count, k)),
      );
      const accept = bitwiseOr(isInner, bitwiseAnd(bitwiseNot(isOuter), le(level, add(logs, tails))));
      return [select(accept, k, successes), bitwiseOr(accepted, accept), next];
    },
    init,
  );
  return successes;
};

/** Successes in trials; NaN where number or probability make no sense. */
const successesOf = ({ key, count: given, probability, shape, dtype }: Trials): NDArray => {
  const isRare = lt(probability, 0.5);
  const rarer = select(isRare, probability, sub(1, probability));
  const isNegative = lt(rarer, 0);
  const isNone = ne(rarer, rarer);
  const q = select(bitwiseOr(isNone, isNegative), scalar(0.01, dtype), rarer);
  const isNoCount = bitwiseOr(ne(given, given), lt(given, 0));
  const isEndless = eq(given, Number.POSITIVE_INFINITY);
  const isFew = bitwiseOr(isNoCount, le(mul(given, q), 10));
  const count = floor(given);
  const branch = (
    f: (trials: Trials) => NDArray,
    isTaken: NDArray,
    otherwise: readonly [count: number, probability: NDArray],
  ): NDArray => {
    if (!mayHold(isTaken)) return scalar(0, dtype);
    const counts = select(isTaken, count, scalar(otherwise[0], dtype));
    const probabilities = select(isTaken, q, otherwise[1]);
    return asProgram(
      (own, n, p) => f({ key: own, count: n!, probability: p!, shape, dtype }),
      shape,
      key,
      counts,
      probabilities,
    );
  };
  const few = branch(byGaps, isFew, [0, q]);
  const many = branch(byRejection, bitwiseNot(isFew), [1e4, scalar(0.5, dtype)]);
  const isWrong = bitwiseOr(bitwiseOr(isNegative, isNone), isNoCount);
  const finite = select(isWrong, scalar(Number.NaN, dtype), select(isFew, few, many));
  const all = select(bitwiseAnd(isEndless, bitwiseNot(isWrong)), scalar(Number.POSITIVE_INFINITY, dtype), finite);
  const isDirect = bitwiseOr(bitwiseOr(isRare, isNoCount), bitwiseOr(isNone, isEndless));
  return select(isDirect, all, sub(count, all));
};

/**
 * Random numbers of successes in n trials of probability p, as floats, of the shape given or that of n and p together.
 *
 * NaN for negative n and for p outside of 0 … 1. Throws TypeError for a dtype that is no float.
 *
 * @example
 * ```ts
 * console.log(random.binomial(random.key(0), 10, 0.5, [3]).shape); // => [ 3 ]
 * ```
 */
export const binomial = (
  key: ArrayLike,
  n: ArrayLike,
  p: ArrayLike,
  shape?: SampleShape | SampleOptions,
  options: SampleOptions = {},
): NDArray => {
  const given = optionsOf('binomial', shape, options);
  const result = floatDType('binomial', given.dtype);
  const probability = asProbability('binomial', p);
  const dtype = probability.dtype as FloatDType;
  const count = convertElementType(asPromoted('binomial', [n], promoteTypesInexact)[0], dtype);
  const extents = sampleShape('binomial', given.shape, count.shape, probability.shape);
  const trials = {
    key: asKey('binomial', key),
    count: spread(count, extents),
    probability: spread(probability, extents),
    shape: extents,
    dtype,
  };
  return convertElementType(successesOf(trials), result);
};

/**
 * Random numbers of outcomes of each kind in n trials with probabilities p along the last axis, as floats.
 *
 * The result has the shape given, last axis included, or p's; n broadcasts to its leading axes. Throws RangeError where shapes
 * do not fit.
 *
 * @example
 * ```ts
 * const counts = random.multinomial(random.key(0), 10, [0.2, 0.3, 0.5]);
 * console.log(counts.sum().item()); // => 10
 * ```
 */
export const multinomial = (
  key: ArrayLike,
  n: ArrayLike,
  p: ArrayLike,
  shape?: SampleShape | SampleOptions,
  options: SampleOptions = {},
): NDArray => {
  const given = optionsOf('multinomial', shape, options);
  const result = floatDType('multinomial', given.dtype);
  const [count, weights] = asPromoted('multinomial', [n, p], promoteTypesInexact);
  if (weights.ndim === 0) throw new RangeError('multinomial: p needs an axis of outcomes, got shape ()');
  const extents = given.shape === undefined ? weights.shape : checkShape('multinomial', given.shape);
  const stack = sampleShape('multinomial', extents.slice(0, -1), count.shape);
  if (weights.shape.at(-1) !== extents.at(-1)) {
    throw new RangeError(
      `multinomial: p of shape ${shapeString(weights.shape)} does not fit the shape asked for, ${shapeString(extents)}`,
    );
  }
  const dtype = count.dtype as FloatDType;
  const probabilities = moveAxis(spread(weights, extents), extents.length - 1, 0);
  const remaining = cumsum(probabilities, 0, { reverse: true });
  const ratios = div(probabilities, select(eq(remaining, 0), scalar(1, dtype), remaining));
  const keys = splitKey(asKey('multinomial', key), [extents.at(-1)!]);
  const [, counts] = scan<NDArray, [ratio: NDArray, key: NDArray], NDArray>(
    (left, [ratio, own]) => {
      const drawn = successesOf({ key: own, count: left, probability: clamp(0, ratio, 1), shape: stack, dtype });
      return [sub(left, drawn), drawn];
    },
    spread(count, stack),
    [ratios, keys],
  );
  return convertElementType(moveAxis(counts, 0, extents.length - 1), result);
};
