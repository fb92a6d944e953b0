import { checkDType } from '../../array/create.ts';
import { type DType, kindOf, kindRank } from '../../array/dtype.ts';
import type { ArrayLike, NDArray } from '../../array/ndarray.ts';
import { checkOptions } from '../../array/options.ts';
import { normalizeAxes } from '../../array/shape.ts';
import { avalString } from '../../core/aval.ts';
import { bindOne } from '../../core/tracer.ts';
import { shown } from '../../util/errors.ts';
import { convertElementType, promoteOperands } from '../convert.ts';
import { type AxisPairs, dotGeneralPrimitive } from './dot-general.ts';

const checkPairs = (kind: 'contracting' | 'batch', [lhs, rhs]: readonly NDArray[], pairs: AxisPairs): void => {
  const [left, right] = pairs;
  const seen = `${avalString(lhs!)} and ${avalString(rhs!)} with ${kind} axes (${left.join(', ')}) and (${right.join(', ')})`;
  if (left.length !== right.length) {
    throw new RangeError(`dotGeneral: both operands must have the same number of ${kind} axes, got ${seen}`);
  }
  if (left.some((axis, i) => lhs!.shape[axis] !== rhs!.shape[right[i]!])) {
    throw new RangeError(`dotGeneral: ${kind} axes must have the same extents, got ${seen}`);
  }
};

const checkDisjoint = (side: 'lhs' | 'rhs', contracting: readonly number[], batch: readonly number[]): void => {
  const shared = contracting.find(axis => batch.includes(axis));
  if (shared !== undefined) {
    throw new RangeError(`dotGeneral: axis ${shared} of ${side} cannot be both a contracting and a batch axis`);
  }
};

export type DotGeneralOptions = {
  /** Axes to sum over, of the left and of the right operand. */
  readonly contracting: AxisPairs;
  /** Axes that both operands share and the result keeps, first. */
  readonly batch?: AxisPairs;
  /** dtype of the result, and to sum in. */
  readonly preferredElementType?: DType | undefined;
};

/**
 * The product of two arrays summed over some axes and aligned along others (`lax.dot_general`).
 *
 * The axes of the result are the batch axes, then the left operand's other axes, then the right one's. Operands are
 * promoted to one dtype. Throws RangeError where extents do not match, TypeError where `preferredElementType` is of a
 * lower kind than the operands.
 *
 * @example
 * ```ts
 * const a = array([[1, 2], [3, 4]]);
 * console.log(String(lax.dotGeneral(a, a, { contracting: [[1], [1]] })));
 * // => [[ 5. 11.]
 * //     [11. 25.]]
 * ```
 */
export const dotGeneral = (lhs: ArrayLike, rhs: ArrayLike, options: DotGeneralOptions): NDArray => {
  checkOptions('dotGeneral', options, ['contracting', 'batch', 'preferredElementType']);
  const preferred =
    options.preferredElementType == null ? null : checkDType('dotGeneral', options.preferredElementType);
  const operands = promoteOperands('dotGeneral', [lhs, rhs]);
  const dtype = operands[0]!.dtype;
  if (preferred !== null && kindRank(preferred) < kindRank(dtype)) {
    throw new TypeError(`dotGeneral: preferredElementType ${preferred} cannot hold products of ${dtype}`);
  }
  const [left, right] = (
    preferred !== null && kindOf(preferred) !== kindOf(dtype)
      ? operands.map(operand => convertElementType(operand, preferred, operand.weakType))
      : operands
  ) as [NDArray, NDArray];
  const pairs = (what: 'contracting' | 'batch', axes: AxisPairs): AxisPairs => {
    if (!Array.isArray(axes) || axes.length !== 2)
      throw new TypeError(`dotGeneral: ${what} must be a pair of lists of axes, got ${shown(axes)}`);
    return [
      normalizeAxes('dotGeneral: lhs', axes[0], left.ndim),
      normalizeAxes('dotGeneral: rhs', axes[1], right.ndim),
    ];
  };
  const params = {
    contracting: pairs('contracting', options.contracting),
    batch: pairs('batch', options.batch ?? [[], []]),
    preferredElementType: preferred,
  };
  checkDisjoint('lhs', params.contracting[0], params.batch[0]);
  checkDisjoint('rhs', params.contracting[1], params.batch[1]);
  checkPairs('contracting', operands, params.contracting);
  checkPairs('batch', operands, params.batch);
  return bindOne(dotGeneralPrimitive, [left, right], params);
};
