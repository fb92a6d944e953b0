import { describe, expect, it } from 'vitest';
import { blocksOfMarkdown, blocksOfSource, type Check, runBlock } from './docs.ts';

const modules: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  nabla: {
    double: (x: number) => 2 * x,
    matrix: () => ({ [Symbol.for('nodejs.util.inspect.custom')]: () => 'Array([[1., 0.],\n       [0., 1.]])' }),
    numpy: { sum: (xs: number[]) => xs.reduce((a, b) => a + b, 0) },
  },
  'nabla/numpy': { sum: () => 'the subpath' },
};
const load = async (specifier: string) => modules[specifier] ?? {};

const run = (code: string): Promise<Check[]> => runBlock({ file: 'fixture.md', line: 1, code }, load);
/** Line and outcome of each check. */
const outcomes = async (code: string) =>
  (await run(code)).map(({ line, expected, actual }) => [line, expected === actual ? 'same' : { expected, actual }]);

describe('running a block', () => {
  it('compares the output of console.log with the comment after it', async () => {
    expect(await outcomes(`import { double } from 'nabla';\nconsole.log(double(3), 'x'); // => 6 x`)).toEqual([
      [2, 'same'],
    ]);
  });

  it('fails a wrong expectation', async () => {
    expect(await outcomes('console.log(double(3)); // => 7\ndouble(4) // => 8')).toEqual([
      [1, { expected: '7', actual: '6' }],
      [2, 'same'],
    ]);
  });

  it('shows the value of an expression, over several lines too', async () => {
    expect(
      await outcomes(`double(2) // => 4\n[1, 2].map(\n  double,\n); // => [ 2, 4 ]\nString(double(5)); // => 10`),
    ).toEqual([
      [1, 'same'],
      [4, 'same'],
      [5, 'same'],
    ]);
  });

  it('compares lines under the first one, trailing spaces aside', async () => {
    const right = 'matrix();\n// => Array([[1., 0.],   \n//           [0., 1.]])\n// That was it.';
    expect(await outcomes(right)).toEqual([[2, 'same']]);
    expect(await outcomes(right.replace('//         ', '//          '))).toEqual([
      [2, { expected: 'Array([[1., 0.],\n        [0., 1.]])', actual: 'Array([[1., 0.],\n       [0., 1.]])' }],
    ]);
    expect(await outcomes('matrix(); // => Array([[1., 0.],')).toMatchObject([[1, { expected: 'Array([[1., 0.],' }]]);
  });

  it('keeps empty lines within an output', async () => {
    expect(await outcomes(`console.log('a\\n\\nb');\n// => a\n//\n//    b`)).toEqual([[2, 'same']]);
  });

  it('collects everything printed since the previous comment', async () => {
    expect(await outcomes(`for (let i = 0; i < 2; i++) console.log(i);\n// => 0\n//    1`)).toEqual([[2, 'same']]);
    expect(await outcomes(`const f = () => console.log('in f');\nf(); // => in f\nf(); // => in f`)).toEqual([
      [2, 'same'],
      [3, 'same'],
    ]);
  });

  it('fails output that no comment shows, and comments that are never reached', async () => {
    expect(await outcomes(`console.log('quiet');`)).toEqual([[1, expect.objectContaining({ actual: 'quiet' })]]);
    expect(await outcomes(`if (double(1) > 2) {\n  console.log(1); // => 1\n}`)).toEqual([
      [2, { expected: '1', actual: '(this line was never reached)' }],
    ]);
    expect(await outcomes('const y = double(1); // => 2')).toEqual([[1, { expected: '2', actual: '' }]]);
  });

  it('has all of nabla and np in scope where nothing is imported, and may redeclare them', async () => {
    expect(await outcomes('np.sum([1, 2]) // => 3\nnumpy.sum([double(1)]) // => 2')).toEqual([
      [1, 'same'],
      [2, 'same'],
    ]);
    expect(await outcomes('const double = 5;\ndouble // => 5')).toEqual([[2, 'same']]);
  });

  it('has only what it imports in scope where something is imported', async () => {
    await expect(run(`import { double } from 'nabla';\nnp.sum([double(1)]);`)).rejects.toThrow('np is not defined');
    await expect(run(`import { double, triple } from 'nabla';\ndouble(triple);`)).rejects.toThrow(
      "'nabla' has no export 'triple'",
    );
    expect(
      await outcomes(
        `import * as nabla from 'nabla';\nimport { type Sum, sum as add } from 'nabla/numpy';\nadd() // => the subpath\nnabla.double(1) // => 2`,
      ),
    ).toEqual([
      [3, 'same'],
      [4, 'same'],
    ]);
  });

  it('understands types, exports and await at the top', async () => {
    expect(
      await outcomes(`export const f = (x: number): number => double(x);\nawait Promise.resolve(f(1)); // => 2`),
    ).toEqual([[2, 'same']]);
  });

  it('lets errors through', async () => {
    await expect(run(`throw new RangeError('bad shape')`)).rejects.toThrow('bad shape');
    await expect(run('const = 3')).rejects.toThrow();
  });
});

describe('collecting blocks', () => {
  it('takes the ts blocks of Markdown that are to be run, with their lines', () => {
    const text = [
      '# Title',
      '```ts',
      'one',
      '```',
      '```sh',
      'npm install nabla',
      '```',
      '```ts no-run',
      'two',
      '```',
      '- item',
      '  ```ts',
      '  if (three) {',
      '    four;',
      '  }',
      '  ```',
    ].join('\n');
    expect(blocksOfMarkdown('a.md', text)).toEqual([
      { file: 'a.md', line: 3, code: 'one' },
      { file: 'a.md', line: 13, code: 'if (three) {\n  four;\n}' },
    ]);
  });

  it('takes the ts blocks of docstrings', () => {
    const text = [
      '/** One line. */',
      'const a = 1;',
      '/**',
      ' * Doubles.',
      ' *',
      ' * @example',
      ' * ```ts',
      ' * const x = 2;',
      ' *',
      ' * double(x)',
      ' *   * 3; // => 12',
      ' * ```',
      ' */',
      'export const double = x => 2 * x; // ```ts',
    ].join('\n');
    expect(blocksOfSource('a.ts', text)).toEqual([
      { file: 'a.ts', line: 8, code: 'const x = 2;\n\ndouble(x)\n  * 3; // => 12' },
    ]);
  });

  it('refuses a block that is never closed', () => {
    expect(() => blocksOfMarkdown('a.md', 'text\n```ts\nx')).toThrow('a.md:2: the code block is never closed');
  });
});
