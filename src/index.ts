import { wasmExecutor, withCompiler } from './backends/wasm/executor.ts';
import * as checkpoints from './control/checkpoint.ts';
import * as customJvps from './control/custom-jvp.ts';
import * as customVjps from './control/custom-vjp.ts';
import * as jits from './control/jit.ts';
import * as stops from './control/stop-gradient.ts';
import { currentExecutor, type Executor, interpreter, setExecutor } from './core/evaluate.ts';
import * as hessians from './hessian/index.ts';
import { wired } from './numpy/methods.ts';
import * as sparses from './sparse/hessian.ts';
import { checkCallable } from './transforms/arguments.ts';
import * as forwards from './transforms/forward.ts';
import * as grads from './transforms/grad.ts';
import * as jacobians from './transforms/jacobian.ts';
import * as programs from './transforms/make-jaxpr.ts';
import * as ravels from './transforms/ravel.ts';
import * as reverses from './transforms/reverse.ts';
import * as vmaps from './transforms/vmap.ts';

/**
 * The public API.
 *
 * What hands arrays to users passes through `wired`, which gives arrays their methods: a call that bundlers keep exactly
 * where it is needed.
 */

export { formatTree } from './array/format-tree.ts';
export type * from './array/named.ts';
export { type ArrayMethods, type AxisOptions, NDArray } from './array/ndarray.ts';
export { setDefaultDtype } from './array/promotion.ts';
export { useWideVectors } from './backends/wasm/emit/features.ts';
export { setThreads } from './backends/wasm/runtime/threads.ts';
export type { CheckpointOptions } from './control/checkpoint.ts';
export type { CustomJvp } from './control/custom-jvp.ts';
export type { CustomRuleOptions } from './control/custom-rule.ts';
export type { Compiled, JitOptions, Jitted, Lowered } from './control/jit.ts';
export type {
  CostOptions,
  HessianCheck,
  HessianMatrix,
  HessianOperator,
  HessianSparsity,
  PreparedHessian,
  Progress,
  SparseHessian,
} from './hessian/index.ts';
export * as lax from './lax/index.ts';
export * as linalg from './linalg/index.ts';
export * as nn from './nn/index.ts';
export { bool, complex64, complex128, float32, float64, int32, uint32 } from './numpy/constants.ts';
export { array } from './numpy/creation.ts';
export * as numpy from './numpy/index.ts';
export * as random from './random/index.ts';
export * as sparse from './sparse/index.ts';
export { SparseMatrix } from './sparse/index.ts';
export * as special from './special/index.ts';
export * as stats from './stats/index.ts';
export type { PrintableJaxpr, ShapeDtype } from './transforms/make-jaxpr.ts';
export type {
  Accept,
  Accepted,
  AcceptedAt,
  Argnum,
  Arrays,
  AuxOf,
  DerivativeOptions,
  Gradient,
  Hessian,
  Jacobian,
  NextCarry,
  OutputOf,
  Returned,
  TupleTree,
  WithAux,
} from './transforms/types.ts';
export type { VmapOptions } from './transforms/vmap.ts';
export * as tree from './tree/index.ts';
export { registerPytreeNode } from './tree/index.ts';
export type { ArgumentsAt, MapTree } from './tree/types.ts';

/** Value and directional derivative: `jvp(f, primals, tangents)` gives `[out, tangentOut]`. */
export const jvp: typeof forwards.jvp = wired(forwards.jvp);

/** Value and the linear map of tangents at a point: `linearize(f, ...primals)` gives `[out, fJvp]`. */
export const linearize: typeof forwards.linearize = wired(forwards.linearize);

/** Value and the map of cotangents at a point: `vjp(f, primals)` gives `[out, vjpFun]`. */
export const vjp: typeof reverses.vjp = wired(reverses.vjp);

/** The transpose of a linear function. */
export const linearTranspose: typeof reverses.linearTranspose = wired(reverses.linearTranspose);

/** The gradient of a function with a scalar value, in reverse mode. */
export const grad: typeof grads.grad = wired(grads.grad);

/** Value and gradient of a function with a scalar value: `[value, gradient]`. */
export const valueAndGrad: typeof grads.valueAndGrad = wired(grads.valueAndGrad);

/** The Jacobian, column by column in forward mode: for few inputs. */
export const jacfwd: typeof jacobians.jacfwd = wired(jacobians.jacfwd);

/** The Jacobian, row by row in reverse mode: for few outputs. */
export const jacrev: typeof jacobians.jacrev = wired(jacobians.jacrev);

/** The Hessian: the tree product of the output with two copies of the argument, each leaf `(out…, in1…, in2…)`. */
export const hessian: typeof hessians.hessian = wired(hessians.hessian);

