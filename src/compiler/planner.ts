import type { ConcreteArray } from '../array/ndarray.ts';
import { type Shape, sizeOf } from '../array/shape.ts';
import { type Aval, makeAval } from '../core/aval.ts';
import type { Atom, Equation, Var } from '../core/jaxpr.ts';
import { ExpressionBuilder } from '../kernel/builder.ts';
import { type Buffer, bytesOfType, type Expression, postorder, type ScalarType } from '../kernel/expression.ts';
import { type Kernel, loadedBuffers } from '../kernel/kernel.ts';
import {
  type Control,
  type Element,
  type Lowering,
  type LoweringInput,
  type Product,
  placed,
  type Routine,
} from '../kernel/lowering.ts';
import { required } from '../util/errors.ts';
import { Carried } from './carried.ts';
import { costOf, isLongSum, isWorthStoring } from './cost.ts';
import { cumulativeKernels } from './cumulative.ts';
import { type FlatProgram, flattenProgram } from './flatten.ts';
import { buildGroup, groupWith, placesOf } from './group.ts';
import { carryOf, innerProgram, programsOf } from './inner.ts';
import { scatterKernels } from './kernels.ts';
import { lowerEquation } from './lowerings.ts';
import { matrixOf } from './operand.ts';
import { cutSum } from './partial-sums.ts';
import { type PlannedStep, writesTo } from './planned.ts';
import { addUp, extentsOfProduct, isLargeProduct, partialSumsOf, simpleProduct } from './product.ts';
import type { CompiledProgram, MatrixView, Source, Step } from './program.ts';
import type { Target } from './target.ts';
import { elementOf, elementOfKnown, makeValue, storedAval, type Value, viewOfEquation } from './values.ts';

/**
 * Decides which arrays of a program are stored and which are computed where they are used, and puts the loops that
 * compute the stored ones in order.
 */
export class Planner {
  readonly builder: ExpressionBuilder;
  readonly steps: PlannedStep[] = [];
  private readonly program: FlatProgram;
  private readonly isInner: boolean;
  private readonly values = new Map<Var, Value>();
  private readonly literals = new Map<ConcreteArray, Value>();
  private readonly carried: Carried;
  private buffers = 0;
  private readonly tables = new Map<Float64Array, Buffer>();
  /** Inputs that come into memory before all steps. */
  private readonly uploads: Step[] = [];
  /** The step whose kernels are being built: what it or a later one stores is read as an expression. */
  private current: number | undefined;
  /** Buffers that the step under construction has asked for although they are written later. */
  private readonly early = new Set<Buffer>();
  /** Counts the times at which expressions change because something has been stored. */
  private version = 0;

  readonly target: Target;
  /** The step after which a buffer holds its elements. */
  private readonly writtenAt = new Map<Buffer, number>();

  /** `carry` is there for inner programs: the inputs that they may write into. */
  constructor(program: FlatProgram, target: Target, carry?: readonly number[]) {
    this.program = program;
    this.isInner = carry !== undefined;
    this.carried = new Carried((carry ?? []).map(input => program.inputs[input]!));
    this.target = target;
    this.builder = new ExpressionBuilder(target.fusesMultiplyAdd);
  }

  /** Of an inner program all outputs are buffers of their own. */
  plan(name: string): CompiledProgram {
    const { inputs, outputs, equations } = this.program;
    inputs.forEach((variable, input) => this.values.set(variable, { ...makeValue(storedAval(variable.aval)), input }));
    const lowered = equations.map(equation => this.lower(equation));
    for (const output of outputs) this.valueOf(output).uses++;
    equations.forEach((equation, i) => this.schedule(equation, lowered[i]));
    const sources = outputs.map(output => {
      const value = this.valueOf(output);
      const source: Source = this.isInner
        ? { kind: 'buffer', buffer: this.copyOf(value), aval: output.aval }
        : this.sourceOf(value);
      return { source, aval: output.aval };
    });
    return {
      name,
      builder: this.builder,
      inputs: inputs.map(({ aval }) => aval),
      outputs: sources,
      steps: this.finish(),
    };
  }

  valueOf(atom: Atom): Value {
    if (atom.kind === 'literal') return this.knownValue(atom.value);
    const value = this.values.get(atom);
    if (value !== undefined) return value;
    const made = this.knownValue(required(this.program.known.get(atom), 'value of a variable'));
    this.values.set(atom, made);
    return made;
  }

