/**
 * The n-th roots of unity e^(-2πik/n), k = 0 … n-1, as pairs of cosine and minus sine.
 *
 * Angles are reduced to the first octant in integers, so that each number is right to about one rounding, whatever n.
 */
export const rootsOfUnity = (n: number): Float64Array => {
  const roots = new Float64Array(2 * n);
  for (let k = 0; k < n; k++) {
    const octant = Math.floor((8 * k) / n);
    const eighths = octant % 2 === 0 ? 8 * k - octant * n : (octant + 1) * n - 8 * k;
    const angle = (eighths * Math.PI) / (4 * n);
    const [near, far] = [Math.cos(angle), Math.sin(angle)];
    const [x, y] = (octant + 1) % 4 < 2 ? [near, far] : [far, near];
    roots[2 * k] = octant < 2 || octant >= 6 ? x : -x;
    roots[2 * k + 1] = octant < 4 ? -y : y;
  }
  return roots;
};

/** The factors of n in the order in which they are transformed: fours, a two, then odd primes, the smallest first. */
export const factorsOf = (n: number): number[] => {
  const factors: number[] = [];
  let rest = n;
  for (; rest % 4 === 0; rest /= 4) factors.push(4);
  for (let p = 2; p * p <= rest; p++) for (; rest % p === 0; rest /= p) factors.push(p);
  return rest > 1 ? [...factors, rest] : factors;
};
