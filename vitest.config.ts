import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { nativeModules, nativeSources } from './test/support/native-sources.ts';

const src = fileURLToPath(new URL('./src', import.meta.url));

// while watching, vite serves the sources, as it knows what depends on what
const once = process.argv.includes('run') || process.env.CI !== undefined;

export default defineConfig({
  plugins: once ? [nativeSources()] : [],
  // Tests and documentation import the package by its name and get the sources.
  resolve: {
    alias: [
      { find: /^nabla$/, replacement: `${src}/index.ts` },
      { find: /^nabla\/(\w+)$/, replacement: `${src}/$1/index.ts` },
    ],
  },
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'scripts/**/*.test.ts', 'bench/**/*.test.ts'],
    setupFiles: ['test/setup.ts'],
    // test/setup.ts sees to it that files do not disturb each other
    isolate: false,
    testTimeout: 60_000,
    server: { deps: { external: [nativeModules] } },
    // tracing makes many small objects that live for a moment: with room for them a third of the time is saved
    execArgv: ['--max-semi-space-size=64'],
    // by default one core is left idle, which on two cores is half of them
    maxWorkers: '100%',
  },
});
