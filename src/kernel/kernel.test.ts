import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as bessel from '../reference/scalar/bessel.ts';
import * as elementary from '../reference/scalar/elementary.ts';
import * as error from '../reference/scalar/error.ts';
import * as gamma from '../reference/scalar/gamma.ts';
import * as sampling from '../reference/scalar/sampling.ts';
import { ExpressionBuilder } from './builder.ts';
import { evaluateExpression } from './evaluate.ts';
import type { Buffer, Expression, OperationName, ScalarType } from './expression.ts';
import { definedFunctions, definitionOf } from './math/define.ts';
import { expandedFunctions, expandFunctions } from './math/expand.ts';
import { printExpression, printKernel } from './print.ts';

/** Where loops begin and how long they are: parts of a joined array are loops that begin late. */
const firsts = [6, 0, 11];
const extents = [7, 12, 5];

/** How a place is made of loop variables, to be built and to be computed. */
type Recipe =
  | { readonly kind: 'variable'; readonly slot: number }
  | { readonly kind: 'affine'; readonly parts: readonly (readonly [Recipe, number])[]; readonly offset: number }
  | { readonly kind: 'quotient' | 'remainder'; readonly of: Recipe; readonly by: number };

const recipes = fc.letrec<{ recipe: Recipe }>(tie => ({
  recipe: fc.oneof(
    { maxDepth: 5 },
    fc.integer({ min: 0, max: 2 }).map((axis): Recipe => ({ kind: 'variable', slot: 2 * axis })),
    fc
      .tuple(
        fc.array(fc.tuple(tie('recipe'), fc.integer({ min: -6, max: 12 })), { minLength: 1, maxLength: 3 }),
        fc.integer({ min: -20, max: 20 }),
      )
      .map(([parts, offset]): Recipe => ({ kind: 'affine', parts, offset })),
    fc
      .tuple(fc.constantFrom('quotient' as const, 'remainder' as const), tie('recipe'), fc.integer({ min: 1, max: 12 }))
      .map(([kind, of, by]): Recipe => ({ kind, of, by })),
  ),
})).recipe;

const build = (builder: ExpressionBuilder, recipe: Recipe): Expression => {
  if (recipe.kind === 'variable') {
    const axis = recipe.slot / 2;
    return builder.variable(recipe.slot, firsts[axis]!, firsts[axis]! + extents[axis]!);
  }
  if (recipe.kind === 'affine') {
    return builder.affine(
      recipe.parts.map(([of, factor]) => ({ of: build(builder, of), factor })),
      recipe.offset,
    );
  }
  return builder[recipe.kind](build(builder, recipe.of), recipe.by);
};

/** Quotients round down and remainders are not negative, for negative numbers too. */
const compute = (recipe: Recipe, variables: ReadonlyMap<number, number>): number => {
  if (recipe.kind === 'variable') return variables.get(recipe.slot)!;
  if (recipe.kind === 'affine') {
    return recipe.parts.reduce((sum, [of, factor]) => sum + factor * compute(of, variables), recipe.offset);
  }
  const value = compute(recipe.of, variables);
  const quotient = Math.floor(value / recipe.by);
  return recipe.kind === 'quotient' ? quotient : value - recipe.by * quotient;
};

describe('places', () => {
  it('keep their values and stay in their ranges however they are simplified', () => {
    fc.assert(
      fc.property(recipes, recipe => {
        const builder = new ExpressionBuilder();
        const place = build(builder, recipe);
        const [low, high] = builder.rangeOf(place);
        for (let i = 0; i < extents[0]!; i++) {
          for (let j = 0; j < extents[1]!; j++) {
            const variables = new Map([
              [0, firsts[0]! + i],
              [2, firsts[1]! + j],
              [4, firsts[2]! + ((i + j) % extents[2]!)],
            ]);
            const value = compute(recipe, variables);
            if (evaluateExpression(place, variables) !== value || value < low || value > high) return false;
          }
        }
        return true;
      }),
      { numRuns: 2000, seed: 1 },
    );
  });

  it('come back from being flattened', () => {
    const builder = new ExpressionBuilder();
    const [i, j] = [builder.variable(0, 0, 6), builder.variable(2, 0, 4)];
    const flat = builder.flatten([i, j], [6, 4]);
    expect(builder.unflatten(flat, [6, 4])).toEqual([i, j]);
    const k = builder.variable(0, 0, 24);
    expect(builder.flatten(builder.unflatten(k, [2, 3, 4]), [2, 3, 4])).toBe(k);
    // through another shape
    expect(printExpression(builder.flatten(builder.unflatten(flat, [3, 8]), [3, 8]))).toBe('(4*i0 + i1)');
  });

  it('decide comparisons by their ranges', () => {
    const builder = new ExpressionBuilder();
    const i = builder.variable(0, 2, 6);
    const decided = (x: Expression): string => printExpression(x);
    expect(decided(builder.less(i, builder.index(6)))).toBe('1');
    expect(decided(builder.less(i, builder.index(2)))).toBe('0');
    expect(decided(builder.less(i, builder.index(4)))).toBe('lt((i0 + -4), 0)');
  });
});

