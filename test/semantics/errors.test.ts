import { array, customJvp, grad, hessian, hvp, jit, jvp, lax, type NDArray, numpy as np, vjp } from 'nabla';
import { describe, expect, it } from 'vitest';

/** The rows of "Errors" in the specification of hessian's behaviour: class and beginning of the message. */

// why: these tests call with what the types rightly refuse
type Loose = (f: unknown, options?: unknown) => (...args: unknown[]) => unknown;
const loose = hessian as unknown as Loose;

const cube = (x: NDArray) => x.mul(x).mul(x).sum();

const thrownBy = (call: () => unknown): Error => {
  try {
    call();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
};

const expectError = (
  call: () => unknown,
  type: 'TypeError' | 'RangeError',
  ...parts: readonly (string | RegExp)[]
): void => {
  const error = thrownBy(call);
  expect(error.name).toBe(type);
  for (const part of parts) expect(error.message).toMatch(part);
};

describe('errors', () => {
  it.each(['int32', 'uint32', 'bool', 'complex64', 'complex128'] as const)('%s input', dtype => {
    expectError(
      () => hessian(cube)(array([1, 0], { dtype })),
      'TypeError',
      /^jacfwd requires real-valued inputs/,
      `but got ${dtype}`,
    );
  });

  it('names the leaf of a wrong dtype', () => {
    const f = (p: { a: NDArray; n: NDArray[] }) => p.a.sum();
    const call = () => hessian(f)({ a: array([1]), n: [array(1), array([1], { dtype: 'int32' })] });
    expectError(call, 'TypeError', /^jacfwd requires real-valued inputs/, 'int32', 'hessian', '.n[1]');
  });

  it('complex output without holomorphic', () => {
    const f = (x: NDArray) => x.astype('complex64').sum();
    expectError(() => hessian(f)(array([1, 2])), 'TypeError', /^jacrev requires real-valued outputs/, 'complex64');
  });

  it('integer output, any leaf', () => {
    const f = (x: NDArray) => [x.sum(), x.astype('int32')] as const;
    expectError(() => hessian(f)(array([1, 2])), 'TypeError', /^jacrev requires real-valued outputs/, 'int32', '[1]');
  });

  it('holomorphic with a real input leaf', () => {
    expectError(
      () => hessian(cube, { holomorphic: true })(array([1, 2])),
      'TypeError',
      /with holomorphic=True requires inputs with complex dtype, but got float32/,
    );
  });

  it('holomorphic with a real output', () => {
    const f = (x: NDArray) => x.real.sum();
    const z = array([1, 2], { dtype: 'complex64' });
    expectError(() => hessian(f, { holomorphic: true })(z), 'TypeError', /requires outputs with complex dtype/);
  });

  it.each([2, -3])('argnums %i out of range', argnums => {
    const f = (x: NDArray, y: NDArray) => x.mul(y).sum();
    const call = () => hessian(f, { argnums })(array([1]), array([2]));
    expectError(
      call,
      'RangeError',
      /^Positional argument indices .* must have value ≥ -len\(args\) and < len\(args\)/,
      `got value ${argnums} for len(args) == 2`,
    );
  });

  it.each([
    ['duplicate', [0, 0], 'RangeError'],
    ['duplicate by sign', [1, -1], 'RangeError'],
    ['empty', [], 'RangeError'],
    ['fraction', 0.5, 'TypeError'],
    ['string', 'x', 'TypeError'],
    ['null', null, 'TypeError'],
  ] as const)('argnums: %s', (_, argnums, type) => {
    const f = (x: NDArray, y: NDArray) => x.mul(y).sum();
    expectError(() => loose(f, { argnums })(array([1]), array([2])), type, 'argnums');
  });

  it('hasAux without a pair', () => {
    const message = /expected function with aux output to return a two-element tuple/;
    expectError(() => loose(cube, { hasAux: true })(array([1])), 'TypeError', message);
    expectError(() => loose((x: NDArray) => [x.sum(), 1, 2], { hasAux: true })(array([1])), 'TypeError', message);
  });

  it('no array leaves in the argument or in the output', () => {
    expectError(() => loose(() => array(1))({}), 'TypeError', /nothing to differentiate/);
    expectError(() => loose(() => array(1))(null), 'TypeError', /nothing to differentiate/);
    expectError(() => loose(() => [])(array([1])), 'TypeError', /nothing to differentiate/);
    expectError(() => loose(() => null)(array([1])), 'TypeError', /nothing to differentiate/);
  });

  it('leaves that are no arrays, in arguments and outputs', () => {
    expectError(() => loose(cube)('text'), 'TypeError', /is not a valid array type/, 'text');
    expectError(() => loose(cube)({ a: [1, 'text'] }), 'TypeError', /is not a valid array type/, '.a[1]');
    expectError(() => loose(cube)(new Date()), 'TypeError', /is not a valid array type/, 'Date');
    expectError(() => loose(cube)(() => 1), 'TypeError', /is not a valid array type/);
    expectError(() => loose(cube)(10n), 'TypeError', /is not a valid array type/);
    expectError(() => loose(() => 'text')(array([1])), 'TypeError', /is not a valid array type/);
    expectError(() => loose(() => undefined)(array([1])), 'TypeError', 'undefined');
  });

  it('cyclic containers', () => {
    const cyclic: unknown[] = [];
    cyclic.push({ inner: cyclic });
    expectError(() => loose(cube)(cyclic), 'TypeError', 'cannot contain itself');
  });

  it('f not callable', () => {
    expectError(() => loose(3), 'TypeError', /Expected a callable value/);
    expectError(() => loose(undefined), 'TypeError', /Expected a callable value/);
  });

  it('f returns a Promise', () => {
    expectError(() => loose(async (x: NDArray) => x.sum())(array([1])), 'TypeError', 'must be synchronous');
  });

  it('what plain JavaScript lets pass says what to write', () => {
    const total = (x: NDArray): NDArray => x.mul(x).sum();
    const x = array([1, 2, 3]);
    expectError(() => loose(total)([1, 2]), 'TypeError', 'mul is not a function: total got a list', 'pass array(list)');
    expectError(() => jit(total as (y: never) => NDArray)([1, 2] as never), 'TypeError', 'pass array(list)');
    const inside = (p: { w: NDArray }): NDArray => total(p.w);
    expectError(() => loose(inside)({ w: [1, 2] }), 'TypeError', /: inside got a list of arrays: pass array\(list\)$/);
    expectError(() => loose(total)([1, 2]), 'TypeError', /^[^:]*: total got a list of arrays: pass array\(list\)$/);
    expectError(() => hessian(total, x as never), 'TypeError', /call hessian\(f\)\(x\)$/);
    expectError(() => loose(total)('1'), 'TypeError', 'argument 0 of hessian: the string "1"');
    expectError(() => np.take(x, np.arange(0, 2)), 'TypeError', "make it with { dtype: 'int32' }");
    expectError(() => np.zeros(2, 3 as never), 'TypeError', /got a number \(3\): what belongs together is one list$/);
    expectError(() => np.zeros(2, 'int32' as never), 'TypeError', 'such as { dtype: "int32" }');
    expectError(() => np.round(x, 2 as never), 'TypeError', 'such as { decimals: 2 }');
    expectError(() => np.linspace(0, 1, { num: 5 } as never), 'RangeError', 'got {"num":5}');
    const shaped = jit((n: number) => np.zeros([n, n]));
    expectError(() => shaped(2), 'TypeError', 'got [Tracer<float32[]>,Tracer<float32[]>]', 'by staticArgnums');
    expectError(() => jit((y: NDArray, mode: string) => (mode ? y : x))(x, 'a' as never), 'TypeError', 'staticArgnums');
    const steps = () => lax.scan((c: NDArray, y: NDArray) => [c.add(y), c], 0, [1, 2] as never);
    expectError(steps, 'TypeError', 'make an array of a list of numbers');
  });

  it('a traced array that escapes is refused, naming where it was made', () => {
    let leaked: NDArray | undefined;
    hessian((x: NDArray) => {
      leaked = np.sin(x);
      return leaked.sum();
    })(array([1, 2]));
    expectError(() => leaked!.add(1), 'Error' as 'TypeError', 'escaped', "'sin'", 'hessian');
  });

  it('a value that is not known cannot be read', async () => {
    const { jit, vmap } = await import('nabla');
    const f = (x: NDArray) => (x.item() > 0 ? x : x.neg());
    expectError(() => jit(f)(array(1)), 'TypeError', 'np.where', 'lax.cond');
    expectError(() => vmap(f)(array([1, 2])), 'TypeError', 'np.where');
    expectError(() => ((array([1, 2]) as unknown as number) > 0 ? 1 : 0), 'TypeError', 'np.where');
  });

  it('what vmap cannot map is refused with the way to leave it unmapped', async () => {
    const { vmap } = await import('nabla');
    const scaled = vmap((x: NDArray, y: NDArray) => x.mul(y));
    expectError(
      () => scaled(array([1, 2]), 3),
      'RangeError',
      /^vmap: argument 1 of vmap is a scalar/,
      'null in inAxes',
    );
    expectError(() => scaled(array([1, 2]), array([1, 2, 3])), 'RangeError', 'has 2', 'has 3; give null in inAxes');
    const ages = vmap((rows: { age: NDArray }[]) => rows[0]!.age);
    expectError(
      () => ages([{ age: 1 }]),
      'RangeError',
      /argument 0 of vmap at \[0\]\.age is a scalar/,
      'make an array',
    );
  });

  it('plain conditions on known values work', () => {
    const f = (x: NDArray) => (x.at(0).item() > 0 ? x.pow(3).sum() : x.pow(2).sum());
    expect(hessian(f)(array([2])).item()).toBe(12);
    expect(hessian(f)(array([-2])).item()).toBe(2);
    const g = (x: NDArray) => ((x as unknown as number) > 1 ? x.pow(3) : x);
    expect(hessian(g)(2).item()).toBe(12);
  });

  it('a derivative that plain JS would lose is refused', () => {
    type Plain = (x: number) => unknown;
    const lost: Record<string, Plain> = {
      square: x => x * x,
      sine: x => Math.sin(x),
      sum: x => x + 1,
      factor: x => np.sin(x).mul(x * 2),
      list: x => np.sum(array([x, 1].map(Number)).mul(x)),
      loop: x => lax.foriLoop(0, 3, (_, y: NDArray) => y.mul(Number(x)), array(x)),
    };
    for (const [name, f] of Object.entries(lost)) {
      for (const at of [2, 0.3, -1]) expectError(() => loose(f)(at), 'TypeError', name, 'x.mul(x)', 'x.item()');
    }
    expectError(() => loose(lost.square!)(0), 'TypeError', 'plain JS');
    expectError(() => grad(lost.factor as never)(array(2, { dtype: 'float64' }) as never), 'TypeError', 'grad');
  });

  it('conditions, steps, explicit constants and random numbers are none', () => {
    const calls = { count: 0 };
    const conditions: Record<string, readonly [(x: NDArray & number) => unknown, number]> = {
      branch: [x => (x > 1 ? x.pow(3) : 0), 12],
      other: [x => (x > 5 ? x.pow(3) : 0), 0],
      step: [x => x.pow(2).mul(Math.sign(x) + Math.floor(x)), 6],
      item: [x => x.pow(2).mul(x.item()), 4],
      random: [x => (x > 1 ? x.pow(2).mul(0).add(Math.random()) : x), 0],
      none: [x => x.pow(2).add(calls.count++), 2],
    };
    for (const [f, expected] of Object.values(conditions)) expect(Number(loose(f)(2))).toBe(expected);
    expect(calls.count).toBe(1);
  });

  it('a plain number is no value of a function whose derivative is asked for', () => {
    const square = (x: NDArray) => x.pow(2).sum();
    const point = array([1, 2]);
    const numbers: Record<string, (x: NDArray) => number> = {
      item: x => square(x).item(),
      computed: x => 2 * square(x).item() + 1,
      list: x => [x.tolist()].flat().reduce((sum: number, element) => sum + Number(element) ** 2, 0),
      typed: x => Number(x.toTypedArray()[0]) ** 2,
    };
    for (const f of Object.values(numbers)) {
      expectError(() => grad(f)(point), 'TypeError', 'loses its derivative', 'return the array');
      expectError(() => hessian(f)(point), 'TypeError', 'hessian', 'return the array');
    }
    // branches that are constant, and steps
    expect(grad((x: NDArray) => (square(x).item() > 9 ? square(x) : 0))(point).tolist()).toEqual([0, 0]);
    expect(grad((x: NDArray) => Math.floor(square(x).item() + 0.5))(point).tolist()).toEqual([0, 0]);
    expect(Number(grad((_: NDArray) => 3)(1))).toBe(0);
  });

  it('plain JS is welcome where a rule gives the derivative', () => {
    const sine = customJvp((x: NDArray) => array(Math.sin(Number(x))));
    sine.defjvp(([x], [t]) => [sine(x), np.cos(x).mul(t)]);
    expect(Number(hessian((x: NDArray) => sine(x).mul(x))(0.5))).toBeCloseTo(
      2 * Math.cos(0.5) - 0.5 * Math.sin(0.5),
      6,
    );
  });

  it('brackets do not index arrays', () => {
    const f = (x: NDArray): NDArray => (x as unknown as NDArray[])[1]!;
    expectError(() => hessian(f)(array([1, 2])), 'TypeError', 'x.at(1)', 'x[1]');
    expectError(() => Object.assign(array([1, 2]), { 0: 5 }), 'TypeError', 'x.set(0, value)');
  });

  it('promises holomorphy without checking it', () => {
    const z = np.add(array(1), np.multiply(array(1), array({ re: 0, im: 1 })));
    const H = hessian((w: NDArray) => w.pow(3), { holomorphic: true })(z);
    expect(H.item<{ re: number; im: number }>()).toEqual({ re: 6, im: 6 });
  });
});

describe('errors of jvp, vjp and hvp', () => {
  it('tangents and cotangents that are not like what they belong to', () => {
    const x = array([1, 2]);
    const double = (t: NDArray) => t.mul(2);
    const along = (t: unknown) => () => jvp(double, [x], [t as NDArray]);
    const back = (t: unknown) => () => vjp(double, [x])[1](t as NDArray);
    for (const [given, what, owner] of [
      [along, 'jvp: the tangent of argument 0', 'the primal does'],
      [back, 'the function that vjp returned: the cotangent of the output', 'the output does'],
    ] as const) {
      expectError(given('text'), 'TypeError', what, 'the string "text" is not a valid array type: expected a number');
      expectError(given(1), 'RangeError', what, `must have shape (2,) as ${owner}, got float32[]`);
      expectError(given(x.astype('float64')), 'TypeError', what, `must have dtype float32 as ${owner}, got float64[2]`);
    }
    expectError(() => hvp((t: NDArray) => t.sum(), [x], x as never), 'TypeError', 'hvp(f, [x], [t]), got an array');
    expectError(() => jvp(double, x as never, [x]), 'TypeError', 'jvp(f, [x], [t]), got an array');
    expectError(() => vjp(double, x as never), 'TypeError', 'vjp(f, [x]), got an array, float32[2]');
  });
});
