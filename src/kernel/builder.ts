import {
  type Buffer,
  type Expression,
  type OperationName,
  type ReductionName,
  type ScalarType,
  slotLimit,
  type Term,
  TooManyAxes,
  type Variable,
} from './expression.ts';
import { foldOperation, identityOf, wrap } from './fold.ts';
import { type IndexBuilder, normalTerms, placeInSymmetric, quotientOf, remainderOf } from './index-arithmetic.ts';
import { combineRanges, fullRange, type Range } from './range.ts';
import { type RuleBuilder, simplify } from './simplify.ts';

// Distributes Omit over the union, so that each kind keeps its own fields.
type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never;

const textOf = (terms: readonly Term[]): string => {
  let text = '';
  for (const { of, factor } of terms) text += `${of.id}*${factor},`;
  return text;
};

/**
 * Makes expressions: simplified, each once, with what is known of integer ranges.
 *
 * Integers that count places (loop variables and what is computed from them by constants) are affine expressions;
 * all other integers wrap around as int32 does.
 */
export class ExpressionBuilder implements IndexBuilder, RuleBuilder {
  /** Whether the operation fma is sure to round once. */
  readonly fuses: boolean;
  private readonly interned = new Map<string, Expression>();
  private readonly ranges: Range[] = [];
  private readonly free: number[] = [];
  /** What places have been computed to, by how they were asked for: the same are asked for many times. */
  private readonly places = new Map<string, Expression>();
  private reductionDepth = 0;

  constructor(fuses = false) {
    this.fuses = fuses;
  }

  private intern<E extends Expression>(key: string, make: () => WithoutId<E>, range: () => Range, free: number): E {
    const found = this.interned.get(key);
    if (found !== undefined) return found as E;
    const made = { ...make(), id: this.interned.size } as unknown as E;
    this.interned.set(key, made);
    this.ranges.push(range());
    this.free.push(free);
    return made;
  }

  /** The least and greatest value that an integer can have. */
  rangeOf(expression: Expression): Range {
    return this.ranges[expression.id]!;
  }

  /** The slots of the loop variables that a value depends on, as bits. */
  freeOf(expression: Expression): number {
    return this.free[expression.id]!;
  }

  private freeOfAll(expressions: readonly Expression[]): number {
    return expressions.reduce((mask, expression) => mask | this.freeOf(expression), 0);
  }

  constant(type: ScalarType, value: number): Expression {
    const wrapped = wrap(type, value);
    const key = `c${type}${Object.is(wrapped, -0) ? '-0' : wrapped}`;
    return this.intern(
      key,
      () => ({ kind: 'constant', type, value: wrapped }),
      () => [wrapped, wrapped],
      0,
    );
  }

  index(value: number): Expression {
    return this.constant('i32', value);
  }

  /** The loop variable of an output axis, or of another slot. */
  variable(slot: number, low: number, high: number): Expression {
    if (high - low === 1) return this.index(low);
    if (slot >= slotLimit) throw new TooManyAxes();
    return this.inSlot(slot, low, high);
  }

  /** What a backend hands to a kernel in a slot beyond those of loops: a place in memory. */
  parameter(slot: number): Expression {
    return this.inSlot(slot, 0, 2 ** 31 - 1);
  }

  private inSlot(slot: number, low: number, high: number): Expression {
    const range: Range = [low, Math.max(low, high - 1)];
    return this.intern<Variable>(
      `v${slot},${low},${high}`,
      () => ({ kind: 'variable', type: 'i32', slot, low, high }),
      () => range,
      1 << slot,
    );
  }

  private known(key: string, make: () => Expression): Expression {
    let found = this.places.get(key);
    if (found === undefined) this.places.set(key, (found = make()));
    return found;
  }

  affine(terms: readonly Term[], offset = 0): Expression {
    const [only] = terms;
    if (only === undefined) return this.index(offset);
    if (terms.length === 1 && only.factor === 1 && offset === 0) return only.of;
    return this.known(`${textOf(terms)};${offset}`, () => this.normalAffine(terms, offset));
  }

