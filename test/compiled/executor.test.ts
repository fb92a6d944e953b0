import { array, hessian, jit, lax, makeJaxpr, type NDArray, numpy as np } from 'nabla';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ConcreteArray } from '../../src/array/ndarray.ts';
import { createWasmExecutor } from '../../src/backends/wasm/executor.ts';
import { setExecutor } from '../../src/core/evaluate.ts';
import { compareExecutors } from './compare.ts';

const traced = (f: (x: NDArray) => NDArray, x: NDArray) => makeJaxpr(f)(x).jaxpr;
const vector = (...values: number[]): ConcreteArray => array(values, { dtype: 'float64' }) as ConcreteArray;

describe('the cache of programs', () => {
  it('compiles equal programs of different functions once', () => {
    const executor = createWasmExecutor({ eager: true });
    const x = vector(1, 2, 3);
    for (let i = 0; i < 5; i++)
      executor.run(
        traced(y => np.sum(y.mul(y)), x),
        [x],
      );
    expect(executor.counts).toEqual({ hits: 4, misses: 1, size: 1 });
  });

  it('tells programs apart whose outputs are followed by the numbers of their contents', () => {
    // "… v1" and content 5 are not "… v15"
    const executor = createWasmExecutor({ eager: true });
    const n = 1100;
    const x = array(Float64Array.from({ length: n }, (_, i) => i)) as ConcreteArray;
    const run = (from: number, output: number): number => {
      const index = array(
        Int32Array.from({ length: n }, (_, i) => (i + from) % n),
        { dtype: 'int32' },
      );
      const chain = (y: NDArray): NDArray[] => {
        const values = [np.take(y, index)];
        for (let i = 1; i < 40; i++) values.push(values[i - 1]!.add(1));
        return [values[39]!, values[output]!];
      };
      const { jaxpr } = makeJaxpr(chain)(x);
      return executor.run(jaxpr, [x])[1]!.data[0]!;
    };
    for (const from of [0, 500]) {
      for (let output = 0; output < 39; output++) expect(run(from, output)).toBe(from + output);
    }
    expect(executor.counts.hits).toBe(0);
  });

  it('tells programs apart that differ in a number, an axis or a constant', () => {
    const executor = createWasmExecutor({ eager: true });
    const x = array(
      [
        [1, 2],
        [3, 4],
      ],
      { dtype: 'float64' },
    ) as ConcreteArray;
    const results = [
      (y: NDArray) => y.mul(2),
      (y: NDArray) => y.mul(-2),
      (y: NDArray) => y.mul(0),
      (y: NDArray) => y.mul(-0),
      (y: NDArray) => np.cumsum(y, { axis: 0 }),
      (y: NDArray) => np.cumsum(y, { axis: 1 }),
      (y: NDArray) =>
        y.add(
          array(
            [
              [1, 0],
              [0, 0],
            ],
            { dtype: 'float64' },
          ),
        ),
      (y: NDArray) =>
        y.add(
          array(
            [
              [0, 1],
              [0, 0],
            ],
            { dtype: 'float64' },
          ),
        ),
    ].map(f => [...executor.run(traced(f, x), [x])[0]!.data]);
    expect(results).toEqual([
      [2, 4, 6, 8],
      [-2, -4, -6, -8],
      [0, 0, 0, 0],
      [-0, -0, -0, -0],
      [1, 2, 4, 6],
      [1, 3, 3, 7],
      [2, 2, 3, 4],
      [1, 3, 3, 4],
    ]);
    expect(executor.counts.hits).toBe(0);
  });

  it('takes large constants as inputs, so that their values do not matter to it', () => {
    const executor = createWasmExecutor({ eager: true });
    const x = vector(2);
    const sums = [1, 2, 3].map(seed => {
      const data = array(
        Float64Array.from({ length: 1000 }, (_, i) => seed + i),
        { dtype: 'float64' },
      );
      return executor.run(
        traced(y => np.sum(data.mul(y.at(0))), x),
        [x],
      )[0]!.data[0];
    });
    expect(sums).toEqual([1, 2, 3].map(seed => 2 * (1000 * seed + 499500)));
    expect(executor.counts.misses).toBe(1);
  });

  it('tells programs apart that differ in one of many places, and finds each of them again', () => {
    const executor = createWasmExecutor({ eager: true });
    const x = vector(3, 4);
    const places = [-1, 1500, 700, -1, 1500, 700];
    const sums = places.map(place => {
      const index = array(
        Int32Array.from({ length: 2000 }, (_, i) => (i === place ? 1 : 0)),
        { dtype: 'int32' },
      );
      const weights = np.arange(2000, { dtype: 'float64' });
      return executor.run(
        traced(y => np.sum(y.at(index).mul(weights)), x),
        [x],
      )[0]!.data[0];
    });
    expect(sums).toEqual(places.map(place => 3 * 1999000 + Math.max(0, place)));
    expect(executor.counts).toEqual({ hits: 3, misses: 3, size: 3 });
  });

  it('is bounded, and programs that it has let go run again', () => {
    const executor = createWasmExecutor({ eager: true });
    const x = vector(1, 2);
    const jaxprs = Array.from({ length: 300 }, (_, i) => traced(y => y.add(i), x));
    for (const jaxpr of jaxprs) executor.run(jaxpr, [x]);
    expect(executor.counts.size).toBe(256);
    expect([...executor.run(jaxprs[0]!, [x])[0]!.data]).toEqual([1, 2]);
  });
});

