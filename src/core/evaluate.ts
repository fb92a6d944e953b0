import type { Data } from '../array/dtype.ts';
import type { ConcreteArray, NDArray } from '../array/ndarray.ts';
import { invariant, required } from '../util/errors.ts';
import type { Atom, Jaxpr, Var } from './jaxpr.ts';
import { bind, type Evaluator, isConcrete, setEvaluator } from './tracer.ts';

/** Runs whole programs on concrete arrays. */
export type Executor = {
  readonly name: string;
  run(jaxpr: Jaxpr, args: readonly ConcreteArray[]): ConcreteArray[];
  /** The program on typed arrays that fit its inputs and outputs, without making arrays, where that can be done. */
  load?(jaxpr: Jaxpr): ((inputs: readonly Data[], outputs: readonly Data[]) => void) | undefined;
  /** Single operations outside of programs, where it has a faster way than their primitives' own. */
  readonly evaluate?: Evaluator;
  /** Gives back what it keeps for an array that nobody is going to read. */
  forget?(array: ConcreteArray): void;
};

/** The reference executor: equation by equation, each by its primitive's `evaluate` rule. */
export const interpreter: Executor = {
  name: 'reference',
  run: (jaxpr, args) =>
    walk(jaxpr, args, (equation, inputs) => equation.primitive.evaluate(inputs, equation.params), lastUsesOf(jaxpr)),
};

let executor: Executor = interpreter;

export const currentExecutor = (): Executor => executor;
export const setExecutor = (next: Executor): void => {
  executor = next;
  setEvaluator(next.evaluate);
};

/** Evaluates a program: on concrete arrays by the executor, else equation by equation into the trace under way. */
export const evaluateJaxpr = (jaxpr: Jaxpr, args: readonly NDArray[]): NDArray[] => {
  invariant(
    args.length === jaxpr.inputs.length,
    `${jaxpr.name}: ${args.length} arguments for ${jaxpr.inputs.length} inputs`,
  );
  if (args.every(isConcrete)) return executor.run(jaxpr, args);
  return inlineJaxpr(jaxpr, args);
};

/** Binds every equation of a program anew. */
export const inlineJaxpr = (jaxpr: Jaxpr, args: readonly NDArray[]): NDArray[] =>
  walk<NDArray>(jaxpr, args, (equation, inputs) => bind(equation.primitive, inputs, equation.params));

/** The same; of loops and calls, what depends on concrete arrays alone is computed. */
export const inlineKnown = (jaxpr: Jaxpr, args: readonly NDArray[]): NDArray[] =>
  walk<NDArray>(jaxpr, args, ({ primitive, params }, inputs) => {
    const known = primitive.known?.(inputs, params);
    return bind(primitive, inputs, params).map((result, i) => known?.[i] ?? result);
  });

/** The walk that every evaluation of a program shares; values are dropped after their last use where that is given. */
const walk = <V extends NDArray>(
  jaxpr: Jaxpr,
  args: readonly V[],
  apply: (equation: Jaxpr['equations'][number], inputs: readonly V[]) => readonly V[],
  lastUses?: readonly (readonly Var[])[],
): V[] => {
  const environment = new Map<Var, V>();
  jaxpr.constants.forEach(({ variable, value }) => environment.set(variable, value as NDArray as V));
  jaxpr.inputs.forEach((input, i) => environment.set(input, required(args[i], 'argument')));
  const read = (atom: Atom): V =>
    atom.kind === 'literal' ? (atom.value as NDArray as V) : required(environment.get(atom), 'variable');
  jaxpr.equations.forEach((equation, i) => {
    const results = apply(equation, equation.inputs.map(read));
    equation.outputs.forEach((output, k) => environment.set(output, required(results[k], 'result')));
    lastUses?.[i]?.forEach(variable => environment.delete(variable));
  });
  return jaxpr.outputs.map(read);
};

const lastUseCache = new WeakMap<Jaxpr, readonly (readonly Var[])[]>();

/** For each equation the variables that nothing after it reads. */
const lastUsesOf = (jaxpr: Jaxpr): readonly (readonly Var[])[] => {
  const cached = lastUseCache.get(jaxpr);
  if (cached !== undefined) return cached;
  const seen = new Set<Var>();
  for (const output of jaxpr.outputs) if (output.kind === 'var') seen.add(output);
  const result: Var[][] = new Array(jaxpr.equations.length);
  for (let i = jaxpr.equations.length - 1; i >= 0; i--) {
    const equation = jaxpr.equations[i]!;
    const last: Var[] = [];
    const use = (atom: Atom): void => {
      if (atom.kind === 'literal' || seen.has(atom)) return;
      seen.add(atom);
      last.push(atom);
    };
    equation.inputs.forEach(use);
    equation.outputs.forEach(use);
    result[i] = last;
  }
  lastUseCache.set(jaxpr, result);
  return result;
};
