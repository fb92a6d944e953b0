import {
  array,
  grad,
  hessian,
  jacrev,
  jit,
  lax,
  linalg,
  type NDArray,
  nn,
  numpy as np,
  random,
  special,
  stats,
  vmap,
  withBackend,
} from 'nabla';
import { describe, expect, it } from 'vitest';

/** What users read who pass wrong arguments: which function, what was seen, what would do. */

const x = np.ones([2, 3]);
const v = np.ones(3);
const w = np.ones(4);
const ints = array([2, 1], { dtype: 'int32' });
const z = array([{ re: 1, im: 2 }]);

describe('wrong arguments', () => {
  it.each([
    [() => np.add(x, w), RangeError, 'add: shapes (2, 3) and (4,) do not broadcast'],
    [() => np.clip(x, w, 1), RangeError, 'clip: shapes (2, 3) and (4,) do not broadcast'],
    [
      () => (np.reshape as (...args: unknown[]) => NDArray)(x, 3, 2),
      TypeError,
      'reshape: the shape is one list, [3, 2]',
    ],
    [
      () => (np.transpose as (...args: never[]) => NDArray)(...([x, 1, 0] as never[])),
      TypeError,
      'transpose: the axes are one list, [1, 0]',
    ],
    [() => np.ravel(x, { order: 'K' as never }), TypeError, `ravel: order must be 'C' or 'F', got "K"`],
    [() => x.flatten({ ordr: 'F' } as never), TypeError, "flatten: there is no option 'ordr': expected order"],
    [
      () => np.reshape(x, [6], 'F' as never),
      TypeError,
      'reshape: options must be an object such as { order: "F" }, got the string "F"',
    ],
    [() => np.polymul(v, v, { trim: true } as never), TypeError, "polymul: there is no option 'trim': expected none"],
    [() => np.fillDiagonal(x, 1, { wrap: true } as never), TypeError, "fillDiagonal: there is no option 'wrap'"],
    [() => np.tile(x, 2, { axis: 0 } as never), TypeError, "tile: there is no option 'axis'"],
    [() => np.columnStack([v, v], { dtype: 'int32' } as never), TypeError, "columnStack: there is no option 'dtype'"],
    [() => np.block([v, v], { axis: 0 } as never), TypeError, "block: there is no option 'axis'"],
    [() => np.diagIndices('abc' as never), TypeError, 'diagIndices: a shape is a list of non-negative integers'],
    [() => np.trilIndices(3n as never), TypeError, 'trilIndices: a shape is a list of non-negative integers'],
    [() => np.triuIndices('abc' as never), TypeError, 'triuIndices: a shape is a list of non-negative integers'],
    [() => np.maskIndices(1, 2 as never), TypeError, 'maskIndices: Expected a callable value, got a number (2)'],
    [() => array([3e9], { dtype: 'int32' }), RangeError, 'array: 3000000000 does not fit int32'],
    [() => array(-1, { dtype: 'uint32' }), RangeError, 'array: -1 does not fit uint32'],
    [() => np.full([1], -1, { dtype: 'uint32' }), RangeError, 'full: -1 does not fit uint32'],
    [() => np.full([1], [Number.NaN], { dtype: 'int32' }), RangeError, 'full: NaN does not fit int32'],
    [() => np.fullLike(ints, 3e9), RangeError, 'fullLike: 3000000000 does not fit int32'],
    [() => np.arange(null as never), TypeError, 'arange: start, stop and step must be finite numbers, got (null)'],
    [() => np.applyOverAxes(x as never, x, -1), TypeError, 'applyOverAxes: Expected a callable value, got an array'],
    [
      () => np.vectorize((y: NDArray) => y, null as never),
      TypeError,
      'vectorize: options must be an object such as { excluded: … }, got null',
    ],
    [
      () => np.roll(v, 's' as never),
      TypeError,
      'roll: the shift must be an integer or a list of integers, got the string',
    ],
    [() => np.roll(v, 1, { axis: 'a' as never }), TypeError, 'roll: axis must be an integer, got a'],
    [() => np.repeat(v, 'a' as never), TypeError, 'repeat: the string "a" is not a valid array type'],
    [() => nn.initializers.heNormal()(3, undefined as never), TypeError, 'varianceScaling: a shape is a list'],
    [() => withBackend('wasm', undefined as never), TypeError, 'withBackend: Expected a callable value, got undefined'],
    [() => np.cov(x, null, { aweights: w }), RangeError, 'cov: aweights must be 3 numbers, one for each observation'],
    [() => np.cov(x, null, { fweights: [1, 2, 0.5] }), TypeError, 'cov: fweights must be integers, got float32[3]'],
    [() => np.corrcoef(np.ones([1, 2, 3])), RangeError, 'corrcoef: at most two dimensions, got float32[1,2,3]'],
    [() => np.interp(1, v, v, { period: v }), RangeError, 'interp: period must be a scalar, got float32[3]'],
    [() => np.digitize(v, z), TypeError, 'digitize: does not accept complex numbers, got complex64[1]'],
    [
      () => np.pad(x, 1, { mode: 'mean', statLength: 0 }),
      TypeError,
      'pad: statLength must be positive integers, got 0',
    ],
    [
      () => np.pad(x, 1, { constantValues: [1, 2, 3] }),
      RangeError,
      'pad: constantValues must be a scalar, one pair, or a pair for each axis of float32[2,3], got',
    ],
    [() => np.pad(x, 1, { mode: 'linear_ramp', endValues: [[1, 2, 3]] as never }), RangeError, 'pad: one end value'],
    [
      () => np.repeat(v, [1, 2], { totalRepeatLength: 4 }),
      RangeError,
      'repeat: 2 numbers of repeats for the 3 elements',
    ],
    [
      () => np.repeat(v, 1.5, { totalRepeatLength: 4 }),
      TypeError,
      'repeat: the numbers of repeats must be non-negative',
    ],
    [
      () => jit((y: NDArray) => np.repeat(v, y, { totalRepeatLength: 4 }))(v),
      TypeError,
      'repeat: the numbers of repeats must be integers, got float32[3]',
    ],
    [() => np.repeat(v, 2, { totalRepeatLength: -1 }), TypeError, 'repeat: a shape is a list of non-negative'],
    [() => np.ptp(x, { axis: 5 }), RangeError, 'ptp: axis 5 is out of bounds'],
    [() => np.average(x, { axis: 5 }), RangeError, 'average: axis 5 is out of bounds'],
    [() => np.split(x, [0.5]), TypeError, 'split: the places to cut at must be integers, got [0.5]'],
    [() => np.hsplit(x, ['a'] as never), TypeError, 'hsplit: the places to cut at must be integers, got ["a"]'],
    [() => np.fliplr(v), RangeError, 'fliplr: axis 1 is out of bounds'],
    [() => np.flipud(1), RangeError, 'flipud: axis 0 is out of bounds'],
    [() => np.permuteDims(x, [0, 0]), RangeError, 'permuteDims: (0, 0) is no permutation of the axes of float32[2,3]'],
    [() => np.transpose(x, [0]), RangeError, 'transpose: (0) is no permutation of the axes of float32[2,3]'],
    [() => np.polymul(x, v), RangeError, 'polymul: a vector is needed, got float32[2,3]'],
    [() => np.extract([true, false, true, true], v), RangeError, 'extract: condition 3 is true or not known'],
    [() => np.vecdot(v, w), RangeError, 'vecdot: shapes (1, 3) and (4, 1) do not fit'],
    [() => np.vecmat(v, x), RangeError, 'vecmat: shapes (1, 3) and (2, 3) do not fit'],
    [() => np.matvec(x, w), RangeError, 'matvec: shapes (2, 3) and (4, 1) do not fit'],
    [() => linalg.eigvalsh(x), RangeError, 'eigvalsh: expected square matrices (…, n, n), got shape (2, 3)'],
    [() => linalg.svdvals(v), RangeError, 'svdvals: expected an array of shape (…, m, n), got (3,)'],
    [() => np.sum(x, null as never), TypeError, 'sum: options must be an object such as { axis: … }, got null'],
    [() => np.split(x, undefined as never), TypeError, 'split: the places to cut at must be a list, got undefined'],
    [() => np.lexsort(3 as never), TypeError, 'lexsort: keys must be a list, got a number (3)'],
    [() => np.select(v as never, [v]), TypeError, 'select: conditions must be a list, got'],
    [() => np.transpose(x, 'T' as never), TypeError, 'transpose: axes must be a list, got the string "T"'],
    [() => np.linalg.multiDot(x as never), TypeError, 'multiDot: the argument must be a list, got'],
    [() => np.linalg.norm(x, { axes: 0 } as never), TypeError, "norm: there is no option 'axes': expected ord, axis"],
    [() => linalg.qr(x, { modes: 'r' } as never), TypeError, "qr: there is no option 'modes': expected mode"],
    [() => special.logsumexp(x, { axes: 0 } as never), TypeError, "logsumexp: there is no option 'axes': expected b"],
    [() => nn.softmax(x, { dim: 0 } as never), TypeError, "softmax: there is no option 'dim': expected axis, where"],
    [() => nn.elu(x, 2 as never), TypeError, 'elu: options must be an object such as { alpha: 2 }, got a number (2)'],
    [
      () => random.normal(random.key(0), [2], { dtpye: 'float64' } as never),
      TypeError,
      "normal: there is no option 'dtpye': expected shape, dtype",
    ],
    [() => random.uniform(random.key(0), { min: 2 } as never), TypeError, "uniform: there is no option 'min'"],
    [() => stats.sem(x, { dof: 0 } as never), TypeError, "sem: there is no option 'dof': expected axis, ddof"],
    [() => np.full([2], v), RangeError, 'full: shapes (3,) and (2,) do not broadcast'],
    [() => np.full([1], v), RangeError, 'full: float32[3] does not broadcast to shape (1,)'],
    [() => np.trunc(z), TypeError, 'trunc: complex numbers have no integer part, got complex64[1]'],
    [() => np.tri(1.5), TypeError, 'tri: a shape is a list of non-negative integers, got [1.5,1.5]'],
    [() => np.triu(x, { k: 0.5 }), TypeError, 'triu: k must be an integer'],
    [() => np.diag(v, { k: 0.5 }), TypeError, 'diag: k must be an integer, got 0.5'],
    [() => np.eye(1e6), RangeError, 'an array of 1000000000000 elements of float32'],
    [() => np.eye(1e6, { dtype: 'float64' }), RangeError, 'an array of 1000000000000 elements of float64'],
    [() => np.tri(1e6), RangeError, 'an array of 1000000000000 elements of float32'],
    [() => np.diag(np.arange(1e6)), RangeError, 'an array of 1000000000000 elements of bool'],
    [() => np.zeros([1e6, 1e6]).tolist(), RangeError, 'an array of 1000000000000 elements of float32'],
    [() => np.outer(np.arange(1e6), np.arange(1e6)), RangeError, 'an array of 1000000000000 elements of float32'],
    [() => np.triu(x, { k: true as never }), TypeError, 'triu: k must be an integer, got true'],
    [() => np.rot90(x, { k: 0.5 }), TypeError, 'rot90: k must be an integer, got 0.5'],
    [() => np.rot90(x, { k: true as never }), TypeError, 'rot90: k must be an integer, got true'],
    [() => np.round(x, { decimals: true as never }), TypeError, 'round: decimals must be an integer, got true'],
    [
      () => np.ediff1d([true, false]),
      TypeError,
      'ediff1d: bools have no differences, got bool[2]: convert with astype',
    ],
    [() => np.cov(x, { ddof: true as never }), TypeError, 'cov: ddof must be a number, got true'],
    [() => np.bincount(ints, { length: true as never }), TypeError, 'bincount: a shape is a list of non-negative'],
    [() => np.bincount(ints, { minlength: true as never }), TypeError, 'bincount: a shape is a list of non-negative'],
    [
      () => np.tensordot(x, x, { axes: true as never }),
      RangeError,
      'tensordot: axes must be a count or two lists of axes, got true',
    ],
    [
      () => np.tensordot(x, x, { axes: [1] as never }),
      RangeError,
      'tensordot: axes must be a count or two lists of axes, got [1]',
    ],
    [() => lax.foriLoop(true as never, 3, (_, y) => y, 1), TypeError, 'foriLoop: bounds must be integers, got true'],
    [() => np.vectorize(3 as never), TypeError, 'vectorize: Expected a callable value, got a number (3)'],
    [() => np.applyAlongAxis(3 as never, 0, x), TypeError, 'applyAlongAxis: Expected a callable value'],
    [() => np.linalg.eigvals(x), RangeError, 'eigvals: expected square matrices (…, n, n), got shape (2, 3)'],
    [() => np.allclose(x, w), RangeError, 'allclose: shapes (2, 3) and (4,) do not broadcast'],
    [
      () => np.trapezoid(x, { x: w }),
      RangeError,
      'trapezoid: positions of shape (4,) fit neither axis 1 nor the whole',
    ],
    [() => np.sum(x, { axis: 'a' as never }), TypeError, 'sum: axis must be an integer or a list of integers, got "a"'],
    [() => np.mean(x, { axis: [0, 5] }), RangeError, 'mean: axis 5 is out of bounds for an array of dimension 2'],
    [() => np.std(x, { axis: 7 }), RangeError, 'std: axis 7 is out of bounds'],
    [() => np.nanmax(np.zeros([2, 0]), { axis: 1 }), RangeError, 'nanmax: float32[2,0] has no elements along axis 1'],
    [() => np.power(ints, -1), TypeError, 'power: int32[2] cannot be raised to the negative power -1'],
    [() => np.percentile(x, 101), RangeError, 'percentile: q must lie between 0 and 100, got 101'],
    [() => np.quantile(x, [0.5, -1]), RangeError, 'quantile: q must lie between 0 and 1, got -1'],
    [
      () => np.quantile(x, 0.5, { weights: x }),
      TypeError,
      "quantile: weights need the method 'inverted_cdf', got 'linear'",
    ],
    [
      () => np.quantile(x, 0.5, { method: 'inverted_cdf', weights: w }),
      RangeError,
      'quantile: weights of shape (4,) do not fit the array, (2, 3)',
    ],
    [
      () => np.average(x, { axis: 1, weights: w }),
      RangeError,
      'average: weights of shape (4,) fit neither the array, (2, 3), nor the axes, (3,)',
    ],
    [
      () => np.cov(x, null, { dtype: 'int32' }),
      TypeError,
      'cov: the covariances of float32[2,3] cannot be computed in dtype int32',
    ],
    [() => np.linalg.svd(x, { hermitian: true }), RangeError, 'svd'],
    [() => np.linalg.pinv(x, { hermitian: true }), RangeError, 'pinv: the matrices must be square, got float32[2,3]'],
    [() => np.logspace(0, 1, 2.5), RangeError, 'logspace: num must be a non-negative integer, got 2.5'],
    [() => np.histogram(x, { bins: 0 }), RangeError, 'histogram: the number of bins must be a positive integer, got 0'],
    [
      () => np.histogram(x, { weights: v }),
      RangeError,
      'histogram: weights of shape (3,) for an array of shape (2, 3)',
    ],
    [() => np.histogram(z), TypeError, 'histogram: does not accept complex numbers, got complex64[1]'],
    [() => np.histogramdd(x, { bins: [1, 2] }), RangeError, 'histogramdd: bins for 2 dimensions, but there are 3'],
    [() => np.histogram2d(v, w), RangeError, 'vectors of one length, got (3,) and (4,)'],
    [() => np.partition(v, 3), RangeError, 'partition: kth 3 is out of bounds for axis 0 of float32[3]'],
    [() => np.put(v, [0.5], 1), TypeError, 'put: the indices must be ints, got float32[1]'],
    [() => np.place(v, [true], 1), RangeError, 'as many elements as the array, got shapes (1,) and (3,)'],
    [() => np.putAlongAxis(x, ints, 1), RangeError, 'as many axes, got float32[2,3] and indices int32[2]'],
    [
      () => np.polyfit(v, w, 1),
      RangeError,
      'polyfit: x must be (m,) with m > 0 and y (m,) or (m, k), got (3,) and (4,)',
    ],
    [() => np.polyfit(v, v, -1), RangeError, 'the degree must be a non-negative integer, got -1'],
    [() => np.poly(x), RangeError, 'poly: a vector of roots or a square matrix is needed, got float32[2,3]'],
    [() => np.piecewise(v, [v.less(0)], []), RangeError, 'piecewise: 1 conditions need 1 or 2 pieces, got 0'],
    [() => np.hamming(-1), RangeError, 'hamming: the number of points must be a non-negative integer, got -1'],
    [() => np.compress([true, true, false, true], v), RangeError, 'compress: condition 3 is true or not known'],
    [() => np.trilIndicesFrom(v), RangeError, 'trilIndicesFrom: a matrix is needed, got float32[3]'],
    [() => np.canCast('int8' as 'int32', 'int32'), TypeError, 'canCast: "int8" is not a dtype'],
    [() => np.isdtype('int32', 'whole' as 'integral'), TypeError, 'isdtype: expected a dtype or one of'],
    [() => np.unique(np.zeros(0), { size: 2 }), RangeError, 'an empty array has nothing to fill 2 places with'],
    [() => jit((y: NDArray) => np.unique(y))(v), TypeError, 'unique: the length of the result depends on values'],
    [() => jit((y: NDArray) => np.nonzero(y)[0]!)(v), TypeError, 'nonzero: the length of the result depends on values'],
    [() => jit((y: NDArray) => np.roots(y))(v), TypeError, 'roots: the number of roots depends on the coefficients'],
    [() => np.vectorize((a: NDArray) => a, { signature: '(n' }), RangeError, 'not a signature such as'],
    [
      () => np.vectorize((a: NDArray, b: NDArray) => np.dot(a, b), { signature: '(n),(n)->()' })(x, w),
      RangeError,
      'vectorize: axis n has extent 4 in argument 1 and 3 before it',
    ],
    [
      () => np.vectorize((a: NDArray) => a, { signature: '(n)->()' })(x),
      RangeError,
      'vectorize: output 0 must have axes (), of shape (), got float32[3]',
    ],
  ])('%s', (call, type, message) => {
    expect(call).toThrow(type);
    expect(call).toThrow(message);
  });
});

