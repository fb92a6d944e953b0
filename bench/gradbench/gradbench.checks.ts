// The tool as an eval talks to it, on small inputs: closed forms, published results, and differences of its own objectives.
import { describe, expect, it } from 'vitest';
import { modules } from './modules/index.ts';
import { respond } from './protocol.ts';

let ids = 0;
const call = async (module: string, name: string, input: unknown): Promise<unknown> => {
  const id = ids++;
  const response = await respond(modules, { id, kind: 'evaluate', module, function: name, input });
  if (response.error !== undefined) throw new Error(response.error);
  expect(response).toMatchObject({ id, success: true });
  return response.output;
};

const flat = (value: unknown): number[] =>
  typeof value === 'number' ? [value] : Object.values(value as object).flatMap(flat);

const expectClose = (actual: unknown, expected: readonly number[], tolerance = 1e-12): void => {
  const list = flat(actual);
  expect(list.length).toBe(expected.length);
  list.forEach((value, i) => {
    expect(Math.abs(value - expected[i]!), `element ${i}: ${value} beside ${expected[i]}`).toBeLessThanOrEqual(
      tolerance * Math.max(1, Math.abs(expected[i]!)),
    );
  });
};

/** Central differences of what `f` gives, by each number of the lists that `read` finds in the input. */
const differences = async (
  input: object,
  read: (copy: never) => number[][],
  f: (input: object) => Promise<number[]>,
): Promise<number[][]> => {
  const h = 1e-5;
  const columns: number[][] = [];
  const count = read(structuredClone(input) as never).map(list => list.length);
  for (const [list, length] of count.entries()) {
    for (let i = 0; i < length; i++) {
      const at = async (shift: number): Promise<number[]> => {
        const copy = structuredClone(input);
        const own = read(copy as never)[list]!;
        own[i] = own[i]! + shift;
        return f(copy);
      };
      const [above, below] = [await at(h), await at(-h)];
      columns.push(above.map((value, k) => (value - below[k]!) / (2 * h)));
    }
  }
  return columns;
};

const objective = (module: string, name: string) => async (input: object) => flat(await call(module, name, input));

describe('the protocol', () => {
  it('echoes ids, and answers kinds that it does not know', async () => {
    expect(await respond(modules, { id: 7, kind: 'start' })).toEqual({ id: 7, tool: 'nabla' });
    expect(await respond(modules, { id: 8, kind: 'analysis' })).toEqual({ id: 8 });
  });

  it('says which modules there are', async () => {
    for (const module of 'hello kmeans saddle particle lse llsq det gmm ode ba ht lstm'.split(' ')) {
      expect(await respond(modules, { id: 1, kind: 'define', module })).toEqual({ id: 1, success: true });
    }
    const { success, error } = await respond(modules, { id: 2, kind: 'define', module: 'constructor' });
    expect([success, error]).toEqual([false, "no module 'constructor'"]);
  });

  it('runs a function until both limits are met', async () => {
    const timed = async (min_runs: number, min_seconds: number) =>
      (
        await respond(modules, {
          id: 3,
          kind: 'evaluate',
          module: 'lse',
          function: 'primal',
          input: { x: [1, 2], min_runs, min_seconds },
        })
      ).timings!;
    const runs = await timed(3, 0);
    expect(runs.length).toBe(3);
    expect(runs.every(({ name, nanoseconds }) => name === 'evaluate' && nanoseconds > 0)).toBe(true);
    const seconds = await timed(1, 0.02);
    expect(seconds.reduce((sum, { nanoseconds }) => sum + nanoseconds, 0)).toBeGreaterThanOrEqual(0.02e9);
  });

  it('reports what goes wrong', async () => {
    const message = { id: 4, kind: 'evaluate', module: 'det', function: 'primal', input: { A: [1, 2], ell: 3 } };
    const { success, error, output } = await respond(modules, message);
    expect([success, output]).toEqual([false, undefined]);
    expect(error).toMatch(/reshape/);
    expect((await respond(modules, { ...message, function: 'toString' })).success).toBe(false);
  });
});

