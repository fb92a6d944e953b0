import { describe, expect, it } from 'vitest';
import type { NDArray } from '../../src/array/ndarray.ts';
import { avalOf } from '../../src/core/aval.ts';
import { isLinear, type Primitive, unsupported } from '../../src/core/primitive.ts';
import { bindOne } from '../../src/core/tracer.ts';
import { mul } from '../../src/primitives/elementwise/arithmetic.ts';
import { noParams } from '../../src/primitives/elementwise/construct.ts';
import { linear } from '../../src/primitives/linear.ts';
import type { Sample } from '../../src/primitives/sample.ts';
import { rev } from '../../src/primitives/shape/rev.ts';
import { checkSample } from './checks.ts';
import { findMismatch, relativeTo, relativeToLines } from './compare.ts';
import { arrayOf, type Composition, compositions, type Golden } from './golden.ts';
import { goldenOf } from './golden-file.ts';
import { tangent, weight } from './subject.ts';

/** Proves that the checks reject what is wrong: made-up primitives, broken one rule at a time. */

type Scalar = (x: number) => number;

/** An elementwise primitive of one operand, of which any rule may be replaced. */
const madeUp = (name: string, value: Scalar, derivative: (x: NDArray) => NDArray, broken: Partial<Primitive> = {}) => {
  const apply = (x: NDArray): NDArray => bindOne(primitive, [x], noParams);
  const primitive: Primitive = {
    name,
    abstractEval: ([x]) => [avalOf(x!)],
    evaluate: ([x]) => [arrayOf([...x!.data].map(value), x!.shape, x!.dtype)],
    jvp: ([x], [t]) => ({ primals: [apply(x!)], tangents: [mul(t!, derivative(x!))] }),
    transpose: unsupported(name, 'transpose', 'it is not linear'),
    batch: ([x], [axis]) => ({ outputs: [apply(x!)], axes: [axis!] }),
    ...broken,
  };
  return apply;
};

const doubled = (broken: Partial<Primitive> = {}) => {
  const apply = (x: NDArray): NDArray => bindOne(primitive, [x], noParams);
  const primitive: Primitive = linear({
    name: 'double',
    abstractEval: ([x]) => [avalOf(x!)],
    evaluate: ([x]) => [
      arrayOf(
        [...x!.data].map(value => 2 * value),
        x!.shape,
        x!.dtype,
      ),
    ],
    transpose: ([cotangent], [x]) => [isLinear(x!) ? apply(cotangent!) : null],
    batch: ([x], [axis]) => ({ outputs: [apply(x!)], axes: [axis!] }),
    ...broken,
  });
  return apply;
};

const sampleOf = (f: (x: NDArray) => NDArray, row: Partial<Sample> = {}): Sample => ({
  name: 'made up',
  f: x => f(x!),
  jax: '',
  inputs: [{ shape: [2, 2], domain: 'normal' }],
  ...row,
});

const points = [0.5, -1.25, 2, 0.75];

/** What a function of one operand must give at the points, from its derivatives. */
const goldenFrom = (f: Scalar, first: Scalar, second: Scalar, at = points): Golden => {
  const hessian = new Float64Array(at.length ** 2);
  at.forEach((x, i) => {
    hessian[i * at.length + i] = weight(i) * second(x);
  });
  const gradient = at.map((x, i) => weight(i) * first(x));
  return {
    precision: 64,
    inputs: [arrayOf(at, [2, 2], 'float64')],
    avals: [{ shape: [2, 2], dtype: 'float64', weakType: false }],
    values: [at.map(f)],
    jvp: at.map((x, i) => tangent(i) * first(x)),
    gradient,
    forwardGradient: gradient,
    hessian: Object.fromEntries(compositions.map(name => [name, hessian])) as { [C in Composition]: Float64Array },
  };
};

const cubed = goldenFrom(
  x => x ** 3,
  x => 3 * x ** 2,
  x => 6 * x,
);
const tripleSquare = (x: NDArray): NDArray => mul(3, mul(x, x));
const cube = (broken: Partial<Primitive> = {}, derivative = tripleSquare) =>
  sampleOf(madeUp('cube', x => x ** 3, derivative, broken));
