import { ExpressionBuilder } from '../builder.ts';
import { type Expression, type ExpressionOf, postorder } from '../expression.ts';
import * as bessel from './bessel.ts';
import * as error from './error.ts';
import * as gamma from './gamma.ts';
import * as inverse from './inverse.ts';
import { log } from './logarithm.ts';
import { type FloatOperations, floatOperations } from './operations.ts';
import { power } from './power.ts';
import { cbrt } from './root.ts';
import * as sample from './sample.ts';
import * as trigonometric from './trigonometric.ts';

/** A function of numbers that is too long to be written out wherever it is used: modules bring it along. */
export type Definition = {
  readonly name: string;
  readonly builder: ExpressionBuilder;
  /** They vary along the slot 0. */
  readonly parameters: readonly Expression[];
  readonly value: Expression;
  /** How many numbers of its type a vector of its code holds. */
  readonly lanes: 2 | 4;
  /** What it leaves to the host. */
  readonly hostCalls: readonly ExpressionOf<'function'>[];
};

type Rule = {
  readonly value: (f: FloatOperations, operands: readonly Expression[], precision: 'f32' | 'f64') => Expression;
  /** Whether it is good for single precision; the others compute in double precision. */
  readonly single?: true;
  /** Arguments that are left to the host. */
  readonly outside?: (f: FloatOperations, x: Expression) => Expression;
};

const unary =
  (value: (f: FloatOperations, x: Expression) => Expression): Rule['value'] =>
  (f, [x]) =>
    value(f, x!);

const rules: ReadonlyMap<string, Rule> = new Map<string, Rule>(
  Object.entries({
    acos: { value: unary(inverse.acos), single: true },
    acosh: { value: unary(inverse.acosh) },
    asin: { value: unary(inverse.asin), single: true },
    asinh: { value: unary(inverse.asinh) },
    atan: { value: unary(inverse.atan), single: true },
    atan2: { value: (f, [y, x]) => inverse.atan2(f, y!, x!), single: true },
    atanh: { value: unary(inverse.atanh) },
    bessel_i0e: { value: unary(bessel.i0e) },
    bessel_i1e: { value: unary(bessel.i1e) },
    cbrt: { value: unary(cbrt) },
    digamma: { value: unary(gamma.digamma) },
    erf: { value: unary(error.erf) },
    erfc: { value: unary(error.erfc) },
    erf_inv: { value: unary(error.erfInv) },
    erf_inv_of_sample: { value: unary(sample.erfInvOfSample) },
    lgamma: { value: unary(gamma.lgamma) },
    log_of_sample: { value: unary(log) },
    log1p_of_sample: { value: unary(sample.log1pOfSample) },
    multiply_add_of_sample: { value: (f, [x, y, z]) => sample.fused(f, x!, y!, z!) },
    pow: { value: (f, [x, y], precision) => power(f, x!, y!, precision === 'f64') },
    trigamma: { value: unary(gamma.trigamma) },
    tan: { value: unary(trigonometric.tan), single: true, outside: trigonometric.isLarge },
  }),
);

export const definedFunctions: readonly string[] = [...rules.keys()];

const define = (call: ExpressionOf<'function'>, rule: Rule, fuses: boolean): Definition => {
  const { name, type, apply, operands } = call;
  const builder = new ExpressionBuilder(fuses);
  const lane = builder.variable(0, 0, 4);
  const own = type as 'f32' | 'f64';
  const parameters = operands.map((_, id) => builder.load({ id, type, size: 4 }, lane));
  const direct = type === 'f64' || rule.single === true;
  const f = floatOperations(builder, direct ? own : 'f64');
  const wide = parameters.map(parameter => builder.operation('convert', f.type, [parameter]));
  const inside = rule.value(f, wide, own);
  const usual = builder.operation('convert', type, [inside]);
  const value =
    rule.outside === undefined
      ? usual
      : builder.branch(rule.outside(f, parameters[0]!), builder.call(name, type, apply, parameters), usual);
  const hostCalls = postorder([value]).filter(node => node.kind === 'function');
  return { name, builder, parameters, value, lanes: f.type === 'f64' ? 2 : 4, hostCalls };
};

const definitions = new Map<string, Definition>();

/** How a call can be done without the host, where multiply-add rounds once or may not; undefined where that is not known. */
export const definitionOf = (call: ExpressionOf<'function'>, fuses = false): Definition | undefined => {
  const { name, type, operands } = call;
  const rule = rules.get(name);
  if (rule === undefined || (type !== 'f32' && type !== 'f64')) return undefined;
  if (operands.some(operand => operand.type !== type)) return undefined;
  const key = `${name}|${type}|${fuses}`;
  let found = definitions.get(key);
  if (found === undefined) definitions.set(key, (found = define(call, rule, fuses)));
  return found;
};
