import { unary } from '../../src/primitives/elementwise/unary.ts';
import { neg } from '../../src/primitives/elementwise/arithmetic.ts';
export const sin: ReturnType<typeof unary> = unary({ name: 'sin', kernels: { float: Math.sin }, value: { float: Math.sin }, derivative: x => cos(x) } as never);
export const cos: ReturnType<typeof unary> = unary({ name: 'cos', kernels: { float: Math.cos }, value: { float: Math.cos }, derivative: x => neg(sin(x)) } as never);
export const exp: ReturnType<typeof unary> = unary({ name: 'exp', kernels: { float: Math.exp }, value: { float: Math.exp }, derivative: (_, y) => y } as never);
