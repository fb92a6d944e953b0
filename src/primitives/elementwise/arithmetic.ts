import type { ArrayLike, NDArray } from '../../array/ndarray.ts';
import { isLinear, type LinearInput, type Primitive } from '../../core/primitive.ts';
import { bindOne } from '../../core/tracer.ts';
import { applyElementwise, elementwise, type Lift, noParams } from './construct.ts';

const sum = (a: NDArray, b: NDArray): NDArray => bindOne(addPrimitive, [a, b], noParams);

/** The operand of a bilinear function that is not being transposed. */
const other = (inputs: readonly (NDArray | LinearInput)[], operand: number): NDArray => {
  const value = inputs[1 - operand]!;
  if (isLinear(value)) throw new TypeError('a product of two linear values is not linear: only one operand may depend on what is transposed');
  return value;
};

const binary = (primitive: Primitive, lift: Lift = 'keep') => (x: ArrayLike, y: ArrayLike): NDArray =>
  applyElementwise(primitive, lift, [x, y], noParams);

export const addPrimitive: Primitive = elementwise(
  {
    name: 'add',
    kernels: () => ({
      float: (x, y) => x + y,
      int: (x, y) => x + y,
      bool: (x, y) => x | y,
      complex: (a, b, c, d) => [a + c, b + d],
    }),
    jvp: [tangent => tangent, tangent => tangent],
    transpose: cotangent => cotangent,
  },
  (a, b) => sum(a, b),
);

/**
 * x + y, element by element (`lax.add`, `numpy.add`); bools are joined by or.
 *
 * Operands are promoted and broadcast. Throws RangeError where shapes do not broadcast.
 *
 * @example
 * ```ts
 * console.log(String(np.add(array([1, 2]), 3))); // => [4. 5.]
 * ```
 */
export const add = binary(addPrimitive);

const negPrimitive: Primitive = elementwise({
  name: 'neg',
  kernels: () => ({ float: x => -x, int: x => -x, complex: (a, b) => [-a, -b] }),
  jvp: [tangent => neg(tangent)],
  transpose: cotangent => neg(cotangent),
});

/** -x, element by element (`lax.neg`). uint32 wraps around; bools are refused. */
export const neg = (x: ArrayLike): NDArray => applyElementwise(negPrimitive, 'keep', [x], noParams);

const subPrimitive: Primitive = elementwise(
  {
    name: 'sub',
    kernels: () => ({ float: (x, y) => x - y, int: (x, y) => x - y, complex: (a, b, c, d) => [a - c, b - d] }),
    jvp: [tangent => tangent, tangent => neg(tangent)],
    transpose: (cotangent, _, operand) => (operand === 0 ? cotangent : neg(cotangent)),
  },
  sum,
);

/** x - y, element by element (`lax.sub`, `numpy.subtract`); bools are refused. */
export const sub = binary(subPrimitive);

const mulPrimitive: Primitive = elementwise(
  {
    name: 'mul',
    kernels: () => ({
      float: (x, y) => x * y,
      int: Math.imul,
      bool: (x, y) => x & y,
      complex: (a, b, c, d) => [a * c - b * d, a * d + b * c],
    }),
    jvp: [(tangent, _, [, y]) => mul(tangent, y!), (tangent, _, [x]) => mul(x!, tangent)],
    transpose: (cotangent, inputs, operand) => mul(cotangent, other(inputs, operand)),
  },
  sum,
);

/** x · y, element by element (`lax.mul`, `numpy.multiply`); bools are joined by and. */
export const mul = binary(mulPrimitive);
