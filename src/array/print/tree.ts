import { pythonNumber, pythonString } from './python.ts';

type Leaf = (value: object) => string | undefined;

const isPlain = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
};

const isTypedArray = (value: object): value is ArrayLike<number | bigint> & object =>
  ArrayBuffer.isView(value) && !(value instanceof DataView);

/** An instance of a class: what it says of itself, else its fields as Python's dataclasses show theirs. */
function instance(value: object, show: (inner: unknown) => string): string {
  if (value.toString !== Object.prototype.toString) return String(value);
  const fields = Object.entries(value).map(([name, field]) => `${name}=${show(field)}`);
  return `${value.constructor.name}(${fields.join(', ')})`;
}

const dict = (entries: Iterable<readonly [unknown, unknown]>, show: (inner: unknown) => string): string =>
  `{${Array.from(entries, ([key, value]) => `${show(key)}: ${show(value)}`).join(', ')}}`;

/** The `repr` of nested containers; `leaf` gives the text of what is no container. */
export function pythonTree(root: unknown, leaf: Leaf): string {
  const open = new Set<object>();

  const container = (value: object): string => {
    if (Array.isArray(value)) return `[${value.map(show).join(', ')}]`;
    if (isTypedArray(value)) return `[${Array.from(value, show).join(', ')}]`;
    if (value instanceof Map) return dict(value, show);
    if (isPlain(value)) return dict(Object.entries(value), show);
    return instance(value, show);
  };

  const show = (value: unknown): string => {
    switch (typeof value) {
      case 'undefined':
        return 'None';
      case 'boolean':
        return value ? 'True' : 'False';
      case 'number':
        return pythonNumber(value);
      case 'string':
        return pythonString(value);
      case 'bigint':
      case 'symbol':
        return String(value);
      case 'function':
        return `<function ${value.name}>`;
      case 'object': {
        if (value === null) return 'None';
        const text = leaf(value);
        if (text !== undefined) return text;
        // A container inside itself, as Python shows it.
        if (open.has(value)) return Array.isArray(value) ? '[...]' : '{...}';
        open.add(value);
        try {
          return container(value);
        } finally {
          open.delete(value);
        }
      }
    }
  };
  return show(root);
}
