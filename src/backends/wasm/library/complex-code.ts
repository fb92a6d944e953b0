import type { FunctionBuilder, Local } from '../emit/function.ts';
import { Code, type Value } from './code.ts';
import { type Locals, localsOf } from './loops.ts';

export const complexBytes = 16;

/** What puts a vector on the stack. */
export type Vector = () => void;

/** Expressions of complex numbers. */
export class ComplexCode extends Code {
  private readonly signs: Local;

  constructor(body: FunctionBuilder) {
    super(body);
    this.signs = this.vector();
    body.v128('f64', [-1, 1]);
    body.set(this.signs);
  }

  vector(): Local {
    return this.body.local('v128');
  }

  vectors(): Locals {
    return localsOf(this.body, 'v128');
  }

  get(local: Local): Vector {
    return () => this.body.get(local);
  }

  setVector(local: Local, value: Vector): void {
    value();
    this.body.set(local);
  }

  loadVector(address: Value): Vector {
    return () => {
      this.int(address);
      this.body.memory('v128.load');
    };
  }

  storeVector(address: Value, value: Vector): void {
    this.int(address);
    value();
    this.body.memory('v128.store');
  }

  lanes(name: 'add' | 'sub' | 'mul', x: Vector, y: Vector): Vector {
    return () => {
      x();
      y();
      this.body.op(`f64x2.${name}`);
    };
  }

  /** The imaginary part of x, then the real part of y. */
  private crossed(x: Local, y: Local): Vector {
    return () => {
      this.body.get(x);
      this.body.get(y);
      this.body.shuffle([8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23]);
    };
  }

  /** -i (x - y), given the differences x - y and y - x. */
  turned(difference: Local, opposite: Local): Vector {
    return this.crossed(difference, opposite);
  }

  /** The real part of the number at an address in both lanes, and its imaginary part with signs for `times`. */
  setFactor(c: Local, s: Local, address: Value): void {
    for (const [local, offset] of [
      [c, 0],
      [s, 8],
    ] as const) {
      this.int(address);
      this.body.memory('v128.load64_splat', offset);
      if (offset > 0) {
        this.body.get(this.signs);
        this.body.op('f64x2.mul');
      }
      this.body.set(local);
    }
  }

  /** The same of a number that a local holds. */
  setFactorOf(c: Local, s: Local, z: Local): void {
    this.setVector(c, this.both(z, [0, 1, 2, 3, 4, 5, 6, 7]));
    this.setVector(s, this.lanes('mul', this.both(z, [8, 9, 10, 11, 12, 13, 14, 15]), this.get(this.signs)));
  }

  private both(z: Local, bytes: readonly number[]): Vector {
    return () => {
      this.body.get(z);
      this.body.get(z);
      this.body.shuffle([...bytes, ...bytes]);
    };
  }

  /** The number with these parts. */
  pair(re: Value, im: Value): Vector {
    return () => {
      this.float(re);
      this.body.op('f64x2.splat');
      this.float(im);
      this.body.lane('f64x2.replace_lane', 1);
    };
  }

  part(z: Vector, index: 0 | 1): Vector {
    return () => {
      z();
      this.body.lane('f64x2.extract_lane', index);
    };
  }

  negative(z: Vector): Vector {
    return () => {
      z();
      this.body.op('f64x2.neg');
    };
  }

  conjugate(z: Vector): Vector {
    return this.lanes('mul', z, () => this.body.v128('f64', [1, -1]));
  }

  /** The product with a factor. */
  times(x: Local, c: Local, s: Local): Vector {
    return this.lanes('add', this.lanes('mul', this.get(x), this.get(c)), this.timesImaginary(x, s));
  }

  /** i times x times the imaginary part of a factor. */
  timesImaginary(x: Local, s: Local): Vector {
    return this.lanes('mul', this.crossed(x, x), this.get(s));
  }
}
