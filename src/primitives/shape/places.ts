import { filled } from '../../array/create.ts';
import { ConcreteArray } from '../../array/ndarray.ts';
import type { Shape } from '../../array/shape.ts';
import type { StructureInput } from '../../core/primitive.ts';
import { consecutivePattern, indicesOf } from '../../pattern/index-pattern.ts';

/** An array whose elements are their own places: what a primitive makes of it says where elements of its result come from. */
export const placesIn = (shape: Shape): ConcreteArray =>
  new ConcreteArray(shape, 'int32', indicesOf(consecutivePattern(shape, 0)));

/** The places in one operand beside -1 in all others. */
export const placesInOne = (operands: readonly StructureInput[], which: number): ConcreteArray[] =>
  operands.map(({ aval: { shape } }, i) => (i === which ? placesIn(shape) : filled(shape, 'int32', -1)));
