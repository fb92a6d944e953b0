// Which function a row of golden expressions is about, and which rows the tests batch and compile as programs.

/** @typedef {{ expression: string, traced?: readonly string[] }} Row */

/**
 * The function that an expression is about: the first one of a library, else of numpy.
 * @param {string} expression
 */
export const subjectOf = expression =>
  (/\b(?:np\.linalg|lax|linalg|special|nn|random|stats)(?:\.\w+)+(?=\()/.exec(expression) ??
    /^np(?:\.\w+)+(?=\()/.exec(expression))?.[0]
    .replace(/^np\.linalg\./, 'linalg.')
    .replace(/^np\./, 'numpy.');

/**
 * The inputs that an expression can be traced in: all that it mentions, but for keys of options, unless JAX says other.
 * @param {Row} row
 * @param {Readonly<Record<string, unknown>>} inputs
 * @returns {readonly string[]}
 */
export const tracedInputs = ({ expression, traced }, inputs) =>
  traced ?? [...new Set(expression.match(/\b[a-z]\b(?!:)/g) ?? [])].filter(name => Object.hasOwn(inputs, name));

/**
 * For each function the row with the most inputs to batch: one program a function is what there is time for.
 * @template {Row} R
 * @param {readonly R[]} rows
 * @param {Readonly<Record<string, unknown>>} inputs
 * @returns {ReadonlySet<R>}
 */
export const programRows = (rows, inputs) => {
  /** @type {Map<string, R>} */
  const chosen = new Map();
  for (const row of rows) {
    const name = subjectOf(row.expression) ?? row.expression;
    const before = chosen.get(name);
    if (before === undefined || tracedInputs(row, inputs).length > tracedInputs(before, inputs).length) {
      chosen.set(name, row);
    }
  }
  return new Set(chosen.values());
};
