// What a program that computes a Hessian weighs in a browser: bundled, minified, compressed.

import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { buildSync } from 'esbuild';

const packages = fileURLToPath(new URL('packages/', import.meta.url));
const root = fileURLToPath(new URL('..', import.meta.url));

const programs = [
  {
    name: 'nabla',
    code: `import { array, hessian } from 'nabla';
           import { square, sum } from 'nabla/numpy';
           const f = x => sum(square(x.at('1:').sub(square(x.at(':-1')))).mul(100));
           console.log(String(hessian(f)(array([1, 2, 3]))));`,
  },
  {
    name: 'jax-js',
    needs: '@jax-js/jax',
    code: `import { hessian, numpy as np } from '@jax-js/jax';
           const f = x => np.square(x.ref.slice([1, 3]).sub(np.square(x.slice([0, 2])))).mul(100).sum();
           console.log(hessian(f)(np.array([1, 2, 3])).js());`,
  },
  {
    name: 'tfjs, WebAssembly backend',
    needs: '@tensorflow/tfjs-core',
    assets: ['@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm'],
    code: `import * as tf from '@tensorflow/tfjs-core';
           import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
           import '@tensorflow/tfjs-backend-wasm';
           const f = x => tf.sum(tf.mul(100, tf.square(tf.sub(tf.slice(x, [1], [2]), tf.square(tf.slice(x, [0], [2]))))));
           await tf.setBackend('wasm');
           console.log(tf.grad(x => tf.sum(tf.grad(f)(x)))(tf.tensor1d([1, 2, 3])).dataSync());`,
  },
  {
    name: 'mathjs',
    needs: 'mathjs',
    code: `import { derivative } from 'mathjs';
           console.log(derivative(derivative('100 (y - x^2)^2', 'x'), 'y').evaluate({ x: 1, y: 2 }));`,
  },
];

/** Kilobytes, before and after gzip; assets that the program loads beside its code count too. */
export const bundleSizes = () =>
  programs
    .filter(({ needs }) => needs === undefined || existsSync(`${packages}node_modules/${needs}`))
    .map(({ name, needs, code, assets = [] }) => {
      const { outputFiles } = buildSync({
        stdin: { contents: code, resolveDir: needs === undefined ? root : packages },
        bundle: true,
        external: ['node:*', 'fs', 'path', 'os', 'crypto', 'perf_hooks', 'worker_threads', 'util', 'string_decoder'],
        format: 'esm',
        minify: true,
        platform: 'browser',
        target: 'es2022',
        tsconfigRaw: {},
        logLevel: 'error',
        write: false,
      });
      const parts = [
        ...outputFiles.map(({ contents }) => contents),
        ...assets.map(asset => readFileSync(`${packages}node_modules/${asset}`)),
      ];
      const sum = size => parts.reduce((total, part) => total + size(part), 0) / 1000;
      return { name, minified: sum(part => part.length), gzipped: sum(part => gzipSync(part, { level: 9 }).length) };
    });
