import { checkpoint, jit, lax, type NDArray, nn, numpy as np } from 'nabla';

/**
 * Random programs of up to 20 primitives over two arguments, x of shape (3,) and y of shape (2, 3), to a scalar. A program
 * is a list of steps, each applied to values made before, so that it can be run on any arrays and printed when it fails.
 */

export type Random = { readonly integer: (below: number) => number };

/** mulberry32: small, seeded, good enough to choose with. */
export const randomFrom = (seed: number): Random => {
  let state = seed | 0;
  return {
    integer: below => {
      state = (state + 0x6d2b79f5) | 0;
      let t = Math.imul(state ^ (state >>> 15), 1 | state);
      t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
      return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * below);
    },
  };
};

type Operation = {
  readonly name: string;
  readonly arity: 1 | 2;
  /** Applicable to operands of these shapes; anything by default. */
  readonly accepts?: (a: NDArray, b: NDArray) => boolean;
  readonly apply: (a: NDArray, b: NDArray) => NDArray;
};

const matrix = (a: NDArray): boolean => a.ndim === 2;
const array = (a: NDArray): boolean => a.ndim >= 1;
const unary = (name: string, apply: (a: NDArray) => NDArray, accepts?: (a: NDArray) => boolean): Operation => ({
  name,
  arity: 1,
  apply,
  ...(accepts === undefined ? {} : { accepts }),
});

/** Keeps values small, so that twenty steps neither overflow nor lose all digits. */
const tame = (a: NDArray): NDArray => np.tanh(a.mul(0.5));

const broadcastable = (a: NDArray, b: NDArray): boolean => {
  for (let k = 1; k <= Math.min(a.ndim, b.ndim); k++) {
    const [m, n] = [a.shape[a.ndim - k]!, b.shape[b.ndim - k]!];
    if (m !== n && m !== 1 && n !== 1) return false;
  }
  return true;
};

export const operations: readonly Operation[] = [
  { name: 'add', arity: 2, accepts: broadcastable, apply: (a, b) => a.add(b) },
  { name: 'sub', arity: 2, accepts: broadcastable, apply: (a, b) => a.sub(b) },
  { name: 'mul', arity: 2, accepts: broadcastable, apply: (a, b) => a.mul(b) },
  { name: 'div', arity: 2, accepts: broadcastable, apply: (a, b) => a.div(b.mul(b).add(1.5)) },
  { name: 'atan2', arity: 2, accepts: broadcastable, apply: (a, b) => np.arctan2(a, b.mul(b).add(1)) },
  { name: 'pow', arity: 2, accepts: broadcastable, apply: (a, b) => np.power(a.mul(a).add(0.7), b) },
  { name: 'logaddexp', arity: 2, accepts: broadcastable, apply: (a, b) => np.logaddexp(a, b) },
  {
    name: 'where',
    arity: 2,
    accepts: broadcastable,
    apply: (a, b) => np.where(a.add(b).greater(-0.3), a.mul(b), b.sub(a)),
  },
  { name: 'maximum', arity: 2, accepts: broadcastable, apply: (a, b) => np.maximum(a, b.add(0.1)) },
  {
    name: 'matmul',
    arity: 2,
    accepts: (a, b) => matrix(a) && matrix(b) && a.shape[1] === b.shape[0],
    apply: (a, b) => tame(a.matmul(b)),
  },
  {
    name: 'gram',
    arity: 2,
    accepts: (a, b) => matrix(a) && matrix(b) && a.shape[1] === b.shape[1],
    apply: (a, b) => tame(np.einsum('ik,jk->ij', a, b)),
  },
  {
    name: 'outer',
    arity: 2,
    accepts: (a, b) => a.ndim === 1 && b.ndim === 1 && a.size * b.size <= 12,
    apply: (a, b) => np.outer(a, b),
  },
  {
    name: 'concatenate',
    arity: 2,
    accepts: (a, b) => a.ndim === 1 && b.ndim === 1 && a.size + b.size <= 8,
    apply: (a, b) => np.concatenate([a, b]),
  },
  {
    name: 'dynamicUpdate',
    arity: 2,
    accepts: (a, b) => a.ndim === 1 && b.ndim === 1 && b.size <= a.size,
    apply: (a, b) => lax.dynamicUpdateSlice(a, b, [0]),
  },
  unary('sin', a => np.sin(a)),
  unary('cos', a => np.cos(a)),
  unary('exp', a => np.exp(tame(a))),
  unary('log', a => np.log(a.mul(a).add(0.6))),
  unary('sqrt', a => np.sqrt(a.mul(a).add(0.4))),
  unary('tanh', a => np.tanh(a)),
  unary('logistic', a => nn.sigmoid(a)),
  unary('softplus', a => nn.softplus(a)),
  unary('erf', a => lax.erf(a)),
  unary('arctan', a => np.arctan(a)),
  unary('arcsinh', a => np.arcsinh(a)),
  unary('cbrt', a => np.cbrt(a.mul(a).add(0.5))),
  unary('rsqrt', a => lax.rsqrt(a.mul(a).add(0.8))),
  unary('lgamma', a => lax.lgamma(a.mul(a).add(1.2))),
  unary('square', a => tame(np.square(a))),
  unary('cube', a => tame(a.pow(3))),
  unary('neg', a => a.neg()),
  unary('clip', a => np.clip(a, -0.9, 0.9)),
  unary('softmax', a => nn.softmax(a), array),
  unary('sum', a => a.sum({ axis: 0 }), array),
  unary('mean', a => a.mean({ axis: -1, keepdims: true }), array),
  unary('prod', a => a.prod({ axis: -1 }), array),
  unary('max', a => a.max({ axis: -1 }), array),
  unary('logsumexp', a => nn.logsumexp(a, { axis: -1 }), array),
  unary('cumsum', a => tame(np.cumsum(a, { axis: -1 })), array),
  unary('cumprod', a => np.cumprod(a, { axis: 0 }), array),
  unary('sort', a => np.sort(a), array),
  unary('flip', a => np.flip(a), array),
  unary('roll', a => np.roll(a, 1), array),
  unary('transpose', a => a.T, matrix),
  unary('ravel', a => a.ravel(), matrix),
  unary('slice', a => a.at(':2'), array),
  unary('strided', a => a.at('::2'), array),
  unary(
    'gather',
    a => a.at(np.arange(0, 4, 1, { dtype: 'int32' }).mod(a.length)),
    a => a.ndim === 1,
  ),
  unary('set', a => a.set(0, a.at(-1).mul(2)), array),
  unary('addAt', a => a.addAt([np.zeros([2], { dtype: 'int32' })], a.at(':1').mul(0.5)), array),
  unary(
    'pad',
    a => np.pad(a, [[1, 0]]),
    a => a.ndim === 1 && a.size < 8,
  ),
  unary(
    'newaxis',
    a => a.at(null),
    a => a.ndim === 1,
  ),
  unary('jit', a => jit((v: NDArray) => np.sin(v).mul(v))(a)),
  unary('checkpoint', a => checkpoint((v: NDArray) => np.tanh(np.sin(v)))(a)),
  unary('cond', a =>
    lax.cond(
      a.sum().greater(0),
      (v: NDArray) => v.mul(v),
      (v: NDArray) => np.sin(v),
      a,
    ),
  ),
  unary(
    'scan',
    a => lax.scan((c: NDArray, v: NDArray) => [np.tanh(c.add(v)), c.mul(v)] as const, a.at(0).mul(0), a)[1],
    array,
  ),
  unary('foriLoop', a => lax.foriLoop(0, 3, (_, v: NDArray) => np.sin(v).add(v.mul(0.5)), a)),
];

