import type { ConcreteArray } from '../array/ndarray.ts';
import type { Aval } from './aval.ts';
import type { Params, Primitive } from './primitive.ts';

/** A value of a program; identity is what distinguishes two of them. */
export type Var = { readonly kind: 'var'; readonly aval: Aval };

/** A known 0-d value written where it is used. */
export type Literal = { readonly kind: 'literal'; readonly aval: Aval; readonly value: ConcreteArray };

export type Atom = Var | Literal;

/** One application of a primitive. */
export type Equation = {
  readonly primitive: Primitive;
  readonly inputs: readonly Atom[];
  readonly outputs: readonly Var[];
  readonly params: Params;
};

/**
 * A traced program in A-normal form.
 *
 * Closed: what the traced function closed over is either a constant with its value or, if it was a tracer of an outer
 * trace, one of the leading inputs.
 */
export type Jaxpr = {
  readonly name: string;
  readonly constants: readonly { readonly variable: Var; readonly value: ConcreteArray }[];
  readonly inputs: readonly Var[];
  readonly equations: readonly Equation[];
  readonly outputs: readonly Atom[];
};

export const makeVar = (aval: Aval): Var => ({ kind: 'var', aval });

export const outputAvals = (jaxpr: Jaxpr): readonly Aval[] => jaxpr.outputs.map(output => output.aval);
export const inputAvals = (jaxpr: Jaxpr): readonly Aval[] => jaxpr.inputs.map(input => input.aval);

/** Programs among the parameters of an equation: what a pass has to visit. */
export const isJaxpr = (value: unknown): value is Jaxpr =>
  typeof value === 'object' && value !== null && 'equations' in value && 'constants' in value && 'outputs' in value;

const none: readonly Jaxpr[] = [];

/** The programs that an equation holds. */
export const innerJaxprs = ({ params }: Pick<Equation, 'params'>): readonly Jaxpr[] => {
  // asked of every equation of every program: most hold none
  let found: Jaxpr[] | undefined;
  for (const name in params) {
    const value = params[name];
    if (typeof value !== 'object') continue;
    if (isJaxpr(value)) (found ??= []).push(value);
    else if (Array.isArray(value) && isJaxpr(value[0])) (found ??= []).push(...value.filter(isJaxpr));
  }
  return found ?? none;
};
