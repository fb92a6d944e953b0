export { abs, div, integerPower, mul, reciprocal, sign } from './complex/arithmetic.ts';
export { exp, exp2, expm1, log, log1p, logistic, pow, rsqrt, sqrt } from './complex/exponential.ts';
export { cos, cosh, sin, sinh, tan, tanh } from './complex/hyperbolic.ts';
export { acos, acosh, asin, asinh, atan, atanh } from './complex/inverse.ts';