  private knownValue(known: ConcreteArray): Value {
    const found = this.literals.get(known);
    if (found !== undefined) return found;
    const value = makeValue(storedAval(known), known);
    value.element = elementOfKnown(this.builder, known);
    this.literals.set(known, value);
    return value;
  }

  private newBuffer({ type, aval }: Value, values?: ArrayLike<number>): Buffer {
    return this.bufferOf(type!, sizeOf(aval.shape), values);
  }

  /** A buffer of the plan, of these values if they are known. */
  bufferOf(type: ScalarType, size: number, values?: ArrayLike<number>): Buffer {
    const buffer = { id: this.buffers++, type, size };
    return values === undefined ? buffer : { ...buffer, values };
  }

  /** The element of a value at a place. */
  private read(value: Value, index: readonly Expression[]): Expression {
    if (value.buffer !== undefined && (value.element === undefined || !this.isComputed(value))) {
      // asked for by a step before it is in memory: only where it will not matter, as for a case that is never chosen
      if (this.isComputed(value)) this.early.add(value.buffer);
      return this.builder.load(value.buffer, this.builder.flatten(index, value.aval.shape));
    }
    if (value.element === undefined) {
      this.store(value);
      return this.read(value, index);
    }
    if (value.memoVersion !== this.version) {
      value.memo = new Map();
      value.memoVersion = this.version;
    }
    const key = index.map(({ id }) => id).join();
    const found = value.memo.get(key);
    if (found !== undefined) return found;
    const element = value.element(index);
    value.memo.set(key, element);
    return element;
  }

  /** Whether a value that is stored at some time is still an expression for the step under construction. */
  private isComputed(value: Value): boolean {
    return this.current !== undefined && value.storedAt >= this.current;
  }

  private inputOf(atom: Atom): LoweringInput {
    const value = this.valueOf(atom);
    const { shape, dtype, weakType } = atom.aval;
    return { shape, dtype, weakType, at: index => this.read(value, index) };
  }

  /** Asks the primitive for its lowering; notes how inputs are used. */
  private lower(equation: Equation): Lowering | undefined {
    const operands = equation.inputs.map(input => this.inputOf(input));
    const lowering = lowerEquation(this.builder, this.target, equation, operands);
    const places = (): Expression[] => placesOf(this.builder, storedAval(equation.outputs[0]!.aval).shape);
    return this.note(equation, this.carried.lower(equation, lowering, operands, places) ?? lowering);
  }

  private note(equation: Equation, lowering: Lowering | undefined): Lowering | undefined {
    const { inputs, outputs } = equation;
    const view = lowering?.kind === 'elements' ? viewOfEquation(equation) : undefined;
    const size = Math.max(0, ...outputs.map(({ aval }) => sizeOf(aval.shape)));
    for (const input of inputs) {
      const value = this.valueOf(input);
      value.uses++;
      // boxes that are put together read each element once, however large the whole is
      const once = lowering?.kind === 'pieces' || lowering?.kind === 'scatter';
      const overlaps = lowering?.kind === 'product' || (lowering?.kind === 'elements' && lowering.repeats === true);
      if (overlaps || (!once && size > sizeOf(input.aval.shape))) value.repeats = true;
    }
    outputs.forEach((output, i) => {
      const value = makeValue(storedAval(output.aval));
      value.lowering = lowering;
      if (view !== undefined) value.viewOf = this.valueOf(inputs[0]!);
      value.keepsOrder = view === 'in order';
      if (lowering !== undefined) value.element = elementOf(this.builder, lowering, i);
      this.values.set(output, value);
    });
    return lowering;
  }

  private schedule(equation: Equation, lowering: Lowering | undefined): void {
    const outputs = equation.outputs.map(output => this.valueOf(output));
    if (lowering === undefined) this.runOnHost(equation);
    else if (lowering.kind === 'control') this.storeControl(equation, lowering.control);
    else if (lowering.kind === 'routine') this.storeRoutine(equation, lowering.routine);
    else if (lowering.kind === 'scatter' || lowering.kind === 'cumulative') this.store(outputs[0]!);
    else if (this.element(equation, lowering, outputs[0]!)) {
      for (const each of outputs) if (this.shouldStore(each)) this.store(each);
    }
  }

