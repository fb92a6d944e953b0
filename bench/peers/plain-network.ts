// Networks of dense layers with tanh between them: second derivatives of the mean squared error, written out by hand.
import type { Numbers } from './plain-dense.ts';
import { addProduct, transpose } from './plain-products.ts';

type Make = (count: number) => Numbers;

/** Of each layer a vector b and a row-major matrix W: inputs × outputs. */
export type Layers = readonly { readonly b: Numbers; readonly W: Numbers }[];

const chunk = 32; // rows whose curvatures are held at a time, which then fit into a cache of the second level
const pairOf = (l: number, m: number): number => (m * (m + 1)) / 2 + l;

/**
 * One matrix over b and W of each layer, which are taken together as (1 + inputs) × outputs, an input being 1.
 *
 * For a row of the data let z be what a layer computes before its tanh, x its inputs with the 1, δ the loss's derivative by z,
 * and S = ∂δₘ/∂zₗ for layers l ≤ m. By the elements (i, j) of layer l and (k, c) of layer m the second derivative is
 *   xₗ[i] xₘ[k] S[j, c] + xₗ[i] δₘ[c] ∂xₘ[k]/∂zₗ[j],
 * the second term for l < m only. With M = diag(tanh'(z)) W of the next layer, Sₗₘ = M Sₗ₊₁,ₘ for l < m, and
 * Sₗₗ = Sₗ,ₗ₊₁ Mᵀ + diag(tanh''(z) ∂loss/∂tanh(z)); in the same way ∂xₘ/∂zₗ = M ∂xₘ/∂zₗ₊₁, which begins with diag(tanh'(z)).
 */
