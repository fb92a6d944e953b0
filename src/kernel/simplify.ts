import {
  childrenOf,
  type Expression,
  type ExpressionOf,
  isFloatType,
  type OperationName,
  type ScalarType,
} from './expression.ts';
import { combineRanges, isBounded, type Range } from './range.ts';

/** What rules build their results with. */
export type RuleBuilder = {
  rangeOf(expression: Expression): Range;
  constant(type: ScalarType, value: number): Expression;
  operation(name: OperationName, type: ScalarType, operands: readonly Expression[]): Expression;
  plus(x: Expression, y: Expression | number): Expression;
  minus(x: Expression, y: Expression): Expression;
  times(x: Expression, factor: number): Expression;
  quotient(x: Expression, by: number): Expression;
  remainder(x: Expression, by: number): Expression;
  less(x: Expression, y: Expression): Expression;
};

/**
 * Rewrite rules for operations whose operands are not all constants. Each keeps every bit of the result: x·0 stays (NaN,
 * infinities, -0), x + 0 stays (-0).
 */
type Rule = (builder: RuleBuilder, operands: readonly Expression[], type: ScalarType) => Expression | undefined;

const isConstant = (x: Expression | undefined, value: number): boolean =>
  x?.kind === 'constant' && Object.is(x.value, value);

/** Integers that count places, small enough not to wrap around. */
const isPlace = (builder: RuleBuilder, x: Expression): boolean =>
  x.type === 'i32' &&
  (x.kind === 'constant' ||
    x.kind === 'variable' ||
    x.kind === 'affine' ||
    x.kind === 'quotient' ||
    x.kind === 'remainder') &&
  isBounded(builder.rangeOf(x));

/** Sums of places are places, where they do not overflow. */
const sumOfPlaces = (builder: RuleBuilder, x: Expression, y: Expression, sign: 1 | -1): Expression | undefined => {
  if (!isPlace(builder, x) || !isPlace(builder, y)) return undefined;
  const range = combineRanges(
    [
      [builder.rangeOf(x), 1],
      [builder.rangeOf(y), sign],
    ],
    0,
  );
  return isBounded(range) ? (sign === 1 ? builder.plus(x, y) : builder.minus(x, y)) : undefined;
};

/** Whether 1/x is a normal number and x · (1/x) = 1 in every bit. */
const hasExactReciprocal = (x: number, type: ScalarType): boolean => {
  const exponent = Math.log2(Math.abs(x));
  return (
    Number.isInteger(exponent) && 2 ** exponent === Math.abs(x) && Math.abs(exponent) <= (type === 'f32' ? 126 : 1022)
  );
};

/** Operands of commutative operations in one order. */
const ordered = ([x, y]: readonly Expression[]): [Expression, Expression] => (x!.id <= y!.id ? [x!, y!] : [y!, x!]);

const commutative = (builder: RuleBuilder, name: OperationName, type: ScalarType, operands: readonly Expression[]) => {
  const [x, y] = ordered(operands);
  return x === operands[0] ? undefined : builder.operation(name, type, [x, y]);
};

const isNegation = (x: Expression): boolean => x.kind === 'operation' && x.name === 'neg';

const isProduct = (x: Expression): x is ExpressionOf<'operation'> => x.kind === 'operation' && x.name === 'mul';

/** A constant factor and the other one. */
const constantFactor = ([x, y]: readonly Expression[]): readonly [number, Expression] | undefined =>
  x!.kind === 'constant' ? [x!.value, y!] : y!.kind === 'constant' ? [y!.value, x!] : undefined;

/** Whether products with x lose no bits, short of overflow: ±2ᵏ with k ≥ 0. */
const isExactFactor = (x: number): boolean => Math.abs(x) >= 1 && Number.isInteger(Math.log2(Math.abs(x)));

const negation: Rule = (_, [x]) => (x!.kind === 'operation' && x!.name === 'neg' ? x!.operands[0] : undefined);

