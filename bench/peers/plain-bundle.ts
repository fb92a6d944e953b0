// The sparse Hessian of a bundle adjustment, written out by hand.
import type { Numbers } from './plain-dense.ts';
import type { Rows } from './plain-sparse.ts';

export type Bundle = {
  readonly cameras: number;
  readonly points: number;
  /** The camera and the point of each observation. */
  readonly camera: Int32Array;
  readonly point: Int32Array;
  /** Two numbers an observation. */
  readonly features: Float64Array;
  readonly weights: Float64Array;
};

const ofCamera = 11; // rotation, centre, focal length, principal point, distortion
const ofBlock = 14; // a camera, then a point

/** Rows of cameras hold their own block, then the points that they see; rows of points the cameras that see them, then their own. */
const patternOf = ({ cameras, points, camera, point }: Bundle) => {
  const seen: number[][] = Array.from({ length: cameras }, () => []);
  const seers: number[][] = Array.from({ length: points }, () => []);
  const first = new Map<number, number>(); // an observation of each pair
  camera.forEach((c, i) => {
    const key = c * points + point[i]!;
    if (first.has(key)) return;
    first.set(key, i);
    seen[c]!.push(point[i]!);
    seers[point[i]!]!.push(c);
  });
  for (const list of [...seen, ...seers]) list.sort((a, b) => a - b);
  const n = ofCamera * cameras + 3 * points;
  const indptr = new Int32Array(n + 1);
  for (let row = 0; row < n; row++) {
    const length =
      row < ofCamera * cameras
        ? ofCamera + 3 * seen[Math.floor(row / ofCamera)]!.length
        : ofCamera * seers[Math.floor((row - ofCamera * cameras) / 3)]!.length + 3;
    indptr[row + 1] = indptr[row]! + length;
  }
  const indices = new Int32Array(indptr[n]!);
  // of each pair, how far its columns lie from the beginning of the camera's rows and of the point's
  const places = new Int32Array(2 * cameras * points);
  for (let c = 0; c < cameras; c++) {
    for (let row = ofCamera * c; row < ofCamera * (c + 1); row++) {
      let at = indptr[row]!;
      for (let k = 0; k < ofCamera; k++) indices[at++] = ofCamera * c + k;
      for (const p of seen[c]!) {
        places[2 * (c * points + p)] = at - indptr[row]!;
        for (let k = 0; k < 3; k++) indices[at++] = ofCamera * cameras + 3 * p + k;
      }
    }
  }
  for (let p = 0; p < points; p++) {
    for (let k = 0; k < 3; k++) {
      const row = ofCamera * cameras + 3 * p + k;
      let at = indptr[row]!;
      for (const c of seers[p]!) {
        places[2 * (c * points + p) + 1] = at - indptr[row]!;
        for (let j = 0; j < ofCamera; j++) indices[at++] = ofCamera * c + j;
      }
      for (let j = 0; j < 3; j++) indices[at++] = ofCamera * cameras + 3 * p + j;
    }
  }
  const inCamera = new Int32Array(camera.length);
  const inPoint = new Int32Array(camera.length);
  for (let i = 0; i < camera.length; i++) {
    const pair = 2 * (camera[i]! * points + point[i]!);
    inCamera[i] = places[pair]!;
    inPoint[i] = places[pair + 1]!;
  }
  return { indptr, indices, inCamera, inPoint };
};

/** (-1)ᵏ / (2k)!, (-1)ᵏ / (2k + 1)! and (-1)ᵏ / (2k + 2)!, of which twelve reach the last digit up to s = 1. */
const series = [0, 1, 2].map(more =>
  Float64Array.from({ length: 12 }, (_, k) => {
    let term = k % 2 === 0 ? 1 : -1;
    for (let factor = 2 * k + more; factor > 1; factor--) term /= factor;
    return term;
  }),
);

/**
 * cos θ, sin θ / θ and (1 - cos θ) / θ² as functions of s = θ², then their first and their second derivatives: by series where
 * s is small and closed forms lose digits.
 */
