import { shapesEqual } from '../array/shape.ts';
import { type Aval, avalString } from './aval.ts';
import { type Atom, type Equation, innerJaxprs, type Jaxpr, type Var } from './jaxpr.ts';

/** Programs do not change: one that was found well formed need not be looked at again where others hold it. */
const verified = new WeakSet<Jaxpr>();

/**
 * Throws unless a program is well formed: every variable is defined exactly once and before its use, equations have the
 * outputs that their primitives' abstract evaluation gives, and so do all programs inside.
 */
export const verifyJaxpr = (jaxpr: Jaxpr): void => {
  if (verified.has(jaxpr)) return;
  const defined = new Set<Var>();
  /** Where in the program something was found, an equation by its number. */
  let at: string | number = 'an input';
  const fail = (message: string): never => {
    const where = typeof at === 'string' ? at : `equation ${at} (${jaxpr.equations[at]!.primitive.name})`;
    throw new Error(`nabla internal error: malformed program ${jaxpr.name}: ${where}${message}`);
  };
  const define = (variable: Var): void => {
    if (defined.has(variable)) fail(' defines a variable that is already there');
    defined.add(variable);
  };
  const use = (atom: Atom): void => {
    if (atom.kind === 'literal') {
      if (atom.value.ndim !== 0) fail(' has a literal that is no scalar');
      checkAval(atom.aval, atom.value, () => ': a literal', fail);
    } else if (!defined.has(atom)) fail(` uses ${avalString(atom.aval)} before it is defined`);
  };
  jaxpr.inputs.forEach(define);
  at = 'a constant';
  for (const { variable, value } of jaxpr.constants) {
    define(variable);
    checkAval(variable.aval, value, () => '', fail);
  }
  jaxpr.equations.forEach((equation, i) => {
    at = i;
    equation.inputs.forEach(use);
    checkOutputs(equation, fail);
    equation.outputs.forEach(define);
    innerJaxprs(equation).forEach(verifyJaxpr);
  });
  at = 'an output';
  jaxpr.outputs.forEach(use);
  verified.add(jaxpr);
};

type Fail = (message: string) => never;

const checkAval = (expected: Aval, seen: Aval, what: () => string, fail: Fail): void => {
  if (expected.dtype !== seen.dtype || !shapesEqual(expected.shape, seen.shape)) {
    fail(`${what()} should be ${avalString(expected)} and is ${avalString(seen)}`);
  }
};

const checkOutputs = (equation: Equation, fail: Fail): void => {
  const avals = equation.primitive.abstractEval(
    equation.inputs.map(input => input.aval),
    equation.params,
  );
  if (avals.length !== equation.outputs.length)
    fail(` has ${equation.outputs.length} outputs instead of ${avals.length}`);
  equation.outputs.forEach((output, i) => checkAval(avals[i]!, output.aval, () => `: output ${i}`, fail));
};
