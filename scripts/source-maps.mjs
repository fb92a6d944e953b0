// Keeps source maps right where characters are put into lines.
const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/**
 * The first number of a segment of a source map, and how many characters it takes.
 * @param {string} segment
 */
const firstNumber = segment => {
  let [value, length] = [0, 0];
  for (let more = true; more; length++) {
    const digit = digits.indexOf(segment[length] ?? 'A');
    value += (digit & 31) << (5 * length);
    more = digit >= 32;
  }
  return { value: value >> 1, length };
};

/** @param {number} value */
const encoded = value => {
  let text = '';
  for (let rest = value << 1, more = true; more; rest >>= 5) {
    more = rest >= 32;
    text += digits[(rest & 31) + (more ? 32 : 0)];
  }
  return text;
};

/**
 * A line of a source map after characters have been inserted in its line at the given columns, in ascending order.
 * @param {string} line
 * @param {readonly number[]} columns
 */
export const shifted = (line, columns) => {
  let [column, inserted] = [0, 0];
  const segments = line.split(',').map(segment => {
    const { value, length } = firstNumber(segment);
    column += value;
    const before = inserted;
    while (inserted < columns.length && (columns[inserted] ?? 0) <= column) inserted++;
    return encoded(value + inserted - before) + segment.slice(length);
  });
  return segments.join(',');
};
