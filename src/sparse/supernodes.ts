import type { CompressedMatrix, CompressedPattern } from '../pattern/compress.ts';
import type { Analysis, Factor } from './ldlt.ts';

/** Columns of a factor that follow each other and have the same rows but for their own: dense blocks, row by row. */
export type Supernodes = {
  /** The first column of each, then how many columns there are. */
  readonly starts: Int32Array;
  /** The supernode of each column. */
  readonly of: Int32Array;
  /** Where the rows of each begin, which are its own columns, then others, ascending. */
  readonly rowStarts: Int32Array;
  readonly rows: Int32Array;
  /** Where the block of each begins. */
  readonly blocks: Float64Array;
};

/** Wider ones are cut, so that what a block is multiplied with stays in the cache. */
const mostColumns = 48;

/** The supernodes of a factor, and their rows. */
export const supernodesOf = (
  { indptr, indices }: CompressedPattern,
  { order, place, parent, columns }: Analysis,
): Supernodes => {
  const n = order.length;
  const height = (k: number): number => columns[k + 1]! - columns[k]! + 1;
  const starts: number[] = [];
  const of = new Int32Array(n);
  for (let k = 0; k < n; k++) {
    const goes = k > 0 && parent[k - 1] === k && height(k - 1) === height(k) + 1 && k - starts.at(-1)! < mostColumns;
    if (!goes) starts.push(k);
    of[k] = starts.length - 1;
  }
  const count = starts.length;
  starts.push(n);
  const rowStarts = new Int32Array(count + 1);
  const blocks = new Float64Array(count + 1);
  const children: number[][] = Array.from({ length: count }, () => []);
  for (let s = 0; s < count; s++) {
    rowStarts[s + 1] = rowStarts[s]! + height(starts[s]!);
    blocks[s + 1] = blocks[s]! + height(starts[s]!) * (starts[s + 1]! - starts[s]!);
    const above = parent[starts[s + 1]! - 1]!;
    if (above >= 0) children[of[above]!]!.push(s);
  }
  const rows = new Int32Array(rowStarts[count]!);
  const flag = new Int32Array(n).fill(-1);
  for (let s = 0; s < count; s++) {
    let next = rowStarts[s]!;
    const add = (row: number): void => {
      if (flag[row] === s) return;
      flag[row] = s;
      rows[next++] = row;
    };
    for (let k = starts[s]!; k < starts[s + 1]!; k++) add(k);
    for (let k = starts[s]!; k < starts[s + 1]!; k++) {
      const variable = order[k]!;
      for (let at = indptr[variable]!; at < indptr[variable + 1]!; at++) {
        const row = place[indices[at]!]!;
        if (row > k) add(row);
      }
    }
    for (const child of children[s]!) {
      for (let at = rowStarts[child]!; at < rowStarts[child + 1]!; at++) if (rows[at]! >= starts[s]!) add(rows[at]!);
    }
    rows.subarray(rowStarts[s]!, next).sort();
  }
  return { starts: Int32Array.from(starts), of, rowStarts, rows, blocks };
};

/**
 * The factor that `factorise` gives, by dense blocks: each takes from the blocks before what they have in its columns (Ng and
 * Peyton, 1993), then is factored by itself. For factors with long columns, whose places need not be looked up one by one.
 */
