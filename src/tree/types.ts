/** Any function, whatever it takes. */
type AnyFunction = (...args: never) => unknown;

/**
 * Stands in `MapTree` for "what looks like a class instance": to be used where it is not known which classes are leaves.
 * Never a value.
 */
export interface Opaque {
  readonly 'an object with methods, neither array nor Map': never;
}

/** `any` and `never` are assignable to functions, too, but tell nothing. */
type IsMethod<Value> = 0 extends 1 & Value
  ? false
  : [Value] extends [never]
    ? false
    : Value extends AnyFunction
      ? true
      : false;

/** Whether an object type has a method: data does not, class instances nearly always do. */
type HasMethod<Value> = true extends { [K in keyof Value]-?: IsMethod<Value[K]> }[keyof Value] ? true : false;

/** What arrays look like here, where their class is not known; those that can be destructured look like lists, too. */
interface ArrayLeaf {
  readonly shape: readonly number[];
  readonly dtype: string;
}

/** Whether arrays are among what a property holds; not asked deeper than modules of modules go. */
type LeadsToArrays<Value, Depth extends readonly unknown[] = []> = Depth['length'] extends 6
  ? false
  : Value extends ArrayLeaf
    ? true
    : Value extends Primitive | Nothing | AnyFunction
      ? false
      : Value extends readonly (infer Item)[] | ReadonlyMap<unknown, infer Item>
        ? LeadsToArrays<Item, [...Depth, unknown]>
        : true extends { [K in keyof Value]-?: LeadsToArrays<Value[K], [...Depth, unknown]> }[keyof Value]
          ? true
          : false;

/**
 * Whether a type looks like the class of a layer, with methods and properties that hold arrays: instances of such a class are
 * in trees where it is registered, as a container. What its properties hold beside arrays is static data.
 */
type IsModule<Value> = Value extends ArrayLeaf
  ? false
  : HasMethod<Value> extends true
    ? true extends LeadsToArrays<Value>
      ? true
      : false
    : false;

type IsLeafObject<Value, Leaf> = [Leaf] extends [Opaque] ? HasMethod<Value> : Value extends Leaf ? true : false;

type Nothing = null | undefined;

/** Asked for before `object`: a branded number, `number & { unit: 'm' }`, is assignable to both. */
type Primitive = number | boolean | bigint | string | symbol;

/** Whether a union has all leaves and numbers among what it is of: what takes anything that becomes an array is a leaf itself. */
type TakesLeaves<Tree, Leaf> = [Leaf | number] extends [Tree] ? ([object] extends [Tree] ? false : true) : false;

/**
 * The type of `Tree` with each leaf replaced by `Result`: arrays, tuples, objects, Maps and null keep their structure.
 *
 * Leaves are the types assignable to `Leaf`, and all primitives but null; where leaves are
 * arrays, strings are none. `any` and `unknown` are kept: nothing is known
 * of their structure. Methods are kept, so that the tree of a registered class's instance still has them.
 * `Tuples` counts the tuples around, see `MapTuple`.
 */
export type MapTree<Tree, Leaf, Result, Tuples extends readonly unknown[] = []> = unknown extends Tree
  ? Tree
  : TakesLeaves<Tree, Leaf> extends true
    ? Result
    : MapNode<Tree, Leaf, Result, Tuples>;

/** The same for each type of a union. */
type MapNode<Tree, Leaf, Result, Tuples extends readonly unknown[]> = Tree extends Nothing
  ? Tree
  : Tree extends Primitive
    ? Tree extends string | symbol | bigint
      ? // where leaves are arrays these can only be static data of registered classes
        [Leaf] extends [Opaque]
        ? Result
        : Tree
      : Result
    : Tree extends readonly (infer Item)[]
      ? Tree extends Leaf | ArrayLeaf
        ? Result
        : // An array type written out is resolved when looked at, so that recursive types may contain it.
          readonly Item[] extends Tree
          ? readonly MapTree<Item, Leaf, Result, Tuples>[]
          : Item[] extends Tree
            ? MapTree<Item, Leaf, Result, Tuples>[]
            : MapTuple<Tree, Leaf, Result, Tuples>
      : Tree extends ReadonlyMap<infer Key, infer Value>
        ? Tree extends Map<Key, Value>
          ? Map<Key, MapTree<Value, Leaf, Result, Tuples>>
          : ReadonlyMap<Key, MapTree<Value, Leaf, Result, Tuples>>
        : Tree extends AnyFunction
          ? [Leaf] extends [Opaque]
            ? Result
            : Tree
          : Tree extends object
            ? IsLeafObject<Tree, Leaf> extends true
              ? MapInstance<Tree, Leaf, Result, Tuples>
              : { [K in keyof Tree]: MapTree<Tree[K], Leaf, Result, Tuples> }
            : Result;

/** An instance with methods where it is not known which classes are leaves; arrays in place of arrays make the same class. */
type MapInstance<Tree, Leaf, Result, Tuples extends readonly unknown[]> = [Leaf] extends [Opaque]
  ? IsModule<Tree> extends true
    ? [Result] extends [ArrayLeaf]
      ? Tree
      : {
          [K in keyof Tree]: true extends LeadsToArrays<Tree[K]> ? MapTree<Tree[K], Leaf, Result, Tuples> : Tree[K];
        }
    : Result
  : Result;

