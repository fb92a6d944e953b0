import { type NDArray, nn, numpy as np } from 'nabla';
import { cube } from './helper.js';

// what only a TypeScript loader takes: types, an import of a .ts file by its .js name
type Point = { readonly a: NDArray; readonly b: NDArray };

export const wave = (x: NDArray): NDArray => np.sin(x).mul(x).sum();

export const highWave = (x: NDArray): NDArray => wave(x).add(1e4);
export const product = (x: NDArray, y: NDArray): NDArray => x.mul(x).mul(y).sum();
export const energy = (p: Point): NDArray => cube(p.a).mul(p.b).sum();
export const infinite = (x: NDArray): NDArray => np.sqrt(x);
export const kink = (x: NDArray): NDArray => nn.relu(x).sum();
export const fails = (_: NDArray): NDArray => {
  throw new Error('no value\nat all');
};
export const answer = 42;
