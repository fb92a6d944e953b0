import { readFileSync } from 'node:fs';

type Entry = number | 'inf' | '-inf' | 'nan' | '-0';

const table: Readonly<Record<string, readonly (readonly Entry[])[]>> = JSON.parse(
  readFileSync(new URL('../../../test/golden/scalar.json', import.meta.url), 'utf8'),
);

function decode(entry: Entry): number {
  switch (entry) {
    case 'inf':
      return Number.POSITIVE_INFINITY;
    case '-inf':
      return Number.NEGATIVE_INFINITY;
    case 'nan':
      return Number.NaN;
    case '-0':
      return -0;
    default:
      return entry;
  }
}

/** The rows [argument, …, value, …] of an entry of test/golden/scalar.json. */
export function golden(name: string): readonly (readonly number[])[] {
  const rows = table[name];
  if (rows === undefined || rows.length === 0) throw new Error(`test/golden/scalar.json has no rows '${name}'`);
  return rows.map(row => row.map(decode));
}

/** The distance between a normal `x` and the next float64 away from zero. */
export function ulp(x: number): number {
  return 2 ** (Math.max(Math.floor(Math.log2(Math.abs(x))), -1022) - 52);
}

/** How wrong a value is, in units that the test chooses. */
export type Measure = (got: number, want: number, row: readonly number[]) => number;

export const inUlp: Measure = (got, want) => (got === want ? 0 : Math.abs(got - want) / ulp(want));

export type Worst = { readonly error: number; readonly at: string };

const larger = (a: Worst, b: Worst): Worst => (b.error > a.error || Number.isNaN(b.error) ? b : a);

/** The largest error of a real function over the rows of `name`; nan counts as larger than all. */
export function worst(name: string, f: (...row: number[]) => number, measure: Measure = inUlp): Worst {
  return golden(name)
    .map(row => ({ error: measure(f(...row.slice(0, -1)), row.at(-1)!, row), at: `${name}(${row.slice(0, -1)})` }))
    .reduce(larger);
}

type ComplexFunction = (...row: number[]) => readonly [number, number];

/** The largest error of a complex function: of either part in ulp, or of the whole relative to the modulus in 2⁻⁵³. */
export function worstComplex(name: string, f: ComplexFunction, by: 'part' | 'modulus' = 'part'): Worst {
  return golden(`complex ${name}`)
    .map(row => {
      const args = row.slice(0, -2);
      const [x, y] = f(...args);
      const [wantX, wantY] = row.slice(-2) as [number, number];
      const error =
        by === 'part'
          ? Math.max(inUlp(x, wantX, row), inUlp(y, wantY, row))
          : (Math.hypot(x - wantX, y - wantY) / Math.hypot(wantX, wantY)) * 2 ** 53;
      return { error, at: `${name}(${args})` };
    })
    .reduce(larger);
}

const agrees = (got: number, want: number): boolean =>
  want === 0 || !Number.isFinite(want) ? Object.is(got, want) : Math.abs(got - want) <= 1e-13 * Math.abs(want);

/**
 * The rows of `name` on which f is wrong, described; `count` values end each row. Zeros (with their signs), infinities
 * and nan must be the same, other values agree to 1e-13.
 */
export function misses(name: string, f: (...row: number[]) => number | readonly number[], count = 1): string[] {
  return golden(name).flatMap(row => {
    const args = row.slice(0, -count);
    const want = row.slice(-count);
    const got = [f(...args)].flat() as number[];
    const same = want.every((value, i) => agrees(got[i]!, value));
    return same ? [] : [`${name}(${args}) is ${got} but should be ${want}`];
  });
}
