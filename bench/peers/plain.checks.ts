// Derivatives written by hand, at sizes and points that the cases do not have. Those of the cases are held to JAX's and nabla's by
// `npm run bench -- --check`: here they must only fit each other.
import { describe, expect, it } from 'vitest';
import { numbers } from './data.mjs';
import { bundleAdjustment } from './plain-bundle.ts';
import { gaussianProcess } from './plain-gaussian.ts';
import { networkHessian, networkProduct } from './plain-network.ts';

const make = (count: number) => new Float64Array(count);
const largest = (values: readonly number[]): number =>
  values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

/** Third derivatives, by differences of a Hessian, depend on no order where it is one: how far they do, relative to the largest. */
const asymmetry = (hessian: (x: Float64Array) => ArrayLike<number>, x: Float64Array): number => {
  const [n, step] = [x.length, 1e-5];
  const third = Array.from(x, (_, k) => {
    const [up, down] = [step, -step].map(change => hessian(x.map((value, i) => (i === k ? value + change : value))));
    return Array.from(up!, (value, e) => (value - down![e]!) / (2 * step));
  });
  const swapped = third.flatMap((part, k) =>
    part.map((value, e) => value - third[Math.floor(e / n)]![n * k + (e % n)]!),
  );
  return largest(swapped) / largest(third.flat());
};

describe('by hand', () => {
  it('products of a network with tangents are those of its Hessian', () => {
    const [sizes, rows] = [[3, 4, 5, 2], 35];
    const [X, y] = [numbers(rows * 3, 5), numbers(rows * 2, 6)];
    const layersAt = (seed: number) =>
      sizes.slice(1).map((size, l) => ({ b: numbers(size, seed + l), W: numbers(sizes[l]! * size, 2 * seed + l, 2) }));
    const [layers, tangents] = [layersAt(20), layersAt(50)];
    const H = networkHessian(sizes, X, y, make)(layers);
    const v = tangents.flatMap(({ b, W }) => [...b, ...W]);
    const product = networkProduct(sizes, X, y, make)(layers, tangents).flatMap(part => [...part]);
    const apart = v.map((_, i) => v.reduce((rest, value, j) => rest - H[i * v.length + j]! * value, product[i]!));
    expect(product).toHaveLength(16 + 25 + 12);
    expect(largest(product)).toBeGreaterThan(0.1);
    expect(largest(apart)).toBeLessThan(1e-13);
  });

  it('the Hessian of a Gaussian process is one', () => {
    const evaluate = gaussianProcess(numbers(27, 8, 2), numbers(9, 9, 2), make);
    expect(asymmetry(evaluate, Float64Array.of(0.1, 0.2, -0.1, 0.3, -2))).toBeLessThan(1e-8);
  });

  it('the Hessian of a bundle adjustment is one, at small and large rotations and where a point is seen twice', () => {
    const [cameras, points] = [3, 4];
    const camera = Int32Array.of(0, 1, 2, 2, 1, 0, 2);
    const point = Int32Array.of(3, 0, 1, 0, 2, 3, 1);
    const [features, weights] = [numbers(14, 2, 3), numbers(7, 3).map(value => value + 1)];
    const x = numbers(11 * cameras + 3 * points, 1);
    for (let c = 0; c < cameras; c++) {
      for (let k = 0; k < 3; k++) x[11 * c + k]! *= [0.01, 1, 5][c]!;
      x[11 * c + 5]! -= 5;
      x[11 * c + 6]! += 4;
    }
    const evaluate = bundleAdjustment({ cameras, points, camera, point, features, weights }, make);
    const dense = (unknowns: Float64Array): Float64Array => {
      const { indptr, indices, data } = evaluate(unknowns);
      const H = new Float64Array(x.length ** 2);
      for (let row = 0; row < x.length; row++) {
        for (let at = indptr[row]!; at < indptr[row + 1]!; at++) H[row * x.length + indices[at]!]! += data[at]!;
      }
      return H;
    };
    expect(asymmetry(dense, x)).toBeLessThan(1e-7);
  });
});
