import type { NDArray } from '../array/ndarray.ts';
import { avalOf, avalString, avalsMatch } from '../core/aval.ts';
import { currentExecutor, inlineJaxpr, interpreter } from '../core/evaluate.ts';
import { inputAvals, type Jaxpr, outputAvals } from '../core/jaxpr.ts';
import { isLinear, type JvpResult, type Params, type Primitive, type Tangent } from '../core/primitive.ts';
import { bindOne, isConcrete, trace } from '../core/tracer.ts';
import { neg, sub } from '../primitives/elementwise/arithmetic.ts';
import { batchAll, placeAllFirst } from '../transforms/batch.ts';
import { pushForward } from '../transforms/jvp.ts';
import { transposeMixedJaxpr } from '../transforms/transpose-mixed.ts';
import { required } from '../util/errors.ts';

/**
 * Solutions of linear equations A x = b for operators A that are programs, whose derivatives are those of the equation,
 * Ȧ x + A ẋ = ḃ, and not those of the method (`jax.lax.custom_linear_solve`), of any order, in both modes.
 */

/** A linear function of vectors. */
export type Operator = (v: NDArray) => NDArray;

/** A method: x with A x = b, from products with A. */
export type Method = (operator: Operator, b: NDArray) => NDArray;

/** The operator and the method as programs: of what they close over, then a vector. */
type Programs = { readonly operator: Jaxpr; readonly method: Jaxpr };

type SolveParams = Params &
  Programs & {
    /** The same for the transposed operator; throws where that is not known. */
    readonly transposed: () => Programs;
    /** How many of the inputs each program closes over: operator, method, method of the transposed operator. */
    readonly counts: readonly [operator: number, method: number, transposed: number];
  };

type Parts = {
  readonly own: readonly NDArray[];
  readonly forMethod: readonly NDArray[];
  readonly forTransposed: readonly NDArray[];
  readonly b: NDArray;
};

const partsOf = (inputs: readonly NDArray[], [operator, method]: SolveParams['counts']): Parts => ({
  own: inputs.slice(0, operator),
  forMethod: inputs.slice(operator, operator + method),
  forTransposed: inputs.slice(operator + method, -1),
  b: required(inputs.at(-1), 'right-hand side'),
});

const pushDerivative = (
  primals: readonly NDArray[],
  tangents: readonly Tangent[],
  params: SolveParams,
  rule: 'jvp' | 'linearize',
): JvpResult => {
  const { own } = partsOf(primals, params.counts);
  const x = bindOne(linearSolvePrimitive, primals, params);
  const ownTangents = tangents.slice(0, own.length);
  const change = ownTangents.every(tangent => tangent === null)
    ? null
    : required(pushForward(params.operator, [...own, x], [...ownTangents, null], rule).tangents, 'tangents')[0]!;
  const given = tangents.at(-1) ?? null;
  const right =
    given === null || change === null ? (given ?? (change === null ? null : neg(change))) : sub(given, change);
  return {
    primals: [x],
    tangents: [right === null ? null : bindOne(linearSolvePrimitive, [...primals.slice(0, -1), right], params)],
  };
};

/** Inputs: what the programs close over, then b. Output: x. */
const linearSolvePrimitive: Primitive<SolveParams> = {
  name: 'custom_linear_solve',
  abstractEval: (_, { method }) => outputAvals(method),
  evaluate: (inputs, { method, counts }) => interpreter.run(method, inputsOfMethod(inputs, counts)),
  jvp: (primals, tangents, params) => pushDerivative(primals, tangents, params, 'jvp'),
  linearize: (primals, tangents, params) => pushDerivative(primals, tangents, params, 'linearize'),
  transpose: ([cotangent], inputs, params) => {
    const known = inputs.slice(0, -1);
    if (known.some(isLinear))
      throw new TypeError('a linear solve is not linear in its operator: it cannot be transposed');
    const { own, forMethod, forTransposed } = partsOf([...(known as readonly NDArray[]), cotangent!], params.counts);
    const { operator, method } = params;
    const result = bindOne(linearSolvePrimitive, [...own, ...forTransposed, ...forMethod, cotangent!], {
      ...params.transposed(),
      transposed: () => ({ operator, method }),
      counts: [own.length, forTransposed.length, forMethod.length],
    });
    return [...known.map(() => null), result];
  },
  batch: (inputs, axes, params, axisSize) => {
    const first = placeAllFirst(inputs, axes, axisSize);
    const batched = ({ operator, method }: Programs): Programs => ({
      operator: batchAll(operator, axisSize),
      method: batchAll(method, axisSize),
    });
    const x = bindOne(linearSolvePrimitive, first, {
      ...params,
      ...batched(params),
      transposed: () => batched(params.transposed()),
    });
    return { outputs: [x], axes: [0] };
  },
  expand:
    (_, { method, counts }) =>
    inputs =>
      inlineJaxpr(method, inputsOfMethod(inputs, counts)),
};