  /** Finds the best element for a value that has one; false where its product is stored as such. */
  private element(equation: Equation, lowering: Lowering, value: Value): boolean {
    const store = this.storing(value.aval);
    let element: Element | undefined;
    if (lowering.kind === 'product') {
      const known = equation.inputs.map(input => this.valueOf(input).known);
      element = simpleProduct(this.builder, lowering.product, known, store);
      if (element === undefined && this.storeProduct(equation, value, lowering.product)) return false;
    }
    value.element = element ?? cutSum(this.builder, lowering, value.aval.shape, store) ?? value.element;
    return true;
  }

  private shouldStore(value: Value): boolean {
    const size = sizeOf(value.aval.shape);
    if (size === 0) return false;
    const element = this.read(value, placesOf(this.builder, value.aval.shape));
    return isWorthStoring(costOf(element), value) || isLongSum(element, size);
  }

  private runOnHost(equation: Equation): void {
    const inputs = equation.inputs.map(input => this.operandOf(this.valueOf(input)));
    const outputs = this.outputsOf(equation);
    this.perform({ kind: 'host', equation, inputs, outputs }, outputs);
  }

  /** Where the value can be found when the steps so far have run. */
  private sourceOf(value: Value): Source {
    return value.input === undefined ? this.operandOf(value) : { kind: 'input', input: value.input };
  }

  private operandOf(value: Value): Exclude<Source, { readonly kind: 'input' }> {
    if (value.known !== undefined) return { kind: 'known', value: value.known };
    return { kind: 'buffer', buffer: this.store(value), aval: value.aval };
  }

  /** Sees to it that the value is in memory when the steps so far have run. */
  store(value: Value): Buffer {
    if (value.buffer !== undefined) return value.buffer;
    const buffer = this.storeAnew(value);
    this.writtenAt.set(buffer, value.storedAt);
    this.version++;
    return buffer;
  }

  private storeAnew(value: Value): Buffer {
    if (value.known !== undefined && value.element === undefined) {
      value.buffer = this.newBuffer(value, value.known.data);
      return value.buffer;
    }
    if (value.input !== undefined) {
      value.buffer = this.newBuffer(value);
      this.uploads.push({ kind: 'upload', input: value.input, buffer: value.buffer });
      return value.buffer;
    }
    const { lowering } = value;
    if (lowering?.kind === 'scatter') return this.storeScatter(value, lowering);
    if (lowering?.kind === 'cumulative') return this.storeCumulative(value, lowering);
    return this.storeElements(value);
  }

  private storeElements(value: Value, anew = false): Buffer {
    const places = placesOf(this.builder, value.aval.shape);
    const element = this.read(value, places);
    const flat = this.builder.flatten(places, value.aval.shape);
    const isBuffer =
      element.kind === 'load' && element.index === flat && element.buffer.size === sizeOf(value.aval.shape);
    if (isBuffer && !anew) {
      value.buffer = element.buffer;
      value.storedAt = this.writtenAt.get(element.buffer) ?? -1;
      return value.buffer;
    }
    if (!anew && value.keepsOrder && value.viewOf?.buffer === undefined) {
      // along its own axes the origin needs no divisions
      this.store(value.viewOf!);
      return this.storeElements(value);
    }
    const buffer = this.newBuffer(value);
    const at = this.groupFor(value, element) ?? this.newGroup(value);
    const step = this.steps[at]!;
    if (step.kind !== 'group') throw new Error('nabla internal error: a step that is no group');
    step.group.add(value, buffer, element);
    value.buffer = buffer;
    value.storedAt = at;
    return buffer;
  }

  private newGroup({ aval }: Value): number {
    return this.steps.push({ kind: 'group', group: groupWith(this.builder, aval.shape) }) - 1;
  }

  /** The last group with the same loops that can compute the value too. */
  private groupFor(value: Value, element: Expression): number | undefined {
    const loads = postorder([element]).filter(node => node.kind === 'load');
    for (let i = this.steps.length - 1; i >= 0; i--) {
      const step = this.steps[i]!;
      if (step.kind === 'group' && step.group.fits(value, element)) {
        const own = loads.filter(({ buffer }) => writesTo(step, buffer));
        if (own.every(load => step.group.loadsOwnPlace(load))) return i;
        return undefined;
      }
      if (loads.some(({ buffer }) => writesTo(step, buffer))) return undefined;
    }
    return undefined;
  }

