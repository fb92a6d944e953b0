import type { NDArray } from '../../array/ndarray.ts';
import { sizeOf } from '../../array/shape.ts';
import { type Aval, avalOf } from '../../core/aval.ts';
import type { Atom, Equation, Jaxpr, Var } from '../../core/jaxpr.ts';
import { isJaxpr } from '../../core/jaxpr.ts';
import type { Structure, TangentPlaces } from '../../core/primitive.ts';
import { bind, isConcrete, traceClosed } from '../../core/tracer.ts';
import { zerosLike } from '../../primitives/linear.ts';
import { required } from '../../util/errors.ts';
import { applyEquation, type Operand } from './apply.ts';
import { compact, densePattern, densify, joinEntries, regularise, sideBySide, withLead } from './dense.ts';
import { localiseCrowded } from './local.ts';
import { plain, pushProduct } from './products.ts';
import { accumulated, type Input, operandsWith, placed, pointwise, viewed } from './rules.ts';
import {
  type Block,
  byBlock,
  type Entries,
  entriesOf,
  fullValues,
  type Grid,
  isDense,
  isEmpty,
  isStructured,
  type PlainTangent,
  type Product,
  type Slot,
  type Structured,
  structured,
} from './slot.ts';
import { along, contracted, reduced } from './sums.ts';
import { unite } from './unite.ts';

/**
 * Carries structured tangents through a program that is linear in them. What depends on no tangent is computed as it
 * stands; the tangents of an equation's outputs are what its primitive's `structure` rule makes of those of its inputs.
 */
export const propagate = (
  jaxpr: Jaxpr,
  args: readonly Input[],
  blocks: readonly Block[],
  watch?: () => void,
  needed?: readonly boolean[],
): Input[] => {
  const values = new Map<Var, Input>();
  for (const { variable, value } of jaxpr.constants) values.set(variable, value);
  jaxpr.inputs.forEach((variable, i) => values.set(variable, required(args[i], 'argument')));
  const read = (atom: Atom): Input => (atom.kind === 'literal' ? atom.value : required(values.get(atom), 'variable'));
  const live = liveEquations(jaxpr, needed);
  for (const equation of jaxpr.equations) {
    if (!live.has(equation)) continue;
    const inputs = equation.inputs.map(read);
    const outputs = inputs.some(isStructured)
      ? pushStructured(equation, inputs, blocks, watch)
      : bind(equation.primitive, inputs as NDArray[], equation.params);
    equation.outputs.forEach((output, i) => values.set(output, required(outputs[i], 'result')));
    watch?.();
  }
  return jaxpr.outputs.map((output, i) =>
    needed === undefined || needed[i] ? read(output) : structured(output.aval, []),
  );
};

/** The same with all products multiplied out. */
export const propagatePlain = (...args: Parameters<typeof propagate>): (NDArray | PlainTangent)[] =>
  propagate(...args).map(result => (isStructured(result) ? { ...result, slots: result.slots.map(plain) } : result));

/** The equations that the outputs asked for depend on. */
const liveEquations = (jaxpr: Jaxpr, needed: readonly boolean[] | undefined): ReadonlySet<Equation> => {
  const used = new Set<Atom>(jaxpr.outputs.filter((_, i) => needed === undefined || needed[i]));
  const live = new Set<Equation>();
  for (const equation of [...jaxpr.equations].reverse()) {
    if (!equation.outputs.some(output => used.has(output))) continue;
    live.add(equation);
    for (const input of equation.inputs) used.add(input);
  }
  return live;
};

