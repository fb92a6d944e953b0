import type { ExpressionOf } from '../../../kernel/expression.ts';
import { type Definition, definitionOf } from '../../../kernel/math/define.ts';
import type { Bytes } from '../emit/bytes.ts';
import { detectFeatures } from '../emit/features.ts';
import type { Callee, Signature } from '../emit/function.ts';
import type { ModuleBuilder } from '../emit/module.ts';
import type { HostFunctions } from './host.ts';
import { Addresses, type Node } from './nodes.ts';
import type { Helpers } from './scalar.ts';
import { type CodegenContext, ValueEmitter } from './values.ts';

type Call = ExpressionOf<'function'>;

const impossible = (): never => {
  throw new Error('nabla internal error: memory in a function of numbers');
};

/** The calls of the host that a call leads to. */
export const hostCallsOf = (call: Call): readonly Call[] => definitionOf(call)?.hostCalls ?? [call];

/** What has been written before, by name and type: the same in all modules, since it calls nothing. */
const written = new Map<string, Bytes>();

/** Functions of numbers that a module brings along, each written where it is first called. They compute on vectors. */
export class MathFunctions {
  private readonly module: ModuleBuilder;
  private readonly helpers: Helpers;
  private readonly host: HostFunctions;
  private readonly made = new Map<string, Callee>();

  constructor(module: ModuleBuilder, helpers: Helpers, host: HostFunctions) {
    this.module = module;
    this.helpers = helpers;
    this.host = host;
  }

  readonly functionOf: CodegenContext['functionOf'] = (call, lanes) => {
    const definition = definitionOf(call, detectFeatures().fusedMultiplyAdd);
    if (definition === undefined) return undefined;
    const halves = lanes === 4 && definition.lanes === 2;
    const name = `${definition.name}|${call.type}`;
    const key = halves ? `${name}|halves` : name;
    let found = this.made.get(key);
    if (found === undefined) {
      found = halves ? this.inHalves(definition, this.functionOf(call)!) : this.write(name, definition);
      this.made.set(key, found);
    }
    return found;
  };

  private signature({ parameters }: Definition): Signature {
    return { params: parameters.map(() => 'v128'), results: ['v128'] };
  }

  private write(name: string, definition: Definition): Callee {
    const { builder, parameters, value, lanes, hostCalls } = definition;
    const before = written.get(name);
    if (before !== undefined) return this.module.encoded(this.signature(definition), before);
    const body = this.module.function(this.signature(definition));
    const context = { builder, helpers: this.helpers, host: this.host, functionOf: () => undefined };
    const values = new ValueEmitter(context, new Addresses(builder, impossible), body, impossible);
    values.slot = 0;
    values.lanes = lanes;
    parameters.forEach((expression, i) => values.define({ expression, mode: 'vector' }, [body.params[i]!]));
    const root: Node = { expression: value, mode: 'vector' };
    values.section(1, [root], () => values.emit(root));
    if (hostCalls.length === 0) written.set(name, body.encode());
    return body;
  }

  /** A function of four lanes by one of two. */
  private inHalves(definition: Definition, half: Callee): Callee {
    const body = this.module.function(this.signature(definition));
    for (const first of [0, 8]) {
      for (const parameter of body.params) {
        body.get(parameter);
        if (first === 0) continue;
        body.get(parameter);
        body.shuffle([8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15]);
      }
      body.call(half);
    }
    body.shuffle([0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23]);
    return body;
  }
}
