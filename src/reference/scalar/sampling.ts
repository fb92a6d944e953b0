/**
 * Logarithms and the inverse error function as JAX computes them on a CPU, roundings included: what turns random bits into
 * samples, so that these are JAX's to the last bit in single precision.
 *
 * Each function has a version in single precision, which rounds after every step, and one in double precision.
 */

const { fround } = Math;

/** a·b + c in single precision, rounded once: the product of two floats is exact in double precision. */
const fusedSingle = (a: number, b: number, c: number): number => fround(a * b + c);

/** The part of a that has half the digits (Veltkamp). */
const upperHalf = (a: number): number => {
  const scaled = 134217729 * a;
  return scaled - (scaled - a);
};

/**
 * a·b + c in double precision with the product's low part kept (Dekker 1971): all but correctly rounded for numbers of
 * moderate size.
 *
 * @example
 * ```ts
 * import { fusedDouble } from '/src/reference/scalar/sampling.ts';
 * fusedDouble(1 + 2 ** -52, 1 - 2 ** -52, -1) === -(2 ** -104); // => true
 * ```
 */
export const fusedDouble = (a: number, b: number, c: number): number => {
  const product = a * b;
  const [aHigh, bHigh] = [upperHalf(a), upperHalf(b)];
  const [aLow, bLow] = [a - aHigh, b - bHigh];
  const productError = aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
  const sum = product + c;
  const shifted = sum - product;
  const sumError = product - (sum - shifted) + (c - shifted);
  const error = sumError + productError;
  return error === 0 ? sum : sum + error; // -0 stays -0
};

type Fused = (a: number, b: number, c: number) => number;

/** Horner's rule, coefficients from the highest power down. */
const horner = (fused: Fused, x: number, coefficients: readonly number[]): number => {
  let value = coefficients[0]!;
  for (let i = 1; i < coefficients.length; i++) value = fused(value, x, coefficients[i]!);
  return value;
};

const floats = new Float32Array(1);
const words = new Uint32Array(floats.buffer);

/** The numbers of the logarithm in single precision; polynomials from the highest power down. */
export const logSingleSteps = {
  /** Numbers below the least normal one count as that. */
  least: 2 ** -126,
  rootHalf: 0.7071067690849304,
  high: [0.07037683576345444, -0.11514610052108765, 0.11676998436450958],
  middle: [-0.12420140951871872, 0.14249323308467865, -0.16668057441711426],
  low: [0.2000071406364441, -0.24999994039535522, 0.3333333134651184],
  /** log 2 in two parts. */
  small: -0.00021219444170128554,
  large: 0.693359375,
  /** Up to where log(1 + x) has a series of its own: √2 - 1. */
  near: 0.4142135679721832,
} as const;

/**
 * The natural logarithm in single precision, by the polynomial of Moshier's Cephes library (logf).
 *
 * Numbers below the least normal one count as that.
 *
 * @example
 * ```ts
 * import { logSingle } from '/src/reference/scalar/sampling.ts';
 * logSingle(2); // => 0.6931471824645996
 * ```
 */
export function logSingle(x: number): number {
  if (!(x > 0)) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return x;
  const { least, rootHalf, high, middle, low, small, large } = logSingleSteps;
  floats[0] = Math.max(x, least);
  let exponent = (words[0]! >>> 23) - 126;
  words[0] = (words[0]! & 0x007fffff) | 0x3f000000;
  let m = floats[0]!;
  if (m < rootHalf) {
    exponent -= 1;
    m = fround(m - 1 + m);
  } else {
    m = fround(m - 1);
  }
  const square = fround(m * m);
  const cube = fround(square * m);
  const upper = fusedSingle(horner(fusedSingle, m, high), cube, horner(fusedSingle, m, middle));
  const polynomial = fusedSingle(upper, cube, horner(fusedSingle, m, low));
  const correction = fusedSingle(polynomial, cube, fround(exponent * small));
  const sum = fround(fusedSingle(square, -0.5, m) + correction);
  return fusedSingle(exponent, large, sum);
}

/** log(1 + x) = x - x²/2 + x³ P(x)/Q(x), |x| < √2 - 1: the coefficients of Moshier's Cephes library (log1p). */
const numerator = [
  4.5270000862445199e-5, 0.49854102823193376, 6.5787325942061043, 29.911919328553072, 60.949667980987788,
  57.112963590585537, 20.039553499201282,
];
const denominator = [
  1, 15.062909083469192, 83.047565967967216, 221.76239823732857, 309.09872225312057, 216.42788614495947,
  60.118660497603846,
];
export const numeratorSingle = numerator.map(fround);
export const denominatorSingle = denominator.map(fround);

/**
 * log(1 + x) in single precision.
 *
 * @example
 * ```ts
 * import { log1pSingle } from '/src/reference/scalar/sampling.ts';
 * log1pSingle(1); // => 0.6931471824645996
 * ```
 */