describe('rules', () => {
  const builder = new ExpressionBuilder();
  const buffer = (id: number, type: ScalarType): Buffer => ({ id, type, size: 8 });
  const index = builder.variable(0, 0, 8);
  const [x, y] = [builder.load(buffer(0, 'f64'), index), builder.load(buffer(1, 'f64'), index)];
  const [p, q] = [builder.load(buffer(2, 'bool'), index), builder.load(buffer(3, 'bool'), index)];
  const n = builder.load(buffer(4, 'i32'), index);
  const number = (value: number): Expression => builder.constant('f64', value);
  const apply = (name: OperationName, ...operands: Expression[]): Expression =>
    builder.operation(name, name === 'eq' || name === 'lt' ? 'bool' : operands.at(-1)!.type, operands);

  it.each([
    ['x + -0 = x', apply('add', x, number(-0)), 'b0[i0]'],
    ['x + 0 stays: it makes 0 of -0', apply('add', x, number(0)), 'add(b0[i0], 0)'],
    ['x - 0 = x', apply('sub', x, number(0)), 'b0[i0]'],
    ['x + -y = x - y', apply('add', x, apply('neg', y)), 'sub(b0[i0], b1[i0])'],
    ['-x + y = y - x', apply('add', apply('neg', x), y), 'sub(b1[i0], b0[i0])'],
    ['x - -y = x + y', apply('sub', x, apply('neg', y)), 'add(b0[i0], b1[i0])'],
    ['sums have one order', apply('add', y, x), 'add(b0[i0], b1[i0])'],
    ['products have one order', apply('mul', y, x), 'mul(b0[i0], b1[i0])'],
    ['1 · x = x', apply('mul', number(1), x), 'b0[i0]'],
    ['x · -1 = -x', apply('mul', x, number(-1)), 'neg(b0[i0])'],
    ['0 · x stays: it may be NaN', apply('mul', number(0), x), 'mul(b0[i0], 0)'],
    ['x / 1 = x', apply('div', x, number(1)), 'b0[i0]'],
    ['x / 8 = x · 1/8', apply('div', x, number(8)), 'mul(b0[i0], 0.125)'],
    ['x / 3 stays: 1/3 is rounded', apply('div', x, number(3)), 'div(b0[i0], 3)'],
    ['--x = x', apply('neg', apply('neg', x)), 'b0[i0]'],
    ['-(3 · x) = -3 · x', apply('neg', apply('mul', x, number(3))), 'mul(b0[i0], -3)'],
    ['3 · -x = -3 · x', apply('mul', number(3), apply('neg', x)), 'mul(b0[i0], -3)'],
    ['3 · (4 · x) = 12 · x', apply('mul', number(3), apply('mul', number(4), x)), 'mul(b0[i0], 12)'],
    [
      '4 · (3 · x) stays: it rounds twice',
      apply('mul', number(4), apply('mul', number(3), x)),
      'mul(mul(b0[i0], 3), 4)',
    ],
    ['-x · y = -(x · y)', apply('mul', apply('neg', x), y), 'neg(mul(b0[i0], b1[i0]))'],
    ['-x · -y = x · y', apply('mul', apply('neg', x), apply('neg', y)), 'mul(b0[i0], b1[i0])'],
    ['not not p = p', apply('not', apply('not', p)), 'b2[i0]'],
    ['p and false', apply('and', p, builder.constant('bool', 0)), '0'],
    ['p and true = p', apply('and', p, builder.constant('bool', 1)), 'b2[i0]'],
    ['p or true', apply('or', builder.constant('bool', 1), p), '1'],
    ['p or p = p', apply('or', p, p), 'b2[i0]'],
    ['select of one value', apply('select', p, x, x), 'b0[i0]'],
    ['select by a constant', apply('select', builder.constant('bool', 0), x, y), 'b1[i0]'],
    ['select by a negation', apply('select', apply('not', q), x, y), 'select(b3[i0], b1[i0], b0[i0])'],
    ['max(x, x) = x', apply('max', x, x), 'b0[i0]'],
    ['min(x, x) = x', apply('min', x, x), 'b0[i0]'],
    ['conversion to the same type', builder.operation('convert', 'f64', [x]), 'b0[i0]'],
    [
      'int to double and back',
      builder.operation('convert', 'i32', [builder.operation('convert', 'f64', [n])]),
      'b4[i0]',
    ],
    ['sums of places', builder.operation('add', 'i32', [index, builder.index(3)]), '(i0 + 3)'],
    ['differences of places', builder.operation('sub', 'i32', [index, index]), '0'],
    ['multiples of places', builder.operation('mul', 'i32', [builder.index(3), index]), '3*i0'],
    ['quotients of places', builder.operation('div', 'i32', [index, builder.index(8)]), '0'],
    ['remainders of places', builder.operation('rem', 'i32', [index, builder.index(8)]), 'i0'],
    ['other ints wrap around', builder.operation('add', 'i32', [n, builder.index(3)]), 'add(b4[i0], 3)'],
    ['equal places', builder.operation('eq', 'bool', [index, builder.plus(index, 1)]), '0'],
    ['different places', builder.operation('ne', 'bool', [index, builder.plus(index, 1)]), '1'],
    ['ordered places', builder.operation('le', 'bool', [index, builder.index(7)]), '1'],
    ['constants', apply('mul', number(3), number(4)), '12'],
    [
      'constants of int32 wrap around',
      builder.operation('mul', 'i32', [builder.index(65536), builder.index(65536)]),
      '0',
    ],
  ])('%s', (_, expression, expected) => {
    const shown = printExpression(expression);
    expect(shown.startsWith('(') && expected.includes('*') ? shown.slice(1, -1) : shown).toBe(expected);
  });

  it('gives equal expressions one identity', () => {
    expect(apply('mul', x, y)).toBe(apply('mul', y, x));
    expect(builder.reduce('add', 'f64', [4], ([k]) => builder.load(buffer(9, 'f64'), k!))).toBe(
      builder.reduce('add', 'f64', [4], ([k]) => builder.load(buffer(9, 'f64'), k!)),
    );
  });
});

