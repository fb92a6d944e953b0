import { allocate, isFloating } from '../../array/dtype.ts';
import { ConcreteArray, type NDArray } from '../../array/ndarray.ts';
import { shapesEqual } from '../../array/shape.ts';
import { avalString, makeAval } from '../../core/aval.ts';
import { type Primitive, unsupported } from '../../core/primitive.ts';
import { bindOne } from '../../core/tracer.ts';
import { double, gammaSample, single } from '../../reference/scalar/gamma-sample.ts';
import { add, div, mul, sub } from '../elementwise/arithmetic.ts';
import { eq, gt, lt } from '../elementwise/comparison.ts';
import { constantLike } from '../elementwise/constant.ts';
import { exp } from '../elementwise/exponential.ts';
import { digamma } from '../elementwise/gamma.ts';
import { randomGammaGrad } from '../elementwise/incomplete.ts';
import { bitwiseAnd } from '../elementwise/logical.ts';
import { select } from '../elementwise/select.ts';
import { batchFirst } from '../shape/broadcast.ts';

type GammaParams = { readonly logSpace: boolean };

/** The derivative of samples, or of their logarithms, with respect to the shape. */
const slope = (sample: NDArray, a: NDArray, { logSpace }: GammaParams): NDArray => {
  const one = constantLike(a, 1);
  if (!logSpace) {
    // nothing moves samples that are too small for the precision, nor their slopes
    const isLost = bitwiseAnd(eq(sample, constantLike(sample, 0)), gt(a, constantLike(a, 0)));
    return select(isLost, constantLike(sample, 0), randomGammaGrad(a, select(isLost, one, sample)));
  }
  // P(a, x) is x^a / Γ(a + 1) for an x that has no logarithm of its own
  const isTiny = lt(sample, constantLike(sample, Math.log(a.dtype === 'float32' ? 2 ** -126 : 2 ** -1022)));
  const number = exp(select(isTiny, constantLike(sample, 0), sample));
  const usual = div(randomGammaGrad(a, number), number);
  return select(isTiny, div(sub(digamma(add(a, one)), sample), a), usual);
};

const gammaPrimitive: Primitive<GammaParams> = {
  name: 'random_gamma',
  abstractEval: ([keys, a]) => {
    const fits = shapesEqual(keys!.shape, [...a!.shape, 2]);
    if (keys!.dtype !== 'uint32' || !isFloating(a!.dtype) || !fits) {
      throw new TypeError(
        `random_gamma: needs a key, two words of uint32, for each float, got ${avalString(keys!)}, ${avalString(a!)}`,
      );
    }
    return [makeAval(a!.shape, a!.dtype)];
  },
  evaluate: ([keys, a], { logSpace }) => {
    const samples = allocate(a!.dtype, a!.size);
    const arithmetic = a!.dtype === 'float32' ? single : double;
    for (let i = 0; i < samples.length; i++) {
      const key = [keys!.data[2 * i]!, keys!.data[2 * i + 1]!] as const;
      samples[i] = gammaSample(arithmetic, key, a!.data[i]!, logSpace);
    }
    return [new ConcreteArray(a!.shape, a!.dtype, samples)];
  },
  jvp: ([keys, a], [, tangent], params) => {
    const sample = randomGamma(keys!, a!, params.logSpace);
    return {
      primals: [sample],
      tangents: [tangent === null || tangent === undefined ? null : mul(tangent, slope(sample, a!, params))],
    };
  },
  transpose: unsupported('random_gamma', 'transpose', 'it is not linear'),
  batch: (inputs, axes, params, axisSize) => ({
    outputs: [
      bindOne(
        gammaPrimitive,
        inputs.map((input, i) => batchFirst(input, axes[i]!, axisSize)),
        params,
      ),
    ],
    axes: [0],
  }),
};

/**
 * Samples of the gamma distribution with shapes a, or their logarithms: one for each key of keys, which has a last axis more.
 *
 * The derivative with respect to a is that of the sample with its probability held (`randomGammaGrad`).
 */
export const randomGamma = (keys: NDArray, a: NDArray, logSpace: boolean): NDArray =>
  bindOne(gammaPrimitive, [keys, a], { logSpace });
