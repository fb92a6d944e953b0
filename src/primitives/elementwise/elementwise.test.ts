import { describe, expect, it } from 'vitest';
import { allocate, type DType } from '../../array/dtype.ts';
import { ConcreteArray, type NDArray, scalar } from '../../array/ndarray.ts';
import { makeAval } from '../../core/aval.ts';
import { evaluateJaxpr } from '../../core/evaluate.ts';
import { shownParams } from '../../core/jax-notation.ts';
import type { Jaxpr } from '../../core/jaxpr.ts';
import { traceClosed } from '../../core/tracer.ts';
import { batchJaxpr } from '../../transforms/batch.ts';
import { jvpJaxpr } from '../../transforms/jvp.ts';
import { linearizeJaxpr } from '../../transforms/linearize.ts';
import { transposeJaxpr } from '../../transforms/transpose.ts';
import { zerosLike } from '../linear.ts';
import { elementwiseSamples } from './elementwise.samples.ts';
import { randomGammaGradA } from './incomplete.ts';
import * as lax from './index.ts';
import { unary } from './unary.ts';

const arrayOf = (dtype: DType, shape: readonly number[], values: readonly number[]): ConcreteArray => {
  const data = allocate(dtype, values.length);
  data.set(values);
  return new ConcreteArray(shape, dtype, data);
};
const int = (...values: number[]) => arrayOf('int32', [values.length], values);
const uint = (...values: number[]) => arrayOf('uint32', [values.length], values);
const float = (...values: number[]) => arrayOf('float32', [values.length], values);
const double = (...values: number[]) => arrayOf('float64', [values.length], values);
const complex = (...values: [number, number][]) =>
  new ConcreteArray([values.length], 'complex128', new Float64Array(values.flat()));
const describeArray = (x: NDArray): [DType, boolean, unknown] => [x.dtype, x.weakType, x.tolist()];

describe('integers, as in XLA', () => {
  it('wrap around', () => {
    expect(lax.add(int(2147483647), 1).tolist()).toEqual([-2147483648]);
    expect(lax.mul(int(65537), int(65537)).tolist()).toEqual([131073]);
    expect(lax.mul(uint(4294967295), uint(4294967295)).tolist()).toEqual([1]);
    expect(lax.neg(uint(3)).tolist()).toEqual([4294967293]);
    expect(lax.neg(int(-2147483648)).tolist()).toEqual([-2147483648]);
    expect(lax.abs(int(-2147483648)).tolist()).toEqual([-2147483648]);
    expect(lax.integerPow(int(3, 1000), 5).tolist()).toEqual([243, -1530494976]);
  });

  it('truncate quotients; x / 0 has all bits set, x rem 0 is x', () => {
    const dividends = int(7, -7, 7, 5, -2147483648);
    const divisors = int(2, 2, -2, 0, -1);
    expect(lax.div(dividends, divisors).tolist()).toEqual([3, -3, -3, -1, -2147483648]);
    expect(lax.rem(dividends, divisors).tolist()).toEqual([1, -1, 1, 5, 0]);
    expect(lax.div(uint(7, 5), uint(2, 0)).tolist()).toEqual([3, 4294967295]);
    expect(lax.rem(uint(7, 5), uint(2, 0)).tolist()).toEqual([1, 5]);
  });

  it('lose all bits in shifts by more than they have', () => {
    const x = int(1, 1, -1, -8);
    const amounts = int(31, 32, -1, 1);
    expect(lax.shiftLeft(x, amounts).tolist()).toEqual([-2147483648, 0, 0, -16]);
    expect(lax.shiftRightLogical(x, amounts).tolist()).toEqual([0, 0, 0, 2147483644]);
    expect(lax.shiftRightArithmetic(x, amounts).tolist()).toEqual([0, 0, -1, -4]);
    expect(lax.shiftRightArithmetic(uint(4294967295, 8), uint(4, 32)).tolist()).toEqual([4294967295, 0]);
  });

  it('count bits', () => {
    expect(lax.populationCount(int(-1, 0, 5, -2147483648, 1431655765)).tolist()).toEqual([32, 0, 2, 1, 16]);
    expect(lax.populationCount(uint(4294967295)).tolist()).toEqual([32]);
    expect(lax.clz(int(-1, 0, 5)).tolist()).toEqual([0, 32, 29]);
  });

  it('refuse negative powers', () => {
    expect(() => lax.integerPow(int(3), -1)).toThrow(TypeError);
    expect(() => lax.integerPow(3, 0.5)).toThrow(TypeError);
  });
});