export const factoriseBlocks = (
  matrix: CompressedMatrix,
  analysis: Analysis,
  supernodes: Supernodes,
  shift: number,
  mostGrowth: number,
): Factor | undefined => {
  const { order } = analysis;
  const n = order.length;
  const { starts, of, rowStarts, rows, blocks } = supernodes;
  const count = starts.length - 1;
  const values = new Float64Array(blocks[count]!);
  const pivots = new Float64Array(n);
  const growth = new Float64Array(n);
  const local = new Int32Array(n);
  // the supernodes whose next rows are columns of a supernode, as linked lists
  const head = new Int32Array(count).fill(-1);
  const following = new Int32Array(count);
  const done = new Int32Array(count);
  const scaled = new Float64Array(mostColumns * mostColumns);
  const wait = (s: number, from: number): void => {
    done[s] = from;
    if (from === rowStarts[s + 1]!) return;
    const next = of[rows[from]!]!;
    following[s] = head[next]!;
    head[next] = s;
  };
  let negative = 0;
  let leastPivot = Number.POSITIVE_INFINITY;
  let logDeterminant = 0;
  for (let s = 0; s < count; s++) {
    const [start, end] = [starts[s]!, starts[s + 1]!];
    const width = end - start;
    const block = blocks[s]!;
    for (let at = rowStarts[s]!; at < rowStarts[s + 1]!; at++) local[rows[at]!] = block + (at - rowStarts[s]!) * width;
    scatter(matrix, analysis, shift, start, end, local, values);
    for (let from = head[s]!; from >= 0; ) {
      const next = following[from]!;
      let last = done[from]!;
      while (last < rowStarts[from + 1]! && rows[last]! < end) last++;
      scaleRows(supernodes, from, done[from]!, last, values, pivots, scaled, growth);
      subtractProduct(supernodes, from, done[from]!, last, start, local, values, scaled);
      wait(from, last);
      from = next;
    }
    const height = rowStarts[s + 1]! - rowStarts[s]!;
    for (let k = 0; k < width; k++) {
      const pivot = pivotOf(values, block, width, k, start, pivots, growth, scaled);
      const size = Math.abs(pivot);
      // also where it is no number
      if (!(size > 0 && growth[start + k]! + size <= mostGrowth)) return undefined;
      if (pivot < 0) negative++;
      if (size < leastPivot) leastPivot = size;
      logDeterminant += Math.log(size);
      pivots[start + k] = pivot;
      divideColumn(values, block, width, height, k, pivot, scaled);
    }
    wait(s, rowStarts[s]! + width);
  }
  const solve = (b: Float64Array): Float64Array => solveBlocks(order, supernodes, values, pivots, b);
  return { solve, negative, zero: 0, leastPivot, logDeterminant };
};

/** The elements of A + shift·I in the columns of a block, on and below the diagonal. */
const scatter = (
  { indptr, indices, data }: CompressedMatrix,
  { order, place }: Analysis,
  shift: number,
  start: number,
  end: number,
  local: Int32Array,
  values: Float64Array,
): void => {
  for (let k = start; k < end; k++) {
    const variable = order[k]!;
    values[local[k]! + k - start]! += shift;
    for (let at = indptr[variable]!; at < indptr[variable + 1]!; at++) {
      const row = place[indices[at]!]!;
      if (row >= k) values[local[row]! + k - start]! += data[at]!;
    }
  }
};

/** D times the rows of a block that are columns of another, and how much they add to its pivots. */
const scaleRows = (
  { starts, rowStarts, rows, blocks }: Supernodes,
  from: number,
  first: number,
  last: number,
  values: Float64Array,
  pivots: Float64Array,
  scaled: Float64Array,
  growth: Float64Array,
): void => {
  const start = starts[from]!;
  const width = starts[from + 1]! - start;
  for (let at = first, to = 0; at < last; at++) {
    const own = blocks[from]! + (at - rowStarts[from]!) * width;
    let sum = 0;
    for (let k = 0; k < width; k++, to++) {
      const value = values[own + k]!;
      scaled[to] = value * pivots[start + k]!;
      sum += Math.abs(scaled[to]! * value);
    }
    growth[rows[at]!]! += sum;
  }
};

/**
 * Takes from a block what another has in its columns: its rows from `first` on times the scaled ones up to `last`. Two rows by two at a
 * time; above the diagonal of the block is what nobody reads.
 */
const subtractProduct = (
  { starts, rowStarts, rows, blocks }: Supernodes,
  from: number,
  first: number,
  last: number,
  start: number,
  local: Int32Array,
  values: Float64Array,
  scaled: Float64Array,
): void => {
  const width = starts[from + 1]! - starts[from]!;
  const end = rowStarts[from + 1]!;
  const base = blocks[from]! - rowStarts[from]! * width;
  for (let column = first; column < last; column += 2) {
    const a = (column - first) * width;
    const hasNext = column + 1 < last;
    const b = hasNext ? a + width : a;
    const left = rows[column]! - start;
    const right = hasNext ? rows[column + 1]! - start : 0;
    for (let row = column; row < end; row += 2) {
      const p = base + row * width;
      const isPair = row + 1 < end;
      const q = isPair ? p + width : p;
      let pa = 0;
      let pb = 0;
      let qa = 0;
      let qb = 0;
      for (let k = 0; k < width; k++) {
        const inA = scaled[a + k]!;
        const inB = scaled[b + k]!;
        const inP = values[p + k]!;
        const inQ = values[q + k]!;
        pa += inP * inA;
        pb += inP * inB;
        qa += inQ * inA;
        qb += inQ * inB;
      }
      const above = local[rows[row]!]!;
      values[above + left]! -= pa;
      if (hasNext) values[above + right]! -= pb;
      if (!isPair) continue;
      const below = local[rows[row + 1]!]!;
      values[below + left]! -= qa;
      if (hasNext) values[below + right]! -= qb;
    }
  }
};

