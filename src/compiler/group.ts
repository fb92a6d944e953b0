import { type Shape, shapesEqual, sizeOf } from '../array/shape.ts';
import type { ExpressionBuilder } from '../kernel/builder.ts';
import { type Buffer, type Expression, type ExpressionOf, postorder, type Variable } from '../kernel/expression.ts';
import type { Kernel, Store } from '../kernel/kernel.ts';
import type { Element } from '../kernel/lowering.ts';
import { range } from '../util/range.ts';
import { callsFunctions, costOf, isLongSum, jointWork } from './cost.ts';
import type { Value } from './values.ts';

/** Work that one kernel may hold: large functions are slow to compile. */
const fullGroup = 500;
/** Boxes that the loops of a kernel may be cut into so that conditions are decided: some dozen lanes of vectors with three elements. */
const mostBoxes = 64;
/** One long loop may be cut into more: lists are put together of many, each of which would cost every element a choice. */
const mostCuts = 256;
const shortestCut = 16;
/** Boxes with the same loops are computed together where that saves so much work for an element of each. */
const sharedWork = 8;

/** The loop variables of an output of a shape. */
export const placesOf = (builder: ExpressionBuilder, shape: Shape): Expression[] =>
  shape.map((extent, axis) => builder.variable(2 * axis, 0, extent));

/** Arrays of one shape that one loop nest computes. */
export class Group {
  readonly shape: Shape;
  private readonly places: readonly Expression[];
  private readonly flat: Expression;
  private readonly members = new Map<Value, Buffer>();
  private readonly buffers = new Set<Buffer>();
  private work = 0;
  private hasLongSums = false;
  /** What is stored: elements as functions of the place. */
  readonly elements: { readonly buffer: Buffer; readonly at: Element }[] = [];

  constructor(builder: ExpressionBuilder, shape: Shape) {
    this.shape = shape;
    this.places = placesOf(builder, shape);
    this.flat = builder.flatten(this.places, shape);
  }

  fits({ aval }: Value, element: Expression): boolean {
    return (
      shapesEqual(aval.shape, this.shape) &&
      this.work + costOf(element).work <= fullGroup &&
      this.members.size > 0 &&
      !(this.hasLongSums && callsFunctions(element))
    );
  }

  add(value: Value, buffer: Buffer, element: Expression): void {
    this.members.set(value, buffer);
    this.work += costOf(element).work;
    this.hasLongSums ||= isLongSum(element, buffer.size);
    // as it is now: it may be read in another way once it is stored
    this.addElement(buffer, value.element!);
  }

  addElement(buffer: Buffer, at: Element): void {
    this.buffers.add(buffer);
    this.elements.push({ buffer, at });
  }

  writes(buffer: Buffer): boolean {
    return this.buffers.has(buffer);
  }

  loadsOwnPlace(load: ExpressionOf<'load'>): boolean {
    return load.index === this.flat;
  }
}

export const groupWith = (builder: ExpressionBuilder, shape: Shape): Group => new Group(builder, shape);

/** Axes that one loop runs through together. */
type Runs = readonly (readonly number[])[];

type Built = { readonly variables: readonly Variable[]; readonly stores: readonly Store[] };

const isOutputDivision = (builder: ExpressionBuilder, node: Expression): boolean =>
  (node.kind === 'quotient' || node.kind === 'remainder') && (builder.freeOf(node) & 0x15555555) !== 0;

const divisions = (builder: ExpressionBuilder, { stores }: Built): number =>
  postorder(stores.flatMap(({ index, value }) => [index, value])).filter(node => isOutputDivision(builder, node))
    .length;