describe('floats', () => {
  it('keep NaN and signed zeros where they should', () => {
    expect(lax.max(float(1, NaN), float(NaN, 1)).tolist()).toEqual([NaN, NaN]);
    expect(lax.min(float(0), float(-0)).tolist()).toEqual([-0]);
    expect(lax.clamp(0, float(NaN, -1, 2), 1).tolist()).toEqual([NaN, 0, 1]);
    expect(lax.clamp(3, float(0), 1).tolist()).toEqual([1]);
    expect(lax.sign(float(-0, NaN, -Infinity)).tolist()).toEqual([-0, NaN, -1]);
    expect(lax.eq(float(NaN), float(NaN)).tolist()).toEqual([false]);
    expect(lax.ne(float(NaN), float(NaN)).tolist()).toEqual([true]);
  });

  it('raise 1 to any power to 1, as in C', () => {
    const x = float(1, 1, -1, NaN, -8, 0);
    expect(lax.pow(x, float(NaN, Infinity, -Infinity, 0, 1 / 3, -1)).tolist()).toEqual([1, 1, 1, 1, NaN, Infinity]);
  });

  it('round halves away from zero, or to even', () => {
    const x = float(0.5, 1.5, 2.5, -0.5, -1.5, 0.49999997, 8388609);
    expect(lax.round(x).tolist()).toEqual([1, 2, 3, -1, -2, 0, 8388609]);
    expect(lax.round(x, { roundingMethod: 'toNearestEven' }).tolist()).toEqual([0, 2, 2, -0, -2, 0, 8388609]);
  });

  it('step in units of their own dtype', () => {
    expect(lax.nextafter(float(1), float(2)).tolist()).toEqual([1 + 2 ** -23]);
    expect(lax.nextafter(double(1), double(2)).tolist()).toEqual([1 + 2 ** -52]);
  });
});

describe('dtypes', () => {
  it('are promoted, weak ones giving way', () => {
    expect(describeArray(lax.add(int(1), 1))).toEqual(['int32', false, [2]]);
    expect(describeArray(lax.add(int(1), 1.5))).toEqual(['float32', true, [2.5]]);
    expect(describeArray(lax.mul(double(1), 2))).toEqual(['float64', false, [2]]);
    expect(describeArray(lax.add(float(1), double(1)))).toEqual(['float64', false, [2]]);
    expect(describeArray(lax.add(int(1), float(1)))).toEqual(['float32', false, [2]]);
    expect(describeArray(lax.sin(int(0)))).toEqual(['float32', false, [0]]);
    expect(describeArray(lax.sin(0))).toEqual(['float32', true, 0]);
    expect(describeArray(lax.pow(int(3), 2))).toEqual(['int32', false, [9]]);
    expect(describeArray(lax.pow(int(3), 0.5)).slice(0, 2)).toEqual(['float32', true]);
    expect(describeArray(lax.pow(double(3), int(2)))).toEqual(['float64', false, [9]]);
  });

  it('of comparisons are bool and never weak', () => {
    expect(describeArray(lax.lt(1, 2))).toEqual(['bool', false, true]);
    expect(describeArray(lax.isFinite(1))).toEqual(['bool', false, true]);
  });

  it('of the predicate do not make a selection strong', () => {
    expect(describeArray(lax.select(true, 1, 2))).toEqual(['float32', true, 1]);
    expect(describeArray(lax.select(true, int(1), 2))).toEqual(['int32', false, [1]]);
  });

  it('are refused by name', () => {
    expect(() => lax.bitwiseAnd(float(1), float(1))).toThrow(/^and: does not accept dtype float32, only bool or int/);
    expect(() => lax.lt(complex([1, 2]), 1)).toThrow(/^lt: does not accept dtype complex128/);
    expect(() => lax.neg(true)).toThrow(TypeError);
    expect(() => lax.select(1, 2, 3)).toThrow(/^select: the predicate must be bool/);
    expect(() => lax.selectN(true, 1, 2, 3)).toThrow(TypeError);
    expect(() => lax.add(float(1, 2), float(1, 2, 3))).toThrow(RangeError);
    expect(() => lax.round(1, { roundingMethod: 'up' as never })).toThrow(TypeError);
  });

  it('complex lead to real ones and back', () => {
    const z = complex([3, 4], [0, 0]);
    expect(describeArray(lax.abs(z))).toEqual(['float64', false, [5, 0]]);
    expect(describeArray(lax.imag(z))).toEqual(['float64', false, [4, 0]]);
    expect(describeArray(lax.complex(float(1), float(2)))).toEqual(['complex64', false, [{ re: 1, im: 2 }]]);
    expect(describeArray(lax.conj(float(1)))[0]).toBe('complex64');
    expect(describeArray(lax.sign(z))).toEqual([
      'complex128',
      false,
      [
        { re: 0.6, im: 0.8 },
        { re: 0, im: 0 },
      ],
    ]);
    expect(lax.max(z, complex([3, 5], [-1, 0])).tolist()).toEqual([
      { re: 3, im: 5 },
      { re: 0, im: 0 },
    ]);
  });
});

