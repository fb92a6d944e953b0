import { wired } from '../numpy/methods.ts';
import * as convolution from '../primitives/contraction/conv.ts';
import * as contraction from '../primitives/contraction/dot-general.ts';
import * as products from '../primitives/contraction/matmul.ts';

/** Contractions and convolutions. */

/** Sums of products over contracting axes, along batch axes. */
export const dotGeneral = /* @__PURE__ */ wired(contraction.dotGeneral);

/** The inner product of vectors, or the product of matrices. */
export const dot = /* @__PURE__ */ wired(products.dot);

/** Convolutions with strides, padding, dilation and groups, in any number of dimensions. */
export const convGeneralDilated = /* @__PURE__ */ wired(convolution.convGeneralDilated);
