/** Random numbers under the names of jax.random, in camelCase: the same keys give JAX's numbers. */
export type * from '../array/named.ts';
export type { SampleOptions, SampleShape } from './arguments.ts';
export { binomial, multinomial } from './binomial.ts';
export {
  type CategoricalOptions,
  type ChoiceOptions,
  categorical,
  choice,
  type PermutationOptions,
  permutation,
} from './choosing.ts';
export {
  type BallOptions,
  ball,
  doubleSidedMaxwell,
  generalizedNormal,
  lognormal,
  maxwell,
  pareto,
  rayleigh,
  triangular,
  wald,
  weibullMin,
} from './continuous.ts';
export {
  type BernoulliOptions,
  bernoulli,
  type CountOptions,
  geometric,
  type RademacherOptions,
  rademacher,
} from './discrete.ts';
export { beta, chisquare, dirichlet, f, gamma, loggamma, t } from './gamma.ts';
export {
  type MultivariateNormalOptions,
  multivariateNormal,
  type OrthogonalOptions,
  orthogonal,
  truncatedNormal,
} from './gaussian.ts';
export { bits, clone, foldIn, key, keyData, PRNGKey, split, wrapKeyData } from './key.ts';
export { type NormalOptions, normal } from './normal.ts';
export { poisson } from './poisson.ts';
export { cauchy, exponential, type GumbelMode, type GumbelOptions, gumbel, laplace, logistic } from './standard.ts';
export { type IntegerOption, randint, type UniformOptions, uniform } from './uniform.ts';
