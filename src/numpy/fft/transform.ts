import { isComplex } from '../../array/dtype.ts';
import type { ArrayLike, NDArray } from '../../array/ndarray.ts';
import { checkOptions } from '../../array/options.ts';
import { normalizeAxis, shapeString, sizeOf } from '../../array/shape.ts';
import { avalString } from '../../core/aval.ts';
import { mul } from '../../primitives/elementwise/arithmetic.ts';
import { constantLike } from '../../primitives/elementwise/constant.ts';
import { type FftType, halfLength } from '../../primitives/fft/evaluate.ts';
import { fft } from '../../primitives/fft/fft.ts';
import { pad, slice } from '../../primitives/shape/slice.ts';
import { shown } from '../../util/errors.ts';
import { asArray } from '../convert.ts';
import { moveaxis } from '../shape.ts';

/**
 * Which direction carries the factor 1/n: the inverse (`'backward'`, the default), neither, both having 1/√n (`'ortho'`), or
 * the transform itself (`'forward'`).
 */
export type FftNorm = 'backward' | 'ortho' | 'forward';

/** What the functions along one axis take. */
export type FftOptions = {
  /** The length of the transform: x is cut, or filled up with zeros. */
  readonly n?: number;
  /** The axis; the last by default. */
  readonly axis?: number;
  readonly norm?: FftNorm;
};

/** What the functions along several axes take. */
export type FftnOptions = {
  /** The length along each axis: x is cut, or filled up with zeros. */
  readonly s?: readonly number[];
  /** The axes; by default as many as there are lengths, the last ones, or all. */
  readonly axes?: readonly number[];
  readonly norm?: FftNorm;
};

/** x with the last axes cut or filled up with zeros. */
const resize = (x: NDArray, lengths: readonly number[]): NDArray => {
  const shape = [...x.shape.slice(0, x.ndim - lengths.length), ...lengths];
  const cut = slice(
    x,
    shape.map(() => 0),
    shape.map((extent, axis) => Math.min(extent, x.shape[axis]!)),
  );
  if (cut.shape.every((extent, axis) => extent === shape[axis])) return cut;
  return pad(
    cut,
    constantLike(cut, 0),
    shape.map((extent, axis) => [0, extent - cut.shape[axis]!, 0]),
  );
};

const factorOf = (what: string, norm: FftNorm, isInverse: boolean, size: number): number => {
  if (norm === 'backward') return 1;
  const root = norm === 'ortho' ? Math.sqrt(size) : size;
  if (norm === 'ortho' || norm === 'forward') return isInverse ? root : 1 / root;
  throw new TypeError(`fft.${what}: norm must be 'backward', 'ortho' or 'forward', got ${JSON.stringify(norm)}`);
};

const checkLengths = (what: string, lengths: readonly number[]): void => {
  for (const length of lengths) {
    if (!Number.isInteger(length) || length < 1)
      throw new RangeError(`fft.${what}: lengths must be positive integers, got ${shown(length)}`);
  }
};

/** The transform along axes of what a user passed. */
export const transformed = (what: string, type: FftType, x: ArrayLike, options: FftnOptions): NDArray => {
  checkOptions(`fft.${what}`, options, ['s', 'axes', 'norm']);
  const { s, axes, norm = 'backward' } = options;
  const operand = asArray(`fft.${what}`, x);
  if (type === 'RFFT' && isComplex(operand.dtype))
    throw new TypeError(`fft.${what}: real numbers are needed, got ${avalString(operand)}: use fft.fft`);
  if (s !== undefined) checkLengths(what, s);
  if (s !== undefined && s.length !== (axes?.length ?? Math.min(s.length, operand.ndim))) {
    const given = axes === undefined ? avalString(operand) : `axes ${shapeString(axes)}`;
    throw new RangeError(`fft.${what}: there must be a length for each axis, got s ${shapeString(s)} for ${given}`);
  }
  const count = s?.length ?? axes?.length ?? operand.ndim;
  const last = Array.from({ length: count }, (_, i) => operand.ndim - count + i);
  const along = axes?.map(axis => normalizeAxis(`fft.${what}`, axis, operand.ndim)) ?? last;
  if (new Set(along).size < count) throw new RangeError(`fft.${what}: repeated axis in ${shapeString(axes!)}`);
  const ordered = moveaxis(operand, along, last);
  const own = ordered.shape.slice(ordered.ndim - count);
  const inverse = type === 'IFFT' || type === 'IRFFT';
  const lengths = [...(s ?? own)];
  if (type === 'IRFFT' && s === undefined && count > 0) lengths[count - 1] = Math.max(0, 2 * (own.at(-1)! - 1));
  const needed = type === 'IRFFT' && count > 0 ? [...lengths.slice(0, -1), halfLength(lengths.at(-1)!)] : lengths;
  const result = fft(s === undefined ? ordered : resize(ordered, needed), type, lengths);
  const factor = factorOf(what, norm, inverse, sizeOf(lengths));
  const scaled = factor === 1 ? result : mul(result, constantLike(result, factor));
  return moveaxis(scaled, last, along);
};

/** The transform along one axis of what a user passed. */
export const transformedAlong = (what: string, type: FftType, x: ArrayLike, options: FftOptions): NDArray => {
  checkOptions(`fft.${what}`, options, ['n', 'axis', 'norm']);
  const { n, axis = -1, norm } = options;
  if (typeof axis !== 'number')
    throw new TypeError(`fft.${what}: axis must be an integer, got ${JSON.stringify(axis)}: use fft.${what}n`);
  return transformed(what, type, x, {
    axes: [axis],
    ...(n === undefined ? {} : { s: [n] }),
    ...(norm === undefined ? {} : { norm }),
  });
};

/** The transform along two axes, the last by default. */
export const transformedPlane = (what: string, type: FftType, x: ArrayLike, options: FftnOptions): NDArray => {
  checkOptions(`fft.${what}`, options, ['s', 'axes', 'norm']);
  const axes = options.axes ?? [-2, -1];
  if (axes.length !== 2) throw new RangeError(`fft.${what}: two axes are needed, got ${shapeString(axes)}`);
  return transformed(what, type, x, { ...options, axes });
};
