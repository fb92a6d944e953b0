import { describe } from '../array/create.ts';
import { isFloating } from '../array/dtype.ts';
import type { ConcreteArray, NDArray } from '../array/ndarray.ts';
import { checkOptions } from '../array/options.ts';
import { avalOf, avalString, avalsMatch } from '../core/aval.ts';
import { evaluateJaxpr } from '../core/evaluate.ts';
import { isConcrete } from '../core/tracer.ts';
import type { CompressedMatrix, CompressedPattern } from '../pattern/compress.ts';
import {
  checkCallable,
  derivativeOptions,
  flattenArrays,
  isArrayLeaf,
  normalizeArgnums,
} from '../transforms/arguments.ts';
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
   * arguments that are not differentiated and hold anything else, such as indices, must stay as they are, and what f closes
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
  checkCallable('sparseHessian', f);
  checkOptions('sparseHessian', options, derivativeOptions);
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
  const positions = normalizeArgnums(caller, options.argnums, args.length);
  const also = args.flatMap((arg, i) => (!positions.includes(i) && holdsFloats(arg, i) ? [i] : []));
  const scalar = scalarCall(caller, f, args, options, { known: false, also });
  concreteInputs(caller, scalar.inputs);
  const { captured } = scalar.call;
  const { pattern } = compressedProgram(scalar.gradient, scalar.differentiated, scalar.symmetric, false);
  const dynamic = [...positions, ...also];
  const run = (everything: boolean, given: readonly unknown[]): readonly NDArray[] => {
    const inputs = readPrepared(scalar, args, given, dynamic);
    const { jaxpr } = compressedProgram(scalar.gradient, scalar.differentiated, scalar.symmetric, everything);
    return evaluateJaxpr(jaxpr, concreteInputs('the prepared sparseHessian', [...captured, ...inputs]));
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
  return Object.assign(evaluate, { valueGradAndHessian, pattern });
};

/** Whether an argument is a tree of float arrays, which a prepared program may see with other values. */
const holdsFloats = (arg: unknown, position: number): boolean => {
  try {
    const { leaves } = flattenArrays(arg, `argument ${position}`);
    return leaves.length > 0 && leaves.every(leaf => isFloating(leaf.dtype));
  } catch {
    return false; // no tree of arrays: part of the program, as a static argument
  }
};

/** Flat inputs from the arguments of a prepared call, which must look like those it was prepared for. */
const readPrepared = (
  scalar: ScalarCall,
  prepared: readonly unknown[],
  given: readonly unknown[],
  dynamic: readonly number[],
): readonly NDArray[] => {
  const what = 'the prepared sparseHessian';
  if (given.length !== prepared.length) {
    throw new RangeError(`${what}: prepared for ${prepared.length} arguments, called with ${given.length}`);
  }
  given.forEach((arg, i) => {
    if (dynamic.includes(i) || sameStatic(arg, prepared[i])) return;
    throw new TypeError(
      `${what}: argument ${i} is part of the program and must be what it was in prepare (${describe(arg)} is not): prepare again`,
    );
  });
  return dynamic.flatMap((position, k) => {
    const expected = scalar.call.arguments[k]!;
    const flat = flattenArrays(given[position], `argument ${position} of ${what}`);
    if (!treeDefEquals(flat.structure, expected.structure)) {
      throw new TypeError(
        `${what}: argument ${position} must have the structure ${String(expected.structure)}, got ${String(flat.structure)}`,
      );
    }
    flat.leaves.forEach((leaf, i) => {
      const like = avalOf(expected.leaves[i]!);
      if (avalsMatch(leaf, like)) return;
      throw new TypeError(
        `${what}: ${flat.place(i)} must be ${avalString(like)}, got ${avalString(leaf)}: prepare again`,
      );
    });
    return flat.leaves;
  });
};

const sameStatic = (a: unknown, b: unknown): boolean => {
  if (Object.is(a, b)) return true;
  if (!isArrayLeaf(a) || !isArrayLeaf(b)) return false;
  const [first] = flattenArrays(a, 'argument').leaves;
  const [second] = flattenArrays(b, 'argument').leaves;
  if (first === undefined || second === undefined || !isConcrete(first) || !isConcrete(second)) return false;
  return avalsMatch(first, second) && first.data.every((value, i) => value === second.data[i]);
};

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
  checkCallable('hessianSparsity', f);
  checkOptions('hessianSparsity', options, derivativeOptions);
  return ((...args: readonly unknown[]) => {
    const { gradient, differentiated, symmetric } = scalarCall('hessianSparsity', f, args, options);
    const { pattern } = compressedProgram(gradient, differentiated, symmetric, false);
    return { ...pattern, nnz: pattern.indices.length };
  }) as never;
};
