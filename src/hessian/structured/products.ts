import { isComplex } from '../../array/dtype.ts';
import type { NDArray } from '../../array/ndarray.ts';
import { sizeOf } from '../../array/shape.ts';
import type { Aval } from '../../core/aval.ts';
import type { Equation } from '../../core/jaxpr.ts';
import type { Structure } from '../../core/primitive.ts';
import { bindOne } from '../../core/tracer.ts';
import {
  affinePattern,
  consecutivePattern,
  type IndexPattern,
  indicesOf,
  isConstantAlong,
  reshapePattern,
  slicePattern,
  tablePattern,
} from '../../pattern/index-pattern.ts';
import { dotGeneralPrimitive } from '../../primitives/contraction/dot-general.ts';
import { mul } from '../../primitives/elementwise/arithmetic.ts';
import { broadcastInDim, reduceSum } from '../../primitives/shape/broadcast.ts';
import { reshape } from '../../primitives/shape/reshape.ts';
import { invertPermutation, transpose } from '../../primitives/shape/transpose.ts';
import { range, rangeWithout } from '../../util/range.ts';
import { takeRows } from './places.ts';
import { type Input, pointwise, viewed } from './rules.ts';
import { fullValues, type Grid, isOne, isStructured, isWhole, leadExtent, type Product, type Slot } from './slot.ts';
import { along, contracted, reduced } from './sums.ts';

/**
 * Products of grids with known arrays pass through equations by what these do to the grid. Only a sum over axes along which
 * the known factor changes needs both, and even then the factor can often be joined with the other operand instead.
 */

type Kind<K extends Structure['kind']> = Extract<Structure, { readonly kind: K }>;

const expansions = new WeakMap<Product, Grid>();

/** The product multiplied out: a grid with a lead axis. */
export const expand = (product: Product): Grid => {
  let grid = expansions.get(product);
  if (grid === undefined) expansions.set(product, (grid = multipliedOut(product)));
  return grid;
};

const multipliedOut = ({ block, factor, steps, axes, stride, grid }: Product): Grid => {
  const { index, lead, values } = grid;
  const shape = [steps, ...index.shape];
  const wide = spreadOut(factor(), shape, [0, ...axes.map(axis => axis + lead + 1)]);
  const inner =
    values.ndim === 0
      ? values
      : broadcastInDim(
          values,
          shape,
          range(values.ndim).map(axis => axis + 1),
        );
  const whole = isOne(values) ? wide : mul(wide, inner);
  const merged = [steps * leadExtent(grid), ...index.shape.slice(lead)];
  return {
    kind: 'grid',
    block,
    lead: 1,
    values: reshape(whole, merged),
    index: reshapePattern(steppedIndex(index, steps, stride), merged),
  };
};

/** Broadcasts an array whose axes stand at the given places of the result, in any order. */
const spreadOut = (x: NDArray, shape: readonly number[], places: readonly number[]): NDArray => {
  const order = range(x.ndim).sort((a, b) => places[a]! - places[b]!);
  return broadcastInDim(
    transpose(x, order),
    shape,
    order.map(axis => places[axis]!),
  );
};

/** A pattern repeated along a new first axis, each time so many columns further. */
const steppedIndex = (index: IndexPattern, steps: number, stride: number): IndexPattern => {
  if (index.table === null) {
    return { ...index, shape: [steps, ...index.shape], strides: [steps === 1 ? 0 : stride, ...index.strides] };
  }
  const own = indicesOf(index);
  const table = new Int32Array(steps * own.length);
  for (let step = 0, next = 0; step < steps; step++) {
    for (const column of own) table[next++] = column < 0 ? -1 : column + step * stride;
  }
  return tablePattern([steps, ...index.shape], table);
};

export const plain = (slot: Slot | Product): Slot => (slot.kind === 'product' ? expand(slot) : slot);

const varies = (product: Product, axis: number): boolean => product.axes.includes(axis);

