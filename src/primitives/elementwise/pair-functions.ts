import type { ExpressionBuilder } from '../../kernel/builder.ts';
import type { Expression } from '../../kernel/expression.ts';
import { floatOperations } from '../../kernel/math/operations.ts';
import { product, sum } from '../../kernel/math/pair.ts';
import { type PairLowering, unless } from './pairs.ts';

/** Transcendental functions of complex numbers in the loop IR, by the formulas of `reference/scalar/complex`. */

/** What a formula gives, and where it does. */
type Usual = { readonly isUsual: Expression; readonly parts: readonly [Expression, Expression] };

type Formula = (m: PartMath, parts: readonly Expression[]) => Usual;

/** Arithmetic and functions of parts. */
type PartMath = ReturnType<typeof partMath>;

const partMath = (builder: ExpressionBuilder, type: 'f32' | 'f64') => {
  const f = floatOperations(builder, type);
  const called =
    (name: string, apply: (x: number) => number) =>
    (x: Expression): Expression =>
      builder.call(name, type, apply, [x]);
  const isFinite = (x: Expression): Expression => f.equal(f.sub(x, x), 0);
  return {
    f,
    cos: called('cos', Math.cos),
    cosh: called('cosh', Math.cosh),
    exp: called('exp', Math.exp),
    expm1: called('expm1', Math.expm1),
    log: called('log', Math.log),
    sin: called('sin', Math.sin),
    sinh: called('sinh', Math.sinh),
    atan2: (y: Expression, x: Expression): Expression => builder.call('atan2', type, Math.atan2, [y, x]),
    isFinite,
    /** Where the exponential of x + i y neither overflows nor vanishes. */
    isModerate: (x: Expression, y: Expression): Expression =>
      f.and(f.less(f.abs(x), type === 'f32' ? 80 : 700), isFinite(y)),
  };
};

const typeOf = ({ type }: Expression): 'f32' | 'f64' => (type === 'f32' ? 'f32' : 'f64');

/** A function by its formula, as the interpreter computes it where the formula is not right. */
const byFormula =
  (formula: Formula): PairLowering =>
  (builder, parts, call) => {
    const type = typeOf(parts[0]!);
    const { isUsual, parts: results } = formula(partMath(builder, type), parts);
    return results.map((usual, part) => unless(builder, isUsual, type, usual, call(part as 0 | 1)));
  };

/** f(-i z) turned by i, as sin z = i sinh(-i z): sinh to sin, tanh to tan. */
const turned =
  (formula: Formula): Formula =>
  (m, [re, im]) => {
    const { isUsual, parts } = formula(m, [m.f.neg(im!), re!]);
    return { isUsual, parts: [parts[1], m.f.neg(parts[0])] };
  };

const expOf = (m: PartMath, [re, im]: readonly Expression[]): readonly [Expression, Expression] => {
  const size = m.exp(re!);
  return [m.f.mul(size, m.cos(im!)), m.f.mul(size, m.sin(im!))];
};

/** exp(x) (cos y + i sin y) */
const expFormula: Formula = (m, [re, im]) => ({
  isUsual: m.f.and(m.isModerate(re!, im!), m.f.not(m.f.equal(im!, 0))),
  parts: expOf(m, [re!, im!]),
});

const sinhFormula: Formula = (m, [re, im]) => ({
  isUsual: m.isModerate(re!, im!),
  parts: [m.f.mul(m.sinh(re!), m.cos(im!)), m.f.mul(m.cosh(re!), m.sin(im!))],
});

const coshFormula: Formula = (m, [re, im]) => ({
  isUsual: m.isModerate(re!, im!),
  parts: [m.f.mul(m.cosh(re!), m.cos(im!)), m.f.mul(m.sinh(re!), m.sin(im!))],
});

/** (sinh x cosh x + i sin y cos y) / (sinh² x + cos² y) */
const tanhFormula: Formula = (m, [re, im]) => {
  const { f } = m;
  const [sinh, cos] = [m.sinh(re!), m.cos(im!)];
  const square = f.add(f.mul(sinh, sinh), f.mul(cos, cos));
  return {
    isUsual: f.and(f.less(f.abs(re!), 20), m.isFinite(im!)),
    parts: [f.div(f.mul(sinh, m.cosh(re!)), square), f.div(f.mul(m.sin(im!), cos), square)],
  };
};

