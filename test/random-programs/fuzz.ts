import { array, grad, hessian, makeJaxpr, type NDArray, setThreads, useWideVectors, vmap } from 'nabla';
import { isConcrete } from '../../src/core/tracer.ts';
import { bitDifferences, compareExecutors } from '../compiled/compare.ts';
import { generate, print, randomFrom, run, split } from './generate.ts';
import { traceMixed } from './mixed.ts';

/** Compares compiled with interpreted random programs, as many as wanted: `scripts/fuzz.mjs` says how. */

const options = Object.fromEntries(
  process.argv.slice(2).map(argument => argument.replace(/^--/, '').split('=') as [string, string]),
);
const number = (name: string, otherwise: number): number => Number(options[name] ?? otherwise);
const [from, to] = [number('from', 1), number('to', 2000)];
const kind = options.kind ?? 'mixed';
const dtype = options.dtype === 'float32' ? 'float32' : 'float64';

setThreads(number('threads', 1));
if (options.wide !== undefined) console.log(`wide vectors: ${useWideVectors()}`);

const n = 9;

const mixed = (seed: number, large: boolean): string[] => {
  const { jaxpr, args, text } = traceMixed(seed, large);
  return bitDifferences(jaxpr, args).map(problem => `${text}: ${problem}`);
};

const smooth = (seed: number): string[] => {
  const random = randomFrom(seed);
  const points = (count: number): NDArray =>
    array(
      Array.from({ length: count * n }, () => (random.integer(2000) - 1000) / 700),
      { dtype },
    );
  const x = points(1);
  const program = generate(random, split(x));
  const f = (flat: NDArray): NDArray => run(program, split(flat));
  const variants: { readonly [kind: string]: (y: NDArray) => NDArray } = {
    value: seed % 3 === 0 ? grad(f) : f,
    hessian: hessian(f),
    vmap: vmap(grad(f)),
  };
  const variant = variants[kind];
  if (variant === undefined)
    throw new Error(`--kind is mixed, large, ${Object.keys(variants).join(', ')}, not ${kind}`);
  const argument = kind === 'vmap' ? points(5).reshape([5, n]) : x;
  if (!isConcrete(argument)) throw new Error('the point is an array');
  const { jaxpr } = makeJaxpr(variant)(argument);
  return compareExecutors(jaxpr, [argument]).map(problem => `${print(program)}: ${problem}`);
};

let bad = 0;
const start = performance.now();
for (let seed = from; seed <= to; seed++) {
  let problems: string[];
  try {
    problems = kind === 'mixed' || kind === 'large' ? mixed(seed, kind === 'large') : smooth(seed);
  } catch (error) {
    problems = [error instanceof Error ? String(error.stack) : String(error)];
  }
  if (problems.length === 0) continue;
  bad++;
  process.exitCode = 1;
  if (bad <= 20) console.log(`seed ${seed}: ${problems.join('\n  ')}`);
}
const seconds = ((performance.now() - start) / 1000).toFixed(0);
console.log(`${kind}, seeds ${from} to ${to}: ${bad} differ, ${seconds} s, Node ${process.version}`);
