import type { Sample } from '../../sample.ts';
import * as lax from '../index.ts';
import { bools, floats, ints, pairSample, uints } from './inputs.ts';

const lowest = -2147483648;
const dividends = [7, -7, 7, -7, 5, -5, 0, lowest, lowest];
const divisors = [2, 2, -2, -2, 0, 0, 0, -1, 0];
const patterns = [1, -1, -8, 5, lowest, 1431655765];
const shifts = [31, 32, 1, -1, 4, 3];

export const integerSamples: readonly Sample[] = [
  ...(
    [
      [lax.add, 'add'],
      [lax.sub, 'sub'],
      [lax.mul, 'mul'],
      [lax.div, 'div'],
      [lax.rem, 'rem'],
      [lax.max, 'max'],
      [lax.min, 'min'],
    ] as const
  ).flatMap(([f, name]) => [
    pairSample(`${name}: int32`, f, name, ints(...dividends), ints(...divisors)),
    pairSample(`${name}: uint32`, f, name, uints(7, 5, 0, 4294967295), uints(2, 0, 0, 4294967290)),
  ]),
  ...(
    [
      [lax.bitwiseAnd, 'bitwise_and'],
      [lax.bitwiseOr, 'bitwise_or'],
      [lax.bitwiseXor, 'bitwise_xor'],
    ] as const
  ).flatMap(([f, jaxName]) => [
    pairSample(`${jaxName}: int32`, f, jaxName, ints(...patterns), ints(...shifts)),
    pairSample(`${jaxName}: uint32`, f, jaxName, uints(5, 4294967295, 12), uints(3, 2147483648, 10)),
    pairSample(`${jaxName}: bool`, f, jaxName, bools(0, 0, 1, 1), bools(0, 1, 0, 1)),
  ]),
  ...(
    [
      [lax.shiftLeft, 'shift_left'],
      [lax.shiftRightLogical, 'shift_right_logical'],
      [lax.shiftRightArithmetic, 'shift_right_arithmetic'],
    ] as const
  ).flatMap(([f, jaxName]) => [
    pairSample(`${jaxName}: int32`, f, jaxName, ints(...patterns), ints(...shifts)),
    pairSample(`${jaxName}: uint32`, f, jaxName, uints(4294967295, 2147483648, 8), uints(4, 31, 32)),
  ]),
  ...(
    [
      [lax.neg, 'neg'],
      [lax.abs, 'abs'],
      [lax.sign, 'sign'],
      [lax.square, 'square'],
      [lax.bitwiseNot, 'bitwise_not'],
      [lax.populationCount, 'population_count'],
      [lax.clz, 'clz'],
    ] as const
  ).map(
    ([f, name]): Sample => ({
      name: `${name}: int32`,
      f: x => f(x!),
      jax: `lambda x: lax.${name}(x)`,
      inputs: [ints(0, 5, -3, 65537, lowest, 2147483647)],
    }),
  ),
  ...(
    [
      [lax.neg, 'neg'],
      [lax.sign, 'sign'],
      [lax.square, 'square'],
      [lax.bitwiseNot, 'bitwise_not'],
      [lax.populationCount, 'population_count'],
      [lax.clz, 'clz'],
    ] as const
  ).map(
    ([f, name]): Sample => ({
      name: `${name}: uint32`,
      f: x => f(x!),
      jax: `lambda x: lax.${name}(x)`,
      inputs: [uints(0, 5, 65537, 4294967295)],
    }),
  ),
  {
    name: 'bitwise_not: bool',
    f: x => lax.bitwiseNot(x!),
    jax: 'lambda x: lax.bitwise_not(x)',
    inputs: [bools(0, 1)],
  },
  {
    name: 'is_finite',
    f: x => lax.isFinite(x!),
    jax: 'lambda x: lax.is_finite(x)',
    inputs: [floats(0, 1, -2)],
    constant: [0],
  },
];
