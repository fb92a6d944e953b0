import { isFloating } from '../array/dtype.ts';
import { ConcreteArray } from '../array/ndarray.ts';
import { interpreter } from '../core/evaluate.ts';
import type { Equation, Jaxpr } from '../core/jaxpr.ts';
import { isConcrete, observingEquations } from '../core/tracer.ts';
import { convertElementType } from '../primitives/convert.ts';
import { checkCallable, flattenArrays } from '../transforms/arguments.ts';
import { forwardJacobianJaxpr, gradJaxpr, reverseJacobianJaxpr } from '../transforms/jacobian-jaxpr.ts';
import { jvpJaxpr } from '../transforms/jvp.ts';
import { unflatten } from '../tree/unflatten.ts';
import { difference, direction, findCulprit, maximum, shifted } from './culprit.ts';
import { scalarCall } from './scalar-call.ts';
import { userFrame } from './source-line.ts';
import { structuredHessianJaxpr } from './structured/hessian-jaxpr.ts';

/** What `checkHessian` found. */
export type HessianCheck = {
  /** Whether all that was compared agrees, and nothing is NaN. */
  readonly ok: boolean;
  /** The result in words, with the place of the first trouble. */
  readonly message: string;
  /** How far gradient and Hessian are from central differences of value and gradient, relative to the greatest element. */
  readonly differenceError: number;
  /** The greatest difference between the Hessians of the other modes and forward over reverse, likewise. */
  readonly modeError: number;
  /** Where a NaN or a disagreement first appears: the primitive, and the line of the function that applies it. */
  readonly culprit: { readonly primitive: string; readonly place: string | undefined } | undefined;
};

/** Hessians are compared element by element up to so many variables, along directions beyond. */
const fullLimit = 48;
const steps = [1e-4, 2e-5];

const concatenated = (arrays: readonly ConcreteArray[]): Float64Array => {
  const result = new Float64Array(arrays.reduce((sum, array) => sum + array.size, 0));
  let next = 0;
  for (const array of arrays) {
    result.set(array.data, next);
    next += array.size;
  }
  return result;
};

/**
 * Checks the derivatives of a scalar function at a point: gradient and Hessian against central differences, and forward over reverse against the other compositions of modes; names the primitive, and the line that applies it,
 * where a NaN or a disagreement first appears.
 *
 * Takes f and its arguments, all of whose float leaves are differentiated, and computes in float64. Returns
 * `{ ok, message, differenceError, modeError, culprit }`. Near kinks differences say little. Throws as `hessian` does.
 *
 * @example
 * ```ts
 * const f = (x: NDArray) => np.where(x.greater(0), np.sqrt(x), 0).sum();
 * console.log(checkHessian(f, array([1, 4])).ok, checkHessian(f, array([1, 0])).culprit?.primitive); // => true sqrt
 * ```
 */
export const checkHessian = <Args extends readonly unknown[]>(
  f: (...args: Args) => unknown,
  ...args: Args
): HessianCheck => {
  checkCallable('checkHessian', f);
  const doubles = args.map((arg, i) => asDoubles(arg, `argument ${i} of checkHessian`));
  const argnums = doubles.flatMap((arg, i) => (arg.differentiable ? [i] : []));
  if (argnums.length === 0) {
    throw new TypeError('checkHessian: no argument is a tree of float arrays: there is nothing to differentiate');
  }
  const places = new Map<Equation, string | undefined>();
  const scalar = observingEquations(
    equation => places.set(equation, userFrame()),
    () =>
      scalarCall(
        'checkHessian',
        f,
        doubles.map(({ value }) => value),
        { argnums },
      ),
  );
  const point = scalar.inputs;
  if (!point.every(isConcrete)) throw new TypeError('checkHessian: cannot be used inside jit, vmap and grad');
  const { jaxpr } = scalar.call;
  const { differentiated, n } = scalar;
  const whole = gradJaxpr(jaxpr, differentiated);
  const gradient: Jaxpr = { ...whole, outputs: whole.outputs.slice(1, 1 + point.length) };
  const gradientAt = (x: readonly ConcreteArray[]): Float64Array => concatenated(interpreter.run(gradient, x));
  const count = point.length;
  const valueAt = (x: readonly ConcreteArray[]): number => interpreter.run(jaxpr, x)[0]!.data[0]!;
  const gradientHere = gradientAt(point);

  const modes = n <= fullLimit ? hessiansByMode(jaxpr, gradient, differentiated, count, point) : undefined;
  const products = Math.min(n, 4);
  let differenceError = 0;
  let doubt = 0;
  for (let seed = 0; seed < products; seed++) {
    const v = direction(100 * seed, point);
    const slope = concatenated(v).reduce((sum, entry, i) => sum + entry * gradientHere[i]!, 0);
    // the slope along v, then the Hessian times v, exactly and by differences in two sizes
    const exact = Float64Array.of(slope, ...hessianTimes(gradient, differentiated, count, point, v));
    const [coarse, fine] = steps.map(step => {
      const [forward, backward] = [shifted(point, v, step), shifted(point, v, -step)];
      const [up, down] = [gradientAt(forward), gradientAt(backward)];
      const slopes = (valueAt(forward) - valueAt(backward)) / (2 * step);
      return Float64Array.of(slopes, ...up.map((value, i) => (value - down[i]!) / (2 * step)));
    }) as [Float64Array, Float64Array];
    differenceError = Math.max(differenceError, Math.min(difference(exact, coarse), difference(exact, fine)));
    doubt = Math.max(doubt, difference(coarse, fine));
  }
  const wholeDirection = (): (ConcreteArray | null)[] => {
    const along = direction(7, point);
    return point.map((_, i) => (differentiated[i] ? along[i]! : null));
  };
  const reference = modes?.[0];
  const modeError =
    modes === undefined || reference === undefined ? 0 : Math.max(...modes.map(other => difference(other, reference)));
  const hasNaN = modes?.some(mode => Number.isNaN(maximum(mode))) ?? Number.isNaN(maximum(gradientHere));
  const tolerance = Math.max(1e-5, 10 * (Number.isFinite(doubt) ? doubt : 0));
  const ok = !hasNaN && differenceError <= tolerance && modeError <= 1e-8;
  const culprit = ok ? undefined : findCulprit({ jaxpr, values: point, tangents: wholeDirection() }, places);
  return {
    ok,
    message: messageOf({ ok, hasNaN, differenceError, modeError, culprit }),
    differenceError,
    modeError,
    culprit,
  };
};

