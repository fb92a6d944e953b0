import { describe, expectTypeOf, it } from 'vitest';
import * as tree from './index.ts';
import type { ArgumentAt, ArgumentsAt, HessianTree, LeafOf, MapLeaves, MapTree, TreeProduct } from './types.ts';

declare class NDArray {
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'float64';
  readonly size: number;
  mul(other: NDArray | number): NDArray;
  sub(other: NDArray | number): NDArray;
  item(): number | boolean;
  [Symbol.iterator](): Iterator<NDArray>;
}

/** The mapped type with `string` as the result, which no tree below has as a leaf. */
type Mapped<Tree> = MapTree<Tree, NDArray, string>;

describe('MapTree', () => {
  it('replaces leaves, arrays and scalars alike', () => {
    expectTypeOf<Mapped<NDArray>>().toEqualTypeOf<string>();
    expectTypeOf<Mapped<number>>().toEqualTypeOf<string>();
    expectTypeOf<Mapped<boolean>>().toEqualTypeOf<string>();
    expectTypeOf<Mapped<3>>().toEqualTypeOf<string>();
    expectTypeOf<Mapped<number & { readonly unit: 'metre' }>>().toEqualTypeOf<string>();
    expectTypeOf<Mapped<NDArray | number>>().toEqualTypeOf<string>();
  });

  it('keeps arrays, tuples, objects and Maps', () => {
    expectTypeOf<Mapped<NDArray[]>>().toEqualTypeOf<string[]>();
    expectTypeOf<Mapped<readonly NDArray[]>>().toEqualTypeOf<readonly string[]>();
    expectTypeOf<Mapped<number[][]>>().toEqualTypeOf<string[][]>();
    expectTypeOf<Mapped<[NDArray, number]>>().toEqualTypeOf<[string, string]>();
    expectTypeOf<Mapped<readonly [NDArray, [number]]>>().toEqualTypeOf<readonly [string, [string]]>();
    expectTypeOf<Mapped<[NDArray, ...number[]]>>().toEqualTypeOf<[string, ...string[]]>();
    expectTypeOf<Mapped<[]>>().toEqualTypeOf<[]>();
    expectTypeOf<Mapped<{ readonly a: NDArray; b: [number] }>>().toEqualTypeOf<{ readonly a: string; b: [string] }>();
    expectTypeOf<Mapped<Record<string, NDArray[]>>>().toEqualTypeOf<Record<string, string[]>>();
    expectTypeOf<Mapped<Map<number, [NDArray]>>>().toEqualTypeOf<Map<number, [string]>>();
    expectTypeOf<Mapped<ReadonlyMap<string, NDArray>>>().toEqualTypeOf<ReadonlyMap<string, string>>();
    // biome-ignore lint/complexity/noBannedTypes: an empty node is what is meant
    expectTypeOf<Mapped<{}>>().toEqualTypeOf<{}>();
  });

  it('keeps null, optional keys and unions', () => {
    expectTypeOf<Mapped<null>>().toEqualTypeOf<null>();
    expectTypeOf<Mapped<NDArray | null>>().toEqualTypeOf<string | null>();
    expectTypeOf<Mapped<NDArray | NDArray[]>>().toEqualTypeOf<string | string[]>();
    expectTypeOf<Mapped<{ a: NDArray; b?: number }>>().toEqualTypeOf<{ a: string; b?: string }>();
    expectTypeOf<Mapped<{ b?: number | null }>>().toEqualTypeOf<{ b?: string | null }>();
  });

  it('takes interfaces, classes and generics', () => {
    interface Layer {
      weights: NDArray;
      bias?: NDArray;
    }
    interface Network {
      readonly layers: readonly Layer[];
    }
    expectTypeOf<Mapped<Network>>().toEqualTypeOf<{ readonly layers: readonly { weights: string; bias?: string }[] }>();
    class Registered {
      x!: NDArray;
      norm(): number {
        return 0;
      }
    }
    expectTypeOf<Mapped<Registered>>().toEqualTypeOf<{ x: string; norm: () => number }>();
  });

  it('keeps static strings of registered classes, as no string is an array', () => {
    interface Layer {
      readonly w: NDArray;
      readonly activation: 'relu' | 'tanh';
    }
    expectTypeOf<MapTree<Layer, NDArray, NDArray>>().toEqualTypeOf<Layer>();
    expectTypeOf<HessianTree<NDArray, Layer, NDArray>>().toEqualTypeOf<{
      readonly w: Layer;
      readonly activation: 'relu' | 'tanh';
    }>();
    expectTypeOf<MapLeaves<{ label: string }, number>>().toEqualTypeOf<{ label: number }>();
  });

  it('keeps what nothing is known of', () => {
    // why: any is what is tested
    // biome-ignore lint/suspicious/noExplicitAny: any is what is tested
    type Anything = any;
    expectTypeOf<Mapped<Anything>>().toBeAny();
    expectTypeOf<Mapped<unknown>>().toBeUnknown();
    expectTypeOf<Mapped<never>>().toBeNever();
    expectTypeOf<Mapped<{ a: Anything; b: unknown }>>().toEqualTypeOf<{ a: Anything; b: unknown }>();
    expectTypeOf<Mapped<unknown[]>>().toEqualTypeOf<unknown[]>();
  });

  it('follows recursive types as far as one looks', () => {
    type Nested = NDArray | Nested[] | { [key: string]: Nested };
    const nested = null as unknown as Mapped<Nested>;
    if (typeof nested === 'object' && !Array.isArray(nested)) {
      expectTypeOf(nested.a).extract<string>().toEqualTypeOf<string>();
    }
    type Pairs = NDArray | readonly [Pairs, Pairs];
    const pairs = null as unknown as TreeProduct<Pairs, [NDArray], NDArray, string>;
    if ('0' in pairs && typeof pairs[0] === 'object') {
      expectTypeOf(pairs[0][0]).extract<readonly [string]>().toEqualTypeOf<[string]>();
    }
    type Maps = NDArray | Map<string, Maps>;
    const maps = null as unknown as Mapped<Maps>;
    if (typeof maps === 'object') expectTypeOf(maps).toExtend<Map<string, string | object>>();
    interface Chain {
      value: NDArray;
      next: Chain | null;
    }
    const chain = null as unknown as MapTree<Chain, NDArray, string>;
    expectTypeOf(chain.next!.next!.next!.value).toEqualTypeOf<string>();
    const product = null as unknown as HessianTree<Chain, Chain, NDArray, string>;
    expectTypeOf(product.value.next!.value.value).toEqualTypeOf<string>();
  });
});

