import type { ConcreteArray } from '../array/ndarray.ts';
import { type Atom, type Equation, innerJaxprs, type Jaxpr } from '../core/jaxpr.ts';
import { type Reader, readings, shiftingReads } from '../core/operator-reads.ts';

/**
 * Finds functions that compute with the value of a tracer in plain JS, as in `x * x` or `Math.sin(x)`: JS asks the array for a
 * number, and the result is a constant of the program, whose derivative is silently lost. It cannot tell them from
 * conditions such as `x > 0`, which are welcome, but their effect can: the function is traced once more with all such numbers
 * a little larger and once a little smaller. Where only a condition saw them the program stays the same.
 */

/** Of the numbers that JS operators see, relative to those above 1. */
const shift = 1e-3;

/**
 * Calls `record`, which traces a function; throws TypeError where the function's derivative is lost on the way. What is read by
 * `x.item()` and the like is a constant on purpose, unless the function returns a plain number made of it.
 */
export const refusingLostDerivatives = <
  T extends { readonly jaxpr: Jaxpr; readonly extra: { readonly isNumber: boolean } },
>(
  what: string,
  name: string,
  record: () => T,
): T => {
  const before = readings();
  const traced = record();
  const after = readings();
  const shifted = (reader: Reader, by: number) => shiftingReads(reader, by, record)?.jaxpr;
  const loses = (reader: Reader): boolean =>
    after[reader] !== before[reader] && moves(traced.jaxpr, shifted(reader, shift), shifted(reader, -shift));
  if (!loses(0) && !(traced.extra.isNumber && loses(1))) return traced;
  throw new TypeError(
    `${what}: ${name} computes with the value of an array in plain JS, as in x * x or Math.sin(x), which loses its derivative: ` +
      'call x.mul(x), np.sin(x) … and return the array; where a constant is meant, read it by x.item()',
  );
};

/** Whether three programs are the same but for constants that follow the shift. */
const moves = (at: Jaxpr, above: Jaxpr | undefined, below: Jaxpr | undefined): boolean => {
  if (!above || !below || !alike(at, above) || !alike(at, below)) return false;
  const [values, up, down] = [constantsOf(at), constantsOf(above), constantsOf(below)];
  return values.some((value, k) => follows(value, up[k], down[k]));
};

const alike = (a: Jaxpr, b: Jaxpr): boolean =>
  a.equations.length === b.equations.length &&
  a.constants.length === b.constants.length &&
  a.equations.every((equation, i) => {
    const other = b.equations[i]!;
    const [inside, others] = [innerJaxprs(equation), innerJaxprs(other)];
    return (
      equation.primitive === other.primitive &&
      equation.inputs.every((input, k) => input.kind === other.inputs[k]?.kind) &&
      inside.length === others.length &&
      inside.every((inner, k) => alike(inner, others[k]!))
    );
  });

/** Programs that users have given derivatives of their own, which plain JS inside cannot lose. */
export const hasRule = ({ primitive }: Equation): boolean => /^custom_(jvp|vjp)_call$/.test(primitive.name);

/** All arrays and numbers that a program holds, in order. */
const constantsOf = (jaxpr: Jaxpr): readonly ConcreteArray[] => {
  const literals = (atoms: readonly Atom[]): ConcreteArray[] =>
    atoms.flatMap(atom => (atom.kind === 'literal' ? [atom.value] : []));
  return [
    ...jaxpr.constants.map(({ value }) => value),
    ...jaxpr.equations.flatMap(equation => [
      ...literals(equation.inputs),
      ...(hasRule(equation) ? [] : innerJaxprs(equation).flatMap(inner => constantsOf(inner))),
    ]),
    ...literals(jaxpr.outputs),
  ];
};

/**
 * Whether some element moves by as much for numbers that are larger as for numbers that are smaller, as smooth functions do.
 * Steps, which have no slope to lose, and random numbers do not.
 */
const follows = (value: ConcreteArray, up: ConcreteArray | undefined, down: ConcreteArray | undefined): boolean => {
  if (up?.size !== value.size || down?.size !== value.size) return false;
  return value.data.some((element, i) => {
    const [rise, fall] = [Math.abs(up.data[i]! - element), Math.abs(down.data[i]! - element)];
    const larger = Math.max(rise, fall);
    return larger > 0 && larger < 0.1 * (1 + Math.abs(element)) && Math.abs(rise - fall) < 0.01 * larger;
  });
};
