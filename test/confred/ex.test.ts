import { it } from 'vitest';
import { readFileSync, readdirSync } from 'node:fs';
import * as a from '../../src/primitives/reduction/cumulative.ts';
import * as b from '../../src/primitives/reduction/extremum.ts';
import * as c from '../../src/primitives/reduction/logical.ts';
import * as d from '../../src/primitives/reduction/product.ts';
import * as e from '../../src/primitives/reduction/arg-extremum.ts';
import * as f from '../../src/primitives/reduction/logaddexp.ts';
import * as g from '../../src/primitives/reduction/window/sum.ts';
import * as h from '../../src/primitives/reduction/window/product.ts';
import * as i from '../../src/primitives/reduction/window/extremum.ts';
import * as j from '../../src/primitives/reduction/window/reduce-window.ts';
import * as k from '../../src/primitives/sort/sort.ts';
import * as l from '../../src/primitives/sort/top-k.ts';
import { packScalars, readNested } from '../../src/array/create.ts';
const lax = { ...a, ...b, ...c, ...d, ...e, ...f, ...g, ...h, ...i, ...j, ...k, ...l } as any;
const array = (x: any) => { const { shape, leaves } = readNested('array', x); return packScalars('array', shape, leaves as any); };
it('ex', () => {
  for (const dir of ['src/primitives/reduction', 'src/primitives/reduction/window', 'src/primitives/sort'])
    for (const file of readdirSync(dir).filter(x => x.endsWith('.ts') && !x.includes('.test.'))) {
      const text = readFileSync(`${dir}/${file}`, 'utf8');
      for (const m of text.matchAll(/@example\n \* ```ts\n([\s\S]*?) \* ```/g)) {
        const code = m[1]!.replace(/^ \* ?/gm, '');
        const out: string[] = [];
        new Function('lax', 'np', 'array', 'console', code)(lax, lax, array, { log: (...x: any[]) => out.push(x.join(' ')) });
        const want = [...code.matchAll(/\/\/ => (.*)/g)].map(x => x[1]!);
        console.log(JSON.stringify(out) === JSON.stringify(want) ? 'ok' : `BAD ${code}\n got ${out.join('|')}`);
      }
    }
});