const twice = goldenFrom(
  x => 2 * x,
  () => 2,
  () => 0,
);

const failuresOf = (sample: Sample, golden: Golden): string => checkSample(sample, [golden]).join('\n');

describe('a sound primitive', () => {
  it('passes', () => {
    expect(failuresOf(cube(), cubed)).toBe('');
    expect(failuresOf(sampleOf(doubled()), twice)).toBe('');
  });
});

describe('a broken primitive is caught', () => {
  it('where a value is wrong', () => {
    const wrong = sampleOf(madeUp('cube', x => x ** 3 * (x > 1 ? 1 + 1e-11 : 1), tripleSquare));
    expect(failuresOf(wrong, cubed)).toContain('made up (float64): value, output 0 [1,0]: 8.00000000008 instead of 8');
  });

  it('where a value is NaN', () => {
    const wrong = sampleOf(madeUp('cube', x => (x > 1 ? Number.NaN : x ** 3), tripleSquare));
    expect(failuresOf(wrong, cubed)).toContain('value when traced, output 0 [1,0]: NaN instead of 8');
  });

  it('where the type of an output is wrong', () => {
    const wrong = cube({ abstractEval: ([x]) => [{ ...avalOf(x!), weakType: true }] });
    expect(failuresOf(wrong, cubed)).toBe(
      'made up (float64): types of the outputs when traced: float64[2,2] (weak) instead of float64[2,2]',
    );
  });

  it('where the derivative is wrong', () => {
    const failures = failuresOf(
      cube({}, x => mul(3 + 1e-10, mul(x, x))),
      cubed,
    );
    expect(failures).toContain('made up (float64): jvp, output number ');
    expect(failures).toContain('made up (float64): gradient, input 0 [1,0]');
    for (const name of compositions) expect(failures).toContain(`gradient within ${name}, input 0 [1,0]`);
  });

  it('where only the second derivative is wrong', () => {
    const square = madeUp(
      'square',
      x => x * x,
      x => mul(2.001, x),
    );
    const failures = failuresOf(
      cube({}, x => mul(3, square(x))),
      cubed,
    );
    for (const name of compositions) expect(failures).toContain(`Hessian by ${name}, input 0 `);
    expect(failures).not.toContain('gradient');
  });

  it('by finite differences alone, where the golden data are as wrong', () => {
    const square = madeUp(
      'square',
      x => x * x,
      x => mul(2.001, x),
    );
    const wrong = goldenFrom(
      x => x ** 3,
      x => 3 * x ** 2,
      x => 3 * 2.001 * x,
    );
    expect(
      failuresOf(
        cube({}, x => mul(3, square(x))),
        wrong,
      ),
    ).toMatch(
      /^made up \(float64\): Hessian against finite differences, input 0 \[1,0\] by input 0 \[1,0\]: \S+ instead of \S+$/,
    );
  });

  it('where the transpose is wrong', () => {
    const failures = failuresOf(sampleOf(doubled({ transpose: ([cotangent]) => [mul(cotangent!, 2.1)] })), twice);
    expect(failures).toContain('jvp and vjp disagree');
    expect(failures).toContain('gradient within jacfwd∘jacrev');
    expect(failures).not.toContain('gradient within jacfwd∘jacfwd');
  });

  it('where one mode alone is wrong to second order, against the other modes', () => {
    const factor = doubled({ transpose: ([cotangent]) => [mul(cotangent!, 2.1)] });
    const failures = failuresOf(
      cube({}, x => mul(1.5, mul(x, factor(x)))),
      cubed,
    );
    expect(failures).toContain('Hessian by jacrev∘jacfwd against jacfwd∘jacrev');
    expect(failures).not.toContain('Hessian by jacfwd∘jacfwd');
  });

  it('where batching puts the axis elsewhere', () => {
    const wrong: Sample = cube({ batch: ([x]) => ({ outputs: [mul(x!, mul(x!, x!))], axes: [0] }) });
    expect(failuresOf(wrong, cubed)).toMatch(
      /made up \(float64\): vmap over inputs 0 along axis -1: RangeError: .* broadcast/,
    );
  });

  it('where batching confuses the elements of a batch', () => {
    const wrong = cube({ batch: ([x], [axis]) => ({ outputs: [mul(x!, mul(x!, rev(x!, [axis!])))], axes: [axis!] }) });
    expect(failuresOf(wrong, cubed)).toMatch(
      /vmap over inputs 0 along axis 0, output 0 \[0,1,0\]: \S+ instead of 8 by a loop/,
    );
  });
});

