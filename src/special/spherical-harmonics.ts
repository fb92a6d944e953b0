import { isInteger } from '../array/dtype.ts';
import { type ArrayLike, ConcreteArray, NDArray } from '../array/ndarray.ts';
import { broadcastShapes } from '../array/shape.ts';
import { avalString } from '../core/aval.ts';
import { asArray } from '../numpy/convert.ts';
import { integerPow, mul, neg, sub } from '../primitives/elementwise/arithmetic.ts';
import { times } from '../primitives/elementwise/beside-number.ts';
import { lt } from '../primitives/elementwise/comparison.ts';
import { complex } from '../primitives/elementwise/complex.ts';
import { constantLike } from '../primitives/elementwise/constant.ts';
import { select } from '../primitives/elementwise/select.ts';
import { cos, sin } from '../primitives/elementwise/trigonometric.ts';
import { broadcastTo } from '../primitives/shape/broadcast-to.ts';
import { realOperands } from './arguments.ts';

/** The Legendre function of degree n and order m ≥ 0, normalised on the sphere, by the recurrence in n. */
const legendre = (n: number, m: number, cosine: NDArray, sine: NDArray): NDArray => {
  let factor = 1 / (4 * Math.PI);
  for (let k = 1; k <= m; k++) factor *= (2 * k + 1) / (2 * k);
  const start = (m % 2 === 1 ? -1 : 1) * Math.sqrt(factor);
  let before: NDArray = constantLike(cosine, 0);
  let value = m === 0 ? constantLike(cosine, start) : times(integerPow(sine, m), start);
  for (let k = m + 1; k <= n; k++) {
    const a = Math.sqrt((4 * k * k - 1) / (k * k - m * m));
    const b = Math.sqrt(((k - 1) ** 2 - m * m) / (4 * (k - 1) ** 2 - 1));
    [before, value] = [value, times(sub(mul(cosine, value), times(before, b)), a)];
  }
  return value;
};

const integersOf = (what: string, x: ArrayLike): ConcreteArray => {
  const operand = asArray(what, x);
  // JS numbers make floats, whatever their values
  const isWhole = !(x instanceof NDArray) && operand instanceof ConcreteArray && operand.data.every(Number.isInteger);
  const integers = isWhole ? operand.astype('int32') : operand;
  if (!(integers instanceof ConcreteArray) || !isInteger(integers.dtype)) {
    throw new TypeError(`${what}: degrees and orders must be known integers, got ${avalString(integers)}`);
  }
  return integers;
};

/**
 * The spherical harmonics Yₙᵐ(θ, φ) of degree n and order m, element by element: complex, orthonormal on the sphere.
 *
 * n and m are integers or arrays of ints that are known while tracing; θ is the polar angle, φ the azimuth. NaN where
 * |m| > n. Differentiable in the angles, to any order and at the poles too. Throws TypeError for n and m that are no
 * integers, RangeError where shapes do not broadcast.
 *
 * @example
 * ```ts
 * console.log(special.sphHarmY(0, 0, 0, 0).real.item() - 1 / np.sqrt(4 * np.pi).item() < 1e-7); // => true
 * ```
 */
export const sphHarmY = (n: ArrayLike, m: ArrayLike, theta: ArrayLike, phi: ArrayLike): NDArray => {
  const [degrees, orders] = [integersOf('sphHarmY', n), integersOf('sphHarmY', m)];
  const [polar, azimuth] = realOperands('sphHarmY', [theta, phi]);
  const shape = broadcastShapes('sphHarmY', [degrees.shape, orders.shape, polar.shape, azimuth.shape]);
  const pairs = [degrees, orders].map(x => broadcastTo(x, shape).toTypedArray()) as [Int32Array, Int32Array];
  const keys = Array.from(pairs[0], (degree, i) => `${degree},${pairs[1][i]}`);
  const [cosine, height] = [cos(polar), sin(polar)];
  // the functions are those of the cosine, for angles beyond 0 … π too
  const sine = select(lt(height, constantLike(height, 0)), neg(height), height);
  const harmonic = (key: string): NDArray => {
    const [degree, order] = key.split(',').map(Number) as [number, number];
    const size = Math.abs(order);
    if (size > degree) return constantLike(complex(cosine, sine), Number.NaN);
    const value = legendre(degree, size, cosine, sine);
    const angle = times(azimuth, size);
    const [re, im] = [mul(value, cos(angle)), mul(value, sin(angle))].map(part => broadcastTo(part, shape)) as [
      NDArray,
      NDArray,
    ];
    if (order >= 0) return complex(re, im);
    return size % 2 === 0 ? complex(re, neg(im)) : complex(neg(re), im);
  };
  let result: NDArray | undefined;
  for (const key of new Set(keys)) {
    const value = broadcastTo(harmonic(key), shape);
    const places = new ConcreteArray(
      shape,
      'bool',
      Uint8Array.from(keys, other => Number(other === key)),
    );
    result = result === undefined ? value : select(places, value, result);
  }
  return result ?? broadcastTo(complex(cosine, sine), shape);
};
