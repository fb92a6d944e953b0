import { array, hessian, lax, makeJaxpr, type NDArray, numpy as np, vmap } from 'nabla';
import { describe, expect, it } from 'vitest';
import { flattenProgram } from './flatten.ts';
import { planMemory } from './memory.ts';
import { Planner } from './planner.ts';
import { printProgram } from './print.ts';
import type { CompiledProgram } from './program.ts';
import type { Target } from './target.ts';

const target: Target = {
  fusesMultiplyAdd: false,
  productScratch: () => 64,
  threads: 2,
  panelsOf: (_type, _side, lines, inner) => ({ width: 4, line: inner, size: 4 * Math.ceil(lines / 4) * inner }),
  routineTables: () => [],
  hasRoutine: () => true,
  routineScratch: () => 64,
};

const plan = (f: (...args: never[]) => NDArray, ...args: NDArray[]): CompiledProgram => {
  const { jaxpr } = makeJaxpr(f as (...args: NDArray[]) => NDArray)(...args);
  const planned = new Planner(flattenProgram(jaxpr), target).plan('f');
  return { ...planned, steps: planMemory(planned).steps };
};

const text = (f: (...args: never[]) => NDArray, ...args: NDArray[]): string[] =>
  printProgram(plan(f, ...args))
    .split('\n')
    .slice(1, -1)
    .map(line => line.slice(2))
    .filter(line => !line.includes('= input'));

const float64 = { dtype: 'float64' } as const;
const vector = (n: number): NDArray => np.linspace(0, 1, n, float64);
const matrix = (m: number, n: number): NDArray => vector(m * n).reshape([m, n]);

describe('flattening', () => {
  it('does not write out the arrays that bodies of loops close over', () => {
    const data = vector(100);
    data.toJSON = () => {
      throw new Error('read as text');
    };
    const f = (x: NDArray) => lax.foriLoop(0, 3, (_, carry: NDArray) => carry.add(data), x);
    expect(flattenProgram(makeJaxpr(f)(vector(100)).jaxpr).equations.map(({ primitive }) => primitive.name)).toEqual([
      'scan',
    ]);
  });
});

