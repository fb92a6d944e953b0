import type { ConcreteArray } from '../../src/array/ndarray.ts';
import { batchJaxpr } from '../../src/transforms/batch.ts';
import { findMismatch, type Mismatch, magnitude } from './compare.ts';
import { arrayOf, type Numbers, numbersOf } from './golden.ts';
import { coordinateArrays, joined, run, type Subject } from './subject.ts';

/** The gradients at all points. */
const gradientsAt = (subject: Subject, points: readonly Float64Array[]): Float64Array[] => {
  const { inputs, differentiated, size, gradient } = subject;
  const count = coordinateArrays(subject).length;
  const alone = { ...gradient, outputs: gradient.outputs.slice(1, 1 + count) };
  const axes = differentiated.map(flag => (flag ? 0 : null));
  const batched = batchJaxpr(
    alone,
    points.length,
    axes,
    alone.outputs.map(() => true),
  );
  let offset = 0;
  const args = inputs.map((x, i): ConcreteArray => {
    if (!differentiated[i]) return x;
    const stacked = points.flatMap(point => [...point.subarray(offset, offset + x.size)]);
    offset += x.size;
    return arrayOf(stacked, [points.length, ...x.shape], x.dtype);
  });
  const results = run(batched.jaxpr, args).map(numbersOf);
  return points.map((_, p) => {
    const row = new Float64Array(size);
    let at = 0;
    for (const result of results) {
      const length = result.length / points.length;
      for (let k = 0; k < length; k++) row[at++] = result[p * length + k]!;
    }
    return row;
  });
};

/** For each coordinate the gradients with that coordinate moved by each of the offsets. */
const gradientsAround = (
  subject: Subject,
  centre: Float64Array,
  offsets: (coordinate: number) => readonly number[],
): Float64Array[][] => {
  const moved = [...centre].map((x, j) =>
    offsets(x).map(offset => {
      const point = centre.slice();
      point[j] = x + offset;
      return point;
    }),
  );
  const gradients = gradientsAt(subject, moved.flat());
  return moved.map(points => gradients.splice(0, points.length));
};

/** Central differences of fourth order, (8(g₁ − g₋₁) − (g₂ − g₋₂)) / 12h; row-major. */
const centralDifferences = (
  subject: Subject,
  centre: Float64Array,
  step: (coordinate: number) => number,
): Float64Array => {
  const { size } = subject;
  const matrix = new Float64Array(size * size);
  const around = gradientsAround(subject, centre, x => [-2 * step(x), -step(x), step(x), 2 * step(x)]);
  around.forEach(([a, b, c, d], j) => {
    const h = step(centre[j]!);
    for (let i = 0; i < size; i++) matrix[i * size + j] = (8 * (c![i]! - b![i]!) - (d![i]! - a![i]!)) / (12 * h);
  });
  return matrix;
};

/**
 * Elements where slopes to either side, over a short way and over twice that, disagree or are not finite: there the second
 * derivative is a convention.
 */
const kinks = (subject: Subject, centre: Float64Array): boolean[] => {
  const { size } = subject;
  const middle = gradientsAt(subject, [centre])[0]!;
  const step = (x: number): number => 1e-6 * Math.max(1, Math.abs(x));
  const distances = [-2, -1, 1, 2];
  const found = new Array<boolean>(size * size).fill(false);
  const noise = 1e-6 * magnitude(middle);
  gradientsAround(subject, centre, x => distances.map(distance => distance * step(x))).forEach((gradients, j) => {
    const h = step(centre[j]!);
    for (let i = 0; i < size; i++) {
      const slopes = gradients.map((gradient, k) => (gradient[i]! - middle[i]!) / (distances[k]! * h));
      const spread = Math.max(...slopes) - Math.min(...slopes);
      found[i * size + j] = !(spread <= 1e-3 * Math.max(...slopes.map(Math.abs)) + noise);
    }
  });
  return found;
};

/** Of two numbers the one that is closer to a third. */
const closer = (target: number, a: number, b: number): number =>
  Number.isFinite(b) && !(Math.abs(a - target) <= Math.abs(b - target)) ? b : a;

/**
 * Where a Hessian differs from differences of the gradient, which `allowed` says how far it may.
 *
 * The step is 10⁻³, in proportion to large coordinates; if that does not do, because the function changes quickly near a
 * small coordinate, also in proportion to small ones. A wrong derivative agrees with neither. `special` says that the
 * inputs are chosen values: kinks among them are left out.
 */
export const differsFromDifferences = (
  subject: Subject,
  hessian: Numbers,
  allowed: (index: number) => number,
  special: boolean,
): Mismatch | undefined => {
  const centre = Float64Array.from(joined(coordinateArrays(subject)));
  const coarse = centralDifferences(subject, centre, x => 1e-3 * Math.max(1, Math.abs(x)));
  const rounding = 1e-9 * magnitude(coarse) + 1e-12 * magnitude(gradientsAt(subject, [centre])[0]!);
  const room = (index: number): number => allowed(index) + rounding;
  if (findMismatch(hessian, coarse, room) === undefined) return undefined;
  const fine = centralDifferences(subject, centre, x => 1e-3 * (x === 0 ? 1e-3 : Math.min(1, Math.abs(x))));
  const left = special ? kinks(subject, centre) : [];
  return findMismatch(
    hessian,
    coarse.map((value, i) => (left[i] ? hessian[i]! : closer(hessian[i]!, value, fine[i]!))),
    room,
  );
};
