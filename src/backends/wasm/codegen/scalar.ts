import type { Division, OperationName, ScalarType } from '../../../kernel/expression.ts';
import { detectFeatures } from '../emit/features.ts';
import type { Callee, FunctionBuilder } from '../emit/function.ts';
import type { ModuleBuilder } from '../emit/module.ts';
import type { MemoryName, PlainName, ValueType } from '../emit/opcodes.ts';

/** Instructions for operations on single numbers. Operands are on the stack. */

export const valueTypeOf = (type: ScalarType): 'f32' | 'f64' | 'i32' =>
  type === 'f32' || type === 'f64' ? type : 'i32';

export const scalarLoad = (type: ScalarType): MemoryName => `${valueTypeOf(type)}.load`;
export const scalarStore = (type: ScalarType): MemoryName => `${valueTypeOf(type)}.store`;

const floatOperations: { readonly [N in OperationName]?: string } = {
  neg: 'neg',
  abs: 'abs',
  floor: 'floor',
  ceil: 'ceil',
  trunc: 'trunc',
  nearest: 'nearest',
  sqrt: 'sqrt',
  add: 'add',
  sub: 'sub',
  mul: 'mul',
  div: 'div',
  min: 'min',
  max: 'max',
};

const integerOperations: { readonly [N in OperationName]?: string } = {
  add: 'add',
  sub: 'sub',
  mul: 'mul',
  and: 'and',
  or: 'or',
  xor: 'xor',
  shl: 'shl',
  clz: 'clz',
  popcnt: 'popcnt',
};

const conversion = (from: ScalarType, to: ScalarType): PlainName | undefined => {
  if (to === 'f32' || to === 'f64') {
    if (from === 'f32') return to === 'f64' ? 'f64.promote_f32' : undefined;
    if (from === 'f64') return to === 'f32' ? 'f32.demote_f64' : undefined;
    return `${to}.convert_i32_${from === 'u32' ? 'u' : 's'}`;
  }
  return from === 'f32' || from === 'f64' ? `i32.trunc_sat_${from}_${to === 'u32' ? 'u' : 's'}` : undefined;
};

/** Functions that stand for operations without an instruction of their own, one a module. */
export class Helpers {
  private readonly module: ModuleBuilder;
  private readonly made = new Map<string, Callee>();

  constructor(module: ModuleBuilder) {
    this.module = module;
  }

  private helper(name: string, arity: number, write: (body: FunctionBuilder) => void): Callee {
    const found = this.made.get(name);
    if (found !== undefined) return found;
    const params: ValueType[] = Array.from({ length: arity }, () => 'i32');
    const body = this.module.function({ params, results: ['i32'] });
    this.made.set(name, body);
    write(body);
    return body;
  }

  /** Quotients and remainders of integers, defined for all operands: x/0 = -1, x%0 = x, the least by -1 itself. */
  division(name: 'div' | 'rem', type: 'i32' | 'u32'): Callee {
    return this.helper(`${name}_${type}`, 2, body => {
      const [x, y] = body.params;
      body.get(y!);
      body.op('i32.eqz');
      body.if(
        () => (name === 'div' ? body.i32(-1) : body.get(x!)),
        () => {
          if (type === 'i32' && name === 'div') {
            body.get(y!);
            body.i32(-1);
            body.op('i32.eq');
            body.if(
              () => {
                body.i32(0);
                body.get(x!);
                body.op('i32.sub');
              },
              () => {
                body.get(x!);
                body.get(y!);
                body.op('i32.div_s');
              },
              'i32',
            );
          } else {
            body.get(x!);
            body.get(y!);
            body.op(`i32.${name}_${type === 'i32' ? 's' : 'u'}`);
          }
        },
        'i32',
      );
    });
  }

  extremum(name: 'min' | 'max', type: 'i32' | 'u32'): Callee {
    return this.helper(`${name}_${type}`, 2, body => {
      const [x, y] = body.params;
      body.get(x!);
      body.get(y!);
      body.get(x!);
      body.get(y!);
      body.op(`i32.${name === 'min' ? 'lt' : 'gt'}_${type === 'i32' ? 's' : 'u'}`, 'select');
    });
  }

  absolute(): Callee {
    return this.helper('abs_i32', 1, body => {
      const [x] = body.params;
      body.i32(0);
      body.get(x!);
      body.op('i32.sub');
      body.get(x!);
      body.get(x!);
      body.i32(0);
      body.op('i32.lt_s', 'select');
    });
  }
}

/** x · y + z, to the bit as vectors compute it, which alone have an instruction that rounds once. */
const emitMultiplyAdd = (body: FunctionBuilder, type: 'f32' | 'f64'): void => {
  const z = body.local(type);
  body.set(z);
  if (!detectFeatures().relaxedMultiplyAdd) {
    body.op(`${type}.mul`);
    body.get(z);
    body.op(`${type}.add`);
    return;
  }
  const y = body.local(type);
  body.set(y);
  const shape = type === 'f32' ? 'f32x4' : 'f64x2';
  body.op(`${shape}.splat`);
  for (const operand of [y, z]) {
    body.get(operand);
    body.op(`${shape}.splat`);
  }
  body.op(`${shape}.relaxed_madd`);
  body.lane(`${shape}.extract_lane`, 0);
};

