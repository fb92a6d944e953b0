import type { LoweringRules } from '../../core/primitive.ts';
import type { Expression } from '../../kernel/expression.ts';
import { parity, rotations } from '../../reference/scalar/threefry.ts';
import type { ElementRules } from '../elementwise/lower.ts';
import { lowerErfInv, lowerLog, lowerLog1p, lowerMultiplyAdd, threefryOf } from './lower.ts';
import type { WordsParams } from './words.ts';

export const randomElementRules: ElementRules = {
  log_of_sample: { lower: lowerLog },
  log1p_of_sample: { lower: lowerLog1p },
  erf_inv_of_sample: { lower: lowerErfInv },
  multiply_add_of_sample: { lower: lowerMultiplyAdd },
};

export const randomLowerings: LoweringRules = {
  random_words: {
    lower: (builder, keys, { shape }: WordsParams) => {
      const rank = Math.max(...keys.map(key => key.shape.length));
      const wordAt = (which: 0 | 1) => (index: readonly Expression[]) => {
        const words = keys.map(key => key.at(key.shape.length === 0 ? [] : index.slice(0, rank)));
        const place = builder.operation('convert', 'u32', [builder.flatten(index.slice(rank), shape)]);
        return threefryOf(builder, [...words, builder.constant('u32', 0), place], rotations, parity)[which];
      };
      return { kind: 'elements', outputs: [wordAt(0), wordAt(1)] };
    },
  },
  threefry2x32: {
    lower: (builder, inputs) => {
      const wordAt = (place: 0 | 1) => (index: readonly Expression[]) =>
        threefryOf(
          builder,
          inputs.map(({ shape, at }) => at(shape.length === 0 ? [] : index)),
          rotations,
          parity,
        )[place];
      return { kind: 'elements', outputs: [wordAt(0), wordAt(1)] };
    },
  },
};
