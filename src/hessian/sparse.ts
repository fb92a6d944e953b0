import type { ConcreteArray, NDArray } from '../array/ndarray.ts';
import { avalOf, avalString, avalsMatch } from '../core/aval.ts';
import { evaluateJaxpr } from '../core/evaluate.ts';
import { isConcrete } from '../core/tracer.ts';
import { type CompressedMatrix, type CompressedPattern, copyPattern } from '../pattern/compress.ts';
import { checkCallable, checkDerivative, flattenArrays, normalizeArgnums } from '../transforms/arguments.ts';
import type { AnyFunction } from '../transforms/trace-call.ts';
import type {
  Accepted,
  AcceptedAt,
  Argnum,
  Arrays,
  AuxOf,
  DerivativeOptions,
  Gradient,
  OutputOf,
  WithAux,
} from '../transforms/types.ts';
import { treeDefEquals } from '../tree/treedef.ts';
import { unflatten } from '../tree/unflatten.ts';
import { prepareArguments } from './prepared-arguments.ts';
import { type ScalarCall, scalarCall } from './scalar-call.ts';
import { compressedProgram } from './sparse-program.ts';

type ValueOf<Out, H> = H extends true ? [Arrays<OutputOf<Out, H>>, AuxOf<Out>] : Arrays<Out>;

/** A sparse Hessian with pattern and program ready: what `sparseHessian(f).prepare(...args)` gives. */
export type PreparedHessian<Args extends readonly unknown[], Out, N extends Argnum, H extends boolean, Matrix> = {
  /** The Hessian at arguments of the shapes and dtypes that were prepared for. */
  (...args: Accepted<Args>): WithAux<Matrix, Out, H>;
  /** `[value, gradient, Hessian]` in one evaluation; with `hasAux` `[[value, aux], gradient, Hessian]`. */
  valueGradAndHessian(...args: Accepted<Args>): [value: ValueOf<Out, H>, gradient: Gradient<Args, N>, hessian: Matrix];
  /** Where the Hessian can be other than zero, for any arguments of these shapes. */
  readonly pattern: CompressedPattern;
};

export type SparseHessian<Args extends readonly unknown[], Out, N extends Argnum, H extends boolean, Matrix> = {
  (...args: AcceptedAt<Args, N>): WithAux<Matrix, Out, H>;
  /**
   * Traces f and builds pattern and program once, for arguments like these. Arrays of floats may have other values later;
   * whatever else arguments hold that are not differentiated, such as numbers and indices, must stay as it is, and what f closes
   * over is read now.
   */
  prepare(...args: AcceptedAt<Args, N>): PreparedHessian<Args, Out, N, H, Matrix>;
};

/** The values of a program's inputs, which typed arrays can be made from. */
const concreteInputs = (caller: string, inputs: readonly NDArray[]): readonly ConcreteArray[] => {
  if (inputs.every(isConcrete)) return inputs;
  throw new TypeError(
    `${caller}: cannot be used inside jit, vmap and other transformations, as a sparse matrix holds numbers: use hvp or hessian there, or call ${caller} outside`,
  );
};

const matrixFrom = (pattern: CompressedPattern, data: NDArray): CompressedMatrix => ({
  ...pattern,
  data: (data as ConcreteArray).data as Float32Array | Float64Array,
});

/** What `sparseHessian` does, for any class of matrices. */
export const sparseHessianOf = (
  f: unknown,
  options: DerivativeOptions<Argnum, boolean>,
  make: (matrix: CompressedMatrix) => unknown,
): SparseHessian<readonly never[], unknown, Argnum, boolean, unknown> => {
  checkDerivative('sparseHessian', f, options);
  if (options.holomorphic === true) throw new TypeError('sparseHessian: sparse matrices are real: use hessian');
  const evaluate = (...args: readonly unknown[]): unknown => {
    const scalar = scalarCall('sparseHessian', f, args, options);
    const inputs = concreteInputs('sparseHessian', scalar.inputs);
    const { pattern, jaxpr } = compressedProgram(scalar.gradient, scalar.differentiated, scalar.symmetric, false);
    const [data, ...aux] = evaluateJaxpr(jaxpr, inputs);
    const matrix = make(matrixFrom(pattern, data!));
    return options.hasAux ? [matrix, scalar.call.rebuildAux(aux)] : matrix;
  };
  return Object.assign(evaluate, {
    prepare: (...args: readonly unknown[]) => prepare(f, args, options, make),
  }) as never;
};

