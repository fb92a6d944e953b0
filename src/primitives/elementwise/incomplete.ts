import type { NDArray } from '../../array/ndarray.ts';
import {
  betainc as betaincOfNumbers,
  igammac as igammacOfNumbers,
  igammaGradA as igammaGradAOfNumbers,
  igamma as igammaOfNumbers,
  randomGammaGradA as randomGammaGradAOfNumbers,
  randomGammaGrad as randomGammaGradOfNumbers,
} from '../../reference/scalar/incomplete.ts';
import { convertElementType, toDouble } from '../convert.ts';
import { add, div, mul, neg, sub } from './arithmetic.ts';
import { constantLike } from './constant.ts';
import { exp, log, log1p } from './exponential.ts';
import { digamma, lgamma } from './gamma.ts';
import { binary, ternary } from './nary.ts';

/** e to a difference of large logarithms, which single precision would leave no digits of. */
const expInDouble = (operands: readonly NDArray[], logarithm: (...operands: NDArray[]) => NDArray): NDArray =>
  convertElementType(exp(logarithm(...operands.map(toDouble))), operands[0]!.dtype);

/** ∂P(a, x)/∂x, the density of the gamma distribution: x^(a-1) e⁻ˣ / Γ(a). */
const gammaDensity = (shape: NDArray, place: NDArray): NDArray =>
  expInDouble([shape, place], (a, x) => sub(sub(mul(sub(a!, constantLike(a!, 1)), log(x!)), x!), lgamma(a!)));

/**
 * The regularized lower incomplete gamma function P(a, x) = ∫₀ˣ t^(a-1) e⁻ᵗ dt / Γ(a), element by element
 * (`lax.igamma`); NaN outside a ≥ 0, x ≥ 0.
 *
 * Operands are promoted, ints lifted to float, and broadcast. The third derivative with respect to a is not there:
 * asking for it throws TypeError, as complex operands do.
 *
 * @example
 * ```ts
 * console.log(String(lax.igamma(1, [0, 1]))); // => [0.         0.63212055]
 * ```
 */
export const igamma = binary({
  name: 'igamma',
  value: { float: igammaOfNumbers },
  lift: 'inexact',
  derivatives: [(a, x) => igammaGradA(a!, x!), (a, x) => gammaDensity(a!, x!)],
});

/**
 * The regularized upper incomplete gamma function Q(a, x) = 1 - P(a, x) without cancellation, element by element
 * (`lax.igammac`); NaN outside a ≥ 0, x ≥ 0.
 *
 * Operands are promoted, ints lifted to float, and broadcast. The third derivative with respect to a is not there:
 * asking for it throws TypeError, as complex operands do.
 *
 * @example
 * ```ts
 * console.log(String(lax.igammac(1, [0, 1]))); // => [1.         0.36787945]
 * ```
 */
export const igammac = binary({
  name: 'igammac',
  value: { float: igammacOfNumbers },
  lift: 'inexact',
  derivatives: [(a, x) => neg(igammaGradA(a!, x!)), (a, x) => neg(gammaDensity(a!, x!))],
});

/**
 * The derivative of P(a, x), the regularized lower incomplete gamma function, with respect to a, element by element
 * (`lax.igamma_grad_a`).
 *
 * Operands are promoted, ints lifted to float, and broadcast. The second derivative with respect to a is not there: asking
 * for it throws TypeError, as complex operands do.
 *
 * @example
 * ```ts
 * console.log(String(lax.igammaGradA(1, [1, 2]))); // => [-0.4317297  -0.22082542]
 * ```
 */
export const igammaGradA = binary({
  name: 'igamma_grad_a',
  value: { float: igammaGradAOfNumbers },
  lift: 'inexact',
  derivatives: [
    // ∂P/∂a = -r·p, with the density p and r of randomGammaGrad
    (a, x, gradient) =>
      sub(mul(gradient!, sub(log(x!), digamma(a!))), mul(gammaDensity(a!, x!), randomGammaGradA(a!, x!))),
    (a, x) => mul(gammaDensity(a!, x!), sub(log(x!), digamma(a!))),
  ],
});

const sampleReason =
  'is itself a second derivative, of samples of the gamma distribution, and has none: wrap its operands in stopGradient';

/**
 * The derivative of `randomGammaGrad(a, x)` with respect to a, element by element.
 *
 * Operands are promoted, ints lifted to float, and broadcast. Differentiating it throws TypeError, as complex operands
 * do.
 */
export const randomGammaGradA = binary({
  name: 'random_gamma_grad_a',
  value: { float: randomGammaGradAOfNumbers },
  lift: 'inexact',
  derivatives: [{ undefined: sampleReason }, { undefined: sampleReason }],
});

/**
 * The derivative of a sample x of the gamma distribution with respect to its parameter a, element by element
 * (`lax.random_gamma_grad`): -∂P/∂a / ∂P/∂x of the distribution function P (Figurnov, Mohamed and Mnih 2018).
 *
 * Operands are promoted, ints lifted to float, and broadcast. It can be differentiated once: asking for more throws
 * TypeError, as complex operands do.
 *
 * @example
 * ```ts
 * console.log(String(lax.randomGammaGrad(1, [1, 2]))); // => [1.173563  1.6316915]
 * ```
 */
export const randomGammaGrad = binary({
  name: 'random_gamma_grad',
  value: { float: randomGammaGradOfNumbers },
  lift: 'inexact',
  derivatives: [
    (a, x) => randomGammaGradA(a!, x!),
    // of -(∂P/∂a)/p: what the density p depends on x is in both
    (a, x, gradient) => {
      const one = constantLike(x!, 1);
      const densitySlope = sub(div(sub(a!, one), x!), one);
      return sub(digamma(a!), add(log(x!), mul(gradient!, densitySlope)));
    },
  ],
});

const betaReason = (parameter: string): string =>
  `has no derivative with respect to ${parameter}, only with respect to x: wrap ${parameter} in stopGradient`;

/**
 * The regularized incomplete beta function ∫₀ˣ t^(a-1) (1-t)^(b-1) dt / B(a, b), element by element (`lax.betainc`).
 *
 * Operands are promoted, ints lifted to float, and broadcast. There are no derivatives with respect to a and b: asking
 * for them throws TypeError, as complex operands do.
 *
 * @example
 * ```ts
 * console.log(String(lax.betainc(1, 2, [0, 0.5, 1]))); // => [0.   0.75 1.  ]
 * ```
 */
export const betainc = ternary({
  name: 'regularized_incomplete_beta',
  value: { float: betaincOfNumbers },
  lift: 'inexact',
  derivatives: [
    { undefined: betaReason('a') },
    { undefined: betaReason('b') },
    (p, q, place) =>
      expInDouble([p!, q!, place!], (a, b, x) => {
        const one = constantLike(x!, 1);
        const logBeta = sub(add(lgamma(a!), lgamma(b!)), lgamma(add(a!, b!)));
        const powers = add(mul(sub(b!, one), log1p(neg(x!))), mul(sub(a!, one), log(x!)));
        return sub(powers, logBeta);
      }),
  ],
});
