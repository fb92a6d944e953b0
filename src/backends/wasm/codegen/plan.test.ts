import { grad, makeJaxpr, type NDArray, nn, numpy as np, vmap } from 'nabla';
import { describe, expect, it } from 'vitest';
import { flattenProgram } from '../../../compiler/flatten.ts';
import { Planner } from '../../../compiler/planner.ts';
import { detectFeatures } from '../emit/features.ts';
import { wasmTarget } from '../library/target.ts';
import { expandSteps } from './expanded.ts';
import { planVectors, type VectorPlan } from './plan.ts';

/** How each kernel of a function's program is computed. */
const plans = (f: (x: NDArray) => NDArray, x: NDArray): VectorPlan[] => {
  const { builder, steps } = new Planner(flattenProgram(makeJaxpr(f)(x).jaxpr), wasmTarget(1)).plan('f');
  return expandSteps(builder, steps).flatMap(step =>
    step.kind === 'kernel' ? [planVectors(builder, step.kernel)] : [],
  );
};

const ones = (...shape: number[]): NDArray => np.ones(shape, { dtype: 'float64' });

describe('planVectors', () => {
  // documentation that another file runs may have asked for wide vectors, which are made of two
  const usual = detectFeatures().wideVectors ? 2 : 1;

  it('lets functions in long loops take turns', () => {
    const slope = vmap(grad((x: NDArray) => nn.softplus(x)));
    expect(plans(slope, ones(1000))).toMatchObject([{ kind: 'output', unroll: 4 }]);
    expect(plans(slope, ones(100))).toMatchObject([{ kind: 'output', unroll: usual }]);
    expect(plans(x => x.mul(2).add(1), ones(1000))).toMatchObject([{ kind: 'output', unroll: usual }]);
  });

  it('computes functions of short sums for several rows at a time', () => {
    const sums = (x: NDArray): NDArray => x.sum({ axis: 1 });
    expect(plans(sums, ones(1000, 5))).toMatchObject([{ kind: 'reduction' }]);
    expect(plans(x => np.tanh(sums(x)), ones(1000, 5))).toMatchObject([{ kind: 'output', unroll: 4 }]);
    expect(plans(x => np.tanh(sums(x)), ones(1000, 10))).toMatchObject([
      { kind: 'reduction' },
      { kind: 'output', unroll: 4 },
    ]);
  });
});
