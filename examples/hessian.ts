// The two examples of JAX's documentation of `hessian`.
import { array, formatTree, hessian, type NDArray, numpy as np } from 'nabla';

const g = (x: NDArray) =>
  x
    .at(0)
    .pow(3)
    .sub(x.at(0).mul(x.at(1)).mul(2))
    .sub(x.at(1).pow(6));
console.log(String(hessian(g)(array([1, 2]))));

// Containers in, containers out: the tree of f's output, with two copies of the argument's tree in place of each leaf.
const f = (dict: { a: NDArray; b: NDArray }) => ({ c: np.power(dict.a, dict.b) });
console.log(formatTree(hessian(f)({ a: np.arange(2).add(1), b: np.arange(2).add(2) })));
