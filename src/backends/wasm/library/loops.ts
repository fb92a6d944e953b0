import type { FunctionBuilder, Local } from '../emit/function.ts';

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
