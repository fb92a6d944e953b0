import type { CompressedMatrix } from '../pattern/compress.ts';
import { type Analysis, type Factor, solveFactored } from './ldlt.ts';

/** A pivot must not be smaller than this share of the rest of its column. */
const threshold = 0.1;

/** A dense symmetric matrix over some variables, of which rows and columns leave as they are eliminated. */
type Front = {
  readonly extent: number;
  /** Of each row its variable, as its place in the order. */
  readonly variables: Int32Array;
  /** The lower triangle, row by row. */
  readonly values: Float64Array;
  /** The rows that are left, ascending. */
  alive: Int32Array;
  /** Whether all that adds to a row has been added, so that it can be eliminated. */
  readonly complete: Uint8Array;
};

/** Columns of L and blocks of D, as they come. */
type Columns = {
  readonly starts: number[];
  readonly rows: number[];
  readonly values: number[];
  readonly variables: number[];
  /** Diagonal of D, and beside it for the first column of a 2 × 2 block the element off the diagonal, else 0. */
  readonly diagonal: number[];
  readonly beside: number[];
};

/**
 * The factor of A + shift·I with pivots of one and two variables, chosen as the elimination goes: multifrontal, with threshold
 * pivoting, and variables delayed to the next front where theirs has no good pivot (Duff and Reid, 1983). It is accurate for
 * all symmetric matrices.
 */
export const factorisePivoted = (matrix: CompressedMatrix, analysis: Analysis, shift: number): Factor => {
  const n = matrix.shape[0];
  const { parent } = analysis;
  const waiting: (Front[] | undefined)[] = [];
  const columns: Columns = { starts: [0], rows: [], values: [], variables: [], diagonal: [], beside: [] };
  const local = new Int32Array(n).fill(-1);
  for (let k = 0; k < n; k++) {
    const front = assemble(matrix, analysis, shift, k, waiting[k] ?? [], local);
    waiting[k] = undefined;
    eliminate(front, columns);
    if (front.alive.length === 0) continue;
    const next = parent[k]!;
    if (next < 0)
      throw new Error('SparseMatrix: a symmetric matrix has no pivot left, which cannot be: please report this');
    (waiting[next] ??= []).push(front);
  }
  return factorFrom(columns, analysis.order);
};

/** The front of a variable: its row, and what the fronts before have left. */
const assemble = (
  matrix: CompressedMatrix,
  { order, place }: Analysis,
  shift: number,
  k: number,
  children: readonly Front[],
  local: Int32Array,
): Front => {
  const { indptr, indices, data } = matrix;
  const row = order[k]!;
  const wanted: number[] = [k];
  for (let at = indptr[row]!; at < indptr[row + 1]!; at++) {
    const variable = place[indices[at]!]!;
    if (variable > k) wanted.push(variable);
  }
  const front = inherited(children, wanted, local) ?? joined(children, wanted, local);
  const { extent, variables, values, complete } = front;
  for (const i of front.alive) local[variables[i]!] = i;
  const own = local[k]!;
  complete[own] = 1;
  values[own * extent + own]! += shift;
  for (let at = indptr[row]!; at < indptr[row + 1]!; at++) {
    const variable = place[indices[at]!]!;
    if (variable < k) continue;
    const i = local[variable]!;
    values[Math.max(i, own) * extent + Math.min(i, own)]! += data[at]!;
  }
  for (const i of front.alive) local[variables[i]!] = -1;
  return front;
};

/** The front of an only child, if it has all variables already and few rows that are gone. */
const inherited = (children: readonly Front[], wanted: readonly number[], local: Int32Array): Front | undefined => {
  const [front] = children;
  if (front === undefined || children.length > 1 || 2 * front.alive.length < front.extent) return undefined;
  for (const i of front.alive) local[front.variables[i]!] = i;
  const has = wanted.every(variable => local[variable]! >= 0);
  for (const i of front.alive) local[front.variables[i]!] = -1;
  return has ? front : undefined;
};

