import { type ConcreteArray, isDiscarded } from '../array/ndarray.ts';

/** Numbers for the contents of large arrays: equal elements, one number. */

type Content = { readonly array: ConcreteArray; readonly identity: number };

/** Contents that are remembered; what is forgotten gets a new number when it is seen again. */
const limit = 256;

const known = new WeakMap<ConcreteArray, number>();
const byHash = new Map<number, Content[]>();
let remembered: number[] = [];
let next = 0;

/** FNV-1a (Fowler, Noll and Vo) over the bytes, four at a time. */
const hashOf = ({ data }: ConcreteArray): number => {
  const words = new Int32Array(data.buffer, data.byteOffset, data.byteLength >> 2);
  let hash = 0x811c9dc5;
  for (const word of words) hash = Math.imul(hash ^ word, 0x01000193);
  return hash ^ data.length;
};

const sameContent = (a: ConcreteArray, b: ConcreteArray): boolean =>
  !isDiscarded(a) &&
  a.dtype === b.dtype &&
  a.data.length === b.data.length &&
  a.data.every((value, i) => Object.is(value, b.data[i]));

const contentIdentity = (array: ConcreteArray): number => {
  const seen = known.get(array);
  if (seen !== undefined) return seen;
  if (isDiscarded(array)) {
    known.set(array, next);
    return next++;
  }
  const hash = hashOf(array);
  const bucket = byHash.get(hash) ?? [];
  const same = bucket.find(content => sameContent(content.array, array));
  const identity = same?.identity ?? next++;
  known.set(array, identity);
  if (same !== undefined) return identity;
  byHash.set(hash, [...bucket, { array, identity }]);
  remembered.push(hash);
  if (remembered.length > limit) {
    for (const forgotten of remembered.slice(0, limit / 2)) byHash.delete(forgotten);
    remembered = remembered.slice(limit / 2);
  }
  return identity;
};

/** Whether arrays hold the same, one by one. */
export const sameContents = (a: readonly ConcreteArray[], b: readonly ConcreteArray[]): boolean =>
  a.every((array, i) => array === b[i] || contentIdentity(array) === contentIdentity(b[i]!));

/** A text that tells arrays from others like them. */
export const contentsText = (arrays: readonly ConcreteArray[]): string => arrays.map(contentIdentity).join();
