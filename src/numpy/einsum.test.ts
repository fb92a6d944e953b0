import { numpy as np } from 'nabla';
import { describe, expect, it } from 'vitest';

/** What opt_einsum 3.4 says of specs: optimal path and cost, greedy path and cost, naive cost, largest intermediate. */
const golden = [
  [
    'ij,jk,kl->il',
    [
      [2, 3],
      [3, 4],
      [4, 5],
    ],
    [
      [0, 1],
      [0, 1],
    ],
    128,
    [
      [1, 2],
      [0, 1],
    ],
    180,
    360,
    15,
  ],
  [
    'ab,bc,cd,de->ae',
    [
      [9, 2],
      [2, 7],
      [7, 3],
      [3, 5],
    ],
    [
      [1, 2],
      [1, 2],
      [0, 1],
    ],
    324,
    [
      [1, 2],
      [1, 2],
      [0, 1],
    ],
    324,
    7560,
    45,
  ],
  [
    'ea,fb,abcd,gc,hd->efgh',
    [
      [3, 5],
      [3, 5],
      [5, 5, 5, 5],
      [3, 5],
      [3, 5],
    ],
    [
      [0, 2],
      [0, 3],
      [0, 2],
      [0, 1],
    ],
    8160,
    [
      [0, 2],
      [0, 3],
      [0, 2],
      [0, 1],
    ],
    8160,
    253125,
    375,
  ],
  [
    'ab,ab,c->c',
    [[3, 4], [3, 4], [5]],
    [
      [0, 1],
      [0, 1],
    ],
    29,
    [
      [0, 1],
      [0, 1],
    ],
    29,
    180,
    5,
  ],
  [
    'i,j,k->ijk',
    [[4], [2], [3]],
    [
      [1, 2],
      [0, 1],
    ],
    30,
    [
      [1, 2],
      [0, 1],
    ],
    30,
    48,
    24,
  ],
  [
    'abc,bd,cde,ef,fa->d',
    [
      [2, 6, 3],
      [6, 5],
      [3, 5, 4],
      [4, 7],
      [7, 2],
    ],
    [
      [0, 1],
      [1, 2],
      [0, 2],
      [0, 1],
    ],
    772,
    [
      [0, 1],
      [0, 3],
      [0, 1],
      [0, 1],
    ],
    792,
    25200,
    40,
  ],
  [
    'bij,bjk,bkl->bil',
    [
      [4, 3, 5],
      [4, 5, 2],
      [4, 2, 6],
    ],
    [
      [0, 1],
      [0, 1],
    ],
    528,
    [
      [0, 1],
      [0, 1],
    ],
    528,
    2160,
    72,
  ],
  [
    'ij,ij->',
    [
      [3, 3],
      [3, 3],
    ],
    [[0, 1]],
    18,
    [[0, 1]],
    18,
    18,
    1,
  ],
] as const;

describe('paths of einsum', () => {
  it.each(golden)(
    'of %s are those of opt_einsum',
    (spec, shapes, optimal, optimalCost, greedy, greedyCost, naive, largest) => {
      const operands = shapes.map(shape => np.ones(shape));
      const [path, costs] = np.einsumPath(spec, ...operands, { optimize: 'optimal' });
      expect([path, costs.optimized, costs.naive]).toEqual([optimal, optimalCost, naive]);
      const [step, stepCosts] = np.einsumPath(spec, ...operands, { optimize: 'greedy' });
      expect([step, stepCosts.optimized, stepCosts.largestIntermediate]).toEqual([greedy, greedyCost, largest]);
    },
  );

  it('do not change what is computed', () => {
    const [a, b, c] = [np.arange(6), np.arange(12), np.arange(20)].map((x, i) => np.reshape(x, [2 + i, 3 + i])) as [
      ReturnType<typeof np.ones>,
      ReturnType<typeof np.ones>,
      ReturnType<typeof np.ones>,
    ];
    const expected = np.einsum('ij,jk,kl->il', a, b, c).tolist();
    for (const optimize of [
      'optimal',
      'greedy',
      false,
      [
        [1, 2],
        [0, 1],
      ],
      [[0, 1, 2]],
    ] as const)
      expect(np.einsum('ij,jk,kl->il', a, b, c, { optimize }).tolist()).toEqual(expected);
  });

  it('that do not fit are refused', () => {
    const x = np.ones([2, 2]);
    expect(() => np.einsum('ij,jk', x, x, { optimize: [[0, 2]] })).toThrow(
      "einsum('ij,jk'): no step of a path over 2 operands: [0, 2]",
    );
    expect(() => np.einsum('ij,jk,kl', x, x, x, { optimize: [[0, 1]] })).toThrow('the path leaves 2 of 3 operands');
    expect(() => np.einsum('ij', x, { optimize: 'best' as 'greedy' })).toThrow(`optimize must be 'optimal', 'greedy'`);
  });
});