describe('shapes', () => {
  it('broadcast, scalars without being stored', () => {
    const program = traceClosed(
      ([x, y]) => [lax.mul(x!, y!)],
      [makeAval([2], 'float32'), makeAval([], 'float32')],
      'f',
    );
    expect(program.equations.map(equation => equation.primitive.name)).toEqual(['mul']);
    expect(lax.sub(arrayOf('float32', [2, 1], [1, 2]), float(1, 2)).tolist()).toEqual([
      [0, -1],
      [1, 0],
    ]);
  });

  it('of arrays with one value throughout take no memory', () => {
    const large = new ConcreteArray([1 << 20, 1 << 20], 'float32', { uniform: 0.1 });
    const result = lax.add(lax.mul(large, large), 1) as ConcreteArray;
    expect(result.uniform).toBe(Math.fround(1 + Math.fround(Math.fround(0.1) ** 2)));
  });

  it('select by number, out of range by the nearest', () => {
    const cases = [10, 20, 30].map(value => float(value, value, value, value, value));
    expect(lax.selectN(int(0, 1, 2, 3, -1), ...cases).tolist()).toEqual([10, 20, 30, 30, 10]);
  });
});

/** Derivative programs of a program of one scalar: forward, and backwards. */
const forward = (program: Jaxpr): Jaxpr =>
  traceClosed(
    ([x]) => {
      const { jaxpr, nonzeroOutputs } = jvpJaxpr(program, [true]);
      const tangent = evaluateJaxpr(jaxpr, [x!, scalar(1, x!.dtype)])[1];
      return [nonzeroOutputs[0] ? tangent! : zerosLike(x!)];
    },
    [program.inputs[0]!.aval],
    'forward',
  );
const reverse = (program: Jaxpr): Jaxpr =>
  traceClosed(
    ([x]) => {
      const { primal, linear, nonzeroOutputs } = linearizeJaxpr(program, [true]);
      if (!nonzeroOutputs[0]) return [zerosLike(x!)];
      const [, ...residuals] = evaluateJaxpr(primal, [x!]);
      const transposed = transposeJaxpr(linear, [...residuals.map(() => false), true], [true]);
      const cotangent = evaluateJaxpr(transposed.jaxpr, [...residuals, scalar(1, x!.dtype)])[0];
      return [transposed.nonzeroOutputs[0] ? cotangent! : zerosLike(x!)];
    },
    [program.inputs[0]!.aval],
    'reverse',
  );
