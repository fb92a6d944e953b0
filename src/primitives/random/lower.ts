import type { ExpressionBuilder } from '../../kernel/builder.ts';
import type { Expression } from '../../kernel/expression.ts';
import { type FloatOperations, floatOperations, type Operand } from '../../kernel/math/operations.ts';
import {
  centreSingle,
  denominatorSingle,
  erfInvDouble,
  fusedDouble,
  log1pDouble,
  logSingleSteps,
  numeratorSingle,
  tailSingle,
} from '../../reference/scalar/sampling.ts';
import type { ElementLowering } from '../elementwise/lower.ts';

/**
 * The functions of samples in the loop IR, in single precision: step by step as in reference/scalar/sampling.ts, so that
 * compiled programs give the same bits.
 */

type Single = FloatOperations & {
  /** a·b + c, rounded once. */
  readonly fused: (a: Operand, b: Operand, c: Operand) => Expression;
  readonly horner: (x: Expression, coefficients: readonly number[]) => Expression;
};

const singleOperations = (builder: ExpressionBuilder): Single => {
  const f = floatOperations(builder, 'f32');
  const wide = (x: Operand): Expression =>
    builder.operation('convert', 'f64', [typeof x === 'number' ? builder.constant('f32', x) : x]);
  const fused = (a: Operand, b: Operand, c: Operand): Expression => {
    if (f.fuses) return f.fma(a, b, c);
    const product = builder.operation('mul', 'f64', [wide(a), wide(b)]);
    return builder.operation('convert', 'f32', [builder.operation('add', 'f64', [product, wide(c)])]);
  };
  const horner = (x: Expression, coefficients: readonly number[]): Expression =>
    coefficients.slice(1).reduce<Operand>((sum, c) => fused(sum, x, c), coefficients[0]!) as Expression;
  return { ...f, fused, horner };
};

const logOf = (f: Single, x: Expression): Expression => {
  const { add, mul, select, less, fused, horner } = f;
  const { least, rootHalf, high, middle, low, small, large } = logSingleSteps;
  const normal = f.max(x, least);
  const half = mul(f.mantissa(normal), 0.5);
  const isLow = less(half, rootHalf);
  const below = f.sub(half, 1);
  const m = select(isLow, add(below, half), below);
  const exponent = add(f.exponent(normal), select(isLow, 0, 1));
  const square = mul(m, m);
  const cube = mul(square, m);
  const polynomial = fused(fused(horner(m, high), cube, horner(m, middle)), cube, horner(m, low));
  const correction = fused(polynomial, cube, mul(exponent, small));
  const value = fused(exponent, large, add(fused(square, -0.5, m), correction));
  const infinity = Number.POSITIVE_INFINITY;
  const finite = select(less(x, infinity), value, infinity);
  const positive = select(less(0, x), finite, Number.NaN);
  return select(f.equal(x, 0), Number.NEGATIVE_INFINITY, positive);
};

const log1pOf = (f: Single, x: Expression): Expression => {
  const { add, mul, fused, horner } = f;
  const square = mul(x, x);
  const quotient = f.div(horner(x, numeratorSingle), horner(x, denominatorSingle));
  const cubic = mul(mul(x, square), quotient);
  const near = add(x, fused(square, -0.5, cubic));
  return f.select(f.less(f.abs(x), logSingleSteps.near), near, logOf(f, add(x, 1)));
};

const erfInvOf = (f: Single, x: Expression): Expression => {
  const { sub, mul, select, horner } = f;
  const w = f.neg(log1pOf(f, f.neg(mul(x, x))));
  const centre = horner(sub(w, 2.5), centreSingle);
  const tail = horner(sub(f.sqrt(w), 3), tailSingle);
  const inside = mul(select(f.less(w, 5), centre, tail), x);
  return select(f.equal(f.abs(x), 1), mul(x, Number.POSITIVE_INFINITY), inside);
};

/** In double precision they are functions of the module (kernel/math/sample.ts), by these names. */
const written =
  (
    name: string,
    double: (...operands: number[]) => number,
    single: (f: Single, operands: readonly Expression[]) => Expression,
  ): ElementLowering =>
  (builder, operands) =>
    operands[0]!.type === 'f32'
      ? single(singleOperations(builder), operands)
      : builder.call(name, 'f64', double, operands);

export const lowerLog = written('log_of_sample', Math.log, (f, [x]) => logOf(f, x!));
export const lowerLog1p = written('log1p_of_sample', log1pDouble, (f, [x]) => log1pOf(f, x!));
export const lowerErfInv = written('erf_inv_of_sample', erfInvDouble, (f, [x]) => erfInvOf(f, x!));
export const lowerMultiplyAdd = written('multiply_add_of_sample', fusedDouble, (f, [x, y, z]) => f.fused(x!, y!, z!));

const rotated = (builder: ExpressionBuilder, x: Expression, distance: number): Expression => {
  const by = (places: number): Expression => builder.constant('u32', places);
  const up = builder.operation('shl', 'u32', [x, by(distance)]);
  return builder.operation('or', 'u32', [up, builder.operation('shr', 'u32', [x, by(32 - distance)])]);
};

/** Threefry-2×32, written out. */
export const threefryOf = (
  builder: ExpressionBuilder,
  [key0, key1, high, low]: readonly Expression[],
  rotations: readonly (readonly number[])[],
  parity: number,
): [first: Expression, second: Expression] => {
  const word = (value: number): Expression => builder.constant('u32', value);
  const add = (a: Expression, b: Expression): Expression => builder.operation('add', 'u32', [a, b]);
  const xor = (a: Expression, b: Expression): Expression => builder.operation('xor', 'u32', [a, b]);
  const schedule = [key0!, key1!, xor(xor(key0!, key1!), word(parity))];
  let [x, y] = [add(high!, key0!), add(low!, key1!)];
  for (let round = 0; round < 5; round++) {
    for (const distance of rotations[round % 2]!) {
      x = add(x, y);
      y = xor(rotated(builder, y, distance), x);
    }
    x = add(x, schedule[(round + 1) % 3]!);
    y = add(y, add(schedule[(round + 2) % 3]!, word(round + 1)));
  }
  return [x, y];
};
