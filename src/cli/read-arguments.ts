import { readNested } from '../array/create.ts';
import type { DType } from '../array/dtype.ts';
import { array } from '../index.ts';
import { UsageError } from './options.ts';

const isNumeric = (value: unknown): boolean =>
  typeof value === 'number' || typeof value === 'boolean' || (Array.isArray(value) && value.every(isNumeric));

const isRectangular = (value: readonly number[]): boolean => {
  try {
    readNested('--at', value);
    return true;
  } catch {
    return false;
  }
};

/** JSON data as a tree of arrays: numbers and rectangular lists of numbers are arrays, all else is structure. */
const toTree = (value: unknown, dtype: DType, path: string): unknown => {
  if (value === null) return null;
  if (isNumeric(value) && (!Array.isArray(value) || isRectangular(value))) return array(value as number, { dtype });
  if (Array.isArray(value)) return value.map((item, i) => toTree(item, dtype, `${path}[${i}]`));
  if (typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toTree(item, dtype, `${path}.${key}`)]));
  }
  throw new UsageError(`--at: ${JSON.stringify(value)} at ${path} is no number, list or object`);
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`--at: '${text}' is not JSON: ${(error as Error).message}`);
  }
};

/**
 * The arguments of a call: each --at gives one. A single --at with a list may also hold all the arguments of a function
 * that takes as many.
 */
export const readArguments = (texts: readonly string[], arity: number, dtype: DType): unknown[] => {
  const values = texts.map(parseJson);
  const [only] = values;
  const all = values.length === 1 && arity > 1 && Array.isArray(only) && only.length === arity ? only : values;
  return all.map((value, i) => toTree(value, dtype, `argument ${i}`));
};
