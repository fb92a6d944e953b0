import { checkList, ownLists } from '../../../array/options.ts';
import { type Shape, shapeString } from '../../../array/shape.ts';
import { range } from '../../../util/range.ts';

/** How many positions to put before and after each axis; fewer than none cut off. */
export type PaddingPairs = readonly (readonly [low: number, high: number])[];

/**
 * Pairs, or how to find them: `'VALID'` pads nothing; `'SAME'` makes the result as large as x divided by the strides,
 * with the odd position at the end, `'SAME_LOWER'` with it at the beginning.
 */
export type Padding = 'VALID' | 'SAME' | 'SAME_LOWER' | PaddingPairs;

export type WindowOptions = {
  /** How far windows lie from each other along each axis; 1 by default. */
  readonly windowStrides?: readonly number[];
  /** `'VALID'` by default. */
  readonly padding?: Padding;
  /** How far elements are put from each other along each axis; 1 by default. */
  readonly baseDilation?: readonly number[];
  /** How far the elements of a window lie from each other along each axis; 1 by default. */
  readonly windowDilation?: readonly number[];
};

/** Where the windows of a reduction lie: one entry for each axis of the array. */
export type WindowParams = {
  readonly windowDimensions: readonly number[];
  readonly windowStrides: readonly number[];
  readonly padding: PaddingPairs;
  readonly baseDilation: readonly number[];
  readonly windowDilation: readonly number[];
};

/** How elements of a window are compared: the first that no other surpasses is selected, as `ge` or `le` keep it. */
export type SelectionParams = WindowParams & { readonly select: 'ge' | 'le' };

/** The extent that something takes once its elements are put `factor` from each other. */
export const dilated = (extent: number, factor: number): number => (extent === 0 ? 0 : 1 + (extent - 1) * factor);

/** `lax.padtype_to_pads`: the pairs that a padding means for the given array and (dilated) window. */
export const paddingPairs = (
  caller: string,
  padding: Padding,
  shape: Shape,
  window: readonly number[],
  strides: readonly number[],
): PaddingPairs => {
  if (typeof padding !== 'string') {
    const fits =
      padding.length === shape.length && padding.every(pair => pair.length === 2 && pair.every(Number.isInteger));
    if (fits) return ownLists(padding);
    throw new RangeError(
      `${caller}: padding must have a pair of integers [low, high] for each axis of shape ${shapeString(shape)}, got ${JSON.stringify(padding)}`,
    );
  }
  const total = (axis: number): number => {
    const results = Math.ceil(shape[axis]! / strides[axis]!);
    return Math.max(0, (results - 1) * strides[axis]! + window[axis]! - shape[axis]!);
  };
  const axes = range(shape.length);
  switch (padding) {
    case 'VALID':
      return axes.map(() => [0, 0]);
    case 'SAME':
      return axes.map(axis => [Math.floor(total(axis) / 2), Math.ceil(total(axis) / 2)]);
    case 'SAME_LOWER':
      return axes.map(axis => [Math.ceil(total(axis) / 2), Math.floor(total(axis) / 2)]);
    default:
      throw new TypeError(
        `${caller}: unknown padding ${JSON.stringify(padding)}: expected 'VALID', 'SAME', 'SAME_LOWER' or pairs [low, high]`,
      );
  }
};

/** Reads what users give, with one entry for each axis of the array. */
export const windowParams = (
  caller: string,
  shape: Shape,
  windowDimensions: readonly number[],
  options: WindowOptions,
): WindowParams => {
  const check = (name: string, list: readonly number[]): readonly number[] => {
    checkList(caller, name, list);
    if (list.length !== shape.length) {
      throw new RangeError(
        `${caller}: ${name} (${list.join(', ')}) must have one entry for each axis of shape ${shapeString(shape)}`,
      );
    }
    if (!list.every(entry => Number.isInteger(entry) && entry > 0)) {
      throw new RangeError(`${caller}: ${name} must be positive integers, got (${list.join(', ')})`);
    }
    return [...list];
  };
  const ones = shape.map(() => 1);
  const window = check('windowDimensions', windowDimensions);
  const windowStrides = check('windowStrides', options.windowStrides ?? ones);
  const baseDilation = check('baseDilation', options.baseDilation ?? ones);
  const windowDilation = check('windowDilation', options.windowDilation ?? ones);
  const extents = window.map((extent, axis) => dilated(extent, windowDilation[axis]!));
  const padding = paddingPairs(caller, options.padding ?? 'VALID', shape, extents, windowStrides);
  return { windowDimensions: window, windowStrides, padding, baseDilation, windowDilation };
};

/** The extent of an axis once it is dilated and padded. */
const paddedExtent = (extent: number, { padding, baseDilation }: WindowParams, axis: number): number =>
  dilated(extent, baseDilation[axis]!) + padding[axis]![0] + padding[axis]![1];

/** How many windows there are along each axis. */
export const windowedShape = (shape: Shape, params: WindowParams): number[] =>
  shape.map((extent, axis) => {
    const room =
      paddedExtent(extent, params, axis) - dilated(params.windowDimensions[axis]!, params.windowDilation[axis]!);
    return room < 0 ? 0 : Math.floor(room / params.windowStrides[axis]!) + 1;
  });

/** The parameters once a batch axis has been put at a place: windows do not reach along it. */
export const batchedWindowParams = (params: WindowParams, batchAxis: number): WindowParams => {
  const insert = <T>(list: readonly T[], entry: T): T[] => [
    ...list.slice(0, batchAxis),
    entry,
    ...list.slice(batchAxis),
  ];
  return {
    windowDimensions: insert(params.windowDimensions, 1),
    windowStrides: insert(params.windowStrides, 1),
    padding: insert(params.padding, [0, 0]),
    baseDilation: insert(params.baseDilation, 1),
    windowDilation: insert(params.windowDilation, 1),
  };
};
