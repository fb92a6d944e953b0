import type { ExpressionBuilder } from '../../../kernel/builder.ts';
import { bytesOfType, type ExpressionOf, type Variable } from '../../../kernel/expression.ts';
import { identityOf } from '../../../kernel/fold.ts';
import type { Kernel, Store } from '../../../kernel/kernel.ts';
import type { FunctionBuilder, Local } from '../emit/function.ts';
import { type Address, type Addresses, baseSlot, type Node, partSlot, scalarNode } from './nodes.ts';
import { strideAlong, type VectorPlan } from './plan.ts';
import { emitConstant, emitScalarOperation, scalarLoad, scalarStore, valueTypeOf } from './scalar.ts';
import { type CodegenContext, ValueEmitter } from './values.ts';
import { emitExtract, emitSplat, emitVectorOperation, emitVectorStore } from './vector.ts';

type Reduce = ExpressionOf<'reduce'>;

const greatestDivisor = (a: number, b: number): number => (b === 0 ? a : greatestDivisor(b, a % b));

/**
 * Writes the loops of one kernel into a function that runs its outermost variable from `begin` to `end`: both are multiples of `unit`
 * away from where the variable begins, or `end` is where it ends. Without a unit they are all of its range.
 */
export class KernelEmitter {
  private readonly builder: ExpressionBuilder;
  private readonly body: FunctionBuilder;
  private readonly values: ValueEmitter;
  private readonly addresses: Addresses;
  private readonly kernel: Kernel;
  private readonly plan: VectorPlan;
  private readonly context: CodegenContext;
  private readonly unit: number | undefined;

  constructor(
    context: CodegenContext,
    addresses: Addresses,
    body: FunctionBuilder,
    kernel: Kernel,
    plan: VectorPlan,
    unit?: number,
  ) {
    this.context = context;
    this.unit = unit;
    this.builder = context.builder;
    this.body = body;
    this.addresses = addresses;
    this.kernel = kernel;
    this.plan = plan;
    this.values = new ValueEmitter(context, addresses, body, (reduce, node) => this.emitReductions(reduce, node));
    if (plan.kind === 'output') {
      this.values.slot = plan.slot;
      this.values.lanes = plan.lanes;
    } else if (plan.kind === 'reduction') this.values.lanes = plan.lanes;
    this.values.vectorReductions = plan.kind === 'reduction';
  }

  emit(): void {
    const [base, , , part] = this.body.params;
    this.values.bindVariable(baseSlot, base!);
    this.values.bindVariable(partSlot, part!);
    const mask = (1 << baseSlot) | (1 << partSlot);
    this.section(mask, () => this.nest(0, mask));
  }

  /** What the stores need, for all lanes where the values are computed for all. */
  private roots(): Node[] {
    return this.kernel.stores.flatMap(store => {
      const { base } = this.addresses.of(store.buffer, store.index);
      return [
        ...(base === undefined ? [] : [scalarNode(base)]),
        this.values.slot === undefined ? scalarNode(store.value) : this.values.asVector(store.value),
        ...(store.scatter === undefined ? [] : [scalarNode(store.scatter.inside)]),
      ];
    });
  }

  private section(mask: number, inside: () => void): void {
    this.values.section(mask, this.roots(), inside);
  }

  private nest(depth: number, mask: number): void {
    const variable = this.kernel.variables[depth];
    if (variable === undefined) {
      for (const store of this.kernel.stores) this.store(store, 0);
      return;
    }
    const inner = mask | (1 << variable.slot);
    const local = this.body.local('i32');
    this.values.bindVariable(variable.slot, local);
    const unit = depth === 0 ? this.unit : undefined;
    const isInner = depth === this.kernel.variables.length - 1;
    const [, begin, end] = this.body.params;
    const high = (): void => (unit === undefined ? this.body.i32(variable.high) : this.body.get(end!));
    if (unit === undefined) this.body.i32(variable.low);
    else this.body.get(begin!);
    this.body.set(local);
    if (isInner && this.plan.kind === 'output') {
      const { lanes, unroll, slot } = this.plan;
      const extent = variable.high - variable.low;
      // of a part, only what divides it is known
      let rest = unit === undefined ? extent : greatestDivisor(extent, unit);
      for (const width of unroll > 1 ? [unroll, 1] : [1]) {
        const step = lanes * width;
        if ((unit === undefined ? rest : extent) < step || rest === 0) continue;
        this.values.unroll = width;
        const left = unit === undefined ? rest : 0;
        this.while(local, high, step, () => this.section(inner, () => this.storeVectors(width)), left);
        rest %= step;
      }
      this.values.unroll = 1;
      if (rest > 0) {
        this.values.slot = undefined;
        const one = (): void => this.section(inner, () => this.nest(depth + 1, inner));
        this.while(local, high, 1, one, unit === undefined ? rest : 0);
        this.values.slot = slot;
      }
      return;
    }
    this.while(local, high, 1, () => this.section(inner, () => this.nest(depth + 1, inner)));
  }

