import 'nabla'; // the compiler is there from the start, whichever file comes first
import { afterAll } from 'vitest';
import { defaultDType, setDefaultDtype } from '../src/array/promotion.ts';
import { currentExecutor, setExecutor } from '../src/core/evaluate.ts';
import { observeTraces } from '../src/core/tracer.ts';
import { verifyJaxpr } from '../src/core/verify.ts';

// Every program that any test traces or transforms is verified.
observeTraces(verifyJaxpr);

// Files share the package's modules, so that these are loaded once a worker: what a file sets ends with it.
const [executor, dtype] = [currentExecutor(), defaultDType()];
afterAll(() => {
  setExecutor(executor);
  setDefaultDtype(dtype);
});