export const networkHessian = (sizes: readonly number[], X: Numbers, y: Numbers, make: Make) => {
  const depth = sizes.length - 1;
  const [inputs, outputs] = [sizes.slice(0, -1), sizes.slice(1)];
  const rows = X.length / sizes[0]!;
  const starts = [0];
  for (let l = 0; l < depth; l++) starts.push(starts[l]! + (1 + inputs[l]!) * outputs[l]!);
  const n = starts[depth]!;
  const scale = 2 / (rows * outputs[depth - 1]!);
  const widest = Math.max(...sizes);
  const layers = outputs.map((_, l) => l);

  const H = new Float64Array(n * n);
  const T = new Float64Array(widest * widest);
  const x = layers.map(l => new Float64Array(chunk * (1 + inputs[l]!)));
  const delta = layers.map(l => new Float64Array(chunk * outputs[l]!));
  const S: Float64Array[] = []; // by pairs of layers, row after row of the data
  const D: Float64Array[] = []; // ∂xₘ/∂zₗ without the constant input
  for (let m = 0; m < depth; m++) {
    for (let l = 0; l <= m; l++) {
      S[pairOf(l, m)] = new Float64Array(chunk * outputs[l]! * outputs[m]!);
      D[pairOf(l, m)] = new Float64Array(l < m ? chunk * outputs[l]! * inputs[m]! : 0);
    }
  }
  const M = new Float64Array(widest * widest);
  const factors = new Float64Array(chunk);

  /** To = M B for one row of the data. */
  const applied = (to: Float64Array, B: Float64Array, r: number, a: number, b: number, c: number): void => {
    const [at, from] = [r * a * c, r * b * c];
    for (let j = 0; j < a; j++) {
      for (let k = 0; k < c; k++) to[at + j * c + k] = 0;
      for (let q = 0; q < b; q++) {
        const factor = M[j * b + q]!;
        for (let k = 0; k < c; k++) to[at + j * c + k] = to[at + j * c + k]! + factor * B[from + q * c + k]!;
      }
    }
  };

  const forwards = (parameters: Layers, first: number, count: number): void => {
    for (let r = 0; r < count; r++) {
      const own = x[0]!;
      const at = r * (1 + inputs[0]!);
      own[at] = 1;
      for (let i = 0; i < inputs[0]!; i++) own[at + 1 + i] = X[(first + r) * inputs[0]! + i]!;
    }
    for (let l = 0; l < depth; l++) {
      const { b, W } = parameters[l]!;
      const [a, c, last] = [inputs[l]!, outputs[l]!, l + 1 === depth];
      for (let r = 0; r < count; r++) {
        const from = r * (1 + a) + 1;
        for (let j = 0; j < c; j++) T[j] = b[j]!;
        for (let i = 0; i < a; i++) {
          const value = x[l]![from + i]!;
          for (let j = 0; j < c; j++) T[j] = T[j]! + value * W[i * c + j]!;
        }
        if (last) for (let j = 0; j < c; j++) delta[l]![r * c + j] = scale * (T[j]! - y[(first + r) * c + j]!);
        else {
          const [next, at] = [x[l + 1]!, r * (1 + c)];
          next[at] = 1;
          for (let j = 0; j < c; j++) next[at + 1 + j] = Math.tanh(T[j]!);
        }
      }
    }
  };

  const backwards = (parameters: Layers, count: number): void => {
    const end = outputs[depth - 1]!;
    const ofEnd = S[pairOf(depth - 1, depth - 1)]!;
    for (let r = 0; r < count; r++) for (let j = 0; j < end; j++) ofEnd[(r * end + j) * end + j] = scale;
    for (let l = depth - 2; l >= 0; l--) {
      const { W } = parameters[l + 1]!;
      const [a, c] = [outputs[l]!, outputs[l + 1]!];
      const [next, own] = [delta[l + 1]!, delta[l]!];
      for (let r = 0; r < count; r++) {
        const [at, square] = [r * (1 + a) + 1, r * a * a];
        const diagonal = D[pairOf(l, l + 1)]!;
        for (let j = 0; j < a; j++) {
          const h = x[l + 1]![at + j]!;
          const slope = 1 - h * h;
          let sum = 0;
          for (let k = 0; k < c; k++) {
            sum += W[j * c + k]! * next[r * c + k]!;
            M[j * c + k] = slope * W[j * c + k]!;
          }
          own[r * a + j] = slope * sum;
          T[j] = -2 * h * slope * sum;
          diagonal[square + j * a + j] = slope;
        }
        for (let m = l + 1; m < depth; m++) {
          applied(S[pairOf(l, m)]!, S[pairOf(l + 1, m)]!, r, a, c, outputs[m]!);
          if (m > l + 1) applied(D[pairOf(l, m)]!, D[pairOf(l + 1, m)]!, r, a, c, inputs[m]!);
        }
        const [cross, to] = [S[pairOf(l, l + 1)]!, S[pairOf(l, l)]!];
        for (let j = 0; j < a; j++) {
          for (let i = 0; i <= j; i++) {
            let sum = i === j ? T[j]! : 0;
            for (let k = 0; k < c; k++) sum += cross[r * a * c + j * c + k]! * M[i * c + k]!;
            to[square + j * a + i] = to[square + i * a + j] = sum;
          }
        }
      }
    }
  };

  /** T += Σ over rows of factor · S, eight rows at a time; `count` is a multiple of eight. */
  const sumUp = (from: Float64Array, length: number, count: number): void => {
    for (let r = 0; r < count; r += 8) {
      const [f0, f1, f2, f3] = [factors[r]!, factors[r + 1]!, factors[r + 2]!, factors[r + 3]!];
      const [f4, f5, f6, f7] = [factors[r + 4]!, factors[r + 5]!, factors[r + 6]!, factors[r + 7]!];
      const p = r * length;
      const [q, s, t] = [p + 2 * length, p + 4 * length, p + 6 * length];
      for (let e = 0; e < length; e++) {
        const first = f0 * from[p + e]! + f1 * from[p + length + e]! + (f2 * from[q + e]! + f3 * from[q + length + e]!);
        const then = f4 * from[s + e]! + f5 * from[s + length + e]! + (f6 * from[t + e]! + f7 * from[t + length + e]!);
        T[e] = T[e]! + (first + then);
      }
    }
  };

  const assemble = (l: number, m: number, count: number, padded: number): void => {
    const [a, b, c, d] = [1 + inputs[l]!, outputs[l]!, 1 + inputs[m]!, outputs[m]!];
    const [xl, xm, from, moves, by] = [x[l]!, x[m]!, S[pairOf(l, m)]!, D[pairOf(l, m)]!, delta[m]!];
    for (let i = 0; i < a; i++) {
      for (let k = l === m ? i : 0; k < c; k++) {
        for (let r = 0; r < count; r++) factors[r] = xl[r * a + i]! * xm[r * c + k]!;
        for (let r = count; r < padded; r++) factors[r] = 0;
        T.fill(0, 0, b * d);
        sumUp(from, b * d, padded);
        if (l < m && k > 0) {
          // inputs of the next layer move with their own z only
          const [low, high] = l + 1 === m ? [k - 1, k] : [0, b];
          for (let r = 0; r < count; r++) {
            for (let j = low; j < high; j++) {
              const factor = xl[r * a + i]! * moves[(r * b + j) * (c - 1) + k - 1]!;
              for (let e = 0; e < d; e++) T[j * d + e] = T[j * d + e]! + factor * by[r * d + e]!;
            }
          }
        }
        for (let j = 0; j < b; j++) {
          const to = (starts[l]! + i * b + j) * n + starts[m]! + k * d;
          for (let e = 0; e < d; e++) H[to + e] = H[to + e]! + T[j * d + e]!;
        }
      }
    }
  };

  return (parameters: Layers): Numbers => {
    H.fill(0);
    for (let first = 0; first < rows; first += chunk) {
      const count = Math.min(chunk, rows - first);
      forwards(parameters, first, count);
      backwards(parameters, count);
      for (let m = 0; m < depth; m++) for (let l = 0; l <= m; l++) assemble(l, m, count, (count + 7) & ~7);
    }
    const result = make(n * n);
    const tile = 32;
    for (let top = 0; top < n; top += tile) {
      for (let left = top; left < n; left += tile) {
        const [bottom, right] = [Math.min(n, top + tile), Math.min(n, left + tile)];
        for (let p = top; p < bottom; p++) {
          for (let q = Math.max(p, left); q < right; q++) result[p * n + q] = result[q * n + p] = H[p * n + q]!;
        }
      }
    }
    return result;
  };
};

