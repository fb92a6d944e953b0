import { describe, expect, it } from 'vitest';
import { checkBatching, checkDerivatives, float64, normal, programOf } from '../../../test/support/rules.ts';
import type { ConcreteArray } from '../../array/ndarray.ts';
import { einsum } from './einsum.ts';
import { parseEinsum } from './einsum-spec.ts';

const counting = (...shape: number[]): ConcreteArray =>
  float64(
    shape,
    Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i + 1),
  );

/** The definition: the output is filled by looping over the values of all letters. */
const byDefinition = (spec: string, operands: readonly ConcreteArray[]): { shape: number[]; data: number[] } => {
  const {
    operands: labels,
    output,
    extents,
  } = parseEinsum(
    spec,
    operands.map(operand => operand.shape),
  );
  const names = [...extents.keys()];
  const shape = output.map(label => extents.get(label)!);
  const data = new Array<number>(shape.reduce((a, b) => a * b, 1)).fill(0);
  const total = names.reduce((product, name) => product * extents.get(name)!, 1);
  for (let i = 0; i < total; i++) {
    let rest = i;
    const value = new Map(
      names.map(name => {
        const digit = rest % extents.get(name)!;
        rest = Math.floor(rest / extents.get(name)!);
        return [name, digit];
      }),
    );
    const product = operands.reduce((result, operand, k) => {
      const at = labels[k]!.reduce(
        (flat, label, axis) => flat * operand.shape[axis]! + (operand.shape[axis] === 1 ? 0 : value.get(label)!),
        0,
      );
      return result * operand.data[at]!;
    }, 1);
    data[output.reduce((flat, label) => flat * extents.get(label)! + value.get(label)!, 0)]! += product;
  }
  return { shape, data };
};

const cases: readonly (readonly [string, number[][]])[] = [
  [
    'ij,jk->ik',
    [
      [2, 3],
      [3, 4],
    ],
  ],
  [
    'ij,jk->ki',
    [
      [2, 3],
      [3, 4],
    ],
  ],
  [
    'ij,jk',
    [
      [2, 3],
      [3, 4],
    ],
  ],
  [
    ' i j , j k -> i k ',
    [
      [2, 3],
      [3, 4],
    ],
  ],
  ['ba', [[2, 3]]],
  ['ii', [[3, 3]]],
  ['ii->i', [[3, 3]]],
  ['iii->i', [[3, 3, 3]]],
  ['iijj->ji', [[2, 2, 3, 3]]],
  [
    'iij,jj->i',
    [
      [2, 2, 3],
      [3, 3],
    ],
  ],
  ['ij->', [[2, 3]]],
  ['ij->j', [[2, 3]]],
  ['i,i->i', [[3], [3]]],
  ['i,j->ji', [[2], [3]]],
  [
    'ij,kl->jk',
    [
      [2, 3],
      [4, 2],
    ],
  ],
  ['i,i->i', [[3], [1]]],
  ['i,i', [[1], [3]]],
  [
    'ij,jk->ik',
    [
      [2, 1],
      [3, 4],
    ],
  ],
  [
    'ij,ij->ij',
    [
      [1, 3],
      [2, 1],
    ],
  ],
  [
    '...ij,...jk->...ik',
    [
      [5, 1, 2, 3],
      [4, 3, 2],
    ],
  ],
  [
    '...ij,...jk',
    [
      [2, 2, 3],
      [3, 2],
    ],
  ],
  [
    '...i,...i->...',
    [
      [2, 1, 3],
      [4, 3],
    ],
  ],
  [
    'i...,i...->...',
    [
      [2, 3],
      [2, 1],
    ],
  ],
  ['i...i->...', [[2, 3, 4, 2]]],
  ['...', [[2, 3]]],
  ['...i->i', [[2, 3, 4]]],
  ['...,...', [[2, 1], [3]]],
  [
    'bij,bjk->bik',
    [
      [2, 3, 4],
      [2, 4, 5],
    ],
  ],
  [
    'bi,bj->ijb',
    [
      [2, 3],
      [2, 4],
    ],
  ],
  ['i,ij,j', [[2], [2, 3], [3]]],
  [
    'ij,jk,kl->il',
    [
      [2, 3],
      [3, 4],
      [4, 5],
    ],
  ],
  [
    'ab,bc,cd,da->',
    [
      [2, 3],
      [3, 4],
      [4, 5],
      [5, 2],
    ],
  ],
  ['a,b,c,d,e->edcba', [[2], [3], [2], [1], [2]]],
  [
    'ab,bc,cd,de,ef->af',
    [
      [2, 3],
      [3, 2],
      [2, 4],
      [4, 2],
      [2, 3],
    ],
  ],
  [',ij->ji', [[], [2, 3]]],
  ['', [[]]],
  [
    'ij,jk->ik',
    [
      [2, 0],
      [0, 3],
    ],
  ],
  ['i->', [[0]]],
  [
    'aB,Bb',
    [
      [2, 3],
      [3, 4],
    ],
  ],
];