describe('LeafOf', () => {
  it('is the union of the leaves', () => {
    expectTypeOf<LeafOf<{ a: NDArray; b: [number, null, { c?: string }] }>>().toEqualTypeOf<
      NDArray | number | string
    >();
    expectTypeOf<LeafOf<Map<string, Date[]>>>().toEqualTypeOf<Date>();
    expectTypeOf<LeafOf<[]>>().toBeNever();
    expectTypeOf<LeafOf<unknown>>().toBeUnknown();
    type Nested = NDArray | readonly Nested[] | { readonly [key: string]: Nested };
    expectTypeOf<LeafOf<Nested>>().toEqualTypeOf<NDArray>();
    interface Chain {
      value: NDArray;
      next: Chain | null;
    }
    expectTypeOf<LeafOf<Chain>>().toEqualTypeOf<NDArray>();
  });
});

describe('ArgumentAt and ArgumentsAt', () => {
  type Args = [x: NDArray, y: number, z: { a: NDArray }];

  it('counts from both ends', () => {
    expectTypeOf<ArgumentAt<Args, 0>>().toEqualTypeOf<NDArray>();
    expectTypeOf<ArgumentAt<Args, 1>>().toEqualTypeOf<number>();
    expectTypeOf<ArgumentAt<Args, -1>>().toEqualTypeOf<{ a: NDArray }>();
    expectTypeOf<ArgumentAt<Args, -3>>().toEqualTypeOf<NDArray>();
    expectTypeOf<ArgumentAt<Args, 0 | -2>>().toEqualTypeOf<NDArray | number>();
    expectTypeOf<ArgumentAt<readonly [NDArray, number], -1>>().toEqualTypeOf<number>();
  });

  it('is never where there is no argument, the union where it depends', () => {
    expectTypeOf<ArgumentAt<Args, 3>>().toBeNever();
    expectTypeOf<ArgumentAt<Args, -4>>().toBeNever();
    expectTypeOf<ArgumentAt<[], 0>>().toBeNever();
    expectTypeOf<ArgumentAt<[], -1>>().toBeNever();
    expectTypeOf<ArgumentAt<[NDArray, string], number>>().toEqualTypeOf<NDArray | string>();
  });

  it('takes optional and rest parameters', () => {
    expectTypeOf<ArgumentAt<[x: NDArray, y?: number], 1>>().toEqualTypeOf<number>();
    expectTypeOf<ArgumentAt<[x: NDArray, y?: number], -1>>().toEqualTypeOf<NDArray | number>();
    expectTypeOf<ArgumentAt<[x: NDArray, ...rest: number[]], 0>>().toEqualTypeOf<NDArray>();
    expectTypeOf<ArgumentAt<[x: NDArray, ...rest: number[]], 5>>().toEqualTypeOf<number>();
    expectTypeOf<ArgumentAt<[x: NDArray, ...rest: number[]], -1>>().toEqualTypeOf<NDArray | number>();
    expectTypeOf<ArgumentAt<NDArray[], 2>>().toEqualTypeOf<NDArray>();
  });

  it('gives a tuple for a list, in its order', () => {
    expectTypeOf<ArgumentsAt<Args, 1>>().toEqualTypeOf<number>();
    expectTypeOf<ArgumentsAt<Args, readonly [0, 1]>>().toEqualTypeOf<[NDArray, number]>();
    expectTypeOf<ArgumentsAt<Args, [-1, 0]>>().toEqualTypeOf<[{ a: NDArray }, NDArray]>();
    expectTypeOf<ArgumentsAt<Args, readonly [1]>>().toEqualTypeOf<[number]>();
    expectTypeOf<ArgumentsAt<[NDArray, NDArray], number[]>>().toEqualTypeOf<NDArray[]>();
  });
});