/** The product of the Hessian with tangents of the layers, as b and W of each: derivatives of the gradient along the tangents. */
export const networkProduct = (sizes: readonly number[], X: Numbers, y: Numbers, make: Make) => {
  const depth = sizes.length - 1;
  const rows = X.length / sizes[0]!;
  const scale = 2 / (rows * sizes[depth]!);
  const arrays = (lengthOf: (l: number) => number): Float64Array[] =>
    Array.from({ length: depth }, (_, l) => new Float64Array(lengthOf(l)));
  const matrices = () => arrays(l => sizes[l]! * sizes[l + 1]!);
  const values = () => arrays(l => rows * sizes[l + 1]!);
  const [weights, moves, turned, turnedMoves] = [matrices(), matrices(), matrices(), matrices()];
  const [h, along] = [values(), values()]; // what layers give, and its derivative along the tangents
  const [delta, change] = [values(), values()]; // the loss's derivative by what comes before tanh, and its derivative
  const data = Float64Array.from(X);

  return (parameters: Layers, tangents: Layers): Numbers[] => {
    for (let l = 0; l < depth; l++) {
      const [a, c] = [sizes[l]!, sizes[l + 1]!];
      weights[l]!.set(parameters[l]!.W);
      moves[l]!.set(tangents[l]!.W);
      const [before, own, rate] = [l === 0 ? data : h[l - 1]!, h[l]!, along[l]!];
      for (let r = 0; r < rows; r++) {
        own.set(parameters[l]!.b, r * c);
        rate.set(tangents[l]!.b, r * c);
      }
      addProduct(own, before, [a, 1], weights[l]!, [rows, a, c]);
      addProduct(rate, before, [a, 1], moves[l]!, [rows, a, c]);
      if (l > 0) addProduct(rate, along[l - 1]!, [a, 1], weights[l]!, [rows, a, c]);
      if (l + 1 === depth) {
        for (let at = 0; at < own.length; at++) {
          delta[l]![at] = scale * (own[at]! - y[at]!);
          change[l]![at] = scale * rate[at]!;
        }
      } else {
        for (let at = 0; at < own.length; at++) {
          const value = Math.tanh(own[at]!);
          own[at] = value;
          rate[at] = (1 - value * value) * rate[at]!;
        }
      }
    }
    const result: Numbers[] = [];
    for (let l = depth - 1; l >= 0; l--) {
      const [a, c] = [sizes[l]!, sizes[l + 1]!];
      const [before, own, rate] = [l === 0 ? data : h[l - 1]!, delta[l]!, change[l]!];
      const ofW = new Float64Array(a * c);
      addProduct(ofW, before, [1, a], rate, [a, rows, c]);
      if (l > 0) addProduct(ofW, along[l - 1]!, [1, a], own, [a, rows, c]);
      const ofB = new Float64Array(c);
      for (let r = 0; r < rows; r++) for (let j = 0; j < c; j++) ofB[j] = ofB[j]! + rate[r * c + j]!;
      for (const sums of [ofW, ofB]) {
        const made = make(sums.length);
        made.set(sums);
        result.unshift(made);
      }
      if (l === 0) break;
      transpose(turned[l]!, weights[l]!, a, c);
      transpose(turnedMoves[l]!, moves[l]!, a, c);
      const [previous, previousRate] = [delta[l - 1]!.fill(0), change[l - 1]!.fill(0)];
      addProduct(previous, own, [c, 1], turned[l]!, [rows, c, a]);
      addProduct(previousRate, rate, [c, 1], turned[l]!, [rows, c, a]);
      addProduct(previousRate, own, [c, 1], turnedMoves[l]!, [rows, c, a]);
      for (let at = 0; at < previous.length; at++) {
        const value = h[l - 1]![at]!;
        const slope = 1 - value * value;
        previousRate[at] = slope * previousRate[at]! - 2 * value * along[l - 1]![at]! * previous[at]!;
        previous[at] = slope * previous[at]!;
      }
    }
    return result;
  };
};
