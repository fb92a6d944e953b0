import { isFloating } from '../array/dtype.ts';
import { ConcreteArray } from '../array/ndarray.ts';
import { sizeOf } from '../array/shape.ts';
import { interpreter } from '../core/evaluate.ts';
import { type Equation, isJaxpr, type Jaxpr } from '../core/jaxpr.ts';
import { jvpJaxpr } from '../transforms/jvp.ts';

/** Where in a program derivatives go wrong. */

export const maximum = (values: ArrayLike<number>): number => {
  let result = 0;
  for (let i = 0; i < values.length; i++) {
    const size = Math.abs(values[i]!);
    if (Number.isNaN(size)) return Number.NaN;
    if (size > result) result = size;
  }
  return result;
};

/** The greatest difference, relative to the greatest element. */
export const difference = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  const scale = Math.max(1, maximum(b));
  let result = 0;
  for (let i = 0; i < a.length; i++) {
    if (a[i] === b[i]) continue;
    const error = Math.abs(a[i]! - b[i]!) / scale;
    if (Number.isNaN(error)) return Number.POSITIVE_INFINITY;
    result = Math.max(result, error);
  }
  return result;
};

/** Numbers between -1 and 1 that follow no pattern, the same each time. */
export const direction = (seed: number, leaves: readonly ConcreteArray[]): ConcreteArray[] => {
  let next = seed;
  return leaves.map(leaf => {
    const data = Float64Array.from({ length: leaf.size }, () => Math.sin(12.9898 * ++next + 78.233) % 1);
    return new ConcreteArray(leaf.shape, 'float64', data);
  });
};

export const shifted = (
  leaves: readonly ConcreteArray[],
  along: readonly ConcreteArray[],
  step: number,
): ConcreteArray[] =>
  leaves.map((leaf, i) => {
    const by = along[i]!.data;
    const data = Float64Array.from(leaf.data, (value, k) => value + step * by[k]!);
    return new ConcreteArray(leaf.shape, 'float64', data);
  });

/** A program with the values of its inputs, and tangents of those that have any. */
type Application = {
  readonly jaxpr: Jaxpr;
  readonly values: readonly ConcreteArray[];
  readonly tangents: readonly (ConcreteArray | null)[];
};

type Culprit = { readonly primitive: string; readonly place: string | undefined };

const flagsOf = (tangents: Application['tangents']): boolean[] => tangents.map(tangent => tangent !== null);
const present = (tangents: Application['tangents']): ConcreteArray[] => tangents.filter(tangent => tangent !== null);

/** The outputs of a program and their tangents. */
const pushed = ({ jaxpr, values, tangents }: Application): Omit<Application, 'jaxpr'> => {
  const forward = jvpJaxpr(jaxpr, flagsOf(tangents));
  const results = interpreter.run(forward.jaxpr, [...values, ...present(tangents)]);
  let next = jaxpr.outputs.length;
  return {
    values: results.slice(0, next),
    tangents: forward.nonzeroOutputs.map(nonzero => (nonzero ? results[next++]! : null)),
  };
};

const rowOf = (x: ConcreteArray, row: number): ConcreteArray => {
  const shape = x.shape.slice(1);
  const size = sizeOf(shape);
  return new ConcreteArray(shape, x.dtype, x.data.slice(row * size, (row + 1) * size) as ConcreteArray['data']);
};