const inputsOfMethod = <T>(inputs: readonly T[], [operator, method]: SolveParams['counts']): readonly T[] => [
  ...inputs.slice(operator, operator + method),
  required(inputs.at(-1), 'right-hand side'),
];

const traced = (name: string, f: (v: NDArray) => NDArray, like: NDArray) => {
  const { jaxpr, captured } = trace(([v]) => ({ outputs: [f(v!)], extra: undefined }), [avalOf(like)], {
    label: name,
    name,
  });
  return { jaxpr, captured };
};

/**
 * x with A x = b by the given method. Reverse mode transposes the operator and solves by the method for that: `'symmetric'`
 * says that A is its own transpose, undefined that there is no such method. The operator must give vectors with the shape and
 * dtype of b.
 */
export const linearSolve = (
  name: string,
  operator: Operator,
  b: NDArray,
  method: Method,
  forTransposed: Method | 'symmetric' | undefined,
): NDArray => {
  const product = traced(`${name}: the operator`, operator, b);
  const [before, after] = [
    required(inputAvals(product.jaxpr).at(-1), 'input'),
    required(outputAvals(product.jaxpr)[0], 'output'),
  ];
  if (!avalsMatch(before, after)) {
    throw new TypeError(`${name}: the operator makes ${avalString(after)} of ${avalString(before)}`);
  }
  const solving = traced(name, v => method(operator, v), b);
  const plain: Programs = { operator: product.jaxpr, method: solving.jaxpr };
  const transposition = forTransposed === 'symmetric' ? undefined : transpose(name, product, b, forTransposed);
  const inputs = [...product.captured, ...solving.captured, ...(transposition?.captured ?? solving.captured), b];
  const params: SolveParams = {
    ...plain,
    transposed: transposition?.programs ?? (() => plain),
    counts: [product.captured.length, solving.captured.length, (transposition?.captured ?? solving.captured).length],
  };
  return inputs.every(isConcrete)
    ? currentExecutor().run(solving.jaxpr, [...solving.captured, b].filter(isConcrete))[0]!
    : bindOne(linearSolvePrimitive, inputs, params);
};

/** The transposed equation, traced now, while what it closes over is there; why there is none is said when it is asked for. */
const transpose = (
  name: string,
  { jaxpr, captured }: { readonly jaxpr: Jaxpr; readonly captured: readonly NDArray[] },
  b: NDArray,
  method: Method | undefined,
): { readonly programs: () => Programs; readonly captured: readonly NDArray[] } => {
  if (method === undefined) {
    return {
      programs: () => {
        throw new TypeError(
          `${name}: reverse mode needs transposeSolve, or symmetric: true where the operator is that`,
        );
      },
      captured: [],
    };
  }
  try {
    const linear = jaxpr.inputs.map((_, i) => i === captured.length);
    const { jaxpr: operator, nonzeroOutputs } = transposeMixedJaxpr(jaxpr, linear, [true]);
    if (nonzeroOutputs[0] !== true) throw new TypeError('the operator does not depend on the vector');
    const solving = traced(`${name} (transposed)`, v => method(w => inlineJaxpr(operator, [...captured, w])[0]!, v), b);
    return { programs: () => ({ operator, method: solving.jaxpr }), captured: solving.captured };
  } catch (cause) {
    return {
      programs: () => {
        throw new TypeError(`${name}: reverse mode transposes the operator, which must then be linear`, { cause });
      },
      captured: [],
    };
  }
};
