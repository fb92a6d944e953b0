import { isInteger } from '../../array/dtype.ts';
import type { ArrayLike, NDArray } from '../../array/ndarray.ts';
import { promoteTypesInexact } from '../../array/promotion.ts';
import { avalString } from '../../core/aval.ts';
import { isLinear, type LinearInput, notLinear, type Primitive } from '../../core/primitive.ts';
import { bindOne } from '../../core/tracer.ts';
import * as complexScalar from '../../reference/scalar/complex.ts';
import { integerPower } from '../../reference/scalar/elementary.ts';
import { divideInt32, divideUint32 } from '../../reference/scalar/rounding.ts';
import { promoteOperands } from '../convert.ts';
import { constantLike } from './constant.ts';
import { applyElementwise, elementwise, noParams } from './construct.ts';

/**
 * What the rules of all other elementwise primitives are written with: it stands below their constructors. Integer
 * powers are here because the derivative of a quotient is one.
 */

const sum = (a: NDArray, b: NDArray): NDArray => bindOne(addPrimitive, [a, b], noParams);

/** The operand of a bilinear function that is not being transposed. */
const other = (inputs: readonly (NDArray | LinearInput)[], operand: number): NDArray => {
  const value = inputs[1 - operand]!;
  return isLinear(value) ? notLinear() : value;
};

const binary =
  (primitive: Primitive) =>
  (x: ArrayLike, y: ArrayLike): NDArray =>
    applyElementwise(primitive, 'keep', [x, y], noParams);

export const addPrimitive: Primitive = elementwise(
  {
    name: 'add',
    kernels: {
      float: (x, y) => x + y,
      int: (x, y) => x + y,
      bool: (x, y) => x | y,
      complex: (a, b, c, d) => [a + c, b + d],
    },
    jvp: [tangent => tangent, tangent => tangent],
    transpose: cotangent => cotangent,
    structure: { keeps: [true, true] },
  },
  (a, b) => sum(a, b),
);

/**
 * x + y, element by element (`lax.add`, `numpy.add`); bools are joined by or.
 *
 * Operands are promoted and broadcast; ints wrap around. Throws RangeError where shapes do not broadcast.
 *
 * @example
 * ```ts
 * console.log(String(lax.add([1, 2], 3))); // => [4. 5.]
 * ```
 */
export const add = binary(addPrimitive);

const negPrimitive: Primitive = elementwise({
  name: 'neg',
  kernels: { float: x => -x, int: x => -x, complex: (a, b) => [-a, -b] },
  jvp: [tangent => neg(tangent)],
  transpose: cotangent => neg(cotangent),
});

/**
 * -x, element by element (`lax.neg`, `numpy.negative`).
 *
 * The dtype stays; uint32 wraps around. Throws TypeError for bools.
 *
 * @example
 * ```ts
 * console.log(String(lax.neg([1, -2]))); // => [-1.  2.]
 * ```
 */
export const neg = (x: ArrayLike): NDArray => applyElementwise(negPrimitive, 'keep', [x], noParams);

const subPrimitive: Primitive = elementwise(
  {
    name: 'sub',
    kernels: { float: (x, y) => x - y, int: (x, y) => x - y, complex: (a, b, c, d) => [a - c, b - d] },
    jvp: [tangent => tangent, tangent => neg(tangent)],
    transpose: (cotangent, _, operand) => (operand === 0 ? cotangent : neg(cotangent)),
    structure: { keeps: [true, false] },
  },
  sum,
);

/**
 * x - y, element by element (`lax.sub`, `numpy.subtract`).
 *
 * Operands are promoted and broadcast; ints wrap around. Throws TypeError for bools, RangeError where shapes do not
 * broadcast.
 *
 * @example
 * ```ts
 * console.log(String(lax.sub([1, 2], 3))); // => [-2. -1.]
 * ```
 */
export const sub = binary(subPrimitive);

const mulPrimitive: Primitive = elementwise(
  {
    name: 'mul',
    kernels: {
      float: (x, y) => x * y,
      int: Math.imul,
      bool: (x, y) => x & y,
      complex: complexScalar.mul,
    },
    jvp: [(tangent, _, [, y]) => mul(tangent, y!), (tangent, _, [x]) => mul(x!, tangent)],
    transpose: (cotangent, inputs, operand) => mul(cotangent, other(inputs, operand)),
    structure: { product: true },
  },
  sum,
);

