import type { Local } from '../emit/function.ts';
import type { Code, Value } from './code.ts';

/** 2 to the power of an integer from -1022 to 1023 that a float holds. */
const powerOfTwo = (code: Code, exponent: Value) => (): void => {
  code.float(exponent);
  code.body.op('i64.trunc_sat_f64_s');
  code.body.i64(1023n);
  code.body.op('i64.add');
  code.body.i64(52n);
  code.body.op('i64.shl', 'f64.reinterpret_i64');
};

const half = (code: Code, exponent: Value) => (): void => {
  code.float(code.f('mul', exponent, 0.5));
  code.body.op('f64.trunc');
};

/** x · 2^exponent in two steps, so that each power of two is a normal number. */
const scaled = (code: Code, x: Value, exponent: Value): (() => void) => {
  const first = half(code, exponent);
  return code.f('mul', x, powerOfTwo(code, first), powerOfTwo(code, code.f('sub', exponent, first)));
};

/**
 * Multiplies the numbers at an address with a power of two that brings the largest between 1/2 and 1, and sets `exponent` to what
 * undoes it; all become NaN if one of them is not finite.
 */
export const emitScale = (code: Code, address: Value, count: Value, exponent: Local): void => {
  const { body } = code;
  const [i] = code.ints();
  const [largest, defect] = code.floats();
  const at = code.at(address, i);
  code.set(largest, 0);
  code.set(defect, 0);
  code.set(exponent, 0);
  code.for(i, 0, count, () => {
    code.set(largest, code.f('max', largest, code.unary('abs', code.load(at))));
    // 0 · x is NaN for what is not finite
    code.set(defect, code.f('add', defect, code.f('mul', 0, code.load(at))));
  });
  code.if(code.f('gt', largest, 0), () =>
    code.set(exponent, () => {
      code.float(largest);
      body.op('i64.reinterpret_f64');
      body.i64(52n);
      body.op('i64.shr_u');
      body.i64(1022n);
      body.op('i64.sub', 'f64.convert_i64_s');
    }),
  );
  code.if(code.f('ne', defect, 0), () => code.set(exponent, 0));
  const inverse = code.unary('neg', exponent);
  code.for(i, 0, count, () => code.store(at, code.f('add', scaled(code, code.load(at), inverse), defect)));
};

/** Multiplies the number at an address with 2^exponent. */
export const emitScaleBack = (code: Code, address: Value, exponent: Value): void =>
  code.store(address, scaled(code, code.load(address), exponent));
