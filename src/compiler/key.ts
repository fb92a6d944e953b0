import type { ConcreteArray } from '../array/ndarray.ts';
import { avalKey } from '../core/aval.ts';
import { type Atom, isJaxpr, type Jaxpr, type Var } from '../core/jaxpr.ts';

/** A program's text, and the arrays that it may take as inputs. Programs do the same that share text and contents. */
export type ProgramKey = {
  readonly key: string;
  /** Larger arrays that are part of the program: the text says where they stand. */
  readonly contents: readonly ConcreteArray[];
  /** Constants that are not part of the text: what the compiled program takes after its inputs. */
  readonly lifted: readonly ConcreteArray[];
  /** The program that takes them as inputs. */
  readonly jaxpr: Jaxpr;
};

/** Constants of more elements than this are inputs of the compiled program, unless their values matter to it. */
const largestInText = 64;

const identities = new WeakMap<object, number>();
let nextIdentity = 0;

/** A number for a function or another object that equals itself only. */
const identityOf = (value: object): number => {
  let identity = identities.get(value);
  if (identity === undefined) {
    identity = nextIdentity++;
    identities.set(value, identity);
  }
  return identity;
};

const numberText = (value: number): string => (Object.is(value, -0) ? '-0' : String(value));

const isArray = (value: unknown): value is ConcreteArray =>
  typeof value === 'object' && value !== null && 'dtype' in value && 'shape' in value && 'data' in value;

/** Elements of larger arrays are not written into the text. */
const largestWritten = 1024;

/** Whole constants: those that decide where things are, and small ones. */
const isText = (value: ConcreteArray): boolean =>
  value.uniform !== undefined || value.size <= largestInText || value.dtype === 'int32' || value.dtype === 'uint32';

/** Writes texts; what they leave out comes together in `contents`. */
class Writer {
  readonly contents: ConcreteArray[] = [];

  private contentOf(value: ConcreteArray): string {
    if (value.uniform !== undefined) return `=${numberText(value.uniform)}`;
    if (value.size <= largestWritten) return `[${Array.from(value.data, numberText).join()}]`;
    this.contents.push(value);
    return '#';
  }

  private paramOf(value: unknown): string {
    if (isJaxpr(value)) return this.textOf(value, () => true);
    if (typeof value === 'number') return numberText(value);
    if (typeof value === 'string') return JSON.stringify(value);
    // a rule for derivatives, of a program that is differentiated already
    if (typeof value === 'function') return '';
    if (value === null || typeof value !== 'object') return String(value);
    if (Array.isArray(value)) return `[${value.map(each => this.paramOf(each)).join()}]`;
    if (isArray(value)) return avalKey(value) + this.contentOf(value);
    if (Object.getPrototypeOf(value) !== Object.prototype) return `o${identityOf(value)}`;
    return `{${Object.entries(value)
      .map(([name, each]) => `${name}:${this.paramOf(each)}`)
      .join()}}`;
  }

  /** The program's text; constants that `inText` refuses appear with their shape only. */
  textOf(jaxpr: Jaxpr, inText: (value: ConcreteArray) => boolean): string {
    const names = new Map<Var, string>();
    const define = (variable: Var): string => {
      const name = `v${names.size}`;
      names.set(variable, name);
      return name;
    };
    const read = (atom: Atom): string =>
      atom.kind === 'literal' ? `${avalKey(atom.aval)}${this.contentOf(atom.value)}` : names.get(atom)!;
    const parts = [
      ...jaxpr.constants.map(
        ({ variable, value }) => `${define(variable)}:${avalKey(value)}${inText(value) ? this.contentOf(value) : ''}`,
      ),
      ...jaxpr.inputs.map(input => `${define(input)}:${avalKey(input.aval)}`),
      ...jaxpr.equations.map(({ primitive, inputs, outputs, params }) => {
        const operands = inputs.map(read).join(' ');
        const results = outputs.map(output => `${define(output)}:${avalKey(output.aval)}`).join(' ');
        return `${results}=${primitive.name}#${identityOf(primitive)}${this.paramOf(params)} ${operands}`;
      }),
      jaxpr.outputs.map(read).join(' '),
    ];
    return parts.join(';');
  }
}

export const keyOfProgram = (jaxpr: Jaxpr): ProgramKey => {
  const lifted = jaxpr.constants.filter(({ value }) => !isText(value));
  const writer = new Writer();
  const key = writer.textOf(jaxpr, isText);
  return {
    key,
    contents: writer.contents,
    lifted: lifted.map(({ value }) => value),
    jaxpr:
      lifted.length === 0
        ? jaxpr
        : {
            ...jaxpr,
            constants: jaxpr.constants.filter(constant => !lifted.includes(constant)),
            inputs: [...jaxpr.inputs, ...lifted.map(({ variable }) => variable)],
          },
  };
};