describe('what the host refuses to compile', () => {
  const { Module } = WebAssembly;
  const large = array(new Float64Array(8192).fill(2));
  afterEach(() => {
    WebAssembly.Module = Module;
  });
  /** Has the host refuse all modules but the empty one. */
  const refuse = (error: Error): void => {
    WebAssembly.Module = class extends Module {
      constructor(bytes: BufferSource) {
        if (bytes.byteLength > 64) throw error;
        super(bytes);
      }
    } as typeof Module;
  };

  it('is interpreted where it is too large, with nothing left in memory', () => {
    const executor = createWasmExecutor({ eager: true });
    refuse(new RangeError('more than 8 MiB on the main thread'));
    const jaxpr = traced(y => np.sum(y.mul(large)), large);
    for (let i = 0; i < 3; i++) expect([...executor.run(jaxpr, [large as ConcreteArray])[0]!.data]).toEqual([32768]);
    expect(executor.load?.(jaxpr)).toBeUndefined();
    expect(executor.memoryInUse).toBeLessThan(1024);
  });

  it('is interpreted where its arrays have more axes than loops can have', () => {
    const x = np.arange(2 ** 17, { dtype: 'float64' }).reshape(Array<number>(17).fill(2));
    const f = (y: NDArray): NDArray => np.square(y.transpose()).add(y);
    const expected = f(x).toTypedArray();
    const compiled = jit(f);
    for (let call = 0; call < 3; call++) expect(compiled(x).toTypedArray()).toEqual(expected);
  });

  it('is an error where the module is wrong', () => {
    refuse(new WebAssembly.CompileError('type mismatch'));
    const jaxpr = traced(y => np.sum(y.mul(large)), large);
    const executor = createWasmExecutor({ eager: true });
    expect(() => executor.run(jaxpr, [large as ConcreteArray])).toThrow('type mismatch');
  });
});

