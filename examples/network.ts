// The Hessian of a small neural network's loss, in the tree of its parameters.
import {
  array,
  hessian,
  hessianMatrix,
  hvp,
  jit,
  linalg,
  type NDArray,
  numpy as np,
  setDefaultDtype,
  tree,
} from 'nabla';

type Layer = { w: NDArray; b: NDArray };
type Parameters = { hidden: Layer; output: Layer };

setDefaultDtype('float64');

const inputs = np.linspace(-1, 1, 8).reshape([8, 1]);
const targets = np.sin(inputs.mul(3));

const parameters: Parameters = {
  hidden: { w: array([[1.5, -0.7, 0.4]]), b: array([0.1, -0.3, 0.5]) },
  output: { w: array([[0.8], [-1.1], [0.6]]), b: array([0.2]) },
};

const predict = ({ hidden, output }: Parameters, x: NDArray) =>
  np.tanh(x.matmul(hidden.w).add(hidden.b)).matmul(output.w).add(output.b);

const loss = (p: Parameters) => np.mean(np.square(predict(p, inputs).sub(targets)));

const H = jit(hessian(loss))(parameters);
console.log('block hidden.w × output.b has shape', H.hidden.w.output.b.shape);
console.log(String(H.output.w.output.w.reshape([3, 3])));

// all parameters end to end, with labels
const { matrix, labels } = hessianMatrix(loss)(parameters);
const eigenvalues = linalg.eigvalsh(matrix);
console.log(`${labels.length} parameters: ${labels.slice(0, 4).join(', ')} …`);
console.log('curvature from', eigenvalues.at(0).item().toFixed(3), 'to', eigenvalues.at(-1).item().toFixed(3));

// H·v without H
const ones = tree.map(leaf => np.onesLike(leaf), parameters) as Parameters;
console.log('H·1, output.b:', String(hvp(loss, [parameters], [ones]).output.b));
