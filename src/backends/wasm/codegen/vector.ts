import { type Expression, isFloatType, type OperationName, type ScalarType } from '../../../kernel/expression.ts';
import { detectFeatures } from '../emit/features.ts';
import type { FunctionBuilder } from '../emit/function.ts';
import type { LaneName, PlainName } from '../emit/opcodes.ts';

/**
 * Instructions for operations on vectors.
 *
 * A vector has as many lanes as the kernel computes elements at a time: four, or two where there are doubles. Then
 * 32-bit values stand in the lower half. Bools are masks as wide as the lanes: 32 bits of four, 64 bits of two.
 */
export type Lanes = 2 | 4;

type Shape = 'f64x2' | 'f32x4' | 'i32x4';

export const shapeOf = (type: ScalarType): Shape => (type === 'f64' ? 'f64x2' : type === 'f32' ? 'f32x4' : 'i32x4');

const both: readonly OperationName[] = ['add', 'sub', 'mul', 'neg', 'abs'];
const floatOnly: readonly OperationName[] = ['div', 'fma', 'min', 'max', 'floor', 'ceil', 'trunc', 'nearest', 'sqrt'];
const parts: readonly OperationName[] = ['pow2', 'mantissa', 'exponent'];
const bitwise: readonly OperationName[] = ['and', 'or', 'xor', 'not'];
const comparisons: readonly OperationName[] = ['eq', 'ne', 'lt', 'le'];

/** Whether an operation has vector instructions; the others are done lane by lane. */
export const hasVectorForm = (name: OperationName, type: ScalarType, from: ScalarType): boolean => {
  if (name === 'select' || name === 'convert' || comparisons.includes(name)) return true;
  if (bitwise.includes(name) || parts.includes(name)) return true;
  if (both.includes(name)) return type !== 'bool';
  return floatOnly.includes(name) && (isFloatType(from) || ((name === 'min' || name === 'max') && type !== 'bool'));
};

/** Masks of 64 bits as masks of 32 bits in the lower half. */
const narrowMask = (body: FunctionBuilder): void => {
  // the second operand of the shuffle does not matter
  const copy = body.local('v128');
  body.tee(copy);
  body.get(copy);
  body.shuffle([0, 1, 2, 3, 8, 9, 10, 11, 0, 1, 2, 3, 8, 9, 10, 11]);
};

/** A mask of 32-bit lanes as wide as the kernel's lanes. */
const widenMask = (body: FunctionBuilder, lanes: Lanes): void => {
  if (lanes === 2) body.op('i64x2.extend_low_i32x4_s');
};

const zero = (body: FunctionBuilder): void => body.v128('i32', [0, 0, 0, 0]);

/** From numbers on the stack to a mask: those that are not zero. */
const toMask = (body: FunctionBuilder, from: ScalarType, lanes: Lanes): void => {
  zero(body);
  body.op(`${shapeOf(from)}.ne`);
  if (from !== 'f64') widenMask(body, lanes);
};

/** From a mask to 32-bit numbers 0 and 1. */
const fromMask = (body: FunctionBuilder, lanes: Lanes): void => {
  if (lanes === 2) narrowMask(body);
  body.v128('i32', [1, 1, 1, 1]);
  body.op('v128.and');
};

const convertVector = (body: FunctionBuilder, from: ScalarType, to: ScalarType, lanes: Lanes): void => {
  if (from === to) return;
  if (to === 'bool') {
    toMask(body, from, lanes);
    return;
  }
  if (from === 'bool') {
    if (to === 'f64') {
      body.v128('f64', [1, 1]);
      body.op('v128.and');
    } else {
      if (lanes === 2) narrowMask(body);
      if (to === 'f32') body.v128('f32', [1, 1, 1, 1]);
      else body.v128('i32', [1, 1, 1, 1]);
      body.op('v128.and');
    }
    return;
  }
  if (to === 'f64') {
    body.op(from === 'f32' ? 'f64x2.promote_low_f32x4' : `f64x2.convert_low_i32x4_${from === 'u32' ? 'u' : 's'}`);
  } else if (to === 'f32') {
    body.op(from === 'f64' ? 'f32x4.demote_f64x2_zero' : `f32x4.convert_i32x4_${from === 'u32' ? 'u' : 's'}`);
  } else if (from === 'f64') body.op(`i32x4.trunc_sat_f64x2_${to === 'u32' ? 'u' : 's'}_zero`);
  else if (from === 'f32') body.op(`i32x4.trunc_sat_f32x4_${to === 'u32' ? 'u' : 's'}`);
};

