// The Hessian of a Gaussian process's likelihood, written out by hand.
import type { Numbers } from './plain-dense.ts';
import { addProduct, cholesky, inverseOfFactor } from './plain-products.ts';

/**
 * Of ½ yᵀK⁻¹y + ½ log det K by the logarithms t of three length scales, an amplitude and a noise, where
 * K = C + (exp t₄ + 10⁻⁶) I and C = exp(t₃) exp(-½ Σ dₖ), dₖ being (xₖ - x'ₖ)² exp(-2 tₖ).
 *
 * With α = K⁻¹y and Kᵢ = ∂K/∂tᵢ the second derivatives are
 *   ½ (tr K⁻¹Kᵢⱼ - αᵀKᵢⱼα - tr K⁻¹KᵢK⁻¹Kⱼ) + (Kᵢα)ᵀK⁻¹(Kⱼα),
 * of which C's derivatives are products of its elements: Cₖ = C dₖ, Cₖₗ = C (dₖ dₗ - 2 δₖₗ dₖ), and by t₃ C itself.
 * K⁻¹C is I less a multiple of K⁻¹, so that three products of matrices remain.
 */
export const gaussianProcess = (
  X: Numbers,
  y: Numbers,
  make: (count: number) => Numbers,
): ((t: Numbers) => Numbers) => {
  const n = y.length;
  const square = (): Float64Array => new Float64Array(n * n);
  const squares = [square(), square(), square()]; // of differences, which do not depend on t
  for (let k = 0; k < 3; k++) {
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) squares[k]![i * n + j] = (X[3 * i + k]! - X[3 * j + k]!) ** 2;
    }
  }
  const [C, L, inverse, upper] = [square(), square(), square(), square()];
  const slopes = [square(), square(), square(), C]; // by t₀ to t₃
  const solved = Array.from({ length: 5 }, square); // K⁻¹Kᵢ
  const alpha = new Float64Array(n);
  const moved = Array.from({ length: 5 }, () => new Float64Array(n)); // Kᵢα
  const M = new Float64Array(25);

  return t => {
    const [w0, w1, w2] = [Math.exp(-2 * t[0]!), Math.exp(-2 * t[1]!), Math.exp(-2 * t[2]!)];
    const [amplitude, noise] = [Math.exp(t[3]!), Math.exp(t[4]!)];
    const [s0, s1, s2] = squares as [Float64Array, Float64Array, Float64Array];
    for (let i = 0; i < n; i++) {
      for (let j = 0; j <= i; j++) {
        const at = i * n + j;
        const [d0, d1, d2] = [w0 * s0[at]!, w1 * s1[at]!, w2 * s2[at]!];
        const c = amplitude * Math.exp(-0.5 * (d0 + d1 + d2));
        const mirror = j * n + i;
        C[at] = C[mirror] = L[at] = c;
        slopes[0]![at] = slopes[0]![mirror] = c * d0;
        slopes[1]![at] = slopes[1]![mirror] = c * d1;
        slopes[2]![at] = slopes[2]![mirror] = c * d2;
      }
      L[i * n + i] = L[i * n + i]! + noise + 1e-6;
    }
    cholesky(L, n);
    inverseOfFactor(inverse, upper, L, n);

    for (let k = 0; k < 3; k++) {
      solved[k]!.fill(0);
      addProduct(solved[k]!, inverse, [n, 1], slopes[k]!, [n, n, n]);
    }
    for (let at = 0; at < n * n; at++) {
      solved[3]![at] = -(noise + 1e-6) * inverse[at]!; // K⁻¹C = I - K⁻¹(K - C)
      solved[4]![at] = noise * inverse[at]!;
    }
    for (let i = 0; i < n; i++) solved[3]![i * n + i] = solved[3]![i * n + i]! + 1;

    for (let i = 0; i < n; i++) {
      let sum = 0;
      for (let j = 0; j < n; j++) sum += inverse[i * n + j]! * y[j]!;
      alpha[i] = sum;
    }
    for (let k = 0; k < 4; k++) {
      const slope = slopes[k]!;
      for (let i = 0; i < n; i++) {
        let sum = 0;
        for (let j = 0; j < n; j++) sum += slope[i * n + j]! * alpha[j]!;
        moved[k]![i] = sum;
      }
    }
    for (let i = 0; i < n; i++) moved[4]![i] = noise * alpha[i]!;

    for (let p = 0; p < 5; p++) {
      for (let q = 0; q <= p; q++) {
        const [P, Q, u, v] = [solved[p]!, solved[q]!, moved[p]!, moved[q]!];
        let [trace, inner] = [0, 0]; // tr PQ, and uᵀK⁻¹v
        for (let i = 0; i < n; i++) {
          let [along, applied] = [0, 0];
          for (let j = 0; j < n; j++) {
            along += P[i * n + j]! * Q[j * n + i]!;
            applied += inverse[i * n + j]! * v[j]!;
          }
          trace += along;
          inner += u[i]! * applied;
        }
        M[5 * p + q] = inner - 0.5 * trace;
      }
    }
    // what second derivatives of K add: Σ ½ (K⁻¹ - ααᵀ) Kᵢⱼ
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        const at = i * n + j;
        const half = 0.5 * (inverse[at]! - alpha[i]! * alpha[j]!);
        const [d0, d1, d2] = [w0 * s0[at]!, w1 * s1[at]!, w2 * s2[at]!];
        const [c, c0, c1, c2] = [half * C[at]!, half * slopes[0]![at]!, half * slopes[1]![at]!, half * slopes[2]![at]!];
        M[0] = M[0]! + c0 * (d0 - 2);
        M[5] = M[5]! + c0 * d1;
        M[6] = M[6]! + c1 * (d1 - 2);
        M[10] = M[10]! + c0 * d2;
        M[11] = M[11]! + c1 * d2;
        M[12] = M[12]! + c2 * (d2 - 2);
        M[15] = M[15]! + c0;
        M[16] = M[16]! + c1;
        M[17] = M[17]! + c2;
        M[18] = M[18]! + c;
        if (i === j) M[24] = M[24]! + half * noise;
      }
    }
    const result = make(25);
    for (let p = 0; p < 5; p++) for (let q = 0; q <= p; q++) result[5 * p + q] = result[5 * q + p] = M[5 * p + q]!;
    return result;
  };
};