const pushStructured = (
  equation: Equation,
  inputs: readonly Input[],
  blocks: readonly Block[],
  watch?: () => void,
): readonly Input[] => {
  const avals = equation.outputs.map(output => output.aval);
  if (avals.every(aval => sizeOf(aval.shape) === 0)) return avals.map(aval => structured(aval, []));
  if (inputs.every(input => !isStructured(input) || input.slots.length === 0)) {
    return avals.map(aval => structured(aval, []));
  }
  const rule = equation.primitive.structure?.(
    inputs.map(input =>
      isStructured(input)
        ? { aval: input.aval, known: undefined }
        : { aval: input, known: isConcrete(input) ? input : undefined },
    ),
    equation.params,
  );
  const writtenOut = rule?.kind === 'call' || (rule?.kind === 'program' && !staysLoop(rule, inputs, blocks));
  if (writtenOut) {
    const inner =
      rule.kind === 'call'
        ? equation.params.jaxpr
        : traceClosed(
            rule.program,
            equation.inputs.map(atom => atom.aval),
            equation.primitive.name,
          );
    if (isJaxpr(inner)) return propagate(inner, inputs, blocks, watch);
  }
  const results: (Slot | Product)[][] = avals.map(() => []);
  const rest = new Map<number, Slot[]>();
  if (rule?.kind === 'place') {
    placed(equation, rule, inputs.map(plainInput)).forEach((slots, i) => results[i]!.push(...slots));
  } else {
    inputs.forEach((input, operand) => {
      if (!isStructured(input)) return;
      const slots: Slot[] = [];
      for (const own of input.slots) {
        const deferred = own.kind === 'product' ? pushProduct(equation, rule, inputs, operand, own) : undefined;
        if (deferred === undefined) slots.push(plain(own));
        else deferred.forEach((result, i) => results[i]!.push(result));
      }
      const mixes = rule?.kind === 'contract' || rule?.kind === 'along';
      for (const slot of mixes ? joined(slots, input.aval, blocks) : slots) {
        const made = pushSlot(equation, rule, inputs, operand, slot, blocks);
        if (made === undefined) rest.set(operand, [...(rest.get(operand) ?? []), slot]);
        else made.forEach((result, i) => results[i]!.push(result));
      }
    });
  }
  const dense = rest.size > 0 ? pushDense(equation, inputs, rest, blocks) : [];
  return avals.map((aval, i) => {
    const more = dense[i] ?? [];
    if (!Array.isArray(more)) return more;
    const slots = [...results[i]!, ...more].filter(slot => !isEmpty(slot));
    return structured(aval, localiseCrowded(unite(joinLists(slots, aval, blocks, mostLists, compact)), aval));
  });
};

/** Beyond so many lists of one block they are added up in one: each of them costs equations wherever it goes. */
const mostLists = 24;
/** So are lists that have so many times the values of a dense slot: they would be repeated as they are. */
const longest = 16;

/** Whether a loop is left as it is. */
const staysLoop = (
  rule: Extract<Structure, { readonly kind: 'program' }>,
  inputs: readonly Input[],
  blocks: readonly Block[],
): boolean => {
  const given = [...byBlock(inputs.flatMap(input => (isStructured(input) ? input.slots : []))).keys()];
  if (rule.staysLoop === undefined) return false;
  const avals = inputs.map(input => (isStructured(input) ? input.aval : avalOf(input)));
  const tangentsOf = (program: typeof rule.program): TangentPlaces[] =>
    propagate(traceClosed(program, avals, 'steps'), inputs, blocks)
      .filter(isStructured)
      .map(({ aval, slots }) => ({
        size: sizeOf(aval.shape),
        slots: slots.length,
        entries: () => slots.map(slot => entriesOf(plain(slot))),
      }));
  return rule.staysLoop(
    tangentsOf,
    given.reduce((sum, block) => sum + blocks[block]!.size, 0),
    given.every(block => blocks[block]!.dense),
  );
};

const joinLists = (
  slots: readonly (Slot | Product)[],
  aval: Aval,
  blocks: readonly Block[],
  most: number,
  join: (list: Entries, aval: Aval, block: Block) => Slot,
): readonly (Slot | Product)[] => {
  let result = slots;
  for (const [block, lists] of byBlock(slots.filter(slot => slot.kind === 'entries'))) {
    const values = lists.reduce((sum, { elements }) => sum + elements.length, 0);
    const dense = blocks[block]!.dense ? blocks[block]!.size * sizeOf(aval.shape) : Number.POSITIVE_INFINITY;
    if (lists.length <= most && values < longest * dense) continue;
    const all = join(joinEntries(lists), aval, blocks[block]!);
    result = [...result.filter(slot => slot.kind !== 'entries' || slot.block !== block), all];
  }
  return result;
};

