import type { ExpressionBuilder } from '../../../kernel/builder.ts';
import { bytesOfType, type Expression, type ExpressionOf, type ScalarType } from '../../../kernel/expression.ts';
import type { Callee, FunctionBuilder, Local } from '../emit/function.ts';
import type { HostFunctions } from './host.ts';
import { type Addresses, keyOf, type Node, scalarNode } from './nodes.ts';
import { strideAlong } from './plan.ts';
import { emitConstant, emitDivision, emitScalarOperation, type Helpers, scalarLoad, valueTypeOf } from './scalar.ts';
import {
  emitConstantVector,
  emitExtract,
  emitFromLanes,
  emitSplat,
  emitVectorLoad,
  emitVectorOperation,
  emitVectorShift,
  hasVectorForm,
  type Lanes,
  vectorOperands,
} from './vector.ts';

/** What the code of a module has in common. */
export type CodegenContext = {
  readonly builder: ExpressionBuilder;
  readonly helpers: Helpers;
  readonly host: HostFunctions;
  /** The function of vectors in the module that does a call, of so many lanes if that matters; undefined where the host does it. */
  readonly functionOf: (call: ExpressionOf<'function'>, lanes?: Lanes) => Callee | undefined;
};

type Reduce = ExpressionOf<'reduce'>;

/**
 * Writes values onto the stack.
 *
 * Values are computed in sections: the bodies of loops. A section begins by computing, once, what depends on no inner
 * loop and is used there or more than once.
 */
export class ValueEmitter {
  private readonly context: CodegenContext;
  private readonly builder: ExpressionBuilder;
  private readonly addresses: Addresses;
  private readonly body: FunctionBuilder;
  private readonly emitReductions: (group: readonly Reduce[], node: Node) => void;
  private readonly locals = new Map<number, readonly Local[]>();
  private readonly variables = new Map<number, Local>();
  private anchors: readonly Node[] = [];
  /** Slots whose variables have values. */
  mask = 0;
  /** The slot along which lanes run, while several elements are computed at a time. */
  slot: number | undefined;
  lanes: Lanes = 2;
  /** How many vectors are computed side by side. */
  unroll = 1;
  /** Whether reductions run lanes along their innermost variable. */
  vectorReductions = false;

  constructor(
    context: CodegenContext,
    addresses: Addresses,
    body: FunctionBuilder,
    emitReductions: (group: readonly Reduce[], node: Node) => void,
  ) {
    this.context = context;
    this.builder = context.builder;
    this.addresses = addresses;
    this.body = body;
    this.emitReductions = emitReductions;
  }

  /** Gives a variable its local; returns what it had before. */
  bindVariable(slot: number, local: Local | undefined): Local | undefined {
    const before = this.variables.get(slot);
    if (local === undefined) this.variables.delete(slot);
    else this.variables.set(slot, local);
    return before;
  }

  define(node: Node, locals: readonly Local[]): void {
    this.locals.set(keyOf(node), locals);
  }

  private varies(expression: Expression): boolean {
    return this.slot !== undefined && (this.builder.freeOf(expression) & (1 << this.slot)) !== 0;
  }

  /** An expression for each lane. */
  asVector(expression: Expression): Node {
    return { expression, mode: this.varies(expression) ? 'vector' : 'splat' };
  }

  private childrenOf({ expression, mode }: Node): readonly Node[] {
    if (mode === 'splat') return expression.kind === 'constant' ? [] : [scalarNode(expression)];
    const vector = mode === 'vector';
    const child = (each: Expression): Node => (vector ? this.asVector(each) : scalarNode(each));
    switch (expression.kind) {
      case 'constant':
      case 'variable':
        return vector ? [scalarNode(expression)] : [];
      case 'affine':
        if (vector && this.strideOf(expression) !== undefined) return [scalarNode(expression)];
        return expression.terms.map(term => child(term.of));
      case 'quotient':
      case 'remainder':
        return [child(expression.of)];
      case 'load': {
        if (vector && this.strideOf(expression.index) === undefined) return [child(expression.index)];
        const { base } = this.addresses.of(expression.buffer, expression.index);
        return base === undefined ? [] : [scalarNode(base)];
      }
      case 'operation':
      case 'function':
        return expression.operands.map(child);
      case 'branch':
        // the rare case is a section of its own
        return [expression.condition, expression.usual].map(child);
      case 'reduce': {
        if (vector) return [this.asVector(expression.body)];
        if (!this.vectorReductions || this.slot !== undefined) return [scalarNode(expression.body)];
        this.slot = expression.variables.at(-1)!.slot;
        const inVectors = this.asVector(expression.body);
        this.slot = undefined;
        return [inVectors, scalarNode(expression.body)];
      }
      default:
        return expression satisfies never;
    }
  }

