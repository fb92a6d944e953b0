// What a case cannot do without: operations of the best method that we know of, and numbers that must be read and written.

const rosenbrock = n => ({ operations: 9 * n, words: n + n * n });
// half of the sum of x xᵀ over rows, a multiplication and an addition each
const logistic = (features, rows) => ({ operations: rows * features ** 2, words: rows * features + features ** 2 });
// half of the sum of g gᵀ over rows, g being the gradient of the output
const network = (parameters, rows) => ({ operations: rows * parameters ** 2, words: parameters ** 2 });
const chain = n => ({ operations: 8 * n, words: n + 3 * n });
const arrow = n => ({ operations: 25 * n, words: n + 31 * n });
const mesh = cells => ({
  operations: 2 * cells ** 2 * 150,
  // coordinates, elements of the matrix, and three vertices a triangle
  words: 2 * (cells + 1) ** 2 + 4 * (7 * cells ** 2 + 6 * cells + 1) + 6 * cells ** 2,
});

/** @type {Record<string, { operations: number, words: number }>} */
const limits = {
  ...Object.fromEntries([2, 10, 100, 1000].map(n => [`rosenbrock-${n}`, rosenbrock(n)])),
  'rosenbrock-1000-read': { operations: 9000, words: 2e6 },
  'rosenbrock-1000-into': { operations: 9000, words: 1e6 },
  'logistic-50': logistic(50, 500),
  'logistic-200': logistic(200, 2000),
  'network-161': network(161, 100),
  'network-1633': network(1633, 256),
  // a factor, an inverse, and products of it with the derivatives by five parameters
  'gaussian-process': { operations: (1 / 3 + 2 / 3 + 5 * 2) * 100 ** 3, words: 100 ** 2 },
  // twelve times the weights for each row: forwards and backwards, with tangents
  'hvp-network': { operations: 12 * 82_176 * 256, words: 3 * 82_689 },
  'hvp-rosenbrock': { operations: 12e6, words: 3e6 },
  ...Object.fromEntries([2, 3, 4, 5, 6].map(e => [`chain-1e${e}`, chain(10 ** e)])),
  ...Object.fromEntries([100, 1000, 3200, 10_000, 100_000].map(n => [`arrow-${n}`, arrow(n)])),
  ...Object.fromEntries([7, 22, 70, 100, 220].map(cells => [`mesh-${cells}`, mesh(cells)])),
  // an observation takes some 900 operations by hand; unknowns, elements of the matrix, what is seen, and by whom
  bundle: { operations: 31_843 * 900, words: 23_867 + 2_177_453 + 3 * 31_843 + 31_843 },
};

/**
 * The least time of a case on a machine that does `operations` and moves `bytes` a second, in milliseconds, and what bounds it;
 * undefined where there is no estimate.
 * @param {string} name
 * @param {string} dtype
 * @param {{ operations: Record<string, number>, bytes: number }} machine
 */
export const limitOf = (name, dtype, machine) => {
  const limit = limits[name];
  if (limit === undefined || machine === undefined) return undefined;
  const computing = (1e3 * limit.operations) / machine.operations[dtype];
  const moving = (1e3 * limit.words * (dtype === 'float64' ? 8 : 4)) / machine.bytes;
  return computing > moving ? { time: computing, by: 'operations' } : { time: moving, by: 'memory' };
};