const rotationFactors = (s: number, to: Float64Array, at: number): void => {
  if (s > 1) {
    const angle = Math.sqrt(s);
    const A = Math.cos(angle);
    const B = Math.sin(angle) / angle;
    const C = (1 - A) / s;
    const [A1, B1, C1] = [-B / 2, (A - B) / (2 * s), (B / 2 - C) / s];
    to.set([A, B, C, A1, B1, C1, -B1 / 2, (A1 - 3 * B1) / (2 * s), (B1 / 2 - 2 * C1) / s], at);
    return;
  }
  series.forEach((terms, which) => {
    let [value, first, second] = [0, 0, 0];
    for (let k = terms.length - 1; k >= 0; k--) {
      const term = terms[k]!;
      if (k > 1) second = second * s + k * (k - 1) * term;
      if (k > 0) first = first * s + k * term;
      value = value * s + term;
    }
    to[at + which] = value;
    to[at + 3 + which] = first;
    to[at + 6 + which] = second;
  });
};

/**
 * Of ½ Σ weight² |pixel - feature|², where a pixel is f φ(u, v) (u, v) + p, (u, v, 1) the point's offset from the camera's
 * centre turned by R and divided by its third number, and φ = 1 + k₁ (u² + v²) + k₂ (u² + v²)².
 *
 * R = A + B [r]ₓ + C r rᵀ with A, B, C functions of |r|², which are had once for each camera. Per observation, derivatives by
 * (u, v, f, p, k) come first, then those by the turned offset t in place of (u, v), then those by r and the offset q in place
 * of t: Jᵀ ∂²/∂t² J + Σ ∂/∂tₘ ∂²tₘ. The centre counts as -q, the point as q.
 */
