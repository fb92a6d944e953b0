import type { ArrayLike, NDArray } from '../../array/ndarray.ts';
import { makeAval } from '../../core/aval.ts';
import { type Primitive, unsupported } from '../../core/primitive.ts';
import { bind } from '../../core/tracer.ts';
import { gehrd, gehrdComplex, unpackHessenberg } from '../../reference/dense/hessenberg.ts';
import { schur as schurOfMatrix } from '../../reference/dense/schur-forms.ts';
import { noParams } from '../elementwise/construct.ts';
import { batchStacked, byLanes, checkSquare, evaluateStacked, inexactOperands, matrixExtents } from './stacked.ts';

type Pair = (a: Float64Array, n: number, lanes: 1 | 2) => readonly [Float64Array, Float64Array];

/** A decomposition of square matrices into two of the same shape, without derivatives. */
const pairPrimitive = (name: string, factor: Pair): Primitive => {
  const primitive: Primitive = {
    name,
    abstractEval: ([x]) => {
      checkSquare(name, x!);
      return [makeAval(x!.shape, x!.dtype), makeAval(x!.shape, x!.dtype)];
    },
    evaluate: ([x]) => {
      const [n] = matrixExtents(x!);
      const lanes = byLanes(x!, 1, 2) as 1 | 2;
      const part = { shape: [n, n], dtype: x!.dtype };
      return evaluateStacked([x!], [2], [part, part], a => factor(a, n, lanes));
    },
    jvp: () => {
      throw new TypeError(
        `${name}: has no derivative, as in JAX: wrap it in stopGradient, or use eigh, eig, sqrtm or expm`,
      );
    },
    transpose: unsupported(name, 'transpose', 'it is not linear'),
    batch: batchStacked(() => primitive),
  };
  return primitive;
};

const schurPrimitive = pairPrimitive('schur', (a, n, lanes) => {
  const { t, z } = schurOfMatrix(a, n, lanes);
  return [t, z];
});

const hessenbergPrimitive = pairPrimitive('hessenberg', (a, n, lanes) => {
  const { h, q } = unpackHessenberg(lanes === 1 ? gehrd(a, n) : gehrdComplex(a, n), n, lanes);
  return [h, q];
});

const pairOf = (primitive: Primitive, x: ArrayLike): [NDArray, NDArray] => {
  const operands = inexactOperands(primitive.name, [x]);
  return bind(primitive, operands, noParams) as [NDArray, NDArray];
};

/** The Schur form x = z t zᴴ of square matrices, `[t, z]`: quasi-triangular where x is real (`jax.lax.linalg.schur`). */
export const schur = (x: ArrayLike): [t: NDArray, z: NDArray] => pairOf(schurPrimitive, x);

/** The Hessenberg form x = q h qᴴ of square matrices, `[h, q]`. */
export const hessenberg = (x: ArrayLike): [h: NDArray, q: NDArray] => pairOf(hessenbergPrimitive, x);
