import { parseArgs } from 'node:util';
import { type DType, dtypes, isDType } from '../array/dtype.ts';

/** A mistake of the person at the keyboard: one line, exit code 2. */
export class UsageError extends Error {}

export const commands = ['hessian', 'jaxpr', 'check'] as const;
export type Command = (typeof commands)[number];

export type Options = {
  readonly command: Command;
  readonly file: string;
  readonly exportName: string | undefined;
  /** One JSON text an argument. */
  readonly at: readonly string[];
  readonly dtype: DType;
  readonly argnums: number | readonly number[];
  readonly sparse: boolean;
  readonly holomorphic: boolean;
  readonly json: boolean;
  /** What `jaxpr` shows the program of. */
  readonly of: 'f' | 'grad' | 'hessian';
};

export const usage = `Usage:
  nabla hessian FILE --at JSON [options]   print the Hessian of the function that FILE exports
  nabla jaxpr   FILE --at JSON [options]   print the program that it traces to
  nabla check   FILE --at JSON [options]   compare its derivatives with finite differences

FILE is a TypeScript or JavaScript module. Options:
  --at JSON         where to evaluate: numbers, nested lists (arrays) and objects; once for each argument, or a list
                    of all of them
  --export NAME     which export to take: by default the default export, or the only function there is
  --dtype DTYPE     of the arrays made from the JSON: float32 (default) or float64, complex64, complex128 …
  --argnums 0,1     which arguments to differentiate: 0 by default
  --sparse          hessian: print only the entries that are not zero, a line each
  --holomorphic     hessian: of a holomorphic function of complex arrays
  --of WHAT         jaxpr: f (default), grad or hessian
  --json            print JSON
  --help, --version

Exit codes: 0 success, 1 check found a disagreement, 2 an error, printed in one line.`;

const parseArgnums = (text: string): number | readonly number[] => {
  const list = text.split(',').map(part => (part.trim() === '' ? Number.NaN : Number(part)));
  if (list.some(value => !Number.isInteger(value)))
    throw new UsageError(`--argnums: expected integers separated by commas, got '${text}'`);
  return list.length === 1 ? list[0]! : list;
};

/** Options of one command: any other would ignore them. */
const owners = { sparse: 'hessian', holomorphic: 'hessian', of: 'jaxpr' } as const;

const isCommand = (text: string): text is Command => (commands as readonly string[]).includes(text);

/** `--at -5` as `--at=-5`: a number with a sign is a value, not an option. */
const joinNegativeNumbers = (args: readonly string[]): string[] =>
  args.flatMap((arg, i) => {
    const next = args[i + 1];
    if (/^--(at|argnums)$/.test(arg) && next !== undefined && /^-[\d.]/.test(next)) return [`${arg}=${next}`];
    return i > 0 && /^--(at|argnums)$/.test(args[i - 1]!) && /^-[\d.]/.test(arg) ? [] : [arg];
  });

const parse = (args: readonly string[]) =>
  parseArgs({
    args: joinNegativeNumbers(args),
    allowPositionals: true,
    options: {
      at: { type: 'string', multiple: true },
      export: { type: 'string' },
      dtype: { type: 'string' },
      argnums: { type: 'string' },
      sparse: { type: 'boolean' },
      holomorphic: { type: 'boolean' },
      json: { type: 'boolean' },
      of: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
      version: { type: 'boolean', short: 'v' },
    },
  });

/** What the command line asks for: `'help'`, `'version'` or a command with its options. */
export const parseOptions = (args: readonly string[]): Options | 'help' | 'version' => {
  const { values, positionals } = (() => {
    try {
      return parse(args);
    } catch (error) {
      const [firstSentence] = (error as Error).message.split(/\. |\n/);
      throw new UsageError(firstSentence ?? 'cannot read the options');
    }
  })();
  if (values.help || (positionals.length === 0 && !values.version)) return 'help';
  if (values.version) return 'version';
  const [command, file, ...rest] = positionals;
  if (!isCommand(command!)) throw new UsageError(`unknown command '${command}': expected ${commands.join(', ')}`);
  if (file === undefined) throw new UsageError(`nabla ${command}: name the file to load`);
  if (rest.length > 0) throw new UsageError(`unexpected argument '${rest[0]}'`);
  for (const [option, owner] of Object.entries(owners)) {
    if (values[option as keyof typeof owners] !== undefined && command !== owner)
      throw new UsageError(`nabla ${command}: --${option} is an option of nabla ${owner}`);
  }
  const { dtype = 'float32', of = 'f' } = values;
  if (!isDType(dtype)) throw new UsageError(`--dtype: '${dtype}' is not a dtype: expected ${dtypes.join(', ')}`);
  if (of !== 'f' && of !== 'grad' && of !== 'hessian')
    throw new UsageError(`--of: expected f, grad or hessian, got '${of}'`);
  if (values.at === undefined)
    throw new UsageError(`nabla ${command}: --at JSON says where to evaluate, as in --at '[1, 2]'`);
  return {
    command: command as Command,
    file,
    exportName: values.export,
    at: values.at,
    dtype,
    argnums: values.argnums === undefined ? 0 : parseArgnums(values.argnums),
    sparse: values.sparse ?? false,
    holomorphic: values.holomorphic ?? false,
    json: values.json ?? false,
    of,
  };
};
