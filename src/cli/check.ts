import { isFloating } from '../array/dtype.ts';
import type { NDArray } from '../array/ndarray.ts';
import { grad, hessianMatrix, jacfwd, jacrev, ravelPytree } from '../index.ts';
import type { UserFunction } from './load.ts';
import { type Options, UsageError } from './options.ts';

type Row = { readonly what: string; readonly error: number; readonly tolerance: number };

/** The greatest of some numbers, of which there may be more than a call takes, and of 0; NaN where one is. */
const greatest = (values: readonly number[]): number => values.reduce((most, value) => Math.max(most, value), 0);

/** The largest entry in size, 1 at least. */
const scaleOf = (values: readonly number[]): number =>
  Math.max(1, greatest(values.map(Math.abs).filter(Number.isFinite)));

/** Largest difference, relative to the larger of 1 and the largest entry. */
const difference = (a: readonly number[], b: readonly number[]): number => {
  const scale = scaleOf(b);
  return greatest(a.map((value, i) => (Object.is(value, b[i]) ? 0 : Math.abs(value - b[i]!) / scale)));
};

const numbers = (x: NDArray): number[] => [...x.toTypedArray()];

/**
 * Compares gradient and Hessian with central finite differences, and the Hessian's modes with each other. Finite
 * differences are good to about the cube root of the precision squared, hence the tolerances.
 */
export const runCheck = (f: UserFunction, args: readonly unknown[], options: Options): number => {
  const { argnums, dtype } = options;
  if (typeof argnums !== 'number')
    throw new UsageError('check: differentiates one argument: --argnums takes one number');
  if (!isFloating(dtype)) throw new UsageError(`check: works on float32 and float64, got --dtype ${dtype}`);
  const position = argnums < 0 ? args.length + argnums : argnums;
  if (position < 0 || position >= args.length)
    throw new UsageError(`--argnums ${argnums}: there are ${args.length} arguments`);
  const [flat, unravel] = ravelPytree(args[position]);
  const plain = f as unknown as (...callArgs: unknown[]) => NDArray;
  const scalarF = (x: NDArray): NDArray => plain(...args.map((arg, i) => (i === position ? unravel(x) : arg)));
  const gradient = grad(scalarF);
  const precision = dtype === 'float64' ? 2 ** -52 : 2 ** -23;
  // what a function has been rounded by is divided by the step, so that it counts where values are larger than derivatives
  const toleranceFor = (values: readonly number[], derivatives: readonly number[]): number =>
    precision ** (2 / 3) * (50 + (4 * scaleOf(values)) / scaleOf(derivatives));
  const start = numbers(flat);
  const shifted = (index: number, by: number): NDArray => flat.set(index, start[index]! + by);
  const differences = (g: (x: NDArray) => NDArray): number[][] =>
    start.map((value, i) => {
      const step = Math.cbrt(precision) * Math.max(1, Math.abs(value));
      const [up, down] = [numbers(g(shifted(i, step))), numbers(g(shifted(i, -step)))];
      return up.map((above, k) => (above - down[k]!) / (2 * step));
    });
  const slopes = numbers(gradient(flat));
  const H = numbers(hessianMatrix(scalarF)(flat).matrix);
  const rows: Row[] = [
    {
      what: 'gradient against finite differences',
      error: difference(slopes, differences(scalarF).flat()),
      tolerance: toleranceFor(numbers(scalarF(flat)), slopes),
    },
    {
      what: 'Hessian against finite differences of the gradient',
      error: difference(H, differences(gradient).flat()),
      tolerance: toleranceFor(slopes, H),
    },
    ...[
      { what: 'Hessian: forward over forward mode', value: jacfwd(jacfwd(scalarF))(flat) },
      { what: 'Hessian: reverse over forward mode', value: jacrev(jacfwd(scalarF))(flat) },
      { what: 'Hessian: reverse over reverse mode', value: jacrev(jacrev(scalarF))(flat) },
    ].map(({ what, value }) => ({
      what,
      error: difference(numbers(value as NDArray), H),
      tolerance: 1e4 * precision,
    })),
  ];
  const failed = rows.some(row => !(row.error <= row.tolerance));
  if (options.json) console.log(JSON.stringify({ ok: !failed, rows }));
  else {
    for (const row of rows) {
      const verdict = row.error <= row.tolerance ? 'ok  ' : 'FAIL';
      console.log(
        `${verdict}  ${row.what}: relative difference ${row.error.toExponential(1)} (tolerance ${row.tolerance.toExponential(1)})`,
      );
    }
  }
  return failed ? 1 : 0;
};
