import { allocate, complexOf, isComplex, realOf } from '../../array/dtype.ts';
import { ConcreteArray } from '../../array/ndarray.ts';
import { sizeOf, stridesOf } from '../../array/shape.ts';
import { inverseToReal, transformLines, transformReal } from '../../reference/fft/transform.ts';

/** The four transforms, under the names of XLA. */
export const fftTypes = ['FFT', 'IFFT', 'RFFT', 'IRFFT'] as const;
export type FftType = (typeof fftTypes)[number];
export type FftParams = { readonly fftType: FftType; readonly fftLengths: readonly number[] };

/** How many elements of the transform of n real numbers tell the others. */
export const halfLength = (n: number): number => Math.floor(n / 2) + 1;

/** The elements as complex numbers in double precision: single precision is rounded once, at the end. */
const widened = (x: ConcreteArray): Float64Array => {
  if (isComplex(x.dtype)) return Float64Array.from(x.data);
  const data = new Float64Array(2 * x.size);
  x.data.forEach((value, i) => {
    data[2 * i] = value;
  });
  return data;
};

/** Rows of `from` complex numbers made rows of `to`, by dropping some, or by the symmetry of transforms of real numbers. */
const resized = (data: Float64Array, from: number, to: number): Float64Array => {
  const rows = from === 0 ? 0 : data.length / (2 * from);
  const result = new Float64Array(2 * rows * to);
  for (let row = 0; row < rows; row++) {
    for (let k = 0; k < to; k++) {
      const [at, sign] = k < from ? [k, 1] : [to - k, -1];
      result[2 * (row * to + k)] = data[2 * (row * from + at)]!;
      result[2 * (row * to + k) + 1] = sign * data[2 * (row * from + at) + 1]!;
    }
  }
  return result;
};

/** The transform over the last axes, that of the last one first where its elements are real, last where they become so. */
export const evaluateFft = (x: ConcreteArray, { fftType, fftLengths }: FftParams): ConcreteArray => {
  const inverse = fftType === 'IFFT' || fftType === 'IRFFT';
  const kept = x.shape.slice(0, x.ndim - fftLengths.length);
  const last = fftLengths.at(-1)!;
  const along = (values: Float64Array, extents: readonly number[], axes: readonly number[]): void => {
    const strides = stridesOf(extents);
    for (const axis of axes) transformLines(values, extents[axis]!, strides[axis]!, inverse);
  };
  const outer = fftLengths.slice(0, -1).map((_, i) => kept.length + i);
  const final = x.ndim - 1;
  /** Whether real numbers are transformed by pairs. */
  const halves = last % 2 === 0 && last > 0 && x.size > 0;
  let data = halves && fftType === 'RFFT' ? Float64Array.from(x.data) : widened(x);
  let shape = x.shape;
  if (fftType === 'RFFT') {
    if (halves) data = transformReal(data, last);
    else {
      along(data, shape, [final]);
      data = resized(data, last, halfLength(last));
    }
    shape = [...shape.slice(0, -1), halfLength(last)];
    along(data, shape, outer);
  } else if (fftType === 'IRFFT') {
    along(data, shape, outer);
    const half = shape.at(-1)!;
    shape = [...shape.slice(0, -1), last];
    if (halves) data = inverseToReal(data, last);
    else {
      data = resized(data, half, last);
      along(data, shape, [final]);
    }
  } else {
    along(data, shape, [...outer, final]);
  }
  const scale = inverse ? 1 / sizeOf(fftLengths) : 1;
  const dtype = fftType === 'IRFFT' ? realOf(x.dtype) : complexOf(x.dtype);
  const result = allocate(dtype, sizeOf(shape));
  const step = fftType === 'IRFFT' && !halves ? 2 : 1;
  for (let i = 0; i < result.length; i++) result[i] = data[i * step]! * scale;
  return new ConcreteArray(shape, dtype, result);
};
