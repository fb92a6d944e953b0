import { isPlainArray, isPlainMap, isPlainObject } from './plain.ts';

type Pair = readonly [unknown, unknown];
type NumericArray = ArrayBufferView & ArrayLike<unknown>;

const isTypedArray = (value: unknown): value is NumericArray =>
  ArrayBuffer.isView(value) && !(value instanceof DataView);

const hasEquals = (value: object): value is { equals(other: unknown): unknown } =>
  'equals' in value && typeof value.equals === 'function';

const arrayPairs = (first: ArrayLike<unknown>, second: ArrayLike<unknown>): Pair[] | undefined =>
  first.length === second.length ? Array.from(first, (item, i): Pair => [item, second[i]]) : undefined;

const objectPairs = (first: object, second: object): Pair[] | undefined => {
  const keys = Reflect.ownKeys(first);
  if (keys.length !== Reflect.ownKeys(second).length) return undefined;
  if (!keys.every(key => Object.hasOwn(second, key))) return undefined;
  return keys.map((key): Pair => [Reflect.get(first, key), Reflect.get(second, key)]);
};

const mapPairs = (first: ReadonlyMap<unknown, unknown>, second: ReadonlyMap<unknown, unknown>): Pair[] | undefined => {
  if (first.size !== second.size) return undefined;
  const keys = [...first.keys()];
  return keys.every(key => second.has(key)) ? keys.map((key): Pair => [first.get(key), second.get(key)]) : undefined;
};

/** The pairs that have to be equal for two different objects to be equal; `undefined` if these two are not. */
const partsToCompare = (first: object, second: object): Pair[] | undefined => {
  if (hasEquals(first)) return first.equals(second) === true ? [] : undefined;
  if (isPlainArray(first) && isPlainArray(second)) return arrayPairs(first, second);
  if (isPlainMap(first) && isPlainMap(second)) return mapPairs(first, second);
  if (isPlainObject(first) && isPlainObject(second)) return objectPairs(first, second);
  if (Object.getPrototypeOf(first) !== Object.getPrototypeOf(second)) return undefined;
  if (isTypedArray(first) && isTypedArray(second)) return arrayPairs(first, second);
  if (first instanceof Set && second instanceof Set) {
    return first.size === second.size && [...first].every(item => second.has(item)) ? [] : undefined;
  }
  if (first instanceof Date && second instanceof Date) return [[first.getTime(), second.getTime()]];
  return undefined;
};

/**
 * Whether two values are equal as data: primitives by `Object.is`; arrays, plain objects, Maps, Sets, typed arrays and
 * dates by content; class instances by their `equals(other)` method, or by identity where they have none.
 */
export const equalData = (first: unknown, second: unknown): boolean => {
  const pending: Pair[] = [[first, second]];
  // A pair met again is already being compared: this ends the comparison of cyclic values.
  const met = new Map<object, Set<object>>();
  for (let pair = pending.pop(); pair !== undefined; pair = pending.pop()) {
    const [one, other] = pair;
    if (Object.is(one, other)) continue;
    if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
    const partners = met.get(one) ?? new Set();
    if (partners.has(other)) continue;
    met.set(one, partners.add(other));
    const parts = partsToCompare(one, other);
    if (parts === undefined) return false;
    for (const part of parts) pending.push(part);
  }
  return true;
};