/** The kernels of a group: its loops merged where that takes no divisions, and cut where conditions change. */
export const buildGroup = (builder: ExpressionBuilder, group: Group): readonly Kernel[] => {
  const { shape } = group;
  if (sizeOf(shape) === 0) return [];
  /** Elements at the place where each run has the given variable. */
  const at = (runs: Runs, places: readonly Expression[]): Built => {
    const index = new Array<Expression>(shape.length);
    runs.forEach((axes, run) => {
      const own = builder.unflatten(
        places[run]!,
        axes.map(axis => shape[axis]!),
      );
      axes.forEach((axis, i) => (index[axis] = own[i]!));
    });
    const flat = builder.flatten(index, shape);
    const stores = group.elements.map(({ buffer, at: element }) => ({ buffer, index: flat, value: element(index) }));
    return { stores, variables: places.filter((place): place is Variable => place.kind === 'variable') };
  };
  const extentOf = (axes: readonly number[]): number => axes.reduce((product, axis) => product * shape[axis]!, 1);
  const whole = (runs: Runs): Built =>
    at(
      runs,
      runs.map((axes, run) => builder.variable(2 * run, 0, extentOf(axes))),
    );
  const axes = range(shape.length).filter(axis => shape[axis] !== 1);
  const units = range(shape.length).filter(axis => shape[axis] === 1);
  // axes of extent 1 go with any run
  const withUnits = (runs: number[][]): Runs =>
    runs.length === 0
      ? units.length === 0
        ? []
        : [units]
      : [...runs.slice(0, -1), ...(units.length === 0 ? [runs.at(-1)!] : [runs.at(-1)!, units])];
  let runs: number[][] = axes.map(axis => [axis]);
  let best = whole(withUnits(runs));
  if (runs.length > 1) {
    const allowed = divisions(builder, best);
    const tryRuns = (candidate: number[][]): boolean => {
      const built = whole(withUnits(candidate));
      if (divisions(builder, built) > allowed) return false;
      best = built;
      runs = candidate;
      return true;
    };
    if (!tryRuns([axes])) {
      for (let i = runs.length - 2; i >= 0 && runs.length > 1; i--) {
        tryRuns([...runs.slice(0, i), [...runs[i]!, ...runs[i + 1]!], ...runs.slice(i + 2)]);
      }
    }
  }
  const boxes = boxesOf(best).map(box =>
    box === undefined
      ? best
      : at(
          withUnits(runs),
          withUnits(runs).map((own, run) => {
            const [low, high] = box.get(2 * run) ?? [0, extentOf(own)];
            return builder.variable(2 * run, low, high);
          }),
        ),
  );
  const joined: Built[] = [];
  for (const box of boxes) {
    const before = joined.at(-1);
    if (before !== undefined && belongTogether(before, box)) {
      joined[joined.length - 1] = { ...before, stores: [...before.stores, ...box.stores] };
    } else joined.push(box);
  }
  return joined;
};

/** Whether boxes, such as real and imaginary parts, have the same loops and much of their work in common. */
const belongTogether = (first: Built, second: Built): boolean => {
  const { variables } = first;
  if (variables.length !== second.variables.length || variables.some((each, i) => each !== second.variables[i]))
    return false;
  const work = (stores: readonly Store[]): number => jointWork(stores.map(({ value }) => value));
  const together = work([...first.stores, ...second.stores]);
  return together <= fullGroup && work(first.stores) + work(second.stores) - together >= sharedWork;
};

type Box = ReadonlyMap<number, readonly [low: number, high: number]>;

/**
 * Parts of the loops in which conditions on single variables hold throughout or nowhere; undefined is the whole. Loops that
 * would take too many cuts beside those around them stay whole.
 */
export const boxesOf = ({ variables, stores }: Built): readonly (Box | undefined)[] => {
  const longest = Math.max(0, ...variables.map(({ low, high }) => high - low));
  const most = Math.max(mostBoxes, Math.min(mostCuts, longest / shortestCut));
  const points = new Map<number, Set<number>>();
  const note = (slot: number, at: number): void => {
    points.set(slot, (points.get(slot) ?? new Set()).add(at));
  };
  for (const node of postorder(stores.map(({ value }) => value))) {
    if (node.kind !== 'operation' || (node.name !== 'lt' && node.name !== 'eq')) continue;
    const [place, constant] = node.operands;
    if (place?.type !== 'i32' || constant?.kind !== 'constant') continue;
    const terms = place.kind === 'affine' ? place.terms : [{ of: place, factor: 1 }];
    const offset = (place.kind === 'affine' ? place.offset : 0) - constant.value;
    const [term] = terms;
    if (terms.length !== 1 || term!.of.kind !== 'variable' || term!.of.slot % 2 === 1) continue;
    const { factor } = term!;
    const at = -offset / factor;
    if (node.name === 'lt') note(term!.of.slot, factor > 0 ? Math.ceil(at) : Math.floor(at) + 1);
    else if (Number.isInteger(at)) {
      note(term!.of.slot, at);
      note(term!.of.slot, at + 1);
    }
  }
  if (points.size === 0) return [undefined];
  let boxes: Map<number, readonly [number, number]>[] = [new Map()];
  for (const { slot, low, high } of variables) {
    const cuts = [...(points.get(slot) ?? [])].filter(at => at > low && at < high).sort((a, b) => a - b);
    const limits = [low, ...cuts, high];
    if (boxes.length * (cuts.length + 1) > most) continue;
    boxes = boxes.flatMap(box => limits.slice(1).map((end, i) => new Map(box).set(slot, [limits[i]!, end])));
  }
  return boxes.length === 1 ? [undefined] : boxes;
};
