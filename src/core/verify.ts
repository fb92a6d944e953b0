import { shapesEqual } from '../array/shape.ts';
import { type Aval, avalString } from './aval.ts';
import { type Atom, type Equation, innerJaxprs, type Jaxpr, type Var } from './jaxpr.ts';

/**
 * Throws unless a program is well formed: every variable is defined exactly once and before its use, equations have the
 * outputs that their primitives' abstract evaluation gives, and so do all programs inside.
 */
export const verifyJaxpr = (jaxpr: Jaxpr): void => {
  const defined = new Set<Var>();
  const fail = (message: string): never => {
    throw new Error(`nabla internal error: malformed program ${jaxpr.name}: ${message}`);
  };
  const define = (variable: Var, where: string): void => {
    if (defined.has(variable)) fail(`${where} defines a variable that is already there`);
    defined.add(variable);
  };
  const use = (atom: Atom, where: string): void => {
    if (atom.kind === 'literal') {
      if (atom.value.ndim !== 0) fail(`${where} has a literal that is no scalar`);
      checkAval(atom.aval, atom.value, `${where}: a literal`, fail);
    } else if (!defined.has(atom)) fail(`${where} uses ${avalString(atom.aval)} before it is defined`);
  };
  for (const { variable, value } of jaxpr.constants) {
    define(variable, 'a constant');
    checkAval(variable.aval, value, 'a constant', fail);
  }
  for (const input of jaxpr.inputs) define(input, 'an input');
  jaxpr.equations.forEach((equation, i) => {
    const where = `equation ${i} (${equation.primitive.name})`;
    for (const input of equation.inputs) use(input, where);
    checkOutputs(equation, where, fail);
    for (const output of equation.outputs) define(output, where);
    for (const inner of innerJaxprs(equation)) verifyJaxpr(inner);
  });
  for (const output of jaxpr.outputs) use(output, 'an output');
};

const checkAval = (expected: Aval, seen: Aval, what: string, fail: (message: string) => never): void => {
  if (expected.dtype !== seen.dtype || !shapesEqual(expected.shape, seen.shape)) {
    fail(`${what} should be ${avalString(expected)} and is ${avalString(seen)}`);
  }
};

const checkOutputs = (equation: Equation, where: string, fail: (message: string) => never): void => {
  const avals = equation.primitive.abstractEval(
    equation.inputs.map(input => input.aval),
    equation.params,
  );
  if (avals.length !== equation.outputs.length)
    fail(`${where} has ${equation.outputs.length} outputs instead of ${avals.length}`);
  equation.outputs.forEach((output, i) => checkAval(avals[i]!, output.aval, `${where}: output ${i}`, fail));
};
