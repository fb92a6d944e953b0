import {
  array,
  grad,
  hessian,
  jacfwd,
  jacrev,
  jit,
  lax,
  linalg,
  type NDArray,
  numpy as np,
  sparseHessian,
  vmap,
} from 'nabla';
import { describe, expect, it } from 'vitest';

const float64 = { dtype: 'float64' } as const;
const n = 12;
const known = (count: number): NDArray => np.sin(np.arange(count, float64).mul(7).add(1)).add(3);
const ints = (...values: number[]): NDArray => array(Int32Array.from(values));
const grid = (x: NDArray): NDArray => x.reshape([4, 3]);
const triangle = array(
  [
    [2, 0, 0],
    [1, 3, 0],
    [1, 1, 4],
  ],
  float64,
);
const square = array(
  [
    [2, 1, 0.5],
    [1, 3, 0.25],
    [1, 1, 4],
  ],
  float64,
);

type Row = readonly [name: string, op: (x: NDArray) => NDArray, extra?: number];
// the last number counts elements that are there beyond what this point needs
const rows: readonly Row[] = [
  ['mul', x => x.mul(known(n))],
  ['neg', x => x.neg()],
  ['convert_element_type', x => x.astype('float32')],
  ['reshape', x => grid(x)],
  ['transpose', x => grid(x).T],
  ['broadcast_in_dim', x => np.broadcastTo(grid(x), [2, 4, 3])],
  ['slice', x => x.at('1:9:2')],
  ['pad', x => np.pad(x, [[2, 3]])],
  ['pad, negative and between', x => lax.pad(x, 0, [[-1, -2, 1]])],
  ['concatenate', x => np.concatenate([x.at('3:'), x.at(':5')])],
  ['rev', x => lax.rev(grid(x), [0, 1])],
  ['roll', x => np.roll(x, 2)],
  ['add of neighbours', x => x.at('1:').add(x.at(':-1'))],
  ['gather', x => x.at(ints(3, 1, 3, 7))],
  ['gather of pairs', x => x.at(ints(0, 1, 2, 3, 4, 5, 6, 7).reshape([4, 2])).sum({ axis: 1 })],
  ['scatter-add', x => np.zeros(5, float64).addAt(ints(0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 0, 1), x)],
  ['scatter', x => np.zeros(20, float64).set(ints(0, 3, 5, 7, 9, 11, 1, 2, 4, 6, 8, 10), x)],
  ['dynamic_slice', x => lax.dynamicSlice(x, [3], [5])],
  ['dynamic_update_slice', x => lax.dynamicUpdateSlice(x, x.at(':4').mul(2), [5])],
  ['dynamic_update_slice, moved inside', x => lax.dynamicUpdateSlice(x, x.at('1:5').mul(2), [10])],
  ['select', x => np.where(known(n).greater(3), x, np.roll(x, 1))],
  ['reduce_sum', x => grid(x).sum({ axis: 1 })],
  ['reduce_sum of all', x => grid(x).sum()],
  ['cumsum', x => np.cumsum(x)],
  ['cumsum of rows', x => np.cumsum(grid(x), { axis: 1 })],
  ['cumsum of columns', x => np.cumsum(grid(x), { axis: 0 })],
  ['dot_general with a row of each', x => np.matmul(grid(x), square)],
  [
    'dot_general over repeated elements',
    x => np.tensordot(np.broadcastTo(x.reshape([n, 1, 1]), [n, 2, 3]), known(24).reshape([2, 3, 4])),
  ],
  ['dot_general from the left', x => np.matmul(known(20).reshape([5, 4]), grid(x))],
  ['dot_general, batched', x => np.einsum('bij,bj->bi', known(36).reshape([4, 3, 3]), grid(x))],
  ['dot_general, dense', x => np.matmul(known(36).reshape([3, 12]), x)],
  ['dot_general with a band', x => np.matmul(np.eye(n, float64).add(np.eye(n, { ...float64, k: 1 })), x)],
  ['convolution', x => np.convolve(x, known(3), { mode: 'valid' })],
  ['convolution, same', x => np.convolve(x, known(3), { mode: 'same' })],
  [
    'triangular_solve of rows',
    x =>
      vmap((row: NDArray) =>
        lax.linalg.triangularSolve(triangle, row.reshape([3, 1]), { leftSide: true, lower: true }),
      )(grid(x)),
  ],
  ['triangular_solve', x => lax.linalg.triangularSolve(triangle, grid(x).T, { leftSide: true, lower: true })],
  ['linear_solve', x => linalg.solve(square, grid(x).T)],
  ['linear_solve of rows', x => vmap((row: NDArray) => linalg.solve(square, row))(grid(x))],
  ['call', x => jit((y: NDArray) => y.at('1:').sub(y.at(':-1')))(x)],
  [
    'scan over rows',
    x =>
      lax.scan(
        (c: NDArray, row: NDArray) => [c, row.mul(2).sum()] as [NDArray, NDArray],
        array(0, float64),
        grid(x),
      )[1] as NDArray,
  ],
  [
    'scan with a carry',
    x =>
      lax.scan(
        (c: NDArray, row: NDArray) => [row.sum(), c.add(row.sum())] as [NDArray, NDArray],
        array(0, float64),
        grid(x),
      )[1] as NDArray,
  ],
  [
    'cond',
    x =>
      lax.cond(
        known(1).at(0).less(np.sum(x).mul(0)),
        (y: NDArray) => y.mul(2),
        (y: NDArray) => np.roll(y, 1),
        x,
      ),
    24, // of the branch that is not taken
  ],
  ['map', x => lax.map((row: NDArray) => row.sum(), grid(x))],
  ['foriLoop', x => lax.foriLoop(0, 2, (_, y: NDArray) => y.add(np.roll(y, 1)), x)],
  ['diff', x => np.diff(x, { n: 2 })],
  // columns that crowd along an axis stand at each of its elements
  ['outer sum', x => np.add(x.at(':4').reshape([4, 1]), x.at('4:')), 12],
  ['trace of blocks', x => np.trace(grid(x))],
  ['tile', x => np.tile(x, 3)],
  ['repeat', x => np.repeat(x, 2)],
  ['take along axis', x => np.takeAlongAxis(grid(x), ints(2, 0, 1, 1).reshape([4, 1]), { axis: 1 })],
  ['split', x => np.split(x, 3)[1]!],
  ['stack', x => np.stack([x.at(':6'), x.at('6:')], { axis: 1 }).sum({ axis: 1 })],
];