describe('kinks', () => {
  const at = [0, 1, -1, 2];
  const step = madeUp(
    'step',
    x => (x > 0 ? 1 : 0),
    x => mul(0, x),
  );
  const golden = goldenFrom(
    x => Math.max(x, 0) ** 2,
    x => 2 * Math.max(x, 0),
    x => (x > 0 ? 2 : 0),
    at,
  );
  const chosen: Partial<Sample> = { inputs: [{ shape: [2, 2], domain: { values: at } }] };

  it('are no errors among chosen values', () => {
    expect(
      failuresOf(
        sampleOf(x => mul(mul(x, x), step(x)), chosen),
        golden,
      ),
    ).toBe('');
  });

  it('are errors among random numbers', () => {
    expect(
      failuresOf(
        sampleOf(x => mul(mul(x, x), step(x))),
        golden,
      ),
    ).toMatch(
      /^made up \(float64\): Hessian against finite differences, input 0 \[0,0\] by input 0 \[0,0\]: 0 instead of \S+$/,
    );
  });

  it('do not hide an error elsewhere', () => {
    const slope = madeUp(
      'slope',
      x => 2 * x,
      x =>
        mul(
          2.001,
          madeUp(
            'one',
            () => 1,
            y => mul(0, y),
          )(x),
        ),
    );
    const square = madeUp('square', x => x * x, slope);
    const wrong = goldenFrom(
      x => Math.max(x, 0) ** 2,
      x => 2 * Math.max(x, 0),
      x => (x > 0 ? 2.001 : 0),
      at,
    );
    expect(
      failuresOf(
        sampleOf(x => mul(square(x), step(x)), chosen),
        wrong,
      ),
    ).toMatch(/^made up \(float64\): Hessian against finite differences, input 0 \[(0,1|1,1)\] by input 0 \[\1\]: .*$/);
  });
});

describe('comparison', () => {
  it('wants NaN and infinities in the same places', () => {
    const anything = (): number => Number.POSITIVE_INFINITY;
    expect(findMismatch([Number.NaN, Infinity, 1], [Number.NaN, Infinity, 2], anything)).toBeUndefined();
    expect(findMismatch([1, Infinity], [1, -Infinity], anything)?.index).toBe(1);
    expect(findMismatch([1, 2], [Number.NaN, 2], anything)?.index).toBe(0);
    expect(findMismatch([1, Number.NaN], [1, 2], anything)?.index).toBe(1);
    expect(findMismatch([1], [1, 2], anything)?.text).toBe('1 numbers instead of 2');
  });

  it('gives room relative to each number, and to the largest in its line', () => {
    expect([0, 1, 2].map(relativeTo([100, 1, Number.NaN], 0.1, 0.05))).toEqual([10, 0.5, 0.5]);
    expect([0, 1, 2, 3].map(relativeToLines([1000, 0, 1, 20], 2, 0.1))).toEqual([100, 2, 2, 2]);
    expect([0, 1, 2, 3].map(relativeToLines([1000, 0, 0, 1], 2, 0.1))).toEqual([100, 1, 1, 1]);
  });
});

describe('golden data', () => {
  const sample = sampleOf(x => x);

  it('must be there', () => {
    expect(() => goldenOf('some', { jax: '', rows: {} }, sample)).toThrow(
      "the golden data of 'made up' in test/golden/primitives/some.json are missing: run test/golden/primitives.py",
    );
  });

  it('must be of the row as it is', () => {
    expect(() => goldenOf('some', { jax: '', rows: { 'made up': { key: 'old', runs: {} } } }, sample)).toThrow(
      'belong to another version of the row',
    );
  });
});
