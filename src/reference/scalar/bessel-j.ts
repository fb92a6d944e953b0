/** Hankel's asymptotic expansion (Abramowitz and Stegun 9.2.5), for x > 25 + n²/2. */
const asymptotic = (n: number, x: number): number => {
  const mu = 4 * n * n;
  let term = 1;
  let [p, q] = [1, 0];
  for (let k = 1; k < 60; k++) {
    const next = (term * (mu - (2 * k - 1) ** 2)) / (k * 8 * x);
    if (Math.abs(next) >= Math.abs(term) || Math.abs(next) < 1e-18) break;
    term = next;
    const sign = k % 4 < 2 ? 1 : -1;
    if (k % 2 === 0) p += sign * term;
    else q += sign * term;
  }
  // cos and sin of x - nπ/2 - π/4 without rounding that angle
  const [c, s] = [Math.cos(x), Math.sin(x)];
  const turns = ((n % 4) + 4) % 4;
  const [a, b] = [(c + s) * Math.SQRT1_2, (s - c) * Math.SQRT1_2];
  const cosine = [a, b, -a, -b][turns]!;
  const sine = [b, -a, -b, a][turns]!;
  return Math.sqrt(2 / (Math.PI * x)) * (p * cosine - q * sine);
};

/** The recurrence downwards from where the function has vanished, normalised by 1 = J₀ + 2 J₂ + 2 J₄ + … (Miller). */
const downwards = (n: number, x: number): number => {
  const top = Math.max(n, Math.ceil(x));
  const start = 2 * Math.ceil((top + 30 + Math.sqrt(60 * top)) / 2);
  let [after, value, sum, found] = [0, 1e-300, 0, 0];
  for (let k = start; k > 0; k--) {
    [after, value] = [value, ((2 * k) / x) * value - after];
    if (Math.abs(value) > 1e200) {
      after *= 1e-250;
      value *= 1e-250;
      sum *= 1e-250;
      found *= 1e-250;
    }
    if (k - 1 === n) found = value;
    if (k % 2 === 1) sum += (k === 1 ? 1 : 2) * value;
  }
  return found / sum;
};

/** The Bessel function of the first kind Jₙ(x) for integers n; NaN for others. */
export const besselJ = (n: number, x: number): number => {
  if (!Number.isInteger(n) || Number.isNaN(x)) return Number.NaN;
  const order = Math.abs(n);
  const sign = (order % 2 === 1 && x < 0 ? -1 : 1) * (order % 2 === 1 && n < 0 ? -1 : 1);
  const size = Math.abs(x);
  if (size === 0) return order === 0 ? 1 : 0;
  if (size === Number.POSITIVE_INFINITY) return 0;
  return sign * (size > 25 + (order * order) / 2 ? asymptotic(order, size) : downwards(order, size));
};