/** The sum of fronts, with room for more variables. */
const joined = (children: readonly Front[], wanted: readonly number[], local: Int32Array): Front => {
  const all: number[] = [];
  const add = (variable: number): void => {
    if (local[variable]! >= 0) return;
    local[variable] = all.length;
    all.push(variable);
  };
  for (const variable of wanted) add(variable);
  for (const { alive, variables } of children) for (const i of alive) add(variables[i]!);
  const extent = all.length;
  const values = new Float64Array(extent * extent);
  const complete = new Uint8Array(extent);
  for (const child of children) {
    const { alive } = child;
    for (let a = 0; a < alive.length; a++) {
      const i = alive[a]!;
      const row = local[child.variables[i]!]!;
      if (child.complete[i] === 1) complete[row] = 1;
      for (let b = 0; b <= a; b++) {
        const j = alive[b]!;
        const column = local[child.variables[j]!]!;
        values[Math.max(row, column) * extent + Math.min(row, column)]! += child.values[i * child.extent + j]!;
      }
    }
  }
  for (const variable of all) local[variable] = -1;
  return { extent, variables: Int32Array.from(all), values, alive: Int32Array.from(all.keys()), complete };
};

const elementOf = ({ values, extent }: Front, i: number, j: number): number =>
  i > j ? values[i * extent + j]! : values[j * extent + i]!;

/** Eliminates the complete rows that have a good pivot; the others are left for the next front. */
const eliminate = (front: Front, columns: Columns): void => {
  for (;;) {
    const pivot = choosePivot(front);
    if (pivot === undefined) return;
    const [p, q] = pivot;
    front.alive = front.alive.filter(i => i !== p && i !== q);
    if (q < 0) eliminateOne(front, p, columns);
    else eliminatePair(front, p, q, columns);
  }
};

/** A row to eliminate, or two; undefined where none is good enough. */
const choosePivot = (front: Front): readonly [p: number, q: number] | undefined => {
  for (const p of front.alive) {
    if (front.complete[p] === 0) continue;
    let largest = 0;
    let [partner, beside] = [-1, 0];
    for (const i of front.alive) {
      if (i === p) continue;
      const size = Math.abs(elementOf(front, i, p));
      if (size > largest) largest = size;
      if (front.complete[i] === 1 && size > beside) [partner, beside] = [i, size];
    }
    // a column of zeros is eliminated by its zero
    if (Math.abs(elementOf(front, p, p)) >= threshold * largest) return [p, -1];
    if (partner >= 0 && isGoodPair(front, p, partner)) return [p, partner];
  }
  return undefined;
};

/** Whether the inverse of a 2 × 2 block, times the rest of its columns, stays within 1 / threshold. */
const isGoodPair = (front: Front, p: number, q: number): boolean => {
  const [pp, qp, qq] = [elementOf(front, p, p), elementOf(front, q, p), elementOf(front, q, q)];
  let [restP, restQ] = [0, 0];
  for (const i of front.alive) {
    if (i === p || i === q) continue;
    restP = Math.max(restP, Math.abs(elementOf(front, i, p)));
    restQ = Math.max(restQ, Math.abs(elementOf(front, i, q)));
  }
  const determinant = Math.abs(pp * qq - qp * qp);
  const first = Math.abs(qq) * restP + Math.abs(qp) * restQ;
  const second = Math.abs(qp) * restP + Math.abs(pp) * restQ;
  return determinant > 0 && threshold * Math.max(first, second) <= determinant;
};

const eliminateOne = (front: Front, p: number, columns: Columns): void => {
  const { alive, extent, values } = front;
  const pivot = elementOf(front, p, p);
  const column = Float64Array.from(alive, i => elementOf(front, i, p));
  const ratios = pivot === 0 ? column : column.map(value => value / pivot);
  record(front, p, ratios, pivot, 0, columns);
  if (pivot === 0) return;
  for (let a = 0; a < alive.length; a++) {
    const ratio = ratios[a]!;
    if (ratio === 0) continue;
    const row = alive[a]! * extent;
    for (let b = 0; b <= a; b++) values[row + alive[b]!]! -= ratio * column[b]!;
  }
};

