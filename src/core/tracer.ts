import type { DType } from '../array/dtype.ts';
import { ConcreteArray, NDArray, operators } from '../array/ndarray.ts';
import type { Shape } from '../array/shape.ts';
import { invariant, required } from '../util/errors.ts';
import { type Aval, avalOf, avalString } from './aval.ts';
import { type Atom, type Equation, type Jaxpr, makeVar, type Var } from './jaxpr.ts';
import { readBy } from './operator-reads.ts';
import type { Params, Primitive } from './primitive.ts';

/** A value that is being computed by a program under construction. */
export class Tracer extends NDArray {
  readonly aval: Aval;
  readonly builder: Builder;
  readonly variable: Var;

  constructor(builder: Builder, variable: Var) {
    super();
    this.aval = variable.aval;
    this.builder = builder;
    this.variable = variable;
  }

  override get shape(): Shape {
    return this.aval.shape;
  }
  override get dtype(): DType {
    return this.aval.dtype;
  }
  override get weakType(): boolean {
    return this.aval.weakType;
  }

  /** The value, if the trace was started with known arguments and nothing on the way to it is unknown. */
  known(): ConcreteArray | undefined {
    return this.builder.valueOf(this.variable);
  }

  protected override read(reader: string): ConcreteArray {
    this.builder.checkActive(this);
    const known = this.known();
    if (known !== undefined) return readBy(reader === operators ? 0 : 1, known);
    throw new TypeError(
      `${reader} needs the value of an array that is being traced (${avalString(this.aval)} in ${this.builder.label}), ` +
        'not known here: under jit, vmap and control flow use x.mul(2) and np.sin(x) instead of JS arithmetic, ' +
        'np.where, lax.cond or lax.whileLoop instead of JS conditions; jit takes other values by staticArgnums',
    );
  }

  override toString(): string {
    return `Tracer<${avalString(this.aval)}>`;
  }

  /** With the value, where it is known: what is printed to find an error shows it. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    const known = this.known();
    return `${this}${known ? `(${known})` : ''}`;
  }
}

type Origin = { readonly primitive: Primitive; readonly source: ConcreteArray; readonly params: Params };

const origins = new WeakMap<NDArray, Origin>();

/**
 * Remembers of an array that repeats elements of a smaller one what made it: programs that close over it take the smaller one,
 * and repeat its elements where they are used.
 */
export const rememberOrigin = <P extends Params>(
  array: ConcreteArray,
  primitive: Primitive<P>,
  source: ConcreteArray,
  params: P,
): void => {
  origins.set(array, { primitive: primitive as unknown as Primitive, source, params });
};

export const originOf = (array: ConcreteArray): Origin | undefined => origins.get(array);

let depth = 0;

/** Records the equations of one trace. */
class Builder {
  readonly label: string;
  readonly depth: number;
  readonly equations: Equation[] = [];
  /** Values of outer traces and constants that the traced function closed over, with the variables standing for them. */
  readonly captured = new Map<NDArray, Var>();
  /** What stands for arrays whose origin is remembered. */
  private readonly repeated = new Map<NDArray, Var>();
  /** Which equation makes a variable, as far as `producerOf` has been asked. */
  private readonly producers = new Map<Var, Equation>();
  private indexed = 0;
  private readonly knownInputs = new Map<Var, () => ConcreteArray | undefined>();
  private readonly knownValues = new Map<Var, ConcreteArray>();
  private active = true;

  constructor(label: string) {
    this.label = label;
    this.depth = ++depth;
  }

  input(aval: Aval, known: (() => ConcreteArray | undefined) | undefined): Tracer {
    const tracer = new Tracer(this, makeVar(aval));
    if (known !== undefined) this.knownInputs.set(tracer.variable, known);
    return tracer;
  }

  finish(): void {
    this.active = false;
    depth--;
  }

  checkActive(tracer: Tracer): void {
    if (this.active) return;
    const producer = this.producerOf(tracer.variable);
    throw new Error(
      `a traced array escaped from the function it belongs to: ${avalString(tracer.aval)}, ` +
        `made by ${producer === undefined ? 'an argument' : `'${producer.primitive.name}'`} in ${this.label}, ` +
        'was used after that function had returned; return it (or use hasAux) instead of storing it outside',
    );
  }

