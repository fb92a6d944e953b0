import { readFileSync } from 'node:fs';
import { it, expect } from 'vitest';
import { ConcreteArray } from '../../src/array/ndarray.ts';
import { indexArray } from '../../src/primitives/indexing/index-array.ts';
import { setAt, addAt, mulAt, minAt, maxAt } from '../../src/primitives/indexing/update-array.ts';
const cases = JSON.parse(readFileSync(new URL('../golden/indexing.json', import.meta.url), 'utf8'));
const ops: any = { set: setAt, addAt, mulAt, minAt, maxAt };
const mk = (o: any) => new ConcreteArray(o.shape, 'float64', new Float64Array(o.data));
const size = (s: number[]) => s.reduce((a, b) => a * b, 1);
const index = (e: any) => e !== null && typeof e === 'object' && !Array.isArray(e)
  ? new ConcreteArray(e.shape, e.dtype, e.dtype === 'bool' ? Uint8Array.from([e.array].flat(9), Number) : e.dtype === 'int32' ? Int32Array.from([e.array].flat(9)) : Uint32Array.from([e.array].flat(9))) : e;
it('golden', () => {
  let bad = 0;
  for (const c of cases) {
    const x = mk({ shape: c.shape, data: Array.from({ length: size(c.shape) }, (_, i) => i) });
    const idx = c.index.map(index);
    const show = (a: any) => JSON.stringify([a.shape, [...a.data].map(v => v + 0)]);
    let a: any, u: any;
    try { a = indexArray(x, idx); u = ops[c.update](x, idx, mk(c.values)); } catch (e: any) { a = u = { shape: [e.stack], data: [] }; }
    if (show(a) !== show(c.at) || show(u) !== show(c.updated)) { bad++; if (bad < 5) console.log(JSON.stringify(c), a.shape, a.data, u.shape, u.data); }
  }
  console.log(cases.length, bad);
});