describe('fusion', () => {
  it('writes chains of elementwise functions and views as one loop', () => {
    expect(text((x: NDArray) => np.exp(x.T).mul(2).at('::-1'), matrix(4, 5))).toEqual([
      'for i0 in 0..5:',
      '  for i1 in 0..4:',
      '    b1:f64[20][(4*i0 + i1)] = mul(2, exp(b0[(-1*i0 + 5*i1 + 4)]))',
    ]);
  });

  it('merges loops where no division is needed', () => {
    expect(text((x: NDArray) => x.mul(x), matrix(4, 5))).toEqual([
      'for i0 in 0..20:',
      '  b1:f64[20][i0] = mul(b0[i0], b0[i0])',
    ]);
    expect(text((x: NDArray, y: NDArray) => x.add(y), matrix(4, 5), vector(5))).toEqual([
      'for i0 in 0..4:',
      '  for i1 in 0..5:',
      '    b2:f64[20][(5*i0 + i1)] = add(b0[i1], b1[(5*i0 + i1)])',
    ]);
  });

  it('cuts loops where conditions change', () => {
    const f = (x: NDArray): NDArray => np.concatenate([x.at('1:'), x.at(':1').mul(3)]);
    expect(text(f, vector(100))).toEqual([
      'for i0 in 0..99:',
      '  b1:f64[100][i0] = b0[(i0 + 1)]',
      'b1:f64[100][99] = mul(3, b0[0])',
    ]);
  });

  it('cuts some loops where all would be too many', () => {
    const column = (x: NDArray, from: number): NDArray =>
      np.concatenate(Array.from({ length: 20 }, (_, k) => x.mul(from + k)));
    const f = (x: NDArray): NDArray =>
      np.concatenate(
        [2, 102, 202, 302].map(from => column(x, from)),
        { axis: 1 },
      );
    const stores = text(f, matrix(1, 4)).filter(line => line.includes('b1:'));
    expect(stores).toHaveLength(20);
    expect(stores[3]).toMatch(/mul\(5,.*mul\(105,.*mul\(205,.*mul\(305,/);
  });

  it('adds up long sums in blocks, and what is left of them by itself', () => {
    expect(text((x: NDArray) => np.exp(x).sum(), vector(20_000))).toEqual([
      'for i0 in 0..63:',
      '  b1:f64[63][i0] = reduce_add[k0 in 0..313](exp(b0[(313*i0 + k0)]))',
      'b2:f64[1][0] = add(reduce_add[k0 in 0..63](b1[k0]), reduce_add[k0 in 0..281](exp(b0[(k0 + 19719)])))',
    ]);
    // columns all at once, lines one after the other
    const loops = (axis: number, ...shape: [number, number]): string[] =>
      text((x: NDArray) => x.sum({ axis }), matrix(...shape))
        .filter(line => /for/.test(line))
        .slice(0, 2);
    expect(loops(0, 40_000, 3)).toEqual(['for i0 in 0..200:', '  for i1 in 0..3:']);
    expect(loops(1, 3, 40_000)).toEqual(['for i0 in 0..192:', 'for i0 in 0..3:']);
  });

  it('cuts updates of lists where their parts end, of batches of lists too', () => {
    const places = array([0, 1, 2, 2, 1, 0], { dtype: 'int32' });
    const f = (x: NDArray): NDArray => np.zeros(3, float64).addAt(places, np.concatenate([np.sin(x), np.exp(x)]));
    const cut = (lines: readonly string[]): string[] => lines.filter(line => /add=/.test(line));
    for (const lines of [cut(text(f, vector(3))), cut(text(vmap(f), matrix(5, 3)))]) {
      expect(lines.map(line => line.replace(/\[.*?\]+/g, '').match(/sin|exp|select/g))).toEqual([['sin'], ['exp']]);
    }
    // where rows go to one place, they stay in order
    const rows = (x: NDArray): NDArray =>
      np
        .zeros([3, 4], float64)
        .set([array([0, 1, 0], { dtype: 'int32' })], np.concatenate([np.sin(x), np.exp(x)], { axis: 1 }));
    expect(text(rows, matrix(3, 2)).filter(line => /:=/.test(line))).toHaveLength(1);
  });

  it('computes both parts of complex numbers in one loop where they have much in common', () => {
    const z = lax.complex(vector(100), vector(100));
    const loops = (f: (x: NDArray) => NDArray): number => text(f, z).filter(line => line.startsWith('for')).length;
    expect(loops(np.exp)).toBe(1);
    expect(loops(x => x.add(x.conj()))).toBe(2);
  });

  it('computes arrays with the same loops together, and stores only what is needed', () => {
    const f = (x: NDArray): NDArray => {
      const y = np.exp(x).add(np.sin(x)).div(np.cosh(x));
      return np.stack([y.mul(y), np.sqrt(y)]).sum({ axis: 1 });
    };
    const stores = plan(f, vector(50)).steps.flatMap(step => (step.kind === 'kernel' ? step.kernel.stores : []));
    // y is stored for the two sums; nothing else is but the sums
    expect(stores.length).toBeLessThanOrEqual(4);
  });

  it('computes functions of many long sums in a loop of their own, for several at a time', () => {
    const f = (x: NDArray): NDArray => np.exp(np.sum(x, { axis: 1 }));
    expect(text(f, matrix(100, 50))).toEqual([
      'for i0 in 0..100:',
      '  b1:f64[100][i0] = reduce_add[k0 in 0..50](b0[(50*i0 + k0)])',
      'for i0 in 0..100:',
      '  b2:f64[100][i0] = exp(b1[i0])',
    ]);
    expect(text(f, matrix(100, 8))).toHaveLength(4);
    // where there are few, or short ones, storing them would take longer
    expect(text(f, matrix(10, 50))).toHaveLength(2);
    expect(text(f, matrix(100, 5))).toHaveLength(2);
    const twice = (x: NDArray): NDArray => {
      const sums = np.sum(x, { axis: 1 });
      return np.sin(sums).add(np.cos(sums));
    };
    expect(text(twice, matrix(100, 50)).filter(line => line.startsWith('for'))).toHaveLength(2);
  });

  it('never repeats a sum', () => {
    const f = (x: NDArray): NDArray => x.sub(np.mean(x)).div(np.sqrt(np.sum(np.square(x.sub(np.mean(x))))));
    const lines = text(f, vector(50));
    expect(lines.filter(line => line.startsWith(' ') && line.includes('reduce_'))).toEqual([]);
    expect(lines.filter(line => line.startsWith('b')).length).toBe(2);
  });
});

describe('products', () => {
  const steps = (f: (...args: never[]) => NDArray, ...args: NDArray[]): string[] =>
    plan(f, ...args)
      .steps.map(({ kind }) => kind)
      .filter(kind => kind !== 'upload');

  it('of large matrices are steps of their own, transposes and slices read in place', () => {
    expect(steps((x: NDArray) => x.T.at(':30').matmul(x), matrix(50, 40))).toEqual(['product']);
    expect(steps((x: NDArray) => np.exp(x).matmul(x.T), matrix(50, 40))).toEqual(['kernel', 'product']);
  });

  it('have operands that are computed along their lines in the order of tiles, others copied', () => {
    const operandOf = (f: (...args: never[]) => NDArray, ...args: NDArray[]) => {
      const planned = plan(f, ...args).steps;
      const product = planned.find(step => step.kind === 'product');
      return {
        kernels: planned.filter(({ kind }) => kind === 'kernel').length,
        inPanels: product?.lhs.inPanels === 'whole',
      };
    };
    const scaled = (x: NDArray, d: NDArray): NDArray => x.T.mul(d).matmul(x);
    expect(operandOf(scaled, matrix(50, 40), vector(50))).toEqual({ kernels: 1, inPanels: true });
    // the last panel is not whole
    expect(operandOf(scaled, matrix(50, 41), vector(50))).toEqual({ kernels: 3, inPanels: true });
    const along = (x: NDArray, d: NDArray): NDArray => x.mul(d).matmul(x.T);
    expect(operandOf(along, matrix(50, 40), vector(40))).toEqual({ kernels: 1, inPanels: false });
  });

  it('are joined by what is computed from their rows alone', () => {
    const layer = (x: NDArray, w: NDArray, b: NDArray): NDArray => np.tanh(x.matmul(w).add(b));
    const [x, w] = [matrix(50, 40), matrix(40, 30)];
    expect(text(layer, x, w, vector(30))).toEqual([
      'b2:f64[1500] = b0 · b1 (1 of 50 × 40 × 30), and by rows:',
      '  for i0 in 0..50:',
      '    for i1 in 0..30:',
      '      b5:f64[1500][(i1 + 30*i0)] = tanh(add(b4[i1], b2[(i1 + 30*i0)]))',
    ]);
    expect(text(layer, x, w, vector(1)).at(-2)).toMatch(/^ {2}for i0 in 0\.\.1500:/);
    const twice = (...args: [NDArray, NDArray, NDArray]): NDArray => {
      const y = layer(...args);
      return y.mul(np.sum(y, { axis: 1, keepdims: true })).sub(np.sum(y, { axis: 0 }));
    };
    // sums of columns need all rows
    expect(steps(twice, x, w, vector(30))).toEqual(['rows', 'kernel', 'kernel']);
    expect(steps((a: NDArray, b: NDArray) => np.exp(a.matmul(b)).T, x, w)).toEqual(['product', 'kernel']);
    expect(steps((a: NDArray, b: NDArray) => np.flip(a.matmul(b), { axis: 0 }), x, w)).toEqual(['product', 'kernel']);
  });

  it('of long sums are divided along these', () => {
    const gram = (x: NDArray, y: NDArray): NDArray => x.T.matmul(y);
    expect(text(gram, matrix(1000, 40), matrix(1000, 30))).toEqual([
      'b3:f64[4800] = b0 · b1 (1 of 40 × 1000 × 30, 4 parts of the sum)',
      'for i0 in 0..1200:',
      '  b2:f64[1200][i0] = reduce_add[k0 in 0..4](b3[(i0 + 1200*k0)])',
    ]);
    // what the parts are computed from is computed with them, unless it needs more than its part
    const scaled = (x: NDArray, w: NDArray): NDArray => x.T.mul(np.tanh(x.matmul(w))).matmul(x);
    expect(steps(scaled, matrix(1000, 40), vector(40))).toEqual(['rows', 'kernel']);
    expect(text(scaled, matrix(1000, 40), vector(40))[0]).toBe(
      'b7:f64[6400] = b5 · b0 (1 of 40 × 1000 × 40, 4 parts of the sum), for each part after:',
    );
    // the panels of a part, for each of two threads
    expect(text(scaled, matrix(1000, 40), vector(40)).join('\n')).toContain('b5:f64[20000][(4*i1 + 1000*i2 + i3)]');
    const centred = (x: NDArray, w: NDArray): NDArray => {
      const z = x.matmul(w);
      return x.T.mul(np.tanh(z.sub(np.mean(z)))).matmul(x);
    };
    expect(steps(centred, matrix(1000, 40), vector(40))).toEqual(['kernel', 'kernel', 'rows', 'kernel']);
    // not where there are more rows
    expect(steps(gram, matrix(300, 200), matrix(300, 30))).toEqual(['product']);
  });

  it('that are symmetric are read by rows, transposed too', () => {
    const X = matrix(60, 20);
    const loss = (w: NDArray): NDArray => np.sum(np.logaddexp(0, X.matmul(w)));
    const f = (w: NDArray): NDArray => {
      const H = hessian(loss)(w);
      return H.T.mul(2).add(H);
    };
    const [mirror, ...after] = steps(f, vector(20)).slice(-2);
    expect([mirror, ...after]).toEqual(['mirror', 'kernel']);
    expect(text(f, vector(20)).at(-1)).toMatch(/ = add\(b(\d+)\[i0\], mul\(2, b\1\[i0\]\)\)$/);
    expect(steps(hessian(loss), vector(20)).at(-1)).toBe('mirror');
  });

  it('of small ones, and with vectors, are sums', () => {
    expect(steps((x: NDArray) => x.matmul(x.T), matrix(3, 3))).toEqual(['kernel']);
    expect(steps((x: NDArray, v: NDArray) => x.matmul(v), matrix(50, 40), vector(40))).toEqual(['kernel']);
  });

  it('with identities, diagonals and repeated rows are none', () => {
    const diagonal = np.diag(vector(40));
    expect(steps((x: NDArray) => x.matmul(np.eye(40, float64)), matrix(50, 40))).toEqual(['kernel']);
    expect(steps((x: NDArray) => diagonal.matmul(x.T), matrix(50, 40))).toEqual(['kernel']);
    expect(
      steps((x: NDArray, v: NDArray) => x.matmul(np.broadcastTo(v, [40, 30])), matrix(50, 40), vector(30)),
    ).toEqual(['kernel', 'kernel']);
  });
});

describe('passes over equations', () => {
  it('drop what repeats and what nobody needs, and evaluate what is known', () => {
    const f = (x: NDArray): NDArray => {
      np.exp(x);
      return np
        .sin(x)
        .add(np.sin(x))
        .mul(np.sum(array([1, 2], float64)));
    };
    const { jaxpr } = makeJaxpr(f)(vector(3));
    expect(flattenProgram(jaxpr).equations.map(({ primitive }) => primitive.name)).toEqual(['sin', 'add', 'mul']);
  });

  it('tell parameters apart that JSON does not', () => {
    const fills = [0, -0, Number.NaN, 1 / 0, -1 / 0];
    const f = (x: NDArray, i: NDArray): NDArray[] => fills.map(fillValue => np.take(x, i, { mode: 'fill', fillValue }));
    const { equations } = flattenProgram(makeJaxpr(f)(vector(3), array(5, { dtype: 'int32' })).jaxpr);
    expect(equations.filter(({ primitive }) => primitive.name === 'gather')).toHaveLength(fills.length);
  });
});

describe('memory', () => {
  it('is used again once nobody reads it', () => {
    const chain = (x: NDArray): NDArray => {
      let y = x;
      for (let i = 0; i < 6; i++) y = y.matmul(x);
      return y;
    };
    const { jaxpr } = makeJaxpr(chain)(matrix(50, 50));
    const planned = new Planner(flattenProgram(jaxpr), target).plan('f');
    // the input, two products and scratch memory
    expect(planMemory(planned).bytes).toBeLessThan(4 * 50 * 50 * 8);
  });
});
