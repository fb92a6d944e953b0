import { defineKey, isPlainArray, isPlainObject } from '../tree/plain.ts';
import { range } from '../util/range.ts';
import { type Argnums, normalizeArgnums } from './arguments.ts';

/**
 * Positions of the arguments that a program is made for, and of those that it takes. A static argument that is left to its
 * default is none of a call's: its function counts fewer parameters.
 */
export const splitPositions = (
  what: string,
  statics: Argnums | undefined,
  f: { readonly length: number },
  count: number,
): { readonly statics: readonly number[]; readonly traced: readonly number[] } => {
  const all = range(count);
  if (statics === undefined) return { statics: [], traced: all };
  const list = (Array.isArray(statics) ? statics : [statics]) as readonly number[];
  const given = list.filter(position => !(position >= count && position >= f.length));
  const positions = given.length === 0 ? [] : normalizeArgnums(what, given, count);
  return { statics: positions, traced: all.filter(i => !positions.includes(i)) };
};

/** A copy of the lists and plain objects in static arguments, so that what their owner writes into them later is noticed. */
export const snapshot = (value: unknown, copies: Map<unknown, unknown> = new Map()): unknown => {
  if (copies.has(value)) return copies.get(value);
  if (isPlainArray(value)) {
    const copy: unknown[] = [];
    copies.set(value, copy);
    for (const part of value) copy.push(snapshot(part, copies));
    return copy;
  }
  if (isPlainObject(value)) {
    const copy: Record<PropertyKey, unknown> = {};
    copies.set(value, copy);
    for (const key of Reflect.ownKeys(value)) defineKey(copy, key as string, snapshot(Reflect.get(value, key), copies));
    return copy;
  }
  return value;
};
