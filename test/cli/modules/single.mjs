/** @param {import('nabla').NDArray} x */
export const cube = x => x.pow(3).sum();
