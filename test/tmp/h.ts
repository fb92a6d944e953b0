import { ConcreteArray, type NDArray } from '../../src/array/ndarray.ts';
export const array1 = (v: number[], shape = [v.length]): NDArray => new ConcreteArray(shape, 'float32', new Float32Array(v));
export const num = (x: NDArray) => [...x.toTypedArray()];
