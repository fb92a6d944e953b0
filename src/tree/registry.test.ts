import { describe, expect, it } from 'vitest';
import { flatten } from './flatten.ts';
import { map } from './map.ts';
import { leafPaths, pathString } from './path.ts';
import { registerPytreeNode } from './registry.ts';
import { unflatten } from './unflatten.ts';

class Line {
  readonly slope: unknown;
  readonly intercept: unknown;
  readonly label: string;
  constructor(slope: unknown, intercept: unknown, label = '') {
    this.slope = slope;
    this.intercept = intercept;
    this.label = label;
  }
}
registerPytreeNode(
  Line,
  line => [[line.slope, line.intercept], line.label],
  (label, [slope, intercept]) => new Line(slope, intercept, label),
);

describe('registerPytreeNode', () => {
  it('makes instances containers', () => {
    const tree = { line: new Line([1, 2], 3, 'red') };
    const { leaves, structure } = flatten(tree);
    expect(leaves).toEqual([1, 2, 3]);
    expect(unflatten(structure, [4, 5, 6])).toEqual({ line: new Line([4, 5], 6, 'red') });
    expect(leafPaths(structure.nodes).map(pathString)).toEqual([
      '.line<child 0>[0]',
      '.line<child 0>[1]',
      '.line<child 1>',
    ]);
  });

  it('does not register subclasses', () => {
    class Ray extends Line {}
    const ray = new Ray(1, 2);
    expect(flatten(ray).leaves).toEqual([ray]);
    registerPytreeNode(
      Ray,
      value => [[value.slope], null],
      (_, [slope]) => new Ray(slope, 0),
    );
    expect(flatten(ray).leaves).toEqual([1]);
  });

  it('takes subclasses of Array and Map, and private constructors', () => {
    class Row extends Array<number> {}
    registerPytreeNode(
      Row,
      row => [[...row], null],
      (_, items) => Row.from(items) as Row,
    );
    const doubled: unknown = map((leaf: unknown) => 2 * (leaf as number), Row.from([1, 2]) as unknown);
    expect(doubled).toBeInstanceOf(Row);
    expect([...(doubled as Row)]).toEqual([2, 4]);
    class Single {
      readonly value: unknown;
      private constructor(value: unknown) {
        this.value = value;
      }
      static of(value: unknown): Single {
        return new Single(value);
      }
    }
    registerPytreeNode(
      Single,
      single => [[single.value], null],
      (_, [value]) => Single.of(value),
    );
    expect(flatten(Single.of([1, 2])).leaves).toEqual([1, 2]);
  });

  it('detects instances that contain themselves', () => {
    const inner: unknown[] = [];
    const line = new Line(inner, 0);
    inner.push(line);
    expect(() => flatten(line)).toThrow('the tree at <child 0>[0] is the same container as the tree,');
  });

  it('refuses what is no class, containers and doubles', () => {
    const [apart, together] = [(): [[], null] => [[], null], (): object => ({})];
    const register = (Class: unknown) => () => registerPytreeNode(Class as typeof Line, apart, together as () => Line);
    expect(register({ name: 'x', prototype: {} })).toThrow(
      new TypeError('registerPytreeNode: the first argument must be a class'),
    );
    expect(register(() => 1)).toThrow('must be a class');
    expect(register(undefined)).toThrow('must be a class');
    expect(register(Array)).toThrow('Array is a container already');
    expect(register(Map)).toThrow('Map is a container already');
    expect(register(Object)).toThrow('Object is a container already');
    expect(register(Line)).toThrow(new TypeError('registerPytreeNode: the class Line is registered already'));
    class Fresh {}
    expect(() => registerPytreeNode(Fresh, apart, null as unknown as () => Fresh)).toThrow('must be functions');
  });

  it('reports a flatten that gives no [children, aux]', () => {
    class Broken {}
    const flattenBroken = (() => ({ children: [] })) as unknown as () => [[], null];
    registerPytreeNode(Broken, flattenBroken, () => new Broken());
    expect(() => flatten([new Broken()])).toThrow(
      'the tree at [0] is a Broken, whose registered flatten must give [children, aux] with an array of children, but gave {"children":[]}',
    );
  });
});