/** The next pivot of a block, and D times its row before it. */
const pivotOf = (
  values: Float64Array,
  block: number,
  width: number,
  k: number,
  start: number,
  pivots: Float64Array,
  growth: Float64Array,
  scaled: Float64Array,
): number => {
  const row = block + k * width;
  let pivot = values[row + k]!;
  let sum = 0;
  for (let i = 0; i < k; i++) {
    const value = values[row + i]!;
    scaled[i] = value * pivots[start + i]!;
    const part = scaled[i]! * value;
    pivot -= part;
    sum += Math.abs(part);
  }
  growth[start + k]! += sum;
  return pivot;
};

/** What is below a pivot, without what columns of the block before have of it, divided by the pivot: four rows at a time. */
const divideColumn = (
  values: Float64Array,
  block: number,
  width: number,
  height: number,
  k: number,
  pivot: number,
  scaled: Float64Array,
): void => {
  let row = k + 1;
  for (; row + 3 < height; row += 4) {
    const a = block + row * width;
    const b = a + width;
    const c = b + width;
    const d = c + width;
    let inA = values[a + k]!;
    let inB = values[b + k]!;
    let inC = values[c + k]!;
    let inD = values[d + k]!;
    for (let i = 0; i < k; i++) {
      const factor = scaled[i]!;
      inA -= values[a + i]! * factor;
      inB -= values[b + i]! * factor;
      inC -= values[c + i]! * factor;
      inD -= values[d + i]! * factor;
    }
    values[a + k] = inA / pivot;
    values[b + k] = inB / pivot;
    values[c + k] = inC / pivot;
    values[d + k] = inD / pivot;
  }
  for (; row < height; row++) {
    const a = block + row * width;
    let value = values[a + k]!;
    for (let i = 0; i < k; i++) value -= values[a + i]! * scaled[i]!;
    values[a + k] = value / pivot;
  }
};

/** Solves with the blocks of L, and D. */
const solveBlocks = (
  order: Int32Array,
  { starts, rowStarts, rows, blocks }: Supernodes,
  values: Float64Array,
  pivots: Float64Array,
  b: Float64Array,
): Float64Array => {
  const x = Float64Array.from(order, variable => b[variable]!);
  const count = starts.length - 1;
  for (let s = 0; s < count; s++) {
    const start = starts[s]!;
    const width = starts[s + 1]! - start;
    let at = blocks[s]!;
    for (let row = rowStarts[s]!; row < rowStarts[s + 1]!; row++, at += width) {
      const own = rows[row]!;
      const before = Math.min(width, own - start);
      let sum = 0;
      for (let k = 0; k < before; k++) sum += values[at + k]! * x[start + k]!;
      x[own]! -= sum;
    }
  }
  for (let k = 0; k < x.length; k++) x[k]! /= pivots[k]!;
  for (let s = count - 1; s >= 0; s--) {
    const start = starts[s]!;
    const width = starts[s + 1]! - start;
    for (let row = rowStarts[s + 1]! - 1; row > rowStarts[s]!; row--) {
      const at = blocks[s]! + (row - rowStarts[s]!) * width;
      const own = rows[row]!;
      const value = x[own]!;
      const before = Math.min(width, own - start);
      for (let k = 0; k < before; k++) x[start + k]! -= values[at + k]! * value;
    }
  }
  const result = new Float64Array(order.length);
  order.forEach((variable, k) => {
    result[variable] = x[k]!;
  });
  return result;
};
