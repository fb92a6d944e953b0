import type { NDArray } from './ndarray.ts';

/**
 * Lists whose lengths types know: under noUncheckedIndexedAccess the elements of others may be missing.
 */

/** A list of arrays, as many as there are values. */
export type ArraysOf<Values extends readonly unknown[]> = { -readonly [K in keyof Values]: NDArray };

/** A list of N arrays; of any length where N is no literal, or one of more than 16. */
export type ListOf<N extends number> = N extends unknown ? (number extends N ? NDArray[] : Counted<N>) : never;

type Counted<N extends number, List extends NDArray[] = []> = List['length'] extends N
  ? List
  : List['length'] extends 16
    ? NDArray[]
    : Counted<N, [...List, NDArray]>;

/** What the parts of a cut are: one for each when their number is given, else one more than places to cut at. */
export type PartsOf<Sections extends number | readonly number[]> = Sections extends readonly number[]
  ? number extends Sections['length']
    ? NDArray[]
    : ArraysOf<readonly [...Sections, unknown]>
  : ListOf<Extract<Sections, number>>;

/** What lists have and arrays have not, of a type that nothing can be done with. */
type Lacking = { readonly [Member in Exclude<keyof (readonly unknown[]), keyof NDArray | number>]: never };

/** An array of which `const [a, b] = x` and `[a, b] = x` find all names: TypeScript looks at what it takes for a list only. */
export interface Destructured extends Lacking {
  readonly [i: number]: NDArray;
}

/** An array with N entries along its first axis, where N is a literal of at most 16. */
export type StackOf<N extends number> = NDArray &
  (number extends ListOf<N>['length']
    ? unknown
    : Destructured & { readonly [Place in keyof ListOf<N> & `${number}`]: NDArray });
