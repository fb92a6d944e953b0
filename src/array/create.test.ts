import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import {
  castArray,
  describe as described,
  filled,
  fromTypedArray,
  isTypedArray,
  packScalars,
  readNested,
} from './create.ts';
import { ConcreteArray, type TypedArray } from './ndarray.ts';

const float32 = (...values: number[]) => new ConcreteArray([values.length], 'float32', new Float32Array(values));

describe('conversions', () => {
  it('casts floats to ints by truncation, saturating; NaN gives 0', () => {
    const x = float32(1.7, -1.7, 3e10, -3e10, Number.NaN, Number.POSITIVE_INFINITY);
    expect([...castArray(x, 'int32').data]).toEqual([1, -1, 2147483647, -2147483648, 0, 2147483647]);
    expect([...castArray(x, 'uint32').data]).toEqual([1, 0, 4294967295, 0, 0, 4294967295]);
    expect([...castArray(x, 'bool').data]).toEqual([1, 1, 1, 1, 1, 1]);
  });

  it('casts to and from complex', () => {
    const z = castArray(float32(1, 2), 'complex64');
    expect([...z.data]).toEqual([1, 0, 2, 0]);
    expect([...castArray(z, 'float64').data]).toEqual([1, 2]);
  });

  it('keeps uniform arrays uniform', () => {
    const x = castArray(filled([1000, 1000], 'float32', 2.5), 'int32');
    expect(x.uniform).toBe(2);
    expect(x.shape).toEqual([1000, 1000]);
  });

  it.each([
    ['Float64Array', 'float64', 1.5],
    ['Float32Array', 'float32', 1.5],
    ['Uint32Array', 'uint32', 1],
    ['Int16Array', 'int32', 1],
  ])('reads a %s of another frame or context as %s', (kind, dtype, first) => {
    const foreign: unknown = runInNewContext(`new ${kind}([1.5, 250])`);
    expect(isTypedArray(foreign)).toBe(true);
    const array = fromTypedArray(foreign as TypedArray);
    expect([array.dtype, ...array.data]).toEqual([dtype, first, 250]);
  });

  it('knows arrays of another copy of nabla, which are of another class', () => {
    class Other extends Object {
      readonly weakType = false;
    }
    expect(described(new Other())).toBe(
      'an array of another copy of nabla, or a clone (send toTypedArray() and shape),',
    );
    expect(described(new Date(0))).toBe('an object of class Date');
  });

  it('refuses views that hold no numbers, of other contexts too', () => {
    for (const text of ['new DataView(new ArrayBuffer(8))', 'new BigInt64Array(1)', 'new BigUint64Array(1)'])
      expect(isTypedArray(runInNewContext(text))).toBe(false);
  });

  it('reads half precision, where there is any, as float32', () => {
    const half: unknown = runInNewContext('globalThis.Float16Array && new Float16Array([1.5])');
    if (half !== undefined) expect(fromTypedArray(half as TypedArray).data).toEqual(Float32Array.of(1.5));
  });

  it('reads nested data and refuses ragged data, naming the place', () => {
    expect(
      readNested('array', [
        [1, 2],
        [3, 4],
      ]).shape,
    ).toEqual([2, 2]);
    expect(readNested('array', [[], []]).shape).toEqual([2, 0]);
    expect(() => readNested('array', [[1, 2], [3]])).toThrow(/rectangular: \[1\] has shape \(1,\)/);
    expect(() => readNested('array', [[1], ['x' as never]])).toThrow(/"x" at \[1\]\[0\] is not a valid array type/);
    const cyclic: never[] = [];
    cyclic.push(cyclic as never);
    expect(() => readNested('array', cyclic)).toThrow(
      /array: nested arrays must not be 1000 deep or contain themselves/,
    );
  });

  it('chooses dtypes', () => {
    expect(packScalars('array', [2], [true, false]).dtype).toBe('bool');
    expect(packScalars('array', [2], [true, 2]).dtype).toBe('float32');
    expect(packScalars('array', [1], [{ re: 1, im: 2 }]).dtype).toBe('complex64');
    expect(() => packScalars('array', [1], [{ re: 1, im: 2 }], 'float32')).toThrow(
      /complex numbers do not fit dtype float32/,
    );
    expect(fromTypedArray(new Float64Array(2)).dtype).toBe('float64');
    expect(fromTypedArray(new Uint8Array(2)).dtype).toBe('int32');
  });

  it('copies typed arrays', () => {
    const source = new Float32Array([1, 2]);
    const x = fromTypedArray(source);
    source[0] = 9;
    expect(x.data[0]).toBe(1);
  });
});
