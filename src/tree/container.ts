import { nullNode, type TreeNode } from './node.ts';
import { isPlainArray, isPlainMap, isPlainObject } from './plain.ts';
import { shortText } from './print.ts';
import { type Registration, registrationOf } from './registry.ts';

/** A container taken apart, one level deep. */
export type Container = { readonly node: TreeNode; readonly children: readonly unknown[] };

const nullContainer: Container = { node: nullNode, children: [] };

/** Ascending, NaN last: with a plain difference it would leave the order undefined. */
const compareNumbers = (first: number, second: number): number => {
  if (first === second) return 0;
  if (Number.isNaN(first)) return Number.isNaN(second) ? 0 : 1;
  return first < second || Number.isNaN(second) ? -1 : 1;
};

/** Sorted if they are all strings or all numbers, so that equal Maps have equal structures; else as inserted. */
const mapKeys = (map: ReadonlyMap<unknown, unknown>): readonly unknown[] => {
  const keys = [...map.keys()];
  if (keys.every(key => typeof key === 'string')) return keys.sort();
  if (keys.every(key => typeof key === 'number')) return keys.sort(compareNumbers);
  return keys;
};

const inOrder = (keys: readonly string[]): boolean => keys.every((key, i) => i === 0 || keys[i - 1]! < key);

const openObject = (value: Readonly<Record<string, unknown>>, place: () => string): Container => {
  const symbol = Object.getOwnPropertySymbols(value).find(key =>
    Object.prototype.propertyIsEnumerable.call(value, key),
  );
  if (symbol !== undefined) {
    throw new TypeError(
      `${place()} is an object with the symbol key ${String(symbol)}, which would be lost: containers have string keys`,
    );
  }
  const keys = Object.keys(value);
  // The default order of `sort` is by code unit, as Python sorts ASCII strings. Asking first is faster than sorting.
  if (!inOrder(keys)) keys.sort();
  return { node: { kind: 'object', keys }, children: keys.map(key => value[key]) };
};

const openMap = (value: ReadonlyMap<unknown, unknown>): Container => {
  const keys = mapKeys(value);
  return { node: { kind: 'map', keys }, children: keys.map(key => value.get(key)) };
};

const openCustom = (value: object, registration: Registration, place: () => string): Container => {
  const parts = registration.flatten(value);
  if (!Array.isArray(parts) || parts.length !== 2 || !Array.isArray(parts[0])) {
    throw new TypeError(
      `${place()} is a ${registration.name}, whose registered flatten must give [children, aux] with an array of children, but gave ${shortText(parts)}`,
    );
  }
  const [children, aux]: readonly unknown[] = parts;
  const list = children as readonly unknown[];
  return { node: { kind: 'custom', registration, aux, length: list.length }, children: list };
};

/**
 * Takes a container apart; `undefined` if `value` is none, hence a leaf.
 * @param place names where the value was found, for errors.
 */
export const openContainer = (value: unknown, place: () => string): Container | undefined => {
  if (value === null) return nullContainer;
  if (typeof value !== 'object') return undefined;
  if (isPlainArray(value)) return { node: { kind: 'array', length: value.length }, children: value };
  if (isPlainObject(value)) return openObject(value, place);
  if (isPlainMap(value)) return openMap(value);
  const registration = registrationOf(value);
  return registration === undefined ? undefined : openCustom(value, registration, place);
};
