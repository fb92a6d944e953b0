import { isComplex } from '../../array/dtype.ts';
import type { LoweringRules } from '../../core/primitive.ts';
import type { ExpressionBuilder } from '../../kernel/builder.ts';
import { choosePart, partsOf } from '../../kernel/complex.ts';
import { type Expression, isFloatType } from '../../kernel/expression.ts';
import { type Element, scalarTypeOf } from '../../kernel/lowering.ts';
import type { ConvertParams } from '../convert.ts';
import type { IntegerPowParams } from './arithmetic.ts';
import { asComparison, asOperation, type ElementRules, integerPowerOf, lowerElements } from './lower.ts';
import {
  coshOfPair,
  cosOfPair,
  expm1OfPair,
  expOfPair,
  logisticOfPair,
  logOfPair,
  powerOfPairs,
  sinhOfPair,
  sinOfPair,
  tanhOfPair,
  tanOfPair,
} from './pair-functions.ts';
import {
  integerPowerOfPair,
  modulusOfPair,
  onParts,
  productOfPairs,
  quotientOfPairs,
  reciprocalRootOfPair,
  rootOfPair,
  signOfPair,
  squareOfPair,
} from './pairs.ts';
import type { RoundParams } from './rounding.ts';

/** x shifted by y places where that is a shift, else `otherwise`. */
const shifted = (
  builder: ExpressionBuilder,
  direction: 'shl' | 'shr',
  x: Expression,
  y: Expression,
  otherwise: Expression,
): Expression => {
  const amount = builder.operation('convert', 'u32', [y]);
  const inside = builder.operation('lt', 'bool', [amount, builder.constant('u32', 32)]);
  const result = builder.operation(direction, x.type, [x, builder.operation('convert', x.type, [y])]);
  return builder.operation('select', x.type, [inside, result, otherwise]);
};

