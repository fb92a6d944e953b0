import { type DType, shortName } from '../array/dtype.ts';
import { type Shape, shapesEqual } from '../array/shape.ts';

/** What is known of an array while tracing: everything but its values. */
export type Aval = { readonly shape: Shape; readonly dtype: DType; readonly weakType: boolean };

export const avalOf = (array: Aval): Aval => ({ shape: array.shape, dtype: array.dtype, weakType: array.weakType });

export const makeAval = (shape: Shape, dtype: DType, weakType = false): Aval => ({ shape, dtype, weakType });

/** Equal shape and dtype; weak types do not count. */
export const avalsMatch = (a: Aval, b: Aval): boolean => a.dtype === b.dtype && shapesEqual(a.shape, b.shape);

/** `float32[2,3]`, as error messages name it. */
export const avalString = (aval: Aval): string => `${aval.dtype}[${aval.shape.join(',')}]`;

/** `f32[2,3]`, as jaxprs print it. */
export const shortAvalString = (aval: Aval): string => `${shortName(aval.dtype)}[${aval.shape.join(',')}]`;

/** A string that two avals share exactly when they are equal, weak types included. */
export const avalKey = (aval: Aval): string => `${shortAvalString(aval)}${aval.weakType ? '*' : ''}`;
