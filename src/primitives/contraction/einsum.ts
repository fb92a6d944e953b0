import type { ArrayLike, NDArray } from '../../array/ndarray.ts';
import { required } from '../../util/errors.ts';
import { promoteOperands } from '../convert.ts';
import { mul } from '../elementwise/arithmetic.ts';
import { broadcastInDim, reduceSum } from '../shape/broadcast.ts';
import { reshape } from '../shape/reshape.ts';
import { transpose } from '../shape/transpose.ts';
import { diagonalOf } from './diagonal.ts';
import { dotGeneral } from './dot-general.ts';
import { type Label, parseEinsum } from './einsum-spec.ts';

/** An operand whose axes have names, no two the same. */
type Named = { readonly array: NDArray; readonly labels: readonly Label[] };

/**
 * Sums of products of arrays, by Einstein's convention (`numpy.einsum`).
 *
 * Each letter names an axis; letters that the output leaves out are summed over, letters that occur twice in one operand
 * take its diagonal, axes of extent 1 repeat, `...` stands for any number of axes that broadcast. Operands are
 * contracted in pairs, in the order that costs the fewest multiplications (of up to four operands; greedily beyond).
 * Throws RangeError where the spec does not fit the shapes.
 *
 * @example
 * ```ts
 * const a = array([[1, 2], [3, 4]]);
 * console.log(np.einsum('ii', a).item(), String(np.einsum('ij,j->i', a, array([1, 1])))); // => 5 [3. 7.]
 * ```
 */
export const einsum = (spec: string, ...operands: readonly ArrayLike[]): NDArray => {
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
  const result = contractAll(named, output, extents);
  return transpose(
    result.array,
    output.map(label => result.labels.indexOf(label)),
  );
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
  const kept = labels.map((_, axis) => axis).filter(axis => array.shape[axis] === extents.get(labels[axis]!));
  return {
    array: reshape(
      array,
      kept.map(axis => array.shape[axis]!),
    ),
    labels: kept.map(axis => labels[axis]!),
  };
};

const sumAllBut = ({ array, labels }: Named, wanted: (label: Label) => boolean): Named => {
  const summed = labels.map((_, axis) => axis).filter(axis => !wanted(labels[axis]!));
  return { array: reduceSum(array, summed), labels: labels.filter(wanted) };
};

const contractAll = (
  operands: readonly Named[],
  output: readonly Label[],
  extents: ReadonlyMap<Label, number>,
): Named => {
  const [first, second, ...rest] = operands;
  if (second === undefined) return sumAllBut(required(first, 'operand of einsum'), label => output.includes(label));
  const [i, j] =
    rest.length === 0
      ? [0, 1]
      : bestPair(
          operands.map(operand => operand.labels),
          output,
          extents,
        ).pair;
  const others = operands.filter((_, k) => k !== i && k !== j);
  const wanted = (label: Label): boolean =>
    output.includes(label) || others.some(other => other.labels.includes(label));
  const product = contractPair(operands[i]!, operands[j]!, wanted, others.length === 0 ? output : undefined);
  return contractAll([...others, product], output, extents);
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
    array: dotGeneral(left.array, right.array, {
      contracting: [axes(left, contracting), axes(right, contracting)],
      batch: [axes(left, batch), axes(right, batch)],
      preferredElementType: left.array.dtype,
    }),
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

type Choice = { readonly pair: readonly [number, number]; readonly cost: number };

const exhaustiveUpTo = 4;

/** The pair to contract first: the one on the cheapest way to the end, or beyond a few operands the cheapest itself. */
const bestPair = (
  terms: readonly (readonly Label[])[],
  output: readonly Label[],
  extents: ReadonlyMap<Label, number>,
): Choice => {
  let best: Choice = { pair: [0, 1], cost: Number.POSITIVE_INFINITY };
  for (let i = 0; i < terms.length; i++) {
    for (let j = i + 1; j < terms.length; j++) {
      const both = [...new Set([...terms[i]!, ...terms[j]!])];
      const others = terms.filter((_, k) => k !== i && k !== j);
      const result = both.filter(label => output.includes(label) || others.some(other => other.includes(label)));
      let cost = both.reduce((product, label) => product * extents.get(label)!, 1);
      if (terms.length <= exhaustiveUpTo && terms.length > 2)
        cost += bestPair([...others, result], output, extents).cost;
      if (cost < best.cost) best = { pair: [i, j], cost };
    }
  }
  return best;
};
