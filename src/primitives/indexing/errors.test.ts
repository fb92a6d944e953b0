import { describe, expect, it } from 'vitest';
import { filled } from '../../array/create.ts';
import type { Index } from '../../array/ndarray.ts';
import { ConcreteArray } from '../../array/ndarray.ts';
import { makeAval } from '../../core/aval.ts';
import { traceClosed } from '../../core/tracer.ts';
import { gt } from '../elementwise/comparison.ts';
import { iota } from '../shape/iota.ts';
import { gather, scatterAdd } from './gather.ts';
import { indexArray } from './index-array.ts';
import { take, takeAlongAxis } from './take.ts';
import { addAt, setAt } from './update-array.ts';

const x = iota('float32', [2, 3], 1);
const at =
  (...indices: unknown[]) =>
  () =>
    indexArray(x, indices as Index[]);
const set = (index: unknown, values: unknown) => () => setAt(x, index as Index, values as number);
const ints = (...values: number[]) => new ConcreteArray([values.length], 'int32', Int32Array.from(values));
const bools = (...values: number[]) => new ConcreteArray([values.length], 'bool', Uint8Array.from(values));

describe('indices that make no sense', () => {
  it.each([
    ['too many', at(0, 0, 0), RangeError, 'at: too many indices: 3 for an array of shape (2, 3)'],
    ['too many with a mask', at(0, filled([2, 3], 'bool', 1)), RangeError, 'too many indices: 3'],
    ['integer outside', at(0, 3), RangeError, 'at: index 3 is out of bounds for axis 1 with extent 3'],
    ['negative integer outside', at(-3), RangeError, 'index -3 is out of bounds for axis 0 with extent 2'],
    ['list with an integer outside', at(':', [0, 4]), RangeError, 'index 4 is out of bounds for axis 1 with extent 3'],
    ['fraction', at(0.5), TypeError, 'an index must be an integer, got 0.5'],
    ['not a slice', at('1'), TypeError, 'at: "1" is not a slice'],
    ['words', at('a:b'), TypeError, '"a:b" is not a slice'],
    ['fractional slice', at('0.5:'), TypeError, '"0.5:" is not a slice'],
    ['step of zero', at('::0'), RangeError, 'the step of the slice "::0" cannot be 0'],
    ['two ellipses', at('...', '...'), RangeError, "an index can have one '...' only, got 2"],
    ['boolean', at(true), TypeError, 'a boolean (true) is not an index'],
    ['undefined', at(undefined), TypeError, 'undefined is not an index'],
    ['object', at({}), TypeError, 'an object of class Object is not an index'],
    [
      'float array',
      at(filled([2], 'float32', 1)),
      TypeError,
      "must have dtype int32, uint32 or bool, got float32[2]: make it with { dtype: 'int32' }",
    ],
    ['list of fractions', at([0, 0.5]), TypeError, 'must hold integers or booleans, got a number (0.5) in it'],
    ['list of both', at([0, true]), TypeError, 'must hold integers or booleans, got a boolean (true) in it'],
    ['list of arrays', at([ints(0)]), TypeError, 'wrap the list in array('],
    [
      'arrays that do not broadcast',
      at([0, 1], [0, 1, 2]),
      RangeError,
      'at: index arrays of shapes (2,), (3,) do not broadcast',
    ],
    [
      'mask of another shape',
      at(bools(1, 0, 1)),
      RangeError,
      'a boolean index of shape (3,) does not match the extents (2,)',
    ],
    ['list of indices in set', set([0, 0, 0], 1), RangeError, 'set: too many indices: 3 for an array of shape (2, 3)'],
  ] as const)('%s', (_, call, type, message) => {
    expect(call).toThrow(type);
    expect(call).toThrow(message);
  });

  it('an array of indices for an axis without elements', () => {
    expect(() => indexArray(iota('float32', [2, 0], 0), [':', ints(0)])).toThrow(/axis 1 has extent 0/);
    expect(indexArray(iota('float32', [2, 0], 0), [':', ints()]).shape).toEqual([2, 0]);
  });

  it('a mask that is being traced', () => {
    const call = () => traceClosed(([y]) => [indexArray(y!, [gt(y!, 0)])], [makeAval([2], 'float32')], 'f');
    expect(call).toThrow(TypeError);
    expect(call).toThrow(/a boolean index must have known values, but bool\[2\] is being traced.*np\.where/);
  });
});

describe('values that do not fit', () => {
  it.each([
    [
      'shape',
      set(':', [1, 2]),
      RangeError,
      'set: values of shape (2,) do not broadcast to the shape (2, 3) that the index selects',
    ],
    ['more axes', set([0, 0], [1]), RangeError, 'values of shape (1,) do not broadcast to the shape ()'],
    [
      'kind',
      () => setAt(iota('int32', 3), 0, filled([], 'float32', 1)),
      TypeError,
      'set: values float32[] do not fit an array of dtype int32',
    ],
    ['fraction', () => addAt(iota('int32', 3), 0, 0.5), TypeError, 'addAt: 0.5 does not fit an array of dtype int32'],
    ['fraction in a list', () => addAt(iota('int32', 3), ':', [1, 2.5, 3]), TypeError, '2.5 does not fit'],
    ['range', () => setAt(iota('uint32', 3), 0, -1), TypeError, '-1 does not fit an array of dtype uint32'],
    [
      'complex',
      () => setAt(x, 0, { re: 1, im: 2 }),
      TypeError,
      'set: values complex64[] do not fit an array of dtype float32',
    ],
    ['string', set(0, 'one'), TypeError, 'the string "one" is not a valid array type'],
  ] as const)('%s', (_, call, type, message) => {
    expect(call).toThrow(type);
    expect(call).toThrow(message);
  });
});