  /** The atom that stands for a value in this program. */
  atom(value: NDArray): Atom {
    if (value instanceof Tracer) {
      value.builder.checkActive(value);
      if (value.builder === this) return value.variable;
    } else if (value.ndim === 0) {
      return { kind: 'literal', aval: avalOf(value), value: value as ConcreteArray };
    }
    let variable = this.captured.get(value) ?? this.repeated.get(value);
    if (variable === undefined) {
      const origin = origins.get(value);
      if (origin !== undefined) {
        const [output] = this.append(origin.primitive, [origin.source], origin.params);
        this.repeated.set(value, output!);
        return output!;
      }
      variable = makeVar(avalOf(value));
      this.captured.set(value, variable);
      this.knownInputs.set(variable, () => knownValue(value));
    }
    return variable;
  }

  record(primitive: Primitive, args: readonly NDArray[], params: Params): NDArray[] {
    return this.append(primitive, args, params).map(output => new Tracer(this, output));
  }

  private append(primitive: Primitive, args: readonly NDArray[], params: Params): readonly Var[] {
    const inputs = args.map(arg => this.atom(arg));
    const avals = primitive.abstractEval(
      inputs.map(input => input.aval),
      params,
    );
    const outputs = avals.map(makeVar);
    const equation = { primitive, inputs, outputs, params };
    this.equations.push(equation);
    onRecorded?.(equation);
    return outputs;
  }

  private producerOf(variable: Var): Equation | undefined {
    for (; this.indexed < this.equations.length; this.indexed++) {
      const equation = this.equations[this.indexed]!;
      for (const output of equation.outputs) this.producers.set(output, equation);
    }
    return this.producers.get(variable);
  }

  /** Evaluates what has been recorded so far, as far as the value asked for needs it. */
  valueOf(variable: Var): ConcreteArray | undefined {
    const needed = new Set<Equation>();
    const pending: Var[] = [variable];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      if (this.knownValues.has(next)) continue;
      const producer = this.producerOf(next);
      if (producer === undefined) {
        const known = this.knownInputs.get(next)?.();
        if (known === undefined) return undefined;
        this.knownValues.set(next, known);
      } else if (!needed.has(producer)) {
        needed.add(producer);
        for (const input of producer.inputs) if (input.kind === 'var') pending.push(input);
      }
    }
    for (const equation of this.equations) {
      if (!needed.has(equation)) continue;
      const values = equation.inputs.map(input =>
        input.kind === 'literal' ? input.value : required(this.knownValues.get(input), 'known value'),
      );
      const results = evaluate(
        equation.primitive,
        values,
        equation.params,
        equation.outputs.map(({ aval }) => aval),
      );
      equation.outputs.forEach((output, i) => this.knownValues.set(output, required(results[i], 'result')));
    }
    return this.knownValues.get(variable);
  }
}

export type { Builder };

/** The value of an array, if it is concrete or a tracer whose value can be known. */
export const knownValue = (value: NDArray): ConcreteArray | undefined =>
  value instanceof Tracer ? value.known() : (value as ConcreteArray);

export const isConcrete = (value: NDArray): value is ConcreteArray => value instanceof ConcreteArray;

/** Computes an operation; undefined where it is better left to the primitive's `evaluate`. */
export type Evaluator = (
  primitive: Primitive,
  inputs: readonly ConcreteArray[],
  params: Params,
  outputs: readonly Aval[],
) => readonly ConcreteArray[] | undefined;

let evaluator: Evaluator | undefined;

/** Has operations outside of programs offered to an evaluator first. */
export const setEvaluator = (next: Evaluator | undefined): void => {
  evaluator = next;
};

const evaluate: (...operation: Parameters<Evaluator>) => readonly ConcreteArray[] = (
  primitive,
  inputs,
  params,
  outputs,
) => evaluator?.(primitive, inputs, params, outputs) ?? primitive.evaluate(inputs, params);

/**
 * Applies a primitive: computes it where all arguments are concrete, else records it in the innermost trace that an
 * argument belongs to.
 */
export const bind = <P extends Params>(
  primitive: Primitive<P>,
  args: readonly NDArray[],
  params: P,
): readonly NDArray[] => {
  let innermost: Builder | undefined;
  for (const arg of args) {
    if (arg instanceof Tracer) {
      arg.builder.checkActive(arg);
      if (innermost === undefined || arg.builder.depth > innermost.depth) innermost = arg.builder;
    }
  }
  if (innermost !== undefined) return innermost.record(primitive as unknown as Primitive, args, params);
  const concrete = args as readonly ConcreteArray[];
  return evaluate(primitive as unknown as Primitive, concrete, params, primitive.abstractEval(concrete, params));
};

