import { setFlagsFromString } from 'node:v8';
import 'nabla'; // the compiler is there from the start, whichever file comes first
import { afterAll } from 'vitest';
import { defaultDType, setDefaultDtype } from '../src/array/promotion.ts';
import { currentExecutor, setExecutor } from '../src/core/evaluate.ts';
import { observeTraces } from '../src/core/tracer.ts';
import { verifyJaxpr } from '../src/core/verify.ts';

// Tests run much code a few times: optimised early, as Node 20 does, it costs more than it saves. Newer Nodes lack the option.
if (process.versions.node.startsWith('20.')) setFlagsFromString('--interrupt-budget=1500000');

// Every program that any test traces or transforms is verified.
observeTraces(verifyJaxpr);

// Files share the package's modules, so that these are loaded once a worker: what a file sets ends with it.
const [executor, dtype] = [currentExecutor(), defaultDType()];
afterAll(() => {
  setExecutor(executor);
  setDefaultDtype(dtype);
});