const valueAt = (program: Jaxpr, x: number): number => evaluateJaxpr(program, [scalar(x, 'float32')])[0]!.item();

describe('derivatives at kinks and at zero, as in JAX', () => {
  const zero = scalar(0, 'float32');
  const rows: readonly (readonly [
    name: string,
    f: (x: NDArray) => NDArray,
    value: number,
    first: number,
    second: number,
  ])[] = [
    ['abs', lax.abs, 0, 1, 0],
    ['sign', lax.sign, 0, 0, 0],
    ['floor', lax.floor, 0, 0, 0],
    ['round', x => lax.round(x), 0, 0, 0],
    ['max(x, 0)', x => lax.max(x, 0), 0, 0.5, 0],
    ['min(x, 0)', x => lax.min(x, 0), 0, 0.5, 0],
    ['max(x, -x)', x => lax.max(x, lax.neg(x)), 0, 0, 0],
    ['clamp(0, x, 1)', x => lax.clamp(0, x, 1), 0, 0, 0],
    ['min(max(x, 0), 1)', x => lax.min(lax.max(x, 0), 1), 0, 0.5, 0],
    ['max(x, 0)²', x => lax.square(lax.max(x, 0)), 0, 0, 0.5],
    ['sqrt', lax.sqrt, 0, Infinity, -Infinity],
    ['cbrt', lax.cbrt, 0, Infinity, -Infinity],
    ['log1p', lax.log1p, 0, 1, -1],
    ['abs(x)²', x => lax.square(lax.abs(x)), 0, 0, 2],
    ['square', lax.square, 0, 0, 2],
    ['integerPow(x, 0)', x => lax.integerPow(x, 0), 1, 0, 0],
    ['integerPow(x, 1)', x => lax.integerPow(x, 1), 0, 1, 0],
    ['pow(x, 2)', x => lax.pow(x, 2), 0, 0, 2],
    ['pow(x, 2.)', x => lax.pow(x, scalar(2, 'float32')), 0, 0, 2],
    ['pow(x, 1.5)', x => lax.pow(x, 1.5), 0, 0, Infinity],
    ['pow(x, 1.)', x => lax.pow(x, scalar(1, 'float32')), 0, 1, NaN],
    ['pow(x, 0.)', x => lax.pow(x, scalar(0, 'float32')), 1, NaN, NaN],
    ['pow(x, int 2)', x => lax.pow(x, scalar(2, 'int32')), 0, 0, 2],
    ['pow(0, x)', x => lax.pow(zero, x), 1, 0, 0],
    ['atan2(x, x)', x => lax.atan2(x, x), 0, NaN, NaN],
    ['x · log x', x => lax.mul(x, lax.log(x)), NaN, NaN, NaN],
    ['rem(x, 1)', x => lax.rem(x, 1), 0, 1, 0],
    ['where twice', x => lax.select(lax.gt(x, 0), lax.sqrt(lax.select(lax.gt(x, 0), x, 1)), 0), 0, 0, 0],
    ['tan', lax.tan, 0, 1, 0],
    ['asin', lax.asin, 0, 1, 0],
    ['tanh', lax.tanh, 0, 1, 0],
    ['logistic', lax.logistic, 0.5, 0.25, 0],
    ['besselI0e', lax.besselI0e, 1, 0, 0.5],
    ['besselI1e', lax.besselI1e, 0, 0.5, 0],
  ];
  it.each(rows)('%s', (_, f, value, first, second) => {
    const program = traceClosed(([x]) => [f(x!)], [makeAval([], 'float32')], 'f');
    expect(valueAt(program, 0)).toEqual(value);
    for (const inner of [forward, reverse]) {
      expect(valueAt(inner(program), 0) + 0).toEqual(first);
      for (const outer of [forward, reverse]) expect(valueAt(outer(inner(program)), 0) + 0).toEqual(second);
    }
  });

  it('pow with the integer exponent 0 is constant backwards; forwards over forwards too', () => {
    const program = traceClosed(([x]) => [lax.pow(x!, scalar(0, 'int32'))], [makeAval([], 'float32')], 'f');
    expect(valueAt(forward(program), 0)).toBe(0);
    expect(valueAt(reverse(program), 0)).toBe(0);
    expect(valueAt(forward(forward(program)), 0)).toBe(0);
  });

  it('a selection that hides an infinite slope: NaN backwards, 0 forwards', () => {
    const program = traceClosed(([x]) => [lax.select(lax.gt(x!, 0), lax.sqrt(x!), 0)], [makeAval([], 'float32')], 'f');
    expect(valueAt(reverse(program), 0)).toBeNaN();
    expect(valueAt(forward(reverse(program)), 0)).toBeNaN();
    expect(valueAt(forward(program), 0)).toBe(0);
    expect(valueAt(forward(forward(program)), 0)).toBe(0);
  });

  it('far out: tanh and atan at 1000', () => {
    for (const f of [lax.tanh, lax.atan]) {
      const program = traceClosed(([x]) => [f(x!)], [makeAval([], 'float32')], 'f');
      for (const inner of [forward, reverse]) {
        for (const outer of [forward, reverse])
          expect(Math.abs(valueAt(outer(inner(program)), 1000))).toBeLessThan(1e-8);
      }
    }
  });
});

