import { allocate, bytesOf, type Data, type DType, lanesOf } from '../../../array/dtype.ts';
import type { ConcreteArray } from '../../../array/ndarray.ts';
import type { ScalarType } from '../../../kernel/expression.ts';
import type { Memory } from './memory.ts';

export type View = Float32Array | Float64Array | Int32Array | Uint32Array;

export const viewOf = (memory: Memory, type: ScalarType, address: number, size: number): View => {
  const { buffer } = memory.memory;
  switch (type) {
    case 'f32':
      return new Float32Array(buffer, address, size);
    case 'f64':
      return new Float64Array(buffer, address, size);
    case 'u32':
      return new Uint32Array(buffer, address, size);
    case 'i32':
    case 'bool':
      return new Int32Array(buffer, address, size);
    default:
      return type satisfies never;
  }
};

/** Puts an array into memory. */
export const copyIn = (target: View, array: ConcreteArray): void => {
  if (array.uniform !== undefined && lanesOf(array.dtype) === 1) target.fill(array.uniform);
  else target.set(array.data);
};

/** From this size on the C library of Linux asks the system for memory, and gives it back as soon as it can. */
const freshBytes = 1 << 17;
let keepsFreed = false;

/**
 * Has the C library keep what collected arrays leave, for the next ones: the largest block that was ever freed, 32 MB at most, is
 * from then on the bound for that (glibc's dynamic M_MMAP_THRESHOLD). A fresh page can take ten microseconds on virtual machines,
 * more than computing what it holds. The block itself is never touched.
 */
const keepFreed = (): void => {
  keepsFreed = true;
  try {
    const block: ArrayBuffer & { transfer?(bytes: number): ArrayBuffer } = new ArrayBuffer(31 * 2 ** 20);
    block.transfer?.(0);
  } catch {
    // where there is so little memory, nothing is to be kept
  }
};

/** Zeroed storage for `size` elements of a result. */
export const allocateResult = (dtype: DType, size: number): Data => {
  if (!keepsFreed && size * bytesOf(dtype) >= freshBytes && 'process' in globalThis) keepFreed();
  return allocate(dtype, size);
};

/** The elements of a buffer as arrays hold them. */
export const copyOut = (dtype: DType, view: View): Data => {
  const data = allocateResult(dtype, view.length / lanesOf(dtype));
  data.set(view);
  return data;
};