export function log1pSingle(x: number): number {
  if (!(Math.abs(x) < logSingleSteps.near)) return logSingle(fround(1 + x));
  const square = fround(x * x);
  const quotient = fround(horner(fusedSingle, x, numeratorSingle) / horner(fusedSingle, x, denominatorSingle));
  const cubic = fround(fround(x * square) * quotient);
  return fround(x + fusedSingle(square, -0.5, cubic));
}

/**
 * log(1 + x) in double precision.
 *
 * @example
 * ```ts
 * import { log1pDouble } from '/src/reference/scalar/sampling.ts';
 * log1pDouble(0); // => 0
 * ```
 */
export function log1pDouble(x: number): number {
  if (!(Math.abs(x) < Math.SQRT2 - 1)) return Math.log(1 + x);
  const square = x * x;
  const quotient = horner(fusedDouble, x, numerator) / horner(fusedDouble, x, denominator);
  return x + fusedDouble(square, -0.5, x * square * quotient);
}

/** Giles, Approximating the erfinv function (GPU Computing Gems, 2012): in w = -log(1 - x²), single precision. */
export const centreSingle = [
  2.81022636e-8, 3.43273939e-7, -3.5233877e-6, -4.39150654e-6, 0.00021858087, -0.00125372503, -0.00417768164,
  0.246640727, 1.50140941,
].map(fround);
export const tailSingle = [
  -0.000200214257, 0.000100950558, 0.00134934322, -0.00367342844, 0.00573950773, -0.0076224613, 0.00943887047,
  1.00167406, 2.83297682,
].map(fround);

/**
 * The inverse of the error function in single precision; ±∞ at ±1.
 *
 * @example
 * ```ts
 * import { erfInvSingle } from '/src/reference/scalar/sampling.ts';
 * erfInvSingle(0.5).toPrecision(7); // => 0.4769363
 * ```
 */
export function erfInvSingle(x: number): number {
  if (Math.abs(x) === 1) return x * Number.POSITIVE_INFINITY;
  const w = -log1pSingle(-fround(x * x));
  const polynomial =
    w < 5
      ? horner(fusedSingle, fround(w - 2.5), centreSingle)
      : horner(fusedSingle, fround(fround(Math.sqrt(w)) - 3), tailSingle);
  return fround(polynomial * x);
}

/** The same in double precision. */
const centre = [
  -3.6444120640178196996e-21, -1.685059138182016589e-19, 1.2858480715256400167e-18, 1.115787767802518096e-17,
  -1.333171662854620906e-16, 2.0972767875968561637e-17, 6.6376381343583238325e-15, -4.0545662729752068639e-14,
  -8.1519341976054721522e-14, 2.6335093153082322977e-12, -1.2975133253453532498e-11, -5.4154120542946279317e-11,
  1.051212273321532285e-9, -4.1126339803469836976e-9, -2.9070369957882005086e-8, 4.2347877827932403518e-7,
  -1.3654692000834678645e-6, -1.3882523362786468719e-5, 0.0001867342080340571352, -0.00074070253416626697512,
  -0.0060336708714301490533, 0.24015818242558961693, 1.6536545626831027356,
];
const middle = [
  2.2137376921775787049e-9, 9.0756561938885390979e-8, -2.7517406297064545428e-7, 1.8239629214389227755e-8,
  1.5027403968909827627e-6, -4.013867526981545969e-6, 2.9234449089955446044e-6, 1.2475304481671778723e-5,
  -4.7318229009055733981e-5, 6.8284851459573175448e-5, 2.4031110387097893999e-5, -0.0003550375203628474796,
  0.00095328937973738049703, -0.0016882755560235047313, 0.0024914420961078508066, -0.0037512085075692412107,
  0.005370914553590063617, 1.0052589676941592334, 3.0838856104922207635,
];
const tail = [
  -2.7109920616438573243e-11, -2.5556418169965252055e-10, 1.5076572693500548083e-9, -3.7894654401267369937e-9,
  7.6157012080783393804e-9, -1.4960026627149240478e-8, 2.9147953450901080826e-8, -6.7711997758452339498e-8,
  2.2900482228026654717e-7, -9.9298272942317002539e-7, 4.5260625972231537039e-6, -1.9681778105531670567e-5,
  7.5995277030017761139e-5, -0.00021503011930044477347, -0.00013871931833623122026, 1.0103004648645343977,
  4.8499064014085844221,
];

/** What the functions in double precision are made of; polynomials from the highest power down. */
export const sampleDouble = { numerator, denominator, near: Math.SQRT2 - 1, centre, middle, tail } as const;

/**
 * The inverse of the error function in double precision; ±∞ at ±1.
 *
 * @example
 * ```ts
 * import { erfInvDouble } from '/src/reference/scalar/sampling.ts';
 * erfInvDouble(0.5).toPrecision(8); // => 0.47693628
 * ```
 */
export function erfInvDouble(x: number): number {
  if (Math.abs(x) === 1) return x * Number.POSITIVE_INFINITY;
  const w = -log1pDouble(-x * x);
  if (w < 6.25) return horner(fusedDouble, w - 3.125, centre) * x;
  const root = Math.sqrt(w);
  return (w < 16 ? horner(fusedDouble, root - 3.25, middle) : horner(fusedDouble, root - 5, tail)) * x;
}
