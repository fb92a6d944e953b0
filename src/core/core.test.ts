import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { ConcreteArray, type NDArray, scalar } from '../array/ndarray.ts';
import { add, mul } from '../primitives/elementwise/arithmetic.ts';
import { broadcastInDim, reduceSum } from '../primitives/shape/broadcast.ts';
import { makeAval } from './aval.ts';
import { evaluateJaxpr } from './evaluate.ts';
import { makeVar } from './jaxpr.ts';
import { printJaxpr } from './print.ts';
import { Tracer, trace, traceClosed } from './tracer.ts';
import { verifyJaxpr } from './verify.ts';

const vector = (...values: number[]): NDArray =>
  new ConcreteArray([values.length], 'float32', new Float32Array(values));
const f3 = makeAval([3], 'float32');

const squareSum = traceClosed(([x]) => [reduceSum(mul(x!, x!), [0])], [f3], 'f');

describe('tracing', () => {
  it('records equations and evaluates them', () => {
    expect(squareSum.equations.map(({ primitive }) => primitive.name)).toEqual(['mul', 'reduce_sum']);
    expect(evaluateJaxpr(squareSum, [vector(1, 2, 3)])[0]!.item()).toBe(14);
  });

  it('computes at once what depends on no tracer', () => {
    const jaxpr = traceClosed(([x]) => [mul(x!, add(scalar(2, 'float32'), 3))], [f3], 'f');
    expect(jaxpr.equations.length).toBe(1);
    expect(printJaxpr(jaxpr)).toBe('{ lambda ; a:f32[3]. let b:f32[3] = mul a 5.0:f32[] in (b,) }');
  });

  it('makes constants of concrete arrays that it closes over', () => {
    const c = vector(1, 2, 3);
    const jaxpr = traceClosed(([x]) => [add(mul(x!, c), c)], [f3], 'f');
    expect(jaxpr.constants.length).toBe(1);
    expect(jaxpr.constants[0]!.value).toBe(c);
    expect(printJaxpr(jaxpr).startsWith('{ lambda a:f32[3] ; b:f32[3]. let')).toBe(true);
  });

  it('takes the smaller array where it closes over one that repeats it', () => {
    const c = vector(1, 2, 3);
    const rows = broadcastInDim(c, [1000, 3], [1]);
    const jaxpr = traceClosed(([x]) => [mul(x!, rows), rows], [makeAval([1000, 3], 'float32')], 'f');
    expect(jaxpr.constants.map(({ value }) => value === c)).toEqual([true]);
    expect(jaxpr.equations.map(({ primitive }) => primitive.name)).toEqual(['broadcast_in_dim', 'mul']);
    const [product, own] = evaluateJaxpr(jaxpr, [rows]);
    expect([product!, own!].map(x => reduceSum(x, [0]).tolist())).toEqual([
      [1000, 4000, 9000],
      [1000, 2000, 3000],
    ]);
  });

  it('makes leading inputs of tracers of an outer trace', () => {
    const outer = traceClosed(
      ([x]) => {
        const inner = trace(([y]) => ({ outputs: [mul(x!, y!)], extra: undefined }), [f3], { label: 'inner' });
        expect(inner.captured.length).toBe(1);
        expect(inner.captured[0]).toBe(x);
        expect(inner.jaxpr.inputs.length).toBe(2);
        return evaluateJaxpr(inner.jaxpr, [...inner.captured, x!]);
      },
      [f3],
      'outer',
    );
    expect(evaluateJaxpr(outer, [vector(1, 2, 3)])[0]!.tolist()).toEqual([1, 4, 9]);
  });

  it('drops equations that nothing uses, and what only they closed over', () => {
    const unused = vector(1, 2, 3);
    const jaxpr = traceClosed(
      ([x]) => {
        mul(x!, unused);
        return [add(x!, 1)];
      },
      [f3],
      'f',
    );
    expect(jaxpr.equations.length).toBe(1);
    expect(jaxpr.constants.length).toBe(0);
  });

  it('knows values where the trace was started with them', () => {
    const x = vector(1, 2, 3) as ConcreteArray;
    trace(
      ([t]) => {
        const sum = reduceSum(mul(t!, 2), [0]);
        expect(sum).toBeInstanceOf(Tracer);
        expect(sum.item()).toBe(12);
        expect(inspect([sum, t])).toBe('[ Tracer<float32[]>(12.0), Tracer<float32[3]>([1. 2. 3.]) ]');
        return { outputs: [sum], extra: undefined };
      },
      [f3],
      { label: 'grad of f', known: [() => x] },
    );
  });

  it('refuses to read values that are not known, and tracers that escaped', () => {
    let escaped: NDArray | undefined;
    traceClosed(
      ([x]) => {
        escaped = mul(x!, 2);
        expect(inspect(escaped)).toBe('Tracer<float32[3]>');
        expect(() => escaped!.tolist()).toThrow(
          /tolist\(\) needs the value of an array that is being traced \(float32\[3\] in f\)/,
        );
        return [escaped];
      },
      [f3],
      'f',
    );
    expect(() => add(escaped!, 1)).toThrow(/escaped .* float32\[3\], made by 'mul' in f/);
    expect(String(escaped)).toBe('Tracer<float32[3]>');
  });

  it('ends the trace when the function throws', () => {
    const boom = () =>
      traceClosed(
        () => {
          throw new Error('boom');
        },
        [f3],
        'f',
      );
    expect(boom).toThrow('boom');
    expect(evaluateJaxpr(squareSum, [vector(1, 2, 3)])[0]!.item()).toBe(14);
  });
});

describe('verifyJaxpr', () => {
  it('accepts what tracing makes', () => expect(() => verifyJaxpr(squareSum)).not.toThrow());

  it('finds use before definition, double definition and wrong avals', () => {
    const [first, second] = squareSum.equations;
    expect(() => verifyJaxpr({ ...squareSum, equations: [second!, first!] })).toThrow(/before it is defined/);
    expect(() => verifyJaxpr({ ...squareSum, equations: [first!, first!, second!] })).toThrow(/already there/);
    const wrong = { ...first!, outputs: [makeVar(makeAval([2], 'float32'))] };
    expect(() => verifyJaxpr({ ...squareSum, equations: [wrong] })).toThrow(
      /output 0 should be float32\[3\] and is float32\[2\]/,
    );
  });
});