describe('the first run', () => {
  const { Module } = WebAssembly;
  let modules = 0;
  beforeAll(() => {
    WebAssembly.Module = class extends Module {
      constructor(bytes: BufferSource) {
        super(bytes);
        if (bytes.byteLength > 64) modules++;
      }
    } as typeof Module;
  });
  afterAll(() => {
    WebAssembly.Module = Module;
  });
  const matrix = (n: number): NDArray => np.linspace(-1, 1, n * n, { dtype: 'float64' }).reshape([n, n]);
  const rosenbrock = (x: NDArray): NDArray =>
    np.sum(
      np
        .square(x.at('1:').sub(np.square(x.at(':-1'))))
        .mul(100)
        .add(np.square(np.subtract(1, x.at(':-1')))),
    );
  const steps = (count: number) => (y: NDArray) => lax.foriLoop(0, count, (_, z: NDArray) => np.sin(z.add(1)), y);
  const upTo = (most: number) => (y: NDArray) =>
    lax.whileLoop(
      (z: NDArray) => np.less(z.at(0), most),
      (z: NDArray) => z.add(1),
      y,
    );

  it.each([
    ['of little work', (y: NDArray) => np.exp(y).mul(2), vector(1, 2, 3), 0],
    ['of some work', (y: NDArray) => np.exp(y).mul(2), matrix(100), 0],
    ['of much work', (y: NDArray) => np.exp(y).mul(2), matrix(300), 1],
    ['with a small product', (y: NDArray) => y.matmul(y), matrix(30), 0],
    ['with a large product', (y: NDArray) => y.matmul(y), matrix(60), 1],
    ['with a short loop', steps(10), vector(1, 2), 0],
    ['with a long loop', steps(2000), vector(1, 2), 1],
    ['with a loop that ends soon', upTo(50), vector(1, 2), 0],
    ['with a loop that goes on', upTo(5000), vector(1, 2), 1],
    ['with a result of zeros and few elements', hessian(rosenbrock), np.linspace(0, 1, 500, { dtype: 'float64' }), 0],
  ] as const)('%s', (_, f, x, compiled) => {
    const executor = createWasmExecutor();
    const jaxpr = traced(f, x);
    modules = 0;
    const first = executor.run(jaxpr, [x as ConcreteArray])[0]!;
    expect(modules).toBe(compiled);
    const second = executor.run(jaxpr, [x as ConcreteArray])[0]!;
    expect(modules).toBe(1);
    expect(np.max(np.abs(first.sub(second))).item()).toBeLessThan(1e-12);
  });

  it('of more than 10,000 equations is followed by others until compiling has paid', () => {
    const executor = createWasmExecutor();
    const logistic = (y: NDArray): NDArray => {
      let z = y;
      for (let i = 0; i < 3400; i++) z = z.sub(z.mul(z)).mul(3.5);
      return z;
    };
    const x = np.linspace(0.1, 0.9, 64, { dtype: 'float64' });
    const jaxpr = traced(logistic, x);
    expect(jaxpr.equations.length).toBeGreaterThan(10_000);
    modules = 0;
    const first = executor.run(jaxpr, [x as ConcreteArray])[0]!;
    let runs = 1;
    for (; modules === 0 && runs < 64; runs++) executor.run(jaxpr, [x as ConcreteArray]);
    expect(runs).toBeGreaterThan(10);
    expect(modules).toBe(1);
    const compiled = executor.run(jaxpr, [x as ConcreteArray])[0]!;
    // the map is attracted by four points, so that rounding dies away
    expect(np.max(np.abs(first.sub(compiled))).item()).toBeLessThan(1e-12);
  });
});

describe('memory', () => {
  it('stays as it is over many calls', () => {
    const executor = createWasmExecutor({ eager: true });
    const f = (y: NDArray): NDArray => np.sum(np.square(y.at('1:').sub(np.square(y.at(':-1')))));
    const x = vector(1, 2, 3, 4);
    const jaxpr = traced(hessian(f), x);
    executor.run(jaxpr, [x]);
    const before = executor.memoryInUse;
    for (let i = 0; i < 20_000; i++) executor.run(jaxpr, [x]);
    expect(executor.memoryInUse).toBe(before);
  });

  it('has room for the parameters of a loop once, and keeps what comes again', () => {
    const executor = createWasmExecutor({ eager: true });
    const [data, start] = [new Float64Array(1 << 16).fill(2), new Float64Array(1 << 16).fill(8)].map(
      values => array(values) as ConcreteArray,
    ) as [ConcreteArray, ConcreteArray];
    const { jaxpr: step } = makeJaxpr((x: NDArray, y: NDArray) => x.add(y).div(2))(start, data);
    let x = start;
    for (let i = 0; i < 50; i++) x = executor.run(step, [x, data])[0]!;
    expect(x.data[12345]).toBeCloseTo(2);
    // of 512 KiB each
    expect(executor.memoryInUse).toBeLessThan(2 * 2 ** 20);
    const before = executor.memoryInUse;
    executor.run(step, [data, data]);
    expect(executor.memoryInUse).toBe(before);
  });

  it('keeps large bools, as wide as integers there, until they are read', () => {
    const executor = createWasmExecutor({ eager: true });
    const x = array(Float64Array.from({ length: 1 << 19 }, (_, i) => i)) as ConcreteArray;
    const isOdd = traced(y => np.equal(np.mod(y, 2), 1), x);
    const [odd] = executor.run(isOdd, [x]);
    const { jaxpr: choose } = makeJaxpr((y: NDArray, chosen: NDArray) => np.where(chosen, y, -1))(x, odd!);
    const before = executor.memoryInUse;
    const [result] = executor.run(choose, [x, odd!]);
    // x is kept now, and the result, of 4 MiB each
    expect(executor.memoryInUse - before).toBeLessThan(8.5 * 2 ** 20);
    expect([...result!.data.subarray(0, 4)]).toEqual([-1, 1, -1, 3]);
    expect(odd!.data).toBeInstanceOf(Uint8Array);
    expect([...odd!.data.subarray(-3)]).toEqual([1, 0, 1]);
  });

  it('lets large results go that nobody has read, and keeps their values', () => {
    const executor = createWasmExecutor({ eager: true });
    const x = array(new Float64Array(1 << 20).fill(1)) as ConcreteArray;
    const jaxpr = traced(y => y.add(y), x);
    let input = x;
    const first: ConcreteArray[] = [];
    for (let i = 0; i < 40; i++) {
      const [result] = executor.run(jaxpr, [input]);
      first.push(result!);
      input = i % 10 === 9 ? x : result!;
    }
    // 40 results of 8 MiB each
    expect(executor.memoryInUse).toBeLessThan(280 * 2 ** 20);
    expect(first.slice(0, 11).map(result => result.data[12345])).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2]);
  });

  it('computes beyond 2 GiB, where addresses are negative numbers to WebAssembly', () => {
    const executor = createWasmExecutor({ eager: true });
    // reserves its result of 2.4 GB, of which nothing is touched
    const large = traced(y => np.sin(y.reshape([-1, 1]).add(y)), array(new Float64Array(17_500)));
    const held = executor.load?.(large);
    const x = array(Float64Array.from({ length: 40_000 }, (_, i) => i)) as ConcreteArray;
    const jaxpr = traced(y => np.flip(np.sqrt(y)).mul(2), x);
    for (let i = 0; i < 2; i++) {
      const { data } = executor.run(jaxpr, [x])[0]!;
      expect([data[39_999], data[39_990], data[0]]).toEqual([0, 6, 2 * Math.sqrt(39_999)]);
    }
    const out = new Float64Array(40_000);
    executor.load?.(jaxpr)?.([x.data], [out]);
    expect(out[39_990]).toBe(6);
    expect(held).toBeDefined();
  });

  it('says how much is missing where a program does not fit', () => {
    const x = array(new Float64Array(30_000));
    const outer = jit((y: NDArray) => y.reshape([30_000, 1]).add(y.reshape([1, 30_000])));
    expect(() => outer(x)).toThrow(/7200000000 bytes of memory are needed/);
  });
});

