import { array, type NDArray } from 'nabla';
import { expect, it } from 'vitest';
import { grad } from './grad.ts';
import { vmap } from './vmap.ts';

// a walk of the whole tree for each of its leaves would take minutes
const count = 40_000;
const first = (leaves: readonly NDArray[]) => leaves[0]!.mul(leaves[1]!);

it('differentiates with respect to very many arguments', { timeout: 30_000 }, () => {
  const gradient = grad(first)(Array.from({ length: count }, (_, i) => array(i + 2)));
  expect([gradient.length, gradient[0]!.item(), gradient[2]!.item()]).toEqual([count, 3, 0]);
});

it('maps over very many arguments', { timeout: 30_000 }, () => {
  expect(vmap(first)(Array.from({ length: count }, (_, i) => array([i + 2, 1]))).tolist()).toEqual([6, 1]);
});
