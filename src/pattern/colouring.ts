import { required } from '../util/errors.ts';
import { type CompressedPattern, mirrorPlaces } from './compress.ts';

/**
 * Colourings of the graph of a symmetric pattern, so that its matrix can be had from one product a colour (Gebremedhin, Manne
 * and Pothen, 2005; Gebremedhin, Tarafdar, Manne and Pothen, 2007).
 *
 * In a *star* colouring neighbours differ and paths of four vertices have three colours: each element stands alone in some
 * product. In an *acyclic* one neighbours differ and cycles have three colours: elements follow by substitution.
 */
export type ColouringKind = 'star' | 'acyclic';

export const orderNames = ['natural', 'largest-first', 'smallest-last'] as const;
export type OrderName = (typeof orderNames)[number];

export type Colouring = {
  readonly kind: ColouringKind;
  readonly order: OrderName;
  /** The colour of each column, from 0. */
  readonly colours: Int32Array;
  readonly count: number;
};

const isEdge = (v: number, w: number): boolean => v !== w;

const degreesOf = ({ shape, indptr, indices }: CompressedPattern): Int32Array => {
  const degrees = new Int32Array(shape[0]);
  for (let v = 0; v < shape[0]; v++) {
    for (let at = indptr[v]!; at < indptr[v + 1]!; at++) if (isEdge(v, indices[at]!)) degrees[v]!++;
  }
  return degrees;
};

/** The last one has the fewest neighbours, the one before it the fewest among the others, and so on (Matula, 1972). */
const smallestLast = (pattern: CompressedPattern): Int32Array => {
  const { shape, indptr, indices } = pattern;
  const [n] = shape;
  const degrees = degreesOf(pattern);
  const buckets: number[][] = [];
  const push = (v: number): void => {
    (buckets[degrees[v]!] ??= []).push(v);
  };
  for (let v = 0; v < n; v++) push(v);
  const order = new Int32Array(n);
  const taken = new Uint8Array(n);
  for (let place = n - 1, degree = 0; place >= 0; ) {
    const v = buckets[degree]?.pop();
    if (v === undefined) {
      degree++;
      continue;
    }
    // entries that are no longer true are left in their buckets
    if (taken[v] === 1 || degrees[v] !== degree) continue;
    taken[v] = 1;
    order[place--] = v;
    for (let at = indptr[v]!; at < indptr[v + 1]!; at++) {
      const w = indices[at]!;
      if (!isEdge(v, w) || taken[w] === 1) continue;
      degrees[w]!--;
      push(w);
    }
    degree = Math.max(0, degree - 1);
  }
  return order;
};

const orderOf = (pattern: CompressedPattern, name: OrderName): Int32Array => {
  const natural = Int32Array.from({ length: pattern.shape[0] }, (_, v) => v);
  if (name === 'natural') return natural;
  if (name === 'smallest-last') return smallestLast(pattern);
  const degrees = degreesOf(pattern);
  return natural.sort((v, w) => degrees[w]! - degrees[v]! || v - w);
};

/** Colours that the next vertex must not have. */
class Forbidden {
  private readonly by: Int32Array;

  constructor(count: number) {
    this.by = new Int32Array(count + 1).fill(-1);
  }

  add(vertex: number, colour: number): void {
    this.by[colour] = vertex;
  }

  has(vertex: number, colour: number): boolean {
    return this.by[colour] === vertex;
  }

  least(vertex: number): number {
    let colour = 0;
    while (this.by[colour] === vertex) colour++;
    return colour;
  }
}

