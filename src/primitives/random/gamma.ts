import { allocate, isFloating } from '../../array/dtype.ts';
import { ConcreteArray, type NDArray } from '../../array/ndarray.ts';
import { shapesEqual } from '../../array/shape.ts';
import { avalString, makeAval } from '../../core/aval.ts';
import { type Primitive, unsupported } from '../../core/primitive.ts';
import { bindOne } from '../../core/tracer.ts';
import { double, gammaSample, single } from '../../reference/scalar/gamma-sample.ts';
import { div, mul } from '../elementwise/arithmetic.ts';
import { eq } from '../elementwise/comparison.ts';
import { constantLike } from '../elementwise/constant.ts';
import { exp } from '../elementwise/exponential.ts';
import { randomGammaGrad } from '../elementwise/incomplete.ts';
import { select } from '../elementwise/select.ts';
import { batchFirst } from '../shape/broadcast.ts';

type GammaParams = { readonly logSpace: boolean };

/** The derivative of samples, or of their logarithms, with respect to the shape. */
const slope = (sample: NDArray, a: NDArray, { logSpace }: GammaParams): NDArray => {
  if (!logSpace) return randomGammaGrad(a, sample);
  const number = exp(sample);
  const tiny = constantLike(number, a.dtype === 'float32' ? 2 ** -126 : 2 ** -1022);
  const positive = select(eq(number, constantLike(number, 0)), tiny, number);
  return div(randomGammaGrad(a, positive), positive);
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