  private normalAffine(terms: readonly Term[], offset: number): Expression {
    const normal = normalTerms(this, terms, offset);
    if (normal.terms.length === 0) return this.index(normal.offset);
    const [first] = normal.terms;
    if (normal.terms.length === 1 && first!.factor === 1 && normal.offset === 0) return first!.of;
    return this.intern(
      `a${normal.offset};${textOf(normal.terms)}`,
      () => ({ kind: 'affine', type: 'i32', ...normal }),
      () =>
        combineRanges(
          normal.terms.map(({ of, factor }) => [this.rangeOf(of), factor] as const),
          normal.offset,
        ),
      this.freeOfAll(normal.terms.map(({ of }) => of)),
    );
  }

  /** Sum of places. */
  plus(x: Expression, y: Expression | number): Expression {
    return typeof y === 'number'
      ? this.affine([{ of: x, factor: 1 }], y)
      : this.affine([
          { of: x, factor: 1 },
          { of: y, factor: 1 },
        ]);
  }

  minus(x: Expression, y: Expression): Expression {
    return this.affine([
      { of: x, factor: 1 },
      { of: y, factor: -1 },
    ]);
  }

  times(x: Expression, factor: number): Expression {
    return this.affine([{ of: x, factor }]);
  }

  quotient(x: Expression, by: number): Expression {
    return this.known(`${x.id}/${by}`, () => quotientOf(this, x, by));
  }

  remainder(x: Expression, by: number): Expression {
    return this.known(`${x.id}%${by}`, () => remainderOf(this, x, by));
  }

  /** A quotient or remainder that cannot be simplified, of a value that is not negative. */
  rawDivision(kind: 'quotient' | 'remainder', of: Expression, by: number): Expression {
    const [low, high] = this.rangeOf(of);
    return this.intern(
      `${kind[0]}${of.id}/${by}`,
      () => ({ kind, type: 'i32', of, by }),
      () => (kind === 'quotient' ? [Math.floor(low / by), Math.floor(high / by)] : [0, by - 1]),
      this.freeOf(of),
    );
  }

  /** Where an element of an array stands among all, in row-major order. */
  flatten(index: readonly Expression[], shape: readonly number[]): Expression {
    return this.known(`${index.map(({ id }) => id).join()}|${shape.join()}`, () => {
      let stride = 1;
      const terms: Term[] = [];
      for (let axis = shape.length - 1; axis >= 0; axis--) {
        terms.push({ of: index[axis]!, factor: stride });
        stride *= shape[axis]!;
      }
      return this.affine(terms);
    });
  }

