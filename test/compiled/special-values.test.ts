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

/** How many last bits finite results may differ by. */
const ulps = 6;

const unit = (value: number, digits: number, least: number): number =>
  2 ** (Math.max(Math.floor(Math.log2(Math.abs(value))), least) - digits);

const agree = (compiled: number, interpreted: number, dtype: 'float32' | 'float64'): boolean => {
  if (Object.is(compiled, interpreted)) return true;
  if (!Number.isFinite(compiled) || !Number.isFinite(interpreted) || interpreted === 0) return false;
  const last = dtype === 'float64' ? unit(interpreted, 52, -1022) : unit(interpreted, 23, -126);
  return Math.abs(compiled - interpreted) <= ulps * last;
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
