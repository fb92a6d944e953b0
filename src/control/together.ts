import type { NDArray } from '../array/ndarray.ts';
import { avalOf } from '../core/aval.ts';
import { bindOne, isConcrete, trace } from '../core/tracer.ts';
import { jitPrimitive } from './jit.ts';

/** From so many elements on every function of them is compiled anyway: it gives the same bits alone and together with others. */
const largeArray = 1 << 14;

/**
 * `f(...operands)`, as one program where the operands are known and one of them has at least so many elements: what stands between
 * the steps of f is not stored. Elsewhere f takes its steps one by one. It must not ask for values.
 */
export const together = <const Operands extends readonly NDArray[]>(
  operands: Operands,
  f: (...operands: Operands) => NDArray,
  least = largeArray,
): NDArray => {
  const known: readonly NDArray[] = operands;
  // functions of one value throughout are functions of a number
  if (!known.every(isConcrete) || !known.some(x => x.uniform === undefined && x.size >= least)) return f(...operands);
  const { jaxpr, captured } = trace(
    args => ({ outputs: [f(...(args as unknown as Operands))], extra: undefined }),
    operands.map(avalOf),
    { label: 'jit' },
  );
  return bindOne(jitPrimitive, [...captured, ...operands], { name: jaxpr.name, jaxpr });
};
