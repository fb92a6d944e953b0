import { div, mul, sub } from '../../src/primitives/elementwise/arithmetic.ts';
export const rem = (x: any, y: any) => sub(x, mul(div(x, y), y));
