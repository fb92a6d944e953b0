import type { NDArray } from '../array/ndarray.ts';
import type { Atom, Jaxpr, Var } from '../core/jaxpr.ts';
import { required } from '../util/errors.ts';

/** The values of a program's variables while a transformation walks through it. */
export type Environment<V> = {
  readonly read: (atom: Atom) => V;
  readonly write: (variables: readonly Var[], values: readonly V[]) => void;
};

export const environmentOf = (jaxpr: Jaxpr, args: readonly NDArray[]): Environment<NDArray> => {
  const values = new Map<Var, NDArray>();
  const write = (variables: readonly Var[], results: readonly NDArray[]): void =>
    variables.forEach((variable, i) => values.set(variable, required(results[i], 'value')));
  for (const { variable, value } of jaxpr.constants) values.set(variable, value);
  write(jaxpr.inputs, args);
  return {
    read: atom => (atom.kind === 'literal' ? atom.value : required(values.get(atom), 'variable')),
    write,
  };
};
