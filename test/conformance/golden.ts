import { type DType, kindOf, realOf } from '../../src/array/dtype.ts';
import { ConcreteArray, type NDArray } from '../../src/array/ndarray.ts';
import { type Aval, makeAval } from '../../src/core/aval.ts';
import type { Sample } from '../../src/primitives/sample.ts';
import { invariant, required } from '../../src/util/errors.ts';
import { inputDType, type Precision, precisionsOf } from './specification.ts';

/** Numbers in row-major order; complex ones as real and imaginary part in turn. */
export type Numbers = ArrayLike<number> & Iterable<number>;

/** The four ways to differentiate twice: `outer∘inner`. */
export const compositions = ['jacfwd∘jacrev', 'jacfwd∘jacfwd', 'jacrev∘jacfwd', 'jacrev∘jacrev'] as const;
export type Composition = (typeof compositions)[number];

/** What a sample must compute at one precision. */
export type Golden = {
  readonly precision: Precision;
  readonly inputs: readonly ConcreteArray[];
  /** Types that JAX gives the outputs. */
  readonly avals: readonly Aval[];
  readonly values: readonly Numbers[];
  /** The derivative along the fixed tangent of every output that has one, end to end. */
  readonly jvp?: Numbers;
  /** Of the outputs' weighted sum, with respect to all real coordinates. */
  readonly gradient?: Numbers;
  /** The same in forward mode. */
  readonly forwardGradient?: Numbers;
  /** Row-major. */
  readonly hessian?: { readonly [C in Composition]: Numbers };
};

type MatrixText = readonly [] | readonly [part: 'lower' | 'all', mask: string, values: string];

type RunText = {
  readonly avals: readonly string[];
  readonly inputs: readonly string[];
  readonly values: readonly string[];
  readonly jvp?: string;
  readonly gradient?: string;
  readonly forwardGradient?: string;
  readonly hessian?: { readonly 'jacfwd∘jacrev': MatrixText } & { readonly [C in Composition]?: MatrixText };
};

export type RowText = { readonly key: string; readonly runs: { readonly [P in Precision]?: RunText } };

export type GoldenFile = { readonly jax: string; readonly rows: { readonly [name: string]: RowText } };

const bytesOf = (text: string): ArrayBuffer => Uint8Array.from(atob(text), byte => byte.charCodeAt(0)).buffer;

const floats = (text: string, precision: Precision): Float32Array | Float64Array =>
  precision === 32 ? new Float32Array(bytesOf(text)) : new Float64Array(bytesOf(text));

const decode = (text: string, dtype: DType, precision: Precision): Numbers => {
  switch (kindOf(dtype)) {
    case 'bool':
      return new Uint8Array(bytesOf(text));
    case 'int':
      return dtype === 'uint32' ? new Uint32Array(bytesOf(text)) : new Int32Array(bytesOf(text));
    case 'float':
    case 'complex':
      return floats(text, precision);
  }
};

/** An array of the given elements. */
export const arrayOf = (numbers: Iterable<number>, shape: readonly number[], dtype: DType): ConcreteArray => {
  const values = [...numbers];
  const data =
    kindOf(dtype) === 'bool'
      ? Uint8Array.from(values)
      : dtype === 'int32'
        ? Int32Array.from(values)
        : dtype === 'uint32'
          ? Uint32Array.from(values)
          : realOf(dtype) === 'float64'
            ? Float64Array.from(values)
            : Float32Array.from(values);
  return new ConcreteArray(shape, dtype, data);
};

const decodeAval = (text: string): Aval => {
  const match = required(/^(\w+)\[([\d,]*)\](\*?)$/.exec(text), `aval in ${text}`);
  const shape = match[2] === '' ? [] : match[2]!.split(',').map(Number);
  return makeAval(shape, match[1] as DType, match[3] === '*');
};

const decodeMatrix = (text: MatrixText, size: number, precision: Precision): Numbers => {
  const matrix = new Float64Array(size * size);
  if (text.length === 0) return matrix;
  const [part, maskText, valuesText] = text;
  const mask = new Uint8Array(bytesOf(maskText));
  const values = floats(valuesText, precision);
  const triangle = part === 'lower';
  let bit = 0;
  let next = 0;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < (triangle ? i + 1 : size); j++, bit++) {
      if (((mask[bit >> 3]! >> (bit & 7)) & 1) === 0) continue;
      const value = values[next++]!;
      matrix[i * size + j] = value;
      if (triangle) matrix[j * size + i] = value;
    }
  }
  invariant(next === values.length, 'as many values as bits');
  return matrix;
};

const decodeRun = (sample: Sample, text: RunText, precision: Precision): Golden => {
  const avals = text.avals.map(decodeAval);
  const gradient = text.gradient === undefined ? undefined : floats(text.gradient, precision);
  const size = gradient?.length ?? 0;
  const { hessian } = text;
  return {
    precision,
    inputs: sample.inputs.map((input, i) => {
      const dtype = inputDType(input, precision);
      return arrayOf(decode(required(text.inputs[i], 'input'), dtype, precision), input.shape, dtype);
    }),
    avals,
    values: avals.map((aval, i) => decode(required(text.values[i], 'value'), aval.dtype, precision)),
    ...(text.jvp === undefined ? {} : { jvp: floats(text.jvp, precision) }),
    ...(gradient === undefined
      ? {}
      : {
          gradient,
          forwardGradient: text.forwardGradient === undefined ? gradient : floats(text.forwardGradient, precision),
        }),
    ...(hessian === undefined
      ? {}
      : {
          hessian: Object.fromEntries(
            compositions.map(name => [name, decodeMatrix(hessian[name] ?? hessian['jacfwd∘jacrev'], size, precision)]),
          ) as { [C in Composition]: Numbers },
        }),
  };
};

/** What a sample must compute, at each precision. */
export const decodeRow = (sample: Sample, row: RowText): readonly Golden[] =>
  precisionsOf(sample).map(precision =>
    decodeRun(sample, required(row.runs[precision], `golden data of ${sample.name}`), precision),
  );

/** The elements of an array as plain numbers. */
export const numbersOf = (array: NDArray): Numbers => array.toTypedArray();
