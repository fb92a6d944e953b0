import type { NDArray, TypedArray } from '../array/ndarray.ts';
import type { ArgumentsAt, HessianTree, MapTree, TreeProduct } from '../tree/types.ts';

/** Options that all differentiating transformations share. */
export type DerivativeOptions<N, H> = {
  /** Which arguments are differentiated: a position, negative from the end, or a list of positions. 0 by default. */
  readonly argnums?: N;
  /** Whether the function returns `[output, aux]`; aux is handed through untouched. */
  readonly hasAux?: H;
  /** A promise that the function is holomorphic; its inputs and outputs must then be complex. */
  readonly holomorphic?: boolean;
};

/** What may be passed where a function's signature says `T`: for arrays also numbers and typed arrays. */
export type Accept<T> = unknown extends T
  ? T
  : // what takes all of these already, such as `ArrayLike`
    [NDArray | number | TypedArray] extends [T]
    ? T
    : T extends NDArray
      ? NDArray | number | TypedArray
      : T extends TypedArray
        ? T
        : T extends (...args: never) => unknown
          ? T
          : T extends readonly unknown[]
            ? { [K in keyof T]: Accept<T[K]> }
            : T extends Map<infer Key, infer Value>
              ? Map<Key, Accept<Value>>
              : T extends object
                ? { [K in keyof T]: Accept<T[K]> }
                : T;

/**
 * The arguments that a transformed function takes, all of which become arrays. Their own types stand beside `Accept` for generic
 * functions: that `Accept` takes a type parameter itself is not seen.
 */
export type Accepted<Args extends readonly unknown[]> = { [K in keyof Args]: Accept<Args[K]> | Args[K] };

/** What a function may return where a tree of arrays is asked for: numbers and typed arrays stand for arrays, lists may be read-only. */
export type Returned<Tree> = unknown extends Tree
  ? Tree
  : Tree extends NDArray
    ? NDArray | number | boolean | TypedArray
    : Tree extends (...args: never) => unknown
      ? Tree
      : Tree extends readonly unknown[]
        ? { readonly [K in keyof Tree]: Returned<Tree[K]> }
        : Tree extends Map<infer Key, infer Value>
          ? Map<Key, Returned<Value>>
          : Tree extends object
            ? { readonly [K in keyof Tree]: Returned<Tree[K]> }
            : Tree;

/** What a loop's body returns for the next step, decided by the initial carry alone. */
export type NextCarry<Carry> = NoInfer<Arrays<Carry> | Returned<Arrays<Carry>>>;

/** The positions of `N` as they are written in keys of tuples; those from the end may be any. */
type Positions<N extends Argnum> = N extends readonly number[]
  ? Positions<N[number]>
  : `${N & number}` extends `-${string}`
    ? string
    : `${N & number}`;

/** The arguments of a function that is differentiated by those at `N`: the others reach the function as they are. */
export type AcceptedAt<Args extends readonly unknown[], N extends Argnum> = {
  [K in keyof Args]: K extends Positions<N> ? Accept<Args[K]> | Args[K] : Args[K];
};

/** The arguments of a function that takes arrays but for those at `N`, which reach it as they are. */
export type AcceptedExcept<Args extends readonly unknown[], N extends Argnum> = {
  [K in keyof Args]: K extends Positions<N> ? Args[K] : Accept<Args[K]>;
};

/** The arguments at `N`, as a list. */
export type ListAt<Args extends readonly unknown[], N extends Argnum> = N extends readonly number[]
  ? ArgumentsAt<Args, N>
  : [ArgumentsAt<Args, N>];

/** The arguments that are not at `N`; `Before` counts those that have been looked at. */
export type ArgumentsWithout<
  Args extends readonly unknown[],
  N extends Argnum,
  Before extends readonly unknown[] = [],
> = [Positions<N>] extends [never]
  ? Args
  : Args extends readonly [infer First, ...infer Rest]
    ? `${Before['length']}` extends Positions<N>
      ? ArgumentsWithout<Rest, N, [...Before, unknown]>
      : [First, ...ArgumentsWithout<Rest, N, [...Before, unknown]>]
    : Args;

/** A tree as a transformation returns it: numbers and the like have become arrays. */
export type Arrays<Tree> = MapTree<Tree, ArrayClass, NDArray>;

/** The classes whose instances are leaves. */
type ArrayClass = NDArray | TypedArray;

/** A tree whose lists are inferred as tuples. */
export type TupleTree = object | number | boolean | null | [];

/** The differentiated output of a function, without aux. */
export type OutputOf<Out, H> = H extends true ? (Out extends readonly [infer Output, unknown] ? Output : never) : Out;

export type AuxOf<Out> = Out extends readonly [unknown, infer Aux] ? Aux : never;

/** `Result`, paired with aux where the function has one. */
export type WithAux<Result, Out, H> = H extends true ? [Result, AuxOf<Out>] : Result;

export type Argnum = number | readonly number[];

export type Gradient<Args extends readonly unknown[], N extends Argnum> = Arrays<ArgumentsAt<Args, N>>;

export type Jacobian<Args extends readonly unknown[], Out, N extends Argnum> = TreeProduct<
  Out,
  ArgumentsAt<Args, N>,
  ArrayClass,
  NDArray
>;

export type Hessian<Args extends readonly unknown[], Out, N extends Argnum> = HessianTree<
  Out,
  ArgumentsAt<Args, N>,
  ArrayClass,
  NDArray
>;
