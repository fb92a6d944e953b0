import { array, hessian, jit, type NDArray, numpy as np, setThreads } from 'nabla';

/**
 * An application with the built package, minified, as a page or inside of a worker: its results, posted for
 * `scripts/test-browser.mjs` to read.
 */
const problems: string[] = [];

const expectEqual = (what: string, actual: unknown, expected: unknown): void => {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== b) problems.push(`${what} is ${a}, not ${b}`);
};

// errors of workers that nobody handles come here
globalThis.addEventListener('error', event => {
  problems.push(`error: ${event.message}`);
});

const g = (x: NDArray): NDArray => np.sum(x.pow(3)).add(x.at(0).mul(x.at(1)));

const run = async (): Promise<void> => {
  const H = jit(hessian(g));
  for (let call = 0; call < 3; call++)
    expectEqual('the Hessian', H(array([1, 2])).tolist(), [
      [6, 1],
      [1, 12],
    ]);
  setThreads(2);
  const n = 256;
  const x = array(Float64Array.from({ length: n * n }, (_, i) => i % 7)).reshape([n, n]);
  const product = jit((a: NDArray) => np.sum(np.matmul(a, a.T)));
  const expected = product(x).item();
  for (let call = 0; call < 10; call++) {
    expectEqual('the sum of a product', product(x).item(), expected);
    await new Promise(resolve => setTimeout(resolve, 20));
  }
};

const name = 'document' in globalThis ? 'application' : 'application in a worker';

const report = async (): Promise<void> => {
  try {
    await run();
  } catch (error) {
    problems.push(error instanceof Error ? String(error.stack) : String(error));
  }
  const body = {
    name,
    isolated: globalThis.crossOriginIsolated,
    seconds: performance.now() / 1000,
    compared: 13,
    problems,
  };
  await fetch('/report', { method: 'POST', body: JSON.stringify(body) });
};

await report();
if ('document' in globalThis && new URLSearchParams(location.search).has('worker')) {
  const worker = new Worker('/bundle/application.js', { type: 'module' });
  worker.onerror = event => {
    const body = {
      name: 'application in a worker',
      isolated: globalThis.crossOriginIsolated,
      seconds: 0,
      compared: 0,
      problems: [event.message],
    };
    void fetch('/report', { method: 'POST', body: JSON.stringify(body) });
  };
} else {
  await fetch('/report', { method: 'POST', body: JSON.stringify({ done: true }) });
}