describe('the modules', () => {
  it('hello', async () => {
    expect(await call('hello', 'square', 3)).toBe(9);
    expect(await call('hello', 'double', 3)).toBe(6);
  });

  it('lse: the gradient is the softmax, also of large numbers', async () => {
    const x = [1000, 1001, 999];
    const weights = x.map(value => Math.exp(value - 1001));
    const sum = weights.reduce((a, b) => a + b);
    expectClose(await call('lse', 'primal', { x }), [1001 + Math.log(sum)]);
    expectClose(
      await call('lse', 'gradient', { x }),
      weights.map(value => value / sum),
    );
  });

  it('llsq', async () => {
    const [x, n] = [[0.5, -1, 2], 5];
    const residuals = Array.from({ length: n }, (_, i) => {
      const t = -1 + (2 * i) / (n - 1);
      return { t, value: Math.sign(t) - x[0]! - x[1]! * t - x[2]! * t * t };
    });
    expectClose(await call('llsq', 'primal', { x, n }), [
      residuals.reduce((sum, { value }) => sum + value ** 2 / 2, 0),
    ]);
    const slope = (power: number): number => -residuals.reduce((sum, { t, value }) => sum + value * t ** power, 0);
    expectClose(await call('llsq', 'gradient', { x, n }), [slope(0), slope(1), slope(2)]);
  });

  it('det: the gradient is the matrix of cofactors', async () => {
    const input = { A: [2, 1, 3, 0, 4, 1, 5, 2, 6], ell: 3 };
    expectClose(await call('det', 'primal', input), [-11]);
    expectClose(await call('det', 'gradient', input), [22, 5, -20, 0, -3, 1, -11, -2, 8]);
  });

  it('ode: yᵢ(2) is x₀ … xᵢ 2ⁱ⁺¹ / (i + 1)!, to the order of the method', async () => {
    const input = { x: [1, 0.5, 0.25], s: 3 };
    expectClose(await call('ode', 'primal', input), [2, 1, 1 / 6]);
    expectClose(await call('ode', 'gradient', input), [1 / 6, 1 / 3, 2 / 3]);
  });

  it('kmeans: a step of Newton leads to the means', async () => {
    const input = {
      points: [
        [0, 0],
        [1, 0],
        [5, 5],
      ],
      centroids: [
        [0, 1],
        [4, 4],
      ],
    };
    expectClose(await call('kmeans', 'cost', input), [1 + 2 + 2]);
    expectClose(await call('kmeans', 'dir', input), [-0.5, 1, -1, -1]);
  });

  it('saddle and particle: what the evals expect', async () => {
    expectClose(await call('saddle', 'rr', { start: [1, 1] }), new Array(4).fill(8.246324826140356e-6));
    expectClose(await call('saddle', 'ff', { start: [1, 1] }), new Array(4).fill(8.246324826140356e-6));
    expectClose(await call('particle', 'rf', { w: 0 }), [0.2071918746486116]);
  });

  it('gmm: by the definition, and by differences', async () => {
    const input = {
      d: 2,
      k: 2,
      n: 2,
      x: [
        [0.3, -0.2],
        [1, 0.5],
      ],
      m: 1,
      gamma: 1.5,
      alpha: [0.1, 0.4],
      mu: [
        [0, 0.1],
        [1, 1],
      ],
      q: [
        [0.1, 0.2],
        [-0.1, 0.3],
      ],
      l: [[0.5], [0.25]],
    };
    const total = Math.exp(0.1) + Math.exp(0.4);
    const factors = input.q.map(([a, b], k) => [Math.exp(a!), input.l[k]![0]!, Math.exp(b!)] as const);
    let expected = 0;
    for (const [x, y] of input.x) {
      const density = factors.reduce((sum, [a, l, b], k) => {
        const [u, v] = [x! - input.mu[k]![0]!, y! - input.mu[k]![1]!];
        const exponent = -((a * u) ** 2 + (l * u + b * v) ** 2) / 2;
        return sum + ((Math.exp(input.alpha[k]!) / total) * a * b * Math.exp(exponent)) / (2 * Math.PI);
      }, 0);
      expected += Math.log(density);
    }
    // Wishart, of order 2 with 4 degrees of freedom: Γ₂(2) = √π Γ(2) Γ(3/2) = π / 2
    for (const [a, l, b] of factors) {
      const determinant = (a * b) ** 2;
      const trace = 1.5 ** 2 * (a * a + l * l + b * b);
      expected += 0.5 * Math.log(determinant) - trace / 2 - 4 * Math.log(2) + 8 * Math.log(1.5) - Math.log(Math.PI / 2);
    }
    expectClose(await call('gmm', 'objective', input), [expected]);
    const columns = await differences(
      input,
      (copy: typeof input) => [copy.alpha, ...copy.mu, ...copy.q, ...copy.l],
      objective('gmm', 'objective'),
    );
    expectClose(await call('gmm', 'jacobian', input), columns.flat(), 1e-8);
  });

  it('lstm', async () => {
    const row = (seed: number, length: number): number[] =>
      Array.from({ length }, (_, i) => Math.sin(seed + 1.7 * i) / 2);
    const input = {
      main_params: [row(1, 8), row(2, 8), row(3, 8), row(4, 8)],
      extra_params: [row(5, 2), row(6, 2), row(7, 2)],
      state: [row(8, 2), row(9, 2), row(10, 2), row(11, 2)],
      sequence: [
        [0, 1],
        [1, 1],
        [1, 0],
      ],
    };
    const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));
    const state = structuredClone(input.state);
    let sum = 0;
    for (let t = 0; t < 2; t++) {
      const predictions = [0, 1].map(i => {
        let signal = input.sequence[t]![i]! * input.extra_params[0]![i]!;
        for (let layer = 0; layer < 2; layer++) {
          const gate = (which: number, of: number): number =>
            of * input.main_params[2 * layer]![2 * which + i]! + input.main_params[2 * layer + 1]![2 * which + i]!;
          const [hidden, cell] = [state[2 * layer]![i]!, state[2 * layer + 1]![i]!];
          const next = cell * sigmoid(gate(0, signal)) + sigmoid(gate(1, hidden)) * Math.tanh(gate(3, hidden));
          state[2 * layer + 1]![i] = next;
          signal = state[2 * layer]![i] = sigmoid(gate(2, signal)) * Math.tanh(next);
        }
        return signal * input.extra_params[1]![i]! + input.extra_params[2]![i]!;
      });
      const normalisation = Math.log(2 + predictions.reduce((total, value) => total + Math.exp(value), 0));
      predictions.forEach((value, i) => {
        sum += input.sequence[t + 1]![i]! * (value - normalisation);
      });
    }
    expectClose(await call('lstm', 'objective', input), [-sum / 4]);
    const columns = await differences(
      input,
      (copy: typeof input) => [...copy.main_params, ...copy.extra_params],
      objective('lstm', 'objective'),
    );
    expectClose(await call('lstm', 'jacobian', input), columns.flat(), 1e-8);
  });

  it('ba', async () => {
    const input = {
      n: 1,
      m: 1,
      p: 1,
      cam: [0.1, 0.2, 0.3, 0.1, 0.1, -5, 50, 1, 2, 0.01, 0.001],
      x: [0.1, 0.2, 0.3],
      w: 0.9,
      feat: [1, 2],
    };
    const { reproj_error, w_err } = (await call('ba', 'objective', { ...input, n: 2, m: 3, p: 4 })) as {
      reproj_error: { elements: number[]; repeated: number };
      w_err: { element: number; repeated: number };
    };
    // no turning: the camera looks along the third axis
    const still = { ...input, cam: input.cam.map((value, i) => (i < 3 ? 0 : value)) };
    const [u, v] = [0, 0.1 / 5.3];
    const factor = 1 + 0.01 * v * v + 0.001 * v ** 4;
    expectClose(await call('ba', 'objective', still), [
      0.9 * (50 * u * factor + 1 - 1),
      0.9 * (50 * v * factor + 2 - 2),
      1,
      1 - 0.81,
      1,
    ]);
    expect([reproj_error.repeated, w_err.repeated]).toEqual([4, 4]);
    const columns = await differences(
      { ...input, w: [0.9] },
      (copy: { cam: number[]; x: number[]; w: number[] }) => [copy.cam, copy.x, copy.w],
      async copy => {
        const { w } = copy as { w: number[] };
        return flat(await call('ba', 'objective', { ...copy, w: w[0] }));
      },
    );
    const jacobian = (await call('ba', 'jacobian', input)) as { rows: number[]; cols: number[]; vals: number[] };
    expect(jacobian.rows).toEqual([0, 15, 30, 31, 31]);
    expect(jacobian.cols).toEqual([...Array(15).keys(), ...Array(15).keys(), 14]);
    const [first, second] = [columns.map(column => column[0]!), columns.map(column => column[1]!)];
    expectClose(jacobian.vals, [...first, ...second, -1.8], 1e-7);
  });

  it('ht', async () => {
    const bones = 22;
    const identity = [
      [1, 0, 0, 0],
      [0, 1, 0, 0],
      [0, 0, 1, 0],
      [0, 0, 0, 1],
    ];
    const shifted = identity.map((row, i) => row.map((value, j) => (j === 3 && i < 3 ? 0.1 * (i + 1) : value)));
    const positions = [
      [0, 0, 0, 1],
      [1, 0, 0, 1],
      [0, 1, 0.5, 1],
    ];
    const input = {
      theta: new Array(26).fill(0),
      us: [] as number[][],
      data: {
        correspondences: [2, 0],
        points: [
          [0.1, 0.2, 0.3],
          [1, 2, 3],
        ],
        model: {
          bone_names: Array.from({ length: bones }, (_, i) => `bone ${i}`),
          parents: Array.from({ length: bones }, (_, i) => (i === 0 ? -1 : i % 4 === 2 ? 0 : i - 1)),
          base_relatives: new Array(bones).fill(identity) as number[][][],
          inverse_base_absolutes: new Array(bones).fill(identity),
          base_positions: positions,
          weights: positions.map((_, v) => Array.from({ length: bones }, (_, b) => (b === 3 + 4 * v ? 1 : 0))),
          triangles: [[0, 1, 2]],
          is_mirrored: false,
        },
      },
    };
    // nothing bent: the vertices are where the model has them
    expectClose(await call('ht', 'objective', input), [0.1, -0.8, -0.2, 1, 2, 3]);

    const bent = structuredClone(input);
    bent.theta = Array.from({ length: 26 }, (_, i) => Math.sin(1 + i) / 2);
    bent.us = [
      [0.2, 0.3],
      [0.5, 0.1],
    ];
    bent.data.correspondences = [0, 0];
    bent.data.model.base_relatives = new Array(bones).fill(shifted);
    const jacobian = (await call('ht', 'jacobian', bent)) as number[][];
    for (const seed of [3, 5]) {
      const direction = Array.from({ length: 28 }, (_, i) => Math.cos(seed + 2.3 * i));
      const at = async (h: number): Promise<number[]> => {
        const us = bent.us.map(place => place.map((value, k) => value + h * direction[k]!));
        const theta = bent.theta.map((value, i) => value + h * direction[2 + i]!);
        return flat(await call('ht', 'objective', { ...bent, us, theta }));
      };
      const [above, below] = [await at(1e-5), await at(-1e-5)];
      const products = jacobian.map(row => row.reduce((sum, value, i) => sum + value * direction[i]!, 0));
      expectClose(
        products,
        above.map((value, i) => (value - below[i]!) / 2e-5),
        1e-8,
      );
    }
    expect(((await call('ht', 'jacobian', input)) as number[][])[0]!.length).toBe(26);
  });
});