type Findings = Omit<HessianCheck, 'message'> & { readonly hasNaN: boolean };

const messageOf = ({ ok, hasNaN, differenceError, modeError, culprit }: Findings): string => {
  if (ok) {
    return `gradient and Hessian agree with differences to ${differenceError.toExponential(1)}, the modes with each other to ${modeError.toExponential(1)}`;
  }
  const what = hasNaN
    ? 'the Hessian has NaNs'
    : modeError > 1e-8
      ? `forward and reverse mode disagree by ${modeError.toExponential(1)}`
      : `gradient and Hessian disagree with differences by ${differenceError.toExponential(1)}`;
  const where =
    culprit === undefined
      ? ''
      : `: first at ${culprit.primitive}${culprit.place === undefined ? '' : ` (${culprit.place})`}`;
  return what + where;
};

/** A tree with its float leaves in double precision. */
const asDoubles = (arg: unknown, name: string): { readonly value: unknown; readonly differentiable: boolean } => {
  try {
    const { leaves, structure } = flattenArrays(arg, name);
    if (leaves.length === 0 || !leaves.every(leaf => isFloating(leaf.dtype)))
      return { value: arg, differentiable: false };
    return {
      value: unflatten(
        structure,
        leaves.map(leaf => convertElementType(leaf, 'float64')),
      ),
      differentiable: true,
    };
  } catch {
    return { value: arg, differentiable: false }; // no arrays: passed on as it is
  }
};

/** Elements of the Hessian: structured, then by the four compositions of modes that there are. */
const hessiansByMode = (
  jaxpr: Jaxpr,
  gradient: Jaxpr,
  differentiated: readonly boolean[],
  count: number,
  point: readonly ConcreteArray[],
): Float64Array[] => {
  const tangents = forwardJacobianJaxpr(jaxpr, differentiated, 1);
  const forwardGradient: Jaxpr = { ...tangents, outputs: tangents.outputs.slice(1, 1 + count) };
  const programs = [
    structuredHessianJaxpr(gradient, differentiated, count),
    forwardJacobianJaxpr(gradient, differentiated, count),
    reverseJacobianJaxpr(gradient, differentiated, count),
    forwardJacobianJaxpr(forwardGradient, differentiated, count),
    reverseJacobianJaxpr(forwardGradient, differentiated, count),
  ];
  return programs.map(program => concatenated(interpreter.run(program, point).slice(count)));
};

const hessianTimes = (
  gradient: Jaxpr,
  differentiated: readonly boolean[],
  count: number,
  point: readonly ConcreteArray[],
  v: readonly ConcreteArray[],
): Float64Array => {
  const { jaxpr, nonzeroOutputs } = jvpJaxpr(gradient, differentiated);
  const results = interpreter.run(jaxpr, [...point, ...v]);
  let next = count;
  return concatenated(
    nonzeroOutputs.map((nonzero, i) =>
      nonzero ? results[next++]! : new ConcreteArray(gradient.outputs[i]!.aval.shape, 'float64', { uniform: 0 }),
    ),
  );
};
