import { array, lax, makeJaxpr, type NDArray } from 'nabla';
import { expect, it } from 'vitest';
import type { ConcreteArray } from '../../src/array/ndarray.ts';
import { createWasmExecutor } from '../../src/backends/wasm/executor.ts';
import { interpreter } from '../../src/core/evaluate.ts';

/**
 * Functions of one number at NaN, infinities, zeros of both signs, denormals, the ends of the range and of the functions'
 * own: compiled as interpreted, the sign of zero included, but for the last bits of finite numbers.
 */

const names =
  'abs acos acosh asin asinh atan atanh besselI0e besselI1e cbrt ceil cos cosh digamma erf erfInv erfc exp exp2 expm1 floor isFinite lgamma log log1p logistic neg reciprocal round rsqrt sign sin sinh sqrt square tan tanh'.split(
    ' ',
  );
const functions: Readonly<Record<string, (x: NDArray) => NDArray>> = lax as never;

const magnitudes = {
  float64: [
    5e-324,
    1e-310,
    2 ** -1022,
    1e-17,
    1e-8,
    0.5,
    1 - 2 ** -53,
    1,
    1.5,
    170.5,
    709.79,
    745.2,
    1e22,
    Number.MAX_VALUE,
  ],
  float32: [
    2 ** -149,
    1e-40,
    2 ** -126,
    1e-10,
    1e-4,
    0.5,
    1 - 2 ** -24,
    1,
    1.5,
    34.5,
    88.8,
    104.1,
    1e22,
    3.4028234663852886e38,
  ],
} as const;

const executor = createWasmExecutor({ eager: true });

const complexNames = 'cos cosh exp expm1 log logistic rsqrt sign sin sinh sqrt tan tanh'.split(' ');

/** How many last bits finite results may differ by. */
const ulps = 6;

const unit = (value: number, digits: number, least: number): number =>
  2 ** (Math.max(Math.floor(Math.log2(Math.abs(value))), least) - digits);

const lastOf = (value: number, dtype: 'float32' | 'float64'): number =>
  dtype === 'float64' ? unit(value, 52, -1022) : unit(value, 23, -126);

const agree = (compiled: number, interpreted: number, dtype: 'float32' | 'float64'): boolean => {
  if (Object.is(compiled, interpreted)) return true;
  if (!Number.isFinite(compiled) || !Number.isFinite(interpreted) || interpreted === 0) return false;
  return Math.abs(compiled - interpreted) <= ulps * lastOf(interpreted, dtype);
};

it.each(['float32', 'float64'] as const)('are the same in %s', dtype => {
  const values = [NaN, Infinity, -Infinity, 0, -0, ...magnitudes[dtype].flatMap(x => [x, -x])];
  const x = array(values, { dtype }) as ConcreteArray;
  const different = names.flatMap(name => {
    const { jaxpr } = makeJaxpr(functions[name]!)(x);
    const [[compiled], [interpreted]] = [executor.run(jaxpr, [x]), interpreter.run(jaxpr, [x])];
    return values.flatMap((value, i) => {
      const [a, b] = [compiled!.data[i]!, interpreted!.data[i]!];
      return agree(a, b, dtype) ? [] : [`${name}(${Object.is(value, -0) ? '-0' : value}) is ${a}, not ${b}`];
    });
  });
  expect(different).toEqual([]);
});

it.each(['float32', 'float64'] as const)('are the same of complex numbers with parts in %s', dtype => {
  const values = [NaN, Infinity, -Infinity, 0, -0, ...magnitudes[dtype].flatMap(x => [x, -x])];
  const pairs = values.flatMap(re => values.map(im => [re, im] as const));
  const part = (which: 0 | 1): NDArray =>
    array(
      pairs.map(pair => pair[which]),
      { dtype },
    );
  const z = lax.complex(part(0), part(1)) as ConcreteArray;
  const powers = [array({ re: 1.5, im: 0 }), array({ re: -0.5, im: 0.25 }), array({ re: 2, im: 0 })];
  // powers are exponentials of products up to 700, which magnify what is rounded off them
  const cases: readonly (readonly [name: string, f: (x: NDArray) => NDArray, last: number])[] = [
    ...complexNames.map(name => [name, functions[name]!, ulps] as const),
    ...powers.map(power => [`pow ${power}`, (x: NDArray) => lax.pow(x, power.astype(x.dtype)), 700 * ulps] as const),
  ];
  const different = cases.flatMap(([name, f, last]) => {
    const { jaxpr } = makeJaxpr(f)(z);
    const [[compiled], [interpreted]] = [executor.run(jaxpr, [z]), interpreter.run(jaxpr, [z])];
    return pairs.flatMap((pair, i) => {
      const [a, b] = [compiled, interpreted].map(result => [result!.data[2 * i]!, result!.data[2 * i + 1]!] as const);
      // a part may cancel, so that its last bits are those of the other one
      const size = Math.max(...b!.map(value => (Number.isFinite(value) ? Math.abs(value) : 0)));
      const close = a!.every(
        (value, k) => agree(value, b![k]!, dtype) || Math.abs(value - b![k]!) <= last * lastOf(size, dtype),
      );
      return close ? [] : [`${name}(${pair.join(', ')}) is ${a!.join(', ')}, not ${b!.join(', ')}`];
    });
  });
  expect(different).toEqual([]);
});
