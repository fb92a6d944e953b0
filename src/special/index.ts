/** Special functions under the names of jax.scipy.special, in camelCase. */
export type * from '../array/named.ts';
export { i0, i0e, i1, i1e } from './bessel.ts';
export { bernoulli, boxcox, boxcox1p, comb, loggamma } from './combinations.ts';
export { entr, expit, klDiv, logit, relEntr, xlog1py, xlogy } from './entropy.ts';
export {
  beta,
  betainc,
  betaln,
  digamma,
  factorial,
  gamma,
  gammainc,
  gammaincc,
  gammaln,
  gammasgn,
  multigammaln,
  poch,
  polygamma,
} from './gamma.ts';
export {
  besselJn,
  dawsn,
  erfcx,
  exp1,
  expi,
  expn,
  fresnel,
  owensT,
  sici,
  spence,
} from './integrals.ts';
export { erf, erfc, erfinv, logNdtr, ndtr, ndtri } from './normal.ts';
export { type LogsumexpOptions, logSoftmax, logsumexp, type SoftmaxOptions, softmax } from './softmax.ts';
export { sphHarmY } from './spherical-harmonics.ts';
export { zeta } from './zeta.ts';
