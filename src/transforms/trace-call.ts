import { describe } from '../array/create.ts';
import type { NDArray } from '../array/ndarray.ts';
import { type Aval, avalOf } from '../core/aval.ts';
import type { Jaxpr } from '../core/jaxpr.ts';
import { knownValue, Tracer, trace } from '../core/tracer.ts';
import { flatten } from '../tree/flatten.ts';
import type { TreeDef } from '../tree/treedef.ts';
import { unflatten } from '../tree/unflatten.ts';
import { required } from '../util/errors.ts';
import { type FlatArrays, flattenArrays } from './arguments.ts';
import { refusingLostDerivatives } from './lost-derivatives.ts';

/** A user's function called on tracers: its program, and how to get from flat arrays back to what it returned. */
export type TracedCall = {
  /** Inputs: what was captured, then the leaves of the traced arguments. Outputs: leaves, then the arrays of aux. */
  readonly jaxpr: Jaxpr;
  readonly captured: readonly NDArray[];
  /** The traced arguments, in order. */
  readonly arguments: readonly FlatArrays[];
  readonly inputs: readonly NDArray[];
  readonly outputStructure: TreeDef;
  readonly outputCount: number;
  readonly outputPlace: (index: number) => string;
  /** aux with its traced arrays replaced by these; everything else in it comes back as given. */
  readonly rebuildAux: (arrays: readonly NDArray[]) => unknown;
};

export type TraceCallOptions = {
  /** The transformation, as errors name it. */
  readonly what: string;
  /** Positions of the arguments that are traced; the others are passed on as they are. */
  readonly positions: readonly number[];
  readonly hasAux?: boolean;
  /** Whether the values of concrete arguments are remembered, so that plain conditions on them work. */
  readonly known?: boolean;
  /** Whether derivatives come from a rule of the user's own, not from the program. */
  readonly hasRule?: boolean;
  readonly keepDead?: boolean;
  /** What the function sees of leaf i, if not the leaf's own aval. */
  readonly avalOf?: (leaf: NDArray, index: number) => Aval;
};

// why: parameters are contravariant, so that only `never` accepts every user's function
export type AnyFunction = (...args: never[]) => unknown;

export const functionName = (f: AnyFunction): string => f.name || '<lambda>';

export const traceCall = (f: AnyFunction, args: readonly unknown[], options: TraceCallOptions): TracedCall => {
  const { what, positions } = options;
  const flat = positions.map(position => flattenArrays(args[position], `argument ${position} of ${what}`));
  const inputs = flat.flatMap(({ leaves }) => leaves);
  const name = functionName(f);
  const record = () =>
    trace(
      tracers => {
        const callArgs = [...args];
        let next = 0;
        positions.forEach((position, i) => {
          const { structure } = required(flat[i], 'argument');
          callArgs[position] = unflatten(structure, tracers.slice(next, (next += structure.numLeaves)));
        });
        let returned: unknown;
        try {
          returned = f(...(callArgs as never[]));
        } catch (error) {
          throw withListHint(error, name, flat);
        }
        if (returned === undefined)
          throw new TypeError(`${what}: ${name} returned undefined: return the result, or null where there is none`);
        const [result, aux] = options.hasAux ? splitAux(what, returned) : [returned, null];
        const output = flattenArrays(result, `the output of ${name} (${what})`);
        const auxParts = flattenAux(aux);
        const extra = { output, rebuildAux: auxParts.rebuild, isNumber: typeof result === 'number' };
        return { outputs: [...output.leaves, ...auxParts.traced], extra };
      },
      inputs.map(options.avalOf ?? avalOf),
      {
        label: `${what} of ${name}`,
        name,
        ...(options.known ? { known: inputs.map(input => () => knownValue(input)) } : {}),
        keepDead: options.keepDead ?? false,
      },
    );
  const { jaxpr, captured, extra } =
    options.known && !options.hasRule ? refusingLostDerivatives(what, name, record) : record();
  return {
    jaxpr,
    captured,
    arguments: flat,
    inputs,
    outputStructure: extra.output.structure,
    outputCount: extra.output.leaves.length,
    outputPlace: extra.output.place,
    rebuildAux: extra.rebuildAux,
  };
};

/** Lists are containers, which lack the methods of arrays: who calls them is told. */
const withListHint = (error: unknown, name: string, flat: readonly FlatArrays[]): unknown =>
  error instanceof TypeError &&
  / not a function(?!:)/.test(error.message) &&
  flat.some(({ structure }) => String(structure).includes('['))
    ? new TypeError(`${error.message}: ${name} got a list of arrays: pass array(list)`, { cause: error })
    : error;

const splitAux = (what: string, returned: unknown): readonly [unknown, unknown] => {
  if (Array.isArray(returned) && returned.length === 2) return [returned[0], returned[1]];
  throw new TypeError(
    `${what}: expected function with aux output to return a two-element tuple [output, aux], but got ${describe(returned)}`,
  );
};

const flattenAux = (
  aux: unknown,
): { readonly traced: NDArray[]; readonly rebuild: (arrays: readonly NDArray[]) => unknown } => {
  const { leaves, structure } = flatten(aux, { isLeaf: value => value === undefined, name: 'aux' });
  const traced = leaves.filter(leaf => leaf instanceof Tracer);
  return {
    traced,
    rebuild: arrays => {
      let next = 0;
      return unflatten(
        structure,
        leaves.map(leaf => (leaf instanceof Tracer ? arrays[next++] : leaf)),
      );
    },
  };
};