/**
 * x · y, element by element (`lax.mul`, `numpy.multiply`); bools are joined by and.
 *
 * Operands are promoted and broadcast; ints wrap around. Throws RangeError where shapes do not broadcast.
 *
 * @example
 * ```ts
 * console.log(String(lax.mul([1, 2], [3, 4]))); // => [3. 8.]
 * ```
 */
export const mul = binary(mulPrimitive);

export type IntegerPowParams = { readonly exponent: number };

const intPower = (x: number, exponent: number): number => {
  let result = 1;
  let power = x;
  for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = Math.imul(result, power);
    power = Math.imul(power, power);
  }
  return result;
};

const integerPowPrimitive: Primitive<IntegerPowParams> = elementwise({
  name: 'integer_pow',
  kernels: ({ exponent }) => ({
    float: x => integerPower(x, exponent),
    complex: (re, im) => complexScalar.integerPower(re, im, exponent),
    ...(exponent < 0 ? {} : { int: (x: number) => intPower(x, exponent) }),
  }),
  // x⁰ and x¹ have constant derivatives, not 0·x⁻¹ and 1·x⁰, which would be NaN at 0
  jvp: [
    (tangent, _, [x], { exponent }) =>
      exponent === 0
        ? null
        : exponent === 1
          ? tangent
          : mul(tangent, mul(constantLike(x!, exponent), exponent === 2 ? x! : integerPow(x!, exponent - 1))),
  ],
});

/**
 * x to the power of a fixed integer (`lax.integer_pow`), element by element, by repeated multiplication.
 *
 * The dtype stays; ints wrap around. Throws TypeError where the exponent is no integer between ±2⁵³ and for negative powers
 * of ints.
 *
 * @example
 * ```ts
 * console.log(String(lax.integerPow([1, 2, -3], 3))); // => [  1.   8. -27.]
 * ```
 */
export const integerPow = (x: ArrayLike, exponent: number): NDArray => {
  if (!Number.isSafeInteger(exponent)) {
    throw new TypeError(`integerPow: the exponent must be an integer between ±2⁵³, got ${exponent}: use pow`);
  }
  const [base] = promoteOperands('integerPow', [x]);
  if (exponent < 0 && isInteger(base!.dtype)) {
    throw new TypeError(
      `integerPow: ${avalString(base!)} cannot be raised to the negative power ${exponent}: convert it to float first`,
    );
  }
  return bindOne(integerPowPrimitive, [base!], { exponent: exponent + 0 }); // -0 becomes 0
};

/**
 * 1 / x, element by element (`lax.reciprocal`); ints are lifted to float.
 *
 * @example
 * ```ts
 * console.log(String(lax.reciprocal([2, 0]))); // => [0.5 inf]
 * ```
 */
export const reciprocal = (x: ArrayLike): NDArray => {
  const [operand] = promoteOperands('reciprocal', [x], promoteTypesInexact);
  return integerPow(operand!, -1);
};

const divPrimitive: Primitive = elementwise(
  {
    name: 'div',
    kernels: { float: (x, y) => x / y, int: divideInt32, uint: divideUint32, complex: complexScalar.div },
    jvp: [
      (tangent, _, [, y]) => mul(tangent, reciprocal(y!)),
      (tangent, _, [x, y]) => mul(tangent, neg(mul(x!, integerPow(y!, -2)))),
    ],
    transpose: (cotangent, [, y]) => {
      if (isLinear(y!)) throw new TypeError('div: is not linear in its second operand');
      return div(cotangent, y!);
    },
  },
  sum,
);

/**
 * x / y, element by element (`lax.div`).
 *
 * Operands are promoted and broadcast. Quotients of ints are truncated towards zero (`numpy.divide` lifts them to
 * float instead), and -1 where y is 0, as in XLA. Throws TypeError for bools, RangeError where shapes do not broadcast.
 *
 * @example
 * ```ts
 * console.log(String(lax.div([1, 3], 2))); // => [0.5 1.5]
 * console.log(String(lax.div(new Int32Array([7, -7]), 2))); // => [ 3 -3]
 * ```
 */
export const div = binary(divPrimitive);