/** The programs inside of an equation, as they are applied one after the other: calls, branches and steps of loops. */
function* applications({ primitive, params }: Equation, { values, tangents }: Omit<Application, 'jaxpr'>) {
  const { jaxpr, branches } = params;
  if (primitive.name === 'scan' && isJaxpr(jaxpr)) {
    const { length, reverse, constants, carry } = params as Record<'length' | 'constants' | 'carry', number> & {
      reverse: boolean;
    };
    const first = constants + carry;
    let state = { values: values.slice(constants, first), tangents: tangents.slice(constants, first) };
    for (let step = 0; step < length; step++) {
      const at = reverse ? length - 1 - step : step;
      const application: Application = {
        jaxpr,
        values: [...values.slice(0, constants), ...state.values, ...values.slice(first).map(x => rowOf(x, at))],
        tangents: [
          ...tangents.slice(0, constants),
          ...state.tangents,
          ...tangents.slice(first).map(x => (x === null ? null : rowOf(x, at))),
        ],
      };
      yield application;
      const results = pushed(application);
      state = { values: results.values.slice(0, carry), tangents: results.tangents.slice(0, carry) };
    }
  } else if (Array.isArray(branches)) {
    const taken: unknown = branches[values[0]!.data[0]!];
    if (isJaxpr(taken)) yield { jaxpr: taken, values: values.slice(1), tangents: tangents.slice(1) };
  } else if (isJaxpr(jaxpr) && jaxpr.inputs.length === values.length && !primitive.name.startsWith('custom_')) {
    yield { jaxpr, values, tangents };
  }
}

/**
 * The first equation whose result has, along the tangents, derivatives that are no numbers or not those that differences show;
 * of calls, conditions and loops the one inside.
 */
export const findCulprit = (
  application: Application,
  places: ReadonlyMap<Equation, string | undefined>,
): Culprit | undefined => {
  const { jaxpr, values, tangents } = application;
  const equation = firstWrong(application);
  if (equation === undefined) return undefined;
  const own = pushed({ jaxpr: { ...jaxpr, outputs: equation.inputs }, values, tangents });
  for (const inner of applications(equation, own)) {
    const found = findCulprit(inner, places);
    if (found !== undefined) return { ...found, place: found.place ?? places.get(equation) };
  }
  return { primitive: equation.primitive.name, place: places.get(equation) };
};

const firstWrong = ({ jaxpr, values, tangents }: Application): Equation | undefined => {
  const made = jaxpr.equations.flatMap(equation =>
    equation.outputs.filter(output => isFloating(output.aval.dtype)).map(variable => ({ equation, variable })),
  );
  const all: Jaxpr = { ...jaxpr, outputs: made.map(({ variable }) => variable) };
  const flags = flagsOf(tangents);
  const along = present(tangents);
  const first = jvpJaxpr(all, flags);
  // values, then tangents; along the same direction once more
  const second = pushed({
    jaxpr: first.jaxpr,
    values: [...values, ...along],
    tangents: [...tangents, ...along.map(() => null)],
  });
  const moving = values.filter((_, i) => flags[i]);
  const valuesAt = (step: number): ConcreteArray[] => {
    const moved = shifted(moving, along, step);
    let next = 0;
    return interpreter.run(
      all,
      values.map((value, i) => (flags[i] ? moved[next++]! : value)),
    );
  };
  const step = 1e-3;
  const [up, middle, down] = [valuesAt(step), valuesAt(0), valuesAt(-step)];
  let nextFirst = made.length;
  const tangentPlace = first.nonzeroOutputs.map(flag => (flag ? nextFirst++ : undefined));
  return made.find(({ variable }, i) => {
    const size = sizeOf(variable.aval.shape);
    const zeros = new Float64Array(size);
    const at = tangentPlace[i];
    const slope = at === undefined ? zeros : second.values[at]!.data;
    const curvature = at === undefined ? zeros : (second.tangents[at]?.data ?? zeros);
    const value = middle[i]!.data;
    if ([value, slope, curvature].some(list => !Number.isFinite(maximum(list)))) return true;
    const seen = (numerator: (k: number) => number): Float64Array =>
      Float64Array.from({ length: size }, (_, k) => numerator(k));
    const slopes = seen(k => (up[i]!.data[k]! - down[i]!.data[k]!) / (2 * step));
    const curvatures = seen(k => (up[i]!.data[k]! - 2 * value[k]! + down[i]!.data[k]!) / step ** 2);
    return difference(slope, slopes) > 1e-2 || difference(curvature, curvatures) > 1e-2;
  })?.equation;
};
