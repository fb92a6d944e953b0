import type { NDArray } from '../array/ndarray.ts';
import { shapesEqual } from '../array/shape.ts';
import { avalOf, avalString, avalsMatch } from '../core/aval.ts';
import { inlineJaxpr, interpreter } from '../core/evaluate.ts';
import { type Jaxpr, outputAvals } from '../core/jaxpr.ts';
import { type JvpResult, type Params, type Primitive, type Tangent, unsupported } from '../core/primitive.ts';
import { bind } from '../core/tracer.ts';
import { toDType } from '../primitives/convert.ts';
import { neg } from '../primitives/elementwise/arithmetic.ts';
import { instantiate, zerosLike } from '../primitives/linear.ts';
import { checkCallable, type FlatArrays, flattenArrays } from '../transforms/arguments.ts';
import { batchAll, placeAllFirst } from '../transforms/batch.ts';
import { pushForward } from '../transforms/jvp.ts';
import type { Accept, Arrays, TupleTree } from '../transforms/types.ts';
import { treeDefEquals } from '../tree/treedef.ts';
import { unflatten } from '../tree/unflatten.ts';
import { convertOutputs, type TracedBody, traceBody } from './body.ts';

/** Roots whose derivatives are those of the equation f(x) = 0 and not of the method that found them, of any order. */

type RootParams = Params & {
  /** Of what each program closes over, then x. */
  readonly f: Jaxpr;
  readonly solve: Jaxpr;
  /** And then the right-hand side b: to v with ∂f(x)·v = b. */
  readonly tangentSolve: Jaxpr;
  readonly counts: readonly [f: number, solve: number, tangentSolve: number];
};

type Parts = {
  readonly ofF: readonly NDArray[];
  readonly ofSolve: readonly NDArray[];
  readonly ofTangentSolve: readonly NDArray[];
  readonly guess: readonly NDArray[];
};

const partsOf = (inputs: readonly NDArray[], [f, solve, tangentSolve]: RootParams['counts']): Parts => ({
  ofF: inputs.slice(0, f),
  ofSolve: inputs.slice(f, f + solve),
  ofTangentSolve: inputs.slice(f + solve, f + solve + tangentSolve),
  guess: inputs.slice(f + solve + tangentSolve),
});

/** ∂f/∂x·ẋ = -∂f/∂θ·θ̇, at the root. */
const pushDerivative = (
  primals: readonly NDArray[],
  tangents: readonly Tangent[],
  params: RootParams,
  rule: 'jvp' | 'linearize',
): JvpResult => {
  const { ofF, ofTangentSolve } = partsOf(primals, params.counts);
  const x = bind(customRootPrimitive, primals, params);
  const given = tangents.slice(0, ofF.length);
  const none = x.map(() => null);
  if (given.every(tangent => tangent === null)) return { primals: x, tangents: none };
  const change = pushForward(params.f, [...ofF, ...x], [...given, ...none], rule).tangents;
  const right = change.map((tangent, i) => (tangent === null ? zerosLike(x[i]!) : neg(tangent)));
  const known = [...ofTangentSolve, ...x];
  if (rule === 'jvp') return { primals: x, tangents: inlineJaxpr(params.tangentSolve, [...known, ...right]) };
  // linear in b, it is its own linearisation where b is zero: loops in it come apart by their rules
  const solved = pushForward(
    params.tangentSolve,
    [...known, ...x.map(zerosLike)],
    [...known.map(() => null), ...right],
    rule,
  );
  return { primals: x, tangents: solved.tangents.map((tangent, i) => instantiate(tangent, x[i]!)) };
};

const inputsOfSolve = (inputs: readonly NDArray[], counts: RootParams['counts']): readonly NDArray[] => {
  const { ofSolve, guess } = partsOf(inputs, counts);
  return [...ofSolve, ...guess];
};

/** Inputs: what the programs close over, then the guess. Outputs: the root. */
const customRootPrimitive: Primitive<RootParams> = {
  name: 'custom_root',
  abstractEval: (_, { solve }) => outputAvals(solve),
  evaluate: (inputs, { solve, counts }) =>
    interpreter.run(solve, inputsOfSolve(inputs, counts) as Parameters<typeof interpreter.run>[1]),
  jvp: (primals, tangents, params) => pushDerivative(primals, tangents, params, 'jvp'),
  linearize: (primals, tangents, params) => pushDerivative(primals, tangents, params, 'linearize'),
  transpose: unsupported('custom_root', 'transpose', 'a root is not linear in anything'),
  batch: (inputs, axes, params, axisSize) => {
    const { f, solve, tangentSolve } = params;
    const outputs = bind(customRootPrimitive, placeAllFirst(inputs, axes, axisSize), {
      ...params,
      f: batchAll(f, axisSize),
      solve: batchAll(solve, axisSize),
      tangentSolve: batchAll(tangentSolve, axisSize),
    });
    return { outputs, axes: outputs.map(() => 0) };
  },
  expand:
    (_, { solve, counts }) =>
    inputs =>
      inlineJaxpr(solve, inputsOfSolve(inputs, counts)),
};

