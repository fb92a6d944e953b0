import { ConcreteArray, type NDArray } from '../../array/ndarray.ts';
import { sizeOf } from '../../array/shape.ts';
import { type Aval, avalString, makeAval } from '../../core/aval.ts';
import { type Primitive, unsupported } from '../../core/primitive.ts';
import { bind } from '../../core/tracer.ts';
import { threefry as threefryOfWords } from '../../reference/scalar/threefry.ts';
import { elementwiseShape, noParams } from '../elementwise/construct.ts';
import { alignFirst } from './align.ts';

const threefryPrimitive: Primitive = {
  name: 'threefry2x32',
  abstractEval: inputs => {
    if (inputs.some(input => input.dtype !== 'uint32')) {
      throw new TypeError(`threefry2x32: operands must be uint32, got ${inputs.map(avalString).join(', ')}`);
    }
    const output: Aval = makeAval(elementwiseShape('threefry2x32', inputs), 'uint32');
    return [output, output];
  },
  evaluate: inputs => {
    const shape = elementwiseShape('threefry2x32', inputs);
    const size = sizeOf(shape);
    const [key0, key1, high, low] = inputs.map(({ data }) => data as Uint32Array) as [
      Uint32Array,
      Uint32Array,
      Uint32Array,
      Uint32Array,
    ];
    const [a, b, c, d] = inputs.map(({ ndim }) => (ndim === 0 ? 0 : 1)) as [number, number, number, number];
    const first = new Uint32Array(size);
    const second = new Uint32Array(size);
    const pair = new Uint32Array(2);
    for (let i = 0; i < size; i++) {
      threefryOfWords(key0[i * a]!, key1[i * b]!, high[i * c]!, low[i * d]!, pair, 0);
      first[i] = pair[0]!;
      second[i] = pair[1]!;
    }
    return [new ConcreteArray(shape, 'uint32', first), new ConcreteArray(shape, 'uint32', second)];
  },
  // reached only where something else in the same call has tangents: integers have none
  jvp: primals => ({ primals: bind(threefryPrimitive, primals, noParams), tangents: [null, null] }),
  transpose: unsupported('threefry2x32', 'transpose', 'it is not linear'),
  batch: (inputs, axes, _, axisSize) => ({
    outputs: bind(threefryPrimitive, alignFirst(inputs, axes, axisSize), noParams),
    axes: [0, 0],
  }),
};

/**
 * Threefry-2×32 of counters (high, low) under keys, element by element: the hash behind all random numbers.
 *
 * The operands are uint32, of one shape or scalars; two arrays of that shape come back. Throws TypeError for other dtypes,
 * RangeError for different shapes.
 */
export const threefry2x32 = (
  key0: NDArray,
  key1: NDArray,
  high: NDArray,
  low: NDArray,
): [first: NDArray, second: NDArray] => {
  const [first, second] = bind(threefryPrimitive, [key0, key1, high, low], noParams);
  return [first!, second!];
};