const rules: { readonly [N in OperationName]?: readonly Rule[] } = {
  neg: [
    negation,
    // -(c · x) = -c · x
    (builder, [x], type) => {
      const factor = isFloatType(type) && isProduct(x!) ? constantFactor(x!.operands) : undefined;
      return factor && builder.operation('mul', type, [builder.constant(type, -factor[0]), factor[1]]);
    },
  ],
  not: [(_, [x]) => (x!.kind === 'operation' && x!.name === 'not' ? x!.operands[0] : undefined)],
  add: [
    (_, [x, y], type) => {
      const zero = isFloatType(type) ? -0 : 0;
      return isConstant(x, zero) ? y : isConstant(y, zero) ? x : undefined;
    },
    (builder, [x, y]) => sumOfPlaces(builder, x!, y!, 1),
    // x + -y = x - y
    (builder, [x, y], type) =>
      y!.kind === 'operation' && y!.name === 'neg'
        ? builder.operation('sub', type, [x!, y!.operands[0]!])
        : x!.kind === 'operation' && x!.name === 'neg'
          ? builder.operation('sub', type, [y!, x!.operands[0]!])
          : undefined,
    (builder, operands, type) => commutative(builder, 'add', type, operands),
  ],
  sub: [
    (_, [x, y]) => (isConstant(y, 0) ? x : undefined),
    (builder, [x, y]) => sumOfPlaces(builder, x!, y!, -1),
    (builder, [x, y], type) =>
      y!.kind === 'operation' && y!.name === 'neg' ? builder.operation('add', type, [x!, y!.operands[0]!]) : undefined,
  ],
  mul: [
    (_, [x, y]) => (isConstant(x, 1) ? y : isConstant(y, 1) ? x : undefined),
    (builder, [x, y], type) => {
      if (type === 'bool') return undefined;
      return isConstant(x, -1)
        ? builder.operation('neg', type, [y!])
        : isConstant(y, -1)
          ? builder.operation('neg', type, [x!])
          : undefined;
    },
    // c · -x = -c · x, and c · (2ᵏ · x) = (c · 2ᵏ) · x, which rounds once as well
    (builder, operands, type) => {
      const outer = isFloatType(type) ? constantFactor(operands) : undefined;
      if (outer === undefined) return undefined;
      const [c, x] = outer;
      if (isNegation(x)) return builder.operation('mul', type, [builder.constant(type, -c), childrenOf(x)[0]!]);
      const inner = isProduct(x) ? constantFactor(x.operands) : undefined;
      if (inner === undefined || !isExactFactor(inner[0]) || !Number.isFinite(Math.fround(c * inner[0])))
        return undefined;
      return builder.operation('mul', type, [builder.constant(type, c * inner[0]), inner[1]]);
    },
    // -x · y = -(x · y), -x · -y = x · y
    (builder, [x, y], type) => {
      if (!isFloatType(type) || (!isNegation(x!) && !isNegation(y!))) return undefined;
      const bare = (z: Expression): Expression => (isNegation(z) ? childrenOf(z)[0]! : z);
      const product = builder.operation('mul', type, [bare(x!), bare(y!)]);
      return isNegation(x!) && isNegation(y!) ? product : builder.operation('neg', type, [product]);
    },
    // an integer factor of a place
    (builder, [x, y]) => {
      const [factor, place] = x!.kind === 'constant' ? [x!, y!] : [y!, x!];
      if (factor.kind !== 'constant' || !isPlace(builder, place) || !isPlace(builder, factor)) return undefined;
      return isBounded(combineRanges([[builder.rangeOf(place), factor.value]], 0))
        ? builder.times(place, factor.value)
        : undefined;
    },
    (builder, operands, type) => commutative(builder, 'mul', type, operands),
  ],
  div: [
    (_, [x, y]) => (isConstant(y, 1) ? x : undefined),
    (builder, [x, y], type) =>
      isFloatType(type) && y!.kind === 'constant' && hasExactReciprocal(y!.value, type)
        ? builder.operation('mul', type, [x!, builder.constant(type, 1 / y!.value)])
        : undefined,
    (builder, [x, y], type) =>
      type === 'i32' && y!.kind === 'constant' && y!.value > 0 && isPlace(builder, x!) && builder.rangeOf(x!)[0] >= 0
        ? builder.quotient(x!, y!.value)
        : undefined,
  ],
  rem: [
    (builder, [x, y], type) =>
      type === 'i32' && y!.kind === 'constant' && y!.value > 0 && isPlace(builder, x!) && builder.rangeOf(x!)[0] >= 0
        ? builder.remainder(x!, y!.value)
        : undefined,
  ],
  and: [
    (builder, [x, y], type) =>
      type !== 'bool'
        ? undefined
        : isConstant(x, 0) || isConstant(y, 0)
          ? builder.constant('bool', 0)
          : isConstant(x, 1)
            ? y
            : isConstant(y, 1) || x === y
              ? x
              : undefined,
  ],
  or: [
    (builder, [x, y], type) =>
      type !== 'bool'
        ? undefined
        : isConstant(x, 1) || isConstant(y, 1)
          ? builder.constant('bool', 1)
          : isConstant(x, 0)
            ? y
            : isConstant(y, 0) || x === y
              ? x
              : undefined,
  ],
  lt: [(builder, [x, y]) => (isPlace(builder, x!) && isPlace(builder, y!) ? builder.less(x!, y!) : undefined)],
  le: [
    (builder, [x, y]) =>
      isPlace(builder, x!) && isPlace(builder, y!) ? builder.less(x!, builder.plus(y!, 1)) : undefined,
  ],
  eq: [
    (builder, [x, y]) => {
      if (!isPlace(builder, x!) || !isPlace(builder, y!)) return undefined;
      const [low, high] = builder.rangeOf(builder.minus(x!, y!));
      if (low > 0 || high < 0) return builder.constant('bool', 0);
      return low === 0 && high === 0 ? builder.constant('bool', 1) : undefined;
    },
  ],
  ne: [
    (builder, operands) => {
      if (!operands.every(operand => isPlace(builder, operand))) return undefined;
      return builder.operation('not', 'bool', [builder.operation('eq', 'bool', operands)]);
    },
  ],
  select: [
    (_, [condition, x, y]) =>
      condition!.kind === 'constant' ? (condition!.value !== 0 ? x : y) : x === y ? x : undefined,
    (builder, [condition, x, y], type) =>
      condition!.kind === 'operation' && condition!.name === 'not'
        ? builder.operation('select', type, [condition!.operands[0]!, y!, x!])
        : undefined,
  ],
  min: [(_, [x, y]) => (x === y ? x : undefined)],
  max: [(_, [x, y]) => (x === y ? x : undefined)],
  convert: [
    (_, [x], type) => (x!.type === type ? x : undefined),
    // a float of lower precision and back, or an integer through a double and back
    (_, [x], type) => {
      if (x!.kind !== 'operation' || x!.name !== 'convert') return undefined;
      const [origin] = x!.operands;
      if (origin!.type !== type || x!.type !== 'f64' || type === 'f64') return undefined;
      return origin;
    },
  ],
};

/** What an operation can be replaced with, if there is something. */
export const simplify = (
  builder: RuleBuilder,
  name: OperationName,
  type: ScalarType,
  operands: readonly Expression[],
): Expression | undefined => {
  for (const rule of rules[name] ?? []) {
    const replaced = rule(builder, operands, type);
    if (replaced !== undefined) return replaced;
  }
  return undefined;
};
