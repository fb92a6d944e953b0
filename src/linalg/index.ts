/** Linear algebra: numpy.linalg, and from scipy.linalg what that lacks. */
export * from '../numpy/linalg/index.ts';
