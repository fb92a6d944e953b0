/** Random numbers under the names of jax.random, in camelCase: the same keys give JAX's numbers. */
export { bits, clone, foldIn, key, keyData, PRNGKey, split, wrapKeyData } from './key.ts';
export { type NormalOptions, normal } from './normal.ts';
export { type IntegerOption, randint, type UniformOptions, uniform } from './uniform.ts';
