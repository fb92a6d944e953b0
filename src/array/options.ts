import { shown } from '../util/errors.ts';
import { describe } from './create.ts';
import { NDArray } from './ndarray.ts';

/** Options of all that differentiates, looked at here since they are used much later, if at all. */
const types: Readonly<Record<string, string>> = { hasAux: 'boolean', holomorphic: 'boolean', onProgress: 'function' };

/** Throws unless options are an object with no others than the known ones: a misspelt option would be ignored silently. */
export const checkOptions = (caller: string, options: unknown, known: readonly string[]): void => {
  if (typeof options !== 'object' || options === null || Array.isArray(options) || options instanceof NDArray) {
    const [first] = known;
    const isGiven = typeof options === 'string' || (typeof options === 'number' && first !== 'dtype');
    const form = first === undefined ? '' : ` such as { ${first}: ${isGiven ? shown(options) : '…'} }`;
    const hint = first === 'argnums' ? `: call ${caller}(f)(x)` : ': what belongs together is one list';
    throw new TypeError(
      `${caller}: options must be an object${form}, got ${describe(options)}${isGiven || !options ? '' : hint}`,
    );
  }
  for (const [name, value] of Object.entries(options)) {
    if (!known.includes(name))
      throw new TypeError(`${caller}: there is no option '${name}': expected ${known.join(', ') || 'none'}`);
    if (name === 'argnums' && value === null)
      throw new TypeError(`${caller}: argnums must be an integer or a list of integers, got null`);
    const type = types[name];
    if (type !== undefined && value !== undefined && typeof value !== type)
      throw new TypeError(`${caller}: ${name} must be a ${type}, got ${describe(value)}`);
  }
};

/** Lists of numbers and what is made of such, copied: the caller may write into them later. What is neither stays as it is. */
export const ownLists = <T>(value: T): T => {
  if (Array.isArray(value)) return Array.from(value, ownLists) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, ownLists(entry)])) as T;
};

/** The options of functions that have none: what looks like one is refused. */
export type NoOptions = Readonly<Record<string, never>>;

/** Throws unless the value is a list. */
export const checkList = (caller: string, what: string, value: unknown): void => {
  if (!Array.isArray(value)) throw new TypeError(`${caller}: ${what} must be a list, got ${describe(value)}`);
};
