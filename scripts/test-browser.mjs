// Runs what test/browser/ holds in headless Chromium: with shared memory (a cross-origin isolated page) and without, and
// where a security policy forbids WebAssembly. Needs no driver: the pages post what they have found.
//
//   node scripts/test-browser.mjs [NAME...]     all pages, or those of the names
//
// CHROMIUM names the browser; else it is looked for on the PATH. Where there is none, nothing is tested: the line that it
// prints then says so.
import { spawn } from 'node:child_process';
import { accessSync, constants, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { basename, delimiter, join } from 'node:path';
import { buildSync } from 'esbuild';
import { root, sources } from './support.mjs';

const isolation = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };
// workers are made of blobs
const noWorkers = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'";
const noCompiler = "default-src 'self'; script-src 'self'; worker-src 'self'";

/**
 * @typedef {{ name: string, script: string, query?: string, headers: Record<string, string>, isolated: boolean, checks: number }} Page
 * @typedef {{ done?: boolean, name: string, isolated: boolean, compared: number, seconds: number, problems: string[] }} Report
 */

/** How many checks each page must report: a page that dies half-way must not pass. @type {Page[]} */
const allPages = [
  { name: 'isolated', script: 'page', headers: isolation, isolated: true, checks: 5 },
  { name: 'plain', script: 'page', headers: {}, isolated: false, checks: 5 },
  { name: 'application', script: 'application', query: '?worker', headers: isolation, isolated: true, checks: 2 },
  {
    name: 'no workers',
    script: 'application',
    headers: { ...isolation, 'Content-Security-Policy': noWorkers },
    isolated: true,
    checks: 1,
  },
  {
    name: 'no compiler',
    script: 'application',
    headers: { ...isolation, 'Content-Security-Policy': noCompiler },
    isolated: true,
    checks: 1,
  },
];

/** Where the browser is. */
const findBrowser = () => {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
  const places = (process.env.PATH ?? '').split(delimiter).flatMap(folder => names.map(name => join(folder, name)));
  const candidates = process.env.CHROMIUM === undefined ? places : [process.env.CHROMIUM];
  return candidates.find(path => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
};

const names = (/** @type {string} */ folder, /** @type {string} */ extension) =>
  readdirSync(`${root}/${folder}`)
    .filter(file => file.endsWith(extension))
    .map(file => basename(file, extension))
    .sort();
const examples = names('examples', '.ts');

/** Bundles by file name. */
const bundle = () => {
  /** @satisfies {import('esbuild').BuildOptions} */
  const common = {
    bundle: true,
    external: ['node:*'],
    format: /** @type {const} */ ('esm'),
    outdir: '/bundle',
    target: 'es2022',
    tsconfigRaw: {},
    write: /** @type {const} */ (false),
  };
  const alias = sources();
  const results = [
    buildSync({ ...common, alias, entryPoints: [`${root}/test/browser/page.ts`], keepNames: true }),
    // each example by itself, since one imports others; these have side effects: they print
    ...examples.map(name =>
      buildSync({
        ...common,
        alias,
        define: { 'process.env': '{}' },
        entryPoints: [`${root}/examples/${name}.ts`],
        ignoreAnnotations: true,
      }),
    ),
    // the built package as an application would ship it
    buildSync({ ...common, entryPoints: [`${root}/test/browser/application.ts`], keepNames: true, minify: true }),
  ];
  return new Map(results.flatMap(({ outputFiles }) => outputFiles.map(({ path, text }) => [basename(path), text])));
};

/** @type {Map<string, string>} */
let bundles;

/** Text and type of what a path names. @type {(path: string) => [string, string] | undefined} */
const read = path => {
  const [, folder = '', file = ''] = path.split('/');
  if (folder === 'bundle') return [bundles.get(file) ?? '', 'text/javascript'];
  if (folder === 'examples.json') return [JSON.stringify(examples), 'application/json'];
  if (!/^[\w-]+\.(json|txt)$/.test(file)) return undefined;
  if (folder === 'golden') return [readFileSync(`${root}/test/golden/primitives/${file}`, 'utf8'), 'application/json'];
  if (folder === 'expected') return [readFileSync(`${root}/examples/expected/${file}`, 'utf8'), 'text/plain'];
  return undefined;
};

const browserArguments = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];

/** @type {(browser: string, page: Page) => Promise<boolean>} Whether all is well. */
const test = (browser, page) =>
  new Promise(resolve => {
    const data = mkdtempSync(join(tmpdir(), 'nabla-browser-'));
    let checks = 0;
    let good = true;
    const fail = (/** @type {string} */ what) => {
      good = false;
      console.error(`${page.name}: ${what}`);
    };
    const receive = (/** @type {Report} */ { name, isolated, compared, seconds, problems }) => {
      checks++;
      if (isolated !== page.isolated) fail(`cross-origin isolation is ${isolated}`);
      for (const problem of problems.slice(0, 20)) fail(`${name}: ${problem}`);
      if (compared === 0) fail(`${name}: nothing was compared`);
      if (problems.length === 0) console.log(`${page.name}: ${name}, ${compared} compared in ${seconds.toFixed(1)} s`);
    };
    const server = createServer((request, response) => {
      const { pathname } = new URL(request.url ?? '/', 'http://localhost');
      if (pathname === '/') {
        response.writeHead(200, { 'Content-Type': 'text/html', ...page.headers });
        response.end(
          `<!doctype html><title>nabla</title><script type="module" src="/bundle/${page.script}.js"></script>`,
        );
        return;
      }
      if (pathname === '/report') {
        let body = '';
        request.on('data', part => {
          body += part;
        });
        request.on('end', () => {
          response.writeHead(204).end();
          const report = JSON.parse(body);
          if (report.done !== true) receive(report);
          if (report.done === true || checks === page.checks) end();
        });
        return;
      }
      const found = read(pathname);
      if (found === undefined) {
        response.writeHead(404).end();
        return;
      }
      response.writeHead(200, { 'Content-Type': found[1], ...page.headers });
      response.end(found[0]);
    });
    let ended = false;
    const end = () => {
      if (ended) return;
      ended = true;
      clearTimeout(timer);
      child.kill('SIGKILL');
    };
    const timer = setTimeout(() => {
      fail('no end after five minutes');
      end();
    }, 300_000);
    /** @type {import('node:child_process').ChildProcess} */
    let child;
    server.listen(0, '127.0.0.1', () => {
      const address = /** @type {import('node:net').AddressInfo} */ (server.address());
      const url = `http://localhost:${address.port}/${page.query ?? ''}`;
      child = spawn(browser, [...browserArguments, `--user-data-dir=${data}`, url], {
        stdio: 'ignore',
        detached: true,
      });
      child.on('error', error => {
        fail(String(error));
        end();
      });
      child.on('exit', () => {
        // the browser's own children
        try {
          process.kill(-(child.pid ?? 0), 'SIGKILL');
        } catch {
          // none is left
        }
        clearTimeout(timer);
        server.closeAllConnections();
        server.close();
        rmSync(data, { recursive: true, force: true, maxRetries: 10 });
        if (checks !== page.checks) fail(`${checks} of ${page.checks} checks reported`);
        resolve(good);
      });
    });
  });

const browser = findBrowser();
if (browser === undefined) {
  console.log('browser tests LEFT OUT: there is no Chromium on the PATH, and CHROMIUM names none');
} else {
  bundles = bundle();
  const wanted = process.argv.slice(2);
  for (const page of allPages) {
    if (wanted.length > 0 && !wanted.includes(page.name)) continue;
    if (!(await test(browser, page))) process.exitCode = 1;
  }
}