describe('compiled functions', () => {
  const x = array([1, 2]);
  const call = jit((y: NDArray) => y.mul(2))
    .lower(x)
    .compile();
  const input = new Float32Array([1, 2]);

  it('say what they were given where it does not fit', () => {
    expect(() => call([new Float64Array(2)])).toThrow(
      'input 0 needs a Float32Array of length 2 (float32[2]), got a Float64Array of length 2',
    );
    expect(() => call([new Float32Array(3)])).toThrow('got a Float32Array of length 3');
    expect(() => call([[1, 2]] as never)).toThrow('input 0 needs a Float32Array');
    expect(() => call([])).toThrow('expected 1 input arrays, got 0');
    expect(() => call(input as never)).toThrow('expected a list of 1 input arrays');
    expect(() => call(null as never)).toThrow('expected a list of 1 input arrays');
    expect(() => call([input], [])).toThrow('expected 1 output arrays, got 0');
    expect(() => call([input], [new Float32Array(1)])).toThrow('output 0 needs a Float32Array of length 2');
  });

  it('write into what they are given, which may be an input', () => {
    const both = Float32Array.from(input);
    expect(call([both], [both])[0]).toBe(both);
    expect([...both]).toEqual([2, 4]);
  });

  it('take any byte but 0 as true', () => {
    const flags = array([true, false, true], { dtype: 'bool' });
    const count = jit((y: NDArray) => np.sum(y.astype('int32')))
      .lower(flags)
      .compile();
    expect([...count([Uint8Array.of(2, 0, 255)])[0]!]).toEqual([2]);
  });
});

it('plans values that a known condition keeps apart from what is computed later', () => {
  const x = array([[0.5]], { dtype: 'float32' }) as ConcreteArray;
  const n = array([1, 2, 3], { dtype: 'int32' }) as ConcreteArray;
  const { jaxpr } = makeJaxpr((a: NDArray, b: NDArray) => {
    const order = np.argsort(a, { axis: 0 });
    const chosen = np.tril(order, { k: -1 });
    const [carry] = lax.scan((c: NDArray, v: NDArray) => [np.maximum(c, v), c] as const, b.at(':1'), chosen);
    return [np.countNonzero(order, { axis: 1 }), np.argmax(chosen.ravel()), carry.sub(chosen.ravel())];
  })(x, n);
  expect(compareExecutors(jaxpr, [x, n])).toEqual([]);
});

it('runs programs inside of programs', () => {
  const executor = createWasmExecutor({ eager: true });
  setExecutor(executor);
  const f = jit((x: NDArray) => np.sum(np.sort(x).mul(np.cumsum(x))));
  expect(f(vector(3, 1, 2)).item()).toBe(1 * 3 + 2 * 4 + 3 * 6);
});
