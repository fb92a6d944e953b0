import { detectFeatures } from '../emit/features.ts';
import type { Callee } from '../emit/function.ts';
import type { ModuleBuilder } from '../emit/module.ts';
import { type Access, writeGemm } from '../library/gemm.ts';
import type { FloatType } from '../library/tile.ts';

/** Functions of `library/` that a module brings along, each written where it is first called. */
export class Library {
  readonly module: ModuleBuilder;
  private readonly functions = new Map<string, Callee>();

  constructor(module: ModuleBuilder) {
    this.module = module;
  }

  once(key: string, write: (module: ModuleBuilder) => Callee): Callee {
    const callee = this.functions.get(key) ?? write(this.module);
    this.functions.set(key, callee);
    return callee;
  }

  /** The matrix product. */
  gemm(type: FloatType, access: Access = { left: 'strides', right: 'strides' }): Callee {
    return this.once(`gemm ${type} ${access.left} ${access.right}`, module =>
      writeGemm(module, type, detectFeatures(), access),
    );
  }
}