describe('constants', () => {
  const values: readonly [OperationName, ScalarType, from: ScalarType, operands: readonly number[], result: number][] =
    [
      ['div', 'i32', 'i32', [-7, 2], -3],
      ['div', 'u32', 'u32', [4294967289, 2], 2147483644],
      ['div', 'i32', 'i32', [7, 0], -1],
      ['rem', 'i32', 'i32', [-7, 2], -1],
      ['rem', 'u32', 'u32', [4294967289, 4], 1],
      ['shr', 'i32', 'i32', [-8, 1], -4],
      ['shr', 'u32', 'u32', [4294967288, 1], 2147483644],
      ['shl', 'u32', 'u32', [3, 31], 2147483648],
      ['add', 'i32', 'i32', [2147483647, 1], -2147483648],
      ['sub', 'u32', 'u32', [0, 1], 4294967295],
      ['mul', 'u32', 'u32', [4294967295, 4294967295], 1],
      ['neg', 'i32', 'i32', [-2147483648], -2147483648],
      ['abs', 'i32', 'i32', [-2147483648], -2147483648],
      ['not', 'bool', 'bool', [1], 0],
      ['not', 'u32', 'u32', [1], 4294967294],
      ['xor', 'u32', 'u32', [4294967295, 1], 4294967294],
      ['clz', 'u32', 'u32', [1], 31],
      ['popcnt', 'i32', 'i32', [-1], 32],
      ['mul', 'f32', 'f32', [3e38, 10], Number.POSITIVE_INFINITY],
      ['nearest', 'f64', 'f64', [2.5], 2],
      ['nearest', 'f64', 'f64', [-0.5], -0],
      ['nearest', 'f64', 'f64', [-1.5], -2],
      ['fma', 'f64', 'f64', [1 + 2 ** -30, 1 - 2 ** -30, -1], -(2 ** -60)],
      ['exponent', 'f64', 'f64', [0.75], -1],
      ['mantissa', 'f64', 'f64', [12], 1.5],
      ['le', 'bool', 'f64', [1, 1], 1],
      ['lt', 'bool', 'f64', [1, 1], 0],
      ['convert', 'bool', 'f64', [0.5], 1],
      ['convert', 'i32', 'f64', [-2.5], -2],
      ['convert', 'i32', 'f32', [3e9], 2147483647],
      ['convert', 'i32', 'f64', [Number.NaN], 0],
      ['convert', 'u32', 'f64', [-1], 0],
      ['convert', 'u32', 'f32', [5e9], 4294967295],
      ['convert', 'u32', 'i32', [-1], 4294967295],
      ['convert', 'i32', 'u32', [4294967295], -1],
      ['convert', 'f32', 'f64', [0.1], Math.fround(0.1)],
    ];

  it.each(values)('%s to %s from %s of %j', (name, type, from, operands, result) => {
    const builder = new ExpressionBuilder();
    const constants = operands.map(operand => builder.constant(from, operand));
    expect(builder.operation(name, type, constants)).toBe(builder.constant(type, result));
  });
});