/** The program of a body that must return what looks like the guess. */
const likeGuess = (what: string, body: TracedBody, guess: FlatArrays): Jaxpr => {
  const [output] = body.outputs;
  const avals = guess.leaves.map(avalOf);
  const own = outputAvals(body.jaxpr);
  if (!treeDefEquals(output!.structure, guess.structure)) {
    throw new TypeError(
      `customRoot: ${what} must return the structure of the initial guess, ${String(guess.structure)}, got ${String(output!.structure)}`,
    );
  }
  own.forEach((aval, i) => {
    const wanted = avals[i]!;
    if (!avalsMatch(aval, wanted) && !(aval.weakType && shapesEqual(aval.shape, wanted.shape))) {
      throw new TypeError(
        `customRoot: ${what} must return what looks like the initial guess: ${guess.place(i)} is ${avalString(wanted)}, ${output!.place(i)} ${avalString(aval)}`,
      );
    }
  });
  return convertOutputs(body.jaxpr, avals);
};

/**
 * A root of f, differentiable however it was found (`jax.lax.custom_root`): x with f(x) = 0.
 *
 * `solve(f, guess)` finds it, by loops of `lax` or in closed form; `tangentSolve(g, y)` solves the linear equation g(v) = y,
 * where g is the derivative of f at the root: `(g, y) => y.div(g(1))` for a scalar. x is an array or a tree of arrays. The
 * derivatives are those of the equation with respect to what f closes over, in both modes and of any order; the root is
 * taken as exact. Throws TypeError where f or a solver returns what does not look like the initial guess.
 *
 * @example
 * ```ts
 * const squareRoot = (a: NDArray) => lax.customRoot(
 *   (x: NDArray) => x.mul(x).sub(a),
 *   a,
 *   (_, guess) => lax.foriLoop(0, 20, (_, x: NDArray) => x.add(a.div(x)).div(2), guess),
 *   (g, y) => y.div(g(1)),
 * );
 * console.log(squareRoot(array(4)).item(), hessian(squareRoot)(4).item()); // => 2 -0.03125
 * ```
 */
export const customRoot = <X extends TupleTree>(
  f: (x: Arrays<X>) => X,
  initialGuess: Accept<X>,
  solve: (f: (x: Arrays<X>) => X, guess: Arrays<X>) => X,
  tangentSolve: (g: (v: Accept<X>) => Arrays<X>, y: Arrays<X>) => X,
): Arrays<X> => {
  for (const given of [f, solve, tangentSolve]) checkCallable('customRoot', given);
  const guess = flattenArrays(initialGuess, 'the initial guess of customRoot');
  const { structure, leaves } = guess;
  const avals = leaves.map(avalOf);
  const ofF = traceBody('customRoot', f, [structure], avals, 1);
  const program = likeGuess('f', ofF, guess);
  const ofSolve = traceBody('customRoot', (x: Arrays<X>) => solve(f, x), [structure], avals, 1);
  const slope = (x: readonly NDArray[], v: unknown): unknown => {
    const direction = flattenArrays(v, 'the argument of g (customRoot)').leaves;
    const tangents = [...ofF.captured.map(() => null), ...direction.map((own, i) => toDType(own, avals[i]!))];
    const change = pushForward(program, [...ofF.captured, ...x], tangents, 'linearize').tangents;
    return unflatten(
      structure,
      change.map((tangent, i) => instantiate(tangent, x[i]!)),
    );
  };
  const ofTangentSolve = traceBody(
    'customRoot',
    (x: unknown, y: Arrays<X>) => {
      const root = flattenArrays(x, 'the root').leaves;
      return tangentSolve(v => slope(root, v) as Arrays<X>, y);
    },
    [structure, structure],
    [...avals, ...avals],
    1,
  );
  const results = bind(
    customRootPrimitive,
    [...ofF.captured, ...ofSolve.captured, ...ofTangentSolve.captured, ...leaves],
    {
      f: program,
      solve: likeGuess('solve', ofSolve, guess),
      tangentSolve: likeGuess('tangentSolve', ofTangentSolve, guess),
      counts: [ofF.captured.length, ofSolve.captured.length, ofTangentSolve.captured.length],
    },
  );
  return unflatten(structure, results) as Arrays<X>;
};