describe('dimension numbers that do not fit', () => {
  const v = iota('float32', 4);
  const i = ints(0, 1);
  const column = new ConcreteArray([2, 1], 'int32', Int32Array.of(0, 1));
  const elements = { offsetDims: [], collapsedSliceDims: [0], startIndexMap: [0] };
  const toElements = { updateWindowDims: [], insertedWindowDims: [0], scatterDimsToOperandDims: [0] };
  it.each([
    [
      'index dtype',
      () => gather(v, filled([2, 1], 'float32', 0), elements, [1]),
      TypeError,
      'gather: indices must have dtype int32 or uint32, got float32[2,1]',
    ],
    [
      'index components',
      () => gather(v, i, elements, [1]),
      RangeError,
      'startIndexMap (0) must name one axis for each component',
    ],
    [
      'window axes',
      () => gather(v, column, { ...elements, offsetDims: [2] }, [1]),
      RangeError,
      'offsetDims (2) must be axes from 0 to 1',
    ],
    [
      'order',
      () => gather(x, column, { offsetDims: [2, 1], collapsedSliceDims: [], startIndexMap: [0] }, [1, 1]),
      RangeError,
      'offsetDims (2, 1) must ascend',
    ],
    [
      'count',
      () => gather(x, column, elements, [1, 1]),
      RangeError,
      'must have one entry for each axis of the operand',
    ],
    [
      'slice sizes',
      () => gather(v, column, { ...elements, offsetDims: [1], collapsedSliceDims: [] }, [5]),
      RangeError,
      'gather: sliceSizes (5): 5 is no possible size for axis 0 of float32[4]',
    ],
    ['collapsed sizes', () => gather(v, column, elements, [0]), RangeError, 'must be 1 for the collapsed axis 0'],
    [
      'mode',
      () => gather(v, column, elements, [1], { mode: 'raise' as 'clip' }),
      TypeError,
      'gather: unknown mode "raise"',
    ],
    [
      'updates',
      () => scatterAdd(v, column, ints(1, 2, 3), toElements),
      TypeError,
      'must have one dtype, got float32[4] and int32[3]',
    ],
    [
      'updates shape',
      () => scatterAdd(v, column, [1, 2, 3], toElements),
      RangeError,
      'updates float32[3] must have the axes (2,) of the index vectors',
    ],
    [
      'window',
      () =>
        scatterAdd(v, column, filled([2, 5], 'float32', 0), {
          ...toElements,
          updateWindowDims: [1],
          insertedWindowDims: [],
        }),
      RangeError,
      'a window of extent 5 is larger than axis 0 of float32[4]',
    ],
    [
      'batching extents',
      () =>
        gather(
          x,
          new ConcreteArray([3, 1], 'int32', new Int32Array(3)),
          {
            offsetDims: [],
            collapsedSliceDims: [1],
            startIndexMap: [1],
            operandBatchingDims: [0],
            startIndicesBatchingDims: [0],
          },
          [1, 1],
        ),
      RangeError,
      'operandBatchingDims (0) and startIndicesBatchingDims must have equal extents',
    ],
  ] as const)('%s', (_, call, type, message) => {
    expect(call).toThrow(type);
    expect(call).toThrow(message);
  });
});

describe('take and takeAlongAxis', () => {
  it.each([
    [
      'fractions',
      () => take(x, [0.5]),
      TypeError,
      'take: indices must be integers or an array of dtype int32 or uint32, got 0.5',
    ],
    ['float indices', () => take(x, filled([1], 'float32', 0)), TypeError, 'got float32[1]'],
    ['masks', () => take(x, bools(1, 0)), TypeError, 'got bool[2]'],
    ['axis', () => take(x, [0], { axis: 2 }), RangeError, 'take: axis 2 is out of bounds'],
    [
      'empty axis',
      () => take(iota('float32', [0, 2], 0), [0], { axis: 0 }),
      RangeError,
      'axis 0 of float32[0,2] has no elements to take',
    ],
    ['mode', () => take(x, [0], { mode: 'raise' as 'clip' }), TypeError, 'take: unknown mode "raise"'],
    [
      'axes',
      () => takeAlongAxis(x, ints(0)),
      RangeError,
      'must have as many axes, got float32[2,3] and indices int32[1]',
    ],
    ['extents', () => takeAlongAxis(x, [[0], [0], [0]]), RangeError, 'the axes other than 1 must broadcast'],
  ] as const)('%s', (_, call, type, message) => {
    expect(call).toThrow(type);
    expect(call).toThrow(message);
  });
});