  /** Stores elements of the same dtype; returns how to read them. */
  private storing({ dtype }: Aval): (shape: Shape, element: Element) => Element {
    return (shape, element) => {
      const stored = makeValue(makeAval(shape, dtype));
      stored.element = element;
      this.store(stored);
      return index => this.read(stored, index);
    };
  }

  /** What an operand is a view of, unless it is in memory itself. */
  private originOf(atom: Atom): Value {
    let origin = this.valueOf(atom);
    while (origin.viewOf !== undefined && origin.buffer === undefined) origin = origin.viewOf;
    return origin;
  }

  /** Plans a matrix product as such, if it is large; else it is a sum like any other. */
  private storeProduct(equation: Equation, value: Value, product: Product): boolean {
    const { type, batch, rows, columns, inner } = product;
    const extents = extentsOfProduct(product);
    if ((type !== 'f32' && type !== 'f64') || !isLargeProduct(extents)) return false;
    // several views of one value are views of one copy
    for (const input of equation.inputs) {
      const origin = this.originOf(input);
      if (origin.uses > 1 && origin.known === undefined) this.store(origin);
    }
    const partialSums = partialSumsOf(extents);
    const operand = (side: 'lhs' | 'rhs', free: Shape): MatrixView => {
      const input = product.inPlace?.[side === 'lhs' ? 0 : 1];
      const source = input === undefined ? undefined : this.valueOf(equation.inputs[input]!);
      return matrixOf(this, value, side, source, product[side], [batch, free, inner], partialSums);
    };
    const lhs = operand('lhs', rows);
    const rhs = operand('rhs', columns);
    const lowerOnly = product.symmetric === true;
    const output = { ...this.newBuffer(value), ...(lowerOnly && { symmetric: extents.rows }) };
    const sums = partialSums === 1 ? output : this.bufferOf(type, partialSums * output.size);
    const bytes = this.target.productScratch(type, extents);
    const scratch = this.bufferOf(type, Math.ceil(bytes / bytesOfType(type)));
    const step: Step = { kind: 'product', type, extents, lhs, rhs, output: sums, scratch, lowerOnly, partialSums };
    this.perform(step, [sums], scratch);
    if (sums !== output) this.appendKernels(output, () => [addUp(this.builder, sums, output)]);
    if (lowerOnly) this.perform({ kind: 'mirror', type, n: extents.rows, buffer: output }, [output]);
    if (product.place === undefined) {
      value.buffer = output;
      value.storedAt = this.steps.length - 1;
    } else {
      const shape = [...batch, ...rows, ...columns];
      value.element = placed(product, index => this.builder.load(output, this.builder.flatten(index, shape)));
    }
    return true;
  }

  /** A new buffer with a value's elements. */
  private copyOf(value: Value): Buffer {
    return this.storeElements({ ...makeValue(value.aval), element: index => this.read(value, index) }, true);
  }

  /** Plans the programs that a primitive holds. */
  private storeControl(equation: Equation, control: Control): void {
    const programs = programsOf(equation, control).map((jaxpr, i) => {
      const carry = carryOf(equation, control, i);
      return innerProgram(new Planner(flattenProgram(jaxpr), this.target, carry).plan(jaxpr.name), carry);
    });
    const inputs = equation.inputs.map(input => this.store(this.valueOf(input)));
    const outputs = this.outputsOf(equation);
    const pointers = Math.ceil(inputs.length / 16) * 16;
    const bytes = programs.reduce((sum, { plan }) => sum + plan.bytes, 4 * pointers);
    const workspace = this.bufferOf('i32', Math.ceil(bytes / 4));
    this.perform({ kind: 'control', control, programs, inputs, outputs, workspace }, outputs, workspace);
  }

