import { type ChildProcess, execFile, fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** The built command line: one test a command in a process of its own, as a person calls it, the others in one session. */

const root = fileURLToPath(new URL('../..', import.meta.url));
const modules = fileURLToPath(new URL('modules', import.meta.url));
const functions = `${modules}/functions.ts`;
const single = `${modules}/single.mjs`;

const scratch = mkdtempSync(join(tmpdir(), 'nabla-cli-'));
afterAll(() => rmSync(scratch, { recursive: true }));
const written = (name: string, text: string): string => {
  writeFileSync(join(scratch, name), text);
  return join(scratch, name);
};

type Outcome = { readonly code: number; readonly out: string; readonly err: string };

/** In a process of its own. */
const alone = (...args: readonly string[]): Promise<Outcome> =>
  new Promise(resolve => {
    execFile(process.execPath, [`${root}/dist/node/cli/main.js`, ...args], (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err });
    });
  });

type Reply = { readonly id: number; readonly outcome: Outcome };

let session: ChildProcess;
const waiting = new Map<number, (outcome: Outcome) => void>();
beforeAll(() => {
  session = fork(fileURLToPath(new URL('session.mjs', import.meta.url)), { execArgv: [] });
  session.on('message', ({ id, outcome }: Reply) => waiting.get(id)?.(outcome));
  session.on('exit', code => {
    for (const resolve of waiting.values()) resolve({ code: -1, out: '', err: `the session ended with ${code}` });
  });
});
afterAll(() => session.disconnect());

const nabla = (...args: readonly string[]): Promise<Outcome> =>
  new Promise(resolve => {
    const id = waiting.size;
    waiting.set(id, resolve);
    session.send({ id, args });
  });

const textOf = ({ code, out, err }: Outcome): string => {
  expect(err).toBe('');
  expect(code).toBe(0);
  return out;
};
const printed = async (...args: readonly string[]): Promise<string> => textOf(await nabla(...args));
const printedAlone = async (...args: readonly string[]): Promise<string> => textOf(await alone(...args));

describe.concurrent('nabla hessian', () => {
  it('takes TypeScript modules, and prints as Python does', async () => {
    expect(await printedAlone('hessian', functions, '--export', 'wave', '--at', '[1, 2]')).toBe(
      '[[ 0.2391336  0.       ]\n [ 0.        -2.6508884]]\n',
    );
  });

  it('takes JavaScript modules and their only function', async () => {
    expect(await printed('hessian', single, '--at', '[1, 2]')).toBe('[[ 6.  0.]\n [ 0. 12.]]\n');
  });

  it('takes the default export before others', async () => {
    expect(await printed('hessian', `${modules}/default.js`, '--at', '[1, 2]', '--json')).toBe('[[2,0],[0,2]]\n');
  });

  it('takes files outside of any package', async () => {
    const file = written('far.mjs', "import { numpy as np } from 'nabla';\nexport const f = x => np.sin(x);\n");
    expect(await printedAlone('hessian', file, '--at', '0.5', '--dtype', 'float64')).toBe('-0.479425538604203\n');
  });

  it('gives containers for containers, as text and as JSON', async () => {
    const at = ['--export', 'energy', '--at', '{"a": 2, "b": 5}'];
    expect(await printed('hessian', functions, ...at)).toBe(
      "{'a': {'a': Array(60., dtype=float32), 'b': Array(12., dtype=float32)}, " +
        "'b': {'a': Array(12., dtype=float32), 'b': Array(0., dtype=float32)}}\n",
    );
    expect(JSON.parse(await printed('hessian', functions, ...at, '--json'))).toEqual({
      a: { a: 60, b: 12 },
      b: { a: 12, b: 0 },
    });
  });

  it('takes several arguments, in one list or one by one, and argnums', async () => {
    const g = ['hessian', functions, '--export', 'product', '--json'];
    const blocks = [
      [6, 4],
      [4, 0],
    ];
    expect(JSON.parse(await printed(...g, '--at', '2', '--at', '3', '--argnums', '0,1'))).toEqual(blocks);
    expect(JSON.parse(await printed(...g, '--at', '[2, 3]', '--argnums', '0,1'))).toEqual(blocks);
    expect(JSON.parse(await printed(...g, '--at', '[2, 3]', '--argnums', '-1'))).toBe(0);
  });

  it('takes numbers with a sign', async () => {
    expect(await printed('hessian', single, '--at', '-5', '--json')).toBe('-30\n');
  });

  it('prints what is not zero, a line each', async () => {
    expect(await printed('hessian', single, '--at', '[1, 2]', '--sparse')).toBe('x[0]  x[0]  6\nx[1]  x[1]  12\n');
    expect(JSON.parse(await printed('hessian', single, '--at', '[1, 2]', '--sparse', '--json')).entries).toEqual([
      { row: 0, column: 0, value: 6 },
      { row: 1, column: 1, value: 12 },
    ]);
  });

  it('takes complex arrays for holomorphic functions', async () => {
    const complex = [single, '--at', '[1, 2]', '--dtype', 'complex64'] as const;
    expect(await printed('hessian', ...complex, '--holomorphic')).toBe('[[ 6.+0.j  0.+0.j]\n [ 0.+0.j 12.+0.j]]\n');
  });

  it('writes what JSON does not have as strings', async () => {
    expect(await printed('hessian', functions, '--export', 'infinite', '--at', '0', '--json')).toBe('"-Infinity"\n');
  });
});

