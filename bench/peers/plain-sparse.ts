// Sparse Hessians written out by hand: the pattern once, then plain loops over its elements.
import type { Numbers } from './plain-dense.ts';

type Make = (count: number) => Numbers;

export type Rows = { readonly indptr: Int32Array; readonly indices: Int32Array; readonly data: Numbers };

/** Rosenbrock's function along a chain: a matrix of three diagonals. */
export const chain = (n: number, make: Make): ((x: Numbers) => Rows) => {
  const [indptr, indices] = [new Int32Array(n + 1), new Int32Array(3 * n - 2)];
  for (let i = 0, at = 0; i < n; i++) {
    for (let j = Math.max(0, i - 1); j < Math.min(n, i + 2); j++) indices[at++] = j;
    indptr[i + 1] = at;
  }
  return x => {
    const data = make(3 * n - 2);
    let at = 0;
    for (let i = 0; i < n; i++) {
      if (i > 0) data[at++] = -400 * x[i - 1]!;
      let diagonal = i > 0 ? 200 : 0;
      if (i + 1 < n) diagonal += 1200 * x[i]! * x[i]! - 400 * x[i + 1]! + 2;
      data[at++] = diagonal;
      if (i + 1 < n) data[at++] = -400 * x[i]!;
    }
    return { indptr, indices, data };
  };
};

/** Σᵢ cos(xᵢ₊₁ + … + xᵢ₊ₖ) + Σ over j < k and i of (xᵢ + xⱼ)²: k full rows and columns, and a band. */
export const arrowHead = (n: number, width: number, make: Make): ((x: Numbers) => Rows) => {
  const m = n - width;
  const coupled = (i: number, j: number): boolean => i < width || j < width || Math.abs(i - j) < width;
  const indptr = new Int32Array(n + 1);
  const columns: number[] = [];
  for (let i = 0; i < n; i++) {
    if (i < width) for (let j = 0; j < n; j++) columns.push(j);
    else {
      for (let j = 0; j < width; j++) columns.push(j);
      for (let j = Math.max(width, i - width + 1); j < Math.min(n, i + width); j++) columns.push(j);
    }
    indptr[i + 1] = columns.length;
  }
  const indices = Int32Array.from(columns);
  if (!coupled(0, n - 1)) throw new Error('the first rows are full');
  return x => {
    // up to which each element of the band adds the cosines of the sums that contain both its variables
    const sums = new Float64Array(m + 1);
    let sum = 0;
    for (let k = 0; k < width; k++) sum += x[k]!;
    for (let i = 0; i < m; i++) {
      sum += x[i + width]! - x[i]!;
      sums[i + 1] = sums[i]! + Math.cos(sum);
    }
    const data = make(indices.length);
    for (let i = 0, at = 0; i < n; i++) {
      for (const end = indptr[i + 1]!; at < end; at++) {
        const j = indices[at]!;
        const [low, high] = i < j ? [i, j] : [j, i];
        let value = 0;
        if (high - low < width && low > 0) {
          const [first, last] = [Math.max(0, high - width), Math.min(m, low)];
          if (last > first) value = sums[first]! - sums[last]!;
        }
        if (i === j) value += i < width ? 8 + 2 * (n - 1) + 2 * (width - 1) : 2 * width;
        else if (high < width) value += 4;
        else if (low < width) value += 2;
        data[at] = value;
      }
    }
    return { indptr, indices, data };
  };
};