export const bundleAdjustment = (problem: Bundle, make: (count: number) => Numbers): ((x: Numbers) => Rows) => {
  const { cameras, camera, point, features, weights } = problem;
  const { indptr, indices, inCamera, inPoint } = patternOf(problem);
  const factors = new Float64Array(9 * cameras);
  const turns = new Float64Array(9 * cameras); // R, row-major
  const G = new Float64Array(7 * 7); // by u, v, f, p, p, k, k
  const [e0, e1] = [new Float64Array(7), new Float64Array(7)]; // gradients of a pixel's two numbers
  const J = new Float64Array(3 * 6); // of t by r and q
  const ofT = new Float64Array(3 * 3);
  const mixed = new Float64Array(3 * 5); // by t, and f, p, p, k, k
  const inner = new Float64Array(6 * 6); // by r and q
  const block = new Float64Array(ofBlock * ofBlock); // the lower triangle

  const prepareCameras = (x: Numbers): void => {
    for (let c = 0; c < cameras; c++) {
      const [r0, r1, r2] = [x[ofCamera * c]!, x[ofCamera * c + 1]!, x[ofCamera * c + 2]!];
      rotationFactors(r0 * r0 + r1 * r1 + r2 * r2, factors, 9 * c);
      const [A, B, C] = [factors[9 * c]!, factors[9 * c + 1]!, factors[9 * c + 2]!];
      turns.set([A + C * r0 * r0, C * r0 * r1 - B * r2, C * r0 * r2 + B * r1], 9 * c);
      turns.set([C * r1 * r0 + B * r2, A + C * r1 * r1, C * r1 * r2 - B * r0], 9 * c + 3);
      turns.set([C * r2 * r0 - B * r1, C * r2 * r1 + B * r0, A + C * r2 * r2], 9 * c + 6);
    }
  };

  /** Fills `block` for one observation. */
  const observe = (x: Numbers, i: number): void => {
    const own = ofCamera * camera[i]!;
    const place = ofCamera * cameras + 3 * point[i]!;
    const R = 9 * camera[i]!;
    const [q0, q1, q2] = [x[place]! - x[own + 3]!, x[place + 1]! - x[own + 4]!, x[place + 2]! - x[own + 5]!];
    const t0 = turns[R]! * q0 + turns[R + 1]! * q1 + turns[R + 2]! * q2;
    const t1 = turns[R + 3]! * q0 + turns[R + 4]! * q1 + turns[R + 5]! * q2;
    const t2 = turns[R + 6]! * q0 + turns[R + 7]! * q1 + turns[R + 8]! * q2;
    const z = 1 / t2;
    const [u, v] = [t0 * z, t1 * z];
    const s = u * u + v * v;
    const [f, k1, k2] = [x[own + 6]!, x[own + 9]!, x[own + 10]!];
    const phi = 1 + (k1 + k2 * s) * s;
    const [phi1, phi2] = [k1 + 2 * k2 * s, 2 * k2];
    const square = weights[i]! * weights[i]!;
    const off0 = square * (f * phi * u + x[own + 7]! - features[2 * i]!);
    const off1 = square * (f * phi * v + x[own + 8]! - features[2 * i + 1]!);

    // by u, v, f, p, k
    const [a, b, both] = [phi + 2 * u * u * phi1, phi + 2 * v * v * phi1, 2 * u * v * phi1];
    e0[0] = f * a;
    e0[1] = e1[0] = f * both;
    e1[1] = f * b;
    e0[2] = u * phi;
    e1[2] = v * phi;
    e0[3] = e1[4] = 1;
    e0[5] = f * u * s;
    e1[5] = f * v * s;
    e0[6] = e0[5]! * s;
    e1[6] = e1[5]! * s;
    for (let j = 0; j < 7; j++) {
      const [left0, left1] = [square * e0[j]!, square * e1[j]!];
      for (let k = 0; k <= j; k++) G[7 * j + k] = left0 * e0[k]! + left1 * e1[k]!;
    }
    const [uuu, vvv] = [6 * u * phi1 + 4 * u * u * u * phi2, 6 * v * phi1 + 4 * v * v * v * phi2];
    const [uuv, uvv] = [2 * v * phi1 + 4 * u * u * v * phi2, 2 * u * phi1 + 4 * u * v * v * phi2];
    G[0] = G[0]! + f * (off0 * uuu + off1 * uuv);
    G[7] = G[7]! + f * (off0 * uuv + off1 * uvv);
    G[8] = G[8]! + f * (off0 * uvv + off1 * vvv);
    G[14] = G[14]! + off0 * a + off1 * both;
    G[15] = G[15]! + off0 * both + off1 * b;
    const [along, cross] = [2 * (off0 * u + off1 * v), off0 * s];
    G[35] = G[35]! + f * (cross + along * u);
    G[36] = G[36]! + f * (off1 * s + along * v);
    G[42] = G[42]! + f * s * (cross + 2 * along * u);
    G[43] = G[43]! + f * s * (off1 * s + 2 * along * v);
    G[37] = G[37]! + (along * s) / 2;
    G[44] = G[44]! + (along * s * s) / 2;

    // by t
    const [gu, gv] = [off0 * e0[0]! + off1 * e1[0]!, off0 * e0[1]! + off1 * e1[1]!];
    const [g0, g1, g2] = [gu * z, gv * z, -(gu * u + gv * v) * z];
    const zz = z * z;
    const [Guu, Guv, Gvv] = [G[0]!, G[7]!, G[8]!];
    const [across, down] = [Guu * u + Guv * v, Guv * u + Gvv * v];
    ofT[0] = zz * Guu;
    ofT[1] = ofT[3] = zz * Guv;
    ofT[4] = zz * Gvv;
    ofT[2] = ofT[6] = -zz * (across + gu);
    ofT[5] = ofT[7] = -zz * (down + gv);
    ofT[8] = zz * (across * u + down * v + 2 * (gu * u + gv * v));
    for (let k = 0; k < 5; k++) {
      const [byU, byV] = [G[7 * (k + 2)]! * z, G[7 * (k + 2) + 1]! * z];
      mixed[k] = byU;
      mixed[5 + k] = byV;
      mixed[10 + k] = -(byU * u + byV * v);
    }

    // t by r and q
    const [r0, r1, r2] = [x[own]!, x[own + 1]!, x[own + 2]!];
    const [B, C] = [factors[R + 1]!, factors[R + 2]!];
    const [A1, B1, C1] = [factors[R + 3]!, factors[R + 4]!, factors[R + 5]!];
    const [A2, B2, C2] = [factors[R + 6]!, factors[R + 7]!, factors[R + 8]!];
    const rq = r0 * q0 + r1 * q1 + r2 * q2;
    const d0 = 2 * (A1 * q0 + B1 * (r1 * q2 - r2 * q1) + C1 * r0 * rq);
    const d1 = 2 * (A1 * q1 + B1 * (r2 * q0 - r0 * q2) + C1 * r1 * rq);
    const d2 = 2 * (A1 * q2 + B1 * (r0 * q1 - r1 * q0) + C1 * r2 * rq);
    J[0] = d0 * r0 + C * (rq + r0 * q0);
    J[1] = d0 * r1 + B * q2 + C * r0 * q1;
    J[2] = d0 * r2 - B * q1 + C * r0 * q2;
    J[6] = d1 * r0 - B * q2 + C * r1 * q0;
    J[7] = d1 * r1 + C * (rq + r1 * q1);
    J[8] = d1 * r2 + B * q0 + C * r1 * q2;
    J[12] = d2 * r0 + B * q1 + C * r2 * q0;
    J[13] = d2 * r1 - B * q0 + C * r2 * q1;
    J[14] = d2 * r2 + C * (rq + r2 * q2);
    for (let m = 0; m < 3; m++) for (let k = 0; k < 3; k++) J[6 * m + 3 + k] = turns[R + 3 * m + k]!;
    for (let j = 0; j < 6; j++) {
      const [j0, j1, j2] = [J[j]!, J[6 + j]!, J[12 + j]!];
      const m0 = ofT[0]! * j0 + ofT[1]! * j1 + ofT[2]! * j2;
      const m1 = ofT[3]! * j0 + ofT[4]! * j1 + ofT[5]! * j2;
      const m2 = ofT[6]! * j0 + ofT[7]! * j1 + ofT[8]! * j2;
      for (let k = 0; k <= j; k++) inner[6 * j + k] = m0 * J[k]! + m1 * J[6 + k]! + m2 * J[12 + k]!;
    }
    // gᵀt = A m + B r·w + C (g·r) (r·q) with w = q × g; by r twice, then by q and r
    const m = g0 * q0 + g1 * q1 + g2 * q2;
    const rg = r0 * g0 + r1 * g1 + r2 * g2;
    const [w0, w1, w2] = [q1 * g2 - q2 * g1, q2 * g0 - q0 * g2, q0 * g1 - q1 * g0];
    const rw = r0 * w0 + r1 * w1 + r2 * w2;
    const twice = 2 * (A1 * m + B1 * rw + C1 * rg * rq);
    const four = 4 * (A2 * m + B2 * rw + C2 * rg * rq);
    const h0 = four * 0.5 * r0 + 2 * (B1 * w0 + C1 * (g0 * rq + q0 * rg));
    const h1 = four * 0.5 * r1 + 2 * (B1 * w1 + C1 * (g1 * rq + q1 * rg));
    const h2 = four * 0.5 * r2 + 2 * (B1 * w2 + C1 * (g2 * rq + q2 * rg));
    inner[0] = inner[0]! + twice + 2 * (r0 * h0 + C * g0 * q0);
    inner[7] = inner[7]! + twice + 2 * (r1 * h1 + C * g1 * q1);
    inner[14] = inner[14]! + twice + 2 * (r2 * h2 + C * g2 * q2);
    inner[6] = inner[6]! + r1 * h0 + h1 * r0 + C * (g1 * q0 + q1 * g0);
    inner[12] = inner[12]! + r2 * h0 + h2 * r0 + C * (g2 * q0 + q2 * g0);
    inner[13] = inner[13]! + r2 * h1 + h2 * r1 + C * (g2 * q1 + q2 * g1);
    const p0 = 2 * (A1 * g0 + B1 * (g1 * r2 - g2 * r1) + C1 * r0 * rg);
    const p1 = 2 * (A1 * g1 + B1 * (g2 * r0 - g0 * r2) + C1 * r1 * rg);
    const p2 = 2 * (A1 * g2 + B1 * (g0 * r1 - g1 * r0) + C1 * r2 * rg);
    inner[18] = inner[18]! + p0 * r0 + C * (rg + r0 * g0);
    inner[19] = inner[19]! + p0 * r1 - B * g2 + C * r0 * g1;
    inner[20] = inner[20]! + p0 * r2 + B * g1 + C * r0 * g2;
    inner[24] = inner[24]! + p1 * r0 + B * g2 + C * r1 * g0;
    inner[25] = inner[25]! + p1 * r1 + C * (rg + r1 * g1);
    inner[26] = inner[26]! + p1 * r2 - B * g0 + C * r1 * g2;
    inner[30] = inner[30]! + p2 * r0 - B * g1 + C * r2 * g0;
    inner[31] = inner[31]! + p2 * r1 + B * g0 + C * r2 * g1;
    inner[32] = inner[32]! + p2 * r2 + C * (rg + r2 * g2);

    // a camera's rotation, centre, and the rest; then the point
    for (let j = 0; j < 3; j++) {
      for (let k = 0; k < 3; k++) {
        if (k <= j) block[ofBlock * j + k] = inner[6 * j + k]!;
        const byQ = inner[6 * (3 + j) + k]!;
        block[ofBlock * (3 + j) + k] = -byQ;
        block[ofBlock * (11 + j) + k] = byQ;
        const twiceQ = k <= j ? inner[6 * (3 + j) + 3 + k]! : inner[6 * (3 + k) + 3 + j]!;
        block[ofBlock * (3 + j) + 3 + k] = twiceQ;
        block[ofBlock * (11 + j) + 3 + k] = -twiceQ;
        block[ofBlock * (11 + j) + 11 + k] = twiceQ;
      }
    }
    for (let k = 0; k < 5; k++) {
      const row = ofBlock * (6 + k);
      const [n0, n1, n2] = [mixed[k]!, mixed[5 + k]!, mixed[10 + k]!];
      for (let j = 0; j < 3; j++) {
        block[row + j] = n0 * J[j]! + n1 * J[6 + j]! + n2 * J[12 + j]!;
        const byQ = n0 * J[3 + j]! + n1 * J[9 + j]! + n2 * J[15 + j]!;
        block[row + 3 + j] = -byQ;
        block[ofBlock * (11 + j) + 6 + k] = byQ;
      }
      for (let j = 0; j <= k; j++) block[row + 6 + j] = G[7 * (2 + k) + 2 + j]!;
    }
  };

  return x => {
    prepareCameras(x);
    const data = make(indices.length);
    for (let i = 0; i < camera.length; i++) {
      observe(x, i);
      for (let j = 0; j < ofCamera; j++) {
        const start = indptr[ofCamera * camera[i]! + j]!;
        for (let k = 0; k < ofCamera; k++) {
          data[start + k] = data[start + k]! + block[k <= j ? ofBlock * j + k : ofBlock * k + j]!;
        }
        const at = start + inCamera[i]!;
        for (let k = 0; k < 3; k++) data[at + k] = data[at + k]! + block[ofBlock * (11 + k) + j]!;
      }
      for (let j = 0; j < 3; j++) {
        const row = ofCamera * cameras + 3 * point[i]! + j;
        const at = indptr[row]! + inPoint[i]!;
        const from = ofBlock * (11 + j);
        for (let k = 0; k < ofCamera; k++) data[at + k] = data[at + k]! + block[from + k]!;
        const end = indptr[row + 1]! - 3;
        for (let k = 0; k < 3; k++) data[end + k] = data[end + k]! + block[from + 11 + k]!;
      }
    }
    return { indptr, indices, data };
  };
};
