// GradBench's protocol: one JSON object a line each way. See CONTRIBUTING.md of github.com/gradbench/gradbench.

export type Timing = { readonly name: 'evaluate'; readonly nanoseconds: number };

/** What an input says about how often it is to be run. */
export type Runs = { readonly min_runs?: number; readonly min_seconds?: number };

/** The functions of a module: an input is made ready outside of what is timed. */
export type Module = { readonly [name: string]: (input: never) => () => unknown };

type Message = {
  readonly id: number;
  readonly kind: string;
  readonly module?: string;
  readonly function?: string;
  readonly input?: unknown;
};

type Response = {
  readonly id: number;
  readonly tool?: string;
  readonly success?: boolean;
  readonly output?: unknown;
  readonly timings?: readonly Timing[];
  readonly error?: string;
};

const turn = (): Promise<void> => new Promise(resolve => setImmediate(resolve));

/** Runs a function until both `min_runs` and `min_seconds` are met, once where the input does not say. */
export const evaluate = async (run: () => unknown, { min_runs = 1, min_seconds = 0 }: Runs) => {
  const timings: Timing[] = [];
  let output: unknown;
  for (let spent = 0; timings.length < Math.max(1, min_runs) || spent < min_seconds; ) {
    const start = process.hrtime.bigint();
    output = run();
    const nanoseconds = Number(process.hrtime.bigint() - start);
    timings.push({ name: 'evaluate', nanoseconds });
    spent += nanoseconds / 1e9;
    // results that nobody holds are let go between tasks
    await turn();
  }
  return { output, timings };
};

/** The answer to one message. What goes wrong in a function is part of the answer. */
export const respond = async (modules: Readonly<Record<string, Module>>, message: Message): Promise<Response> => {
  const { id, kind, input } = message;
  const own = (record: object, key: string | undefined): boolean => key !== undefined && Object.hasOwn(record, key);
  const found = own(modules, message.module) ? modules[message.module!] : undefined;
  if (kind === 'start') return { id, tool: 'nabla' };
  if (kind === 'define') {
    return found ? { id, success: true } : { id, success: false, error: `no module '${message.module}'` };
  }
  if (kind !== 'evaluate') return { id };
  if (found === undefined) return { id, success: false, error: `no module '${message.module}'` };
  if (!own(found, message.function)) {
    return { id, success: false, error: `module '${message.module}' has no function '${message.function}'` };
  }
  try {
    const run = found[message.function!]!(input as never);
    return { id, success: true, ...(await evaluate(run, (input ?? {}) as Runs)) };
  } catch (error) {
    return { id, success: false, error: String(error) };
  }
};
