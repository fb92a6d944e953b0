import { isInexact } from '../../src/array/dtype.ts';
import type { DefaultDType } from '../../src/array/promotion.ts';
import { defaultDType, setDefaultDtype } from '../../src/array/promotion.ts';
import { type Aval, avalOf, avalString } from '../../src/core/aval.ts';
import { outputAvals } from '../../src/core/jaxpr.ts';
import type { Sample } from '../../src/primitives/sample.ts';
import { jvpJaxpr } from '../../src/transforms/jvp.ts';
import { required } from '../../src/util/errors.ts';
import { checkBatching } from './batching.ts';
import { attempt, findMismatch, magnitude, relativeTo, relativeToLines } from './compare.ts';
import { differsFromDifferences } from './differences.ts';
import { arrayOf, compositions, type Golden, type Numbers, numbersOf } from './golden.ts';
import { isSpecial, precisionsOf } from './specification.ts';
import {
  callSample,
  coordinateArrays,
  coordinateName,
  hessianBy,
  joined,
  placeIn,
  run,
  type Subject,
  subjectOf,
  tangent,
  weight,
} from './subject.ts';

/** What is wrong with a sample, a line each; nothing if all is well. */
export type Failures = readonly string[];

type Tolerances = { readonly golden: number; readonly inner: number };

/** The relative error that is allowed against JAX, and between nabla's own ways to the same number. */
const tolerancesOf = (sample: Sample, golden: Golden): Tolerances => {
  const single = [...golden.inputs, ...golden.avals].some(({ dtype }) => dtype === 'float32' || dtype === 'complex64');
  const least = sample.tolerance ?? 1e-12;
  return single
    ? { golden: Math.max(1e-5, least), inner: Math.max(1e-5, least) }
    : { golden: least, inner: Math.max(1e-11, least) };
};

const weakness = (aval: Aval): string => `${avalString(aval)}${aval.weakType ? ' (weak)' : ''}`;

const checkAvals = (actual: readonly Aval[], golden: Golden, what: string): string[] => {
  const [seen, expected] = [actual.map(weakness).join(', '), golden.avals.map(weakness).join(', ')];
  return seen === expected ? [] : [`${what}: ${seen} instead of ${expected}`];
};

const checkValues = (actual: readonly Numbers[], golden: Golden, tolerance: number, what: string): string[] =>
  golden.values.flatMap((expected, i) => {
    const aval = required(golden.avals[i], 'aval');
    const allowed = isInexact(aval.dtype) ? relativeTo(expected, tolerance, 0.05) : () => 0;
    const mismatch = findMismatch(required(actual[i], 'value'), expected, allowed);
    if (mismatch === undefined) return [];
    const lanes = expected.length / aval.shape.reduce((size, extent) => size * extent, 1);
    return [`${what}, output ${i} ${placeIn(aval.shape, Math.floor(mismatch.index / lanes))}: ${mismatch.text}`];
  });

const checkVector = (
  subject: Subject,
  actual: Numbers,
  expected: Numbers,
  tolerance: number,
  what: string,
): string[] => {
  const mismatch = findMismatch(actual, expected, relativeTo(expected, tolerance, 1));
  return mismatch === undefined ? [] : [`${what}, ${coordinateName(subject, mismatch.index)}: ${mismatch.text}`];
};

const matrixPlace = (subject: Subject, index: number): string =>
  `${coordinateName(subject, Math.floor(index / subject.size))} by ${coordinateName(subject, index % subject.size)}`;

const checkMatrix = (
  subject: Subject,
  actual: Numbers,
  expected: Numbers,
  allowed: (index: number) => number,
  what: string,
): string[] => {
  const mismatch = findMismatch(actual, expected, allowed);
  return mismatch === undefined ? [] : [`${what}, ${matrixPlace(subject, mismatch.index)}: ${mismatch.text}`];
};

/** The derivatives of all outputs along the fixed tangent, end to end. */
const directional = (subject: Subject): Numbers => {
  let next = 0;
  const tangents = coordinateArrays(subject).map(x =>
    arrayOf(
      Array.from({ length: x.size }, () => tangent(next++)),
      x.shape,
      x.dtype,
    ),
  );
  const { jaxpr, nonzeroOutputs } = jvpJaxpr(subject.values, subject.differentiated);
  const avals = outputAvals(subject.values);
  const results = run(jaxpr, [...subject.inputs, ...tangents]).slice(avals.length);
  let result = 0;
  return joined(
    avals.flatMap((aval, i) => {
      const zero = arrayOf(new Float64Array(0), [0], aval.dtype);
      if (nonzeroOutputs[i]) return isInexact(aval.dtype) ? [required(results[result++], 'tangent')] : [zero];
      const lanes = aval.dtype.startsWith('complex') ? 2 : 1;
      const size = lanes * aval.shape.reduce((product, extent) => product * extent, 1);
      return isInexact(aval.dtype) ? [arrayOf(new Float64Array(size), [size], 'float64')] : [];
    }),
  );
};

const dot = (a: Numbers, b: (i: number) => number): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b(i);
  return sum;
};

