// Hessians written out by hand, in plain loops.

/** Row-major numbers of either precision; the arithmetic is JavaScript's, in double precision. */
export type Numbers = Float32Array | Float64Array;
type Make = (count: number) => Numbers;

/** Σ 100 (xᵢ₊₁ - xᵢ²)² + (1 - xᵢ)². */
export const rosenbrock = (x: Numbers, make: Make): Numbers => {
  const n = x.length;
  const H = make(n * n);
  for (let i = 0; i + 1 < n; i++) {
    const [a, b] = [x[i]!, x[i + 1]!];
    H[i * n + i] = H[i * n + i]! + 1200 * a * a - 400 * b + 2;
    H[i * n + i + 1] = H[(i + 1) * n + i] = -400 * a;
    H[(i + 1) * n + i + 1] = 200;
  }
  return H;
};

export const productOfRosenbrock = (x: Numbers, v: Numbers, make: Make): Numbers => {
  const n = x.length;
  const result = make(n);
  let carried = 0; // what the last pair adds to its second element
  for (let i = 0; i + 1 < n; i++) {
    const [a, b, s, t] = [x[i]!, x[i + 1]!, v[i]!, v[i + 1]!];
    result[i] = carried + (1200 * a * a - 400 * b + 2) * s - 400 * a * t;
    carried = 200 * t - 400 * a * s;
  }
  result[n - 1] = carried;
  return result;
};

/** Σ over rows of s (1 - s) x xᵀ, where s is the sigmoid of x·w. */
export const logistic = (X: Numbers, w: Numbers, make: Make): Numbers => {
  const features = w.length;
  const rows = X.length / features;
  const H = new Float64Array(features * features);
  for (let row = 0; row < rows; row++) {
    const at = row * features;
    let z = 0;
    for (let j = 0; j < features; j++) z += X[at + j]! * w[j]!;
    const s = 1 / (1 + Math.exp(-z));
    const weight = s * (1 - s);
    for (let i = 0; i < features; i++) {
      const scaled = weight * X[at + i]!;
      const start = i * features;
      for (let j = 0; j <= i; j++) H[start + j] = H[start + j]! + scaled * X[at + j]!;
    }
  }
  const result = make(features * features);
  for (let i = 0; i < features; i++) {
    for (let j = 0; j <= i; j++) result[i * features + j] = result[j * features + i] = H[i * features + j]!;
  }
  return result;
};

/** A matrix over variables that lie end to end as blocks of each pair of them. */
export const blocksOf = (matrix: Numbers, lengths: readonly number[], make: Make): Numbers[] => {
  const n = Math.sqrt(matrix.length);
  const starts = lengths.map((_, i) => lengths.slice(0, i).reduce((sum, length) => sum + length, 0));
  return lengths.flatMap((rows, a) =>
    lengths.map((columns, b) => {
      const block = make(rows * columns);
      for (let i = 0; i < rows; i++) {
        const start = (starts[a]! + i) * n + starts[b]!;
        block.set(matrix.subarray(start, start + columns), i * columns);
      }
      return block;
    }),
  );
};
