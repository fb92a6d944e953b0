import { allocate, complexOf, isComplex, isFloating, isInexact, realOf } from '../../array/dtype.ts';
import { type ArrayLike, ConcreteArray, type NDArray } from '../../array/ndarray.ts';
import { defaultDType } from '../../array/promotion.ts';
import { shapeString, shapesEqual, sizeOf } from '../../array/shape.ts';
import { type Aval, avalString, makeAval } from '../../core/aval.ts';
import { isLinear, type Primitive } from '../../core/primitive.ts';
import { bindOne } from '../../core/tracer.ts';
import { convertElementType, toArray, toDouble } from '../convert.ts';
import { mul } from '../elementwise/arithmetic.ts';
import { conj } from '../elementwise/complex.ts';
import { linear } from '../linear.ts';
import { moveAxis } from '../shape/transpose.ts';
import { evaluateFft, type FftParams, type FftType, fftTypes, halfLength } from './evaluate.ts';

const checkInput = (x: Aval, { fftType, fftLengths }: FftParams): void => {
  const real = fftType === 'RFFT';
  if (real ? !isFloating(x.dtype) : !isComplex(x.dtype)) {
    throw new TypeError(
      `fft: ${fftType} takes ${real ? 'float32 or float64' : 'complex64 or complex128'}, got ${avalString(x)}`,
    );
  }
  if (fftLengths.length > x.shape.length) {
    throw new RangeError(
      `fft: ${avalString(x)} must have at least as many dimensions as fftLengths ${shapeString(fftLengths)}`,
    );
  }
  const last = fftLengths.at(-1)!;
  if (real && last === 0) throw new RangeError('fft: the transform of no real numbers is not defined: length 0');
  const half = fftType === 'IRFFT' && last > 0;
  const expected = half ? [...fftLengths.slice(0, -1), halfLength(last)] : fftLengths;
  const seen = x.shape.slice(x.shape.length - fftLengths.length);
  const free = fftType === 'IRFFT' && last === 0 ? 1 : 0;
  if (!shapesEqual(seen.slice(0, seen.length - free), expected.slice(0, expected.length - free))) {
    throw new RangeError(
      `fft: the last dimensions of ${avalString(x)} must be ${shapeString(expected)} for ${fftType} with fftLengths ${shapeString(fftLengths)}`,
    );
  }
};

/** How often elements of half a transform occur in the whole one, along the last axis: the first and the middle one once. */
const multiplicities = (n: number, weigh: (count: 1 | 2) => number, like: NDArray): NDArray => {
  const dtype = realOf(like.dtype);
  const data = allocate(dtype, halfLength(n));
  for (let k = 0; k < data.length; k++) data[k] = weigh(k === 0 || 2 * k === n ? 1 : 2);
  return convertElementType(new ConcreteArray([data.length], dtype, data), like.dtype);
};

export const fftPrimitive: Primitive<FftParams> = linear({
  name: 'fft',
  abstractEval: ([x], params) => {
    const { fftType, fftLengths } = params;
    checkInput(x!, params);
    const kept = x!.shape.slice(0, x!.shape.length - fftLengths.length);
    const last = fftLengths.at(-1)!;
    const lengths = fftType === 'RFFT' ? [...fftLengths.slice(0, -1), halfLength(last)] : fftLengths;
    const dtype = fftType === 'IRFFT' ? realOf(x!.dtype) : complexOf(x!.dtype);
    return [makeAval([...kept, ...lengths], dtype)];
  },
  evaluate: ([x], params) => [evaluateFft(x!, params)],
  // of maps that are real-linear only with respect to the pairing Re(c·x), without conjugation, as in JAX
  transpose: ([cotangent], [x], { fftType, fftLengths }) => {
    if (cotangent === null || cotangent === undefined || !isLinear(x!)) return [null];
    const last = fftLengths.at(-1)!;
    const size = sizeOf(fftLengths);
    switch (fftType) {
      case 'FFT':
      case 'IFFT':
        return [bindOne(fftPrimitive, [cotangent], { fftType, fftLengths })];
      case 'RFFT': {
        const once = mul(
          conj(cotangent),
          multiplicities(last, count => size / count, cotangent),
        );
        return [bindOne(fftPrimitive, [once], { fftType: 'IRFFT', fftLengths })];
      }
      case 'IRFFT': {
        if (size === 0) return [null];
        const transformed = bindOne(fftPrimitive, [cotangent], { fftType: 'RFFT', fftLengths });
        return [
          conj(
            mul(
              transformed,
              multiplicities(last, count => count / size, transformed),
            ),
          ),
        ];
      }
    }
  },
  expand: ([x], params) =>
    params.fftLengths.length === 1 || x!.shape.includes(0) ? undefined : ([operand]) => [axisByAxis(operand!, params)],
  batch: ([x], [axis], params) => ({ outputs: [bindOne(fftPrimitive, [moveAxis(x!, axis!, 0)], params)], axes: [0] }),
  structure: ([x], { fftType, fftLengths: { length } }) =>
    fftType === 'FFT' || fftType === 'IFFT'
      ? { kind: 'along', axes: Array.from({ length }, (_, i) => x!.aval.shape.length - length + i) }
      : undefined,
});