  private storeRoutine(equation: Equation, routine: Routine): void {
    // boxes are put together where they stand, without conditions, before they are looked at in other shapes
    for (const input of equation.inputs) {
      const origin = this.originOf(input);
      if (origin.lowering?.kind === 'pieces') this.store(origin);
    }
    const inputs = equation.inputs.map(input => ({ buffer: this.store(this.valueOf(input)), aval: input.aval }));
    const outputs = this.outputsOf(equation);
    const { type } = outputs[0]!;
    const bytes = this.target.routineScratch(routine, type, equation.inputs[0]!.aval);
    const scratch = this.bufferOf(type, Math.ceil(bytes / bytesOfType(type)));
    const tables = this.target.routineTables(routine).map(table => this.tableOf(table));
    this.perform({ kind: 'routine', routine, inputs, outputs, tables, scratch }, outputs, scratch);
  }

  private tableOf(table: Float64Array): Buffer {
    const buffer = this.tables.get(table) ?? this.bufferOf('f64', table.length, table);
    this.tables.set(table, buffer);
    return buffer;
  }

  /** Buffers for the outputs of an equation that the next step writes. */
  private outputsOf({ outputs }: Equation): Buffer[] {
    return outputs.map(output => {
      const value = this.valueOf(output);
      value.buffer = this.newBuffer(value);
      value.storedAt = this.steps.length;
      return value.buffer;
    });
  }

  /** Appends a step that writes outputs with the help of some memory. */
  private perform(step: Step, outputs: readonly Buffer[], ...scratch: readonly Buffer[]): void {
    for (const output of outputs) this.writtenAt.set(output, this.steps.length);
    this.steps.push({ kind: 'done', step, writes: [...outputs, ...scratch] });
    this.version++;
  }

  private storeScatter(value: Value, { scatter, more = [] }: Extract<Lowering, { readonly kind: 'scatter' }>): Buffer {
    const { builder } = this;
    const buffer = this.newBuffer(value);
    const { shape } = value.aval;
    // what the kernels read must be in memory before them
    const places = placesOf(builder, shape);
    scatter.operand(places);
    const scatters = [scatter, ...more].filter(each => sizeOf(each.shape) > 0);
    for (const each of scatters) {
      const updates = placesOf(builder, each.shape);
      each.update(updates);
      each.target(updates);
    }
    value.buffer = buffer;
    const copied = groupWith(builder, shape);
    copied.addElement(buffer, scatter.operand);
    this.buildLast(value, buffer, () => buildGroup(builder, copied));
    for (const each of scatters) this.buildLast(value, buffer, () => scatterKernels(builder, shape, buffer, each));
    return buffer;
  }

  private storeCumulative(value: Value, lowering: Extract<Lowering, { readonly kind: 'cumulative' }>): Buffer {
    const { builder } = this;
    const { shape } = value.aval;
    const buffer = this.newBuffer(value);
    // what the kernels read must be in memory before them
    lowering.operand(placesOf(builder, shape));
    value.buffer = buffer;
    if (buffer.size > 0)
      this.buildLast(value, buffer, () =>
        cumulativeKernels(builder, shape, buffer, lowering, size => this.bufferOf(buffer.type, size)),
      );
    return buffer;
  }

  /** Appends kernels that are built at the end of planning. */
  appendKernels(writes: Buffer, build: () => readonly Kernel[]): void {
    this.writtenAt.set(writes, this.steps.length);
    this.steps.push({ kind: 'kernels', writes, build });
    this.version++;
  }

  /** The same, after which a value is stored. */
  private buildLast(value: Value, writes: Buffer, build: () => readonly Kernel[]): void {
    value.storedAt = this.steps.length;
    this.appendKernels(writes, build);
  }

  /** Builds the kernels, now that it is known what they compute together. */
  private finish(): Step[] {
    const built = this.steps.flatMap((planned, step): readonly Step[] => {
      if (planned.kind === 'done') return [planned.step];
      this.enter(step);
      const kernels = planned.kind === 'kernels' ? planned.build() : buildGroup(this.builder, planned.group);
      const { early } = this;
      if (early.size > 0 && kernels.some(kernel => loadedBuffers(kernel).some(buffer => early.has(buffer))))
        throw new Error('nabla internal error: a kernel reads what is not yet in memory');
      early.clear();
      return kernels.map(kernel => ({ kind: 'kernel', kernel }));
    });
    this.enter(undefined);
    return [...this.uploads, ...built];
  }

  private enter(step: number | undefined): void {
    this.current = step;
    this.version++;
  }
}
