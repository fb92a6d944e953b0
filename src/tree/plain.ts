/** Arrays made by `[]` or `Array`, of any realm, not instances of subclasses: only Array.prototype is itself an array. */
export const isPlainArray = (value: unknown): value is readonly unknown[] =>
  Array.isArray(value) && Array.isArray(Object.getPrototypeOf(value));

/** Whether `prototype` is some realm's Object.prototype; an iframe's or a vm context's is another object than ours. */
const isObjectPrototype = (prototype: object): boolean =>
  prototype === Object.prototype ||
  (Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype, 'isPrototypeOf'));

/** Objects made by `{}`, by `Object.create(null)` or by importing a module as a namespace; no class instances. */
export const isPlainObject = (value: unknown): value is Readonly<Record<string, unknown>> => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: object | null = Object.getPrototypeOf(value);
  return prototype === null || isObjectPrototype(prototype);
};

export const isPlainMap = (value: unknown): value is ReadonlyMap<unknown, unknown> =>
  value instanceof Map && Object.getPrototypeOf(value) === Map.prototype;

/** Defines `key` as an own property whatever its name: plain assignment to `__proto__` would set the prototype. */
export const defineKey = (target: Record<string, unknown>, key: string, value: unknown): void => {
  if (key in target) {
    Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
  } else target[key] = value;
};
