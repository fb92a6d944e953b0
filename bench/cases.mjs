// What is measured: each case has a name that every peer knows, and what one evaluation gives.
// Data are the numbers ((i + seed) · φ mod 1) - 1/2, the same in every language.

/** @typedef {{ name: string, title: string, target: number, dtypes?: readonly string[] }} Case */

/** `target` is the ratio to JAX's time that is aimed at. */
/** @type {readonly Case[]} */
export const cases = [
  { name: 'rosenbrock-2', title: 'Hessian of Rosenbrock, n = 2', target: 0.25 },
  { name: 'rosenbrock-10', title: 'Hessian of Rosenbrock, n = 10', target: 0.25 },
  { name: 'rosenbrock-100', title: 'Hessian of Rosenbrock, n = 100', target: 0.3 },
  { name: 'rosenbrock-1000', title: 'Hessian of Rosenbrock, n = 1000', target: 0.5 },
  { name: 'logistic-50', title: 'Hessian of logistic regression, 50 features × 500 rows', target: 1 },
  { name: 'logistic-200', title: 'Hessian of logistic regression, 200 × 2000', target: 0.6 },
  { name: 'network-161', title: 'Hessian of an 8-16-1 network, 100 rows', target: 0.7 },
  { name: 'network-1633', title: 'Hessian of a 16-32-32-1 network, 256 rows', target: 0.3 },
  { name: 'gaussian-process', title: 'Hessian of a Gaussian process likelihood, n = 100', target: 1.5 },
  { name: 'hvp-network', title: 'H·v of a 64-256-256-1 network, 256 rows', target: 1 },
  { name: 'hvp-rosenbrock', title: 'H·v of Rosenbrock, n = 10⁶', target: 1 },
];

export const dtypes = /** @type {const} */ (['float32', 'float64']);
