import type { DType } from '../array/dtype.ts';
import type { NDArray, NestedList } from '../array/ndarray.ts';

/** Where the numbers of a sample's input come from. */
export type Domain =
  | 'normal'
  /** Uniform in (0.4, 2.5). */
  | 'positive'
  /** Uniform in (-0.9, 0.9). */
  | 'unit'
  /** Normal numbers, all at least 0.2 from each other: for sorts, maxima and the like. */
  | 'distinct'
  | { readonly low: number; readonly high: number }
  /** The values themselves. */
  | { readonly values: NestedList };

export type SampleInput = {
  readonly shape: readonly number[];
  readonly domain: Domain;
  /** `'float'` (the default) is float32 and float64 in turn, `'complex'` complex64 and complex128. */
  readonly dtype?: DType | 'float' | 'complex';
};

/**
 * One row of a family's table of samples: from it the test suite derives the checks of value, jvp, vjp, vmap and second
 * order against JAX, finite differences and each other.
 */
export type Sample = {
  /** Unique, `primitive` or `primitive: what is special`. */
  readonly name: string;
  readonly f: (...args: NDArray[]) => NDArray | readonly NDArray[];
  /** The same function in Python, with `jax`, `jnp`, `lax`, `jsp` (jax.scipy) and `np` in scope: `lambda x: jnp.sin(x)`. */
  readonly jax: string;
  readonly inputs: readonly SampleInput[];
  /** How often it is differentiated: 2 by default. Below 2 a reason is owed. */
  readonly order?: 0 | 1 | 2;
  readonly reason?: string;
  /** Inputs that are not differentiated although their dtype would allow it. */
  readonly constant?: readonly number[];
  /** Relative tolerance of float64 values and derivatives against JAX, where 1e-12 is more than JAX itself holds. */
  readonly tolerance?: number;
};
