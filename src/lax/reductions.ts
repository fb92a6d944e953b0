import { wired } from '../numpy/methods.ts';
import * as argExtremum from '../primitives/reduction/arg-extremum.ts';
import * as cumulative from '../primitives/reduction/cumulative.ts';
import * as extremum from '../primitives/reduction/extremum.ts';
import * as logical from '../primitives/reduction/logical.ts';
import * as product from '../primitives/reduction/product.ts';
import * as windowExtremum from '../primitives/reduction/window/extremum.ts';
import * as windowProduct from '../primitives/reduction/window/product.ts';
import * as window from '../primitives/reduction/window/reduce-window.ts';
import * as windowSum from '../primitives/reduction/window/sum.ts';
import * as sorting from '../primitives/sort/sort.ts';
import * as top from '../primitives/sort/top-k.ts';

/** Reductions, cumulative reductions, reductions over windows, and sorts. */

/** The product over the given axes, which disappear. */
export const reduceProd = wired(product.reduceProd);

/** The greatest element over the given axes, which disappear. */
export const reduceMax = wired(extremum.reduceMax);

/** The smallest element over the given axes, which disappear. */
export const reduceMin = wired(extremum.reduceMin);

/** Whether all are true over the given axes, or the bits that all have. */
export const reduceAnd = wired(logical.reduceAnd);

/** Whether any is true over the given axes, or the bits that any has. */
export const reduceOr = wired(logical.reduceOr);

/** Whether an odd number is true over the given axes, or the bits that an odd number has. */
export const reduceXor = wired(logical.reduceXor);

/** The index of the greatest element along an axis. */
export const argmax = wired(argExtremum.argmax);

/** The index of the smallest element along an axis. */
export const argmin = wired(argExtremum.argmin);

/** The sums of the elements so far along an axis. */
export const cumsum = wired(cumulative.cumsum);

/** The products of the elements so far along an axis. */
export const cumprod = wired(cumulative.cumprod);

/** The greatest element so far along an axis. */
export const cummax = wired(cumulative.cummax);

/** The smallest element so far along an axis. */
export const cummin = wired(cumulative.cummin);

/** The logarithms of the sums of exponentials so far along an axis. */
export const cumlogsumexp = wired(cumulative.cumlogsumexp);

/** A reduction over windows that move along the axes. */
export const reduceWindow = wired(window.reduceWindow);

/** Sums over windows that move along the axes. */
export const reduceWindowSum = wired(windowSum.reduceWindowSum);

/** Products over windows that move along the axes. */
export const reduceWindowProd = wired(windowProduct.reduceWindowProd);

/** The greatest elements of windows that move along the axes. */
export const reduceWindowMax = wired(windowExtremum.reduceWindowMax);

/** The smallest elements of windows that move along the axes. */
export const reduceWindowMin = wired(windowExtremum.reduceWindowMin);

/** Elements in ascending order along an axis; several arrays are permuted alike. */
export const sort: typeof sorting.sort = wired(sorting.sort);

/** Keys in ascending order along an axis, and values permuted alike. */
export const sortKeyVal = wired(sorting.sortKeyVal);

/** The k greatest elements along an axis, and their indices. */
export const topK = wired(top.topK);
