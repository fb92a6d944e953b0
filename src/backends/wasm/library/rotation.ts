import type { Callee, Local } from '../emit/function.ts';
import type { Code } from './code.ts';

export type RotationLocals = { readonly c: Local; readonly s: Local; readonly r: Local };

/** Sets c ≥ 0, s and r with c f + s g = r and c g - s f = 0, as `reference/dense/rotation.ts` does. */
export const emitRotation = (code: Code, hypot: Callee, f: Local, g: Local, { c, s, r }: RotationLocals): void =>
  code.if(
    code.f('eq', g, 0),
    () => {
      code.set(c, 1);
      code.set(s, 0);
      code.set(r, f);
    },
    () =>
      code.if(
        code.f('eq', f, 0),
        () => {
          code.set(c, 0);
          code.set(s, code.f('copysign', 1, g));
          code.set(r, code.unary('abs', g));
        },
        () => {
          code.set(r, code.f('copysign', code.call(hypot, f, g), f));
          code.set(c, code.f('div', f, r));
          code.set(s, code.f('div', g, r));
        },
      ),
  );
