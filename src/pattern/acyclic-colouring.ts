import { bestColouring, type Colouring, Forbidden, isEdge, type OrderName } from './colouring.ts';
import type { CompressedPattern } from './compress.ts';

/** Edges by number, the same in both directions. */
const edgeNumbers = (pattern: CompressedPattern, mirrors: Int32Array): Int32Array => {
  const { shape, indptr, indices } = pattern;
  const numbers = new Int32Array(indices.length).fill(-1);
  let count = 0;
  for (let v = 0; v < shape[0]; v++) {
    for (let at = indptr[v]!; at < indptr[v + 1]!; at++) {
      if (indices[at]! > v) numbers[at] = numbers[mirrors[at]!] = count++;
    }
  }
  return numbers;
};

const acyclicColours = (pattern: CompressedPattern, mirrors: Int32Array, order: Int32Array): Int32Array => {
  const { shape, indptr, indices } = pattern;
  const [n] = shape;
  const numbers = edgeNumbers(pattern, mirrors);
  const colours = new Int32Array(n).fill(-1);
  const forbidden = new Forbidden(n);
  // trees of two colours, as sets of edges
  const parent = Int32Array.from({ length: indices.length }, (_, edge) => edge);
  const treeOf = (edge: number): number => {
    let root = edge;
    while (parent[root] !== root) {
      parent[root] = parent[parent[root]!]!;
      root = parent[root]!;
    }
    return root;
  };
  const visitor = new Int32Array(indices.length).fill(-1);
  const through = new Int32Array(indices.length);
  for (const v of order) {
    forbidden.clear();
    for (let at = indptr[v]!; at < indptr[v + 1]!; at++) {
      const w = indices[at]!;
      if (isEdge(v, w) && colours[w]! >= 0) forbidden.add(colours[w]!);
    }
    for (let at = indptr[v]!; at < indptr[v + 1]!; at++) {
      const w = indices[at]!;
      if (!isEdge(v, w) || colours[w]! < 0) continue;
      for (let next = indptr[w]!; next < indptr[w + 1]!; next++) {
        const x = indices[next]!;
        if (!isEdge(w, x) || x === v || colours[x]! < 0 || forbidden.has(colours[x]!)) continue;
        const tree = treeOf(numbers[next]!);
        // a tree that v would touch twice
        if (visitor[tree] === v && through[tree] !== w) forbidden.add(colours[x]!);
        visitor[tree] = v;
        through[tree] = w;
      }
    }
    colours[v] = forbidden.least();
    for (let at = indptr[v]!; at < indptr[v + 1]!; at++) {
      const w = indices[at]!;
      if (!isEdge(v, w) || colours[w]! < 0) continue;
      for (let next = indptr[w]!; next < indptr[w + 1]!; next++) {
        const x = indices[next]!;
        if (isEdge(w, x) && colours[x] === colours[v]) parent[treeOf(numbers[next]!)] = treeOf(numbers[at]!);
      }
    }
    // edges of v to neighbours of one colour are one tree
    const firstOf = new Map<number, number>();
    for (let at = indptr[v]!; at < indptr[v + 1]!; at++) {
      const w = indices[at]!;
      if (!isEdge(v, w) || colours[w]! < 0) continue;
      const first = firstOf.get(colours[w]!);
      if (first === undefined) firstOf.set(colours[w]!, numbers[at]!);
      else parent[treeOf(numbers[at]!)] = treeOf(first);
    }
  }
  return colours;
};

/**
 * An acyclic colouring of a symmetric pattern, vertex by vertex in the given order, or in each of the orders, keeping the one with
 * the fewest colours (Gebremedhin and others, 2007). Throws RangeError for other patterns.
 */
export const acyclicColouring = (pattern: CompressedPattern, order?: OrderName): Colouring =>
  bestColouring(pattern, 'acyclic', (sequence, mirrors) => acyclicColours(pattern, mirrors, sequence), order);
