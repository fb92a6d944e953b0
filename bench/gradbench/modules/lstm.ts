import { grad, jit, lax, type NDArray, nn, numpy as np } from 'nabla';
import { doubles, type Nested, number } from '../arrays.ts';
import type { Module } from '../protocol.ts';

type Input = {
  readonly main_params: Nested;
  readonly extra_params: Nested;
  readonly state: Nested;
  readonly sequence: Nested;
};

type Parameters = { main: NDArray; extra: NDArray };

/**
 * The mean negative log-likelihood of a sequence of characters, of which each predicts the next. All weights are diagonal;
 * the normalisation is log(2 + Σ exp y), as ADBench has it.
 */
const objective = ({ main, extra }: Parameters, state: NDArray, sequence: NDArray): NDArray => {
  const bits = state.shape[1]!;
  const layers = state.shape[0]! / 2;
  // of layer i, row 2i holds the weights and row 2i + 1 the biases of four gates
  const [weights, biases] = [main.at('::2').reshape([layers, 4, bits]), main.at('1::2').reshape([layers, 4, bits])];

  const step = (carry: NDArray, input: NDArray): [NDArray, NDArray] => {
    let signal = input.mul(extra.at(0));
    const next: NDArray[] = [];
    for (let layer = 0; layer < layers; layer++) {
      const [hidden, cell] = [carry.at(2 * layer), carry.at(2 * layer + 1)];
      const gate = (which: number, of: NDArray): NDArray =>
        of.mul(weights.at(layer, which)).add(biases.at(layer, which));
      const forget = nn.sigmoid(gate(0, signal));
      const open = nn.sigmoid(gate(1, hidden));
      const out = nn.sigmoid(gate(2, signal));
      const change = np.tanh(gate(3, hidden));
      const newCell = cell.mul(forget).add(open.mul(change));
      signal = out.mul(np.tanh(newCell));
      next.push(signal, newCell);
    }
    return [np.stack(next), signal.mul(extra.at(1)).add(extra.at(2))];
  };
  const [, predictions] = lax.scan(step, state, sequence.at(':-1'));
  const normalisation = np.log(np.sum(np.exp(predictions), { axis: 1, keepdims: true }).add(2));
  return np.sum(sequence.at('1:').mul(predictions.sub(normalisation))).div(-predictions.size);
};

const primal = jit(objective);
const gradient = jit(grad(objective));

const prepare = (input: Input): [Parameters, NDArray, NDArray] => [
  { main: doubles(input.main_params), extra: doubles(input.extra_params) },
  doubles(input.state),
  doubles(input.sequence),
];

export const lstm: Module = {
  objective: (input: Input) => {
    const args = prepare(input);
    return () => number(primal(...args));
  },
  jacobian: (input: Input) => {
    const args = prepare(input);
    return () => {
      const { main, extra } = gradient(...args);
      return [...main.toTypedArray(), ...extra.toTypedArray()];
    };
  },
};