/** The sum of slots before an equation that costs as much as all their values together: as few as their columns allow. */
const joined = (slots: readonly Slot[], aval: Aval, blocks: readonly Block[]): readonly Slot[] =>
  [...byBlock(localiseCrowded(unite(joinLists(slots, aval, blocks, 0, regularise)), aval).map(plain))].flatMap(
    ([block, own]) => sideBySide(own, aval, block, blocks[block]!) ?? own,
  );

/** An input without products. */
const plainInput = (input: Input): Input =>
  isStructured(input) && input.slots.some(slot => slot.kind === 'product')
    ? structured(input.aval, input.slots.map(plain))
    : input;

type Rule = ReturnType<NonNullable<Equation['primitive']['structure']>>;

/** What an equation makes of one slot of one operand: a slot for each output, or undefined where it must be dense. */
const pushSlot = (
  equation: Equation,
  rule: Rule,
  inputs: readonly Input[],
  operand: number,
  slot: Slot,
  blocks: readonly Block[],
): readonly (Slot | Product)[] | undefined => {
  const input = inputs[operand] as Structured;
  const one = (made: Slot | Product | undefined): readonly (Slot | Product)[] | undefined =>
    made === undefined ? undefined : [made];
  switch (rule?.kind) {
    case 'pointwise':
      return one(pointwise(equation, rule, inputs, operand, slot, blocks[slot.block]));
    case 'view':
      return viewed(equation, rule, inputs, slot);
    case 'accumulate':
      return one(accumulated(equation, rule, inputs, operand, slot));
    case 'reduce':
      return [reduced(rule, input, slot)];
    case 'along': {
      const grid = slot.kind === 'entries' ? regularise(slot, input.aval, blocks[slot.block]!) : slot;
      return operand === (rule.operand ?? 0)
        ? one(along(equation, rule, inputs, grid, blocks[slot.block]!.size))
        : undefined;
    }
    case 'contract': {
      const grid = slot.kind === 'entries' ? regularise(slot, input.aval, blocks[slot.block]!) : slot;
      return one(contracted(equation, rule, inputs, operand, grid, blocks[slot.block]!.size));
    }
    default:
      return undefined;
  }
};

/**
 * Slots that an equation has no better rule for: densely, by the batch rule of its primitive. Outputs that depend on no tangent,
 * such as values that a checkpoint computes again beside them, are what they are.
 */
const pushDense = (
  equation: Equation,
  inputs: readonly Input[],
  rest: ReadonlyMap<number, readonly Slot[]>,
  blocks: readonly Block[],
): readonly (Slot[] | NDArray)[] => {
  const results: Slot[][] = equation.outputs.map(() => []);
  const values: NDArray[] = [];
  const push = (block: number, columns: Grid['index'], lead: 0 | 1, operands: ReadonlyMap<number, Operand>): void => {
    applyEquation(equation, operandsWith(inputs, operands, zerosLike)).forEach((made, i) => {
      const { shape: own } = equation.outputs[i]!.aval;
      const shape = [...columns.shape.slice(0, lead), ...own];
      const strides = [...columns.strides.slice(0, lead), ...own.map(() => 0)];
      if (made.ndim < shape.length) values[i] = made;
      else results[i]!.push({ kind: 'grid', block, lead, values: made, index: { ...columns, shape, strides } });
    });
  };
  blocks.forEach((block, number) => {
    const parts = [...rest]
      .map(([operand, slots]) => [operand, slots.filter(slot => slot.block === number)] as const)
      .filter(([, slots]) => slots.length > 0);
    if (parts.length === 0) return;
    const [operand, slots] = parts[0]!;
    const only = parts.length === 1 && slots.length === 1 ? slots[0] : undefined;
    if (only?.kind === 'grid' && isDense(only) && (only.lead === 1 || equation.outputs.length === 1)) {
      push(number, only.index, only.lead, new Map([[operand, { value: fullValues(only), lead: only.lead === 1 }]]));
      return;
    }
    const dense = parts.map(([at, own]) => [at, densify(own, (inputs[at] as Structured).aval, number, block)] as const);
    const operands = new Map(
      dense.map(
        ([at, grid]) => [at, { value: withLead(grid, (inputs[at] as Structured).aval.shape), lead: true }] as const,
      ),
    );
    push(number, densePattern(block, []), 1, operands);
  });
  return results.map((slots, i) => (slots.length === 0 ? (values[i] ?? slots) : slots));
};
