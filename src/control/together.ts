import type { NDArray } from '../array/ndarray.ts';
import { sizeOf } from '../array/shape.ts';
import { avalOf } from '../core/aval.ts';
import { bindOne, isConcrete, trace } from '../core/tracer.ts';
import { jitPrimitive } from './jit.ts';

/** From so many elements on every function of them is compiled anyway: it gives the same bits alone and together with others. */
const largeArray = 1 << 14;

/**
 * `f(...operands)`, as one program where the operands are known and one of them is large: what stands between the steps of f is not
 * stored. Elsewhere f takes its steps one by one. It must not ask for values.
 */
export const together = <const Operands extends readonly NDArray[]>(
  what: string,
  operands: Operands,
  f: (...operands: Operands) => NDArray,
  // functions of one value throughout are functions of a number
  isLarge = operands.some(x => isConcrete(x) && x.uniform === undefined && sizeOf(x.shape) >= largeArray),
): NDArray => {
  if (!isLarge || !operands.every(isConcrete)) return f(...operands);
  const { jaxpr, captured } = trace(
    args => ({ outputs: [f(...(args as unknown as Operands))], extra: undefined }),
    operands.map(avalOf),
    { label: what },
  );
  return bindOne(jitPrimitive, [...captured, ...operands], { name: what, jaxpr });
};
