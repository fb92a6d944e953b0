import { array, grad, hessian, jacfwd, makeJaxpr, type NDArray, sparseHessian } from 'nabla';
import { describe, expect, it } from 'vitest';
import type { ConcreteArray } from '../../src/array/ndarray.ts';
import { avalOf } from '../../src/core/aval.ts';
import { interpreter } from '../../src/core/evaluate.ts';
import { trace } from '../../src/core/tracer.ts';
import { structuredHessianJaxpr, structuredJacobianJaxpr } from '../../src/hessian/structured/hessian-jaxpr.ts';
import { forwardJacobianJaxpr, gradJaxpr } from '../../src/transforms/jacobian-jaxpr.ts';
import { generate, print, randomFrom, run, split } from './generate.ts';

/** Structured tangents against the dense basis: the same Jacobian of the gradient for random programs of two arguments. */

const count = 300;
const perTest = 50;
const differentiated = [true, true];

const numbers = (x: NDArray): number[] => [...x.toTypedArray()];

const check = (seed: number): void => {
  const random = randomFrom(seed);
  const entries = (n: number): number[] => Array.from({ length: n }, () => (random.integer(2000) - 1000) / 700);
  const args = [
    array(entries(3), { dtype: 'float64' }),
    array(entries(6), { dtype: 'float64' }).reshape([2, 3]),
  ] as ConcreteArray[];
  const program = generate(random, args);
  const { jaxpr } = trace(tracers => ({ outputs: [run(program, tracers)], extra: undefined }), args.map(avalOf), {
    label: 'program',
  });
  const value = gradJaxpr(jaxpr, differentiated);
  const gradient = { ...value, outputs: value.outputs.slice(1) };
  const dense = interpreter.run(forwardJacobianJaxpr(gradient, differentiated, 2), args).map(numbers);
  const structured = interpreter.run(structuredJacobianJaxpr(gradient, differentiated, 2), args).map(numbers);
  const symmetric = interpreter.run(structuredHessianJaxpr(gradient, differentiated, 2), args).map(numbers);
  const scale = Math.max(1, ...dense.flat().map(Math.abs));
  expect(structured.length).toBe(dense.length);
  dense.forEach((block, i) => {
    expect(structured[i]!.length).toBe(block.length);
    const error = (other: readonly number[]): number =>
      Math.max(...block.map((entry, k) => Math.abs(entry - other[k]!))) / scale;
    expect(error(structured[i]!), `block ${i} of ${print(program)}`).toBeLessThan(1e-12);
    expect(error(symmetric[i]!), `symmetric block ${i} of ${print(program)}`).toBeLessThan(1e-9);
  });
  // gradient of x (3), of y (6), then the blocks xx, xy, yx, yy
  const [, , xx, xy, yx, yy] = symmetric;
  for (const [block, mirror, rows, columns] of [
    [xx, xx, 3, 3],
    [xy, yx, 3, 6],
    [yy, yy, 6, 6],
  ] as const) {
    for (let i = 0; i < rows; i++)
      for (let k = 0; k < columns; k++) expect(block![i * columns + k]).toBe(mirror![k * rows + i]);
  }
};

/** The sparse Hessian of a tree of both arguments, beside another result: the dense one, and no pattern too small. */
const checkSparse = (seed: number): void => {
  const random = randomFrom(seed);
  const entries = (n: number): number[] => Array.from({ length: n }, () => (random.integer(2000) - 1000) / 700);
  const x = array(entries(3), { dtype: 'float64' });
  const y = array(entries(6), { dtype: 'float64' }).reshape([2, 3]);
  const program = generate(random, [x, y] as ConcreteArray[]);
  const f = (p: { x: NDArray; y: NDArray }): [NDArray, NDArray] => [run(program, [p.x, p.y]), p.x.sum()];
  const [H, aux] = sparseHessian(f, { hasAux: true })({ x, y });
  expect(aux.item()).toBe(x.sum().item());
  const separate = sparseHessian((a: NDArray, b: NDArray) => run(program, [a, b]), { argnums: [0, 1] })(x, y);
  expect([...separate.data]).toEqual([...H.data]);
  const gradient = grad((flat: NDArray) => run(program, [flat.at(':3'), flat.at('3:').reshape([2, 3])]));
  const dense = jacfwd(gradient)(array([...x.toTypedArray(), ...y.toTypedArray()], { dtype: 'float64' }));
  const [seen, expected] = [numbers(H.toDense()), numbers(dense)];
  const scale = Math.max(1, ...expected.map(Math.abs));
  expected.forEach((value, i) => {
    expect(Math.abs(seen[i]! - value) / scale, `element ${i} of ${print(program)}`).toBeLessThan(1e-9);
  });
};

it('gives sparse Hessians of trees and of several arguments', () => {
  for (let i = 0; i < 8; i++) checkSparse(9001 + i);
});

describe(`structured tangents of ${count} random programs`, () => {
  it.each(Array.from({ length: count / perTest }, (_, i) => i))('batch %i', batch => {
    for (let i = 0; i < perTest; i++) check(5001 + batch * perTest + i);
  });
});

it('keeps programs small where sums of sums are listed', () => {
  const x = array(new Float64Array(9));
  const program = generate(randomFrom(195), split(x));
  const { jaxpr } = makeJaxpr(hessian((flat: NDArray) => run(program, split(flat))))(x);
  expect(jaxpr.equations.length).toBeLessThan(5000);
});
