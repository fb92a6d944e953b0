import { it } from 'vitest';
import * as bessel from './bessel.ts';
import * as complex from './complex.ts';
import * as elementary from './elementary.ts';
import * as error from './error.ts';
import * as gamma from './gamma.ts';
import { misses, worst, worstComplex } from './golden.samples.ts';
import * as incomplete from './incomplete.ts';
import * as rounding from './rounding.ts';
it('x', () => {
  for (const m of [bessel, elementary, error, gamma, incomplete, rounding])
    for (const [n, f] of Object.entries(m) as any) {
      if (typeof f !== 'function') continue;
      for (const g of [n, n + ' negative']) try { const w = worst(g, f); console.log(g, w.error.toFixed(2), w.at); } catch (e) { }
      try { for (const s of misses(n + ' special', f)) console.log('MISS', s); } catch (e) { console.log(String(e).slice(0, 80)); }
    }
  for (const [n, f] of Object.entries(complex) as any) {
    if (n === 'abs') continue;
    for (const by of ['part', 'modulus'] as const) try { const w = worstComplex(n, f, by); console.log('complex', n, by, w.error.toFixed(2), w.at); } catch (e) { console.log(String(e).slice(0, 80)); }
    try { for (const s of misses(`complex ${n} special`, f, 2)) console.log('MISS', s); } catch (e) { console.log(String(e).slice(0, 80)); }
  }
  for (const n of ['exp','expm1','log','log1p','sin','cos','tan','asin','acos','atan','sinh','cosh','tanh','asinh','acosh','atanh']) { const w = worst('Math.' + n, (Math as any)[n]); console.log('Math', n, w.error.toFixed(2)); }
});
