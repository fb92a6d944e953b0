import { array, grad, jit, lax, linalg, makeJaxpr, type NDArray, nn, numpy as np, random, withBackend } from 'nabla';
import { describe, expect, it, vi } from 'vitest';
import type { ConcreteArray } from '../../src/array/ndarray.ts';
import { wasmExecutor } from '../../src/backends/wasm/executor.ts';
import { programOfOperation } from '../../src/compiler/operation.ts';
import { type Evaluator, setEvaluator } from '../../src/core/tracer.ts';

/** Operations outside of programs: large ones are compiled. */

const float64 = { dtype: 'float64' } as const;
const key = random.key(3);
const vector = random.normal(key, [50_000], float64);
const matrix = vector.at(':40000').reshape([200, 200]);
const large = random.normal(key, [300, 500], float64);
const places = random.randint(key, [20_000], 0, 50_000);

/** The names of the operations that a function has compiled. */
const compiledBy = (f: () => unknown): string[] => {
  const names: string[] = [];
  const evaluator: Evaluator = (...operation) => {
    if (programOfOperation(...operation) !== undefined) names.push(operation[0].name);
    return wasmExecutor.evaluate?.(...operation);
  };
  setEvaluator(evaluator);
  try {
    f();
  } finally {
    setEvaluator(wasmExecutor.evaluate);
  }
  return names;
};

const operations: { readonly [name: string]: readonly [f: () => NDArray, compiled: readonly string[]] } = {
  'elementwise functions': [() => np.exp(vector), ['exp']],
  'functions with a rule of their own': [() => nn.softmax(matrix).add(nn.relu(vector).at(0)), ['custom_jvp_call']],
  'rows that are repeated': [() => matrix.sub(matrix.at(0)), ['sub']],
  'numbers that are repeated': [() => vector.mul(3), ['mul']],
  sums: [
    () =>
      np.sum(
        vector
          .at(':50000')
          .reshape([1, 50_000])
          .add(np.zeros([4, 1], float64)),
        { axis: 1 },
      ),
    ['add', 'reduce_sum'],
  ],
  products: [() => np.matmul(matrix, matrix), ['dot_general']],
  factors: [() => linalg.cholesky(np.matmul(matrix, matrix.T).add(np.eye(200, float64))), ['cholesky']],
  elements: [() => vector.at(places), ['gather']],
  'sums at places': [() => np.zeros([50_000], float64).addAt(places, vector.at(':20000')), ['scatter-add']],
  'functions of several steps': [() => np.nanToNum(nn.gelu(np.diff(vector))), ['jit', 'jit', 'jit']],
  'searches in a long line': [() => np.searchsorted(np.sort(vector), vector.at(':10')), ['jit']],
  sorting: [() => np.sort(vector), ['sort']],
  'transposes of large arrays': [() => large.T, ['transpose']],
  'axes in another order': [() => np.transpose(large.reshape([2, 150, 5, 100]), [2, 0, 3, 1]), ['transpose']],
  reversals: [() => np.flip(large), ['rev']],
  'every other element': [() => large.at('...', '::2'), ['slice']],
  'arrays that are interleaved': [() => np.stack([large, large.neg()], { axis: -1 }), ['concatenate']],
  'elements that are repeated': [() => np.repeat(large, 2), ['reshape']],
  'complex numbers in another order': [() => lax.complex(large, large.neg()).T, ['transpose']],
  loops: [
    () => lax.scan((c: NDArray, x: NDArray): [NDArray, null] => [c.mul(0.5).add(x), null], vector.at(0), vector)[0],
    ['scan'],
  ],
};

describe('operations on large arrays', () => {
  it.each(Object.entries(operations))('%s are compiled', (_, [f, names]) => {
    const found = compiledBy(f);
    for (const name of names) expect(found).toContain(name);
    const expected = withBackend('reference', f);
    expect(np.allclose(f(), expected, { rtol: 1e-12, atol: 1e-12 }).item()).toBe(true);
  });

  it('give the same bits at each call', () => {
    const sum = (): number => np.sum(np.exp(vector)).item();
    expect([sum(), sum()]).toEqual([sum(), sum()]);
  });

  it('find their errors before anything is compiled', () => {
    expect(() => matrix.add(vector)).toThrow(/\(200, 200\).*\(50000,\)/);
  });
});