/** As the real one is going to be declared, options that matter here. */
declare const hessian: <Args extends readonly unknown[], Out, const Argnums extends number | readonly number[] = 0>(
  f: (...args: Args) => Out,
  options?: { readonly argnums?: Argnums; readonly holomorphic?: boolean },
) => (...args: Args) => HessianTree<Out, ArgumentsAt<Args, Argnums>, NDArray>;

declare const jacobian: <Args extends readonly unknown[], Out, const Argnums extends number | readonly number[] = 0>(
  f: (...args: Args) => Out,
  options?: { readonly argnums?: Argnums },
) => (...args: Args) => TreeProduct<Out, ArgumentsAt<Args, Argnums>, NDArray>;

declare const x: NDArray;

describe('the Hessian of', () => {
  it('an array is an array', () => {
    expectTypeOf(hessian((v: NDArray) => v.mul(v))(x)).toEqualTypeOf<NDArray>();
    expectTypeOf(hessian((v: number) => v * v)(2)).toEqualTypeOf<NDArray>();
    expectTypeOf(hessian((v: NDArray): NDArray | number => v, { holomorphic: true })(x)).toEqualTypeOf<NDArray>();
  });

  it('an object is an object of objects', () => {
    const h = hessian((p: { a: NDArray; b: NDArray }) => p.a.mul(p.b))({ a: x, b: x });
    expectTypeOf(h).toEqualTypeOf<{ a: { a: NDArray; b: NDArray }; b: { a: NDArray; b: NDArray } }>();
    expectTypeOf(h.a.b.shape).toEqualTypeOf<readonly number[]>();
    // @ts-expect-error there is no such key
    h.a.c;
    // @ts-expect-error nor one at the first level
    h.c;
    // @ts-expect-error an inner block is an array, no container
    h.a.a.a;
  });

  it('an interface follows the interface', () => {
    interface Parameters {
      readonly weights: readonly NDArray[];
      bias?: NDArray;
    }
    const h = hessian((p: Parameters) => p.weights[0]!)({ weights: [x] });
    expectTypeOf(h.weights[0]!.weights[0]!).toEqualTypeOf<NDArray>();
    expectTypeOf(h.weights[0]!.bias).toEqualTypeOf<NDArray | undefined>();
    // @ts-expect-error an optional key may be absent
    h.bias.weights;
  });

  it('a function with a tree of outputs has that tree outside', () => {
    const h = hessian((p: { a: NDArray; b: NDArray }) => ({ c: p.a.mul(p.b), d: [p.a] as const }))({ a: x, b: x });
    expectTypeOf(h.c.a.b).toEqualTypeOf<NDArray>();
    expectTypeOf(h.d[0].b.a).toEqualTypeOf<NDArray>();
    // @ts-expect-error outputs come first
    h.a;
    expectTypeOf(jacobian((v: NDArray) => ({ c: v, d: null }))(x)).toEqualTypeOf<{ c: NDArray; d: null }>();
  });

  it('nested lists and tuples nests them', () => {
    const h = hessian((p: [NDArray, [number, NDArray[]]]) => p[0])([x, [1, [x]]]);
    type In = [NDArray, [NDArray, NDArray[]]];
    expectTypeOf(h).toEqualTypeOf<[In, [In, In[]]]>();
  });

  it('several arguments is a square tuple of blocks', () => {
    const f = (a: NDArray, b: number, _label: string): NDArray => a.mul(b);
    expectTypeOf(hessian(f, { argnums: [0, 1] })(x, 1, '')).toEqualTypeOf<[[NDArray, NDArray], [NDArray, NDArray]]>();
    expectTypeOf(hessian(f, { argnums: [1] })(x, 1, '')).toEqualTypeOf<[[NDArray]]>();
    expectTypeOf(hessian(f, { argnums: 1 })(x, 1, '')).toEqualTypeOf<NDArray>();
    const g = (a: NDArray, p: { w: NDArray }): NDArray => a.mul(p.w);
    expectTypeOf(hessian(g, { argnums: -1 })(x, { w: x })).toEqualTypeOf<{ w: { w: NDArray } }>();
    expectTypeOf(hessian(g, { argnums: [1, 0] })(x, { w: x })).toEqualTypeOf<
      [{ w: [{ w: NDArray }, NDArray] }, [{ w: NDArray }, NDArray]]
    >();
    expectTypeOf(hessian(g, { argnums: 2 })(x, { w: x })).toBeNever();
    const positions: number[] = [0];
    expectTypeOf(hessian((a: NDArray, b: NDArray) => a.mul(b), { argnums: positions })(x, x)).toEqualTypeOf<
      NDArray[][]
    >();
  });

  it('an untyped function is untyped', () => {
    const untyped = JSON.parse('null');
    expectTypeOf(hessian((p: { a: NDArray }) => untyped as typeof p | typeof untyped)({ a: x })).toBeAny();
  });
});

