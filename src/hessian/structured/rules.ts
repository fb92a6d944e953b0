import type { NDArray } from '../../array/ndarray.ts';
import { sizeOf } from '../../array/shape.ts';
import type { Aval } from '../../core/aval.ts';
import type { Equation } from '../../core/jaxpr.ts';
import type { Structure } from '../../core/primitive.ts';
import {
  broadcastPattern,
  consecutivePattern,
  gatherPattern,
  type IndexPattern,
  indicesOf,
  tablePattern,
} from '../../pattern/index-pattern.ts';
import { zerosLike } from '../../primitives/linear.ts';
import { broadcastInDim } from '../../primitives/shape/broadcast.ts';
import { applyEquation, type Operand } from './apply.ts';
import { placesWhere, takeFlat } from './places.ts';
import {
  type Block,
  type Entries,
  entriesOf,
  flat,
  fullValues,
  type Grid,
  isDense,
  isOne,
  isStructured,
  isUniform,
  leadExtent,
  type Slot,
  type Structured,
  zeroScalar,
} from './slot.ts';

/** How slots of one operand pass through equations that move and scale; sums stand in `sums.ts`. */

export type Input = NDArray | Structured;

type Kind<K extends Structure['kind']> = Extract<Structure, { readonly kind: K }>;

/** The operands of an equation with some values in their places; other linear operands are zero. */
export const operandsWith = (
  inputs: readonly Input[],
  placed: ReadonlyMap<number, Operand>,
  zero: (aval: Aval) => NDArray = zerosLike,
): Operand[] =>
  inputs.map((input, i) => {
    const given = placed.get(i);
    if (given !== undefined) return given;
    return { value: isStructured(input) ? zero(input.aval) : input, lead: false };
  });

const outputAval = (equation: Equation, output = 0): Aval => equation.outputs[output]!.aval;

/** A slot that no more than its shape changes for: repeated along new axes. */
const repeatGrid = (slot: Grid, shape: readonly number[]): Grid => {
  const target = [...slot.index.shape.slice(0, slot.lead), ...shape];
  const dimensions = slot.lead === 1 ? [0] : [];
  return {
    ...slot,
    values: slot.values.ndim === 0 ? slot.values : broadcastInDim(slot.values, target, dimensions),
    index: broadcastPattern(slot.index, target, dimensions),
  };
};

/** Elements of a product with a factor that is 1: the other factor. */
const otherFactor = (inputs: readonly Input[], operand: number): NDArray | undefined => {
  const other = inputs[1 - operand];
  return inputs.length === 2 && other !== undefined && !isStructured(other) ? other : undefined;
};

export const pointwise = (
  equation: Equation,
  rule: Kind<'pointwise'>,
  inputs: readonly Input[],
  operand: number,
  slot: Slot,
  block?: Block,
): Slot | undefined => {
  const { chosen } = rule;
  // what is dense stays so: it has the same columns everywhere
  if (chosen !== undefined && (slot.kind === 'entries' || !isDense(slot) || leadExtent(slot) === 1)) {
    const whole = pointwise(equation, { ...rule, chosen: undefined }, inputs, operand, slot);
    return whole === undefined ? undefined : onlyWhere(whole, place => chosen(operand, place), block);
  }
  const input = inputs[operand] as Structured;
  const { shape } = outputAval(equation);
  const repeats = input.aval.shape.length < shape.length;
  if (slot.kind === 'entries') return repeats ? undefined : pointwiseEntries(equation, rule, inputs, operand, slot);
  if (rule.keeps?.[operand]) return repeats ? repeatGrid(slot, shape) : slot;
  const index = repeats ? repeatGrid(slot, shape).index : slot.index;
  const factor = rule.product && isOne(slot.values) ? otherFactor(inputs, operand) : undefined;
  const values =
    factor ??
    applyEquation(
      equation,
      operandsWith(
        inputs,
        new Map([[operand, { value: slot.values, lead: slot.lead === 1 && slot.values.ndim > 0 }]]),
        zeroScalar,
      ),
    )[0]!;
  // uniform values of a slot with a lead axis have met an array that knows nothing of it
  const missing = values.ndim > 0 && values.ndim < index.shape.length;
  return {
    ...slot,
    index,
    values: missing ? broadcastInDim(values, index.shape, [...index.shape.keys()].slice(1)) : values,
  };
};

