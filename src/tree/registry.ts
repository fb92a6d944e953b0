/** How the instances of one class come apart and together again. */
export type Registration = {
  /** The class's name, for printing. */
  readonly name: string;
  readonly flatten: (value: unknown) => unknown;
  readonly unflatten: (aux: unknown, children: unknown) => unknown;
};

/** What stands for a class in `registerPytreeNode`: anything with a `prototype`, so that private constructors do too. */
export type ClassOf<Instance> = { readonly name: string; readonly prototype: Instance };

/** By prototype rather than by constructor: one lookup an instance, and subclasses are not their parent's kind of node. */
const registrations = new WeakMap<object, Registration>();

const isBuiltInContainer = (Class: unknown): boolean =>
  Class === Object || Class === Array || Class === Map || Class === Function;

/**
 * Makes the instances of a class containers of pytrees.
 *
 * Only direct instances are meant: a subclass is registered by itself. `aux` is static data, part of the structure; two
 * structures are the same if their aux are: primitives, arrays, plain objects, Maps, Sets and typed arrays are compared
 * by content, class instances by their `equals(other)` method, if they have one, else by identity.
 * @param Class the class.
 * @param flatten gives `[children, aux]` of an instance; the children are trees themselves.
 * @param unflatten makes an instance of aux and of as many children as `flatten` gave. It has to take children of any
 * type, whatever the type checker says: transformations put tracers, arrays and whole trees there.
 * @throws TypeError if `Class` is no class, is a built-in container, or is registered already.
 * @example
 * ```ts
 * import { tree } from 'nabla';
 * class Line {
 *   slope: number;
 *   intercept: number;
 *   constructor(slope: number, intercept: number) {
 *     this.slope = slope;
 *     this.intercept = intercept;
 *   }
 * }
 * tree.registerPytreeNode(Line, line => [[line.slope, line.intercept], null], (_, [a, b]) => new Line(a, b));
 * console.log(tree.map(leaf => 10 * leaf, new Line(2, 1))); // => Line { slope: 20, intercept: 10 }
 * ```
 */
export const registerPytreeNode = <Instance extends object, Children extends readonly unknown[] | [], Aux>(
  Class: ClassOf<Instance>,
  flatten: (value: Instance) => readonly [children: Children, aux: Aux],
  unflatten: (aux: Aux, children: Children) => Instance,
): void => {
  const given: unknown = Class;
  const prototype: unknown = typeof given === 'function' ? given.prototype : undefined;
  if (typeof prototype !== 'object' || prototype === null) {
    throw new TypeError('registerPytreeNode: the first argument must be a class');
  }
  if (isBuiltInContainer(Class)) throw new TypeError(`registerPytreeNode: ${Class.name} is a container already`);
  if (typeof flatten !== 'function' || typeof unflatten !== 'function') {
    throw new TypeError(`registerPytreeNode(${Class.name}, …): flatten and unflatten must be functions`);
  }
  if (registrations.has(prototype)) {
    throw new TypeError(`registerPytreeNode: the class ${Class.name} is registered already`);
  }
  registrations.set(prototype, {
    name: Class.name,
    // Only values whose prototype is the class's come here, and aux and children that `flatten` gave: hence the casts.
    flatten: value => flatten(value as Instance),
    unflatten: (aux, children) => unflatten(aux as Aux, children as Children),
  });
};

/** How `value`'s class was registered, if it was. */
export const registrationOf = (value: object): Registration | undefined => {
  const prototype: object | null = Object.getPrototypeOf(value);
  return prototype === null ? undefined : registrations.get(prototype);
};
