import { afterEach, describe, expect, it } from 'vitest';
import type { DType } from './dtype.ts';
import { promoteTypes, promoteTypesInexact, setDefaultDtype, type WeakDType } from './promotion.ts';

const strong = (dtype: DType): WeakDType => ({ dtype, weakType: false });
const weak = (dtype: DType): WeakDType => ({ dtype, weakType: true });
const text = ({ dtype, weakType }: WeakDType): string => dtype + (weakType ? '*' : '');

afterEach(() => setDefaultDtype('float32'));

describe('promoteTypes', () => {
  /** Read off jnp.promote_types and jnp.result_type of JAX 0.10 in its default mode, int64 and float64 cut to 32 bits there. */
  it.each([
    [strong('bool'), strong('bool'), 'bool'],
    [strong('bool'), weak('int32'), 'int32*'],
    [strong('bool'), strong('int32'), 'int32'],
    [strong('uint32'), strong('int32'), 'int32'],
    [strong('uint32'), weak('int32'), 'uint32'],
    [strong('int32'), weak('float32'), 'float32*'],
    [strong('int32'), strong('float32'), 'float32'],
    [strong('float32'), strong('float64'), 'float64'],
    [strong('float32'), weak('float32'), 'float32'],
    [strong('float64'), weak('float32'), 'float64'],
    [strong('float32'), weak('complex64'), 'complex64'],
    [strong('float64'), weak('complex64'), 'complex128'],
    [strong('float64'), strong('complex64'), 'complex128'],
    [strong('int32'), strong('complex64'), 'complex64'],
    [weak('float32'), weak('int32'), 'float32*'],
    [weak('complex64'), strong('int32'), 'complex64*'],
  ] as const)('%o with %o gives %s, either way round', (a, b, expected) => {
    expect(text(promoteTypes([a, b]))).toBe(expected);
    expect(text(promoteTypes([b, a]))).toBe(expected);
  });

  it('lets the default dtype decide where no strong operand does', () => {
    setDefaultDtype('float64');
    expect(text(promoteTypes([strong('int32'), weak('float64')]))).toBe('float64*');
    expect(text(promoteTypes([strong('float32'), weak('float64')]))).toBe('float32');
  });

  it('keeps numbers that were read in double precision', () => {
    expect(text(promoteTypes([weak('float64'), weak('float64')]))).toBe('float64*');
    expect(text(promoteTypes([weak('float64'), weak('float32')]))).toBe('float64*');
  });

  it('lifts ints and bools where floats are asked for', () => {
    expect(text(promoteTypesInexact([strong('int32')]))).toBe('float32');
    expect(text(promoteTypesInexact([strong('bool'), weak('int32')]))).toBe('float32*');
    expect(text(promoteTypesInexact([strong('complex64')]))).toBe('complex64');
  });

  it('refuses other defaults', () => {
    expect(() => setDefaultDtype('int32' as 'float32')).toThrow(TypeError);
  });
});
