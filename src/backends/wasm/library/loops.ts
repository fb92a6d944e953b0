import type { FunctionBuilder, Local } from '../emit/function.ts';
import type { ValueType } from '../emit/opcodes.ts';

/** To be taken apart into variables, sixteen at most. */
export type Locals = Iterable<Local> &
  Readonly<Record<0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13 | 14 | 15, Local>>;

/** New locals of a function, as many as are taken. */
export const localsOf = (body: FunctionBuilder, type: ValueType): Locals => {
  const endless = function* (): Generator<Local> {
    for (;;) yield body.local(type);
  };
  return endless() as Iterable<Local> as Locals;
};

/** The parameters of a function by their names. */
export const namedParams = <Name extends string>(
  body: FunctionBuilder,
  names: readonly Name[],
): Readonly<Record<Name, Local>> =>
  Object.fromEntries(names.map((name, i) => [name, body.params[i]!])) as Record<Name, Local>;

/** The parameters of a function. */
export const paramsOf = (body: FunctionBuilder): Locals => body.params as Iterable<Local> as Locals;

/** for (local = from; local < to; local += step); `from` and `to` put the limits on the stack. */
export const forLoop = (
  body: FunctionBuilder,
  local: Local,
  from: () => void,
  to: () => void,
  step: number,
  inside: () => void,
): void => {
  from();
  body.set(local);
  body.get(local);
  to();
  body.op('i32.lt_s');
  body.if(() =>
    body.loop(again => {
      inside();
      body.get(local);
      body.i32(step);
      body.op('i32.add');
      body.tee(local);
      to();
      body.op('i32.lt_s');
      body.brIf(again);
    }),
  );
};

export const constant =
  (body: FunctionBuilder, value: number): (() => void) =>
  () =>
    body.i32(value);

/** The lesser of what the callbacks put on the stack. */
export const minimum = (body: FunctionBuilder, a: () => void, b: () => void): void => {
  a();
  b();
  a();
  b();
  body.op('i32.lt_s', 'select');
};

/** local += what the callback puts on the stack. */
export const advance = (body: FunctionBuilder, local: Local, by: () => void): void => {
  body.get(local);
  by();
  body.op('i32.add');
  body.set(local);
};

/** base + Σ index · stride, on the stack. */
export const pushAddress = (
  body: FunctionBuilder,
  base: Local,
  ...parts: readonly (readonly [index: () => void, stride: () => void])[]
): void => {
  body.get(base);
  for (const [index, stride] of parts) {
    index();
    stride();
    body.op('i32.mul', 'i32.add');
  }
};
