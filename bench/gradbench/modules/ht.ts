import { jacfwd, jit, type NDArray, numpy as np } from 'nabla';
import { doubles, integers, type Nested, nested } from '../arrays.ts';
import type { Module } from '../protocol.ts';

type Input = {
  readonly theta: readonly number[];
  readonly us: readonly (readonly number[])[];
  readonly data: {
    readonly correspondences: readonly number[];
    readonly points: Nested;
    readonly model: {
      readonly bone_names: readonly string[];
      readonly parents: readonly number[];
      readonly base_relatives: Nested;
      readonly inverse_base_absolutes: Nested;
      readonly base_positions: Nested;
      readonly weights: Nested;
      readonly triangles: readonly (readonly number[])[];
      readonly is_mirrored: boolean;
    };
  };
};

/** Where the angles of each bone stand in theta, which has 6 numbers for the whole hand first; after its end: nowhere. */
const anglesOf = (bones: number, nowhere: number): { bend: NDArray; spread: NDArray } => {
  const [bend, spread] = [new Int32Array(bones).fill(nowhere), new Int32Array(bones).fill(nowhere)];
  let at = 6;
  for (let finger = 0; finger < 5; finger++) {
    for (let joint = 0; joint < 3; joint++) {
      const bone = 2 + 4 * finger + joint;
      bend[bone] = at++;
      if (joint === 0) spread[bone] = at++;
    }
  }
  return { bend: np.asarray(bend), spread: np.asarray(spread) };
};

/** Matrices of a stack whose rows are given as lists of their elements. */
const matrices = (rows: readonly (readonly NDArray[])[]): NDArray =>
  np.stack(
    rows.map(row => np.stack(row, { axis: -1 })),
    { axis: -2 },
  );

/** Rotations about x by `bend`, then about z by `spread`, as matrices of four by four. */
const jointRotations = (bend: NDArray, spread: NDArray): NDArray => {
  const [zero, one] = [np.zerosLike(bend), np.onesLike(bend)];
  const [cx, sx, cz, sz] = [np.cos(bend), np.sin(bend), np.cos(spread), np.sin(spread)];
  return matrices([
    [cz, sz.mul(cx).neg(), sz.mul(sx), zero],
    [sz, cz.mul(cx), cz.mul(sx).neg(), zero],
    [zero, sx, cx, zero],
    [zero, zero, zero, one],
  ]);
};

/** The rotation about an axis by an angle, both given by one vector; none where the angle is below 1e-4. */
const rotation = (axisAngle: NDArray): NDArray => {
  const square = np.sum(np.square(axisAngle));
  const still = np.less(square, 1e-8);
  const angle = np.sqrt(np.where(still, 1, square));
  const axis = axisAngle.div(angle);
  const [x, y, z] = [axis.at(0), axis.at(1), axis.at(2)];
  const [sine, cosine, zero] = [np.sin(angle), np.cos(angle), np.zerosLike(angle)];
  const cross = matrices([
    [zero, z.neg(), y],
    [z, zero, x.neg()],
    [y.neg(), x, zero],
  ]);
  const identity = np.eye(3, { dtype: 'float64' });
  const outer = np.outer(axis, axis);
  const turned = identity
    .mul(cosine)
    .add(cross.mul(sine))
    .add(outer.mul(np.subtract(1, cosine)));
  return np.where(still, identity, turned);
};

/** The vertices of the hand in the pose theta, by linear blend skinning. */
const vertices = ({ model }: Input['data'], count: number) => {
  const bones = model.parents.length;
  const { bend, spread } = anglesOf(bones, count);
  const [relatives, inverses] = [doubles(model.base_relatives), doubles(model.inverse_base_absolutes)];
  const [positions, weights] = [doubles(model.base_positions), doubles(model.weights)];
  return (theta: NDArray): NDArray => {
    const padded = np.concatenate([theta, np.zeros([1], { dtype: 'float64' })]);
    const posed = np.matmul(relatives, jointRotations(padded.at(bend), padded.at(spread)));
    const absolutes: NDArray[] = [];
    for (const [bone, parent] of model.parents.entries()) {
      absolutes.push(parent === -1 ? posed.at(bone) : np.matmul(absolutes[parent]!, posed.at(bone)));
    }
    const transforms = np.matmul(np.stack(absolutes), inverses).at(':', ':3');
    // each vertex by the mean of the bones' transformations
    const blended = np.matmul(weights, transforms.reshape([bones, 12])).reshape([-1, 3, 4]);
    let skinned = np.sum(blended.mul(np.expandDims(positions, 1)), { axis: 2 });
    if (model.is_mirrored) skinned = skinned.mul(doubles([-1, 1, 1]));
    return np.matmul(skinned, rotation(theta.at('0:3')).T).add(theta.at('3:6'));
  };
};

/** From points to the vertices, or to places in triangles, that they belong to; `shift` moves all places at once. */
const objective = ({ data, us, theta: { length } }: Input) => {
  const points = doubles(data.points);
  const hand = vertices(data, length);
  if (us.length === 0) {
    const corresponding = integers(data.correspondences);
    return (theta: NDArray): NDArray => points.sub(hand(theta).at(corresponding)).ravel();
  }
  const corners = [0, 1, 2].map(k =>
    integers(data.correspondences.map(triangle => data.model.triangles[triangle]![k]!)),
  );
  const given = doubles(us);
  return (theta: NDArray, shift: NDArray): NDArray => {
    const [u, v] = [0, 1].map(k => given.at(':', k).add(shift.at(k)).reshape([-1, 1])) as [NDArray, NDArray];
    const [a, b, c] = corners.map(corner => hand(theta).at(corner)) as [NDArray, NDArray, NDArray];
    const place = a
      .mul(u)
      .add(b.mul(v))
      .add(c.mul(np.subtract(1, u).sub(v)));
    return points.sub(place).ravel();
  };
};

const none = doubles([0, 0]);

export const ht: Module = {
  objective: (input: Input) => {
    const theta = doubles(input.theta);
    const compiled = jit(objective(input));
    return () => nested(compiled(theta, none));
  },
  // places depend on their own coordinates only: two columns hold the derivatives by all of them
  jacobian: (input: Input) => {
    const theta = doubles(input.theta);
    const f = objective(input);
    if (input.us.length === 0) {
      const compiled = jit(jacfwd(f));
      return () => nested(compiled(theta, none));
    }
    const compiled = jit((t: NDArray, shift: NDArray) => {
      const [byTheta, byShift] = jacfwd(f, { argnums: [0, 1] })(t, shift);
      return np.concatenate([byShift, byTheta], { axis: 1 });
    });
    return () => nested(compiled(theta, none));
  },
};