const starColours = ({ shape, indptr, indices }: CompressedPattern, order: Int32Array): Int32Array => {
  const [n] = shape;
  const colours = new Int32Array(n).fill(-1);
  const forbidden = new Forbidden(n);
  const seenBy = new Int32Array(n).fill(-1);
  const seen = new Int32Array(n);
  for (const v of order) {
    for (let at = indptr[v]!; at < indptr[v + 1]!; at++) {
      const w = indices[at]!;
      const colour = colours[w]!;
      if (!isEdge(v, w) || colour < 0) continue;
      forbidden.add(v, colour);
      seen[colour] = seenBy[colour] === v ? seen[colour]! + 1 : 1;
      seenBy[colour] = v;
    }
    for (let at = indptr[v]!; at < indptr[v + 1]!; at++) {
      const w = indices[at]!;
      if (!isEdge(v, w) || colours[w]! < 0) continue;
      // w' - v - w - x with w' like w
      const inside = seen[colours[w]!]! > 1;
      for (let next = indptr[w]!; next < indptr[w + 1]!; next++) {
        const x = indices[next]!;
        if (!isEdge(w, x) || x === v || colours[x]! < 0 || forbidden.has(v, colours[x]!)) continue;
        let forbid = inside;
        // v - w - x - y with y like w
        for (let last = indptr[x]!; !forbid && last < indptr[x + 1]!; last++) {
          const y = indices[last]!;
          forbid = isEdge(x, y) && y !== w && colours[y] === colours[w];
        }
        if (forbid) forbidden.add(v, colours[x]!);
      }
    }
    colours[v] = forbidden.least(v);
  }
  return colours;
};

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
    for (let at = indptr[v]!; at < indptr[v + 1]!; at++) {
      const w = indices[at]!;
      if (isEdge(v, w) && colours[w]! >= 0) forbidden.add(v, colours[w]!);
    }
    for (let at = indptr[v]!; at < indptr[v + 1]!; at++) {
      const w = indices[at]!;
      if (!isEdge(v, w) || colours[w]! < 0) continue;
      for (let next = indptr[w]!; next < indptr[w + 1]!; next++) {
        const x = indices[next]!;
        if (!isEdge(w, x) || x === v || colours[x]! < 0 || forbidden.has(v, colours[x]!)) continue;
        const tree = treeOf(numbers[next]!);
        // a tree that v would touch twice
        if (visitor[tree] === v && through[tree] !== w) forbidden.add(v, colours[x]!);
        visitor[tree] = v;
        through[tree] = w;
      }
    }
    colours[v] = forbidden.least(v);
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
 * Colours a symmetric pattern in the given order, or in each of the orders, keeping the one with the fewest colours. Throws
 * RangeError for other patterns.
 */
export const colourPattern = (pattern: CompressedPattern, kind: ColouringKind, order?: OrderName): Colouring => {
  const mirrors = mirrorPlaces(pattern);
  if (mirrors === undefined) {
    throw new RangeError(
      `colourPattern: expected a symmetric pattern, got one of shape (${pattern.shape.join(', ')}) that is not`,
    );
  }
  const candidates = (order === undefined ? orderNames : [order]).map((name): Colouring => {
    const sequence = orderOf(pattern, name);
    const colours = kind === 'star' ? starColours(pattern, sequence) : acyclicColours(pattern, mirrors, sequence);
    const count = colours.reduce((most, colour) => Math.max(most, colour + 1), 0);
    return { kind, order: name, colours, count };
  });
  return candidates.reduce((best, next) => (next.count < best.count ? next : best));
};

const rowOf = (indptr: Int32Array, at: number): number => indptr.findIndex(end => end > at) - 1;

/**
 * The elements of a symmetric matrix from its products with one vector a colour, which is 1 where columns have the colour:
 * `products[c][i]`. Elements that stand alone in a product are read off; the others follow from these, one after the other.
 * Throws RangeError where some do not.
 */
export const recoverElements = (
  pattern: CompressedPattern,
  { colours, count }: Colouring,
  products: readonly ArrayLike<number>[],
): Float64Array => {
  const { shape, indptr, indices } = pattern;
  const mirrors = required(mirrorPlaces(pattern), 'mirror images');
  const [n] = shape;
  const data = new Float64Array(indices.length);
  const known = new Uint8Array(indices.length);
  const rest = Float64Array.from({ length: n * count }, (_, k) => products[k % count]![Math.floor(k / count)]!);
  const unknown = new Int32Array(n * count);
  const ready: number[] = [];
  for (let v = 0; v < n; v++) {
    for (let at = indptr[v]!; at < indptr[v + 1]!; at++) unknown[v * count + colours[indices[at]!]!]!++;
  }
  for (let v = 0; v < n; v++) {
    for (let at = indptr[v]!; at < indptr[v + 1]!; at++) {
      if (unknown[v * count + colours[indices[at]!]!] === 1) ready.push(v, at);
    }
  }
  /** An element is known: it no longer counts in its row's product. */
  const settle = (row: number, at: number, value: number): void => {
    known[at] = 1;
    data[at] = value;
    const column = indices[at]!;
    const group = row * count + colours[column]!;
    rest[group]! -= value;
    if (--unknown[group]! !== 1) return;
    for (let other = indptr[row]!; other < indptr[row + 1]!; other++) {
      if (known[other] === 0 && colours[indices[other]!] === colours[column]) ready.push(row, other);
    }
  };
  while (ready.length > 0) {
    const at = ready.pop()!;
    const row = ready.pop()!;
    if (known[at] === 1) continue;
    const column = indices[at]!;
    const value = rest[row * count + colours[column]!]!;
    settle(row, at, value);
    if (column !== row) {
      const mirror = mirrors[at]!;
      if (known[mirror] === 0) settle(column, mirror, value);
    }
  }
  const left = known.indexOf(0);
  if (left >= 0) {
    throw new RangeError(
      `recoverElements: the element in column ${indices[left]} of row ${rowOf(indptr, left)} does not follow from the products: the pattern must be symmetric, and the colouring one of its own`,
    );
  }
  return data;
};