/** The Hessian times a vector, without the Hessian: `hvp(f, primals, tangents)`. */
export const hvp: typeof hessians.hvp = wired(hessians.hvp);

/** `[value, gradient, hessian]` in one evaluation. */
export const valueGradAndHessian: typeof hessians.valueGradAndHessian = wired(hessians.valueGradAndHessian);

/** The Hessian over the ravelled arguments as one square array: `{ matrix, labels, unravel }`. */
export const hessianMatrix: typeof hessians.hessianMatrix = wired(hessians.hessianMatrix);

/** The diagonal of the Hessian of a function with a scalar value, exactly. */
export const hessianDiagonal: typeof hessians.hessianDiagonal = wired(hessians.hessianDiagonal);

/** The trace of the Hessian of a function with a scalar value. */
export const laplacian: typeof hessians.laplacian = wired(hessians.laplacian);

/** Where the Hessian can be other than zero: `{ shape, indptr, indices, nnz }`. */
export const hessianSparsity: typeof hessians.hessianSparsity = wired(hessians.hessianSparsity);

/** The Hessian as a sparse matrix, at the cost of what is not zero; `prepare` for many points. */
export const sparseHessian: typeof sparses.sparseHessian = wired(sparses.sparseHessian);

/** The Hessian at a point as a linear operator: `{ matvec, matmat, toDense, diagonal, trace, shape }`. */
export const hessianOperator: typeof hessians.hessianOperator = wired(hessians.hessianOperator);

/** Checks the Hessian of a function with a scalar value against differences, and modes against each other. */
export const checkHessian: typeof hessians.checkHessian = wired(hessians.checkHessian);

/** A function mapped over an axis of its arguments, all elements at once. */
export const vmap: typeof vmaps.vmap = wired(vmaps.vmap);

/** A function traced once for each kind of arguments and compiled as a whole. */
export const jit: typeof jits.jit = withCompiler(/* @__PURE__ */ wired(jits.jit));

/** The program that a function traces to: `makeJaxpr(f)(...args)`. */
export const makeJaxpr: typeof programs.makeJaxpr = wired(programs.makeJaxpr);

/** Shapes and dtypes of a function's outputs, without computing them. */
export const evalShape: typeof programs.evalShape = wired(programs.evalShape);

/** A function whose intermediate values are computed again in reverse mode instead of being kept. */
export const checkpoint: typeof checkpoints.checkpoint = wired(checkpoints.checkpoint);

/** The identity, with derivative zero. */
export const stopGradient: typeof stops.stopGradient = wired(stops.stopGradient);

/** A function with a forward-mode derivative rule of its own, set by `.defjvp(rule)`. */
export const customJvp: typeof customJvps.customJvp = wired(customJvps.customJvp);

/** A function with a reverse-mode derivative rule of its own: `customVjp(f, fwd, bwd)`. */
export const customVjp: typeof customVjps.customVjp = wired(customVjps.customVjp);

/** A tree of arrays as one vector, and the way back: `[flat, unravel]`. */
export const ravelPytree: typeof ravels.ravelPytree = wired(ravels.ravelPytree);

export { ravelPytree as flattenPytree };

/**
 * What runs programs: the compiler to WebAssembly (the default, together with `jit`), or the interpreter that it is held
 * to.
 */
export type Backend = 'wasm' | 'reference';

const executorOf = (what: string, name: Backend): Executor => {
  if (name === 'reference') return interpreter;
  if (name === 'wasm') return wasmExecutor;
  throw new TypeError(`${what}: expected 'wasm' or 'reference', got ${JSON.stringify(name)}`);
};

/**
 * Chooses what runs programs from now on.
 *
 * Where a host has no WebAssembly, `'wasm'` interprets too. Throws TypeError for an unknown backend.
 *
 * @example
 * ```ts
 * setBackend('reference');
 * console.log(grad((x: NDArray) => x.mul(x))(3).item()); // => 6
 * ```
 */
export const setBackend = (name: Backend): void => setExecutor(executorOf('setBackend', name));

/**
 * Calls f with another backend running its programs, and returns what it returns.
 *
 * f must be synchronous. Throws as `setBackend` does.
 *
 * @example
 * ```ts
 * console.log(withBackend('reference', () => array([1, 2]).add(1).tolist())); // => [ 2, 3 ]
 * ```
 */
export const withBackend = <T>(name: Backend, f: () => T): T => {
  checkCallable('withBackend', f);
  const before = currentExecutor();
  setExecutor(executorOf('withBackend', name));
  try {
    const result = f();
    if (result instanceof Promise)
      throw new TypeError(
        'withBackend: f returned a Promise, but must be synchronous: it would end on another backend',
      );
    return result;
  } finally {
    setExecutor(before);
  }
};
