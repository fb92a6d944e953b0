// mathjs: symbolic second derivatives of the function's formula, each compiled.
import { all, create } from 'mathjs';
import { numbers } from '../peers/data.mjs';
import { serve } from '../peers/serve.mjs';

const math = create(all);

const hessianOfRosenbrock = n => () => ({
  setup: () => {
    const names = Array.from({ length: n }, (_, i) => `x${i}`);
    const terms = names.slice(1).map((next, i) => `100 * (${next} - x${i}^2)^2 + (1 - x${i})^2`);
    const formula = math.parse(terms.join(' + '));
    const gradient = names.map(name => math.derivative(formula, name));
    const second = gradient.map((slope, i) =>
      names.slice(0, i + 1).map(name => math.derivative(slope, name).compile()),
    );
    const x = numbers(n, 1, 2);
    const scope = Object.fromEntries(names.map((name, i) => [name, x[i]]));
    return () => {
      const H = new Float64Array(n * n);
      for (let i = 0; i < n; i++) {
        for (let j = 0; j <= i; j++) H[i * n + j] = H[j * n + i] = second[i][j].evaluate(scope);
      }
      return H;
    };
  },
  values: H => [H],
});

await serve(`mathjs ${math.version}, Node ${process.versions.node}`, {
  call: () => ({
    setup: () => {
      const formula = math.compile('x + 1');
      const scope = { x: numbers(1, 1)[0] };
      return () => formula.evaluate(scope);
    },
    values: value => [Float64Array.of(value)],
  }),
  'rosenbrock-2': hessianOfRosenbrock(2),
  'rosenbrock-10': hessianOfRosenbrock(10),
  'rosenbrock-100': hessianOfRosenbrock(100),
});