/** What is dense, and is to be, stays so unless more than this share of it would be zero. */
const mostZeros = 0.75;

/** A slot without the elements that a condition on the place rules out; they must be zero. */
const onlyWhere = (slot: Slot, holds: (place: number) => boolean, block: Block | undefined): Slot => {
  if (slot.kind === 'entries') {
    return { ...slot, elements: slot.elements.map(element => (element >= 0 && holds(element) ? element : -1)) };
  }
  const size = sizeOf(slot.index.shape.slice(slot.lead));
  const none = placesWhere(size, place => !holds(place));
  if (none.length === 0 || (block?.dense && isDense(slot) && none.length <= size * mostZeros)) return slot;
  const table = indicesOf(slot.index).slice();
  for (let start = 0; start < table.length; start += size) for (const place of none) table[start + place] = -1;
  return { ...slot, index: tablePattern(slot.index.shape, table) };
};

const pointwiseEntries = (
  equation: Equation,
  rule: Kind<'pointwise'>,
  inputs: readonly Input[],
  operand: number,
  list: Entries,
): Entries => {
  if (rule.keeps?.[operand]) return list;
  const places = list.elements.map(element => Math.max(0, element));
  const listed = inputs.map((input, i): Operand => {
    if (i === operand) return { value: list.values, lead: false };
    if (isStructured(input)) return { value: zeroScalar(input.aval), lead: false };
    return { value: input.ndim === 0 ? input : takeFlat(flat(input), places), lead: false };
  });
  return { ...list, values: applyEquation(equation, listed)[0]! };
};

export const viewed = (
  equation: Equation,
  rule: Kind<'view'>,
  inputs: readonly Input[],
  slot: Slot,
): readonly Slot[] => {
  const input = inputs[0] as Structured;
  if (slot.kind === 'entries') {
    return equation.outputs.map((_, output) => {
      const sources = rule.view(consecutivePattern(input.aval.shape, 0), 0, output);
      return moveEntries(slot, input.aval, sources);
    });
  }
  const indices = equation.outputs.map((_, output) => rule.view(slot.index, slot.lead, output));
  const values = isUniform(slot)
    ? equation.outputs.map(() => slot.values)
    : applyEquation(equation, operandsWith(inputs, new Map([[0, { value: slot.values, lead: slot.lead === 1 }]])));
  return indices.map((index, output) => ({ ...slot, index, values: values[output]! }));
};

/** For each element of an operand the places that it goes to, as linked lists: first[element], next[that], … until -1. */
type Places = { readonly first: Int32Array; readonly next: Int32Array };

const inverses = new WeakMap<Int32Array, Places>();

/** Where elements go, by where they are from. */
const inverseOf = (from: Int32Array, size: number): Places => {
  const known = inverses.get(from);
  if (known?.first.length === size) return known;
  const first = new Int32Array(size).fill(-1);
  const next = new Int32Array(from.length);
  for (let i = from.length - 1; i >= 0; i--) {
    const source = from[i]!;
    if (source < 0) continue;
    next[i] = first[source]!;
    first[source] = i;
  }
  const found = { first, next };
  inverses.set(from, found);
  return found;
};

/** A list whose elements are moved: each element of the result is the operand's that `sources` names, or none (-1). */
const moveEntries = (list: Entries, operand: Aval, sources: IndexPattern): Entries => {
  const size = sizeOf(operand.shape);
  const consecutive = consecutivePattern(sources.shape, 0);
  const unmoved =
    sources.table === null &&
    sources.offset === 0 &&
    sizeOf(sources.shape) === size &&
    sources.strides.every((stride, axis) => stride === consecutive.strides[axis]);
  if (unmoved) return list;
  const { first, next } = inverseOf(indicesOf(sources), size);
  let count = 0;
  for (const element of list.elements) {
    for (let to = element < 0 ? -1 : first[element]!; to >= 0; to = next[to]!) count++;
  }
  const origins = new Int32Array(count);
  const elements = new Int32Array(count);
  const columns = new Int32Array(count);
  let entry = 0;
  for (let i = 0; i < list.elements.length; i++) {
    const element = list.elements[i]!;
    for (let to = element < 0 ? -1 : first[element]!; to >= 0; to = next[to]!, entry++) {
      origins[entry] = i;
      elements[entry] = to;
      columns[entry] = list.columns[i]!;
    }
  }
  return {
    ...list,
    values: list.values.ndim === 0 ? list.values : takeFlat(list.values, origins),
    elements,
    columns,
  };
};