/** The transposed derivative against the derivative: ⟨Jᵀw, t⟩ = ⟨w, J t⟩. */
const checkAdjoint = (forwards: Numbers, backwards: Numbers, tolerance: number): string[] => {
  const [left, right] = [dot(backwards, tangent), dot(forwards, weight)];
  if (!Number.isFinite(left) || !Number.isFinite(right)) return [];
  const scale = Math.max(
    magnitude(forwards) * Math.sqrt(forwards.length),
    magnitude(backwards) * Math.sqrt(backwards.length),
  );
  return Math.abs(left - right) <= tolerance * scale
    ? []
    : [`jvp and vjp disagree: <Jᵀw, t> is ${left}, <w, J t> is ${right}`];
};

const checkHessians = (sample: Sample, subject: Subject, golden: Golden, tolerances: Tolerances): string[] => {
  const expected = required(golden.hessian, 'golden Hessian');
  const gradientOf = { jacfwd: golden.forwardGradient, jacrev: golden.gradient };
  const { size } = subject;
  const found = compositions.map(name => ({ name, ...hessianBy(subject, name) }));
  const reference = found[0]!;
  const failures = found.flatMap(({ name, gradient: inner, hessian }) => [
    ...checkVector(
      subject,
      inner,
      required(gradientOf[name.endsWith('jacfwd') ? 'jacfwd' : 'jacrev'], 'golden gradient'),
      tolerances.golden,
      `gradient within ${name}`,
    ),
    ...checkMatrix(
      subject,
      hessian,
      expected[name],
      relativeToLines(expected[name], size, tolerances.golden),
      `Hessian by ${name}`,
    ),
  ]);
  for (const { name, hessian } of found.slice(1)) {
    if (!sameNumbers(expected[name], expected[reference.name])) continue;
    const allowed = relativeToLines(reference.hessian, size, tolerances.inner);
    failures.push(
      ...checkMatrix(subject, hessian, reference.hessian, allowed, `Hessian by ${name} against ${reference.name}`),
    );
  }
  if (golden.precision === 64 && tolerances.golden < 1e-5) {
    failures.push(...checkDifferences(sample, subject, reference.hessian, expected[reference.name]));
  }
  return failures;
};

const sameNumbers = (a: Numbers, b: Numbers): boolean =>
  Array.from(a).every((value, i) => Object.is(value, b[i]) || value === b[i]);

const checkDifferences = (sample: Sample, subject: Subject, hessian: Numbers, expected: Numbers): string[] => {
  if (!Array.from(expected).every(Number.isFinite)) return [];
  const allowed = relativeToLines(expected, subject.size, 1e-5);
  const mismatch = differsFromDifferences(subject, hessian, allowed, isSpecial(sample));
  return mismatch === undefined
    ? []
    : [`Hessian against finite differences, ${matrixPlace(subject, mismatch.index)}: ${mismatch.text}`];
};

const withDefault = <T>(dtype: DefaultDType, body: () => T): T => {
  const before = defaultDType();
  setDefaultDtype(dtype);
  try {
    return body();
  } finally {
    setDefaultDtype(before);
  }
};

const checkCall = (sample: Sample, golden: Golden, tolerance: number): readonly string[] => {
  const called = callSample(sample, golden.inputs);
  const failures = checkAvals(called.map(avalOf), golden, 'types of the outputs');
  return failures.length > 0 ? failures : checkValues(called.map(numbersOf), golden, tolerance, 'value');
};

const checkTraced = (subject: Subject, golden: Golden, tolerances: Tolerances): readonly string[] => {
  const traced = outputAvals(subject.values);
  const failures = checkAvals(traced, golden, 'types of the outputs when traced');
  if (failures.length > 0) return failures;
  const results = run(subject.gradient, subject.inputs);
  const outputs = results.slice(results.length - traced.length);
  failures.push(...checkValues(outputs.map(numbersOf), golden, tolerances.golden, 'value when traced'));
  if (subject.order === 0) return failures;
  const gradient = joined(results.slice(1, results.length - traced.length));
  const forwards = directional(subject);
  const expected = required(golden.jvp, 'golden jvp');
  const mismatch = findMismatch(forwards, expected, relativeTo(expected, tolerances.golden, 1));
  if (mismatch !== undefined) failures.push(`jvp, output number ${mismatch.index}: ${mismatch.text}`);
  failures.push(
    ...checkVector(subject, gradient, required(golden.gradient, 'golden gradient'), tolerances.golden, 'gradient'),
    ...checkAdjoint(forwards, gradient, tolerances.inner),
  );
  return failures;
};

const checkRun = (sample: Sample, golden: Golden): readonly string[] => {
  const tolerances = tolerancesOf(sample, golden);
  const failures = [...attempt('value', () => checkCall(sample, golden, tolerances.golden))];
  const derivatives = attempt('tracing', () => {
    const subject = subjectOf(sample, golden);
    const inner = [...attempt('gradient', () => checkTraced(subject, golden, tolerances))];
    if (subject.order === 2)
      inner.push(...attempt('Hessian', () => checkHessians(sample, subject, golden, tolerances)));
    // batching rules do not depend on the precision: the higher one is enough
    if (golden.precision === Math.max(...precisionsOf(sample))) inner.push(...checkBatching(subject, tolerances.inner));
    return inner;
  });
  return [...failures, ...derivatives];
};

/** Runs every check of one sample; each failure names the sample, the precision, what was compared and the element. */
export const checkSample = (sample: Sample, goldens: readonly Golden[]): Failures =>
  goldens.flatMap(golden => {
    const dtype = `float${golden.precision}` as const;
    return withDefault(dtype, () => checkRun(sample, golden)).map(failure => `${sample.name} (${dtype}): ${failure}`);
  });