export type Step = { readonly operation: Operation; readonly a: number; readonly b: number };
export type Program = { readonly steps: readonly Step[] };

const applyStep = (values: readonly NDArray[], { operation, a, b }: Step): NDArray =>
  operation.apply(values[a]!, values[b]!);

/** Chooses up to 20 applicable steps; `example` arguments decide what is applicable. */
export const generate = (random: Random, example: readonly NDArray[]): Program => {
  const values: NDArray[] = [...example];
  const steps: Step[] = [];
  const wanted = 2 + random.integer(19);
  for (let attempt = 0; steps.length < wanted && attempt < 200; attempt++) {
    const operation = operations[random.integer(operations.length)]!;
    // mostly recent values, so that programs are deep
    const pick = (): number =>
      random.integer(3) === 0
        ? random.integer(values.length)
        : values.length - 1 - random.integer(Math.min(3, values.length));
    const step = { operation, a: pick(), b: pick() };
    const [first, second] = [values[step.a]!, values[step.b]!];
    if (operation.accepts?.(first, second) === false) continue;
    const result = applyStep(values, step);
    if (result.size === 0 || result.size > 16) continue;
    values.push(result);
    steps.push(step);
  }
  return { steps };
};

/** Runs a program: the last values are brought to a common scale and summed up. */
export const run = ({ steps }: Program, args: readonly NDArray[]): NDArray => {
  const values: NDArray[] = [...args];
  for (const step of steps) values.push(applyStep(values, step));
  return values.slice(-3).reduce<NDArray>((sum, value) => sum.add(np.sin(value).sum()), args[0]!.mul(args[0]!).sum());
};

/** The two arguments of a program, laid end to end. */
export const split = (flat: NDArray): NDArray[] => [flat.at(':3'), flat.at('3:').reshape([2, 3])];

export const print = ({ steps }: Program): string =>
  steps
    .map(({ operation, a, b }, i) => `v${i + 2} = ${operation.name}(v${a}${operation.arity === 2 ? `, v${b}` : ''})`)
    .join('; ');
