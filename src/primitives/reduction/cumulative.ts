import { allocate, type DType, isComplex } from '../../array/dtype.ts';
import { type ArrayLike, ConcreteArray, type NDArray } from '../../array/ndarray.ts';
import { checkOptions } from '../../array/options.ts';
import { normalizeAxis, stridesOf } from '../../array/shape.ts';
import { makeAval } from '../../core/aval.ts';
import { isLinear, type Primitive, unsupported } from '../../core/primitive.ts';
import { bindOne } from '../../core/tracer.ts';
import { toArray } from '../convert.ts';
import { mul } from '../elementwise/arithmetic.ts';
import { linearJvp } from '../linear.ts';
import { associativeScan, type Combine } from './associative-scan.ts';
import { dualLogAddExp, dualMaximum, dualMinimum, dualProduct } from './dual.ts';
import { logAddition, logaddexp } from './logaddexp.ts';
import {
  accumulate,
  addition,
  checkAccepts,
  type Monoid,
  maximum,
  minimum,
  multiplication,
  numbersOnly,
} from './monoid.ts';

export type CumulativeParams = { readonly axis: number; readonly reverse: boolean };

export type CumulativeOptions = {
  /** Runs from the end to the beginning. */
  readonly reverse?: boolean;
};

const cumulate = (
  name: string,
  monoid: Monoid,
  x: ConcreteArray,
  { axis, reverse }: CumulativeParams,
): ConcreteArray => {
  const data = allocate(x.dtype, x.size);
  const accumulator = accumulate(name, monoid, x.data, x.dtype);
  const extent = x.shape[axis]!;
  const stride = stridesOf(x.shape)[axis]!;
  const step = reverse ? -stride : stride;
  for (let line = 0; line * extent < x.size; line++) {
    const start = Math.floor(line / stride) * stride * extent + (line % stride);
    accumulator.reset();
    for (let k = 0, at = reverse ? start + (extent - 1) * stride : start; k < extent; k++, at += step) {
      accumulator.take(at);
      accumulator.store(data, at);
    }
  }
  return new ConcreteArray(x.shape, x.dtype, data, x.weakType);
};

type CumulativeRules = Pick<Primitive<CumulativeParams>, 'jvp' | 'transpose' | 'structure'>;

type CumulativeSpec = {
  readonly name: string;
  readonly monoid: Monoid;
  /** How compilers combine two blocks of elements of those dtypes for which the loop IR has no name for the monoid. */
  readonly byTree?: {
    readonly applies: (dtype: DType) => boolean;
    readonly combine: (x: NDArray, y: NDArray) => NDArray;
  };
  /** How values and tangents of two blocks are combined; without it the function is linear. */
  readonly dual?: Combine;
};

const cumulative = ({ name, byTree, dual, ...spec }: CumulativeSpec): Primitive<CumulativeParams> => {
  const monoid = numbersOnly(spec.monoid);
  const primitive: Primitive<CumulativeParams> = {
    name,
    abstractEval: ([x]) => {
      checkAccepts(name, monoid, x!.dtype);
      return [makeAval(x!.shape, x!.dtype, x!.weakType)];
    },
    evaluate: ([x], params) => [cumulate(name, monoid, x!, params)],
    expand: ([x], { axis, reverse }) =>
      byTree === undefined || !byTree.applies(x!.dtype) || x!.shape.includes(0)
        ? undefined
        : ([operand]) => associativeScan(([a], [b]) => [byTree.combine(a!, b!)], [operand!], axis, reverse),
    batch: ([x], [batchAxis], { axis, reverse }) => ({
      outputs: [bindOne(primitive, [x!], { axis: axis >= batchAxis! ? axis + 1 : axis, reverse })],
      axes: [batchAxis!],
    }),
    ...(dual === undefined ? linearRules(() => primitive) : scanRules(dual, () => primitive)),
  };
  return primitive;
};

/** Rules of a cumulative sum, which is its own transpose up to direction. */
const linearRules = (primitive: () => Primitive<CumulativeParams>): CumulativeRules => ({
  jvp: linearJvp(primitive),
  transpose: ([cotangent], [x], { axis, reverse }) => [
    cotangent === null || cotangent === undefined || !isLinear(x!)
      ? null
      : bindOne(primitive(), [cotangent], { axis, reverse: !reverse }),
  ],
  structure: (_, { axis }) => ({ kind: 'along', axes: [axis] }),
});