/** The rows of a matrix over the coordinates of vertices that share a triangle, and where the first column of each pair lies. */
const meshPattern = (vertices: number, triangles: Int32Array) => {
  const neighbours: Set<number>[] = Array.from({ length: vertices }, () => new Set());
  for (let at = 0; at < triangles.length; at += 3) {
    for (let a = 0; a < 3; a++) for (let b = 0; b < 3; b++) neighbours[triangles[at + a]!]!.add(triangles[at + b]!);
  }
  const sorted = neighbours.map(set => Int32Array.from(set).sort());
  const indptr = new Int32Array(2 * vertices + 1);
  for (let row = 0; row < 2 * vertices; row++) indptr[row + 1] = indptr[row]! + 2 * sorted[row >> 1]!.length;
  const indices = new Int32Array(indptr[2 * vertices]!);
  for (let row = 0, at = 0; row < 2 * vertices; row++) {
    for (const vertex of sorted[row >> 1]!) {
      indices[at++] = 2 * vertex;
      indices[at++] = 2 * vertex + 1;
    }
  }
  // of each pair of a triangle's vertices, the place in the first vertex's row
  const places = new Int32Array(3 * triangles.length);
  for (let at = 0, to = 0; at < triangles.length; at += 3) {
    for (let a = 0; a < 3; a++) {
      const row = sorted[triangles[at + a]!]!;
      for (let b = 0; b < 3; b++) places[to++] = 2 * row.indexOf(triangles[at + b]!);
    }
  }
  return { indptr, indices, places };
};

/** Energies μ/2 (tr FᵀF - 2) + λ/2 (det F - 1 - μ/λ)² of triangles of area 1/2, F's columns being two edges. */
export const neoHookean = (
  vertices: number,
  triangles: Int32Array,
  { mu, lambda }: { mu: number; lambda: number },
  make: Make,
): ((x: Numbers) => Rows) => {
  const { indptr, indices, places } = meshPattern(vertices, triangles);
  const M = new Float64Array(16); // the second derivative by F, coordinate and edge: F00, F01, F10, F11
  const block = new Float64Array(36); // the element's Hessian: vertex, coordinate, vertex, coordinate
  return x => {
    const data = make(indices.length);
    for (let at = 0, place = 0; at < triangles.length; at += 3, place += 9) {
      const [p, q, r] = [2 * triangles[at]!, 2 * triangles[at + 1]!, 2 * triangles[at + 2]!];
      const [f00, f01] = [x[q]! - x[p]!, x[r]! - x[p]!];
      const [f10, f11] = [x[q + 1]! - x[p + 1]!, x[r + 1]! - x[p + 1]!];
      const beyond = lambda * (f00 * f11 - f01 * f10 - 1 - mu / lambda);
      const g = [f11, -f10, -f01, f00];
      for (let i = 0; i < 4; i++) {
        for (let j = 0; j < 4; j++) M[4 * i + j] = 0.5 * (lambda * g[i]! * g[j]! + (i === j ? mu : 0));
      }
      M[3] = M[12] = M[3]! + 0.5 * beyond;
      M[6] = M[9] = M[6]! - 0.5 * beyond;
      for (let c = 0; c < 2; c++) {
        for (let d = 0; d < 2; d++) {
          // the vertices at the ends of the edges; the first vertex moves both edges backwards
          const [m00, m01] = [M[4 * (2 * c) + 2 * d]!, M[4 * (2 * c) + 2 * d + 1]!];
          const [m10, m11] = [M[4 * (2 * c + 1) + 2 * d]!, M[4 * (2 * c + 1) + 2 * d + 1]!];
          block[6 * (2 + c) + 2 + d] = m00;
          block[6 * (2 + c) + 4 + d] = m01;
          block[6 * (4 + c) + 2 + d] = m10;
          block[6 * (4 + c) + 4 + d] = m11;
          block[6 * (2 + c) + d] = -(m00 + m01);
          block[6 * (4 + c) + d] = -(m10 + m11);
          block[6 * c + 2 + d] = -(m00 + m10);
          block[6 * c + 4 + d] = -(m01 + m11);
          block[6 * c + d] = m00 + m01 + m10 + m11;
        }
      }
      for (let a = 0; a < 3; a++) {
        for (let c = 0; c < 2; c++) {
          const start = indptr[2 * triangles[at + a]! + c]!;
          for (let b = 0; b < 3; b++) {
            const to = start + places[place + 3 * a + b]!;
            const from = 6 * (2 * a + c) + 2 * b;
            data[to] = data[to]! + block[from]!;
            data[to + 1] = data[to + 1]! + block[from + 1]!;
          }
        }
      }
    }
    return { indptr, indices, data };
  };
};