/** The transform over several axes as transforms over one each, in double precision in between. */
const axisByAxis = (x: NDArray, { fftType, fftLengths }: FftParams): NDArray => {
  const outer = fftLengths
    .slice(0, -1)
    .map((_, i) => [i, fftType === 'IFFT' || fftType === 'IRFFT' ? 'IFFT' : 'FFT'] as const);
  const last = [fftLengths.length - 1, fftType] as const;
  const along = (y: NDArray, [i, type]: readonly [number, FftType]): NDArray => {
    const axis = y.ndim - fftLengths.length + i;
    const moved = moveAxis(y, axis, y.ndim - 1);
    return moveAxis(bindOne(fftPrimitive, [moved], { fftType: type, fftLengths: [fftLengths[i]!] }), y.ndim - 1, axis);
  };
  const start = toDouble(x);
  const result = (fftType === 'RFFT' ? [last, ...outer] : [...outer, last]).reduce(along, start);
  return convertElementType(result, fftType === 'IRFFT' ? realOf(x.dtype) : complexOf(x.dtype));
};

const fftTypeOf = (name: unknown): FftType => {
  const type = fftTypes.find(known => known === name || known.toLowerCase() === name);
  if (type !== undefined) return type;
  throw new TypeError(`fft: fftType must be one of ${fftTypes.join(', ')}, got ${JSON.stringify(name)}`);
};

/**
 * `lax.fft`: the discrete Fourier transform over the last axes, as many as there are lengths.
 *
 * `'FFT'` and `'IFFT'` map complex numbers to complex ones, `'RFFT'` n real numbers to the first ⌊n/2⌋ + 1 complex ones of
 * their transform, `'IRFFT'` these back to n real ones; other operands are converted. float32 gives complex64, float64
 * complex128. Throws TypeError for complex operands of `'RFFT'`, RangeError for lengths that are not those of x.
 *
 * @example
 * ```ts
 * console.log(String(lax.fft([1, 2, 3, 4], 'RFFT', [4]))); // => [10.+0.j -2.+2.j -2.+0.j]
 * ```
 */
export const fft = (x: ArrayLike, fftType: FftType | Lowercase<FftType>, fftLengths: readonly number[]): NDArray => {
  const type = fftTypeOf(fftType);
  const operand = toArray('fft', x);
  if (!Array.isArray(fftLengths) || !fftLengths.every(length => Number.isInteger(length) && length >= 0))
    throw new TypeError(`fft: fftLengths must be a list of non-negative integers, got ${JSON.stringify(fftLengths)}`);
  if (type === 'RFFT' && isComplex(operand.dtype))
    throw new TypeError(`fft: RFFT takes real numbers, got ${avalString(operand)}: use FFT`);
  const inexact = isInexact(operand.dtype) ? operand.dtype : defaultDType();
  const given = convertElementType(operand, type === 'RFFT' ? inexact : complexOf(inexact));
  return fftLengths.length === 0
    ? given
    : bindOne(fftPrimitive, [given], { fftType: type, fftLengths: [...fftLengths] });
};
