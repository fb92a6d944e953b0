// Bundle adjustment: cameras and points from where the cameras see the points, by the model and in the sizes of ADBench's BA1 (Šrajer,
// Kukelova and Fitzgibbon, 2018). NABLA_SIZE=full npm run examples: 49 cameras, 7,776 points, 31,843 observations.
import { array, hvp, type NDArray, numpy as np, random, setDefaultDtype, sparseHessian, vmap } from 'nabla';

setDefaultDtype('float64');

const isFull = process.env.NABLA_SIZE === 'full';
const [cameraCount, pointCount, observationCount] = isFull ? [49, 7776, 31843] : [3, 12, 30];

/** Rotated by a vector that points along the axis and is as long as the angle (Rodrigues). */
const rotated = (rotation: NDArray, point: NDArray) => {
  const angle = np.sqrt(np.sum(np.square(rotation)));
  const axis = rotation.div(angle);
  const along = axis.mul(np.dot(axis, point).mul(np.cos(angle).neg().add(1)));
  return point
    .mul(np.cos(angle))
    .add(np.cross(axis, point).mul(np.sin(angle)))
    .add(along);
};

/** Where a camera (rotation 3, centre 3, focal length, principal point 2, radial distortion 2) sees a point. */
const projected = (camera: NDArray, point: NDArray) => {
  const seen = rotated(camera.at('0:3'), point.sub(camera.at('3:6')));
  const flat = seen.at('0:2').div(seen.at(2));
  const squared = np.sum(np.square(flat));
  const distortion = squared
    .mul(camera.at(9))
    .add(np.square(squared).mul(camera.at(10)))
    .add(1);
  return flat.mul(distortion).mul(camera.at(6)).add(camera.at('7:9'));
};

const error = (camera: NDArray, point: NDArray, seenAt: NDArray, weight: NDArray) =>
  np
    .sum(np.square(projected(camera, point).sub(seenAt)))
    .mul(np.square(weight))
    .mul(0.5);

// the same number of observations for each point, of cameras next to each other
const cameraOf = array(
  Int32Array.from({ length: observationCount }, (_, i) => (i * 7 + Math.floor(i / pointCount)) % cameraCount),
);
const pointOf = array(Int32Array.from({ length: observationCount }, (_, i) => i % pointCount));
const keys = [...random.split(random.key(1), 4)] as [NDArray, NDArray, NDArray, NDArray];
const noise = (key: NDArray, shape: number[], size: number) =>
  random.normal(key, shape, { dtype: 'float64' }).mul(size);
const cameras = array([0.1, -0.2, 0.3, 0, 0, -8, 1, 0, 0, 0.01, 0.001]).add(noise(keys[0], [cameraCount, 11], 0.02));
const points = noise(keys[1], [pointCount, 3], 1);
const weights = np.ones(observationCount);
const seen = vmap(projected)(cameras.at(cameraOf), points.at(pointOf)).add(noise(keys[2], [observationCount, 2], 1e-3));

const cost = (c: NDArray, p: NDArray) => np.sum(vmap(error)(c.at(cameraOf), p.at(pointOf), seen, weights));

const start = performance.now();
const prepared = sparseHessian(cost, { argnums: [0, 1] }).prepare(cameras, points);
const H = prepared(cameras, points);
const built = performance.now();
prepared(cameras, points);
const again = performance.now();

console.log(`${H.shape[0]} unknowns, ${H.nnz} elements of the Hessian are not zero`);

const [v, w] = [np.sin(cameras.mul(9)), np.cos(points.mul(9))];
const seconds = hvp(cost, [cameras, points], [v, w]) as unknown as [NDArray, NDArray];
const difference = H.matvec(np.concatenate([v.ravel(), w.ravel()])).sub(
  np.concatenate(seconds.map(part => part.ravel())),
);
console.log(`products as those of hvp: ${np.max(np.abs(difference)).item() < 1e-9}`);
if (isFull)
  console.log(`from scratch ${((built - start) / 1000).toFixed(1)} s, again ${(again - built).toFixed(0)} ms`);