describe('tree functions', () => {
  const parameters = { w: [x, x] as [NDArray, NDArray], b: x };

  it('map gives the mapped tree', () => {
    expectTypeOf(tree.map(leaf => leaf.shape.length, parameters)).toEqualTypeOf<{ w: [number, number]; b: number }>();
    expectTypeOf(tree.map((leaf: NDArray) => leaf.mul(2), parameters)).toEqualTypeOf<typeof parameters>();
    expectTypeOf(tree.map((p, g) => p.sub(g.mul(0.1)), parameters, parameters)).toEqualTypeOf<typeof parameters>();
    tree.map(
      (p, more) => {
        expectTypeOf(p).toEqualTypeOf<NDArray>();
        expectTypeOf(more).toEqualTypeOf<[NDArray, number] | { m: NDArray }>();
        return p;
      },
      { a: x, b: x },
      { a: [x, 1] as [NDArray, number], b: { m: x } },
    );
    // @ts-expect-error a leaf of the tree is no string
    tree.map((leaf: string) => leaf, parameters);
  });

  it('leaves, flatten and unflatten agree', () => {
    expectTypeOf(tree.leaves(parameters)).toEqualTypeOf<NDArray[]>();
    const [leaves, structure] = tree.flatten(parameters);
    expectTypeOf(leaves).toEqualTypeOf<NDArray[]>();
    expectTypeOf(structure).toEqualTypeOf<tree.TreeDef<typeof parameters>>();
    expectTypeOf(
      tree.unflatten(
        structure,
        leaves.map(leaf => leaf.size),
      ),
    ).toEqualTypeOf<{ w: [number, number]; b: number }>();
    const untyped: tree.TreeDef = structure;
    expectTypeOf(tree.unflatten(untyped, [1])).toBeUnknown();
    expectTypeOf(tree.leaves(parameters, { isLeaf: Array.isArray })).toEqualTypeOf<unknown[]>();
  });

  it('reduce and all take the leaves', () => {
    expectTypeOf(tree.reduce((sum, leaf) => sum + leaf.size, parameters, 0)).toEqualTypeOf<number>();
    expectTypeOf(tree.reduce((a, b) => a.mul(b), parameters)).toEqualTypeOf<NDArray>();
    tree.all(leaf => leaf.size > 0, parameters);
    // @ts-expect-error an array is no verdict
    tree.all(leaf => leaf, parameters);
  });

  it('class instances are leaves, data is not', () => {
    expectTypeOf<MapLeaves<{ when: Date; data: Float64Array; n: number }, string>>().toEqualTypeOf<{
      when: string;
      data: string;
      n: string;
    }>();
  });

  it('modules, whose classes are registered, are containers', () => {
    interface Leaf extends NDArray {
      readonly shape: readonly number[];
      readonly dtype: 'float32';
      readonly T: Leaf;
    }
    class Layer {
      #calls = 0;
      w!: Leaf;
      bias?: Leaf;
      activation!: 'relu' | 'tanh';
      apply(input: Leaf): Leaf {
        this.#calls++;
        return input;
      }
      calls(): number {
        return this.#calls;
      }
    }
    class Network {
      layers!: Layer[];
      head!: readonly [Layer, { scale: Leaf }];
      apply(input: Leaf): Leaf {
        return input;
      }
    }
    const network = null as unknown as Network;
    const step = tree.map(
      (p, g) => {
        expectTypeOf(p).toEqualTypeOf<Leaf>();
        expectTypeOf(g).toEqualTypeOf<Leaf>();
        return p;
      },
      network,
      network,
    );
    expectTypeOf(step).toEqualTypeOf<Network>();
    const shapes = tree.map(leaf => leaf.shape, { network, other: network.layers[0]!.w });
    expectTypeOf(shapes.network.layers[0]!.w).toEqualTypeOf<readonly number[]>();
    expectTypeOf(shapes.network.layers[0]!.activation).toEqualTypeOf<'relu' | 'tanh'>();
    expectTypeOf(shapes.network.head[1].scale).toEqualTypeOf<readonly number[]>();
    expectTypeOf(shapes.other).toEqualTypeOf<readonly number[]>();
    expectTypeOf(tree.reduce((count, leaf) => count + leaf.shape.length, network, 0)).toEqualTypeOf<number>();
  });

  it('registered classes type their children', () => {
    class Point {
      readonly x: NDArray;
      readonly y: NDArray;
      readonly label: string;
      constructor(px: NDArray, py: NDArray, label: string) {
        this.x = px;
        this.y = py;
        this.label = label;
      }
    }
    tree.registerPytreeNode(
      Point,
      p => [[p.x, p.y], p.label],
      (label, [px, py]) => {
        expectTypeOf(label).toEqualTypeOf<string>();
        expectTypeOf(px).toEqualTypeOf<NDArray>();
        return new Point(px, py, label);
      },
    );
    const point = new Point(x, x, '');
    const remake = (): Point => point;
    // @ts-expect-error an instance is no class
    tree.registerPytreeNode(point, () => [[], null], remake);
  });
});
