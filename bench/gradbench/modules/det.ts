import { grad, jit, type NDArray, numpy as np } from 'nabla';
import { doubles, nested, number } from '../arrays.ts';
import type { Module } from '../protocol.ts';

type Input = { readonly A: readonly number[]; readonly ell: number };

/** All sets of `size` of the columns 0 … n - 1, as bits, ascending. */
const setsOf = (size: number, n: number): number[] => {
  const sets: number[] = [];
  const count = (bits: number): number => (bits === 0 ? 0 : (bits & 1) + count(bits >> 1));
  for (let set = 0; set < 2 ** n; set++) if (count(set) === size) sets.push(set);
  return sets;
};

/**
 * Expansion by minors, row by row from the last. A minor of the last k rows is known by its k columns: it is computed once, not
 * each time that the expansion meets it.
 */
const determinant = (A: NDArray): NDArray => {
  const n = A.shape[0]!;
  let minors = np.onesLike(A.at(0, ':1'));
  let known = setsOf(0, n);
  for (let size = 1; size <= n; size++) {
    const sets = setsOf(size, n);
    const placeOf = new Map(known.map((set, place) => [set, place]));
    const columns = sets.map(set => Array.from({ length: n }, (_, j) => j).filter(j => (set >> j) & 1));
    const smaller = sets.map((set, i) => columns[i]!.map(j => placeOf.get(set & ~(1 << j))!));
    const table = (rows: readonly (readonly number[])[]): NDArray =>
      np.asarray(Int32Array.from(rows.flat())).reshape([sets.length, size]);
    const signs = np.where(np.equal(np.mod(np.arange(0, size, 1, { dtype: 'int32' }), 2), 0), 1, -1);
    const row = A.at(n - size);
    minors = np.sum(
      row
        .at(table(columns))
        .mul(minors.at(table(smaller)))
        .mul(signs),
      { axis: 1 },
    );
    known = sets;
  }
  return minors.at(0);
};

const primal = jit(determinant);
const gradient = jit(grad(determinant));
const matrix = ({ A, ell }: Input): NDArray => doubles(A).reshape([ell, ell]);

export const det: Module = {
  primal: (input: Input) => {
    const A = matrix(input);
    return () => number(primal(A));
  },
  gradient: (input: Input) => {
    const A = matrix(input);
    return () => nested(gradient(A).ravel());
  },
};