/** What an equation makes of a product without multiplying it out; undefined where it has to be. */
export const pushProduct = (
  equation: Equation,
  rule: Structure | undefined,
  inputs: readonly Input[],
  operand: number,
  product: Product,
): readonly (Slot | Product)[] | undefined => {
  if (rule === undefined || equation.outputs.some(({ aval }) => aval.dtype !== product.dtype)) return undefined;
  const one = (made: Slot | Product | undefined) => (made === undefined ? undefined : [made]);
  switch (rule.kind) {
    case 'pointwise': {
      // the factor would have to be conjugated too
      if (rule.conjugates) return undefined;
      // a scalar that is repeated has no axes that the factor could change along
      const grid = pointwise(equation, rule, inputs, operand, product.grid);
      if (grid?.kind !== 'grid') return undefined;
      const whole = { ...product, grid: { ...grid, values: product.grid.values } };
      if (!isWhole(whole)) return [{ ...product, grid }];
      const factor = mul(product.factor(), broadcastInDim(reshape(grid.values, []), [product.steps], []));
      return [{ ...whole, factor: () => factor }];
    }
    case 'view':
      return viewedProduct(equation, rule, inputs, product);
    case 'along': {
      if (rule.axes.some(axis => varies(product, axis))) return undefined;
      const grid = along(equation, rule, inputs, product.grid);
      return grid?.kind === 'grid' ? [{ ...product, grid }] : undefined;
    }
    case 'reduce':
      return one(reducedProduct(rule, inputs, operand, product));
    case 'contract':
      return one(contractedProduct(equation, rule, inputs, operand, product));
    case 'place':
    case 'accumulate':
    case 'call':
    case 'program':
      return undefined;
  }
};

/**
 * Where a view takes the axes that the factor changes along; undefined unless each of them stays whole, as one axis of the
 * result.
 */
const movedAxes = (product: Product, from: readonly number[], sources: IndexPattern): number[] | undefined => {
  if (sources.table !== null) return undefined;
  const own = consecutivePattern(from, 0).strides;
  const result: number[] = [];
  for (const axis of product.axes) {
    const extent = from[axis]!;
    const stride = own[axis]!;
    const to = sources.shape.findIndex((size, k) => size === extent && sources.strides[k] === stride);
    if (extent < 2 || to < 0) return undefined;
    const rest = slicePattern(
      sources,
      sources.shape.map(() => 0),
      sources.shape.map((size, k) => (k === to ? 1 : size)),
      null,
    );
    // whatever else the view does, it must not leave the first place along this axis
    for (const place of indicesOf(rest)) if (Math.floor(place / stride) % extent !== 0) return undefined;
    result.push(to);
  }
  return result;
};

const viewedProduct = (
  equation: Equation,
  rule: Kind<'view'>,
  inputs: readonly Input[],
  product: Product,
): readonly Product[] | undefined => {
  const { shape } = (inputs[0] as { readonly aval: Aval }).aval;
  const axes = equation.outputs.map((_, output) =>
    movedAxes(product, shape, rule.view(consecutivePattern(shape, 0), 0, output)),
  );
  if (!axes.every(list => list !== undefined)) return undefined;
  const grids = viewed(equation, rule, inputs, product.grid);
  return grids.map((grid, output) => ({ ...product, axes: axes[output]!, grid: grid as Grid }));
};

const reducedProduct = (
  rule: Kind<'reduce'>,
  inputs: readonly Input[],
  operand: number,
  product: Product,
): Product | Grid | undefined => {
  const input = inputs[operand]!;
  if (!isStructured(input)) return undefined;
  const summed = product.axes.filter(axis => rule.axes.includes(axis));
  if (summed.some(axis => !isConstantAlong(product.grid.index, axis + product.grid.lead))) return undefined;
  const others = rule.axes.filter(axis => !summed.includes(axis));
  const grid = others.length === 0 ? product.grid : reduced({ kind: 'reduce', axes: others }, input, product.grid);
  if (grid.kind !== 'grid') return undefined;
  const place = (axis: number, gone: readonly number[]): number => axis - gone.filter(other => other < axis).length;
  const partial: Product = { ...product, grid, axes: product.axes.map(axis => place(axis, others)) };
  return summed.length === 0
    ? partial
    : sumFactor(
        partial,
        summed.map(axis => place(axis, others)),
      );
};

