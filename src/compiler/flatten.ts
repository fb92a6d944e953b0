import type { ConcreteArray } from '../array/ndarray.ts';
import { sizeOf } from '../array/shape.ts';
import { type Atom, type Equation, isJaxpr, type Jaxpr, makeVar, type Var } from '../core/jaxpr.ts';
import { traceClosed } from '../core/tracer.ts';

/**
 * A program without calls, whose values are known where they can be: the first passes, over equations.
 *
 * Calls and primitives that say how are written out; equations whose inputs are all known are evaluated, unless their
 * results are large; equations that repeat an earlier one are dropped, as are those whose results nobody uses.
 */
export type FlatProgram = {
  readonly inputs: readonly Var[];
  readonly outputs: readonly Atom[];
  readonly equations: readonly Equation[];
  readonly known: ReadonlyMap<Var, ConcreteArray>;
};

/** Results of more elements than this are computed when the program runs, not while it is compiled. */
const foldLimit = 1 << 16;

/** Parameters as a string that equal ones share; undefined where they hold programs or functions. */
const paramsKey = (params: Equation['params']): string | undefined => {
  let plain = true;
  const key = JSON.stringify(params, (_, value: unknown) => {
    // a program may close over large arrays, which nobody needs as text
    if (typeof value === 'function' || isJaxpr(value)) plain = false;
    if (!plain) return undefined;
    if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
    return Object.is(value, -0) ? '-0' : value;
  });
  return plain ? key : undefined;
};

class Flattener {
  readonly equations: Equation[] = [];
  readonly known = new Map<Var, ConcreteArray>();
  private readonly seen = new Map<string, readonly Atom[]>();
  private readonly ids = new Map<Var, number>();

  private idOf(atom: Atom): string {
    if (atom.kind === 'literal') {
      const { data } = atom.value;
      return `${atom.aval.dtype}${[...data].map(value => (Object.is(value, -0) ? '-0' : value)).join()}`;
    }
    let id = this.ids.get(atom);
    if (id === undefined) {
      id = this.ids.size;
      this.ids.set(atom, id);
    }
    return `v${id}`;
  }

  private valueOf(atom: Atom): ConcreteArray | undefined {
    return atom.kind === 'literal' ? atom.value : this.known.get(atom);
  }

  /** Appends the equations of a program whose inputs are the given atoms; returns what its outputs are. */
  inline(jaxpr: Jaxpr, args: readonly Atom[]): Atom[] {
    const environment = new Map<Var, Atom>();
    for (const { variable, value } of jaxpr.constants) {
      this.known.set(variable, value);
      environment.set(variable, variable);
    }
    jaxpr.inputs.forEach((input, i) => environment.set(input, args[i]!));
    const read = (atom: Atom): Atom => (atom.kind === 'literal' ? atom : environment.get(atom)!);
    for (const equation of jaxpr.equations) {
      const results = this.apply(equation, equation.inputs.map(read));
      equation.outputs.forEach((output, i) => environment.set(output, results[i]!));
    }
    return jaxpr.outputs.map(read);
  }

  private apply(equation: Equation, inputs: readonly Atom[]): readonly Atom[] {
    const { primitive, params } = equation;
    const inner = params.jaxpr;
    const structure = isJaxpr(inner)
      ? primitive.structure?.(
          inputs.map(({ aval }) => ({ aval, known: undefined })),
          params,
        )
      : undefined;
    if (isJaxpr(inner) && structure?.kind === 'call') return this.inline(inner, inputs);
    const values = inputs.map(input => this.valueOf(input));
    const size = equation.outputs.reduce((sum, { aval }) => sum + sizeOf(aval.shape), 0);
    const folds =
      values.every(value => value !== undefined) &&
      (size <= foldLimit || values.every(value => value.uniform !== undefined));
    if (folds) {
      const results = primitive.evaluate(values as ConcreteArray[], params);
      return results.map((value, i) => {
        const variable = makeVar(equation.outputs[i]!.aval);
        this.known.set(variable, value);
        return variable;
      });
    }
    const rest = paramsKey(params);
    const key =
      rest === undefined ? undefined : `${primitive.name}(${inputs.map(input => this.idOf(input)).join(' ')})${rest}`;
    const earlier = key === undefined ? undefined : this.seen.get(key);
    if (earlier !== undefined) return earlier;
    const avals = inputs.map(({ aval }) => aval);
    const expansion = primitive.expand?.(avals, params);
    if (expansion !== undefined) {
      const results = this.inline(traceClosed(expansion, avals, primitive.name), inputs);
      if (key !== undefined) this.seen.set(key, results);
      return results;
    }
    const outputs = equation.outputs.map(({ aval }) => makeVar(aval));
    this.equations.push({ primitive, inputs, outputs, params });
    if (key !== undefined) this.seen.set(key, outputs);
    return outputs;
  }
}

/** Equations that some output depends on. */
export const withoutDead = (equations: readonly Equation[], outputs: readonly Atom[]): Equation[] => {
  const live = new Set<Atom>(outputs);
  const kept: Equation[] = [];
  for (let i = equations.length - 1; i >= 0; i--) {
    const equation = equations[i]!;
    if (!equation.outputs.some(output => live.has(output))) continue;
    for (const input of equation.inputs) live.add(input);
    kept.push(equation);
  }
  return kept.reverse();
};

export const flattenProgram = (jaxpr: Jaxpr): FlatProgram => {
  const flattener = new Flattener();
  const inputs = jaxpr.inputs.map(({ aval }) => makeVar(aval));
  const outputs = flattener.inline(jaxpr, inputs);
  return { inputs, outputs, equations: withoutDead(flattener.equations, outputs), known: flattener.known };
};