describe.concurrent('nabla jaxpr', () => {
  it('prints the program of the function', async () => {
    expect(await printedAlone('jaxpr', functions, '--export', 'wave', '--at', '[1, 2]')).toBe(`{ lambda ; a:f32[2]. let
    b:f32[2] = sin a
    c:f32[2] = mul b a
    d:f32[] = reduce_sum[axes=(0,)] c
  in (d,) }
`);
  });

  it('prints the programs of its derivatives, and JSON', async () => {
    const { jaxpr, inputs, outputs } = JSON.parse(
      await printed('jaxpr', single, '--at', '[1, 2]', '--of', 'hessian', '--dtype', 'float64', '--json'),
    );
    expect(jaxpr).toMatch(/^\{ lambda .*; \w:f64\[2\]\. let\n/);
    expect(inputs).toMatchObject([{ shape: [2], dtype: 'float64' }]);
    expect(outputs).toMatchObject([{ shape: [2, 2], dtype: 'float64' }]);
    expect(await printed('jaxpr', single, '--at', '2', '--of', 'grad')).toContain('integer_pow[y=2] a');
  });
});

describe.concurrent('nabla check', () => {
  it.each(['float32', 'float64'])('finds derivatives right in %s', async dtype => {
    const out = await printed('check', functions, '--export', 'wave', '--at', '[1, 2]', '--dtype', dtype);
    expect(out.trimEnd().split('\n')).toHaveLength(5);
    expect(out).not.toContain('FAIL');
  });

  it('allows for the rounding of values that are much larger than slopes', async () => {
    const out = await printed('check', functions, '--export', 'highWave', '--at', '[1, 2, 0.3]');
    expect(out).not.toContain('FAIL');
  });

  it('has exit code 1 where derivatives and differences disagree, as at a kink', async () => {
    const { code, out } = await alone('check', functions, '--export', 'kink', '--at', '[0]', '--json');
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ ok: false });
  });
});

describe.concurrent('help', () => {
  it('is printed on request and without arguments', async () => {
    expect(await printedAlone()).toMatch(/^Usage:\n/);
    for (const args of [['--help'], ['-h'], []])
      expect(await printed(...args)).toMatch(/^Usage:\n {2}nabla hessian FILE/);
  });

  it('knows its version', async () => {
    const { version } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'));
    expect(await printed('--version')).toBe(`${version}\n`);
  });
});

it('ends with exit code 2 and one line after a mistake', async () => {
  expect(await alone('frob', single)).toEqual({
    code: 2,
    out: '',
    err: "nabla: unknown command 'frob': expected hessian, jaxpr, check\n",
  });
});