const prepare = (
  f: unknown,
  args: readonly unknown[],
  options: DerivativeOptions<Argnum, boolean>,
  make: (matrix: CompressedMatrix) => unknown,
): unknown => {
  const caller = 'sparseHessian.prepare';
  checkCallable(caller, f);
  const positions = normalizeArgnums(caller, options.argnums, args.length);
  const prepared = prepareArguments(f as AnyFunction, args, positions);
  const also = [args.length];
  const argnums = options.argnums === undefined || typeof options.argnums === 'number' ? positions[0]! : positions;
  const scalar = scalarCall(caller, prepared.f, prepared.args, { ...options, argnums }, { known: false, also });
  concreteInputs(caller, scalar.inputs);
  const { captured } = scalar.call;
  const { pattern } = compressedProgram(scalar.gradient, scalar.differentiated, scalar.symmetric, false);
  const dynamic = [...positions, ...also];
  const run = (everything: boolean, given: readonly unknown[]): readonly NDArray[] => {
    if (given.length !== args.length) {
      throw new RangeError(`${preparedName}: prepared for ${args.length} arguments, called with ${given.length}`);
    }
    const inputs = readInputs(scalar, prepared.read(given, preparedName), dynamic);
    const { jaxpr } = compressedProgram(scalar.gradient, scalar.differentiated, scalar.symmetric, everything);
    return evaluateJaxpr(jaxpr, concreteInputs(preparedName, [...captured, ...inputs]));
  };
  const evaluate = (...given: readonly unknown[]): unknown => {
    const [data, ...aux] = run(false, given);
    const matrix = make(matrixFrom(pattern, data!));
    return options.hasAux ? [matrix, scalar.call.rebuildAux(aux)] : matrix;
  };
  const valueGradAndHessian = (...given: readonly unknown[]): unknown => {
    const results = run(true, given);
    const end = 1 + scalar.leaves.length;
    const value = options.hasAux ? [results[0], scalar.call.rebuildAux(results.slice(end + 1))] : results[0];
    const gradient = unflatten(scalar.structure, results.slice(1, end));
    return [value, gradient, make(matrixFrom(pattern, results[end]!))];
  };
  return Object.assign(evaluate, { valueGradAndHessian, pattern: copyPattern(pattern) });
};

const preparedName = 'the prepared sparseHessian';

/** Flat inputs from the arguments of a prepared call, which must look like those it was prepared for. */
const readInputs = (scalar: ScalarCall, given: readonly unknown[], dynamic: readonly number[]): readonly NDArray[] =>
  dynamic.flatMap((position, k) => {
    const expected = scalar.call.arguments[k]!;
    const flat = flattenArrays(given[position], `argument ${position} of ${preparedName}`);
    if (!treeDefEquals(flat.structure, expected.structure)) {
      throw new TypeError(
        `${preparedName}: argument ${position} must have the structure ${String(expected.structure)}, got ${String(flat.structure)}`,
      );
    }
    flat.leaves.forEach((leaf, i) => {
      const like = avalOf(expected.leaves[i]!);
      if (avalsMatch(leaf, like)) return;
      throw new TypeError(
        `${preparedName}: ${flat.place(i)} must be ${avalString(like)}, got ${avalString(leaf)}: prepare again`,
      );
    });
    return flat.leaves;
  });

export type HessianSparsity = CompressedPattern & {
  /** How many elements are stored. */
  readonly nnz: number;
};

/**
 * Where the Hessian of a scalar function can be other than zero, over the ravelled arguments, without computing it.
 *
 * Returns `{ shape, indptr, indices, nnz }`: the columns of row i are `indices` from `indptr[i]` up to `indptr[i + 1]`. It
 * holds for any values of arguments with these shapes (and these integers, where arguments that are not differentiated
 * have some). Throws as `grad` does.
 *
 * @example
 * ```ts
 * const f = (x: NDArray) => x.at('1:').mul(x.at(':-1')).sum();
 * const { indptr, indices, nnz } = hessianSparsity(f)(np.ones(4));
 * console.log(nnz, [...indices.slice(indptr[1], indptr[2])]); // => 6 [ 0, 2 ]
 * ```
 */
export const hessianSparsity = <
  Args extends readonly unknown[],
  Out,
  const N extends Argnum = 0,
  H extends boolean = false,
>(
  f: (...args: Args) => Out,
  options: DerivativeOptions<N, H> = {},
): ((...args: AcceptedAt<Args, N>) => HessianSparsity) => {
  checkDerivative('hessianSparsity', f, options);
  return ((...args: readonly unknown[]) => {
    const { gradient, differentiated, symmetric } = scalarCall('hessianSparsity', f, args, options);
    const { pattern } = compressedProgram(gradient, differentiated, symmetric, false);
    return { ...copyPattern(pattern), nnz: pattern.indices.length };
  }) as never;
};