  private strideOf(place: Expression): number | undefined {
    return strideAlong(this.builder, place, this.slot!);
  }

  /** Everything that the roots need and that is not in a local yet, operands first. */
  private reachable(roots: readonly Node[]): { readonly order: Node[]; readonly parents: Map<number, Node[]> } {
    const seen = new Set<number>();
    const order: Node[] = [];
    const parents = new Map<number, Node[]>();
    const visit = (node: Node): void => {
      const key = keyOf(node);
      if (seen.has(key) || this.locals.has(key)) return;
      seen.add(key);
      const { expression } = node;
      // below a reduction over vectors, lanes run along its own variable
      const enters =
        expression.kind === 'reduce' && node.mode === 'scalar' && this.vectorReductions && this.slot === undefined;
      for (const child of this.childrenOf(node)) {
        const childKey = keyOf(child);
        const list = parents.get(childKey);
        if (list === undefined) parents.set(childKey, [node]);
        else list.push(node);
        if (enters && child.mode !== 'scalar') this.slot = expression.variables.at(-1)!.slot;
        visit(child);
        if (enters) this.slot = undefined;
      }
      order.push(node);
    };
    for (const root of roots) visit(root);
    return { order, parents };
  }

  /** The body of a loop, or what stands before all loops: `mask` has the slots of all variables that have values. */
  section(mask: number, roots: readonly Node[], inside: () => void): void {
    const outer = { mask: this.mask, anchors: this.anchors, slot: this.slot };
    this.mask = mask;
    const known = (expression: Expression): boolean => (this.builder.freeOf(expression) & ~mask) === 0;
    const { order, parents } = this.reachable(roots);
    this.anchors = order.filter(node => {
      const { expression, mode } = node;
      if (
        !known(expression) ||
        (mode === 'scalar' && (expression.kind === 'constant' || expression.kind === 'variable'))
      )
        return false;
      // lanes of a reduction's own variable have no meaning outside of it
      if (mode === 'vector' && this.slot === undefined) return false;
      if (expression.kind === 'reduce' && mode !== 'splat') return true;
      const above = parents.get(keyOf(node)) ?? [];
      return above.length > 1 || above.some(parent => !known(parent.expression) || parent.mode === 'splat');
    });
    const before = new Set(this.locals.keys());
    for (const anchor of this.anchors) this.ensure(anchor);
    inside();
    for (const key of [...this.locals.keys()]) if (!before.has(key)) this.locals.delete(key);
    this.mask = outer.mask;
    this.anchors = outer.anchors;
  }

  /** Puts a value into locals, one a vector. */
  private ensure(node: Node): void {
    const key = keyOf(node);
    if (this.locals.has(key)) return;
    const { expression, mode } = node;
    if (expression.kind === 'reduce' && mode !== 'splat') {
      const group = this.reductionsWith(expression, mode);
      this.emitReductions(group, node);
      return;
    }
    const count = mode === 'vector' ? this.unroll : 1;
    const type = mode === 'scalar' ? valueTypeOf(expression.type) : 'v128';
    const locals = Array.from({ length: count }, () => this.body.local(type));
    locals.forEach((local, u) => {
      this.write(node, u);
      this.body.set(local);
    });
    this.locals.set(key, locals);
  }

  /** Reductions over the same box that do not need one another. */
  private reductionsWith(first: Reduce, mode: Node['mode']): Reduce[] {
    const group = [first];
    for (const { expression, mode: otherMode } of this.anchors) {
      if (expression.kind !== 'reduce' || otherMode !== mode || group.includes(expression)) continue;
      if (this.locals.has(keyOf({ expression, mode }))) continue;
      const same =
        expression.variables.length === first.variables.length &&
        expression.variables.every((variable, i) => variable === first.variables[i]);
      if (!same) continue;
      const { order } = this.reachable([{ expression, mode }]);
      const waits = order.some(node => node.expression !== expression && this.isPending(node));
      if (!waits) group.push(expression);
    }
    return group;
  }

  /** Whether a value is still to be put into a local of this section. */
  private isPending(node: Node): boolean {
    return node.expression.kind === 'reduce' && this.anchors.some(anchor => keyOf(anchor) === keyOf(node));
  }

