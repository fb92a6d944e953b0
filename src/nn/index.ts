/** Functions for neural networks under the names of jax.nn, in camelCase. */
export type * from '../array/named.ts';
export type { SoftmaxOptions } from '../special/softmax.ts';
export * from './activations.ts';
export { type AttentionOptions, dotProductAttention } from './attention.ts';
export * as initializers from './initializers.ts';
export {
  type LogmeanexpOptions,
  logmeanexp,
  logSoftmax,
  logsumexp,
  type OneHotOptions,
  oneHot,
  type StandardizeOptions,
  softmax,
  standardize,
} from './normalization.ts';
