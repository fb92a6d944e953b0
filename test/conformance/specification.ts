import { type DType, isInexact } from '../../src/array/dtype.ts';
import type { NestedList } from '../../src/array/ndarray.ts';
import type { Domain, Sample, SampleInput } from '../../src/primitives/sample.ts';

/** The precision that `'float'` and `'complex'` inputs of a sample have. */
export type Precision = 32 | 64;

/** A number as JSON can hold it: text where it is not finite or is minus zero. */
type Written = number | string;
type WrittenList = Written | WrittenList[];

type WrittenDomain = string | { readonly low: number; readonly high: number } | { readonly values: WrittenList };

/** What golden data of a sample depend on: all of the sample but the function in TypeScript. */
export type Specification = {
  readonly name: string;
  readonly jax: string;
  readonly inputs: readonly {
    readonly shape: readonly number[];
    readonly dtype: string;
    readonly domain: WrittenDomain;
  }[];
  /** Which inputs are differentiated. */
  readonly differentiated: readonly number[];
  readonly order: 0 | 1 | 2;
  /** Whether it is differentiated at chosen points. */
  readonly special: boolean;
  readonly precisions: readonly Precision[];
};

const write = (values: NestedList): WrittenList =>
  Array.isArray(values)
    ? values.map(write)
    : Number.isFinite(values) && !Object.is(values, -0)
      ? values
      : Object.is(values, -0)
        ? '-0'
        : String(values);

const writeDomain = (domain: Domain): WrittenDomain =>
  typeof domain === 'object' && 'values' in domain ? { values: write(domain.values) } : domain;

export const inputDType = ({ dtype = 'float' }: SampleInput, precision: Precision): DType => {
  if (dtype === 'float') return precision === 64 ? 'float64' : 'float32';
  if (dtype === 'complex') return precision === 64 ? 'complex128' : 'complex64';
  return dtype;
};

const followsPrecision = ({ dtype = 'float' }: SampleInput): boolean => dtype === 'float' || dtype === 'complex';

/** The precisions a sample is run in: one only where none of its inputs depends on it. */
export const precisionsOf = (sample: Sample): readonly Precision[] =>
  sample.inputs.some(followsPrecision) ? [32, 64] : [32];

/** Positions of the inputs that are differentiated. */
export const differentiatedInputs = (sample: Sample): readonly number[] =>
  sample.inputs.flatMap((input, i) => (isInexact(inputDType(input, 32)) && !sample.constant?.includes(i) ? [i] : []));

/** Whether a differentiated input has chosen values, which may be kinks and poles. */
export const isSpecial = (sample: Sample): boolean =>
  differentiatedInputs(sample).some(i => {
    const domain = sample.inputs[i]?.domain;
    return typeof domain === 'object' && 'values' in domain;
  });

export const specificationOf = (sample: Sample): Specification => ({
  name: sample.name,
  jax: sample.jax,
  inputs: sample.inputs.map(({ shape, dtype = 'float', domain }) => ({ shape, dtype, domain: writeDomain(domain) })),
  differentiated: differentiatedInputs(sample),
  order: sample.order ?? 2,
  special: isSpecial(sample),
  precisions: precisionsOf(sample),
});