  /**
   * Runs as long as a whole step fits below the limit; the variable has its first value. `rest` is how far the limit is, or 0 where
   * that is not known.
   */
  private while(local: Local, high: () => void, step: number, inside: () => void, rest = 0): void {
    const { body } = this;
    if (rest >= step && rest < 2 * step) {
      inside();
      if (rest === step) return;
      body.get(local);
      body.i32(step);
      body.op('i32.add');
      body.set(local);
      return;
    }
    const fits = (): void => {
      body.get(local);
      if (step > 1) {
        body.i32(step);
        body.op('i32.add');
      }
      high();
      body.op(step > 1 ? 'i32.le_s' : 'i32.lt_s');
    };
    fits();
    body.if(() =>
      body.loop(again => {
        inside();
        body.get(local);
        body.i32(step);
        body.op('i32.add');
        body.set(local);
        fits();
        body.brIf(again);
      }),
    );
  }

  private pushAddress({ base }: Address): void {
    if (base === undefined) this.body.i32(0);
    else this.values.emit(scalarNode(base));
  }

  private storeVectors(unroll: number): void {
    const { lanes, slot } = this.plan as Extract<VectorPlan, { readonly kind: 'output' }>;
    // values before stores: what stands between keeps engines from joining neighbouring vectors
    const values = this.kernel.stores.map(({ value }) =>
      Array.from({ length: unroll }, (_, u) => {
        const vector = this.body.local('v128');
        this.values.emit(this.values.asVector(value), u);
        this.body.set(vector);
        return vector;
      }),
    );
    this.kernel.stores.forEach((store, i) => {
      const address = this.addresses.of(store.buffer, store.index);
      const { type } = store.value;
      const bytes = bytesOfType(type);
      const stride = strideAlong(this.builder, store.index, slot);
      if (stride === undefined) throw new Error('nabla internal error: store at a place that is no sum');
      values[i]!.forEach((vector, u) => {
        if (stride === 1) {
          this.pushAddress(address);
          this.body.get(vector);
          emitVectorStore(this.body, type, lanes, address.offset + u * lanes * bytes);
          return;
        }
        for (let lane = 0; lane < lanes; lane++) {
          const distance = (u * lanes + lane) * stride * bytes;
          this.pushAddress(address);
          if (distance + address.offset < 0) {
            this.body.i32(distance);
            this.body.op('i32.add');
          }
          this.body.get(vector);
          emitExtract(this.body, type, lane, lanes);
          this.body.memory(scalarStore(type), address.offset + (distance + address.offset < 0 ? 0 : distance));
        }
      });
    });
  }

  private store({ buffer, index, value, scatter }: Store, u: number): void {
    const { body } = this;
    const address = this.addresses.of(buffer, index);
    const write = (): void => {
      this.pushAddress(address);
      if (scatter !== undefined && scatter.combine !== 'replace') {
        this.pushAddress(address);
        body.memory(scalarLoad(buffer.type), address.offset);
        this.values.emit(scalarNode(value), u);
        emitScalarOperation(body, this.context.helpers, scatter.combine, buffer.type, buffer.type);
      } else this.values.emit(scalarNode(value), u);
      body.memory(scalarStore(buffer.type), address.offset);
    };
    if (scatter === undefined) {
      write();
      return;
    }
    const { inside } = scatter;
    if (inside.kind === 'constant') {
      if (inside.value !== 0) write();
      return;
    }
    this.values.emit(scalarNode(inside));
    body.if(write);
  }

