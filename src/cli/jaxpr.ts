import { grad, hessian, makeJaxpr } from '../index.ts';
import type { UserFunction } from './load.ts';
import type { Options } from './options.ts';

export const runJaxpr = (f: UserFunction, args: readonly unknown[], options: Options): number => {
  const plain = f as (...callArgs: unknown[]) => unknown;
  const { argnums } = options;
  const target =
    options.of === 'f' ? plain : options.of === 'grad' ? grad(plain, { argnums }) : hessian(plain, { argnums });
  const program = makeJaxpr(target as (...callArgs: unknown[]) => unknown)(...args);
  const text = String(program);
  console.log(
    options.json ? JSON.stringify({ jaxpr: text, inputs: program.inputAvals, outputs: program.outputAvals }) : text,
  );
  return 0;
};
