export type Complex = readonly [re: number, im: number];

/** a / b by Smith's method (Smith, Algorithm 116, CACM 1962): no overflow on the way; NaN where b = 0. */
export const divide = (aRe: number, aIm: number, bRe: number, bIm: number): Complex => {
  if (Math.abs(bRe) >= Math.abs(bIm)) {
    const ratio = bIm / bRe;
    const divisor = bRe + bIm * ratio;
    return [(aRe + aIm * ratio) / divisor, (aIm - aRe * ratio) / divisor];
  }
  const ratio = bRe / bIm;
  const divisor = bIm + bRe * ratio;
  return [(aRe * ratio + aIm) / divisor, (aIm * ratio - aRe) / divisor];
};

export const multiply = ([aRe, aIm]: Complex, [bRe, bIm]: Complex): Complex => [
  aRe * bRe - aIm * bIm,
  aRe * bIm + aIm * bRe,
];

/** The square root with real part ≥ 0, computed without cancellation. */
export const squareRoot = (re: number, im: number): Complex => {
  if (re === 0 && im === 0) return [0, 0];
  const larger = Math.sqrt((Math.abs(re) + Math.hypot(re, im)) / 2);
  const smaller = Math.abs(im) / (2 * larger);
  const sign = im < 0 ? -1 : 1;
  return re >= 0 ? [larger, sign * smaller] : [smaller, sign * larger];
};

/** |re| + |im|: within a factor √2 of the modulus, and what LAPACK compares complex numbers by. */
export const taxicab = (re: number, im: number): number => Math.abs(re) + Math.abs(im);
