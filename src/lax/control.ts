import * as branches from '../control/cond.ts';
import * as mapping from '../control/map.ts';
import * as scans from '../control/scan.ts';
import * as stop from '../control/stop-gradient.ts';
import * as loops from '../control/while.ts';
import { wired } from '../numpy/methods.ts';

/** Control flow as part of the program, and `stopGradient`. */

/** One of two functions, by a predicate: `cond(pred, onTrue, onFalse, ...operands)`. */
export const cond: typeof branches.cond = wired(branches.cond);

/** One of several functions, by an index: `switchCase(index, branches, ...operands)`. */
export const switchCase: typeof branches.switchCase = wired(branches.switchCase);

/** A function again and again while a condition holds: `whileLoop(condition, body, init)`. */
export const whileLoop: typeof loops.whileLoop = wired(loops.whileLoop);

/** A function for each integer of a range: `foriLoop(lower, upper, body, init)`. */
export const foriLoop: typeof loops.foriLoop = wired(loops.foriLoop);

/** Carries a value through a function along the first axis: `scan(f, init, xs)`. */
export const scan: typeof scans.scan = wired(scans.scan);

/** A function applied to each slice along the first axis, one after the other. */
export const map: typeof mapping.map = wired(mapping.map);

/** The identity, with derivative zero. */
export const stopGradient: typeof stop.stopGradient = wired(stop.stopGradient);