describe('reductions', () => {
  it('over nothing are constants, over one element that element', () => {
    const builder = new ExpressionBuilder();
    const empty = builder.reduce('max', 'f32', [3, 0], () => builder.constant('f32', 1));
    expect(printExpression(empty)).toBe('-Infinity');
    expect(printExpression(builder.reduce('add', 'i32', [1], ([k]) => k!))).toBe('0');
  });
});

describe('functions', () => {
  const values = [-30, -2.5, -0.7, -0.3, -1e-9, -0, 0, 1e-300, 0.2, 0.62, 0.63, 1, 1.5, 3, 20, 700];
  const references: Readonly<Record<string, (...operands: number[]) => number>> = {
    logistic: elementary.logistic,
    exp2: elementary.exp2,
    pow: elementary.power,
    bessel_i0e: bessel.i0e,
    bessel_i1e: bessel.i1e,
    digamma: gamma.digamma,
    erf: error.erf,
    erfc: error.erfc,
    erf_inv: error.erfInv,
    erf_inv_of_sample: sampling.erfInvDouble,
    log_of_sample: x => Math.log(x!),
    log1p_of_sample: sampling.log1pDouble,
    multiply_add_of_sample: sampling.fusedDouble,
    lgamma: gamma.lgamma,
    trigamma: x => gamma.polygamma(1, x!),
  };

  const ways = [...expandedFunctions, ...definedFunctions].flatMap(name =>
    [false, true].map(fuses => ({ name, fuses })),
  );

  it.each(ways)('$name is what it is written out as, multiply-add rounding once: $fuses', ({ name, fuses }) => {
    const builder = new ExpressionBuilder(fuses);
    const apply = references[name] ?? (Math as unknown as Record<string, (...operands: number[]) => number>)[name]!;
    const operands = Array.from({ length: apply.length }, (_, id) =>
      builder.load({ id, type: 'f64', size: values.length }, builder.variable(0, 0, values.length)),
    );
    const call = builder.call(name, 'f64', apply, operands);
    const definition = call.kind === 'function' ? definitionOf(call, fuses) : undefined;
    const written = definition?.value ?? expandFunctions(builder, [call])(call);
    const value = written.kind === 'branch' && written.rare.kind === 'function' ? written.usual : written;
    values.forEach((argument, i) => {
      const given = [argument, values[(i + 5) % values.length]!, values[(i + 2) % values.length]!].slice(
        0,
        apply.length,
      );
      const expected = apply(...given);
      const actual = evaluateExpression(value, new Map([[0, 0]]), new Map(given.map((x, id) => [id, [x]])));
      if (Number.isNaN(expected)) expect(actual, `${name}(${given})`).toBeNaN();
      else if (!Number.isFinite(expected) || expected === 0) expect(actual, `${name}(${given})`).toBe(expected);
      else expect(Math.abs(actual / expected - 1), `${name}(${given})`).toBeLessThan(3e-15);
    });
  });
});

it('prints kernels with names for what is used more than once', () => {
  const builder = new ExpressionBuilder();
  const i = builder.variable(0, 0, 10);
  const x = builder.load({ id: 0, type: 'f64', size: 10 }, i);
  const square = builder.operation('mul', 'f64', [x, x]);
  const value = builder.operation('add', 'f64', [
    square,
    builder.operation('neg', 'f64', [builder.operation('sqrt', 'f64', [square])]),
  ]);
  if (i.kind !== 'variable') throw new Error('a variable');
  const buffer = { id: 1, type: 'f64', size: 10 } as const;
  expect(printKernel({ variables: [i], stores: [{ buffer, index: i, value }] })).toBe(
    ['for i0 in 0..10:', '  t0:f64 = mul(b0[i0], b0[i0])', '  b1:f64[10][i0] = sub(t0, sqrt(t0))'].join('\n'),
  );
});

it('writes twice a number as a sum', () => {
  const builder = new ExpressionBuilder();
  const x = builder.load({ id: 0, type: 'f64', size: 10 }, builder.variable(0, 0, 10));
  const doubled = builder.operation('mul', 'f64', [builder.constant('f64', 2), x]);
  const root = builder.operation('sqrt', 'f64', [doubled]);
  expect(printExpression(expandFunctions(builder, [root])(root))).toBe('sqrt(add(b0[i0], b0[i0]))');
});
