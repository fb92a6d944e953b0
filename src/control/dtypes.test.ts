import { describe, expect, it } from 'vitest';
import { array, jit, lax, type NDArray } from '../index.ts';

/** A JS number where an array is expected. */
const plain = (value: number): NDArray => value as unknown as NDArray;

const int = (value: number) => array(value, { dtype: 'int32' });

describe('numbers in branches and loops', () => {
  it('become ints where they are known to be integers', () => {
    expect(
      String(
        lax.cond(
          false,
          () => int(5),
          () => plain(0),
        ),
      ),
    ).toBe('0');
    expect(lax.switchCase(1, [() => plain(1), () => int(2), () => plain(3)]).dtype).toBe('int32');
    expect(
      +jit((x: NDArray) =>
        lax.cond(
          x.greater(0),
          () => int(5),
          () => plain(0),
        ),
      )(array(1)),
    ).toBe(5);
    expect(+lax.foriLoop(0, 3, (_, sum: NDArray) => sum.add(1), int(0))).toBe(3);
    expect(
      lax
        .cond(
          true,
          () => array(1.5),
          () => plain(0),
        )
        .item(),
    ).toBe(1.5);
  });

  it('are never cut to ints or bools', () => {
    const branches = 'all branches must return the same shapes and dtypes';
    expect(() =>
      lax.cond(
        true,
        () => plain(1.7),
        () => int(1),
      ),
    ).toThrow(branches);
    expect(() =>
      lax.cond(
        true,
        (x: NDArray) => x,
        (_: NDArray) => int(1),
        1.7,
      ),
    ).toThrow(branches);
    expect(() =>
      lax.cond(
        true,
        () => array(true),
        () => plain(0.5),
      ),
    ).toThrow(branches);
    const carry = 'the carry must keep its shape and dtype';
    expect(() => lax.foriLoop(0, 3, (_, c: NDArray) => c.add(1.5), int(0))).toThrow(carry);
    expect(() => lax.foriLoop(0, 3, (_, c: NDArray) => c.add(1), array(true))).toThrow(carry);
    expect(() =>
      lax.whileLoop(
        (c: NDArray) => c.less(4),
        c => c.mul(0.5).add(2),
        int(0),
      ),
    ).toThrow(carry);
    expect(() => lax.scan((c: NDArray) => [c.mul(0.5), c], int(9), null, { length: 3 })).toThrow(carry);
  });
});