/** Sums a product over axes that the factor changes along and the grid's columns do not. */
const sumFactor = (product: Product, axes: readonly number[]): Product | Grid | undefined => {
  const { grid } = product;
  const { lead, values, index } = grid;
  const gone = range(product.axes.length).filter(i => axes.includes(product.axes[i]!));
  const kept = rangeWithout(product.axes.length, gone);
  const place = (axis: number): number => axis - axes.filter(other => other < axis).length;
  const rest = range(index.shape.length).filter(axis => !axes.includes(axis - lead));
  const left = {
    ...index,
    shape: rest.map(axis => index.shape[axis]!),
    strides: rest.map(axis => index.strides[axis]!),
  };
  if (values.ndim === 0) {
    const sum = reduceSum(
      product.factor(),
      gone.map(i => i + 1),
    );
    return {
      ...product,
      source: undefined,
      factor: () => sum,
      axes: kept.map(i => place(product.axes[i]!)),
      grid: { ...grid, index: left },
    };
  }
  if (values.dtype !== product.dtype) return undefined;
  const inner = (i: number): number => product.axes[i]! + lead;
  const sum = bindOne(dotGeneralPrimitive, [product.factor(), values], {
    contracting: [gone.map(i => i + 1), gone.map(inner)],
    batch: [kept.map(i => i + 1), kept.map(inner)],
    preferredElementType: null,
  });
  // the result's axes: those that both have, the steps, the others of the grid
  const order = [...kept.map(inner), -1, ...rest.filter(axis => !kept.some(i => inner(i) === axis))];
  return steppedGrid(
    product,
    transpose(
      sum,
      [-1, ...rest].map(axis => order.indexOf(axis)),
    ),
    left,
  );
};

/** Values (steps, …the grid's) whose columns are the grid's, and the stride further at each step. */
const steppedGrid = (product: Product, values: NDArray, index: IndexPattern): Grid => {
  const steps = values.shape[0]!;
  const { lead } = product.grid;
  const shape = lead === 1 ? [steps * index.shape[0]!, ...index.shape.slice(1)] : [steps, ...index.shape];
  return {
    kind: 'grid',
    block: product.block,
    lead: 1,
    values: reshape(values, shape),
    index: reshapePattern(steppedIndex(index, steps, product.stride), shape),
  };
};

