import { ConcreteArray, type NDArray } from '../../array/ndarray.ts';
import { type Shape, sizeOf } from '../../array/shape.ts';
import { avalString, makeAval } from '../../core/aval.ts';
import { type Primitive, unsupported } from '../../core/primitive.ts';
import { bind } from '../../core/tracer.ts';
import { threefry } from '../../reference/scalar/threefry.ts';
import { elementwiseShape } from '../elementwise/construct.ts';
import { alignFirst } from './align.ts';

export type WordsParams = { readonly shape: Shape };

const wordsPrimitive: Primitive<WordsParams> = {
  name: 'random_words',
  abstractEval: (keys, { shape }) => {
    if (keys.some(key => key.dtype !== 'uint32')) {
      throw new TypeError(`random_words: keys must be uint32, got ${keys.map(avalString).join(', ')}`);
    }
    const output = makeAval([...elementwiseShape('random_words', keys), ...shape], 'uint32');
    return [output, output];
  },
  evaluate: (keys, { shape }) => {
    const own = elementwiseShape('random_words', keys);
    const [count, size] = [sizeOf(own), sizeOf(shape)];
    const [first, second] = [new Uint32Array(count * size), new Uint32Array(count * size)];
    const [key0, key1] = keys.map(({ data, ndim }) => ({ data, step: ndim === 0 ? 0 : 1 }));
    const pair = new Uint32Array(2);
    for (let k = 0, at = 0; k < count; k++) {
      const [word0, word1] = [key0!.data[k * key0!.step]!, key1!.data[k * key1!.step]!];
      for (let i = 0; i < size; i++, at++) {
        threefry(word0, word1, 0, i, pair, 0);
        first[at] = pair[0]!;
        second[at] = pair[1]!;
      }
    }
    const outputShape = [...own, ...shape];
    return [new ConcreteArray(outputShape, 'uint32', first), new ConcreteArray(outputShape, 'uint32', second)];
  },
  // reached only where something else in the same call has tangents: integers have none
  jvp: (keys, _, params) => ({ primals: bind(wordsPrimitive, keys, params), tangents: [null, null] }),
  transpose: unsupported('random_words', 'transpose', 'it is not linear'),
  batch: (keys, axes, params, axisSize) => ({
    outputs: bind(wordsPrimitive, alignFirst(keys, axes, axisSize), params),
    axes: [0, 0],
  }),
};

/**
 * Two words of random bits for each element of a shape: Threefry-2×32 of its place under a key, or under each of many.
 *
 * The words of keys are uint32, of one shape or scalars; the results have that shape, then the one asked for. Throws TypeError
 * for other dtypes, RangeError for different shapes.
 */
export const randomWordsOf = (key0: NDArray, key1: NDArray, shape: Shape): [first: NDArray, second: NDArray] => {
  const [first, second] = bind(wordsPrimitive, [key0, key1], { shape });
  return [first!, second!];
};
