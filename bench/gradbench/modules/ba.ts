import { grad, jacfwd, jit, type NDArray, numpy as np, vmap } from 'nabla';
import { doubles, integers } from '../arrays.ts';
import type { Module } from '../protocol.ts';

type Input = {
  readonly n: number;
  readonly m: number;
  readonly p: number;
  readonly cam: readonly number[];
  readonly x: readonly number[];
  readonly w: number;
  readonly feat: readonly number[];
};

type Problem = {
  readonly cameras: NDArray;
  readonly points: NDArray;
  readonly weights: NDArray;
  readonly features: NDArray;
  readonly camera: NDArray;
  readonly point: NDArray;
};

const ofCamera = 11;
/** Unknowns of an observation: its camera, its point and its weight. */
const unknowns = ofCamera + 3 + 1;

/** A point turned about an axis by an angle, both given by one vector (Rodrigues); small angles by their first order. */
const turned = (rotation: NDArray, x: NDArray): NDArray => {
  const square = np.sum(np.square(rotation));
  const still = np.equal(square, 0);
  const angle = np.sqrt(np.where(still, 1, square));
  const axis = rotation.div(angle);
  const [cosine, sine] = [np.cos(angle), np.sin(angle)];
  const along = np.sum(axis.mul(x)).mul(np.subtract(1, cosine));
  const proper = x.mul(cosine).add(np.cross(axis, x).mul(sine)).add(axis.mul(along));
  return np.where(still, x.add(np.cross(rotation, x)), proper);
};

/** How far the projection of a point lies from where it was seen: camera, point and weight end to end. */
const residual = (z: NDArray, feature: NDArray): NDArray => {
  const [rotation, centre, focal, principal] = [z.at('0:3'), z.at('3:6'), z.at(6), z.at('7:9')];
  const [radial, x, weight] = [z.at('9:11'), z.at('11:14'), z.at(14)];
  const seen = turned(rotation, x.sub(centre));
  const flat = seen.at(':2').div(seen.at(2));
  const square = np.sum(np.square(flat));
  const distortion = radial
    .at(0)
    .mul(square)
    .add(radial.at(1).mul(np.square(square)))
    .add(1);
  return flat.mul(distortion).mul(focal).add(principal).sub(feature).mul(weight);
};

const penalty = (weight: NDArray): NDArray => np.subtract(1, np.square(weight));

const gathered = ({ cameras, points, weights, camera, point }: Problem): NDArray =>
  np.concatenate([cameras.at(camera), points.at(point), weights.reshape([-1, 1])], { axis: 1 });

const errors = jit((problem: Problem): [NDArray, NDArray] => [
  vmap(residual)(gathered(problem), problem.features),
  penalty(problem.weights),
]);
const derivatives = jit((problem: Problem): [NDArray, NDArray] => [
  vmap(jacfwd(residual))(gathered(problem), problem.features),
  vmap(grad(penalty))(problem.weights),
]);

/** One camera, point, weight and feature, each as often as the problem says. */
const prepare = ({ n, m, p, cam, x, w, feat }: Input): Problem => {
  const observations = Array.from({ length: p }, (_, i) => i);
  return {
    cameras: np.tile(doubles(cam), [n, 1]),
    points: np.tile(doubles(x), [m, 1]),
    weights: doubles(observations.map(() => w)),
    features: np.tile(doubles(feat), [p, 1]),
    camera: integers(observations.map(i => i % n)),
    point: integers(observations.map(i => i % m)),
  };
};

/** The sparse Jacobian in compressed rows: two rows an observation, then one a weight. */
const compressed = ({ n, m, p }: Input, blocks: ArrayLike<number>, ofWeights: ArrayLike<number>) => {
  const [ofPoints, ofWeight] = [ofCamera * n, ofCamera * n + 3 * m];
  const rows = new Int32Array(3 * p + 1);
  const cols = new Int32Array(2 * unknowns * p + p);
  const vals = new Float64Array(cols.length);
  let at = 0;
  for (let i = 0; i < p; i++) {
    for (let side = 0; side < 2; side++) {
      for (let k = 0; k < ofCamera; k++) cols[at + k] = ofCamera * (i % n) + k;
      for (let k = 0; k < 3; k++) cols[at + ofCamera + k] = ofPoints + 3 * (i % m) + k;
      cols[at + unknowns - 1] = ofWeight + i;
      at += unknowns;
      rows[2 * i + side + 1] = at;
    }
  }
  vals.set(blocks);
  for (let i = 0; i < p; i++) {
    cols[at] = ofWeight + i;
    vals[at++] = ofWeights[i]!;
    rows[2 * p + i + 1] = at;
  }
  return { rows, cols, vals };
};

/** The beginning and the end of what repeats itself. */
const ends = (list: Int32Array | Float64Array): number[] => [...list.subarray(0, 2 * unknowns), list.at(-1)!];

export const ba: Module = {
  objective: (input: Input) => {
    const problem = prepare(input);
    return () => {
      const [reprojection, weight] = errors(problem);
      const [own, other] = [reprojection.toTypedArray(), weight.toTypedArray()];
      return {
        reproj_error: { elements: [own[0], own[1]], repeated: own.length / 2 },
        w_err: { element: other[0], repeated: other.length },
      };
    };
  },
  jacobian: (input: Input) => {
    const problem = prepare(input);
    return () => {
      const [blocks, ofWeights] = derivatives(problem);
      const matrix = compressed(input, blocks.toTypedArray() as Float64Array, ofWeights.toTypedArray() as Float64Array);
      return { rows: ends(matrix.rows), cols: ends(matrix.cols), vals: ends(matrix.vals) };
    };
  },
};
