import { filled } from '../array/create.ts';
import { type ArrayLike, type NDArray, scalar } from '../array/ndarray.ts';
import type { Shape } from '../array/shape.ts';
import { whileLoop } from '../control/while.ts';
import { any } from '../numpy/methods/reductions.ts';
import { convertElementType } from '../primitives/convert.ts';
import { abs } from '../primitives/elementwise/absolute.ts';
import { add, div, mul, neg, sub } from '../primitives/elementwise/arithmetic.ts';
import { eq, ge, gt, le, lt, ne } from '../primitives/elementwise/comparison.ts';
import { lgamma } from '../primitives/elementwise/gamma.ts';
import { bitwiseAnd, bitwiseNot, bitwiseOr } from '../primitives/elementwise/logical.ts';
import { sqrt } from '../primitives/elementwise/power.ts';
import { floor } from '../primitives/elementwise/rounding.ts';
import { select } from '../primitives/elementwise/select.ts';
import { logOfSample } from '../primitives/random/sampling.ts';
import { asKey, asParameter, optionsOf, type SampleShape, sampleShape, spread } from './arguments.ts';
import { type CountOptions, countDType } from './discrete.ts';
import { keysOf } from './key.ts';
import { asProgram, mayHold } from './large.ts';
import { standardUniform } from './uniform.ts';

/** Counts one factor after the other until their product falls below e^-λ (Knuth): for small λ. */
const byFactors = (key: NDArray, rate: NDArray, shape: Shape): NDArray => {
  type State = [count: NDArray, key: NDArray, logProduct: NDArray];
  const isOpen = (logProduct: NDArray): NDArray => gt(logProduct, neg(rate));
  const init: State = [filled(shape, 'int32', 0), key, filled(shape, 'float32', 0)];
  const [count] = whileLoop<State>(
    ([, , logProduct]) => any(isOpen(logProduct)),
    ([count, rest, logProduct]) => {
      const [next, own] = keysOf(rest, 2) as [NDArray, NDArray];
      const u = standardUniform(own, shape, 'float32');
      return [select(isOpen(logProduct), add(count, 1), count), next, add(logProduct, logOfSample(u))];
    },
    init,
  );
  return sub(count, 1);
};

/** Transformed rejection (Hörmann 1993, algorithm PTRS): for λ from 10 on. */
const byRejection = (key: NDArray, rate: NDArray, shape: Shape): NDArray => {
  const logRate = logOfSample(rate);
  const b = add(mul(sqrt(rate), 2.53), 0.931);
  const a = add(mul(b, 0.02483), -0.059);
  const inverseAlpha = add(div(1.1328, sub(b, 3.4)), 1.1239);
  const vLimit = sub(0.9277, div(3.6224, sub(b, 2)));
  type State = [count: NDArray, accepted: NDArray, key: NDArray];
  const init: State = [filled(shape, 'float32', -1), filled(shape, 'bool', 0), key];
  const [count] = whileLoop<State>(
    ([, accepted]) => any(bitwiseNot(accepted)),
    ([count, accepted, rest]) => {
      const [next, uKey, vKey] = keysOf(rest, 3) as [NDArray, NDArray, NDArray];
      const u = sub(standardUniform(uKey, shape, 'float32'), 0.5);
      const v = standardUniform(vKey, shape, 'float32');
      const distance = sub(0.5, abs(u));
      const k = floor(add(add(mul(add(div(mul(a, 2), distance), b), u), rate), 0.43));
      const s = logOfSample(div(mul(v, inverseAlpha), add(div(a, mul(distance, distance)), b)));
      const t = sub(add(neg(rate), mul(k, logRate)), lgamma(add(k, 1)));
      const isInner = bitwiseAnd(ge(distance, 0.07), le(v, vLimit));
      const isOuter = bitwiseOr(lt(k, 0), bitwiseAnd(lt(distance, 0.013), gt(v, distance)));
      const accept = bitwiseOr(isInner, bitwiseAnd(bitwiseNot(isOuter), le(s, t)));
      return [select(accept, k, count), bitwiseOr(accepted, accept), next];
    },
    init,
  );
  return count;
};

/**
 * Poisson-distributed random numbers with mean lam, of the shape given or lam's, as int32.
 *
 * Throws TypeError for a dtype that is no integer, RangeError where lam does not broadcast to the shape.
 *
 * @example
 * ```ts
 * console.log(random.poisson(random.key(0), 3, [5]).shape); // => [ 5 ]
 * ```
 */
export const poisson = (
  key: ArrayLike,
  lam: ArrayLike,
  shape?: SampleShape | CountOptions,
  options: CountOptions = {},
): NDArray => {
  const given = optionsOf('poisson', shape, options);
  const dtype = countDType('poisson', given.dtype);
  const checked = asKey('poisson', key);
  const parameter = asParameter('poisson', lam, 'float32');
  const extents = sampleShape('poisson', given.shape, parameter.shape);
  const rate = spread(parameter, extents);
  const isSmall = bitwiseOr(ne(rate, rate), lt(rate, 10));
  const isLarge = bitwiseNot(isSmall);
  const few = mayHold(isSmall)
    ? asProgram(
        (own, small) => byFactors(own, small!, extents),
        extents,
        checked,
        select(isSmall, rate, scalar(0, 'float32')),
      )
    : scalar(0, 'int32');
  const many = mayHold(isLarge)
    ? asProgram(
        (own, large) => byRejection(own, large!, extents),
        extents,
        checked,
        select(isSmall, scalar(1e5, 'float32'), rate),
      )
    : scalar(0, 'float32');
  const counts = select(isSmall, convertElementType(few, dtype), convertElementType(many, dtype));
  return select(eq(rate, 0), scalar(0, dtype), counts);
};
