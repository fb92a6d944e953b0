import { Bytes } from './bytes.ts';
import {
  type LaneName,
  lane as laneCodes,
  type MemoryName,
  memory as memoryCodes,
  type PlainName,
  plain as plainCodes,
  type ValueType,
  valueTypes,
} from './opcodes.ts';

export type Signature<Params = readonly ValueType[]> = {
  readonly params: Params;
  readonly results: readonly ValueType[];
};

/** A local variable or parameter. */
export type Local = { readonly index: number; readonly type: ValueType };

/** A block, loop or if that branches can name. */
export type Label = { readonly depth: number };

/** The result of a block: nothing, or one value. */
export type BlockType = ValueType | undefined;

/** A function of the module that can be called: its index is known before its body. */
export type Callee = { readonly index: number; readonly signature: Signature };

/**
 * Writes the body of one function, instruction by instruction, in stack order. Operands are emitted before the instruction
 * that takes them; validity is the caller's business (tests validate whole modules).
 */
export class FunctionBuilder<Params extends readonly ValueType[] = readonly ValueType[]> implements Callee {
  readonly index: number;
  readonly signature: Signature;
  readonly params: { readonly [K in keyof Params]: Local };
  private readonly code = new Bytes();
  private readonly localTypes: ValueType[] = [];
  private depth = 0;

  constructor(index: number, signature: Signature<Params>) {
    this.index = index;
    this.signature = signature;
    this.params = signature.params.map((type, i): Local => ({ index: i, type })) as typeof this.params;
  }

  /** How long the body is so far: V8 optimises small functions best. */
  get size(): number {
    return this.code.length;
  }

  local(type: ValueType): Local {
    this.localTypes.push(type);
    return { index: this.params.length + this.localTypes.length - 1, type };
  }

  private opcode(code: number): void {
    if (code <= 0xff) {
      this.code.byte(code);
      return;
    }
    this.code.byte(code >> 16);
    if (code >> 16 === 0xfe) this.code.byte(code & 0xff);
    else this.code.unsigned(code & 0xffff);
  }

  /** Emits instructions without immediates. */
  op(...names: readonly PlainName[]): void {
    for (const name of names) this.opcode(plainCodes[name]);
  }

  /** Loads and stores at the address on the stack plus a constant offset. */
  memory(name: MemoryName, offset = 0): void {
    const [code, align] = memoryCodes[name];
    this.opcode(code);
    this.code.unsigned(align);
    this.code.unsigned(offset);
  }

  lane(name: LaneName, index: number): void {
    this.opcode(laneCodes[name]);
    this.code.byte(index);
  }

  /** Picks sixteen bytes out of two vectors. */
  shuffle(bytes: readonly number[]): void {
    this.opcode(0xfd000d);
    this.code.append(bytes);
  }

  get(local: Local): void {
    this.code.byte(0x20);
    this.code.unsigned(local.index);
  }

  set(local: Local): void {
    this.code.byte(0x21);
    this.code.unsigned(local.index);
  }

  tee(local: Local): void {
    this.code.byte(0x22);
    this.code.unsigned(local.index);
  }

  i32(value: number): void {
    this.code.byte(0x41);
    this.code.signed(value);
  }

  i64(value: bigint): void {
    this.code.byte(0x42);
    this.code.signed64(value);
  }

  f32(value: number): void {
    this.code.byte(0x43);
    this.code.float32(value);
  }

  f64(value: number): void {
    this.code.byte(0x44);
    this.code.float64(value);
  }

  /** A vector constant of four f32, two f64, four i32 or two i64 lanes, from one value a lane. */
  v128(type: 'f32' | 'f64' | 'i32', values: readonly number[]): void {
    this.opcode(0xfd000c);
    for (const value of values) {
      if (type === 'f32') this.code.float32(value);
      else if (type === 'f64') this.code.float64(value);
      else for (let shift = 0; shift < 32; shift += 8) this.code.byte((value >>> shift) & 0xff);
    }
  }

  /** A vector constant of two equal 64-bit lanes, bit by bit. */
  i64x2(value: bigint): void {
    this.opcode(0xfd000c);
    for (let copy = 0; copy < 2; copy++) {
      for (let shift = 0n; shift < 64n; shift += 8n) this.code.byte(Number((value >> shift) & 0xffn));
    }
  }

  call(callee: Callee): void {
    this.code.byte(0x10);
    this.code.unsigned(callee.index);
  }

  private open(code: number, type: BlockType, body: (label: Label) => void): void {
    this.code.byte(code);
    this.code.byte(type === undefined ? 0x40 : valueTypes[type]);
    this.depth++;
    body({ depth: this.depth });
    this.depth--;
    this.code.byte(0x0b);
  }

  /** A block that branches to its label leave. */
  block(body: (label: Label) => void, type?: BlockType): void {
    this.open(0x02, type, body);
  }

  /** A block that branches to its label start again. */
  loop(body: (label: Label) => void, type?: BlockType): void {
    this.open(0x03, type, body);
  }

  /** Takes a condition from the stack. */
  if(onTrue: () => void, onFalse?: () => void, type?: BlockType): void {
    this.open(0x04, type, () => {
      onTrue();
      if (onFalse === undefined) return;
      this.code.byte(0x05);
      onFalse();
    });
  }

  br(label: Label): void {
    this.code.byte(0x0c);
    this.code.unsigned(this.depth - label.depth);
  }

  /** Branches if the condition on the stack holds. */
  brIf(label: Label): void {
    this.code.byte(0x0d);
    this.code.unsigned(this.depth - label.depth);
  }

  /** memory.copy: destination, source and length are on the stack. */
  copyMemory(): void {
    this.opcode(0xfc000a);
    this.code.append([0, 0]);
  }

  /** memory.fill: destination, value and length are on the stack. */
  fillMemory(): void {
    this.opcode(0xfc000b);
    this.code.byte(0);
  }

  /** The body as it stands in the code section: locals, code, end. */
  encode(): Bytes {
    const body = new Bytes();
    const groups: { type: ValueType; count: number }[] = [];
    for (const type of this.localTypes) {
      const last = groups.at(-1);
      if (last?.type === type) last.count++;
      else groups.push({ type, count: 1 });
    }
    body.unsigned(groups.length);
    for (const { type, count } of groups) {
      body.unsigned(count);
      body.byte(valueTypes[type]);
    }
    body.append(this.code.view8());
    body.byte(0x0b);
    return body;
  }
}