/** Powers of two, mantissas and exponents, by the bits of numbers. */
const emitFloatParts = (body: FunctionBuilder, name: 'pow2' | 'mantissa' | 'exponent', type: 'f32' | 'f64'): void => {
  const single = type === 'f32';
  const integer = single ? 'i32' : 'i64';
  const constant = (value: bigint): void => (single ? body.i32(Number(value)) : body.i64(value));
  const [bias, width] = single ? [127n, 23n] : [1023n, 52n];
  const fraction = (1n << width) - 1n;
  if (name === 'pow2') {
    body.op(single ? 'i32.trunc_sat_f32_s' : 'i64.trunc_sat_f64_s');
    constant(bias);
    body.op(`${integer}.add`);
    constant(width);
    body.op(`${integer}.shl`, single ? 'f32.reinterpret_i32' : 'f64.reinterpret_i64');
    return;
  }
  body.op(single ? 'i32.reinterpret_f32' : 'i64.reinterpret_f64');
  if (name === 'mantissa') {
    constant(fraction);
    body.op(`${integer}.and`);
    constant(bias << width);
    body.op(`${integer}.or`, single ? 'f32.reinterpret_i32' : 'f64.reinterpret_i64');
  } else {
    constant(width);
    body.op(`${integer}.shr_u`);
    constant(bias);
    body.op(`${integer}.sub`, single ? 'f32.convert_i32_s' : 'f64.convert_i64_s');
  }
};

/** Emits an operation whose operands, all of type `from` (for select: the cases), are on the stack. */
export const emitScalarOperation = (
  body: FunctionBuilder,
  helpers: Helpers,
  name: OperationName,
  type: ScalarType,
  from: ScalarType,
): void => {
  const onFloats = from === 'f32' || from === 'f64';
  switch (name) {
    case 'select':
      // (x, y, condition)
      body.op('select');
      return;
    case 'convert': {
      if (type === 'bool') {
        if (onFloats) {
          if (from === 'f32') body.f32(0);
          else body.f64(0);
          body.op(`${from}.ne`);
        } else if (from !== 'bool') {
          body.i32(0);
          body.op('i32.ne');
        }
        return;
      }
      const instruction = conversion(from, type);
      if (instruction !== undefined) body.op(instruction);
      return;
    }
    case 'eq':
    case 'ne':
      body.op(`${valueTypeOf(from)}.${name}`);
      return;
    case 'lt':
    case 'le':
      if (onFloats) body.op(`${from}.${name}`);
      else body.op(`i32.${name}_${from === 'u32' ? 'u' : 's'}`);
      return;
    case 'fma':
      emitMultiplyAdd(body, from === 'f32' ? 'f32' : 'f64');
      return;
    case 'pow2':
    case 'mantissa':
    case 'exponent':
      emitFloatParts(body, name, from === 'f32' ? 'f32' : 'f64');
      return;
    default:
  }
  if (onFloats) {
    const instruction = floatOperations[name];
    if (instruction === undefined) throw new Error(`nabla internal error: no ${name} of ${from}`);
    body.op(`${from}.${instruction}` as PlainName);
    return;
  }
  const instruction = integerOperations[name];
  if (instruction !== undefined) {
    body.op(`i32.${instruction}` as PlainName);
    return;
  }
  const signed = from === 'u32' ? 'u32' : 'i32';
  switch (name) {
    case 'neg':
      body.i32(-1);
      body.op('i32.mul');
      return;
    case 'not':
      if (type === 'bool') body.op('i32.eqz');
      else {
        body.i32(-1);
        body.op('i32.xor');
      }
      return;
    case 'abs':
      body.call(helpers.absolute());
      return;
    case 'div':
    case 'rem':
      body.call(helpers.division(name, signed));
      return;
    case 'min':
    case 'max':
      body.call(helpers.extremum(name, signed));
      return;
    case 'shr':
      body.op(from === 'u32' ? 'i32.shr_u' : 'i32.shr_s');
      return;
    default:
      throw new Error(`nabla internal error: no ${name} of ${from}`);
  }
};

/** By a power of two with the instructions for it; the operand, which is not negative, is on the stack. */
export const emitDivision = (body: FunctionBuilder, { kind, by }: Division): void => {
  const shift = Math.log2(by);
  if (Number.isInteger(shift)) {
    body.i32(kind === 'quotient' ? shift : by - 1);
    body.op(kind === 'quotient' ? 'i32.shr_u' : 'i32.and');
  } else {
    body.i32(by);
    body.op(kind === 'quotient' ? 'i32.div_u' : 'i32.rem_u');
  }
};

/** A constant of a scalar type. */
export const emitConstant = (body: FunctionBuilder, type: ScalarType, value: number): void => {
  if (type === 'f32') body.f32(value);
  else if (type === 'f64') body.f64(value);
  else body.i32(value | 0);
};
