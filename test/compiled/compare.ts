import { isInexact } from '../../src/array/dtype.ts';
import type { ConcreteArray } from '../../src/array/ndarray.ts';
import { createWasmExecutor } from '../../src/backends/wasm/executor.ts';
import { avalString } from '../../src/core/aval.ts';
import { interpreter } from '../../src/core/evaluate.ts';
import { type Jaxpr, outputAvals } from '../../src/core/jaxpr.ts';

const compiled = createWasmExecutor({ eager: true });

const isOfType = (actual: ConcreteArray, interpreted: ConcreteArray): boolean =>
  avalString(actual) === avalString(interpreted) && actual.weakType === interpreted.weakType;

/** What differs between two arrays, as text; undefined where nothing does. */
const difference = (
  actual: ConcreteArray,
  interpreted: ConcreteArray,
  relative: number,
  absolute: number,
): string | undefined => {
  if (!isOfType(actual, interpreted)) {
    return `is ${avalString(actual)}, not ${avalString(interpreted)}`;
  }
  const [a, b]: readonly ArrayLike<number>[] = [actual.data, interpreted.data];
  const scale = Array.from(b!).reduce(
    (max, value) => (Number.isFinite(value) ? Math.max(max, Math.abs(value)) : max),
    0,
  );
  for (let i = 0; i < a!.length; i++) {
    const [x, y] = [a![i]!, b![i]!];
    if (Object.is(x, y) || x === y) continue;
    const close = Math.abs(x - y) <= relative * Math.max(Math.abs(x), Math.abs(y)) + absolute * scale;
    if (!isInexact(interpreted.dtype) || !close) return `entry ${i} is ${x}, not ${y}`;
  }
  return undefined;
};

const numberText = (value: number): string => (Object.is(value, -0) ? '-0' : String(value));

/** The same to the last bit, minus zero and NaN included: for programs of exact operations. */
export const bitDifferences = (jaxpr: Jaxpr, args: readonly ConcreteArray[]): string[] => {
  const expected = interpreter.run(jaxpr, args);
  return compiled.run(jaxpr, args).flatMap((array, i) => {
    const interpreted = expected[i]!;
    if (!isOfType(array, interpreted)) return [`output ${i}: is ${avalString(array)}, not ${avalString(interpreted)}`];
    const [a, b]: readonly ArrayLike<number>[] = [array.data, interpreted.data];
    const at = Array.from(a!).findIndex((value, k) => !Object.is(value, b![k]));
    return at < 0 ? [] : [`output ${i}: entry ${at} is ${numberText(a![at]!)}, not ${numberText(b![at]!)}`];
  });
};

/** How the compiled program's results differ from the interpreter's; nothing where they agree. */
export const compareExecutors = (jaxpr: Jaxpr, args: readonly ConcreteArray[]): string[] => {
  const expected = interpreter.run(jaxpr, args);
  const actual = compiled.run(jaxpr, args);
  return outputAvals(jaxpr).flatMap(({ dtype }, i) => {
    const single = dtype === 'float32' || dtype === 'complex64';
    const found = difference(actual[i]!, expected[i]!, single ? 2e-5 : 1e-13, single ? 1e-6 : 1e-14);
    return found === undefined ? [] : [`output ${i}: ${found}`];
  });
};