describe('values', () => {
  it.each(cases)('%s of %j', (spec, shapes) => {
    const operands = shapes.map((shape, i) => normal(shape, i + 1));
    const result = einsum(spec, ...operands);
    const expected = byDefinition(spec, operands);
    expect(result.shape).toEqual(expected.shape);
    const data = result.toTypedArray();
    for (const [i, value] of expected.data.entries()) expect(data[i]).toBeCloseTo(value, 12);
  });

  it('agrees with NumPy on a few small cases', () => {
    expect(einsum('ii', counting(3, 3)).item()).toBe(15);
    expect(einsum('ij,jk->ki', counting(2, 2), counting(2, 2)).tolist()).toEqual([
      [7, 15],
      [10, 22],
    ]);
    expect(einsum('...i,i->...', counting(2, 2), [1, -1]).tolist()).toEqual([-1, -1]);
    const ints = einsum('i,i', Int32Array.of(1, 2), Int32Array.of(3, 4));
    expect([ints.dtype, ints.item()]).toEqual(['int32', 11]);
  });
});

describe('cost', () => {
  const names = (spec: string, ...shapes: number[][]) =>
    programOf(
      (...args) => einsum(spec, ...args),
      shapes.map(shape => normal(shape)),
    ).equations.map(({ primitive }) => primitive.name);

  it('contracts a chain from its cheap end', () => {
    const program = programOf(
      (a, b, v) => einsum('ij,jk,k->i', a!, b!, v!),
      [normal([20, 20]), normal([20, 20]), normal([20])],
    );
    expect(program.equations.map(({ outputs }) => outputs[0]!.aval.shape)).toEqual([[20], [20]]);
  });

  it('needs no transpose where swapping the operands will do', () => {
    expect(names('ij,jk->ki', [2, 3], [3, 4])).toEqual(['dot_general']);
  });

  it('multiplies where nothing is summed', () => {
    expect(names('i,i->i', [3], [3])).toEqual(['mul']);
    expect(names('i,j->ij', [2], [3])).toEqual(['broadcast_in_dim', 'broadcast_in_dim', 'mul']);
  });
});

describe('errors', () => {
  const a = counting(2, 3);
  it.each([
    ['ij,jk', [a, a], "einsum('ij,jk'): axis 'j' has extent 2 in operand 1 and 3 before it (shapes (2, 3), (2, 3))"],
    ['ij->k', [a], "'k' of the output occurs in no operand"],
    ['ij->ii', [a], "'i' occurs twice in the output"],
    ['ij->i', [a, a], '1 terms for 2 operands'],
    ['ijk->i', [a], "the term 'ijk' does not fit operand 0 of shape (2, 3)"],
    ['ijk...', [a], "the term 'ijk...' does not fit operand 0"],
    ['ii', [a], "the axes 'i' of operand 0, of shape (2, 3), have extents 2 and 3"],
    ['i->i->i', [a], "only one '->'"],
    ['i1', [a], 'letters and one'],
    ['..i', [a], 'letters and one'],
    ['......', [a], 'letters and one'],
    ['...,...', [a, counting(2, 1, 2)], "axis under '...' has extent 2 in operand 1 and 3 before it"],
  ] as const)('%s', (spec, operands, message) => {
    expect(() => einsum(spec, ...operands)).toThrow(RangeError);
    expect(() => einsum(spec, ...operands)).toThrow(message);
  });

  it('wants the spec first', () => {
    expect(() => einsum(a as unknown as string, a)).toThrow(TypeError);
  });
});

describe('rules', () => {
  it.each([
    [
      'ij,jk->ki',
      [
        [2, 2],
        [2, 1],
      ],
    ],
    ['iji->ij', [[2, 1, 2]]],
    ['i,ij,j', [[2], [2, 2], [2]]],
    [
      '...i,i...->...',
      [
        [2, 2],
        [1, 1, 1],
      ],
    ],
  ] as const)('derivatives and batches of %s', (spec, shapes) => {
    const f = (...args: Parameters<typeof einsum>[1][]) => einsum(spec, ...args);
    checkDerivatives(
      f,
      shapes.map((shape, i) => normal(shape, i + 1)),
    );
    checkBatching(
      f,
      shapes.map((shape, i) => normal([2, ...shape], i + 1)),
    );
  });
});
