import type { ArrayLike, NDArray } from '../../array/ndarray.ts';
import { required } from '../../util/errors.ts';
import { range } from '../../util/range.ts';
import { promoteOperands } from '../convert.ts';
import { mul } from '../elementwise/arithmetic.ts';
import { broadcastInDim, reduceSum } from '../shape/broadcast.ts';
import { reshape } from '../shape/reshape.ts';
import { transpose } from '../shape/transpose.ts';
import { diagonalOf } from './diagonal.ts';
import { contract } from './dot-general.ts';
import { type ContractionPath, contractionPath, type PathStrategy } from './einsum-path.ts';
import { type Label, parseEinsum } from './einsum-spec.ts';

/** An operand whose axes have names, no two the same. */
type Named = { readonly array: NDArray; readonly labels: readonly Label[] };

/**
 * Sums of products of arrays, by Einstein's convention (`numpy.einsum`).
 *
 * Each letter names an axis; letters that the output leaves out are summed over, letters that occur twice in one operand
 * take its diagonal, axes of extent 1 repeat, `...` stands for any number of axes that broadcast. Operands are
 * contracted in pairs, in the order that costs least (of up to six operands; greedily beyond). Throws RangeError where the spec does not fit the shapes.
 *
 * @example
 * ```ts
 * const a = array([[1, 2], [3, 4]]);
 * console.log(np.einsum('ii', a).item(), String(np.einsum('ij,j->i', a, array([1, 1])))); // => 5 [3. 7.]
 * ```
 */
export const einsum = (spec: string, ...operands: readonly ArrayLike[]): NDArray => einsumAlong(spec, operands, 'auto');

/** `einsum` along a path that is given, or found by a strategy. */
export const einsumAlong = (
  spec: string,
  operands: readonly ArrayLike[],
  optimize: PathStrategy | ContractionPath,
): NDArray => {
  const arrays = promoteOperands('einsum', operands);
  const {
    operands: labels,
    output,
    extents,
  } = parseEinsum(
    spec,
    arrays.map(array => array.shape),
  );
  const named = arrays.map((array, i) => dropUnitAxes(takeDiagonals({ array, labels: labels[i]! }), extents));
  const path =
    typeof optimize === 'object'
      ? checkedPath(spec, optimize, named.length)
      : contractionPath(
          named.map(operand => operand.labels),
          output,
          extents,
          optimize,
        );
  const result = contractAlong(named, output, path);
  return transpose(
    result.array,
    output.map(label => result.labels.indexOf(label)),
  );
};

/** A user's path, which must name operands that there are, and leave one. */
const checkedPath = (spec: string, path: ContractionPath, count: number): ContractionPath => {
  let left = count;
  for (const places of path) {
    if (new Set(places).size !== places.length || places.some(k => !Number.isInteger(k) || k < 0 || k >= left))
      throw new RangeError(`einsum('${spec}'): no step of a path over ${left} operands: [${places.join(', ')}]`);
    left -= places.length - 1;
  }
  if (left !== 1) throw new RangeError(`einsum('${spec}'): the path leaves ${left} of ${count} operands`);
  return path;
};

/** Each label at most once, by taking diagonals. */
const takeDiagonals = ({ array, labels }: Named): Named => {
  const again = labels.findIndex((label, axis) => labels.indexOf(label) < axis);
  if (again < 0) return { array, labels };
  const first = labels.indexOf(labels[again]!);
  const rest = labels.filter((_, axis) => axis !== first && axis !== again);
  return takeDiagonals({ array: diagonalOf(array, first, again), labels: [...rest, labels[again]!] });
};

/** Axes of extent 1 that repeat along a longer axis of another operand are left out. */
const dropUnitAxes = ({ array, labels }: Named, extents: ReadonlyMap<Label, number>): Named => {
  const kept = range(labels.length).filter(axis => array.shape[axis] === extents.get(labels[axis]!));
  return {
    array: reshape(
      array,
      kept.map(axis => array.shape[axis]!),
    ),
    labels: kept.map(axis => labels[axis]!),
  };
};

const sumAllBut = ({ array, labels }: Named, wanted: (label: Label) => boolean): Named => {
  const summed = range(labels.length).filter(axis => !wanted(labels[axis]!));
  return { array: reduceSum(array, summed), labels: labels.filter(wanted) };
};

/** Contracts operands step by step; within a step in pairs, from left to right. */
const contractAlong = (operands: readonly Named[], output: readonly Label[], path: ContractionPath): Named => {
  let remaining = operands;
  for (const places of path) {
    const rest = remaining.filter((_, k) => !places.includes(k));
    const chosen = places.map(place => remaining[place]!);
    const result = chosen.reduce((product, next, i) => {
      const others = [...rest, ...chosen.slice(i + 1)];
      const wanted = (label: Label): boolean =>
        output.includes(label) || others.some(other => other.labels.includes(label));
      return contractPair(product, next, wanted, others.length === 0 ? output : undefined);
    });
    remaining = [...rest, result];
  }
  return sumAllBut(required(remaining[0], 'operand of einsum'), label => output.includes(label));
};

const contractPair = (
  a: Named,
  b: Named,
  wanted: (label: Label) => boolean,
  output: readonly Label[] | undefined,
): Named => {
  const x = sumAllBut(a, label => wanted(label) || b.labels.includes(label));
  const y = sumAllBut(b, label => wanted(label) || a.labels.includes(label));
  const shared = x.labels.filter(label => y.labels.includes(label));
  const contracting = shared.filter(label => !wanted(label));
  const batch = shared.filter(wanted);
  const free = (operand: Named): Label[] => operand.labels.filter(label => !shared.includes(label));
  if (contracting.length === 0) return multiplyPair(x, y, [...batch, ...free(x), ...free(y)]);
  // the order that needs no transpose of the result, where there is one
  const swapped = [...batch, ...free(y), ...free(x)];
  const swap = output !== undefined && swapped.every((label, i) => label === output[i]);
  const [left, right] = swap ? [y, x] : [x, y];
  const axes = (operand: Named, names: readonly Label[]): number[] => names.map(label => operand.labels.indexOf(label));
  return {
    array: contract(
      left.array,
      right.array,
      [axes(left, contracting), axes(right, contracting)],
      [axes(left, batch), axes(right, batch)],
    ),
    labels: [...batch, ...free(left), ...free(right)],
  };
};

/** A product that sums over nothing. */
const multiplyPair = (x: Named, y: Named, labels: readonly Label[]): Named => {
  const extent = (label: Label): number => {
    const axis = x.labels.indexOf(label);
    return axis >= 0 ? x.array.shape[axis]! : y.array.shape[y.labels.indexOf(label)]!;
  };
  const shape = labels.map(extent);
  const spread = (operand: Named): NDArray => {
    if (operand.labels.length === 0) return operand.array;
    const own = labels.filter(label => operand.labels.includes(label));
    const ordered = transpose(
      operand.array,
      own.map(label => operand.labels.indexOf(label)),
    );
    return broadcastInDim(
      ordered,
      shape,
      own.map(label => labels.indexOf(label)),
    );
  };
  return { array: mul(spread(x), spread(y)), labels };
};
