import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { filled } from '../../array/create.ts';
import { ConcreteArray } from '../../array/ndarray.ts';
import { sizeOf, stridesOf } from '../../array/shape.ts';
import { stridedCopy, stridedStore } from './strided.ts';

/** What is at each index of a shape, from outside in. */
const eachIndex = (shape: readonly number[]): number[][] =>
  shape.reduce<number[][]>(
    (found, extent) => found.flatMap(at => Array.from({ length: extent }, (_, i) => [...at, i])),
    [[]],
  );

const dot = (index: readonly number[], strides: readonly number[]): number =>
  index.reduce((sum, place, axis) => sum + place * strides[axis]!, 0);

describe('copies of views', () => {
  const extents = fc.array(fc.oneof(fc.constantFrom(0, 1, 1, 40), fc.integer({ min: 1, max: 4 })), { maxLength: 4 });
  const views = extents.chain(shape =>
    fc.record({
      shape: fc.constant(shape),
      order: fc.shuffledSubarray([...shape.keys()], { minLength: shape.length, maxLength: shape.length }),
      steps: fc.array(fc.constantFrom(1, 1, 1, 2, 3, -1), { minLength: shape.length, maxLength: shape.length }),
      lanes: fc.constantFrom(1, 2),
    }),
  );

  it('put each element where its strides say, and touch no other', () => {
    fc.assert(
      fc.property(views, fc.boolean(), ({ shape, order, steps, lanes }, isSource) => {
        // a view with its axes in another order, each taken by steps, of a larger array
        const outer = order.map(axis => shape[axis]! * Math.abs(steps[axis]!) + 1);
        const own = stridesOf(outer);
        const strides = shape.map((_, axis) => own[order.indexOf(axis)]! * steps[axis]!);
        const offset = shape.reduce((sum, n, axis) => sum + (steps[axis]! < 0 ? (n - 1) * -strides[axis]! : 0), 0);
        const apart = { data: new Float64Array(lanes * sizeOf(outer)).map((_, i) => i + 1), strides, offset };
        const close = {
          data: new Float64Array(lanes * sizeOf(shape)).map((_, i) => -i - 1),
          strides: stridesOf(shape),
          offset: 0,
        };
        const [target, source] = isSource ? [close, apart] : [apart, close];
        const wanted = target.data.slice();
        for (const index of eachIndex(shape)) {
          const [at, place] = [target.offset + dot(index, target.strides), source.offset + dot(index, source.strides)];
          for (let lane = 0; lane < lanes; lane++) wanted[at * lanes + lane] = source.data[place * lanes + lane]!;
        }
        stridedStore(target, source, shape, lanes);
        expect(target.data).toEqual(wanted);
      }),
    );
  });

  it('repeat elements along strides of zero', () => {
    const x = new ConcreteArray([3], 'float32', Float32Array.of(1, 2, 3));
    expect(stridedCopy(x, [2, 3], [0, 1], 0).tolist()).toEqual([
      [1, 2, 3],
      [1, 2, 3],
    ]);
    expect(stridedCopy(x, [3, 40], [1, 0], 0).tolist()).toEqual([1, 2, 3].map(value => new Array(40).fill(value)));
  });

  it('leave one value throughout as it is', () => {
    expect(stridedCopy(filled([4], 'float32', 1), [2, 3], [1, 0], 1).uniform).toBe(1);
  });
});
