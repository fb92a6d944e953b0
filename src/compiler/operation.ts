import { filled } from '../array/create.ts';
import type { ConcreteArray } from '../array/ndarray.ts';
import { sizeOf } from '../array/shape.ts';
import { type Aval, avalOf } from '../core/aval.ts';
import { type Equation, innerJaxprs, type Jaxpr, makeVar, type Var } from '../core/jaxpr.ts';
import type { Params, Primitive } from '../core/primitive.ts';
import { type Evaluator, originOf } from '../core/tracer.ts';
import { contractionLowerings } from '../primitives/contraction/lowerings.ts';
import { indexingLowerings } from '../primitives/indexing/lowerings.ts';
import { linalgLowerings } from '../primitives/linalg/lowerings.ts';
import { broadcastInDimPrimitive } from '../primitives/shape/broadcast.ts';
import { shapeLowerings } from '../primitives/shape/lowerings.ts';
import type { RevParams } from '../primitives/shape/rev.ts';
import type { SliceParams } from '../primitives/shape/slice.ts';
import type { TransposeParams } from '../primitives/shape/transpose.ts';
import { sortLowerings } from '../primitives/sort/lowerings.ts';
import { isWritten } from './lowerings.ts';
import { workUpTo } from './work.ts';

const variableOf = (array: ConcreteArray): Var => makeVar(avalOf(array));

const sizeOfAll = (values: readonly { readonly aval: Aval }[]): number =>
  values.reduce((sum, { aval }) => sum + sizeOf(aval.shape), 0);

/** Operations that take less time than looking at this many elements are not worth a compiler. */
const leastWork = 1 << 15;

/** How much longer than an element of a sum an interpreted element takes. */
const weightOf = (name: string): number => {
  if (name in contractionLowerings || name in linalgLowerings) return 1 / 16;
  return name in indexingLowerings || name in sortLowerings ? 16 : 1;
};

/** Views of fewer elements are put together before a compiler has thought about them. */
const leastMoved = 1 << 16;
/** From this many neighbours on elements are copied together, at the speed of memory. */
const longRun = 32;

/**
 * Whether a view takes its elements one by one, along its last axis. Of those that take them in longer runs a program would only save the
 * copy, and there would be one for each length of what is joined and each place of what is cut out.
 */
const movesSingly = ({ primitive, inputs, params }: Equation, [operand]: readonly ConcreteArray[]): boolean => {
  const { shape, uniform } = operand!;
  if (uniform !== undefined) return false;
  const last = shape.length - 1;
  switch (primitive.name) {
    case 'transpose':
      return (params as TransposeParams).permutation[last] !== last || shape[last]! < longRun;
    case 'rev':
      return (params as RevParams).dimensions.includes(last) || shape[last]! < longRun;
    case 'slice':
      return ((params as SliceParams).strides?.[last] ?? 0) > 1;
    case 'concatenate':
      return inputs.every(({ aval }) => aval.shape[last]! < longRun);
    case 'reshape':
      return originOf(operand!) !== undefined;
    default:
      return false;
  }
};

/** Operations on arrays of fewer elements are not looked at any closer, unless they hold programs. */
const smallArray = 4096;
/** Operations on more elements would take too much of the compiler's memory. */
const mostElements = 1 << 25;

/**
 * Whether compiling an operation pays, be it called once. That depends on what its operands look like only, so that equal calls give
 * equal bits. Views are cheap as they are, as is a function of one value, and what is not written out would be called all the
 * same.
 */
const isWorthCompiling = (operation: Equation, operands: readonly ConcreteArray[], holdsPrograms: boolean): boolean => {
  const { primitive, inputs, outputs } = operation;
  const { name, kernel, expand } = primitive;
  // nobody knows how long it goes on
  if (name === 'while') return true;
  if (name in shapeLowerings && name !== 'reduce_sum') {
    return sizeOfAll(outputs) >= leastMoved && movesSingly(operation, operands);
  }
  if (!holdsPrograms && !isWritten(primitive) && expand === undefined) return false;
  if (kernel !== undefined && operands.every(({ uniform, ndim }) => uniform !== undefined || ndim === 0)) return false;
  if (sizeOfAll([...inputs, ...outputs]) > mostElements) return false;
  const limit = leastWork / weightOf(name);
  if (!(name in indexingLowerings)) return workUpTo(limit, [operation]) >= limit;
  // of an array that elements are taken from, or put into, the others are not looked at
  return sizeOfAll(name === 'gather' ? outputs : inputs.slice(2)) >= limit;
};

/** What stands for operands that repeat few elements, and the equation that repeats them. */
type Repeated = { readonly source: ConcreteArray; readonly primitive: Primitive; readonly params: Params };

const repeatedBy = (array: ConcreteArray): Repeated | undefined => {
  const { shape, dtype, uniform, weakType } = array;
  if (uniform === undefined || shape.length === 0) return originOf(array);
  return {
    source: filled([], dtype, uniform, weakType),
    primitive: broadcastInDimPrimitive as unknown as Primitive,
    params: { shape, dimensions: [] },
  };
};

/**
 * An operation as a program of its operands, where compiling it pays; operands that repeat the elements of smaller ones are
 * repeated by the program.
 */
export const programOfOperation = (
  ...[primitive, inputs, params, outputs]: Parameters<Evaluator>
): { readonly jaxpr: Jaxpr; readonly args: readonly ConcreteArray[] } | undefined => {
  const holdsPrograms = innerJaxprs({ params }).length > 0;
  if (!holdsPrograms && [...inputs, ...outputs].every(({ shape }) => sizeOf(shape) < smallArray)) return undefined;
  const operation: Equation = { primitive, inputs: inputs.map(variableOf), outputs: outputs.map(makeVar), params };
  if (!isWorthCompiling(operation, inputs, holdsPrograms)) return undefined;
  const repeated = inputs.map(repeatedBy);
  const args = inputs.map((input, i) => repeated[i]?.source ?? input);
  const variables = args.map((arg, i) => (repeated[i] ? variableOf(arg) : (operation.inputs[i] as Var)));
  const equations = repeated.flatMap((each, i) =>
    each ? { ...each, inputs: [variables[i]!], outputs: [operation.inputs[i] as Var] } : [],
  );
  const jaxpr: Jaxpr = {
    name: primitive.name,
    constants: [],
    inputs: variables,
    equations: [...equations, operation],
    outputs: operation.outputs,
  };
  return { jaxpr, args };
};
