import { allocate, type Data, type DType, kindOf } from '../../array/dtype.ts';

/** Extents of a stack of products (batch, rows, inner) × (batch, columns, inner) → (batch, rows, columns). */
export type ProductExtents = {
  readonly batch: number;
  readonly rows: number;
  readonly columns: number;
  readonly inner: number;
};

/**
 * Products of stacked matrices, each row of the left with each row of the right, so that both are read in order.
 * The result has the operands' kind. Floats are summed in double precision and rounded once, integers wrap around, bools
 * are joined by and and or.
 */
export const multiplyRows = (left: Data, right: Data, extents: ProductExtents, result: DType): Data => {
  const output = allocate(result, extents.batch * extents.rows * extents.columns);
  switch (kindOf(result)) {
    case 'complex':
      multiplyComplex(left, right, extents, output);
      break;
    case 'float':
      multiplyReal(left, right, extents, output);
      break;
    case 'int':
    case 'bool':
      multiplyExact(left, right, extents, output, result === 'bool');
  }
  return output;
};

/** Two rows by four columns at a time: eight sums stay in registers, and each number read is used two or four times. */
const multiplyReal = (left: Data, right: Data, extents: ProductExtents, output: Data): void => {
  const { batch, rows, columns, inner } = extents;
  for (let b = 0; b < batch; b++) {
    const leftStart = b * rows * inner;
    const rightStart = b * columns * inner;
    const outputStart = b * rows * columns;
    let i = 0;
    for (; i + 2 <= rows; i += 2) {
      const p = leftStart + i * inner;
      const q = p + inner;
      const out = outputStart + i * columns;
      let j = 0;
      for (; j + 4 <= columns; j += 4) {
        const r = rightStart + j * inner;
        const s = r + inner;
        const t = s + inner;
        const u = t + inner;
        let p0 = 0;
        let p1 = 0;
        let p2 = 0;
        let p3 = 0;
        let q0 = 0;
        let q1 = 0;
        let q2 = 0;
        let q3 = 0;
        for (let k = 0; k < inner; k++) {
          const x = left[p + k]!;
          const y = left[q + k]!;
          const c0 = right[r + k]!;
          const c1 = right[s + k]!;
          const c2 = right[t + k]!;
          const c3 = right[u + k]!;
          p0 += x * c0;
          p1 += x * c1;
          p2 += x * c2;
          p3 += x * c3;
          q0 += y * c0;
          q1 += y * c1;
          q2 += y * c2;
          q3 += y * c3;
        }
        output[out + j] = p0;
        output[out + j + 1] = p1;
        output[out + j + 2] = p2;
        output[out + j + 3] = p3;
        output[out + columns + j] = q0;
        output[out + columns + j + 1] = q1;
        output[out + columns + j + 2] = q2;
        output[out + columns + j + 3] = q3;
      }
      for (; j < columns; j++) {
        const r = rightStart + j * inner;
        output[out + j] = dotRows(left, p, right, r, inner);
        output[out + columns + j] = dotRows(left, q, right, r, inner);
      }
    }
    for (; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        output[outputStart + i * columns + j] = dotRows(
          left,
          leftStart + i * inner,
          right,
          rightStart + j * inner,
          inner,
        );
      }
    }
  }
};

const dotRows = (left: Data, leftStart: number, right: Data, rightStart: number, inner: number): number => {
  let sum = 0;
  for (let k = 0; k < inner; k++) sum += left[leftStart + k]! * right[rightStart + k]!;
  return sum;
};

const multiplyComplex = (left: Data, right: Data, extents: ProductExtents, output: Data): void => {
  const { batch, rows, columns, inner } = extents;
  let next = 0;
  for (let b = 0; b < batch; b++) {
    for (let i = 0; i < rows; i++) {
      const p = 2 * (b * rows + i) * inner;
      for (let j = 0; j < columns; j++) {
        const q = 2 * (b * columns + j) * inner;
        let re = 0;
        let im = 0;
        for (let k = 0; k < 2 * inner; k += 2) {
          const a = left[p + k]!;
          const c = left[p + k + 1]!;
          const d = right[q + k]!;
          const e = right[q + k + 1]!;
          re += a * d - c * e;
          im += a * e + c * d;
        }
        output[next++] = re;
        output[next++] = im;
      }
    }
  }
};

/** Integers modulo 2³², or bools. */
const multiplyExact = (left: Data, right: Data, extents: ProductExtents, output: Data, bool: boolean): void => {
  const { batch, rows, columns, inner } = extents;
  let next = 0;
  for (let b = 0; b < batch; b++) {
    for (let i = 0; i < rows; i++) {
      const p = (b * rows + i) * inner;
      for (let j = 0; j < columns; j++) {
        const q = (b * columns + j) * inner;
        let sum = 0;
        for (let k = 0; k < inner; k++) sum = (sum + Math.imul(left[p + k]!, right[q + k]!)) | 0;
        output[next++] = bool ? Number(sum !== 0) : sum;
      }
    }
  }
};
