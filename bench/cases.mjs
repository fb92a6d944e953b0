// What is measured. A case has a name that every peer knows; its data are the numbers ((i + seed) · φ mod 1) - 1/2, the same
// in every language (peers/data.mjs, peers/data.py).

/**
 * `target` and `firstTarget` are the ratios to JAX's time that calls and first calls aim at, `aims` what a call and a first call
 * are to take, in milliseconds, and the process to hold, in megabytes; `family` and `n` place a case in the plot of scaling.
 * @typedef {object} Case
 * @property {string} name
 * @property {string} title
 * @property {'dense' | 'product' | 'sparse'} kind
 * @property {readonly ('float64' | 'float32')[]} dtypes
 * @property {number} [target]
 * @property {number} [firstTarget]
 * @property {boolean} [multiplies] whether matrix products take the time, so that wider vectors matter
 * @property {{ call?: number, first?: number, peak?: number }} [aims] in float64
 * @property {string} [family]
 * @property {number} [n]
 * @property {number} [tolerance] of float32, relative to the largest element
 */

const both = /** @type {const} */ (['float64', 'float32']);
const double = /** @type {const} */ (['float64']);

const dense = (name, title, target, more = {}) => ({ name, title, kind: 'dense', dtypes: both, target, ...more });
/** A quarter of the time of JAX for tracing, compiling and running. */
const quick = { firstTarget: 0.25 };
const rosenbrock = (n, target, more = {}) =>
  dense(`rosenbrock-${n}`, `Hessian of Rosenbrock, n = ${n}`, target, { family: 'Rosenbrock, dense', n, ...more });
const multiplying = (name, title, target, more = {}) => dense(name, title, target, { multiplies: true, ...more });

const superscripts = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶'];
const chain = (exponent, dtypes, aims) => ({
  aims,
  name: `chain-1e${exponent}`,
  title: `sparse Hessian of chained Rosenbrock, n = 10${superscripts[exponent]}`,
  kind: 'sparse',
  dtypes,
  family: 'chained Rosenbrock',
  n: 10 ** exponent,
});
const arrow = (n, dtypes, aims) => ({
  aims,
  name: `arrow-${n}`,
  title: `sparse Hessian of ArrowHead (${n}, 8)`,
  kind: 'sparse',
  dtypes,
  family: 'ArrowHead (n, 8)',
  n,
});
const mesh = (cells, dtypes, aims) => ({
  aims,
  name: `mesh-${cells}`,
  title: `sparse Hessian of a neo-Hookean mesh, ${cells} × ${cells}`,
  kind: 'sparse',
  dtypes,
  family: 'neo-Hookean mesh',
  n: 2 * (cells + 1) ** 2,
});

/** @type {readonly Case[]} */
export const cases = [
  dense('call', 'a call: x + 1 of one number', 0.5),
  rosenbrock(2, 0.25, quick),
  rosenbrock(10, 0.25, quick),
  rosenbrock(100, 0.3, quick),
  rosenbrock(1000, 0.5),
  dense('rosenbrock-1000-read', 'the same, result read into a new array of the caller', 0.5),
  dense('rosenbrock-1000-into', 'the same, result written into an array that the caller keeps', 0.5),
  multiplying('logistic-50', 'Hessian of logistic regression, 50 features × 500 rows', 1, quick),
  multiplying('logistic-200', 'Hessian of logistic regression, 200 × 2000', 0.6, quick),
  multiplying('network-161', 'Hessian of an 8-16-1 network, 100 rows', 0.7, quick),
  multiplying('network-1633', 'Hessian of a 16-32-32-1 network, 256 rows', 0.3),
  // the covariance matrix is badly conditioned, which single precision feels
  multiplying('gaussian-process', 'Hessian of a Gaussian process likelihood, n = 100', 1.5, {
    tolerance: 2e-3,
    ...quick,
  }),
  { ...multiplying('hvp-network', 'H·v of a 64-256-256-1 network, 256 rows', 1, quick), kind: 'product' },
  { ...dense('hvp-rosenbrock', 'H·v of Rosenbrock, n = 10⁶', 1, quick), kind: 'product' },
  chain(2, double),
  chain(3, double),
  chain(4, double),
  chain(5, both, { call: 4, first: 1000 }),
  chain(6, both, { call: 60, first: 10_000, peak: 2000 }),
  arrow(100, double),
  arrow(1000, double),
  arrow(3200, both, { call: 3, first: 1000 }),
  arrow(10_000, double),
  arrow(100_000, double),
  mesh(7, double),
  mesh(22, double),
  mesh(70, double),
  mesh(100, both, { call: 25, first: 2000 }),
  mesh(220, double),
  {
    name: 'bundle',
    title: 'sparse Hessian of bundle adjustment, 49 cameras, 7,776 points, 31,843 observations',
    kind: 'sparse',
    dtypes: double,
    aims: { first: 10_000 },
  },
];

export const dtypes = both;
