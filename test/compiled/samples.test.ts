import { describe, expect, it } from 'vitest';
import { isComplex } from '../../src/array/dtype.ts';
import { flattenProgram } from '../../src/compiler/flatten.ts';
import { loweringRules, writtenFunctions } from '../../src/compiler/lowerings.ts';
import { controlLowerings } from '../../src/control/lowerings.ts';
import { type Equation, isJaxpr, type Jaxpr } from '../../src/core/jaxpr.ts';
import { goldenOf, readGoldenFile } from '../conformance/golden-file.ts';
import { families } from '../conformance/samples.ts';
import { subjectOf } from '../conformance/subject.ts';
import { compareExecutors } from './compare.ts';
import { hostSteps } from './host-steps.ts';

/** What the interpreter does in compiled programs; all else is compiled where shapes are not empty. A shorter list is a better one. */
const interpreted: readonly string[] = [
  'conv_general_dilated',
  'cummax',
  'eig',
  'gather',
  'hessenberg',
  'lu_pivots_to_permutation',
  'random_gamma',
  'reduce_max',
  'reduce_min',
  'scatter-mul',
  'schur',
  'sort',
  'sqrtm',
  'sylvester',
  'tridiagonal_solve',
];

/** Of these only complex arrays are left to the interpreter. */
const compiledForReals: readonly string[] = [
  'conv_general_dilated',
  'cummax',
  'gather',
  'reduce_max',
  'reduce_min',
  'scatter-mul',
  'sort',
];

const isComplexOrEmpty = ({ aval: { dtype, shape } }: Equation['inputs'][number]): boolean =>
  isComplex(dtype) || shape.includes(0);

const isLeft = ({ primitive, inputs, outputs }: Equation): boolean => {
  if ([...inputs, ...outputs].some(({ aval }) => aval.shape.includes(0))) return true;
  if (!interpreted.includes(primitive.name)) return false;
  return !compiledForReals.includes(primitive.name) || inputs.some(isComplexOrEmpty);
};

describe.each(families)('$name, compiled', ({ name: family, samples }) => {
  const file = readGoldenFile(family);

  it.each(samples)('$name', sample => {
    const [first] = goldenOf(family, file, sample);
    const program = first && subjectOf(sample, first).values;
    const left = program === undefined ? [] : hostSteps(program).filter(equation => !isLeft(equation));
    expect(left.map(({ primitive }) => primitive.name)).toEqual([]);
    const problems = goldenOf(family, file, sample).flatMap(golden => {
      const subject = subjectOf(sample, golden);
      return [subject.values, subject.gradient].flatMap(jaxpr =>
        compareExecutors(jaxpr, subject.inputs).map(problem => `${golden.precision} ${jaxpr.name}: ${problem}`),
      );
    });
    expect(problems).toEqual([]);
  });
});

it('rules are named after primitives', () => {
  const names = new Set<string>();
  const note = (jaxpr: Jaxpr): void => {
    for (const { primitive, params } of flattenProgram(jaxpr).equations) {
      names.add(primitive.name);
      Object.values(params).flat().filter(isJaxpr).forEach(note);
    }
  };
  for (const { name: family, samples } of families) {
    const file = readGoldenFile(family);
    for (const sample of samples) {
      for (const golden of goldenOf(family, file, sample)) {
        const subject = subjectOf(sample, golden);
        [subject.values, subject.gradient].forEach(note);
      }
    }
  }
  const rules = { ...loweringRules, ...writtenFunctions };
  // control flow has no samples
  expect(Object.keys(rules).filter(name => !names.has(name))).toEqual(Object.keys(controlLowerings));
});