  /** Computes reductions over the same box together; all end up in locals. */
  private emitReductions(group: readonly Reduce[], node: Node): void {
    const [first] = group;
    const { variables } = first!;
    const vectors = node.mode === 'vector';
    const last = variables.at(-1)!;
    const along = this.values.vectorReductions && this.values.slot === undefined ? last : undefined;
    const lanes = this.values.lanes;
    const unroll = this.plan.kind === 'reduction' ? this.plan.unroll : 1;
    const width = vectors ? this.values.unroll : unroll;
    const scalars = group.map(({ type }) => (vectors ? undefined : this.body.local(valueTypeOf(type))));
    const accumulators = group.map(() =>
      vectors || along !== undefined ? Array.from({ length: width }, () => this.body.local('v128')) : [],
    );
    group.forEach(({ name, type }, i) => {
      const identity = identityOf(name, type);
      if (scalars[i] !== undefined) {
        emitConstant(this.body, type, identity);
        this.body.set(scalars[i]);
      }
      for (const local of accumulators[i]!) {
        emitConstant(this.body, type, identity);
        emitSplat(this.body, type);
        this.body.set(local);
      }
    });
    const accumulateScalars = (): void =>
      group.forEach(({ name, type, body }, i) => {
        this.body.get(scalars[i]!);
        this.values.emit(scalarNode(body));
        emitScalarOperation(this.body, this.context.helpers, name, type, type);
        this.body.set(scalars[i]!);
      });
    const accumulateVectors = (count: number): void => {
      for (let u = 0; u < count; u++) {
        group.forEach(({ name, type, body }, i) => {
          const local = accumulators[i]![u]!;
          this.body.get(local);
          this.values.emit(this.values.asVector(body), u);
          emitVectorOperation(this.body, name, type, type, lanes);
          this.body.set(local);
        });
      }
    };
    this.reductionLoops(
      group,
      variables,
      along,
      vectors ? () => accumulateVectors(width) : accumulateScalars,
      accumulateVectors,
      width,
    );
    group.forEach((reduce, i) => {
      if (along !== undefined) this.joinLanes(reduce, scalars[i]!, accumulators[i]!);
      this.values.define({ expression: reduce, mode: node.mode }, vectors ? accumulators[i]! : [scalars[i]!]);
    });
  }

  private reductionLoops(
    group: readonly Reduce[],
    variables: readonly Variable[],
    along: Variable | undefined,
    accumulate: () => void,
    accumulateVectors: (count: number) => void,
    unroll: number,
  ): void {
    const { values } = this;
    const start = values.mask;
    const bodies = (): Node[] =>
      group.map(({ body }) => (values.slot === undefined ? scalarNode(body) : values.asVector(body)));
    const level = (depth: number, mask: number): void => {
      const variable = variables[depth];
      if (variable === undefined) {
        accumulate();
        return;
      }
      const inner = mask | (1 << variable.slot);
      const local = this.body.local('i32');
      const outer = values.bindVariable(variable.slot, local);
      this.body.i32(variable.low);
      this.body.set(local);
      const high = (): void => this.body.i32(variable.high);
      const extent = variable.high - variable.low;
      if (variable === along) {
        values.slot = variable.slot;
        // many vectors at a time, then the rest of them, then what is left of a vector
        let rest = extent;
        for (const count of unroll > 1 ? [unroll, 1] : [1]) {
          const step = values.lanes * count;
          if (rest < step) continue;
          values.unroll = count;
          this.while(local, high, step, () => values.section(inner, bodies(), () => accumulateVectors(count)));
          rest %= step;
        }
        values.slot = undefined;
        values.unroll = 1;
        if (rest > 0) this.while(local, high, 1, () => values.section(inner, bodies(), accumulate));
      } else this.while(local, high, 1, () => values.section(inner, bodies(), () => level(depth + 1, inner)));
      values.bindVariable(variable.slot, outer);
    };
    level(0, start);
  }

  /** Adds what the lanes have gathered to the scalar. */
  private joinLanes({ name, type }: Reduce, scalar: Local, accumulators: readonly Local[]): void {
    const { body, values } = this;
    const joined = accumulators[0]!;
    for (const local of accumulators.slice(1)) {
      body.get(joined);
      body.get(local);
      emitVectorOperation(body, name, type, type, values.lanes);
      body.set(joined);
    }
    for (let lane = 0; lane < values.lanes; lane++) {
      body.get(scalar);
      body.get(joined);
      emitExtract(body, type, lane, values.lanes);
      emitScalarOperation(body, this.context.helpers, name, type, type);
      body.set(scalar);
    }
  }
}