const missingShares = new WeakMap<Int32Array, number>();

const missingShare = (sources: Int32Array): number => {
  const known = missingShares.get(sources);
  if (known !== undefined) return known;
  let missing = 0;
  for (const source of sources) if (source < 0) missing++;
  const share = sources.length === 0 ? 0 : missing / sources.length;
  missingShares.set(sources, share);
  return share;
};

/** The elements of a grid, for an equation to work on. */
const operandOf = (slot: Grid): Operand => ({ value: fullValues(slot), lead: slot.lead === 1 });

/** Grids of several operands that can be placed by one equation: a slot for each operand, or none. */
type Group = { readonly first: Grid; readonly members: Map<number, Grid> };

const groupGrids = (inputs: readonly Input[]): Group[] => {
  const groups: Group[] = [];
  inputs.forEach((input, operand) => {
    if (!isStructured(input)) return;
    for (const slot of input.slots) {
      if (slot.kind !== 'grid') continue;
      const group = groups.find(
        ({ first, members }) =>
          !members.has(operand) &&
          first.block === slot.block &&
          first.lead === slot.lead &&
          leadExtent(first) === leadExtent(slot),
      );
      if (group === undefined) groups.push({ first: slot, members: new Map([[operand, slot]]) });
      else group.members.set(operand, slot);
    }
  });
  return groups;
};

/** A grid that would be mostly empty where it goes is better kept as a list. */
const isWaste = (slot: Grid, share: number): boolean => share > (isDense(slot) && leadExtent(slot) > 1 ? 1 / 3 : 0.7);

export const placed = (equation: Equation, rule: Kind<'place'>, inputs: readonly Input[]): readonly Slot[][] => {
  const sourcesOf = inputs.map(() => new Map<number, Int32Array>());
  const sources = (operand: number, output: number): Int32Array => {
    let found = sourcesOf[operand]!.get(output);
    if (found === undefined) sourcesOf[operand]!.set(output, (found = rule.sources(operand, output)));
    return found;
  };
  const result: Slot[][] = equation.outputs.map(() => []);
  const moveList = (list: Entries, operand: number): void =>
    equation.outputs.forEach(({ aval }, output) => {
      const table = sources(operand, output);
      const pattern = { shape: aval.shape, strides: consecutivePattern(aval.shape, 0).strides, offset: 0, table };
      result[output]!.push(moveEntries(list, (inputs[operand] as Structured).aval, pattern));
    });
  inputs.forEach((input, operand) => {
    if (isStructured(input)) for (const slot of input.slots) if (slot.kind === 'entries') moveList(slot, operand);
  });
  for (const { first, members } of groupGrids(inputs)) {
    const shares = equation.outputs.map((_, output) =>
      [...members.keys()].reduce((sum, operand) => sum + 1 - missingShare(sources(operand, output)), 0),
    );
    const still = (slot: Grid): boolean =>
      slot.lead === 1 &&
      leadExtent(slot) > 1 &&
      slot.index.strides.every((stride, axis) => axis === 0 || stride === 0 || rule.still?.includes(axis - 1) === true);
    const apply = (): readonly NDArray[] => {
      const operands = new Map([...members].map(([operand, slot]) => [operand, operandOf(slot)]));
      return applyEquation(equation, operandsWith(inputs, operands));
    };
    const [output] = equation.outputs;
    const waste = isWaste(first, 1 - Math.max(...shares));
    if (
      !waste &&
      !isDense(first) &&
      output !== undefined &&
      equation.outputs.length === 1 &&
      [...members.values()].every(slot => still(slot) && samePattern(slot.index, first.index))
    ) {
      // columns that change along axes only on which nothing moves are those of the result, zeros included
      const [values] = apply();
      const shape = [...first.index.shape.slice(0, 1), ...output.aval.shape];
      result[0]!.push({ ...first, values: values!, index: { ...first.index, shape } });
      continue;
    }
    if (waste) {
      for (const [operand, slot] of members) moveList(entriesOf(slot), operand);
      continue;
    }
    const values = apply();
    equation.outputs.forEach(({ aval }, output) => {
      const repeated = [...members.values()].every(slot => isDense(slot) && sameLead(slot.index, first.index));
      const index = repeated
        ? repeatLead(first, aval.shape)
        : [...members]
            .map(([operand, slot]) => gatherPattern(slot.index, slot.lead, sources(operand, output), aval.shape))
            .reduce(joinPatterns);
      result[output]!.push({ ...first, values: values[output]!, index });
    });
  }
  return result;
};

