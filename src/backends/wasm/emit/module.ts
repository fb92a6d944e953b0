import { Bytes } from './bytes.ts';
import { type Callee, FunctionBuilder, type Signature } from './function.ts';
import { type ValueType, valueTypes } from './opcodes.ts';

export type MemoryImport = {
  readonly initialPages: number;
  readonly maximumPages: number;
  readonly shared: boolean;
};

/** Collects functions and writes a module whose one import (beside functions of other modules) is its memory. */
export class ModuleBuilder {
  private readonly types: Signature[] = [];
  private readonly imports: { readonly name: string; readonly type: number }[] = [];
  private readonly functions: {
    readonly builder: Pick<FunctionBuilder, 'index' | 'encode'>;
    readonly type: number;
    readonly name: string | undefined;
  }[] = [];
  private readonly memory: MemoryImport | undefined;

  constructor(memory?: MemoryImport) {
    this.memory = memory;
  }

  private typeIndex(signature: Signature): number {
    const same = (other: Signature): boolean =>
      other.params.join() === signature.params.join() && other.results.join() === signature.results.join();
    const found = this.types.findIndex(same);
    return found >= 0 ? found : this.types.push(signature) - 1;
  }

  /** A function of the host or another module, imported from `env`. Must come before all functions. */
  importFunction(name: string, signature: Signature): Callee {
    if (this.functions.length > 0) throw new Error('nabla internal error: imports come before functions');
    const index = this.imports.push({ name, type: this.typeIndex(signature) }) - 1;
    return { index, signature };
  }

  /** A new function, exported if it has a name. Its body is written later, so that functions may call each other. */
  function<const Params extends readonly ValueType[]>(
    signature: Signature<Params>,
    exportName?: string,
  ): FunctionBuilder<Params> {
    const builder = new FunctionBuilder(this.imports.length + this.functions.length, signature);
    this.functions.push({ builder, type: this.typeIndex(signature), name: exportName });
    return builder;
  }

  /** A function whose body has been encoded before: in another module too, if it refers to no other function. */
  encoded(signature: Signature, code: Bytes): Callee {
    const index = this.imports.length + this.functions.length;
    this.functions.push({ builder: { index, encode: () => code }, type: this.typeIndex(signature), name: undefined });
    return { index, signature };
  }

  encode(): Uint8Array<ArrayBuffer> {
    const out = new Bytes();
    out.append([0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]);
    const section = (id: number, write: (content: Bytes) => void): void => {
      const content = new Bytes();
      write(content);
      out.byte(id);
      out.sized(content);
    };
    section(1, content => {
      content.unsigned(this.types.length);
      for (const { params, results } of this.types) {
        content.byte(0x60);
        for (const list of [params, results]) {
          content.unsigned(list.length);
          for (const type of list) content.byte(valueTypes[type]);
        }
      }
    });
    const { memory } = this;
    section(2, content => {
      content.unsigned(this.imports.length + (memory === undefined ? 0 : 1));
      for (const { name, type } of this.imports) {
        content.name('env');
        content.name(name);
        content.byte(0x00);
        content.unsigned(type);
      }
      if (memory !== undefined) {
        content.name('env');
        content.name('memory');
        content.byte(0x02);
        content.byte(memory.shared ? 0x03 : 0x01);
        content.unsigned(memory.initialPages);
        content.unsigned(memory.maximumPages);
      }
    });
    section(3, content => {
      content.unsigned(this.functions.length);
      for (const { type } of this.functions) content.unsigned(type);
    });
    const exported = this.functions.filter(({ name }) => name !== undefined);
    section(7, content => {
      content.unsigned(exported.length);
      for (const { builder, name } of exported) {
        content.name(name!);
        content.byte(0x00);
        content.unsigned(builder.index);
      }
    });
    section(10, content => {
      content.unsigned(this.functions.length);
      for (const { builder } of this.functions) content.sized(builder.encode());
    });
    return out.toUint8Array();
  }
}
