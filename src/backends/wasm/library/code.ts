import type { Callee, FunctionBuilder, Local } from '../emit/function.ts';
import type { PlainName } from '../emit/opcodes.ts';
import { type Locals, localsOf } from './loops.ts';

/**
 * Statements and expressions of f64 and i32, for methods that are longer than a few loops: values are functions that put
 * themselves on the stack.
 */

/** A number, a local, or what puts a value on the stack. */
export type Value = number | Local | (() => void);

export class Code {
  readonly body: FunctionBuilder;

  constructor(body: FunctionBuilder) {
    this.body = body;
  }

  /** New locals, as many as are taken. */
  ints(): Locals {
    return localsOf(this.body, 'i32');
  }

  floats(): Locals {
    return localsOf(this.body, 'f64');
  }

  /** Puts an integer on the stack. */
  int(value: Value): void {
    if (typeof value === 'number') this.body.i32(value);
    else this.other(value);
  }

  /** Puts a float on the stack. */
  float(value: Value): void {
    if (typeof value === 'number') this.body.f64(value);
    else this.other(value);
  }

  private other(value: Local | (() => void)): void {
    if (typeof value === 'function') value();
    else this.body.get(value);
  }

  /** An operation on integers. */
  i(name: 'add' | 'sub' | 'mul' | 'and' | 'lt_s' | 'le_s' | 'gt_s' | 'ge_s' | 'eq' | 'ne', x: Value, y: Value) {
    return (): void => {
      this.int(x);
      this.int(y);
      this.body.op(`i32.${name}`);
    };
  }

  /** An operation on floats; comparisons give integers. */
  f(
    name: 'add' | 'sub' | 'mul' | 'div' | 'min' | 'max' | 'copysign' | 'lt' | 'le' | 'gt' | 'ge' | 'eq' | 'ne',
    ...[x, ...rest]: readonly [Value, Value, ...Value[]]
  ) {
    return (): void => {
      this.float(x);
      for (const y of rest) {
        this.float(y);
        this.body.op(`f64.${name}`);
      }
    };
  }

  unary(name: 'abs' | 'neg' | 'sqrt', x: Value) {
    return (): void => {
      this.float(x);
      this.body.op(`f64.${name}` as PlainName);
    };
  }

  and(...[x, ...rest]: readonly Value[]) {
    return rest.reduce<() => void>(
      (both, y) => this.i('and', both, y),
      () => this.int(x!),
    );
  }

  not(x: Value) {
    return this.i('eq', x, 0);
  }

  /** base + 8 · index: the address of an element. */
  at(base: Value, index: Value) {
    return this.i('add', base, this.i('mul', index, 8));
  }

  /** The address of the element at a row and a column of a matrix with `width` columns. */
  place(base: Value, width: Value, row: Value, column: Value) {
    return this.at(base, this.i('add', this.i('mul', row, width), column));
  }

  load(address: Value) {
    return (): void => {
      this.int(address);
      this.body.memory('f64.load');
    };
  }

  store(address: Value, value: Value): void {
    this.int(address);
    this.float(value);
    this.body.memory('f64.store');
  }

  /** Sets elements to zero. */
  clear(address: Value, elements: Value): void {
    this.int(address);
    this.int(0);
    this.int(this.i('mul', elements, 8));
    this.body.fillMemory();
  }

  set(local: Local, value: Value): void {
    if (local.type === 'f64') this.float(value);
    else this.int(value);
    this.body.set(local);
  }

  /** A value that is one of two. */
  choose(condition: Value, x: Value, y: Value) {
    return (): void => {
      this.float(x);
      this.float(y);
      this.int(condition);
      this.body.op('select');
    };
  }

  if(condition: Value, onTrue: () => void, onFalse?: () => void): void {
    this.int(condition);
    this.body.if(onTrue, onFalse);
  }

  while(condition: Value, inside: () => void): void {
    this.body.block(done =>
      this.body.loop(again => {
        this.int(this.not(condition));
        this.body.brIf(done);
        inside();
        this.body.br(again);
      }),
    );
  }

  /** for (local = from; local < to; local += step) */
  for(local: Local, from: Value, to: Value, inside: () => void, step: Value = 1): void {
    this.set(local, from);
    this.while(this.i('lt_s', local, to), () => {
      inside();
      this.set(local, this.i('add', local, step));
    });
  }

  /** for (local = from; local >= to; local -= step) */
  down(local: Local, from: Value, to: Value, inside: () => void, step: Value = 1): void {
    this.set(local, from);
    this.while(this.i('ge_s', local, to), () => {
      inside();
      this.set(local, this.i('sub', local, step));
    });
  }

  /** The lesser of two integers. */
  least(x: Value, y: Value) {
    return (): void => {
      this.int(x);
      this.int(y);
      this.int(this.i('lt_s', x, y));
      this.body.op('select');
    };
  }

  call(callee: Callee, ...operands: readonly Value[]) {
    return (): void => {
      operands.forEach((operand, i) => {
        if (callee.signature.params[i] === 'f64') this.float(operand);
        else this.int(operand);
      });
      this.body.call(callee);
    };
  }
}