/** Powers of two, mantissas and exponents, by the bits of numbers. */
const emitFloatParts = (body: FunctionBuilder, name: 'pow2' | 'mantissa' | 'exponent', type: 'f32' | 'f64'): void => {
  const four = (value: number): void => body.v128('i32', [value, value, value, value]);
  if (type === 'f32') {
    if (name === 'pow2') {
      // the last bits of n + 1.5 · 2²³, a number that wide, are those of n
      body.v128('f32', [1.5 * 2 ** 23, 1.5 * 2 ** 23, 1.5 * 2 ** 23, 1.5 * 2 ** 23]);
      body.op('f32x4.add');
      body.i32(23);
      body.op('i32x4.shl');
      four(127 << 23);
      body.op('i32x4.add');
    } else if (name === 'mantissa') {
      four(0x7fffff);
      body.op('v128.and');
      four(127 << 23);
      body.op('v128.or');
    } else {
      body.i32(23);
      body.op('i32x4.shr_u');
      four(127);
      body.op('i32x4.sub', 'f32x4.convert_i32x4_s');
    }
  } else if (name === 'pow2') {
    body.v128('f64', [3 * 2 ** 51, 3 * 2 ** 51]);
    body.op('f64x2.add');
    body.i32(52);
    body.op('i64x2.shl');
    body.i64x2(1023n << 52n);
    body.op('i64x2.add');
  } else if (name === 'mantissa') {
    body.i64x2((1n << 52n) - 1n);
    body.op('v128.and');
    body.i64x2(1023n << 52n);
    body.op('v128.or');
  } else {
    body.i32(52);
    body.op('i64x2.shr_u');
    // the bits of 2⁵² + e
    body.i64x2(0x433n << 52n);
    body.op('v128.or');
    body.v128('f64', [2 ** 52 + 1023, 2 ** 52 + 1023]);
    body.op('f64x2.sub');
  }
};

/** x · y + z of vectors on the stack. */
const emitMultiplyAdd = (body: FunctionBuilder, type: 'f32' | 'f64'): void => {
  const shape = shapeOf(type);
  if (detectFeatures().relaxedMultiplyAdd) {
    body.op(`${shape}.relaxed_madd` as PlainName);
    return;
  }
  const z = body.local('v128');
  body.set(z);
  body.op(`${shape}.mul` as PlainName);
  body.get(z);
  body.op(`${shape}.add` as PlainName);
};

/** Whether min and max of a float with this one need no care for zeros and NaN. */
const isLimit = (x: Expression): boolean =>
  x.kind === 'constant' && isFloatType(x.type) && x.value !== 0 && !Number.isNaN(x.value);

/** Operands in the order in which `emitVectorOperation` wants them, and whether one is a limit. */
export const vectorOperands = (
  name: OperationName,
  operands: readonly Expression[],
): { readonly ordered: readonly Expression[]; readonly limited: boolean } => {
  const [x, y, z] = operands;
  const limited = (name === 'min' || name === 'max') && operands.some(isLimit);
  if (name === 'select') return { ordered: [y!, z!, x!], limited };
  return { ordered: limited && isLimit(x!) ? [y!, x!] : operands, limited };
};

/**
 * Emits an operation with a vector form, its operands on the stack: of select (x, y, mask), of min and max that are `limited` a
 * limit last.
 */
