import { describe, filled } from '../array/create.ts';
import type { ArrayLike, NDArray } from '../array/ndarray.ts';
import { avalString } from '../core/aval.ts';
import { evaluateJaxpr } from '../core/evaluate.ts';
import { type Jaxpr, outputAvals } from '../core/jaxpr.ts';
import { traceClosed } from '../core/tracer.ts';
import { convertElementType, toArray } from '../primitives/convert.ts';
import { placeBatchAxis, reduceSum } from '../primitives/shape/broadcast.ts';
import { concatenate } from '../primitives/shape/concatenate.ts';
import { reshape } from '../primitives/shape/reshape.ts';
import { slice } from '../primitives/shape/slice.ts';
import { checkDerivative } from '../transforms/arguments.ts';
import { batchJaxpr } from '../transforms/batch.ts';
import { linearizeJaxpr } from '../transforms/linearize.ts';
import { memoize } from '../transforms/memoize.ts';
import type { AcceptedAt, Argnum, DerivativeOptions, WithAux } from '../transforms/types.ts';
import { checkHessianFits } from './memory.ts';
import { gradientParts, type ScalarCall, scalarCall } from './scalar-call.ts';
import { diagonalOfRows } from './structured/compressed.ts';
import { denseBlock, mirrorLower } from './structured/dense-blocks.ts';
import { tangentsAt } from './structured/linearised.ts';

/** The Hessian of a scalar function at a point as a linear map, over the ravelled arguments. */
export type HessianOperator = {
  /** `[n, n]`. */
  readonly shape: readonly [number, number];
  /** H·v for v of shape (n,). */
  matvec(v: ArrayLike): NDArray;
  /** H·V for V of shape (n, k). */
  matmat(V: ArrayLike): NDArray;
  /** H as an array of shape (n, n). */
  toDense(): NDArray;
  /** The diagonal of H, of shape (n,). */
  diagonal(): NDArray;
  /** The sum of the diagonal. */
  trace(): NDArray;
};

/** From residuals to the flat diagonal, and to the dense matrix. */
const fromResiduals: (
  gradient: Jaxpr,
  differentiated: readonly boolean[],
  leafCount: number,
  dtype: ScalarCall['dtype'],
  what: 'diagonal' | 'matrix',
  symmetric: boolean,
) => Jaxpr = memoize((gradient, differentiated, leafCount, dtype, what, symmetric) => {
  const { residualAvals } = linearizeJaxpr(gradient, differentiated);
  return traceClosed(
    residuals => {
      const wanted = gradientParts({ gradient, leaves: new Array(leafCount) });
      const { tangents, columns } = tangentsAt(gradient, differentiated, residuals, wanted, false);
      const parts = tangents.slice(1, 1 + leafCount);
      const n = columns.reduce((sum, { size }) => sum + size, 0);
      const rows = parts.map((tangent, i) => {
        const { start, size } = columns[i]!;
        if (what === 'diagonal') return diagonalOfRows(tangent, start, size, dtype);
        const block = denseBlock(tangent.slots, tangent.aval, { start: 0, size: n }, 0);
        return convertElementType(reshape(block, [size, n]), dtype);
      });
      const whole = concatenate(rows, 0);
      const isWhole = what === 'diagonal' || n === 0 || !symmetric;
      return [isWhole ? whole : reshape(mirrorLower(whole, 1, n), [n, n])];
    },
    residualAvals,
    `${what}(${gradient.name})`,
  );
});