describe('the Hessian of pow over both operands', () => {
  const program = traceClosed(([x, y]) => [lax.pow(x!, y!)], [makeAval([], 'float64'), makeAval([], 'float64')], 'pow');
  const gradient = traceClosed(
    args => {
      const { primal, linear } = linearizeJaxpr(program, [true, true]);
      const [, ...residuals] = evaluateJaxpr(primal, args);
      const transposed = transposeJaxpr(linear, [...residuals.map(() => false), true, true], [true]);
      return evaluateJaxpr(transposed.jaxpr, [...residuals, scalar(1, 'float64')]);
    },
    program.inputs.map(input => input.aval),
    'gradient',
  );
  const hessian = (x: number, y: number): number[][] =>
    [
      [1, 0],
      [0, 1],
    ].map(direction => {
      const args = [x, y, ...direction].map(value => scalar(value, 'float64'));
      return evaluateJaxpr(jvpJaxpr(gradient, [true, true]).jaxpr, args)
        .slice(2)
        .map(entry => entry.item());
    });

  it.each([
    [
      0,
      2,
      [
        [2, 0],
        [0, 0],
      ],
    ],
    [
      0,
      0,
      [
        [NaN, NaN],
        [NaN, NaN],
      ],
    ],
    [
      4,
      0,
      [
        [0, 1 / 4],
        [1 / 4, Math.log(4) ** 2],
      ],
    ],
    [
      23,
      0,
      [
        [0, 1 / 23],
        [1 / 23, Math.log(23) ** 2],
      ],
    ],
  ])('at (%d, %d)', (x, y, expected) => {
    const rows = hessian(x, y);
    expected.forEach((row, i) =>
      row.forEach((value, j) => {
        if (Number.isNaN(value)) expect(rows[i]![j]).toBeNaN();
        else expect(rows[i]![j]).toBeCloseTo(value, 12);
      }),
    );
  });
});