export const emitVectorOperation = (
  body: FunctionBuilder,
  name: OperationName,
  type: ScalarType,
  from: ScalarType,
  lanes: Lanes,
  limited = false,
): void => {
  const shape = shapeOf(from);
  // one instruction, which gives its first operand where that is NaN
  if (limited) body.op(`${shape}.p${name}` as PlainName);
  else if (name === 'select') {
    if (lanes === 2 && (type === 'f32' || type === 'i32' || type === 'u32')) narrowMask(body);
    body.op('v128.bitselect');
  } else if (name === 'pow2' || name === 'mantissa' || name === 'exponent') {
    emitFloatParts(body, name, from === 'f32' ? 'f32' : 'f64');
  } else if (name === 'fma') emitMultiplyAdd(body, from === 'f32' ? 'f32' : 'f64');
  else if (name === 'convert') convertVector(body, from, type, lanes);
  else if (comparisons.includes(name)) {
    if (from === 'bool') throw new Error('nabla internal error: comparison of masks');
    const suffix = shape === 'i32x4' && (name === 'lt' || name === 'le') ? (from === 'u32' ? '_u' : '_s') : '';
    body.op(`${shape}.${name}${suffix}` as PlainName);
    if (from !== 'f64') widenMask(body, lanes);
  } else if (bitwise.includes(name)) body.op(`v128.${name}` as PlainName);
  else if (shape === 'i32x4' && (name === 'min' || name === 'max')) {
    body.op(`i32x4.${name}_${from === 'u32' ? 'u' : 's'}`);
  } else body.op(`${shape}.${name}` as PlainName);
};

/** Shifts the lanes of the vector on the stack by one amount. */
export const emitVectorShift = (body: FunctionBuilder, name: 'shl' | 'shr', type: ScalarType, amount: number): void => {
  body.i32(amount);
  body.op(name === 'shl' ? 'i32x4.shl' : `i32x4.shr_${type === 'u32' ? 'u' : 's'}`);
};

/** The same value in all lanes, from a scalar on the stack. */
export const emitSplat = (body: FunctionBuilder, type: ScalarType): void => {
  if (type === 'bool') {
    body.i32(-1);
    body.op('i32.mul', 'i32x4.splat');
  } else body.op(`${shapeOf(type)}.splat`);
};

/** The same number in all lanes. */
export const emitConstantVector = (body: FunctionBuilder, type: ScalarType, value: number): void => {
  if (type === 'f64') body.v128('f64', [value, value]);
  else body.v128(type === 'f32' ? 'f32' : 'i32', [value, value, value, value]);
};

/** One lane of a vector on the stack, as a scalar. */
export const emitExtract = (body: FunctionBuilder, type: ScalarType, lane: number, lanes: Lanes): void => {
  if (type === 'bool') {
    body.lane('i32x4.extract_lane', lanes === 2 ? 2 * lane : lane);
    body.i32(1);
    body.op('i32.and');
  } else body.lane(`${shapeOf(type)}.extract_lane` as LaneName, lane);
};

/** A vector from scalars, which `emit` puts on the stack one by one. */
export const emitFromLanes = (
  body: FunctionBuilder,
  type: ScalarType,
  lanes: Lanes,
  emit: (lane: number) => void,
): void => {
  const shape = shapeOf(type);
  emit(0);
  body.op(`${shape}.splat`);
  for (let lane = 1; lane < lanes; lane++) {
    emit(lane);
    body.lane(`${shape}.replace_lane` as LaneName, lane);
  }
  if (type === 'bool') toMask(body, 'i32', lanes);
};

/** Loads consecutive elements; the address is on the stack. */
export const emitVectorLoad = (body: FunctionBuilder, type: ScalarType, lanes: Lanes, offset: number): void => {
  body.memory(type === 'f64' || lanes === 4 ? 'v128.load' : 'v128.load64_zero', offset);
  if (type === 'bool') toMask(body, 'i32', lanes);
};

/** Stores consecutive elements; address and vector are on the stack. */
export const emitVectorStore = (body: FunctionBuilder, type: ScalarType, lanes: Lanes, offset: number): void => {
  if (type === 'bool') fromMask(body, lanes);
  if (type === 'f64' || lanes === 4) body.memory('v128.store', offset);
  else {
    body.lane('i64x2.extract_lane', 0);
    body.memory('i64.store', offset);
  }
};