/** Elementwise functions that compiled programs write out. */
export const elementRules: ElementRules = {
  add: { lower: asOperation('add', 'or'), lowerPairs: onParts('add') },
  sub: { lower: asOperation('sub'), lowerPairs: onParts('sub') },
  mul: { lower: asOperation('mul', 'and'), lowerPairs: productOfPairs },
  div: { lower: asOperation('div'), lowerPairs: quotientOfPairs },
  neg: { lower: asOperation('neg'), lowerPairs: onParts('neg') },
  rem: {
    lower: (builder, [x, y]) => (isFloatType(x!.type) ? undefined : builder.operation('rem', x!.type, [x!, y!])),
  },
  integer_pow: {
    lower: (builder, [x], { exponent }: IntegerPowParams) => integerPowerOf(builder, x!, exponent),
    lowerPairs: integerPowerOfPair,
  },
  square: { lower: (builder, [x]) => builder.operation('mul', x!.type, [x!, x!]), lowerPairs: squareOfPair },
  sqrt: { lower: asOperation('sqrt'), lowerPairs: rootOfPair },
  rsqrt: {
    lower: (builder, [x]) =>
      builder.operation('div', x!.type, [builder.constant(x!.type, 1), builder.operation('sqrt', x!.type, [x!])]),
    lowerPairs: reciprocalRootOfPair,
  },
  exp: { lowerPairs: expOfPair },
  expm1: { lowerPairs: expm1OfPair },
  log: { lowerPairs: logOfPair },
  logistic: { lowerPairs: logisticOfPair },
  pow: { lowerPairs: powerOfPairs },
  sin: { lowerPairs: sinOfPair },
  cos: { lowerPairs: cosOfPair },
  tan: { lowerPairs: tanOfPair },
  sinh: { lowerPairs: sinhOfPair },
  cosh: { lowerPairs: coshOfPair },
  tanh: { lowerPairs: tanhOfPair },
  logaddexp: {
    lower: (builder, [x, y]) => {
      const { type } = x!;
      const difference = builder.operation('sub', type, [x!, y!]);
      const distance = builder.operation('abs', type, [difference]);
      const ratio = builder.call('exp', type, Math.exp, [builder.operation('neg', type, [distance])]);
      const value = builder.operation('add', type, [
        builder.operation('max', type, [x!, y!]),
        builder.call('log1p', type, Math.log1p, [ratio]),
      ]);
      const isNumber = builder.operation('eq', 'bool', [difference, difference]);
      return builder.operation('select', type, [isNumber, value, builder.operation('add', type, [x!, y!])]);
    },
  },

  abs: {
    lower: (builder, [x]) => (x!.type === 'u32' ? x : builder.operation('abs', x!.type, [x!])),
    lowerPairs: modulusOfPair,
  },
  sign: {
    lower: (builder, [x]) => {
      const { type } = x!;
      const zero = builder.constant(type, 0);
      const below = builder.operation('select', type, [
        builder.operation('lt', 'bool', [x!, zero]),
        builder.constant(type, -1),
        x!,
      ]);
      return builder.operation('select', type, [
        builder.operation('lt', 'bool', [zero, x!]),
        builder.constant(type, 1),
        type === 'u32' ? x! : below,
      ]);
    },
    lowerPairs: signOfPair,
  },
  max: { lower: asOperation('max', 'or') },
  min: { lower: asOperation('min', 'and') },
  clamp: {
    lower: (builder, [low, x, high]) => {
      const { type } = x!;
      const [join, meet] = type === 'bool' ? (['or', 'and'] as const) : (['max', 'min'] as const);
      return builder.operation(meet, type, [builder.operation(join, type, [low!, x!]), high!]);
    },
  },
  floor: { lower: asOperation('floor') },
  ceil: { lower: asOperation('ceil') },
  round: {
    lower: (builder, [x], { roundingMethod }: RoundParams) =>
      roundingMethod === 'toNearestEven' ? builder.operation('nearest', x!.type, [x!]) : undefined,
  },
  is_finite: {
    lower: (builder, [x]) =>
      builder.operation('lt', 'bool', [
        builder.operation('abs', x!.type, [x!]),
        builder.constant(x!.type, Number.POSITIVE_INFINITY),
      ]),
  },

  eq: { lower: asComparison('eq') },
  ne: { lower: asComparison('ne') },
  lt: { lower: asComparison('lt') },
  le: { lower: asComparison('le') },
  gt: { lower: asComparison('lt', true) },
  ge: { lower: asComparison('le', true) },

  and: { lower: asOperation('and', 'and') },
  or: { lower: asOperation('or', 'or') },
  xor: { lower: asOperation('xor', 'xor') },
  not: { lower: asOperation('not', 'not') },
  shift_left: { lower: (builder, [x, y]) => shifted(builder, 'shl', x!, y!, builder.constant(x!.type, 0)) },
  shift_right_logical: {
    lower: (builder, [x, y]) => {
      const unsigned = builder.operation('convert', 'u32', [x!]);
      const result = shifted(builder, 'shr', unsigned, y!, builder.constant('u32', 0));
      return builder.operation('convert', x!.type, [result]);
    },
  },
  shift_right_arithmetic: {
    lower: (builder, [x, y]) => {
      const signed = builder.operation('convert', 'i32', [x!]);
      const all = builder.operation('shr', 'i32', [signed, builder.index(31)]);
      return builder.operation('convert', x!.type, [shifted(builder, 'shr', signed, y!, all)]);
    },
  },
  population_count: { lower: asOperation('popcnt') },
  clz: { lower: asOperation('clz') },

  real: { lowerPairs: (_, [re]) => [re!] },
  imag: { lowerPairs: (_, [, im]) => [im!] },
  complex: { lowerPairs: (_, [x, y]) => [x!, y!] },
  conj: {
    lowerPairs: (builder, [re, im]) => [
      re!,
      im === undefined ? builder.constant(re!.type, 0) : builder.operation('neg', re!.type, [im]),
    ],
  },
};

/** What has an element for each of its operands', but no kernel. */
export const elementwiseLowerings: LoweringRules = {
  select_n: {
    complex: 'parts',
    lower: (builder, inputs) => {
      const type = scalarTypeOf(inputs[1]!.dtype);
      if (type === undefined) return undefined;
      return lowerElements(inputs, ([which, ...cases]) => {
        const last = cases.length - 1;
        if (which!.type === 'bool' && last === 1)
          return builder.operation('select', type, [which!, cases[1]!, cases[0]!]);
        return cases.slice(0, last).reduceRight((otherwise, chosen, i) => {
          const below = builder.operation('lt', 'bool', [which!, builder.constant(which!.type, i + 1)]);
          return builder.operation('select', type, [below, chosen, otherwise]);
        }, cases[last]!);
      });
    },
  },
  convert_element_type: {
    complex: 'pairs',
    lower: (builder, [x], { dtype }: ConvertParams) => {
      const type = scalarTypeOf(partsOf(dtype))!;
      const convert = (value: Expression): Expression => builder.operation('convert', type, [value]);
      /** The part of the operand that a part of the result is made of. */
      const part = (place: readonly Expression[], which: Expression): Expression => {
        if (isComplex(x!.dtype)) return convert(x!.at([...place, which]));
        return choosePart(builder, which, [convert(x!.at(place)), builder.constant(type, 0)]);
      };
      const element: Element = index =>
        isComplex(dtype) ? part(index.slice(0, -1), index.at(-1)!) : part(index, builder.index(0));
      return { kind: 'elements', outputs: [element] };
    },
  },
};
