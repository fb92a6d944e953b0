import { observeTraces } from '../src/core/tracer.ts';
import { verifyJaxpr } from '../src/core/verify.ts';

// Every program that any test traces or transforms is verified.
observeTraces(verifyJaxpr);