  /** Puts a value on the stack: for vectors the one numbered u. */
  emit(node: Node, u = 0): void {
    const locals = this.locals.get(keyOf(node));
    if (locals === undefined) this.write(node, u);
    else this.body.get(node.mode === 'vector' ? locals[u]! : locals[0]!);
  }

  private write(node: Node, u: number): void {
    const { expression, mode } = node;
    if (mode === 'splat') {
      if (expression.kind === 'constant' && expression.type !== 'bool')
        emitConstantVector(this.body, expression.type, expression.value);
      else {
        this.emit(scalarNode(expression));
        emitSplat(this.body, expression.type);
      }
    } else if (mode === 'scalar') this.writeScalar(expression);
    else this.writeVector(expression, u);
  }

  private writeScalar(expression: Expression): void {
    const { body } = this;
    switch (expression.kind) {
      case 'constant':
        emitConstant(body, expression.type, expression.value);
        return;
      case 'variable': {
        const local = this.variables.get(expression.slot);
        if (local === undefined) throw new Error(`nabla internal error: variable ${expression.slot} outside its loop`);
        body.get(local);
        return;
      }
      case 'affine': {
        body.i32(expression.offset);
        for (const { of, factor } of expression.terms) {
          this.emit(scalarNode(of));
          if (factor !== 1) {
            body.i32(factor);
            body.op('i32.mul');
          }
          body.op('i32.add');
        }
        return;
      }
      case 'quotient':
      case 'remainder':
        this.emit(scalarNode(expression.of));
        emitDivision(body, expression);
        return;
      case 'load': {
        const { base, offset } = this.addresses.of(expression.buffer, expression.index);
        if (base === undefined) body.i32(0);
        else this.emit(scalarNode(base));
        body.memory(scalarLoad(expression.type), offset);
        return;
      }
      case 'operation': {
        const { name, operands, type } = expression;
        const ordered = name === 'select' ? [operands[1]!, operands[2]!, operands[0]!] : operands;
        for (const operand of ordered) this.emit(scalarNode(operand));
        emitScalarOperation(body, this.context.helpers, name, type, ordered[0]!.type);
        return;
      }
      case 'function':
        this.writeCall(expression);
        return;
      case 'branch':
        this.writeBranch(expression);
        return;
      case 'reduce':
        throw new Error('nabla internal error: a reduction outside its section');
      default:
        expression satisfies never;
    }
  }

  private writeCall(call: ExpressionOf<'function'>): void {
    const own = this.context.functionOf(call);
    for (const operand of call.operands) {
      this.emit(scalarNode(operand));
      if (own !== undefined) emitSplat(this.body, operand.type);
    }
    if (own === undefined) this.context.host.emitCall(this.body, call);
    else {
      this.body.call(own);
      emitExtract(this.body, call.type, 0, this.lanes);
    }
  }

  /** As single numbers, or vectors where a number of one is given. */
  private writeBranch({ condition, rare, usual, type }: ExpressionOf<'branch'>, u?: number): void {
    const { body } = this;
    const node = (x: Expression): Node => (u === undefined ? scalarNode(x) : this.asVector(x));
    /** Puts a value into a local, where what follows finds it. */
    const hold = (x: Expression): Local => {
      const key = keyOf(node(x));
      const held = body.local(u === undefined ? valueTypeOf(x.type) : 'v128');
      this.emit(node(x), u);
      body.set(held);
      if (!this.locals.has(key)) this.locals.set(key, new Array<Local>(this.unroll).fill(held));
      return held;
    };
    const before = new Set(this.locals.keys());
    const mask = hold(condition);
    const result = hold(usual);
    body.get(mask);
    if (u !== undefined) body.op('v128.any_true');
    body.if(() =>
      this.section(this.mask, [node(rare)], () => {
        this.emit(node(rare), u);
        if (u !== undefined) {
          body.get(result);
          body.get(mask);
          emitVectorOperation(body, 'select', type, type, this.lanes);
        }
        body.set(result);
      }),
    );
    for (const key of [...this.locals.keys()]) if (!before.has(key)) this.locals.delete(key);
    body.get(result);
  }