const operatorAt = (scalar: ScalarCall): { readonly operator: HessianOperator; readonly aux: readonly NDArray[] } => {
  const { gradient, differentiated, leaves, columns, n, dtype } = scalar;
  const linearized = linearizeJaxpr(gradient, differentiated);
  const results = evaluateJaxpr(linearized.primal, scalar.inputs);
  const count = gradient.outputs.length;
  const residuals = results.slice(count);
  const avals = outputAvals(gradient);
  /** The rows of H·V, whose columns are `k` many, or of H·v where there is no axis for them. */
  const product = (x: NDArray, k: number | undefined): NDArray => {
    const tail = k === undefined ? [] : [k];
    const tangents = leaves.map((leaf, i) => {
      const { start, size } = columns[i]!;
      const part = slice(x, [start, ...tail.map(() => 0)], [start + size, ...tail]);
      return convertElementType(reshape(part, [...leaf.shape, ...tail]), leaf.dtype);
    });
    const axes = [...residuals.map(() => null), ...leaves.map(leaf => leaf.shape.length)];
    const batched = k === undefined ? undefined : batchJaxpr(linearized.linear, k, axes);
    const outputs = evaluateJaxpr(batched?.jaxpr ?? linearized.linear, [...residuals, ...tangents]);
    let next = 0;
    const rows = avals.slice(0, 1 + leaves.length).map((aval, i) => {
      const output = linearized.nonzeroOutputs[i] ? next++ : undefined;
      const size = i === 0 ? 1 : columns[i - 1]!.size;
      if (output === undefined) return filled([size, ...tail], dtype, 0);
      const value = outputs[output]!;
      const placed =
        batched === undefined || k === undefined
          ? value
          : placeBatchAxis(value, batched.outputAxes[output] ?? null, aval.shape.length, k);
      return convertElementType(reshape(placed, [size, ...tail]), dtype);
    });
    return concatenate(rows.slice(1), 0);
  };
  const read = (what: string, value: ArrayLike, ndim: 1 | 2): NDArray => {
    const x = toArray(`hessianOperator ${what}`, value);
    if (x.ndim === ndim && x.shape[0] === n) return x;
    throw new RangeError(
      `hessianOperator: ${what} needs an array of shape ${ndim === 1 ? `(${n},)` : `(${n}, k)`}, got ${avalString(x)}`,
    );
  };
  const derived = (what: 'diagonal' | 'matrix'): NDArray =>
    evaluateJaxpr(fromResiduals(gradient, differentiated, leaves.length, dtype, what, scalar.symmetric), residuals)[0]!;
  return {
    aux: results.slice(1 + leaves.length, count),
    operator: {
      shape: [n, n],
      matvec: v => product(read('matvec', v, 1), undefined),
      matmat: V => {
        const x = read('matmat', V, 2);
        return x.shape[1] === 0 ? filled([n, 0], dtype, 0) : product(x, x.shape[1]);
      },
      toDense: () => {
        checkHessianFits('hessianOperator.toDense', n * n, dtype, n);
        return derived('matrix');
      },
      diagonal: () => derived('diagonal'),
      trace: () => reduceSum(derived('diagonal'), [0]),
    },
  };
};

/**
 * The Hessian of a scalar function at a point as a linear operator: f is linearised once, and products with it cost a few
 * times f each.
 *
 * The operator acts on the ravelled differentiated arguments, n variables in all: `matvec(v)`, `matmat(V)`, `diagonal()`,
 * `trace()` and `toDense()` give arrays of the leaves' common dtype; `shape` is `[n, n]`. With `hasAux`
 * `[operator, aux]`. Throws as `grad` does, and RangeError for vectors of another length.
 *
 * @example
 * ```ts
 * const H = hessianOperator((x: NDArray) => x.at(0).pow(2).mul(x.at(1)))(array([1, 2]));
 * console.log(String(H.matvec([1, 0])), String(H.diagonal()), +H.trace()); // => [4. 2.] [4. 0.] 4
 * ```
 */
export const hessianOperator = <
  Args extends readonly unknown[],
  Out,
  const N extends Argnum = 0,
  H extends boolean = false,
>(
  f: (...args: Args) => Out,
  options: DerivativeOptions<N, H> = {},
): ((...args: AcceptedAt<Args, N>) => WithAux<HessianOperator, Out, H>) => {
  checkDerivative('hessianOperator', f, options);
  return ((...args: readonly unknown[]) => {
    const scalar = scalarCall('hessianOperator', f, args, options);
    if (scalar.leaves.length === 0) throw new TypeError(`hessianOperator: ${describe(args[0])} has no array leaves`);
    const { operator, aux } = operatorAt(scalar);
    return options.hasAux ? [operator, scalar.call.rebuildAux(aux)] : operator;
  }) as never;
};