describe('counts that jit traces', () => {
  it.each([
    (n: number) => np.arange(n),
    (n: number) => np.linspace(0, 1, n),
    (n: number) => np.zeros(n),
    (n: number) => np.reshape(v, [1, n]),
    (n: number) => np.hamming(n),
    (n: number) => nn.oneHot(ints, n),
    (n: number) => np.eye(2, { k: n }),
    (n: number) => linalg.matrixPower(np.eye(2), n),
  ])('%s', f => {
    expect(() => jit(f as (n: number) => NDArray)(3)).toThrow(
      /got .*Tracer<float32\[\]>[^;]*; jit takes other values by staticArgnums\)?$/,
    );
  });
});

describe('activations of complex numbers', () => {
  it.each(['relu', 'relu6', 'elu', 'leakyRelu', 'selu', 'hardTanh', 'hardSigmoid', 'hardSilu', 'sparsePlus'] as const)(
    '%s',
    name => {
      expect(() => nn[name](z)).toThrow(`${name}: does not accept complex numbers, got complex64[1]`);
    },
  );
});

/** Functions with arguments but for the options, which stand last. */
const calls: readonly (readonly [name: string, ...args: unknown[]])[] = [
  ...[
    'diff',
    'ediff1d',
    'gradient',
    'trapezoid',
    'unwrap',
    'angle',
    'array',
    'zerosLike',
    'tril',
    'triu',
    'diag',
    'vander',
  ]
    .concat(['histogram', 'histogramdd', 'histogramBinEdges', 'round', 'squeeze', 'nonzero', 'flatnonzero', 'argwhere'])
    .concat(['nanvar', 'nanToNum', 'polyder', 'polyint', 'flip', 'rot90', 'bincount', 'trimZeros', 'median', 'average'])
    .concat(['unique', 'uniqueAll', 'uniqueCounts', 'uniqueInverse', 'uniqueValues', 'trace', 'diagonal', 'nanmedian'])
    .concat([
      'nanstd',
      'nanmean',
      'nanprod',
      'nanargmax',
      'nancumsum',
      'nanmin',
      'mean',
      'std',
      'sum',
      'nansum',
      'nanmax',
      'argmax',
      'cumsum',
      'sort',
      'argsort',
      'unstack',
    ])
    .map((name): [string, unknown] => [name, x]),
  ['zeros', [2]],
  ['ones', [2]],
  ['full', [2], 1],
  ['eye', 2],
  ['tri', 2],
  ['indices', [2]],
  ['diagIndices', 2],
  ['linspace', 0, 1, 5],
  ['logspace', 0, 1, 5],
  ['geomspace', 1, 2, 5],
  ['interp', 1, v, v],
  ['quantile', x, 0.5],
  ['nanpercentile', x, 5],
  ['cov', x, x],
  ['corrcoef', x, x],
  ['split', v, 3],
  ['append', v, v],
  ['roll', v, 1],
  ['tensordot', x, x],
  ['vecdot', v, v],
  ['cross', v, v],
  ['convolve', v, v],
  ['correlate', v, v],
  ['isclose', v, v],
  ['allclose', v, v],
  ['isin', v, v],
  ['union1d', v, v],
  ['setxor1d', v, v],
  ['setdiff1d', v, v],
  ['intersect1d', v, v],
  ['histogram2d', v, v],
  ['take', v, ints],
  ['takeAlongAxis', v, ints],
  ['put', v, ints, 1],
  ['putAlongAxis', v, ints, 1],
  ['compress', [true], v],
  ['extract', [true], v],
  ['partition', v, 1],
  ['argpartition', v, 1],
  ['searchsorted', v, 1],
  ['digitize', v, v],
  ['delete', v, 1],
  ['insert', v, 1, 1],
  ['pad', v, 1],
  ['polyfit', v, v, 1],
  ['fft.fft', v],
  ['fft.irfft', v],
  ['fft.hfft', v],
  ['fft.fft2', x],
  ['fft.rfftn', x],
  ['fft.fftfreq', 4],
  ['fft.fftshift', v],
];