describe('functions of several steps', () => {
  it('are one program where their operands are known', () => {
    expect(compiledBy(() => np.allclose(vector, vector.add(1e-9)))).toEqual(['add', 'jit']);
    // what they compare with may be traced
    const below = (left: NDArray) => np.interp(vector, [0, 1], [2, 3], { left }).sum();
    expect(grad(below)(array(5, float64)).item()).toBe(np.countNonzero(np.less(vector, 0)).item());
  });

  it('are as they are where they are traced', () => {
    expect(String(makeJaxpr(nn.relu)(vector))).not.toContain('jit');
    expect(
      grad((x: NDArray) => nn.relu(x).sum())(vector)
        .sum()
        .item(),
    ).toBe(np.sum(np.greater(vector, 0)).item());
  });
});

describe('results in the memory of programs', () => {
  it('stay there under another shape, until nobody has them', () => {
    const squares = np.square(large);
    const before = wasmExecutor.memoryInUse;
    const column = squares.reshape([-1, 1]);
    const line = np.squeeze(column);
    expect(wasmExecutor.memoryInUse).toBe(before);
    const copied = vi.spyOn(Float64Array.prototype, 'set');
    try {
      const twice = column.add(column).ravel();
      expect(copied).not.toHaveBeenCalled();
      // what becomes of one of them is nothing to the others
      jit((x: NDArray) => x.sum(), { donateArgnums: 0 })(column);
      expect(() => column.toTypedArray()).toThrow('donateArgnums');
      expect(line.at(7).item()).toBe(large.at(0, 7).item<number>() ** 2);
      expect(twice.at(7).item()).toBe(2 * line.at(7).item<number>());
      expect(squares.at(0, 7).item()).toBe(line.at(7).item());
    } finally {
      copied.mockRestore();
    }
  });

  it('that are one value throughout stay so', () => {
    const zeros = np.zeros([300, 500], float64);
    const sum = jit((x: NDArray, y: NDArray) => x.add(y));
    for (let i = 0; i < 3; i++) sum(zeros, large);
    expect((zeros.reshape([-1]) as ConcreteArray).uniform).toBe(0);
  });
});

describe('other operations are not', () => {
  it.each<[string, () => unknown]>([
    ['on few elements', () => np.exp(vector.at(':1000')).mul(2).sum()],
    ['views', () => vector.reshape([100, 500]).T.at(3)],
    ['views of neighbours', () => np.concatenate([large.at('10:'), large.at(':10')]).at(null)],
    ['few elements of many', () => vector.at(places.at(':100'))],
    ['of one value throughout', () => np.zeros([1_000_000]).add(1)],
    ['too large ones', () => np.ones([2 ** 15, 2 ** 15]).add(np.zeros([2 ** 15, 2 ** 15]))],
    [
      'what is not written out',
      () =>
        linalg.eigvals(
          array([
            [1, 2],
            [3, 4],
          ]),
        ),
    ],
  ])('%s', (_, f) => {
    expect(compiledBy(f)).toEqual([]);
  });
});

describe('where the memory of compiled programs does not grow', () => {
  it('operations are interpreted', () => {
    const grow = vi.spyOn(WebAssembly.Memory.prototype, 'grow').mockImplementation(() => {
      throw new RangeError('no room');
    });
    try {
      const x = array(new Float32Array(2 ** 23 - 5).fill(4));
      expect(np.sqrt(x).at(-1).item()).toBe(2);
    } finally {
      grow.mockRestore();
    }
  });
});

describe('loops that nobody knows the length of', () => {
  it('are compiled when they go on for long', () => {
    const count = (n: number): number =>
      lax
        .whileLoop(
          (i: NDArray) => np.less(i, n),
          (i: NDArray) => i.add(1),
          array(0, { dtype: 'int32' }),
        )
        .item();
    expect(count(5)).toBe(5);
    expect(count(100_000)).toBe(100_000);
  });
});
