import { pythonFloat } from './scalar.ts';

const named: ReadonlyMap<string, string> = new Map([
  ['\\', '\\\\'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

function escaped(character: string): string {
  const short = named.get(character);
  if (short !== undefined) return short;
  if (character === ' ' || !/[\p{C}\p{Z}]/u.test(character)) return character;
  const code = character.codePointAt(0)!.toString(16);
  if (code.length <= 2) return `\\x${code.padStart(2, '0')}`;
  return code.length <= 4 ? `\\u${code.padStart(4, '0')}` : `\\U${code.padStart(8, '0')}`;
}

/** A string as Python's `repr` shows it: in single quotes unless only those occur in it. */
export function pythonString(value: string): string {
  const quote = value.includes("'") && !value.includes('"') ? '"' : "'";
  let text = '';
  for (const character of value) text += character === quote ? `\\${quote}` : escaped(character);
  return quote + text + quote;
}

/** A number as Python's `repr` shows it: an int where JavaScript holds an exact integer, else a float. */
export const pythonNumber = (value: number): string =>
  Number.isSafeInteger(value) && !Object.is(value, -0) ? String(value) : pythonFloat(value);