describe('options', () => {
  const named = calls.map(([name, ...args]) => ({ name, args }));
  it.each(named)(
    'of $name are an object of known names: what would be ignored silently is refused',
    ({ name, args }) => {
      const [outer, inner] = name.split('.') as [keyof typeof np, string?];
      const f = (inner === undefined ? np[outer] : np.fft[inner as keyof typeof np.fft]) as (
        ...given: unknown[]
      ) => unknown;
      expect(() => f(...args, 1)).toThrow(`${name}: options must be an object`);
      expect(() => f(...args, { axsi: 0 })).toThrow(`${name}: there is no option 'axsi': expected `);
    },
  );
});

describe('lengths that are given', () => {
  it('make compiled programs of functions whose results have as many elements as values decide', () => {
    const f = jit((y: NDArray) => [
      np.unique(y, { size: 3 }),
      np.nonzero(y, { size: 4, fillValue: -1 })[0]!,
      np.setdiff1d(y, [2], { size: 3, fillValue: 0 }),
      np.extract(y.greater(1), y, { size: 2 }),
      np.unique(y, { size: 3, returnCounts: true })[1]!,
    ]);
    expect(f(array([2, 0, 1, 2])).map(String)).toEqual([
      '[0. 1. 2.]',
      '[ 0  2  3 -1]',
      '[0. 1. 0.]',
      '[2. 2.]',
      '[1 1 2]',
    ]);
  });
});

