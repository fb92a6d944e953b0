/** Fails to compile when a `switch` over a discriminated union forgets a case; throws if one slips in at run time. */
export const assertNever = (value: never): never => {
  throw new Error(`unreachable: ${String(value)}`);
};

/** Narrows away `undefined` and `null` where an invariant of nabla's own guarantees a value. */
export const required = <T>(value: T | undefined | null, what: string): T => {
  if (value === undefined || value === null) throw new Error(`nabla internal error: missing ${what}`);
  return value;
};

/** Checks an invariant of nabla's own; a failure is a bug in nabla, never the user's mistake. */
export function invariant(condition: unknown, what: string): asserts condition {
  if (!condition) throw new Error(`nabla internal error: ${what}`);
}

/** A wrong argument as the end of a message: as JSON, where it has one, and with the way out where it is being traced. */
export const shown = (value: unknown): string => {
  if (typeof value === 'function') return `the function ${value.name || '(anonymous)'}`;
  try {
    return (typeof value !== 'number' && JSON.stringify(value)) || String(value);
  } catch {
    // big integers, arrays whose values are not known, lists of these
    const text = Array.isArray(value) ? `[${value}]` : String(value);
    return text.includes('Tracer') ? `${text}; jit takes other values by staticArgnums` : text;
  }
};