/** TypeScript resolves mapped tuples at once, so that a recursive type made of tuples has to end somewhere. */
type MapTuple<
  Tuple extends readonly unknown[],
  Leaf,
  Result,
  Tuples extends readonly unknown[],
> = Tuples['length'] extends 12
  ? unknown
  : { [K in keyof Tuple]: MapTree<Tuple[K], Leaf, Result, [...Tuples, unknown]> };

/** Each leaf of `Out` replaced by the tree `In`, whose leaves are `Result`: the type of a Jacobian. */
export type TreeProduct<Out, In, Leaf, Result = Leaf> = MapTree<Out, Leaf, MapTree<In, Leaf, Result>>;

/** Out ⊗ in ⊗ in: the type of a Hessian. */
export type HessianTree<Out, In, Leaf, Result = Leaf> = TreeProduct<Out, In, Leaf, MapTree<In, Leaf, Result>>;

/** `MapTree` where class instances, recognised by their methods, are leaves. */
export type MapLeaves<Tree, Result> = MapTree<Tree, Opaque, Result>;

/**
 * Unions over the leaves of recursive types would be infinite: deeper leaves than that are left out. Those of a recursive
 * type stand nearer to its root.
 */
type Deepest = 8;

/** The union of the types of a tree's leaves, class instances among them. */
export type LeafOf<Tree, Depth extends readonly unknown[] = []> = unknown extends Tree
  ? Tree
  : Depth['length'] extends Deepest
    ? never
    : Tree extends Nothing
      ? never
      : Tree extends Primitive | AnyFunction | ArrayLeaf
        ? Tree
        : Tree extends readonly unknown[]
          ? LeafOf<Tree[number], [...Depth, unknown]>
          : Tree extends ReadonlyMap<unknown, infer Value>
            ? LeafOf<Value, [...Depth, unknown]>
            : IsModule<Tree> extends true
              ? {
                  [K in keyof Tree]-?: true extends LeadsToArrays<Tree[K]>
                    ? LeafOf<Tree[K], [...Depth, unknown]>
                    : never;
                }[keyof Tree]
              : HasMethod<Tree> extends true
                ? Tree
                : { [K in keyof Tree]-?: LeafOf<Tree[K], [...Depth, unknown]> }[keyof Tree];

type ValueAt<Value, Key> = Key extends keyof Value ? Value[Key] : unknown;

/** The union of the types that `Other` has where `Tree` has leaves. */
export type SubtreesAt<Tree, Other, Depth extends readonly unknown[] = []> = unknown extends Tree
  ? unknown
  : unknown extends Other
    ? Other
    : Depth['length'] extends Deepest
      ? never
      : Tree extends Nothing
        ? never
        : Tree extends Primitive | AnyFunction | ArrayLeaf
          ? Other
          : Tree extends readonly unknown[]
            ? { [K in keyof Tree]: SubtreesAt<Tree[K], ValueAt<Other, K>, [...Depth, unknown]> }[number]
            : Tree extends ReadonlyMap<unknown, infer Value>
              ? Other extends ReadonlyMap<unknown, infer OtherValue>
                ? SubtreesAt<Value, OtherValue, [...Depth, unknown]>
                : unknown
              : IsModule<Tree> extends true
                ? {
                    [K in keyof Tree]-?: true extends LeadsToArrays<Tree[K]>
                      ? SubtreesAt<Tree[K], ValueAt<Other, K>, [...Depth, unknown]>
                      : never;
                  }[keyof Tree]
                : HasMethod<Tree> extends true
                  ? Other
                  : { [K in keyof Tree]-?: SubtreesAt<Tree[K], ValueAt<Other, K>, [...Depth, unknown]> }[keyof Tree];

/** A differentiated argument is there, even if it is optional in the function's signature. */
type Given<Value> = Exclude<Value, undefined>;

/** Counts from the end of a tuple of fixed length; `Dropped` has one entry for the element looked at. */
type FromEnd<
  Args extends readonly unknown[],
  Count,
  Dropped extends readonly unknown[] = [unknown],
> = Args extends readonly [...infer Rest, infer Last]
  ? Dropped['length'] extends Count
    ? Last
    : FromEnd<Rest, Count, [...Dropped, unknown]>
  : never;

/**
 * The type of the argument at position `Argnum`, from the end if negative; `never` if there is none.
 *
 * With optional or rest parameters the last argument depends on the call: then a negative `Argnum`, and a `number` that
 * is not a literal always, gives the union of all.
 */
export type ArgumentAt<Args extends readonly unknown[], Argnum extends number> = number extends Argnum
  ? Given<Args[number]>
  : Argnum extends unknown
    ? `${Argnum}` extends `-${infer Count extends number}`
      ? Args extends Readonly<Required<Args>>
        ? number extends Args['length']
          ? Given<Args[number]>
          : FromEnd<Args, Count>
        : Given<Args[number]>
      : `${Argnum}` extends keyof Args
        ? Given<Args[`${Argnum}`]>
        : number extends Args['length']
          ? Given<Args[Argnum]>
          : never
    : never;

/** What `argnums` selects: one argument's type for a number, a tuple or an array of them for a list. */
export type ArgumentsAt<
  Args extends readonly unknown[],
  Argnums extends number | readonly number[],
> = Argnums extends number
  ? ArgumentAt<Args, Argnums>
  : Argnums extends readonly number[]
    ? { -readonly [K in keyof Argnums]: ArgumentAt<Args, Extract<Argnums[K], number>> }
    : never;