/** `bind` for primitives with one output. */
export const bindOne = <P extends Params>(primitive: Primitive<P>, args: readonly NDArray[], params: P): NDArray =>
  required(bind(primitive, args, params)[0], 'output');

let onRecorded: ((equation: Equation) => void) | undefined;

/** Calls f, and back for every equation while it is being recorded: whoever asks can see where in a user's code it is from. */
export const observingEquations = <T>(observer: (equation: Equation) => void, f: () => T): T => {
  const before = onRecorded;
  onRecorded = observer;
  try {
    return f();
  } finally {
    onRecorded = before;
  }
};

let onTraced: ((jaxpr: Jaxpr) => void) | undefined;

/** Has every program looked at as soon as it is made: tests verify them all. */
export const observeTraces = (observer: ((jaxpr: Jaxpr) => void) | undefined): void => {
  onTraced = observer;
};

export type Traced<Extra> = {
  /** Its leading inputs stand for `captured`. */
  readonly jaxpr: Jaxpr;
  /** Tracers of outer traces that the function closed over. */
  readonly captured: readonly NDArray[];
  readonly extra: Extra;
};

/**
 * Records what a function of arrays does as a program.
 *
 * `known` gives the values of the arguments where they are known, so that plain JS conditions on them work.
 * `label` names the trace in errors, `name` the function in printed programs. Equations whose results are not used are
 * dropped, and with them what only they closed over, unless `keepDead` asks for the program as it was written.
 */
export const trace = <Extra>(
  f: (args: NDArray[]) => { readonly outputs: readonly NDArray[]; readonly extra: Extra },
  avals: readonly Aval[],
  options: {
    readonly label: string;
    readonly name?: string;
    readonly known?: readonly (() => ConcreteArray | undefined)[];
    readonly keepDead?: boolean;
  },
): Traced<Extra> => {
  const builder = new Builder(options.label);
  try {
    const args = avals.map((aval, i) => builder.input(aval, options.known?.[i]));
    const { outputs, extra } = f([...args]);
    const outputAtoms = outputs.map(output => builder.atom(output));
    const { equations, used } = liveEquations(builder.equations, outputAtoms);
    const captured = [...builder.captured].filter(([, variable]) => options.keepDead || used.has(variable));
    const outer = captured.filter(([value]) => !isConcrete(value));
    const jaxpr: Jaxpr = {
      name: options.name ?? 'f',
      constants: captured.flatMap(([value, variable]) => (isConcrete(value) ? [{ variable, value }] : [])),
      inputs: [...outer.map(([, variable]) => variable), ...args.map(arg => arg.variable)],
      equations: options.keepDead ? builder.equations : equations,
      outputs: outputAtoms,
    };
    onTraced?.(jaxpr);
    return { jaxpr, captured: outer.map(([value]) => value), extra };
  } finally {
    builder.finish();
  }
};

/** `trace` for functions that are known to close over no tracer: what a transformation makes of a program. */
export const traceClosed = (
  f: (args: NDArray[]) => readonly NDArray[],
  avals: readonly Aval[],
  name: string,
): Jaxpr => {
  const { jaxpr, captured } = trace(args => ({ outputs: f(args), extra: undefined }), avals, { label: name, name });
  invariant(captured.length === 0, `${name} closed over a tracer`);
  return jaxpr;
};

/** The equations that the outputs depend on, and the variables that occur in them. */
const liveEquations = (
  equations: readonly Equation[],
  outputs: readonly Atom[],
): { readonly equations: readonly Equation[]; readonly used: ReadonlySet<Var> } => {
  const used = new Set<Var>();
  const use = (atom: Atom): void => {
    if (atom.kind === 'var') used.add(atom);
  };
  outputs.forEach(use);
  const live: Equation[] = [];
  for (let i = equations.length - 1; i >= 0; i--) {
    const equation = equations[i]!;
    if (!equation.outputs.some(output => used.has(output))) continue;
    equation.inputs.forEach(use);
    live.push(equation);
  }
  return { equations: live.reverse(), used };
};
