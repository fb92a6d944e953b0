import { mul } from '../elementwise/arithmetic.ts';
import type { Sample, SampleInput } from '../sample.ts';
import type { GatherDimensionNumbers, ScatterDimensionNumbers } from './dimension-numbers.ts';
import { type GatherOptions, gather, scatterAdd } from './gather.ts';
import { at, complex, distinct, integers, ints, normal } from './indexing.samples.ts';
import { scatter, scatterMul } from './scatter.ts';
import { scatterMax, scatterMin } from './scatter-extremal.ts';
import type { ScatterOptions } from './scatter-like.ts';

const tuple = (list: readonly number[]): string => `(${list.map(n => `${n},`).join(' ')})`;
const snakeCase = (name: string): string => name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`);
const numbersText = (title: string, numbers: object): string =>
  `lax.${title}(${Object.entries(numbers)
    .map(([name, list]) => `${snakeCase(name)}=${tuple(list as readonly number[])}`)
    .join(', ')})`;
const literal = (value: unknown): string =>
  value === true ? 'True' : value === false ? 'False' : JSON.stringify(value);
const optionsText = (options: object): string =>
  Object.entries(options)
    .map(([name, value]) => `, ${snakeCase(name)}=${literal(value)}`)
    .join('');

const gatherSample = (
  special: string,
  inputs: readonly SampleInput[],
  numbers: GatherDimensionNumbers,
  sliceSizes: readonly number[],
  options: GatherOptions = {},
): Sample => ({
  name: `gather: ${special}`,
  f: (x, i) => gather(mul(x!, x!), i!, numbers, sliceSizes, options),
  jax: `lambda x, i: lax.gather(x * x, i, ${numbersText('GatherDimensionNumbers', numbers)}, ${tuple(sliceSizes)}${optionsText(options)})`,
  inputs,
});

/** Elements of a vector, rows of a matrix, elements of a matrix, windows of a vector, one element a row. */
const elements = { offsetDims: [], collapsedSliceDims: [0], startIndexMap: [0] };
const rows = { offsetDims: [1], collapsedSliceDims: [0], startIndexMap: [0] };
const cells = { offsetDims: [], collapsedSliceDims: [0, 1], startIndexMap: [0, 1] };
const windows = { offsetDims: [1], collapsedSliceDims: [], startIndexMap: [0] };
const perRow = {
  offsetDims: [],
  collapsedSliceDims: [1],
  startIndexMap: [1],
  operandBatchingDims: [0],
  startIndicesBatchingDims: [0],
};

const gathers: readonly Sample[] = [
  gatherSample('elements', [normal(4), at([[2], [0], [2]])], elements, [1]),
  gatherSample('rows', [normal(3, 2), at([[2], [1], [2]])], rows, [1, 2]),
  gatherSample(
    'cells',
    [
      normal(2, 3),
      at([
        [0, 2],
        [1, 0],
      ]),
    ],
    cells,
    [1, 1],
  ),
  gatherSample(
    'cells, axes swapped',
    [
      normal(2, 3),
      at([
        [2, 0],
        [0, 1],
      ]),
    ],
    { ...cells, startIndexMap: [1, 0] },
    [1, 1],
  ),
  gatherSample('windows', [normal(5), at([[0], [2], [1]])], windows, [3]),
  gatherSample(
    'windows in front',
    [normal(3, 3), at([[[0, 1]], [[1, 0]]])],
    { offsetDims: [0, 3], collapsedSliceDims: [], startIndexMap: [0, 1] },
    [2, 2],
  ),
  gatherSample(
    'along with rows',
    [
      normal(3, 2),
      at([
        [[1], [0]],
        [[0], [0]],
        [[1], [1]],
      ]),
    ],
    perRow,
    [1, 1],
  ),
  gatherSample('clipped', [normal(4), at([[-7], [1], [9]])], windows, [2], { mode: 'clip' }),
  gatherSample('filled', [normal(4), at([[-1], [1], [3]])], windows, [2], { mode: 'fill', fillValue: 7 }),
  gatherSample('filled by NaN', [normal(3), at([[3], [1]])], elements, [1], { mode: 'fill' }),
  gatherSample('filled, complex', [complex(3), at([[0], [2], [4]])], elements, [1], { mode: 'fill' }),
  gatherSample('filled, int32', [integers(3), at([[0], [3]])], elements, [1], { mode: 'fill' }),
  gatherSample('filled, uint32', [at([1, 2, 3], 'uint32'), at([[0], [3]])], elements, [1], { mode: 'fill' }),
  gatherSample('unique', [normal(4), at([[3], [1]])], elements, [1], { mode: 'fill', uniqueIndices: true }),
  gatherSample('sorted', [complex(4), at([[1], [1], [3]])], elements, [1], { indicesAreSorted: true }),
  gatherSample('indices of dtype uint32', [normal(4), at([[3], [0]], 'uint32')], elements, [1], { mode: 'clip' }),
  gatherSample(
    'no index components',
    [normal(2, 2), { shape: [3, 0], domain: 'normal', dtype: 'int32' }],
    { offsetDims: [1, 2], collapsedSliceDims: [], startIndexMap: [] },
    [2, 1],
  ),
  gatherSample('no indices', [normal(3), { shape: [0, 1], domain: 'normal', dtype: 'int32' }], elements, [1]),
];

type Scatter = typeof scatter;
const scatterSample = (
  name: string,
  special: string,
  apply: Scatter,
  inputs: readonly SampleInput[],
  numbers: ScatterDimensionNumbers,
  options: ScatterOptions = {},
  rest: Pick<Sample, 'constant'> = {},
): Sample => ({
  name: `${name}: ${special}`,
  f: (x, i, y) => apply(mul(x!, x!), i!, mul(y!, y!), numbers, options),
  jax: `lambda x, i, y: lax.${name.replace('-', '_')}(x * x, i, y * y, ${numbersText('ScatterDimensionNumbers', numbers)}${optionsText(options)})`,
  inputs,
  ...rest,
});

const toElements = { updateWindowDims: [], insertedWindowDims: [0], scatterDimsToOperandDims: [0] };
const toRows = { updateWindowDims: [1], insertedWindowDims: [0], scatterDimsToOperandDims: [0] };
const toCells = { updateWindowDims: [], insertedWindowDims: [0, 1], scatterDimsToOperandDims: [0, 1] };
const toWindows = { updateWindowDims: [1], insertedWindowDims: [], scatterDimsToOperandDims: [0] };
const toEachRow = {
  updateWindowDims: [],
  insertedWindowDims: [1],
  scatterDimsToOperandDims: [1],
  operandBatchingDims: [0],
  scatterIndicesBatchingDims: [0],
};
const unique = { uniqueIndices: true };

/** What every kind of scatter is tried on; `repeated` says whether that of repeated indices can be differentiated. */
const scatterTable = (
  name: string,
  apply: Scatter,
  input: (...shape: readonly number[]) => SampleInput,
  repeated: boolean,
): Sample[] => {
  const row = (
    special: string,
    inputs: readonly SampleInput[],
    numbers: ScatterDimensionNumbers,
    options: ScatterOptions = {},
    rest: Pick<Sample, 'constant'> = {},
  ): Sample => scatterSample(name, special, apply, inputs, numbers, options, rest);
  const ifNot = repeated ? {} : { constant: [2] };
  return [
    row('elements', [input(4), at([[2], [0]]), input(2)], toElements, unique),
    row('elements repeated', [input(4), at([[2], [0], [2]]), input(3)], toElements, {}, ifNot),
    row('elements, some outside', [input(3), at([[2], [-1], [0], [3]]), input(4)], toElements, unique),
    row('elements repeated, some outside', [input(3), at([[2], [-1], [2], [3]]), input(4)], toElements, {}, ifNot),
    row('rows', [input(3, 2), at([[2], [1]]), input(2, 2)], toRows, unique),
    row('rows repeated', [input(3, 2), at([[1], [1]]), input(2, 2)], toRows, {}, ifNot),
    row(
      'cells',
      [
        input(2, 3),
        at([
          [0, 2],
          [1, 0],
        ]),
        input(2),
      ],
      toCells,
      unique,
    ),
    row('windows', [input(5), at([[0], [3]]), input(2, 2)], toWindows, unique),
    row('windows overlapping', [input(5), at([[0], [2], [1]]), input(3, 2)], toWindows, {}, ifNot),
    row('along with rows', [input(3, 2), at([[[1]], [[0]], [[1]]]), input(3, 1)], toEachRow, unique),
    row('the updates alone', [input(3), at([[1]]), input(1)], toElements, unique, { constant: [0] }),
    row('the operand alone', [input(3), at([[1], [1]]), input(2)], toElements, {}, { constant: [2] }),
    row('sorted', [input(3), at([[0], [1]]), input(2)], toElements, { ...unique, indicesAreSorted: true }),
    row('promised', [input(3), at([[0], [2]]), input(2)], toElements, { ...unique, mode: 'promise_in_bounds' }),
    row('no indices', [input(3), { shape: [0, 1], domain: 'normal', dtype: 'int32' }, input(0)], toElements, unique),
    row('integers', [integers(3), at([[0], [2], [0]]), integers(3)], toElements),
  ];
};

const scatters: readonly Sample[] = [
  ...scatterTable('scatter', scatter, normal, true),
  ...scatterTable('scatter-add', scatterAdd, normal, true),
  ...scatterTable('scatter-mul', scatterMul, normal, false),
  ...scatterTable('scatter-min', scatterMin, distinct, true),
  ...scatterTable('scatter-max', scatterMax, distinct, true),
  scatterSample('scatter', 'clipped', scatter, [normal(3), at([[-5], [7]]), normal(2)], toElements, {
    mode: 'clip',
    ...unique,
  }),
  scatterSample('scatter', 'clipped, repeated', scatter, [normal(3), at([[-5], [0], [7]]), normal(3)], toElements, {
    mode: 'clip',
  }),
  scatterSample('scatter', 'complex', scatter, [complex(3), at([[1], [1]]), complex(2)], toElements),
  scatterSample('scatter-add', 'clipped windows', scatterAdd, [normal(4), at([[-1], [3]]), normal(2, 2)], toWindows, {
    mode: 'clip',
  }),
  scatterSample('scatter-add', 'complex', scatterAdd, [complex(3), at([[1], [1], [9]]), complex(3)], toElements),
  scatterSample('scatter-mul', 'complex', scatterMul, [complex(3), at([[1], [2]]), complex(2)], toElements, unique),
  {
    name: 'scatter-min: ties',
    f: (x, y) => scatterMin(x!, ints([[0], [0], [1], [1], [2]]), y!, toElements),
    jax: `lambda x, y: lax.scatter_min(x, jnp.array([[0], [0], [1], [1], [2]]), y, ${numbersText('ScatterDimensionNumbers', toElements)})`,
    inputs: [
      { shape: [4], domain: { values: [1, 2, 3, 4] } },
      { shape: [5], domain: { values: [1, 1, 2, 5, 7] } },
    ],
  },
  {
    name: 'scatter-max: ties',
    f: (x, y) => mul(scatterMax(x!, ints([[0], [0], [1], [2], [2]]), mul(y!, y!), toElements), x!),
    jax: `lambda x, y: lax.scatter_max(x, jnp.array([[0], [0], [1], [2], [2]]), y * y, ${numbersText('ScatterDimensionNumbers', toElements)}) * x`,
    inputs: [
      { shape: [4], domain: { values: [1, 4, 2, 4] } },
      { shape: [5], domain: { values: [1, 1, 2, 2, 2] } },
    ],
  },
];

export const gatherSamples: readonly Sample[] = [...gathers, ...scatters];
