// A person's first Hessians: numbers, a container of arrays, and a model fitted to data.
import './hessian.ts';
import './logistic-regression.ts';
