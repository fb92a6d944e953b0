import { array, jit, numpy as np } from 'nabla';
import { describe, expect, it } from 'vitest';

describe('ldexp', () => {
  const exponents = array([300, -300, 65536, -65536, 2147483647, -2147483648], { dtype: 'int32' });

  it.each(['float32', 'float64'] as const)('keeps zeros and infinities whatever the exponent, in %s', dtype => {
    for (const value of [0, -0, Infinity, -Infinity, NaN]) {
      const expected = Array.from(exponents.toTypedArray(), () => value);
      for (const ldexp of [np.ldexp, jit(np.ldexp)])
        expect(Array.from(ldexp(array(value, { dtype }), exponents).toTypedArray() as Float64Array)).toEqual(expected);
    }
  });

  it('reaches from the smallest number to the largest', () => {
    const smallest = array(2 ** -1074, { dtype: 'float64' });
    expect(np.ldexp(smallest, 2097).item()).toBe(2 ** 1023);
    expect(np.ldexp(array(2 ** 1023, { dtype: 'float64' }), -2097).item()).toBe(2 ** -1074);
    expect(np.ldexp(array(2 ** -149), 276).item()).toBe(2 ** 127);
    expect(np.ldexp(array(1.5), array([65536, -65536], { dtype: 'int32' })).tolist()).toEqual([Infinity, 0]);
  });
});
