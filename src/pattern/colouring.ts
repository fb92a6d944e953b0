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
  readonly order: OrderName;
  /** The colour of each column, from 0. */
  readonly colours: Int32Array;
  readonly count: number;
};

export const isEdge = (v: number, w: number): boolean => v !== w;

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

/** Colours that a vertex must not have: those that were added since `clear` was last called. */
export class Forbidden {
  private readonly by: Int32Array;
  private current = 0;

  constructor(count: number) {
    this.by = new Int32Array(count + 1);
  }

  clear(): void {
    this.current++;
  }

  add(colour: number): void {
    this.by[colour] = this.current;
  }

  has(colour: number): boolean {
    return this.by[colour] === this.current;
  }

  least(): number {
    let colour = 0;
    while (this.has(colour)) colour++;
    return colour;
  }
}

/** The number of colours that are in use. */
export const countOf = (colours: Int32Array): number => colours.reduce((most, colour) => Math.max(most, colour + 1), 0);

/** What `colour` makes of a symmetric pattern in the given order, or the one with the fewest colours of all orders. */
export const bestColouring = (
  pattern: CompressedPattern,
  kind: ColouringKind,
  colour: (order: Int32Array, mirrors: Int32Array) => Int32Array,
  order?: OrderName,
): Colouring => {
  const mirrors = mirrorPlaces(pattern);
  if (mirrors === undefined) {
    throw new RangeError(
      `${kind}Colouring: expected a symmetric pattern, got one of shape (${pattern.shape.join(', ')}) that is not`,
    );
  }
  const candidates = (order === undefined ? orderNames : [order]).map((name): Colouring => {
    const colours = colour(orderOf(pattern, name), mirrors);
    return { order: name, colours, count: countOf(colours) };
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
