import type { NDArray } from 'nabla';

export const cube = (x: NDArray): NDArray => x.pow(3);
