// The data of the cases, number for number those of data.py.

const golden = 0.6180339887498949;

/** `count` numbers between -scale/2 and scale/2. */
export const numbers = (count, seed, scale = 1) =>
  Float64Array.from({ length: count }, (_, i) => {
    const product = (i + seed) * golden;
    return scale * (product - Math.floor(product) - 0.5);
  });

/** Young's modulus 370 and Poisson's ratio 0.4. */
export const material = { mu: 370 / 2.8, lambda: (370 * 0.4) / (1.4 * 0.2) };

/** A grid of unit cells, each split into two triangles: places of vertices, a little disturbed, and three vertices a triangle. */
export const mesh = cells => {
  const side = cells + 1;
  const places = numbers(2 * side * side, 1, 0.2);
  const triangles = new Int32Array(6 * cells * cells);
  let at = 0;
  for (let i = 0; i < side; i++) {
    for (let j = 0; j < side; j++) {
      const p = i * side + j;
      places[2 * p] += j;
      places[2 * p + 1] += i;
      if (i === cells || j === cells) continue;
      triangles.set([p, p + 1, p + side, p + side + 1, p + side, p + 1], at);
      at += 6;
    }
  }
  return { places, triangles };
};

/** The layout of ADBench's first problem: cameras of 11 parameters, then points of 3. */
export const bundle = () => {
  const [cameras, points, observations] = [49, 7776, 31_843];
  const x = numbers(11 * cameras + 3 * points, 1, 1);
  for (let camera = 0; camera < cameras; camera++) {
    const own = x.subarray(11 * camera, 11 * camera + 11);
    for (let k = 0; k < 3; k++) own[k] *= 0.4; // rotation
    own[5] -= 5; // the centre lies before the points
    own[6] = 500 + 10 * own[6]; // focal length
    own[9] *= 0.02; // distortion
    own[10] *= 0.002;
  }
  return {
    cameras,
    points,
    x,
    camera: Int32Array.from({ length: observations }, (_, i) => i % cameras),
    point: Int32Array.from({ length: observations }, (_, i) => i % points),
    features: numbers(2 * observations, 2, 200),
    weights: numbers(observations, 3, 0.4).map(value => value + 1),
  };
};
