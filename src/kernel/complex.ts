import { type DType, isComplex, realOf } from '../array/dtype.ts';
import type { ExpressionBuilder } from './builder.ts';
import type { Expression } from './expression.ts';
import type { Element, Lowering, LoweringInput, Piece, Scatter } from './lowering.ts';

/**
 * Complex arrays in kernels: arrays of real numbers with one more axis at the end, real part before imaginary part. That is how
 * they lie in memory.
 */

/** What stands at a place of the last axis. */
export const choosePart = (
  builder: ExpressionBuilder,
  part: Expression,
  [re, im]: readonly [Expression, Expression],
): Expression => {
  if (part.kind === 'constant') return part.value === 0 ? re : im;
  return builder.operation('select', re.type, [builder.operation('eq', 'bool', [part, builder.index(0)]), re, im]);
};

/** The real dtype of the parts. */
export const partsOf = (dtype: DType): DType => (isComplex(dtype) ? realOf(dtype) : dtype);

/** The lowering of a primitive that does the same to real and imaginary parts, from its lowering of real arrays. */
export const lowerParts = (
  builder: ExpressionBuilder,
  inputs: readonly LoweringInput[],
  lower: (inputs: readonly LoweringInput[]) => Lowering | undefined,
): Lowering | undefined => {
  const known = new Map<Expression, Lowering | undefined>();
  const lowerPart = (part: Expression): Lowering | undefined => {
    if (!known.has(part)) {
      const parts = inputs.map(input =>
        isComplex(input.dtype)
          ? { ...input, dtype: partsOf(input.dtype), at: (index: readonly Expression[]) => input.at([...index, part]) }
          : input,
      );
      known.set(part, lower(parts));
    }
    return known.get(part);
  };
  const first = lowerPart(builder.index(0));
  /** An element of every part, given how it is found in the lowering of one. */
  const element =
    <K extends Lowering['kind']>(_: K, find: (lowering: Extract<Lowering, { readonly kind: K }>) => Element): Element =>
    index => {
      const lowering = lowerPart(index.at(-1)!) as Extract<Lowering, { readonly kind: K }>;
      return find(lowering)(index.slice(0, -1));
    };
  /** A scatter of every part, given how elements of the scatter of one are found. */
  const scatterOf = (
    { combine, shape, target }: Scatter,
    part: (find: (scatter: Scatter) => Element) => Element,
  ): Scatter => ({
    combine,
    shape: [...shape, 2],
    operand: part(({ operand }) => operand),
    update: part(({ update }) => update),
    target: index => {
      const { inside, place } = target(index.slice(0, -1));
      return { inside, place: [...place, index.at(-1)!] };
    },
  });
  switch (first?.kind) {
    case 'elements':
      return {
        ...first,
        outputs: first.outputs.map((_, i) => element('elements', ({ outputs }) => outputs[i]!)),
        ...(first.scatter && {
          scatter: scatterOf(first.scatter, find => element('elements', ({ scatter }) => find(scatter!))),
        }),
      };
    case 'pieces': {
      const { background } = first;
      return {
        kind: 'pieces',
        at: element('pieces', ({ at }) => at),
        background: background && element('pieces', lowering => lowering.background!),
        pieces: first.pieces.map(
          ({ shape, place }, i): Piece => ({
            shape: [...shape, 2],
            at: element('pieces', ({ pieces }) => pieces[i]!.at),
            place: index => [...place(index.slice(0, -1)), index.at(-1)!],
          }),
        ),
      };
    }
    case 'scatter':
      return {
        kind: 'scatter',
        scatter: scatterOf(first.scatter, find => element('scatter', ({ scatter }) => find(scatter))),
      };
    case 'cumulative':
      return { ...first, operand: element('cumulative', ({ operand }) => operand) };
    default:
      return undefined;
  }
};
