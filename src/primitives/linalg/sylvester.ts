import { complexOf, isComplex } from '../../array/dtype.ts';
import type { ArrayLike, NDArray } from '../../array/ndarray.ts';
import { shapeString, shapesEqual } from '../../array/shape.ts';
import { makeAval } from '../../core/aval.ts';
import { isLinear, type Primitive, unsupported } from '../../core/primitive.ts';
import { bindOne } from '../../core/tracer.ts';
import { toComplex } from '../../reference/dense/matrix.ts';
import { squareRootOfMatrix, sylvester as sylvesterOfMatrices } from '../../reference/dense/schur-forms.ts';
import { convertElementType } from '../convert.ts';
import { sub } from '../elementwise/arithmetic.ts';
import { noParams } from '../elementwise/construct.ts';
import { matrixTranspose, product } from './matrix.ts';
import { batchStacked, checkSquare, evaluateStacked, inexactOperands, matrixExtents, stackOf } from './stacked.ts';

const realParts = (x: Float64Array): Float64Array => x.filter((_, i) => i % 2 === 0);

/** Solves a x + x b = c; the derivative is that of the equation, of any order. */
export const sylvesterPrimitive: Primitive = {
  name: 'sylvester',
  abstractEval: ([a, b, c]) => {
    const [m, n] = matrixExtents(c!);
    const fits =
      a!.shape.at(-1) === m &&
      b!.shape.at(-1) === n &&
      [a!, b!].every(x => x.shape.at(-1) === x.shape.at(-2) && shapesEqual(stackOf(x), stackOf(c!)));
    if (!fits) {
      throw new RangeError(
        `solveSylvester: a must be (…, m, m), b (…, n, n) and c (…, m, n) with the same leading axes, got ` +
          `${[a!, b!, c!].map(x => shapeString(x.shape)).join(', ')}`,
      );
    }
    return [makeAval(c!.shape, c!.dtype)];
  },
  evaluate: ([a, b, c]) => {
    const [m, n] = matrixExtents(c!);
    const part = { shape: [m, n], dtype: c!.dtype };
    return evaluateStacked([a!, b!, c!], [2, 2, 2], [part], (x, y, z) =>
      isComplex(c!.dtype)
        ? [sylvesterOfMatrices(x, y, z, m, n)]
        : [realParts(sylvesterOfMatrices(toComplex(x), toComplex(y), toComplex(z), m, n))],
    );
  },
  jvp: ([a, b, c], [aTangent, bTangent, cTangent]) => {
    const x = sylvester(a!, b!, c!);
    let change: NDArray | null = cTangent ?? null;
    const less = (term: NDArray): void => {
      change = sub(change ?? zerosLike(x), term);
    };
    if (aTangent) less(product(aTangent, x));
    if (bTangent) less(product(x, bTangent));
    return { primals: [x], tangents: [change === null ? null : sylvester(a!, b!, change)] };
  },
  transpose: ([cotangent], [a, b, c]) => {
    if (cotangent === null || !isLinear(c!)) return [null, null, null];
    if (isLinear(a!) || isLinear(b!)) throw new TypeError('sylvester is linear in its right hand side only');
    return [null, null, sylvester(matrixTranspose(a!), matrixTranspose(b!), cotangent!)];
  },
  batch: batchStacked(() => sylvesterPrimitive),
};

const zerosLike = (x: NDArray): NDArray => sub(x, x);

const sylvester = (a: NDArray, b: NDArray, c: NDArray): NDArray => bindOne(sylvesterPrimitive, [a, b, c], noParams);

/** The x with a x + x b = c (`jax.scipy.linalg.solve_sylvester`), for stacks of matrices with the same leading axes. */
export const solveSylvester = (a: ArrayLike, b: ArrayLike, c: ArrayLike): NDArray =>
  sylvester(...(inexactOperands('solveSylvester', [a, b, c]) as [NDArray, NDArray, NDArray]));

/** Square roots of complex matrices; from x² = a: x ẋ + ẋ x = ȧ. */
export const sqrtmPrimitive: Primitive = {
  name: 'sqrtm',
  abstractEval: ([a]) => {
    checkSquare('sqrtm', a!);
    return [makeAval(a!.shape, a!.dtype)];
  },
  evaluate: ([a]) => {
    const [n] = matrixExtents(a!);
    return evaluateStacked([a!], [2], [{ shape: [n, n], dtype: a!.dtype }], x => [squareRootOfMatrix(x, n)]);
  },
  jvp: ([a], [tangent]) => {
    const root = bindOne(sqrtmPrimitive, [a!], noParams);
    return { primals: [root], tangents: [sylvester(root, root, tangent!)] };
  },
  transpose: unsupported('sqrtm', 'transpose', 'it is not linear'),
  batch: batchStacked(() => sqrtmPrimitive),
};

/** The principal square roots of square matrices, complex (`jax.scipy.linalg.sqrtm`). */
export const sqrtm = (x: ArrayLike): NDArray => {
  const [a] = inexactOperands('sqrtm', [x]) as [NDArray];
  checkSquare('sqrtm', a);
  return bindOne(sqrtmPrimitive, [convertElementType(a, complexOf(a.dtype))], noParams);
};