  /** The inverse of `flatten`. */
  unflatten(flat: Expression, shape: readonly number[]): Expression[] {
    const index: Expression[] = new Array(shape.length);
    let rest = flat;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const extent = shape[axis]!;
      index[axis] = axis === 0 ? rest : this.remainder(rest, extent);
      if (axis > 0) rest = this.quotient(rest, extent);
    }
    return index;
  }

  /** A place moved into low … high where it may be outside. */
  clampIndex(x: Expression, low: number, high: number): Expression {
    const [least, greatest] = this.rangeOf(x);
    const raised = least >= low ? x : this.rawOperation('max', 'i32', [x, this.index(low)]);
    return greatest <= high ? raised : this.rawOperation('min', 'i32', [raised, this.index(high)]);
  }

  /** An integer value as a place from 0 to `limit`, to which it is moved where it is outside. */
  place(value: Expression, limit: number): Expression {
    if (value.type !== 'u32') return this.clampIndex(value, 0, limit);
    const within = this.operation('min', 'u32', [value, this.constant('u32', limit)]);
    return this.clampIndex(this.operation('convert', 'i32', [within]), 0, limit);
  }

  /** Whether x < y, for places: decided where ranges allow. */
  less(x: Expression, y: Expression): Expression {
    const difference = this.minus(x, y);
    const [low, high] = this.rangeOf(difference);
    if (high < 0) return this.constant('bool', 1);
    if (low >= 0) return this.constant('bool', 0);
    return this.rawOperation('lt', 'bool', [difference, this.index(0)]);
  }

  /** An element of a buffer; places outside are moved inside, since the value is not used there. */
  load(buffer: Buffer, index: Expression): Expression {
    const place = this.clampIndex(index, 0, Math.max(0, buffer.size - 1));
    const inside =
      buffer.symmetric === undefined || place.kind !== 'affine'
        ? place
        : placeInSymmetric(this, place, buffer.symmetric);
    if (inside.kind === 'constant' && buffer.values !== undefined && buffer.size > 0) {
      return this.constant(buffer.type, buffer.values[inside.value]!);
    }
    return this.intern(
      `l${buffer.id}[${inside.id}`,
      () => ({ kind: 'load', type: buffer.type, buffer, index: inside }),
      () => fullRange,
      this.freeOf(inside),
    );
  }

  /** `type` is that of the result. */
  operation(name: OperationName, type: ScalarType, operands: readonly Expression[]): Expression {
    const from = operands[name === 'select' ? 1 : 0]!.type;
    if (operands.every(operand => operand.kind === 'constant')) {
      return this.constant(
        type,
        foldOperation(
          name,
          type,
          from,
          operands.map(operand => operand.value),
        ),
      );
    }
    return simplify(this, name, type, operands) ?? this.rawOperation(name, type, operands);
  }

  /** An operation as it stands. */
  rawOperation(name: OperationName, type: ScalarType, operands: readonly Expression[]): Expression {
    return this.intern(
      `o${name}${type}${operands.map(operand => operand.id).join()}`,
      () => ({ kind: 'operation', type, name, operands }),
      () => this.rangeOfOperation(name, type, operands),
      this.freeOfAll(operands),
    );
  }

  private rangeOfOperation(name: OperationName, type: ScalarType, operands: readonly Expression[]): Range {
    if (type === 'bool') return [0, 1];
    if (type !== 'i32') return fullRange;
    const ranges = operands.map(operand => this.rangeOf(operand));
    const [x, y, z] = ranges;
    if (name === 'min') return [Math.min(x![0], y![0]), Math.min(x![1], y![1])];
    if (name === 'max') return [Math.max(x![0], y![0]), Math.max(x![1], y![1])];
    if (name === 'select') return [Math.min(y![0], z![0]), Math.max(y![1], z![1])];
    if (name === 'convert' && operands[0]!.type === 'bool') return [0, 1];
    return fullRange;
  }

  /** A function that is known by name, or can be called. */
  call(
    name: string,
    type: ScalarType,
    apply: (...operands: number[]) => number,
    operands: readonly Expression[],
  ): Expression {
    if (operands.every(operand => operand.kind === 'constant')) {
      return this.constant(type, apply(...operands.map(operand => operand.value)));
    }
    return this.intern(
      `f${name}${type}${operands.map(operand => operand.id).join()}`,
      () => ({ kind: 'function', type, name, apply, operands }),
      () => (type === 'bool' ? [0, 1] : fullRange),
      this.freeOfAll(operands),
    );
  }

  /** `usual`, but `rare` where the condition holds: computed only if it does. */
  branch(condition: Expression, rare: Expression, usual: Expression): Expression {
    if (condition.kind === 'constant') return condition.value !== 0 ? rare : usual;
    return this.intern(
      `b${condition.id},${rare.id},${usual.id}`,
      () => ({ kind: 'branch', type: usual.type, condition, rare, usual }),
      () => fullRange,
      this.freeOfAll([condition, rare, usual]),
    );
  }

  /** Combines the body's values at all places of a box. */
  reduce(
    name: ReductionName,
    type: ScalarType,
    extents: readonly number[],
    body: (index: readonly Expression[]) => Expression,
  ): Expression {
    if (extents.some(extent => extent === 0)) return this.constant(type, identityOf(name, type));
    const outer = this.reductionDepth;
    const index = extents.map((extent, i) => this.variable(2 * (outer + i) + 1, 0, extent));
    const variables = index.filter((each): each is Variable => each.kind === 'variable');
    this.reductionDepth += extents.length;
    const value = body(index);
    this.reductionDepth = outer;
    if (variables.length === 0) return value;
    return this.rawReduce(name, type, variables, value);
  }

  /** A reduction as it stands. */
  rawReduce(name: ReductionName, type: ScalarType, variables: readonly Variable[], value: Expression): Expression {
    const bound = variables.reduce((mask, { slot }) => mask | (1 << slot), 0);
    return this.intern(
      `r${name}${variables.map(variable => variable.id).join()}:${value.id}`,
      () => ({ kind: 'reduce', type, name, variables, body: value }),
      () => fullRange,
      this.freeOf(value) & ~bound,
    );
  }
}
