/** The ratio of a circle's circumference to its diameter. */
export const pi = Math.PI;

/** The base of the natural logarithm. */
export const e = Math.E;

/** The limit of 1 + 1/2 + … + 1/n - log n. */
export const eulerGamma = 0.5772156649015329;

export const inf = Number.POSITIVE_INFINITY;

export const nan = Number.NaN;

/** As an index: a new axis. */
export const newaxis = null;

export const float32 = 'float32';
export const float64 = 'float64';
export const int32 = 'int32';
export const uint32 = 'uint32';
export const bool = 'bool';
export const complex64 = 'complex64';
export const complex128 = 'complex128';
