import { grad, jit, type NDArray, numpy as np, special } from 'nabla';
import { doubles, type Nested, nested, number } from '../arrays.ts';
import type { Module } from '../protocol.ts';

type Input = {
  readonly d: number;
  readonly k: number;
  readonly n: number;
  readonly x: Nested;
  readonly m: number;
  readonly gamma: number;
  readonly alpha: Nested;
  readonly mu: Nested;
  readonly q: Nested;
  readonly l: Nested;
};

/** What is differentiated by: weights, means, and the logarithms and the strict lower part of precision factors. */
type Independent = { alpha: NDArray; mu: NDArray; q: NDArray; l: NDArray };

/** Where each element of a lower triangular matrix lies in l, which fills it column by column; after the end of l: nowhere. */
const placesInL = (d: number): NDArray => {
  const places = new Int32Array(d * d).fill((d * (d - 1)) / 2);
  for (let column = 0, at = 0; column < d; column++) {
    for (let row = column + 1; row < d; row++) places[row * d + column] = at++;
  }
  return np.asarray(places).reshape([d, d]);
};

const logSumExp = (x: NDArray): NDArray => {
  const largest = np.max(x, { axis: -1, keepdims: true });
  return np.log(np.sum(np.exp(x.sub(largest)), { axis: -1 })).add(np.squeeze(largest, { axis: -1 }));
};

/** The logarithm of the multivariate gamma function of order d. */
const logGamma = (d: number, a: number): number => {
  let sum = (d * (d - 1) * Math.log(Math.PI)) / 4;
  for (let j = 1; j <= d; j++) sum += number(special.gammaln(doubles(a + (1 - j) / 2)));
  return sum;
};

/** The logarithm of the posterior density of a Gaussian mixture, with a Wishart prior on the precisions. */
const objective = ({ d, k, n, m, gamma }: Input, x: NDArray) => {
  const freedom = d + m + 1;
  const constant =
    k * (freedom * d * Math.log(gamma / Math.SQRT2) - logGamma(d, freedom / 2)) - (n * d * Math.log(2 * Math.PI)) / 2;
  const places = placesInL(d);
  const diagonal = np.eye(d, { dtype: 'bool' });
  return ({ alpha, mu, q, l }: Independent): NDArray => {
    const below = np
      .pad(l, [
        [0, 0],
        [0, 1],
      ])
      .at(':', places);
    const Q = np.where(diagonal, np.expandDims(np.exp(q), 1), below);
    // Q (x - μ) for all components and points
    const turned = np.matmul(x, np.matrixTranspose(Q)).sub(np.matmul(Q, np.expandDims(mu, 2)).reshape([k, 1, d]));
    const logDeterminants = np.sum(q, { axis: 1 });
    const exponents = alpha
      .add(logDeterminants)
      .reshape([k, 1])
      .sub(np.sum(np.square(turned), { axis: 2 }).mul(0.5));
    const likelihood = np.sum(logSumExp(exponents.T)).sub(logSumExp(alpha).mul(n));
    const prior = np
      .sum(logDeterminants)
      .mul(m)
      .sub(np.sum(np.square(Q)).mul(gamma ** 2 / 2));
    return likelihood.add(prior).add(constant);
  };
};

const prepare = (input: Input): { f: (at: Independent) => NDArray; at: Independent } => {
  const { d, k } = input;
  // without dimensions enough, l is empty
  const l = np.reshape(doubles(input.l), [k, (d * (d - 1)) / 2]);
  const at = { alpha: doubles(input.alpha), mu: doubles(input.mu), q: doubles(input.q), l };
  return { f: objective(input, doubles(input.x)), at };
};

export const gmm: Module = {
  objective: (input: Input) => {
    const { f, at } = prepare(input);
    const compiled = jit(f);
    return () => number(compiled(at));
  },
  jacobian: (input: Input) => {
    const { f, at } = prepare(input);
    const compiled = jit(grad(f));
    return () => {
      const { alpha, mu, q, l } = compiled(at);
      return { alpha: nested(alpha), mu: nested(mu), q: nested(q), l: nested(l) };
    };
  },
};