/** Values and tangents are scanned together, in the order in which JAX does, so that ties are shared alike. */
const scanRules = (combine: Combine, primitive: () => Primitive<CumulativeParams>): CumulativeRules => ({
  jvp: ([x], [tangent], { axis, reverse }) => {
    if (x!.size === 0) return { primals: [bindOne(primitive(), [x!], { axis, reverse })], tangents: [null] };
    const [value, valueTangent] = associativeScan(combine, [x!, tangent!], axis, reverse);
    return { primals: [value!], tangents: [valueTangent!] };
  },
  transpose: () => unsupported(primitive().name, 'transpose', 'it is not linear')(),
});

const cumulativeFunction = (
  spec: CumulativeSpec,
): ((x: ArrayLike, axis?: number, options?: CumulativeOptions) => NDArray) => {
  const primitive = cumulative(spec);
  return (x, axis = 0, options = {}) => {
    checkOptions(spec.name, options, ['reverse']);
    const { reverse = false } = options;
    const operand = toArray(spec.name, x);
    return bindOne(primitive, [operand], { axis: normalizeAxis(spec.name, axis, operand.ndim), reverse });
  };
};

/**
 * `lax.cumsum`: the sums of the elements so far along an axis.
 *
 * The shape stays; negative axes count from the end. Throws TypeError for bools, RangeError for an axis that x does not
 * have.
 *
 * @example
 * ```ts
 * console.log(String(lax.cumsum([1, 2, 3]))); // => [1. 3. 6.]
 * console.log(String(lax.cumsum([1, 2, 3], 0, { reverse: true }))); // => [6. 5. 3.]
 * ```
 */
export const cumsum = cumulativeFunction({ name: 'cumsum', monoid: addition });

/**
 * `lax.cumprod`: the products of the elements so far along an axis.
 *
 * The shape stays; negative axes count from the end. Derivatives hold at zeros too. Throws TypeError for bools, RangeError
 * for an axis that x does not have.
 *
 * @example
 * ```ts
 * console.log(String(lax.cumprod([1, 2, 3]))); // => [1. 2. 6.]
 * ```
 */
export const cumprod = cumulativeFunction({
  name: 'cumprod',
  monoid: multiplication,
  byTree: { applies: isComplex, combine: mul },
  dual: dualProduct,
});

/**
 * `lax.cummax`: the greatest element so far along an axis; NaN from the first NaN on.
 *
 * The shape stays; negative axes count from the end. Where two that are compared tie each gets half of the derivative.
 * Throws TypeError for bools, RangeError for an axis that x does not have.
 *
 * @example
 * ```ts
 * console.log(String(lax.cummax([1, 3, 2]))); // => [1. 3. 3.]
 * ```
 */
export const cummax = cumulativeFunction({
  name: 'cummax',
  monoid: maximum,
  dual: dualMaximum,
});

/**
 * `lax.cummin`: the smallest element so far along an axis; NaN from the first NaN on.
 *
 * The shape stays; negative axes count from the end. Where two that are compared tie each gets half of the derivative.
 * Throws TypeError for bools, RangeError for an axis that x does not have.
 *
 * @example
 * ```ts
 * console.log(String(lax.cummin([3, 1, 2]))); // => [3. 1. 1.]
 * ```
 */
export const cummin = cumulativeFunction({
  name: 'cummin',
  monoid: minimum,
  dual: dualMinimum,
});

/**
 * `lax.cumlogsumexp`: the logarithm of the sum of the exponentials so far along an axis, without overflow.
 *
 * The shape stays; negative axes count from the end. Throws TypeError for bools and ints, RangeError for an axis that x
 * does not have.
 *
 * @example
 * ```ts
 * console.log(String(lax.cumlogsumexp([0, 0, 0]))); // => [0.        0.6931472 1.0986123]
 * ```
 */
export const cumlogsumexp = cumulativeFunction({
  name: 'cumlogsumexp',
  monoid: logAddition,
  byTree: { applies: () => true, combine: logaddexp },
  dual: dualLogAddExp,
});