const expm1Formula: Formula = (m, [re, im]) => {
  const { f } = m;
  const sine = m.sin(f.mul(im!, 0.5));
  return {
    isUsual: f.and(f.less(f.abs(re!), 40), m.isFinite(im!)),
    parts: [f.sub(f.mul(m.expm1(re!), m.cos(im!)), f.mul(2, f.mul(sine, sine))), f.mul(m.exp(re!), m.sin(im!))],
  };
};

/** log |z| is half the logarithm of x² + y² in two words: near |z| = 1 what the first rounds off is all there is. */
const logFormula = (builder: ExpressionBuilder, [re, im]: readonly Expression[]): Usual => {
  const type = typeOf(re!);
  const m = partMath(builder, 'f64');
  const { f } = m;
  const sizes = [re!, im!].map(part => f.abs(builder.operation('convert', 'f64', [part])));
  const [larger, smaller] = [f.max(sizes[0]!, sizes[1]!), f.min(sizes[0]!, sizes[1]!)];
  // the squares of f32 are exact in f64; those of f64 are taken apart by way of f32, which has its own limits
  const squares = [larger, smaller].map(size => (type === 'f32' ? [f.mul(size, size)] : product(f, size, size)));
  const [square, rest] = sum(f, squares[0]![0]!, squares[1]![0]!);
  const low = squares.flatMap(([, lost]) => lost ?? []).reduce((total, lost) => f.add(total, lost), rest);
  const modulus = f.mul(0.5, f.add(m.log(square), f.div(low, square)));
  return {
    isUsual: f.and(f.less(1e-280, square), f.less(square, type === 'f32' ? 1e78 : 1e75)),
    parts: [modulus, partMath(builder, type).atan2(im!, re!)],
  };
};

export const expOfPair = byFormula(expFormula);
export const sinhOfPair = byFormula(sinhFormula);
export const coshOfPair = byFormula(coshFormula);
export const tanhOfPair = byFormula(tanhFormula);
export const sinOfPair = byFormula(turned(sinhFormula));
export const cosOfPair = byFormula((m, [re, im]) => coshFormula(m, [m.f.neg(im!), re!]));
export const tanOfPair = byFormula(turned(tanhFormula));
export const expm1OfPair = byFormula(expm1Formula);

export const logOfPair: PairLowering = (builder, parts, call) => {
  const { isUsual, parts: results } = logFormula(builder, parts);
  // the angle is right everywhere
  return [unless(builder, isUsual, typeOf(parts[0]!), results[0], call(0)), results[1]];
};

/** aᵇ = exp(b log a); integer powers, and real powers of real numbers, are computed in other ways. */
export const powerOfPairs: PairLowering = (builder, [re, im, x, y], call) => {
  const type = typeOf(re!);
  const m = partMath(builder, 'f64');
  const { f } = m;
  const [a, b, c, d] = [re!, im!, x!, y!].map(part => builder.operation('convert', 'f64', [part])) as [
    Expression,
    Expression,
    Expression,
    Expression,
  ];
  const logarithm = logFormula(builder, [a, b]);
  const [size, angle] = logarithm.parts;
  const exponent = [f.sub(f.mul(c, size), f.mul(d, angle)), f.add(f.mul(d, size), f.mul(c, angle))] as const;
  const isReal = f.equal(d, 0);
  const isProduct = f.or(f.equal(f.floor(c), c), f.equal(b, 0));
  const isUsual = [
    logarithm.isUsual,
    f.not(f.and(isReal, isProduct)),
    f.less(f.abs(exponent[0]), type === 'f32' ? 80 : 700),
    m.isFinite(exponent[1]),
  ].reduce((both, each) => f.and(both, each));
  return expOf(m, exponent).map((usual, part) => unless(builder, isUsual, type, usual, call(part as 0 | 1)));
};

/** 1 / (1 + exp(-z)) without overflow, from |1 + exp(-|x| + i y)|² = (1 - exp(-|x|))² + 4 exp(-|x|) cos²(y/2). */
export const logisticOfPair: PairLowering = (builder, [re, im]) => {
  const m = partMath(builder, typeOf(re!));
  const { f } = m;
  const size = f.neg(f.abs(re!));
  const small = m.exp(size);
  const gap = f.neg(m.expm1(size));
  const half = m.cos(f.mul(im!, 0.5));
  const turn = f.mul(2, f.mul(half, half));
  const square = f.add(f.mul(gap, gap), f.mul(f.mul(2, small), turn));
  const real = f.select(f.less(re!, 0), f.mul(small, f.sub(turn, gap)), f.add(gap, f.mul(small, turn)));
  return [f.div(real, square), f.div(f.mul(small, m.sin(im!)), square)];
};
