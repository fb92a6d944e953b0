import { array, grad, hessian, makeJaxpr, type NDArray, setThreads, useWideVectors, vmap } from 'nabla';
import { isConcrete } from '../src/core/tracer.ts';
import { bitDifferences, compareExecutors } from '../test/compiled/compare.ts';
import { generate, print, randomFrom, run } from '../test/random-programs/generate.ts';
import { argumentsFrom, largeShapes, operations, runMixed } from '../test/random-programs/mixed.ts';

const options = Object.fromEntries(process.argv.slice(2).map(argument => argument.replace(/^--/, '').split('=')));
const [from, to] = [Number(options.from ?? 1), Number(options.to ?? 2000)];
const kind = options.kind ?? 'mixed';
setThreads(Number(options.threads ?? 1));
if (options.wide !== undefined) console.log('wide vectors', useWideVectors());

const n = 9;
const split = (flat: NDArray): NDArray[] => [flat.at(':3'), flat.at('3:').reshape([2, 3])];

const check = (seed: number): string[] => {
  const random = randomFrom(seed);
  if (kind === 'mixed') {
    const args = argumentsFrom(random, options.large === undefined ? undefined : largeShapes);
    let text = '';
    const { jaxpr } = makeJaxpr((...xs: NDArray[]) => {
      const result = runMixed(random, xs, options.large === undefined ? undefined : 200_000);
      text = result.text;
      return result.outputs;
    })(...args);
    for (const [, name] of text.matchAll(/ = (\w+)\(/g)) counts.set(name!, (counts.get(name!) ?? 0) + 1);
    return bitDifferences(jaxpr, args).map(problem => `${text}\n   ${problem}`);
  }
  const dtype = options.dtype === 'float32' ? 'float32' : 'float64';
  const x = array(
    Array.from({ length: n }, () => (random.integer(2000) - 1000) / 700),
    { dtype },
  );
  if (!isConcrete(x)) throw new Error('the point is an array');
  const program = generate(random, split(x));
  const f = (flat: NDArray): NDArray => run(program, split(flat));
  const batch = array(
    Array.from({ length: 5 * n }, () => (random.integer(2000) - 1000) / 700),
    { dtype },
  ).reshape([5, n]);
  if (!isConcrete(batch)) throw new Error('the batch is an array');
  const [traced, args] =
    kind === 'hessian'
      ? [makeJaxpr(hessian(f))(x), [x]]
      : kind === 'vmap'
        ? [makeJaxpr(vmap(grad(f)))(batch), [batch]]
        : [makeJaxpr(seed % 3 === 0 ? grad(f) : f)(x), [x]];
  return compareExecutors(traced.jaxpr, args).map(problem => `${print(program)}: ${problem}`);
};

const counts = new Map<string, number>();
let bad = 0;
const start = Date.now();
for (let seed = from; seed <= to; seed++) {
  let problems: string[];
  try {
    problems = check(seed);
    if (options.memory !== undefined) { const m = process.memoryUsage(); console.log(seed, Math.round(m.rss / 1e6), Math.round(m.heapUsed / 1e6), Math.round(m.external / 1e6), Math.round(m.arrayBuffers / 1e6), Date.now() - start); }
  } catch (error) {
    problems = [
      String((error as Error).stack)
        .split('\n')
        .slice(0, 6)
        .join('\n      '),
    ];
  }
  if (problems.length > 0) {
    bad++;
    if (bad <= Number(options.show ?? 8)) console.log(`seed ${seed}: ${problems.join('\n  ')}`);
  }
}
console.log(`${kind} ${from}..${to}: ${bad} bad, ${((Date.now() - start) / 1000).toFixed(1)} s`);
if (options.counts !== undefined)
  console.log(
    [...counts]
      .sort((a, b) => a[1] - b[1])
      .map(([name, count]) => `${name} ${count}`)
      .join(', '),
    Object.keys(operations).filter(name => !counts.has(name)),
  );