describe('rules', () => {
  it('that do not exist say why', () => {
    const ask = (f: (x: NDArray) => NDArray) => () =>
      forward(traceClosed(([x]) => [f(x!)], [makeAval([], 'float32')], 'f'));
    expect(ask(x => lax.betainc(x, 1, 0.5))).toThrow(
      /^regularized_incomplete_beta: has no derivative with respect to a/,
    );
    expect(ask(x => lax.polygamma(x, 1.5))).toThrow(/^polygamma: has no derivative with respect to the order/);
    expect(ask(x => lax.nextafter(x, 1))).toThrow(/^nextafter: has no derivative/);
    expect(ask(x => randomGammaGradA(x, 1))).toThrow(/^random_gamma_grad_a: is itself a second derivative/);
    expect(ask(x => lax.zeta(x, 1))).toThrow(/^zeta: has no derivative with respect to the exponent/);
  });

  it('of zeta and the incomplete gamma function agree with finite differences where JAX has none', () => {
    const slope = (f: (x: NDArray) => NDArray, x: number): [number, number] => {
      const program = traceClosed(([a]) => [f(a!)], [makeAval([], 'float64')], 'f');
      const at = (y: number): number => evaluateJaxpr(program, [scalar(y, 'float64')])[0]!.item();
      const derivative = evaluateJaxpr(forward(program), [scalar(x, 'float64')])[0]!.item();
      return [derivative, (at(x + 1e-5) - at(x - 1e-5)) / 2e-5];
    };
    const functions = [
      (x: NDArray) => lax.zeta(2.5, x),
      ...[0.4, 1.1, 3, 9].flatMap(other => [
        (x: NDArray) => lax.igammaGradA(other, x),
        (a: NDArray) => lax.igammaGradA(a, other),
        (x: NDArray) => lax.randomGammaGrad(other, x),
        (a: NDArray) => lax.randomGammaGrad(a, other),
      ]),
      (a: NDArray) => lax.igammaGradA(lax.mul(a, 20), 25),
    ];
    for (const f of functions) {
      const [derivative, difference] = slope(f, 1.3);
      expect(Math.abs(derivative - difference)).toBeLessThan(1e-8);
    }
  });

  it('batch operands of any axes like a loop', () => {
    const program = traceClosed(
      ([x, y]) => [lax.atan2(x!, y!)],
      [makeAval([2, 3], 'float32'), makeAval([2, 3], 'float32')],
      'f',
    );
    const x = arrayOf(
      'float32',
      [2, 4, 3],
      Array.from({ length: 24 }, (_, i) => i - 11.5),
    );
    const y = arrayOf('float32', [2, 3], [1, 2, 3, -1, -2, -3]);
    const batched = batchJaxpr(program, 4, [1, null], [true]);
    const result = evaluateJaxpr(batched.jaxpr, [x, y])[0]!.tolist() as number[][][];
    for (let b = 0; b < 4; b++) {
      const slice = arrayOf(
        'float32',
        [2, 3],
        [0, 1].flatMap(i => [0, 1, 2].map(j => x.data[12 * i + 3 * b + j]!)),
      );
      expect(result[b]).toEqual(lax.atan2(slice, y).tolist());
    }
  });

  it('print parameters as JAX does', () => {
    const parameters = (f: (x: NDArray) => NDArray): unknown => {
      const { primitive, params } = traceClosed(([x]) => [f(x!)], [makeAval([], 'float32')], 'f').equations[0]!;
      return [primitive.name, shownParams(primitive.name, params)];
    };
    expect(parameters(x => lax.integerPow(x, 3))).toEqual(['integer_pow', { y: 3 }]);
    expect(parameters(x => lax.round(x, { roundingMethod: 'toNearestEven' }))).toEqual([
      'round',
      { rounding_method: 1 },
    ]);
    expect(parameters(x => lax.conj(x))).toEqual(['conj', { input_dtype: 'float32' }]);
  });

  it('follow from value and derivative in one paragraph', () => {
    const cube = unary({ name: 'cube', value: { float: x => x ** 3 }, derivative: x => lax.mul(3, lax.square(x!)) });
    const program = traceClosed(([x]) => [cube(x!)], [makeAval([], 'float32')], 'f');
    for (const outer of [forward, reverse]) expect(valueAt(outer(reverse(program)), 2)).toBe(12);
  });
});

describe('the samples', () => {
  it('have unique names and run', () => {
    expect(new Set(elementwiseSamples.map(sample => sample.name)).size).toBe(elementwiseSamples.length);
  });

  it('cover every function', () => {
    const source = elementwiseSamples.map(sample => `${sample.jax} `).join('');
    const missing = Object.keys(lax).filter(name => {
      const lower = name
        .replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`)
        .replace('i0_e', 'i0e')
        .replace('i1_e', 'i1e');
      return !new RegExp(`lax\\.${lower}\\b`).test(source);
    });
    expect(missing).toEqual([]);
  });
});