/** The pairs of variables that meet in an element of a linear function's result. */
const pairs = (op: (x: NDArray) => NDArray): ReadonlySet<string> => {
  const J = jacfwd((x: NDArray) => op(x).ravel())(known(n)).tolist() as number[][];
  const seen = new Set<string>();
  for (const row of J) row.forEach((a, i) => row.forEach((b, k) => a !== 0 && b !== 0 && seen.add(`${i},${k}`)));
  return seen;
};

describe('the pattern of a sum over elements of', () => {
  it.each(rows.map(([name, op, extra]) => ({ name, op, extra: extra ?? 0 })))(
    '$name has what the function mixes',
    ({ op, extra }) => {
      const f = (x: NDArray): NDArray => np.sum(np.exp(op(x).mul(0.01)));
      const x = known(n);
      const H = sparseHessian(f)(x);
      const wanted = pairs(op);
      const found = new Set<string>();
      for (let row = 0; row < n; row++) {
        for (let at = H.indptr[row]!; at < H.indptr[row + 1]!; at++) found.add(`${row},${H.indices[at]}`);
      }
      for (const pair of wanted) expect(found).toContain(pair);
      expect(found.size).toBe(wanted.size + extra);
      expect(np.max(np.abs(H.toDense().sub(jacrev(grad(f))(x)))).item()).toBeLessThan(1e-7);
    },
  );
});

describe('the pattern of a Lagrangian', () => {
  it('of a method with stages, whose nodes meet their neighbours only, grows with the number of nodes', () => {
    const derivative = (s: NDArray) =>
      np.stack([s.at(2), s.at(3), np.sin(s.at(0)).mul(s.at(1)), s.at(1).square().mul(s.at(3))]);
    const defect = (a: NDArray, b: NDArray) => b.sub(a).sub(derivative(a.add(derivative(a).mul(0.1))));
    const lagrangian = (states: NDArray, multipliers: NDArray) => {
      const nodes = states.reshape([-1, 4]);
      return np.dot(multipliers, vmap(defect)(nodes.at(':-1'), nodes.at('1:')).ravel());
    };
    const at = (count: number) => [known(4 * count), known(4 * count - 4)] as const;
    const stored = (count: number) => sparseHessian(lagrangian, { argnums: [0, 1] })(...at(count)).nnz / count;
    expect(stored(60)).toBeLessThan(100);
    expect(stored(60)).toBeLessThan(1.2 * stored(20));
    const states = hessian(lagrangian)(...at(12));
    expect(np.max(np.abs(states.sub(jacfwd(grad(lagrangian))(...at(12))))).item()).toBeLessThan(1e-12);
    const H = sparseHessian(lagrangian, { argnums: [0, 1] })(...at(12)).toDense();
    expect(np.max(np.abs(H.at(':48', ':48').sub(states))).item()).toBeLessThan(1e-12);
  });
});
