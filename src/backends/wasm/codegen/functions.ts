import type { ExpressionOf } from '../../../kernel/expression.ts';
import { type Definition, definitionOf } from '../../../kernel/math/define.ts';
import type { Callee } from '../emit/function.ts';
import type { ModuleBuilder } from '../emit/module.ts';
import type { HostFunctions } from './host.ts';
import { Addresses, type Node } from './nodes.ts';
import { type Helpers, valueTypeOf } from './scalar.ts';
import { type CodegenContext, ValueEmitter } from './values.ts';
import type { Lanes } from './vector.ts';

type Call = ExpressionOf<'function'>;

const impossible = (): never => {
  throw new Error('nabla internal error: memory in a function of numbers');
};

/** The calls of the host that a call leads to. */
export const hostCallsOf = (call: Call): readonly Call[] => definitionOf(call)?.hostCalls ?? [call];

/** Functions of numbers that a module brings along, for single numbers and for vectors: each is written where it is first called. */
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
    const definition = definitionOf(call);
    if (definition === undefined) return undefined;
    const key = `${call.name}|${call.type}|${lanes}`;
    let found = this.made.get(key);
    if (found === undefined) {
      const halves = lanes === 4 && definition.lanes === 2;
      found = halves ? this.inHalves(definition, this.functionOf(call, 2)!) : this.write(definition, lanes);
      this.made.set(key, found);
    }
    return found;
  };

  private write({ builder, parameters, value, lanes: own }: Definition, lanes: Lanes | undefined): Callee {
    const type = lanes === undefined ? valueTypeOf(value.type) : 'v128';
    const body = this.module.function({ params: parameters.map(() => type), results: [type] });
    const context = { builder, helpers: this.helpers, host: this.host, functionOf: () => undefined };
    const values = new ValueEmitter(context, new Addresses(builder, impossible), body, impossible);
    const mode: Node['mode'] = lanes === undefined ? 'scalar' : 'vector';
    if (lanes !== undefined) {
      values.slot = 0;
      values.lanes = own;
    }
    parameters.forEach((expression, i) => values.define({ expression, mode }, [body.params[i]!]));
    const root: Node = { expression: value, mode };
    values.section(1, [root], () => values.emit(root));
    return body;
  }

  /** A function of four lanes by one of two. */
  private inHalves({ parameters }: Definition, half: Callee): Callee {
    const body = this.module.function({ params: parameters.map(() => 'v128'), results: ['v128'] });
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
