import { lanesOf } from './dtype.ts';
import { layOut, lineWidth, type Printable } from './print/layout.ts';
import { numpyScalar } from './print/scalar.ts';
import { pythonTree } from './print/tree.ts';
import { shapeString, sizeOf } from './shape.ts';

export type { Printable } from './print/layout.ts';
export { formatScalar } from './print/scalar.ts';

const opening = 'Array(';

/** Refuses data that do not fill the shape: the text would show elements that are not there. */
function checkSize(name: string, { shape, dtype, data }: Printable): number {
  const size = sizeOf(shape);
  const entries = size * lanesOf(dtype);
  if (data.length !== entries) {
    throw new RangeError(
      `${name}: an array of shape ${shapeString(shape)} and dtype ${dtype} holds ${entries} entries, got ${data.length}`,
    );
  }
  return size;
}

/**
 * The text that Python's `print` shows for a JAX array: NumPy's layout with its default print options.
 *
 * @param array any shape and dtype; a 0-d array prints as a NumPy scalar does.
 * @throws RangeError when the data do not fill the shape.
 * @example
 * ```ts
 * formatArray({ shape: [3], dtype: 'float32', weakType: false, data: new Float32Array([1, 2.5, -3]) });
 * // => [ 1.   2.5 -3. ]
 * ```
 */
export function formatArray(array: Printable): string {
  checkSize('formatArray', array);
  if (array.shape.length === 0) return numpyScalar(array.data[0]!, array.dtype, array.data[1] ?? 0);
  return layOut(array, { separator: ' ', indent: 0, width: lineWidth });
}

/**
 * The text that Python's `repr` gives for a JAX array: its elements, dtype, and `weak_type` where it holds.
 *
 * @param array any shape and dtype.
 * @param indent blanks put before every line but the first, for text that begins further right; Python's own
 *   containers put none.
 * @throws RangeError when the data do not fill the shape.
 * @example
 * ```ts
 * reprArray({ shape: [3], dtype: 'float32', weakType: true, data: new Float32Array([6, -2, -480]) });
 * // => Array([   6.,   -2., -480.], dtype=float32, weak_type=True)
 * ```
 */
export function reprArray(array: Printable, indent = 0): string {
  const size = checkSize('reprArray', array);
  const elements =
    size === 0
      ? `[], shape=${shapeString(array.shape)}`
      : layOut(array, { separator: ', ', indent: opening.length, width: lineWidth - 1 });
  const dtype = `dtype=${array.dtype}${array.weakType ? ', weak_type=True' : ''}`;
  const lastLine = elements.length - elements.lastIndexOf('\n') + 1;
  // JAX widens the gap where the dtype passes the line's end, but does not break the line.
  const space = ' '.repeat(lastLine + dtype.length + 2 > lineWidth ? opening.length : 1);
  const text = `${opening}${elements},${space}${dtype})`;
  return indent === 0 ? text : text.replaceAll('\n', `\n${' '.repeat(indent)}`);
}

/**
 * The text that Python's `repr` gives for containers of arrays: arrays as lists, plain objects and `Map`s as dicts in
 * insertion order, `null` and `undefined` as None, other leaves as Python's own values.
 *
 * An integer number shows as an int, another as a float. An instance of a class shows as its `toString` says, or else
 * like a dataclass. Lines inside an array's text keep the indentation they have alone, as in Python.
 *
 * @param isArray gives the printable form of a value that is an array, `undefined` for anything else.
 * @throws RangeError when an array's data do not fill its shape.
 * @example
 * ```ts
 * formatTree({ a: [1, true, null], b: 'text' }, () => undefined);
 * // => {'a': [1, True, None], 'b': 'text'}
 * ```
 */
export function formatTree(value: unknown, isArray: (value: unknown) => Printable | undefined): string {
  return pythonTree(value, leaf => {
    const array = isArray(leaf);
    return array === undefined ? undefined : reprArray(array);
  });
}
