import type { CompressedPattern } from './compress.ts';

/** Nodes by degree, in doubly linked lists. */
class DegreeLists {
  private readonly head: Int32Array;
  private readonly next: Int32Array;
  private readonly previous: Int32Array;
  private readonly degree: Int32Array;
  private lowest = 0;

  constructor(count: number) {
    this.head = new Int32Array(count + 1).fill(-1);
    this.next = new Int32Array(count).fill(-1);
    this.previous = new Int32Array(count).fill(-1);
    this.degree = new Int32Array(count).fill(-1);
  }

  insert(node: number, degree: number): void {
    const first = this.head[degree]!;
    this.next[node] = first;
    this.previous[node] = -1;
    if (first >= 0) this.previous[first] = node;
    this.head[degree] = node;
    this.degree[node] = degree;
    if (degree < this.lowest) this.lowest = degree;
  }

  remove(node: number): void {
    const [next, previous] = [this.next[node]!, this.previous[node]!];
    if (previous >= 0) this.next[previous] = next;
    else this.head[this.degree[node]!] = next;
    if (next >= 0) this.previous[next] = previous;
  }

  degreeOf(node: number): number {
    return this.degree[node]!;
  }

  /** A node of least degree, which leaves the lists. */
  takeLowest(): number {
    while (this.head[this.lowest]! < 0) this.lowest++;
    const node = this.head[this.lowest]!;
    this.remove(node);
    return node;
  }
}

/** Variables with more neighbours than this times the root of how many variables there are, and than `fewNeighbours`, come last. */
const manyNeighbours = 10;
const fewNeighbours = 16;

/**
 * An order in which to eliminate the variables of a symmetric matrix so that its factor has few elements: approximate minimum
 * degree (Amestoy, Davis and Duff, 1996).
 *
 * Eliminated variables live on as elements: sets of variables that have become neighbours of each other. Variables with
 * the same neighbours are eliminated together. Those that meet very many others, such as a duration that all steps depend on, come last
 * whatever is eliminated before; they are set aside, as their neighbours would be looked at in each round. The result has at place k the variable that is eliminated k-th.
 */
export const minimumDegreeOrder = ({ shape, indptr, indices }: CompressedPattern): Int32Array => {
  const n = shape[0];
  /** Neighbours that are variables, and elements that a variable belongs to. */
  const variables: number[][] = [];
  const elements: number[][] = [];
  /** Of elements: the variables in them. */
  const members: number[][] = [];
  const isElement = new Uint8Array(n);
  /** How many variables a node stands for; 0 once it is eliminated or stands with another. */
  const weight = new Int32Array(n).fill(1);
  /** Total weight of the variables of an element. */
  const size = new Int32Array(n);
  const followers: number[][] = [];
  const lists = new DegreeLists(n);
  const most = Math.max(fewNeighbours, manyNeighbours * Math.sqrt(n)) + 1;
  const length = (i: number): number => indptr[i + 1]! - indptr[i]!;
  const last: number[] = [];
  for (let i = 0; i < n; i++) {
    const neighbours: number[] = [];
    variables.push(neighbours);
    elements.push([]);
    members.push([]);
    followers.push([]);
    if (length(i) > most) {
      weight[i] = 0;
      last.push(i);
      continue;
    }
    for (let at = indptr[i]!; at < indptr[i + 1]!; at++) {
      const j = indices[at]!;
      if (j !== i && length(j) <= most) neighbours.push(j);
    }
    lists.insert(i, neighbours.length);
  }
  const count = n - last.length;
  const order = new Int32Array(n);
  order.set(
    last.sort((a, b) => length(a) - length(b)),
    count,
  );
  let done = 0;
  const mark = new Int32Array(n).fill(-1);
  const outside = new Int32Array(n);
  const seen = new Int32Array(n).fill(-1);
  /** A variable, those that stand with it, and those that stand with these. */
  const emit = (node: number): void => {
    const stack = [node];
    while (stack.length > 0) {
      const next = stack.pop()!;
      order[done++] = next;
      stack.push(...followers[next]!);
    }
  };

  for (let round = 0; done < count; round++) {
    const pivot = lists.takeLowest();
    // the variables that become neighbours of each other
    mark[pivot] = round;
    const around: number[] = [];
    const add = (i: number): void => {
      if (weight[i] === 0 || mark[i] === round || isElement[i] === 1) return;
      mark[i] = round;
      around.push(i);
    };
    for (const i of variables[pivot]!) add(i);
    for (const e of elements[pivot]!) {
      for (const i of members[e]!) add(i);
      members[e] = [];
      size[e] = 0;
    }
    variables[pivot] = [];
    isElement[pivot] = 1;
    weight[pivot] = 0;
    emit(pivot);

    // how much of each element lies outside of the new one
    for (const i of around) {
      const live = elements[i]!.filter(e => size[e]! > 0);
      elements[i] = live;
      for (const e of live) {
        if (seen[e] !== round) {
          seen[e] = round;
          outside[e] = size[e]!;
        }
        outside[e]! -= weight[i]!;
      }
    }
    const total = around.reduce((sum, i) => sum + weight[i]!, 0);
    const remaining = count - done;
    const buckets = new Map<number, number[]>();
    for (const i of around) {
      lists.remove(i);
      // elements inside of the new one say nothing that it does not say
      const kept = elements[i]!.filter(e => outside[e]! > 0);
      let degree = total - weight[i]!;
      let hash = pivot;
      for (const e of kept) {
        degree += outside[e]!;
        hash = (hash + e) | 0;
      }
      kept.push(pivot);
      elements[i] = kept;
      const rest = variables[i]!.filter(j => weight[j]! > 0 && isElement[j] === 0 && mark[j] !== round);
      for (const j of rest) {
        degree += weight[j]!;
        hash = (hash + j) | 0;
      }
      variables[i] = rest;
      const known = lists.degreeOf(i) + total - weight[i]!;
      const bound = Math.max(0, Math.min(degree, known, remaining - weight[i]!));
      lists.insert(i, bound);
      const bucket = buckets.get(hash);
      if (bucket === undefined) buckets.set(hash, [i]);
      else bucket.push(i);
    }
    for (const [, bucket] of buckets) if (bucket.length > 1) joinAlike(bucket);
    members[pivot] = around.filter(i => weight[i]! > 0);
    size[pivot] = members[pivot]!.reduce((sum, i) => sum + weight[i]!, 0);
  }

  /** Lets variables with the same neighbours stand with the first of them. */
  function joinAlike(bucket: readonly number[]): void {
    for (let a = 0; a < bucket.length; a++) {
      const i = bucket[a]!;
      if (weight[i] === 0) continue;
      const own = new Set([...variables[i]!, ...elements[i]!]);
      for (let b = a + 1; b < bucket.length; b++) {
        const j = bucket[b]!;
        if (
          weight[j] === 0 ||
          variables[j]!.length !== variables[i]!.length ||
          elements[j]!.length !== elements[i]!.length
        )
          continue;
        if (!variables[j]!.every(k => own.has(k)) || !elements[j]!.every(k => own.has(k))) continue;
        lists.remove(j);
        lists.remove(i);
        const degree = Math.max(0, lists.degreeOf(i) - weight[j]!);
        weight[i]! += weight[j]!;
        weight[j] = 0;
        variables[j] = [];
        elements[j] = [];
        followers[i]!.push(j);
        lists.insert(i, degree);
      }
    }
  }
  return order;
};
