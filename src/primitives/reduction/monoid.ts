import { type Data, type DType, kindOf } from '../../array/dtype.ts';
import { mul as multiplyComplex } from '../../reference/scalar/complex/arithmetic.ts';
import { maximumKernels, minimumKernels } from '../elementwise/extrema.ts';
import { type Kernels, kernelFor } from '../elementwise/kernels.ts';

/** What a reduction combines elements with: an associative function and the value that changes nothing. */
export type Monoid = {
  readonly kernels: Kernels;
  readonly identity: (dtype: DType) => number;
};

/** The lowest and highest value of a dtype, infinities included. */
const lowest = (dtype: DType): number => {
  switch (kindOf(dtype)) {
    case 'float':
    case 'complex':
      return Number.NEGATIVE_INFINITY;
    case 'int':
      return dtype === 'int32' ? -2147483648 : 0;
    case 'bool':
      return 0;
  }
};

const highest = (dtype: DType): number => {
  switch (kindOf(dtype)) {
    case 'float':
    case 'complex':
      return Number.POSITIVE_INFINITY;
    case 'int':
      return dtype === 'int32' ? 2147483647 : 4294967295;
    case 'bool':
      return 1;
  }
};

export const addition: Monoid = {
  kernels: {
    float: (x, y) => x + y,
    int: (x, y) => (x + y) | 0,
    complex: (a, b, c, d) => [a + c, b + d],
  },
  identity: () => 0,
};

export const multiplication: Monoid = {
  kernels: {
    float: (x, y) => x * y,
    int: Math.imul,
    complex: multiplyComplex,
  },
  identity: () => 1,
};

export const maximum: Monoid = { kernels: maximumKernels, identity: lowest };

export const minimum: Monoid = { kernels: minimumKernels, identity: highest };

export const conjunction: Monoid = {
  kernels: { int: (x, y) => x & y, bool: (x, y) => x & y },
  identity: dtype => (dtype === 'bool' ? 1 : -1),
};

export const disjunction: Monoid = {
  kernels: { int: (x, y) => x | y, bool: (x, y) => x | y },
  identity: () => 0,
};

export const exclusiveDisjunction: Monoid = {
  kernels: { int: (x, y) => x ^ y, bool: (x, y) => x ^ y },
  identity: () => 0,
};

/** The running value of a reduction, in double precision; storing rounds it, or wraps it around. */
export type Accumulator = {
  /** Back to the identity. */
  readonly reset: () => void;
  /** Combines with the element at a flat index of the source. */
  readonly take: (index: number) => void;
  readonly store: (target: Data, index: number) => void;
};

/** An accumulator over elements of the given array; throws TypeError where the reduction does not accept the dtype. */
export const accumulate = (name: string, { kernels, identity }: Monoid, source: Data, dtype: DType): Accumulator => {
  const kernel = kernelFor(name, kernels, dtype);
  const start = identity(dtype);
  let re = start;
  let im = 0;
  const reset = (): void => {
    re = start;
    im = 0;
  };
  if (kernel.gives === 'number') {
    const { apply } = kernel;
    return {
      reset,
      take: index => {
        re = apply(re, source[index]!);
      },
      store: (target, index) => {
        target[index] = re;
      },
    };
  }
  const { apply } = kernel;
  return {
    reset,
    take: index => {
      [re, im] = apply(re, im, source[2 * index]!, source[2 * index + 1]!);
    },
    store: (target, index) => {
      target[2 * index] = re;
      target[2 * index + 1] = im;
    },
  };
};

/** Throws TypeError where a reduction does not accept a dtype. */
export const checkAccepts = (name: string, { kernels }: Monoid, dtype: DType): void => {
  kernelFor(name, kernels, dtype);
};

/** A reduction of numbers: bools are refused, as in JAX. */
export const numbersOnly = (monoid: Monoid): Monoid => {
  const { bool: _, ...kernels } = monoid.kernels;
  return { ...monoid, kernels };
};
