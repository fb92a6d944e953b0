import { lanesOf } from '../array/dtype.ts';
import { formatScalar } from '../array/print.ts';
import { shortAvalString } from './aval.ts';
import { shownParams } from './jax-notation.ts';
import { type Atom, type Equation, isJaxpr, type Jaxpr, type Literal, type Var } from './jaxpr.ts';

/** Names variables a, b, … z, aa, ab, … in the order in which they are met. */
const variableNamer = (): ((variable: Var) => string) => {
  const names = new Map<Var, string>();
  return variable => {
    let name = names.get(variable);
    if (name === undefined) names.set(variable, (name = nameOf(names.size)));
    return name;
  };
};

const nameOf = (index: number): string =>
  (index >= 26 ? nameOf(Math.floor(index / 26) - 1) : '') + String.fromCharCode(97 + (index % 26));

const literalText = ({ value, aval }: Literal): string => {
  const [re, im] = value.data;
  const text = lanesOf(aval.dtype) === 2 ? formatScalar(re!, aval.dtype, im!) : formatScalar(re!, aval.dtype);
  return `${text}:${shortAvalString(aval)}`;
};

type Namer = (variable: Var) => string;

const binderText = (name: Namer, variable: Var): string => `${name(variable)}:${shortAvalString(variable.aval)}`;

const atomText = (name: Namer, atom: Atom): string => (atom.kind === 'literal' ? literalText(atom) : name(atom));

/** Values as Python would print them: tuples for lists, True, None, names bare. */
const parameterText = (value: unknown, indent: string, name: Namer): string => {
  if (isJaxpr(value)) return printWith(value, indent, name);
  if (Array.isArray(value)) {
    if (value.some(isJaxpr)) {
      const inner = `${indent}  `;
      return `(\n${value.map(item => inner + parameterText(item, inner, name)).join('\n')}\n${indent})`;
    }
    return `(${value.map(item => parameterText(item, indent, name)).join(', ')}${value.length === 1 ? ',' : ''})`;
  }
  switch (typeof value) {
    case 'boolean':
      return value ? 'True' : 'False';
    case 'object':
      if (value === null) return 'None';
      return `(${Object.entries(value)
        .map(([key, item]) => `${key}=${parameterText(item, indent, name)}`)
        .join(', ')})`;
    case 'undefined':
      return 'None';
    case 'function':
      return value.name || '<lambda>';
    case 'number':
    case 'string':
    case 'bigint':
    case 'symbol':
      return String(value);
  }
};

const pretty = (equation: Equation, indent: string, name: Namer): string => {
  const { primitive, params } = equation;
  const entries = Object.entries(shownParams(primitive.name, params)).sort(([a], [b]) => (a < b ? -1 : 1));
  const binders = equation.outputs.map(output => binderText(name, output)).join(' ');
  const args = equation.inputs.map(input => ` ${atomText(name, input)}`).join('');
  const inner = `${indent}  `;
  const texts = entries.map(([key, value]) => `${key}=${parameterText(value, inner, name)}`);
  const oneLine = `${binders} = ${primitive.name}${texts.length > 0 ? `[${texts.join(' ')}]` : ''}${args}`;
  if (!oneLine.includes('\n') && indent.length + oneLine.length <= 80) return oneLine;
  if (texts.length === 0) return oneLine;
  return `${binders} = ${primitive.name}[\n${texts.map(text => inner + text).join('\n')}\n${indent}]${args}`;
};

const printWith = (jaxpr: Jaxpr, indent: string, name: Namer): string => {
  const constants = jaxpr.constants.map(({ variable }) => binderText(name, variable)).join(' ');
  const inputs = jaxpr.inputs.map(input => binderText(name, input)).join(' ');
  const head = `{ lambda ${constants === '' ? '' : `${constants} `}; ${inputs}${inputs === '' ? '' : ''}. let`;
  const inner = `${indent}    `;
  const equations = jaxpr.equations.map(equation => pretty(equation, inner, name));
  const outputs = `in (${jaxpr.outputs.map(output => atomText(name, output)).join(', ')}${jaxpr.outputs.length === 1 ? ',' : ''}) }`;
  const oneLine = `${head} ${equations.join('; ')} ${outputs}`;
  if (equations.length <= 1 && !oneLine.includes('\n') && indent.length + oneLine.length <= 80) return oneLine;
  return `${head}\n${equations.map(equation => inner + equation).join('\n')}\n${indent}  ${outputs}`;
};

/** A program in JAX's notation. */
export const printJaxpr = (jaxpr: Jaxpr): string => printWith(jaxpr, '', variableNamer());
