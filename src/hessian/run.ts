import { bytesOf, isComplex } from '../array/dtype.ts';
import { ConcreteArray, type NDArray } from '../array/ndarray.ts';
import { sizeOf } from '../array/shape.ts';
import { evaluateJaxpr } from '../core/evaluate.ts';
import { inputAvals, outputAvals } from '../core/jaxpr.ts';
import { isConcrete } from '../core/tracer.ts';
import { differentiatedInputs, type JacobianRunner, type JacobianSettings, jacobian } from '../transforms/jacobian.ts';
import { linearizeJaxpr } from '../transforms/linearize.ts';
import type { AnyFunction } from '../transforms/trace-call.ts';
import { chunkedJacobian, largestValue, type Progress } from './chunked.ts';
import { checkHessianFits } from './memory.ts';
import { NotedRules } from './own-rules.ts';
import { structuredHessianJaxpr, structuredJacobianJaxpr } from './structured/hessian-jaxpr.ts';

/** Options of `hessian` about its cost; they do not change the result. */
export type CostOptions = {
  /**
   * How many columns are computed at a time where the Hessian has no structure to use: fewer take less memory. `'auto'`,
   * the default, splits the columns only if memory demands it.
   */
  readonly chunkSize?: number | 'auto';
  /** Called while the Hessian is computed, with how many of its columns are done. */
  readonly onProgress?: (progress: Progress) => void;
};

/** The largest value on the way that `'auto'` allows, in bytes. */
const budget = 2 ** 30;

export const checkChunkSize = (caller: string, { chunkSize = 'auto' }: CostOptions): void => {
  if (chunkSize === 'auto' || (Number.isInteger(chunkSize) && chunkSize >= 1)) return;
  throw new RangeError(`${caller}: chunkSize must be a positive integer or 'auto', got ${String(chunkSize)}`);
};

/** Runs the Jacobian of a gradient: structured, in columns' chunks where that takes less memory than is there. */
export const hessianRunner =
  (caller: string, options: CostOptions, rules: NotedRules): JacobianRunner =>
  call => {
    const { jaxpr, outputCount } = call;
    const differentiated = differentiatedInputs(call);
    const leaves = inputAvals(jaxpr).filter((_, i) => differentiated[i]);
    const n = leaves.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
    const gradients = outputAvals(jaxpr).slice(0, outputCount);
    const rows = gradients.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
    const widest = gradients.reduce((a, b) => (bytesOf(b.dtype) > bytesOf(a.dtype) ? b : a));
    checkHessianFits(caller, rows * n, widest.dtype, n);
    const inputs = [...call.captured, ...call.inputs];
    const program = rules.found ? structuredJacobianJaxpr : structuredHessianJaxpr;
    const structured = program(jaxpr, differentiated, outputCount);
    const { chunkSize = 'auto', onProgress } = options;
    // what one column takes on its way through the linear half, and what the result takes anyway
    const column = Math.max(1, largestValue(linearizeJaxpr(jaxpr, differentiated).linear));
    const result = Math.max(...gradients.map(({ shape, dtype }) => sizeOf(shape) * n * bytesOf(dtype)));
    const chunk = chunkSize === 'auto' ? Math.max(1, Math.floor(budget / column)) : chunkSize;
    const allowed = Math.max(result, chunkSize === 'auto' ? budget : chunk * column);
    if (largestValue(structured) <= allowed || n <= chunk) {
      const results = evaluateJaxpr(structured, inputs);
      onProgress?.({ done: n, total: n });
      return results;
    }
    const results = chunkedJacobian(jaxpr, differentiated, outputCount, inputs, chunk, onProgress ?? (() => {}));
    if (rules.found) return results;
    return results.map((block, i) => {
      const k = i - outputCount;
      if (k < 0 || k >= outputCount * leaves.length) return block;
      const leaf = leaves[k % leaves.length]!;
      const own = Math.floor(k / leaves.length) % leaves.length === k % leaves.length;
      return own && isConcrete(block) && !isComplex(block.dtype) ? mirrored(block, sizeOf(leaf.shape)) : block;
    });
  };

/** The Hessian of a function at arguments, paired with aux where it has one. */
export const hessianAt = (
  f: AnyFunction,
  args: readonly unknown[],
  settings: JacobianSettings,
  options: CostOptions = {},
): unknown => {
  const rules = new NotedRules();
  const gradient = jacobian('reverse', f, settings, rules.gradient);
  return jacobian('forward', gradient, settings, hessianRunner(settings.caller, options, rules))(...args);
};

/** A stack of square matrices with their lower halves copied to the upper ones. */
const mirrored = (block: ConcreteArray, n: number): NDArray => {
  const data = block.data.slice();
  for (let first = 0; first < data.length; first += n * n) {
    for (let i = 0; i < n; i++) for (let k = i + 1; k < n; k++) data[first + i * n + k] = data[first + k * n + i]!;
  }
  return new ConcreteArray(block.shape, block.dtype, data);
};