const contractedProduct = (
  equation: Equation,
  rule: Kind<'contract'>,
  inputs: readonly Input[],
  operand: number,
  product: Product,
): Slot | Product | undefined => {
  const other = inputs[1 - operand]!;
  if (isStructured(other) || other.dtype !== product.dtype) return undefined;
  const [own, its] = operand === 0 ? [0, 1] : [1, 0];
  const { grid, factor, steps } = product;
  const rank = grid.index.shape.length - grid.lead;
  const ownContracting = rule.contracting[own]!;
  const ownBatch = rule.batch[own]!;
  const ownFree = range(rank).filter(axis => !ownContracting.includes(axis) && !ownBatch.includes(axis));
  const itsFree = other.ndim - rule.contracting[its]!.length - ownBatch.length;
  const freeStart = ownBatch.length + (operand === 0 ? 0 : itsFree);
  const place = (axis: number): number =>
    ownBatch.includes(axis) ? ownBatch.indexOf(axis) : freeStart + ownFree.indexOf(axis);
  const summed = product.axes.filter(axis => ownContracting.includes(axis));
  if (summed.length === 0) {
    const made = contracted(equation, rule, inputs, operand, grid);
    return made === undefined
      ? undefined
      : { ...product, axes: product.axes.map(place), grid: made.kind === 'product' ? expand(made) : made };
  }
  const shared = product.axes.every(axis => !ownFree.includes(axis));
  if (!shared || summed.some(axis => !isConstantAlong(grid.index, axis + grid.lead))) return undefined;
  const partner = (axis: number): number =>
    ownContracting.includes(axis)
      ? rule.contracting[its]![ownContracting.indexOf(axis)]!
      : rule.batch[its]![ownBatch.indexOf(axis)]!;
  // X Xᵀ is symmetric, X X is not: the steps must go along the axis of X that the other operand keeps
  const isPairs =
    product.source?.array === other && itsFree === 1 && product.source.axis === 1 - rule.contracting[its]![0]!;
  if (isPairs && grid.lead === 0 && ownFree.length === 0) {
    const values = symmetricProduct(other, grid.values, rule.contracting[its]![0]!);
    return steppedGrid(product, values, affinePattern([steps], [0], grid.index.offset));
  }
  const joined = steps * other.size * (isPairs ? 0.5 : 1);
  if (grid.values.ndim === 0 || joined >= steps * sizeOf(grid.index.shape)) return undefined;
  const shifted = (list: readonly number[], by: number): readonly number[] => list.map(axis => axis + by);
  const pairsOf = (
    mine: readonly number[],
    theirs: readonly number[],
  ): readonly [readonly number[], readonly number[]] => (operand === 0 ? [mine, theirs] : [theirs, mine]);
  const withOther = (value: NDArray): Grid | undefined => {
    const changed: Kind<'contract'> = {
      kind: 'contract',
      contracting: pairsOf(ownContracting, isPairs ? [1] : shifted(rule.contracting[its]!, 1)),
      batch: pairsOf(ownBatch, shifted(rule.batch[its]!, 1)),
    };
    const params = { ...equation.params, contracting: changed.contracting, batch: changed.batch };
    const operands = inputs.map((input, i) => (i === operand ? input : value));
    const made = contracted({ ...equation, params }, changed, operands, operand, grid);
    return made?.kind === 'grid' ? made : undefined;
  };
  // the steps stand where the first free axis of the other operand does
  const at = ownBatch.length + (operand === 0 ? ownFree.length : 0);
  if (isPairs) {
    const [firsts, seconds, pairOf] = pairsBelow(steps);
    const made = withOther(mul(takeRows(factor(), firsts), takeRows(factor(), seconds)));
    if (made === undefined) return undefined;
    const { lead } = made;
    const order = [at + lead, ...rangeWithout(made.index.shape.length, [at + lead])];
    const rows = takeRows(transpose(fullValues(made), order), pairOf);
    const split = reshape(rows, [steps, steps, ...rows.shape.slice(1)]);
    // steps, then the pairs' other half in the place of the pairs
    const back = [0, ...invertPermutation(order).map(axis => axis + 1)];
    const index = {
      ...made.index,
      shape: made.index.shape.map((extent, axis) => (axis === at + lead ? steps : extent)),
    };
    return steppedGrid({ ...product, grid: made }, transpose(split, back), index);
  }
  const shape = [steps, ...other.shape];
  const wide = spreadOut(factor(), shape, [0, ...product.axes.map(axis => partner(axis) + 1)]);
  const made = withOther(mul(wide, broadcastInDim(other, shape, shifted(range(other.ndim), 1))));
  if (made === undefined) return undefined;
  const { lead } = made;
  const order = [at + lead, ...rangeWithout(made.index.shape.length, [at + lead])];
  const kept = order.slice(1);
  const index = {
    ...made.index,
    shape: kept.map(axis => made.index.shape[axis]!),
    strides: kept.map(axis => made.index.strides[axis]!),
  };
  return steppedGrid({ ...product, grid: made }, transpose(fullValues(made), order), index);
};

/**
 * The products of the rows of an array, or of its columns, each term scaled: Σ x[i, k] · scale[k] · x[j, k], where k runs along
 * `axis`. It is symmetric, but for rounding.
 */
const symmetricProduct = (x: NDArray, scale: NDArray, axis: number): NDArray => {
  const scaled = isOne(scale) ? x : mul(x, scale.ndim === 0 ? scale : broadcastInDim(scale, x.shape, [axis]));
  return bindOne(dotGeneralPrimitive, [scaled, x], {
    contracting: [[axis], [axis]],
    batch: [[], []],
    preferredElementType: null,
    symmetric: !isComplex(x.dtype),
  });
};

/** All pairs i ≥ k below n, and for each (i, k), in either order, which pair it is. */
const pairsBelow = (n: number): readonly [firsts: Int32Array, seconds: Int32Array, pairOf: Int32Array] => {
  const count = (n * (n + 1)) / 2;
  const [firsts, seconds, pairOf] = [new Int32Array(count), new Int32Array(count), new Int32Array(n * n)];
  for (let i = 0, pair = 0; i < n; i++) {
    for (let k = 0; k <= i; k++, pair++) {
      firsts[pair] = i;
      seconds[pair] = k;
      pairOf[i * n + k] = pair;
      pairOf[k * n + i] = pair;
    }
  }
  return [firsts, seconds, pairOf];
};
