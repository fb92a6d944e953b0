import { allocate, type Data, type DType, kindOf, lanesOf } from '../../array/dtype.ts';
import { ConcreteArray } from '../../array/ndarray.ts';
import { type Shape, sizeOf } from '../../array/shape.ts';
import type { Kernel } from '../../core/primitive.ts';

/** The (re, im) of a complex value. */
export type ComplexResult = readonly [re: number, im: number];

type ToNumber = (...values: number[]) => number;
type ToComplex = (...values: number[]) => ComplexResult;

/**
 * The meaning of an elementwise function for each kind of operand it accepts; complex operands come as
 * (re, im, re, im, …). Results are computed in double precision and rounded, or wrapped around, when they are stored.
 */
export type Kernels = {
  readonly float?: ToNumber;
  readonly int?: ToNumber;
  /** For uint32 where it differs from int32. */
  readonly uint?: ToNumber;
  /** Operands and result are 0 or 1. */
  readonly bool?: ToNumber;
  readonly complex?: ToComplex;
  /** For functions of complex operands with real values. */
  readonly complexToReal?: ToNumber;
  /** For functions of real operands with complex values. */
  readonly floatToComplex?: ToComplex;
};

const findKernel = (kernels: Kernels, dtype: DType): Kernel | undefined => {
  const kind = kindOf(dtype);
  const toNumber =
    kind === 'float'
      ? kernels.float
      : kind === 'complex'
        ? kernels.complexToReal
        : kind === 'bool'
          ? kernels.bool
          : dtype === 'uint32'
            ? (kernels.uint ?? kernels.int)
            : kernels.int;
  if (toNumber !== undefined) return { gives: 'number', apply: toNumber };
  const toComplex = kind === 'float' ? kernels.floatToComplex : kind === 'complex' ? kernels.complex : undefined;
  return toComplex === undefined ? undefined : { gives: 'complex', apply: toComplex };
};

/** What a function accepts, as error messages say it. */
const acceptedKinds = (kernels: Kernels): string => {
  const kinds = [
    kernels.bool && 'bool',
    kernels.int ? 'int' : kernels.uint && 'uint32',
    (kernels.float ?? kernels.floatToComplex) && 'float',
    (kernels.complex ?? kernels.complexToReal) && 'complex',
  ].filter(kind => kind !== undefined);
  return kinds.length === 1 ? `${kinds[0]}` : `${kinds.slice(0, -1).join(', ')} or ${kinds.at(-1)}`;
};

/** The kernel for operands of a dtype; throws TypeError where the function does not accept it. */
export const kernelFor = (name: string, kernels: Kernels, dtype: DType): Kernel => {
  const kernel = findKernel(kernels, dtype);
  if (kernel !== undefined) return kernel;
  throw new TypeError(
    `${name}: does not accept dtype ${dtype}, only ${acceptedKinds(kernels)} operands: convert with astype`,
  );
};

/** One argument of a kernel: where element i of it is found. */
type Source = { readonly data: Data; readonly step: number; readonly offset: number };

/** An array with one value throughout is read like a scalar. */
export const compact = (input: ConcreteArray): ConcreteArray =>
  input.uniform === undefined ? input : new ConcreteArray([], input.dtype, { uniform: input.uniform });

const sourcesOf = (input: ConcreteArray): Source[] => {
  const { data } = input;
  const lanes = lanesOf(input.dtype);
  const step = input.ndim === 0 ? 0 : lanes;
  const first = { data, step, offset: 0 };
  return lanes === 1 ? [first] : [first, { data, step, offset: 1 }];
};

const argumentsAt = (sources: readonly Source[], i: number): number[] =>
  sources.map(({ data, step, offset }) => data[i * step + offset]!);

const fillNumbers = (result: Data, count: number, apply: ToNumber, sources: readonly Source[]): void => {
  const [a, b, c] = sources;
  if (sources.length === 1) {
    const { data, step } = a!;
    for (let i = 0; i < count; i++) result[i] = apply(data[i * step]!);
  } else if (sources.length === 2) {
    const [p, q] = [a!.data, b!.data];
    for (let i = 0; i < count; i++) result[i] = apply(p[i * a!.step + a!.offset]!, q[i * b!.step + b!.offset]!);
  } else if (sources.length === 3) {
    const [p, q, r] = [a!.data, b!.data, c!.data];
    for (let i = 0; i < count; i++) result[i] = apply(p[i * a!.step]!, q[i * b!.step]!, r[i * c!.step]!);
  } else {
    for (let i = 0; i < count; i++) result[i] = apply(...argumentsAt(sources, i));
  }
};

const fillComplex = (result: Data, count: number, apply: ToComplex, sources: readonly Source[]): void => {
  for (let i = 0; i < count; i++) {
    const [re, im] = apply(...argumentsAt(sources, i));
    result[2 * i] = re;
    result[2 * i + 1] = im;
  }
};

/** Applies a function to arrays, element by element; operands of shape `[]` repeat. */
export const mapElements = (
  kernels: Kernels,
  name: string,
  inputs: readonly ConcreteArray[],
  shape: Shape,
  dtype: DType,
  weakType: boolean,
): ConcreteArray => {
  const kernel = kernelFor(name, kernels, inputs[0]!.dtype);
  const operands = inputs.map(compact);
  const sources = operands.flatMap(sourcesOf);
  const fill = (count: number): Data => {
    const result = allocate(dtype, count);
    if (kernel.gives === 'number') fillNumbers(result, count, kernel.apply, sources);
    else fillComplex(result, count, kernel.apply, sources);
    return result;
  };
  if (shape.length > 0 && lanesOf(dtype) === 1 && operands.every(operand => operand.ndim === 0)) {
    return new ConcreteArray(shape, dtype, { uniform: fill(1)[0]! }, weakType);
  }
  return new ConcreteArray(shape, dtype, fill(sizeOf(shape)), weakType);
};