  private writeVector(expression: Expression, u: number): void {
    const { body, lanes } = this;
    switch (expression.kind) {
      case 'constant':
        throw new Error('nabla internal error: a constant that varies');
      case 'variable':
      case 'affine': {
        const stride = this.strideOf(expression);
        if (stride === undefined) this.writeSumOfVectors(expression as ExpressionOf<'affine'>, u);
        else {
          this.emit(scalarNode(expression));
          body.op('i32x4.splat');
          const first = u * lanes * stride;
          body.v128(
            'i32',
            [0, 1, 2, 3].map(lane => first + (lane % lanes) * stride),
          );
          body.op('i32x4.add');
        }
        return;
      }
      case 'quotient':
      case 'remainder':
        this.byLanes([expression.of], 'i32', u, () => emitDivision(body, expression));
        return;
      case 'load':
        this.writeVectorLoad(expression, u);
        return;
      case 'operation': {
        const { name, operands, type } = expression;
        const from = operands[name === 'select' ? 1 : 0]!.type;
        const [, amount] = operands;
        if ((name === 'shl' || name === 'shr') && amount?.kind === 'constant') {
          this.emit(this.asVector(operands[0]!), u);
          emitVectorShift(body, name, type, amount.value);
          return;
        }
        if (!hasVectorForm(name, type, from)) {
          this.byLanes(operands, type, u, () => emitScalarOperation(body, this.context.helpers, name, type, from));
          return;
        }
        const { ordered, limited } = vectorOperands(name, operands);
        for (const operand of ordered) this.emit(this.asVector(operand), u);
        emitVectorOperation(body, name, type, from, lanes, limited);
        return;
      }
      case 'function': {
        const { type, operands } = expression;
        const own = this.context.functionOf(expression, lanes);
        if (own === undefined) {
          this.byLanes(operands, type, u, () => this.context.host.emitCall(body, expression));
          return;
        }
        for (const operand of operands) this.emit(this.asVector(operand), u);
        body.call(own);
        return;
      }
      case 'branch':
        this.writeBranch(expression, u);
        return;
      case 'reduce':
        throw new Error('nabla internal error: a reduction outside its section');
      default:
        expression satisfies never;
    }
  }

  private writeSumOfVectors({ terms, offset }: ExpressionOf<'affine'>, u: number): void {
    const { body } = this;
    body.v128('i32', [offset, offset, offset, offset]);
    for (const { of, factor } of terms) {
      this.emit(this.asVector(of), u);
      if (factor !== 1) {
        body.v128('i32', [factor, factor, factor, factor]);
        body.op('i32x4.mul');
      }
      body.op('i32x4.add');
    }
  }

  private writeVectorLoad(load: ExpressionOf<'load'>, u: number): void {
    const { body, lanes } = this;
    const { buffer, index, type } = load;
    const bytes = bytesOfType(type);
    const memoryType: ScalarType = type === 'bool' ? 'i32' : type;
    const stride = this.strideOf(index);
    const fromLanes = (emitLane: (lane: number) => void): void => {
      emitFromLanes(body, type, lanes, emitLane);
    };
    if (stride === undefined) {
      // each lane reads at a place of its own
      const places = body.local('v128');
      this.emit(this.asVector(index), u);
      body.set(places);
      const { base, offset } = this.addresses.of(buffer, this.builder.index(0));
      fromLanes(lane => {
        body.get(places);
        body.lane('i32x4.extract_lane', lane);
        body.i32(bytes);
        body.op('i32.mul');
        if (base !== undefined) {
          this.emit(scalarNode(base));
          body.op('i32.add');
        }
        body.memory(scalarLoad(memoryType), offset);
      });
      return;
    }
    const { base, offset } = this.addresses.of(buffer, index);
    const pushBase = (): void => {
      if (base === undefined) body.i32(0);
      else this.emit(scalarNode(base));
    };
    if (stride === 1) {
      pushBase();
      emitVectorLoad(body, type, lanes, offset + u * lanes * bytes);
      return;
    }
    fromLanes(lane => {
      const distance = (u * lanes + lane) * stride * bytes;
      pushBase();
      if (offset + distance < 0) {
        body.i32(distance);
        body.op('i32.add');
        body.memory(scalarLoad(memoryType), offset);
      } else body.memory(scalarLoad(memoryType), offset + distance);
    });
  }

  /** Applies something to each lane by itself. */
  private byLanes(operands: readonly Expression[], type: ScalarType, u: number, apply: () => void): void {
    const { body, lanes } = this;
    const vectors = operands.map(operand => {
      const local = body.local('v128');
      this.emit(this.asVector(operand), u);
      body.set(local);
      return local;
    });
    emitFromLanes(body, type, lanes, lane => {
      operands.forEach((operand, i) => {
        body.get(vectors[i]!);
        emitExtract(body, operand.type, lane, lanes);
      });
      apply();
    });
  }
}
