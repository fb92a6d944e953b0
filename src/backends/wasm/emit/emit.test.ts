import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Bytes } from './bytes.ts';
import { detectFeatures } from './features.ts';
import { ModuleBuilder } from './module.ts';
import { lane, memory, type PlainName, plain } from './opcodes.ts';

type Exports = Record<string, (...args: never[]) => number>;

const instantiate = (
  module: ModuleBuilder,
  memoryObject = new WebAssembly.Memory({ initial: 1, maximum: 1 }),
): Exports => {
  const compiled = new WebAssembly.Module(module.encode());
  return new WebAssembly.Instance(compiled, { env: { memory: memoryObject } }).exports as unknown as Exports;
};

const onePage = { initialPages: 1, maximumPages: 1, shared: false };

describe('integer encodings', () => {
  /** Decoders of the test's own, by the definition of LEB128. */
  const decode = (bytes: Uint8Array, signed: boolean): bigint => {
    let value = 0n;
    let shift = 0n;
    for (const byte of bytes) {
      value |= BigInt(byte & 0x7f) << shift;
      shift += 7n;
      if ((byte & 0x80) === 0 && signed && (byte & 0x40) !== 0) value -= 1n << shift;
    }
    return value;
  };

  it('round-trip', () => {
    fc.assert(
      fc.property(fc.integer(), fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (small, large) => {
        const [signed, unsigned, wide] = [new Bytes(), new Bytes(), new Bytes()];
        signed.signed(small);
        unsigned.unsigned(small);
        wide.signed64(large);
        expect(decode(signed.view8(), true)).toBe(BigInt(small));
        expect(decode(unsigned.view8(), false)).toBe(BigInt(small >>> 0));
        expect(decode(wide.view8(), true)).toBe(large);
      }),
      { seed: 1 },
    );
  });
});

describe('modules', () => {
  it('computes with locals, constants, loops and branches', () => {
    const module = new ModuleBuilder();
    const body = module.function({ params: ['i32'], results: ['f64'] }, 'harmonic');
    const [n] = body.params;
    const sum = body.local('f64');
    body.block(done => {
      body.loop(again => {
        body.get(n);
        body.op('i32.eqz');
        body.brIf(done);
        body.get(sum);
        body.f64(1);
        body.get(n);
        body.op('f64.convert_i32_s', 'f64.div', 'f64.add');
        body.set(sum);
        body.get(n);
        body.i32(1);
        body.op('i32.sub');
        body.set(n);
        body.br(again);
      });
    });
    body.get(sum);
    expect(instantiate(module).harmonic!(4 as never)).toBe(1 / 4 + 1 / 3 + 1 / 2 + 1);
  });

  it('calls functions that are written later, and chooses with if', () => {
    const module = new ModuleBuilder();
    const main = module.function({ params: ['f64'], results: ['f64'] }, 'main');
    const helper = module.function({ params: ['f64'], results: ['f64'] });
    main.get(main.params[0]!);
    main.f64(0);
    main.op('f64.lt');
    main.if(
      () => main.f64(-1),
      () => {
        main.get(main.params[0]!);
        main.call(helper);
      },
      'f64',
    );
    helper.get(helper.params[0]!);
    helper.op('f64.sqrt');
    const { main: run } = instantiate(module);
    expect([run!(9 as never), run!(-9 as never)]).toEqual([3, -1]);
  });

  it('works on vectors in memory', () => {
    const module = new ModuleBuilder(onePage);
    const body = module.function({ params: [], results: [] }, 'run');
    body.i32(0);
    body.i32(0);
    body.memory('v128.load', 16);
    body.v128('f64', [10, 20]);
    body.op('f64x2.mul');
    body.memory('v128.store', 32);
    const memoryObject = new WebAssembly.Memory({ initial: 1, maximum: 1 });
    const view = new Float64Array(memoryObject.buffer);
    view.set([3, 4], 2);
    instantiate(module, memoryObject).run!();
    expect([...view.subarray(4, 6)]).toEqual([30, 80]);
  });

  it('encodes every instruction as one that the engine knows', () => {
    // an unknown opcode is a compile error about the opcode; wrong operands are another error, which is fine here
    const message = (write: (body: ReturnType<ModuleBuilder['function']>) => void): string => {
      const module = new ModuleBuilder({ ...onePage, shared: true });
      write(module.function({ params: [], results: [] }));
      try {
        new WebAssembly.Module(module.encode());
        return '';
      } catch (error) {
        return (error as Error).message;
      }
    };
    const unknown = /invalid (simd|numeric|atomic)? ?opcode|unrecognized|Invalid prefixed/i;
    detectFeatures(); // allows all of these
    for (const name of Object.keys(plain) as PlainName[]) {
      // the name in the engine's complaint about operands is the instruction's own
      const said = message(body => body.op(name));
      expect(said, name).not.toMatch(unknown);
      // newer engines call relaxed multiply-add by another name
      if (said.includes('not enough arguments') && !name.includes('relaxed')) expect(said).toContain(`for ${name}`);
    }
    for (const name of Object.keys(memory) as (keyof typeof memory)[])
      expect(
        message(body => body.memory(name)),
        name,
      ).not.toMatch(unknown);
    for (const name of Object.keys(lane) as (keyof typeof lane)[])
      expect(
        message(body => body.lane(name, 0)),
        name,
      ).not.toMatch(unknown);
    expect(message(body => body.op('f64.add'))).not.toBe('');
  });

  it('detects features', () => {
    // in Node 20 too, which has it behind a flag
    expect(detectFeatures().relaxedMultiplyAdd).toBe(true);
    expect(detectFeatures()).toBe(detectFeatures());
  });
});
