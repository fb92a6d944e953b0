import { checkDerivative } from '../transforms/arguments.ts';
import { evaluateJacobian, settingsOf } from '../transforms/jacobian.ts';
import type { AnyFunction } from '../transforms/trace-call.ts';
import type {
  AcceptedAt,
  Argnum,
  Arrays,
  AuxOf,
  DerivativeOptions,
  Hessian,
  Jacobian,
  OutputOf,
  WithAux,
} from '../transforms/types.ts';
import { NotedRules } from './own-rules.ts';
import { type CostOptions, checkChunkSize, hessianAt, hessianRunner } from './run.ts';

/**
 * The Hessian of f as a dense array, or as the tree product of f(x)'s tree with two copies of x's tree (`jax.hessian`).
 *
 * A leaf of f(x) of shape (out…) and leaves of x of shapes (in1…) and (in2…) give a leaf (out…, in1…, in2…) with the dtype
 * of the first. `argnums` chooses the arguments (a list of blocks of blocks for a list), `hasAux` says that f returns
 * `[output, aux]` and makes the result `[hessian, aux]`; f is called once
 * (again where JS operators read its arguments, to see that no derivative is lost). Forward over reverse mode, at the cost of what
 * is not zero: where f's structure shows that elements are zero they are not computed, and of mirror images one is.
 * `chunkSize` and `onProgress` are about cost only: where there is no structure to use, so many columns are computed at a time, and
 * reported; else all at once.
 *
 * Throws TypeError for inputs that are not real floats (not complex with `holomorphic`), for outputs that are not, and
 * where there is nothing to differentiate; RangeError for argnums out of range and for results that no memory holds.
 *
 * @example
 * ```ts
 * const g = (x: NDArray) => x.at(0).pow(3).sub(x.at(0).mul(x.at(1)).mul(2)).sub(x.at(1).pow(6));
 * console.log(String(hessian(g)(array([1, 2])))); // => [[   6.   -2.]
 * //     [  -2. -480.]]
 * ```
 */
export const hessian = <Args extends readonly unknown[], Out, const N extends Argnum = 0, H extends boolean = false>(
  f: (...args: Args) => Out,
  options: DerivativeOptions<N, H> & CostOptions = {},
): ((...args: AcceptedAt<Args, N>) => WithAux<Hessian<Args, OutputOf<Out, H>, N>, Out, H>) => {
  checkDerivative('hessian', f, options, 'chunkSize', 'onProgress');
  checkChunkSize('hessian', options);
  const settings = settingsOf('hessian', options);
  return ((...args: readonly unknown[]) => hessianAt(f as AnyFunction, args, settings, options)) as never;
};

type ValueOf<Out, H> = H extends true ? [Arrays<OutputOf<Out, H>>, AuxOf<Out>] : Arrays<Out>;

/**
 * Value, gradient and Hessian of f in one evaluation.
 *
 * Returns `[value, gradient, hessian]`; with `hasAux` `[[value, aux], gradient, hessian]`. Where f's output is no scalar, the
 * gradient is its Jacobian. Throws as `hessian` does.
 *
 * @example
 * ```ts
 * const [value, gradient, H] = valueGradAndHessian((x: NDArray) => x.pow(3))(2);
 * console.log(+value, +gradient, +H); // => 8 12 12
 * ```
 */
export const valueGradAndHessian = <
  Args extends readonly unknown[],
  Out,
  const N extends Argnum = 0,
  H extends boolean = false,
>(
  f: (...args: Args) => Out,
  options: DerivativeOptions<N, H> = {},
): ((
  ...args: AcceptedAt<Args, N>
) => [
  value: ValueOf<Out, H>,
  gradient: Jacobian<Args, OutputOf<Out, H>, N>,
  hessian: Hessian<Args, OutputOf<Out, H>, N>,
]) => {
  checkDerivative('valueGradAndHessian', f, options);
  const settings = settingsOf('valueGradAndHessian', options);
  return ((...args: readonly unknown[]) => {
    const rules = new NotedRules();
    const gradientWithValue = (...traced: readonly unknown[]): unknown => {
      const result = evaluateJacobian('reverse', f as AnyFunction, traced, settings, rules.gradient);
      return [result.jacobian, { value: settings.hasAux ? [result.value, result.aux] : result.value }];
    };
    const outer = { ...settings, hasAux: true };
    const result = evaluateJacobian(
      'forward',
      gradientWithValue,
      args,
      outer,
      hessianRunner('valueGradAndHessian', {}, rules),
    );
    return [(result.aux as { readonly value: unknown }).value, result.value, result.jacobian];
  }) as never;
};