describe.concurrent('mistakes end in one line and exit code 2', () => {
  const broken = written('broken.mjs', 'export const = 1;\n');
  const brokenTypes = written('broken.ts', 'export const f = (x: ) => x;\n');
  const importing = written('importing.mjs', "import './missing.mjs';\nexport const f = x => x;\n");
  const empty = written('empty.mjs', 'export const n = 1;\n');
  const text = written('text.txt', 'x');

  it.each<readonly [string, readonly string[], RegExp]>([
    ['unknown command', ['frob', single], /unknown command 'frob': expected hessian, jaxpr, check/],
    ['no file', ['hessian'], /name the file/],
    ['no such file', ['hessian', 'missing.ts', '--at', '1'], /missing\.ts: no such file/],
    ['a folder', ['hessian', modules, '--at', '1'], /is not a file/],
    ['another kind of file', ['hessian', text, '--at', '1'], /expected a \.ts, \.mts, \.js or \.mjs module/],
    ['broken JavaScript', ['hessian', broken, '--at', '1'], /broken\.mjs cannot be loaded: /],
    ['broken TypeScript', ['hessian', brokenTypes, '--at', '1'], /broken\.ts cannot be loaded: /],
    ['a missing import', ['hessian', importing, '--at', '1'], /importing\.mjs cannot be loaded: .*missing\.mjs/],
    ['no function', ['hessian', empty, '--at', '1'], /it exports no function/],
    ['several functions', ['hessian', functions, '--at', '1'], /choose one with --export NAME/],
    ['no such export', ['hessian', functions, '--export', 'q', '--at', '1'], /no export 'q': its functions are energy/],
    ['an export that is no function', ['hessian', functions, '--export', 'answer', '--at', '1'], /not a function/],
    ['no --at', ['hessian', single], /--at JSON says where/],
    ['not JSON', ['hessian', single, '--at', '[1'], /--at: '\[1' is not JSON/],
    ['JSON of text', ['hessian', single, '--at', '{"a": ["x"]}'], /"x" at argument 0\.a\[0\] is no number/],
    ['nothing to differentiate', ['hessian', single, '--at', 'null'], /single\.mjs/],
    [
      'unknown dtype',
      ['hessian', single, '--at', '1', '--dtype', 'float16'],
      /'float16' is not a dtype: expected float32/,
    ],
    ['integers', ['hessian', single, '--at', '[1]', '--dtype', 'int32'], /requires real-valued inputs .* got int32/],
    [
      'argnums that are no integers',
      ['hessian', single, '--at', '1', '--argnums', 'x'],
      /--argnums: expected integers/,
    ],
    ['argnums out of range', ['hessian', single, '--at', '[1]', '--argnums', '3'], /got value 3 for len\(args\) == 1/],
    ['unknown option', ['hessian', single, '--at', '1', '--frob'], /Unknown option '--frob'/],
    ['an argument too many', ['hessian', single, 'more', '--at', '1'], /unexpected argument 'more'/],
    ['an unknown program', ['jaxpr', single, '--at', '1', '--of', 'x'], /--of: expected f, grad or hessian, got 'x'/],
    [
      '--of of another command',
      ['hessian', single, '--at', '1', '--of', 'grad'],
      /hessian: --of is an option of nabla jaxpr/,
    ],
    [
      '--sparse of another command',
      ['check', single, '--at', '1', '--sparse'],
      /check: --sparse is an option of nabla hessian/,
    ],
    ['--sparse of jaxpr', ['jaxpr', single, '--at', '1', '--sparse'], /jaxpr: --sparse is an option of nabla hessian/],
    ['check of several arguments', ['check', single, '--at', '1', '--argnums', '0,0'], /--argnums takes one number/],
    ['check of integers', ['check', single, '--at', '1', '--dtype', 'int32'], /works on float32 and float64/],
    ['an error of the function', ['hessian', functions, '--export', 'fails', '--at', '1'], /functions\.ts: no value$/m],
  ])('%s', async (_, args, message) => {
    const { code, out, err } = await nabla(...args);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toMatch(/^nabla: .*\n$/);
    expect(err).toMatch(message);
  });
});
