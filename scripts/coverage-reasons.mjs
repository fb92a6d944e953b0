// Why a function has no Hessian among the golden data.

/** Functions by a pattern of their names, and why they have no Hessian of their own. */
const stated = /** @type {readonly (readonly [RegExp, string])[]} */ ([
  [/^numpy\.(arrayRepr|arrayStr|einsumPath)$/, 'gives a text'],
  [/^numpy\.(asarray|copy|astype)$/, 'the identity, but for the type'],
  [
    /^numpy\.(shape|size|ndim|iterable|isscalar|iscomplexobj|isrealobj|isdtype|issubdtype|canCast|promoteTypes|resultType|finfo|iinfo|broadcastShapes)$/,
    'describes its argument',
  ],
  [/^numpy\.(bartlett|blackman|hamming|hanning|kaiser|empty|emptyLike)$/, 'a constant of a given size'],
  [
    /^numpy\.(diagIndicesFrom|maskIndices|trilIndicesFrom|triuIndicesFrom|argpartition|bitwiseCount)$/,
    'integers or bools',
  ],
  [/^numpy\.(frexp|spacing|histogram\w*)$/, 'constant between jumps'],
  [/^numpy\.(applyAlongAxis|applyOverAxes|fromfunction|piecewise|vectorize)$/, "that of the caller's function"],
  [
    /^numpy\.(intersect1d|setdiff1d|setxor1d|union1d|unique\w*|trimZeros)$/,
    'not traced: the size of the result depends on values',
  ],
  [/^numpy\.(partition|sortComplex)$/, 'a sort, as numpy.sort'],
  [/^numpy\.(place|put|putAlongAxis)$/, 'an update, as lax.scatter'],
  [/^linalg\.(schur|hessenberg)$/, 'has no derivative, as in JAX'],
  [/^nn\.initializers\./, 'random numbers: depends on no float'],
  [/^lax\.nextafter$/, 'constant between jumps'],
  [/^lax\.(zeta|igammaGradA|randomGammaGrad)$/, 'JAX has none; compared with differences'],
  [/^lax\.broadcastShapes$/, 'describes its argument'],
  [/^random\.(clone|keyData|wrapKeyData)$/, 'keys'],
]);

/**
 * @param {string} name
 * @param {{ value: boolean, gradient: boolean, discrete: boolean, constant: boolean, differences: boolean, flat: boolean }} seen
 * @returns {string | undefined}
 */
export const reasonFor = (name, { value, gradient, discrete, constant, differences, flat }) => {
  const known = stated.find(([pattern]) => pattern.test(name));
  if (known !== undefined) return known[1];
  if (differences) return 'JAX has none; compared with differences';
  if (value && discrete && !gradient) return 'integers or bools';
  if (flat && !gradient) return 'JAX gives none, zero, or no finite number';
  if (value && constant && !gradient) return 'depends on no float';
  return undefined;
};