describe('searching', () => {
  it('by halving, among many, finds what counting finds', () => {
    const line = np.concatenate([np.sort(np.sin(np.arange(2000).mul(1.7)).mul(50).round()), array([NaN, NaN])]);
    const wanted = np.concatenate([np.cos(np.arange(700)).mul(60).round(), array([NaN, -0, Infinity, -Infinity])]);
    const numbers = line.tolist() as number[];
    const isBefore = (a: number, b: number): boolean => a < b || (Number.isNaN(b) && !Number.isNaN(a));
    const counts = (side: 'left' | 'right') =>
      (wanted.tolist() as number[]).map(
        value => numbers.filter(a => (side === 'left' ? isBefore(a, value) : !isBefore(value, a))).length,
      );
    for (const side of ['left', 'right'] as const) {
      const find = (values: NDArray) => np.searchsorted(line, values, { side });
      expect(find(wanted).tolist()).toEqual(counts(side));
      expect(jit(find)(wanted).tolist()).toEqual(counts(side));
      expect(vmap(find)(wanted).tolist()).toEqual(counts(side));
    }
  });

  it('among many has derivatives where places are read off', () => {
    const points = np.linspace(0, 1, 2000, { dtype: 'float64' });
    const f = (x: NDArray) => np.interp(x.mul(x), points, points.mul(points)).sum();
    const x = np.linspace(0.05, 0.95, 7, { dtype: 'float64' });
    expect(np.max(np.abs(hessian(f)(x).sub(jacrev(grad(f))(x)))).item()).toBe(0);
    expect(np.max(np.abs(grad(f)(x).sub(x.pow(3).mul(4)))).item()).toBeLessThan(2e-3);
  });
});