/** Whether two patterns are known to be the same but for extents along axes on which they are constant. */
const samePattern = (a: IndexPattern, b: IndexPattern): boolean => {
  if (a.offset !== b.offset || !a.strides.every((stride, axis) => stride === b.strides[axis])) return false;
  if (a.table === b.table) return true;
  if (a.table === null || b.table === null || a.table.length !== b.table.length) return false;
  return a.table.every((index, i) => index === b.table![i]);
};

/** Whether dense grids have the same columns. */
const sameLead = (a: IndexPattern, b: IndexPattern): boolean =>
  a.offset === b.offset && a.table === b.table && a.strides[0] === b.strides[0];

/** The pattern of a dense grid under another shape. */
const repeatLead = (slot: Grid, shape: readonly number[]): IndexPattern =>
  broadcastPattern(slot.index, [...slot.index.shape.slice(0, slot.lead), ...shape], slot.lead === 1 ? [0] : []);

/** The pattern of parts that do not overlap. */
const joinPatterns = (a: IndexPattern, b: IndexPattern): IndexPattern => {
  const [left, right] = [indicesOf(a), indicesOf(b)];
  return tablePattern(
    a.shape,
    left.map((index, i) => (index >= 0 ? index : right[i]!)),
  );
};

/** A slot of an operand whose elements are added up in others, without adding: as a list. */
export const retarget = (slot: Slot, targetOf: (element: number) => number): Entries => {
  const list = entriesOf(slot);
  return { ...list, elements: list.elements.map(element => (element < 0 ? -1 : targetOf(element))) };
};

export const accumulated = (
  equation: Equation,
  rule: Kind<'accumulate'>,
  inputs: readonly Input[],
  operand: number,
  slot: Slot,
): Slot => {
  const targets = rule.targets(operand);
  if (targets === null) return slot;
  const { shape } = outputAval(equation);
  const size = sizeOf(shape);
  const listed = (): Slot => retarget(slot, element => targets[element]!);
  // what most elements lack would be waste
  if (slot.kind === 'entries' || targets.length < 0.3 * size) return listed();
  const sources = new Int32Array(size).fill(-1);
  let unique = true;
  targets.forEach((target, i) => {
    if (target < 0) return;
    if (sources[target]! >= 0) unique = false;
    sources[target] = i;
  });
  const apply = (): NDArray => applyEquation(equation, operandsWith(inputs, new Map([[operand, operandOf(slot)]])))[0]!;
  if (unique && !isWaste(slot, missingShare(sources))) {
    const index =
      isDense(slot) && leadExtent(slot) > 1
        ? repeatLead(slot, shape)
        : gatherPattern(slot.index, slot.lead, sources, shape);
    return { ...slot, values: apply(), index };
  }
  // what is dense may be added up: it has the same columns everywhere
  if (isDense(slot) && !unique && size <= targets.length) {
    return { ...slot, values: apply(), index: repeatLead(slot, shape) };
  }
  return listed();
};

/** The place at which a sum over axes puts an element. */
export const reductionTarget = (element: number, shape: readonly number[], axes: readonly number[]): number => {
  let [target, stride, rest] = [0, 1, element];
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const extent = shape[axis]!;
    if (!axes.includes(axis)) {
      target += (rest % extent) * stride;
      stride *= extent;
    }
    rest = Math.floor(rest / extent);
  }
  return target;
};