const eliminatePair = (front: Front, p: number, q: number, columns: Columns): void => {
  const { alive, extent, values } = front;
  const [pp, qp, qq] = [elementOf(front, p, p), elementOf(front, q, p), elementOf(front, q, q)];
  const determinant = pp * qq - qp * qp;
  const first = Float64Array.from(alive, i => elementOf(front, i, p));
  const second = Float64Array.from(alive, i => elementOf(front, i, q));
  const left = first.map((value, a) => (qq * value - qp * second[a]!) / determinant);
  const right = second.map((value, a) => (pp * value - qp * first[a]!) / determinant);
  record(front, p, left, pp, qp, columns);
  record(front, q, right, qq, 0, columns);
  for (let a = 0; a < alive.length; a++) {
    const row = alive[a]! * extent;
    for (let b = 0; b <= a; b++) values[row + alive[b]!]! -= left[a]! * first[b]! + right[a]! * second[b]!;
  }
};

const record = (
  { alive, variables }: Front,
  p: number,
  ratios: Float64Array,
  diagonal: number,
  beside: number,
  columns: Columns,
): void => {
  columns.variables.push(variables[p]!);
  columns.diagonal.push(diagonal);
  columns.beside.push(beside);
  for (let a = 0; a < alive.length; a++) {
    if (ratios[a] === 0) continue;
    columns.rows.push(variables[alive[a]!]!);
    columns.values.push(ratios[a]!);
  }
  columns.starts.push(columns.rows.length);
};

const factorFrom = (columns: Columns, order: Int32Array): Factor => {
  const { variables, diagonal, beside } = columns;
  const n = order.length;
  let [negative, zero, leastPivot, logDeterminant] = [0, 0, Number.POSITIVE_INFINITY, 0];
  for (let k = 0; k < n; k++) {
    const [pp, qp] = [diagonal[k]!, beside[k]!];
    if (qp === 0) {
      if (pp < 0) negative++;
      if (pp === 0) zero++;
      leastPivot = Math.min(leastPivot, Math.abs(pp));
      logDeterminant += Math.log(Math.abs(pp));
    } else {
      const qq = diagonal[++k]!;
      const determinant = pp * qq - qp * qp;
      if (determinant < 0) negative++;
      else if (pp < 0) negative += 2;
      leastPivot = Math.min(leastPivot, Math.abs(determinant) / (Math.max(Math.abs(pp), Math.abs(qq)) + Math.abs(qp)));
      logDeterminant += Math.log(Math.abs(determinant));
    }
  }
  const places = new Int32Array(n);
  variables.forEach((variable, k) => {
    places[variable] = k;
  });
  const eliminated = Int32Array.from(variables, variable => order[variable]!);
  const rows = Int32Array.from(columns.rows, variable => places[variable]!);
  const values = Float64Array.from(columns.values);
  const starts = Int32Array.from(columns.starts);
  const divide = (x: Float64Array): void => {
    for (let k = 0; k < n; k++) {
      const [pp, qp] = [diagonal[k]!, beside[k]!];
      if (qp === 0) x[k]! /= pp;
      else {
        const qq = diagonal[k + 1]!;
        const determinant = pp * qq - qp * qp;
        const [p, q] = [x[k]!, x[k + 1]!];
        x[k] = (qq * p - qp * q) / determinant;
        x[++k] = (pp * q - qp * p) / determinant;
      }
    }
  };
  const solve = (b: Float64Array): Float64Array => solveFactored(eliminated, starts, rows, values, b, divide);
  return { solve, negative, zero, leastPivot, logDeterminant };
};
