/**
 * The stages of a transform whose length has small factors (Stockham's method). Complex numbers are interleaved.
 *
 * A stage takes `lines` transforms of length `radix·rest`, the elements of one `lines` apart, to `lines·radix` of length
 * `rest`: elements that lie `rest` apart are transformed together and turned by a root of unity.
 */
export type Stage = {
  readonly radix: number;
  readonly rest: number;
  readonly lines: number;
  /** The roots of unity of the whole length, and how many of them make one of `radix·rest`. */
  readonly roots: Float64Array;
  readonly step: number;
};

const radix2 = ({ rest, lines, roots, step }: Stage, from: Float64Array, to: Float64Array): void => {
  const far = 2 * lines * rest;
  for (let p = 0; p < rest; p++) {
    const c = roots[2 * p * step]!;
    const s = roots[2 * p * step + 1]!;
    const source = 2 * lines * p;
    const target = 2 * source;
    for (let q = 0; q < 2 * lines; q += 2) {
      const ar = from[source + q]!;
      const ai = from[source + q + 1]!;
      const br = from[source + far + q]!;
      const bi = from[source + far + q + 1]!;
      to[target + q] = ar + br;
      to[target + q + 1] = ai + bi;
      const dr = ar - br;
      const di = ai - bi;
      to[target + 2 * lines + q] = dr * c - di * s;
      to[target + 2 * lines + q + 1] = dr * s + di * c;
    }
  }
};

const radix4 = ({ rest, lines, roots, step }: Stage, from: Float64Array, to: Float64Array): void => {
  const far = 2 * lines * rest;
  const wide = 2 * lines;
  for (let p = 0; p < rest; p++) {
    const at = 2 * p * step;
    const c1 = roots[at]!;
    const s1 = roots[at + 1]!;
    const c2 = roots[2 * at]!;
    const s2 = roots[2 * at + 1]!;
    const c3 = roots[3 * at]!;
    const s3 = roots[3 * at + 1]!;
    const source = wide * p;
    const target = 4 * source;
    for (let q = 0; q < wide; q += 2) {
      const i = source + q;
      const ar = from[i]!;
      const ai = from[i + 1]!;
      const br = from[i + far]!;
      const bi = from[i + far + 1]!;
      const cr = from[i + 2 * far]!;
      const ci = from[i + 2 * far + 1]!;
      const dr = from[i + 3 * far]!;
      const di = from[i + 3 * far + 1]!;
      const evenR = ar + cr;
      const evenI = ai + ci;
      const oddR = br + dr;
      const oddI = bi + di;
      // minus i times b - d
      const turnedR = bi - di;
      const turnedI = dr - br;
      const o = target + q;
      to[o] = evenR + oddR;
      to[o + 1] = evenI + oddI;
      const xr = ar - cr + turnedR;
      const xi = ai - ci + turnedI;
      to[o + wide] = xr * c1 - xi * s1;
      to[o + wide + 1] = xr * s1 + xi * c1;
      const yr = evenR - oddR;
      const yi = evenI - oddI;
      to[o + 2 * wide] = yr * c2 - yi * s2;
      to[o + 2 * wide + 1] = yr * s2 + yi * c2;
      const zr = ar - cr - turnedR;
      const zi = ai - ci - turnedI;
      to[o + 3 * wide] = zr * c3 - zi * s3;
      to[o + 3 * wide + 1] = zr * s3 + zi * c3;
    }
  }
};

/** An odd radix: results j and radix - j are made of the same sums and differences of the elements k and radix - k. */
const oddRadix = ({ radix, rest, lines, roots, step }: Stage, from: Float64Array, to: Float64Array): void => {
  const half = (radix - 1) / 2;
  const far = 2 * lines * rest;
  const wide = 2 * lines;
  const length = roots.length / 2;
  const sums = new Float64Array(2 * half);
  const differences = new Float64Array(2 * half);
  for (let p = 0; p < rest; p++) {
    for (let q = 0; q < wide; q += 2) {
      const source = wide * p + q;
      const target = wide * p * radix + q;
      const ar = from[source]!;
      const ai = from[source + 1]!;
      let totalR = ar;
      let totalI = ai;
      for (let k = 1; k <= half; k++) {
        const low = source + k * far;
        const high = source + (radix - k) * far;
        const at = 2 * k - 2;
        totalR += sums[at] = from[low]! + from[high]!;
        totalI += sums[at + 1] = from[low + 1]! + from[high + 1]!;
        differences[at] = from[low]! - from[high]!;
        differences[at + 1] = from[low + 1]! - from[high + 1]!;
      }
      to[target] = totalR;
      to[target + 1] = totalI;
      for (let j = 1; j <= half; j++) {
        let evenR = ar;
        let evenI = ai;
        let oddR = 0;
        let oddI = 0;
        for (let k = 1; k <= half; k++) {
          const root = 2 * (((j * k) % radix) * (length / radix));
          const c = roots[root]!;
          const s = roots[root + 1]!;
          const at = 2 * k - 2;
          evenR += c * sums[at]!;
          evenI += c * sums[at + 1]!;
          oddR -= s * differences[at + 1]!;
          oddI += s * differences[at]!;
        }
        for (const [index, xr, xi] of [
          [j, evenR + oddR, evenI + oddI],
          [radix - j, evenR - oddR, evenI - oddI],
        ] as const) {
          const root = 2 * p * index * step;
          const c = roots[root]!;
          const s = roots[root + 1]!;
          const o = target + index * wide;
          to[o] = xr * c - xi * s;
          to[o + 1] = xr * s + xi * c;
        }
      }
    }
  }
};

export const runStage = (stage: Stage, from: Float64Array, to: Float64Array): void =>
  (stage.radix === 2 ? radix2 : stage.radix === 4 ? radix4 : oddRadix)(stage, from, to);
