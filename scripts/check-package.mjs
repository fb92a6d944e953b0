// Packs the built package as for publishing and uses it as a stranger would: looks at what the tarball holds, installs
// it in an empty project, runs a program there, and type-checks every entry point the ways TypeScript resolves modules.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { root, run, tsc } from './support.mjs';

const manifest = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'));
const entryPoints = Object.keys(manifest.exports)
  .filter(path => path !== './package.json')
  .map(path => path.replace('.', manifest.name));

const project = mkdtempSync(join(tmpdir(), 'nabla-package-'));
process.on('exit', () => rmSync(project, { recursive: true, force: true }));

/**
 * @param {boolean} holds
 * @param {string} message
 */
const check = (holds, message) => {
  if (holds) return;
  console.error(`package: ${message}`);
  process.exit(1);
};

const report = run('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { capture: true });
/** @type {{ files: { path: string }[], unpackedSize: number }} */
const packed = Object.values(JSON.parse(report))[0];
const files = packed.files.map(({ path }) => path);
const unwanted = files.filter(path => /\.(test|test-d|samples)\./.test(path) || !/^(dist\/|docs\/|[^/]+$)/.test(path));
check(unwanted.length === 0, `the tarball holds ${unwanted.join(', ')}`);
const wanted = ['LICENSE', 'README.md', 'package.json', ...Object.values(manifest.bin ?? {})];
const targets = Object.values(manifest.exports).flatMap(target =>
  typeof target === 'string' ? [target] : Object.values(target),
);
const missing = [...wanted, ...targets].map(path => path.replace('./', '')).filter(path => !files.includes(path));
check(missing.length === 0, `the tarball lacks ${missing.join(', ')}`);
console.log(`package: ${files.length} files, ${(packed.unpackedSize / 1000).toFixed(0)} KB unpacked, no tests`);

run('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', project], { capture: true });
writeFileSync(`${project}/package.json`, JSON.stringify({ name: 'stranger', private: true, type: 'module' }));
const tarball = `./${manifest.name}-${manifest.version}.tgz`;
run('npm', ['install', '--offline', '--no-audit', '--no-fund', '--silent', tarball], { cwd: project });

const program = `import { array, hessian, hvp, numpy as np, type NDArray } from 'nabla';

const cubes = (x: NDArray): NDArray => np.sum(x.mul(x).mul(x));
const matrix = hessian(cubes)(array([1, 2]));
console.log(JSON.stringify(matrix.tolist()));
hvp(cubes, [array([1, 2])], [array([1, 0])]);
`;
writeFileSync(`${project}/program.ts`, program);
writeFileSync(`${project}/program.mjs`, program.replace(', type NDArray', '').replaceAll(': NDArray', ''));
const printed = run(process.execPath, ['program.mjs'], { cwd: project, capture: true }).trim();
check(printed === '[[6,0],[0,12]]', `the program printed ${printed}`);
console.log('package: installs and runs');

const imports = entryPoints.map((path, i) => `import * as entry${i} from '${path}';\n`).join('');
const names = entryPoints.map((path, i) => `console.log('${path}', Object.keys(entry${i}).length);\n`).join('');
writeFileSync(`${project}/entry-points.ts`, `${imports}\n${names}`);
writeFileSync(`${project}/entry-points.mjs`, `${imports}\n${names}`);
for (const line of run(process.execPath, ['entry-points.mjs'], { cwd: project, capture: true }).trim().split('\n')) {
  check(!line.endsWith(' 0'), `entry point ${line} exports nothing`);
}

// An ES module is not what every application ships: servers and extensions are bundled as CommonJS, pages as plain scripts.
// All of the package is in these bundles: nothing must ask where its module lies.
writeFileSync(
  `${project}/whole.mjs`,
  `${imports}\n${program.slice(program.indexOf('const')).replaceAll(': NDArray', '')}
globalThis.kept = [${entryPoints.map((_, i) => `entry${i}`)}];
`.replace(/^/, "import { array, hessian, hvp, numpy as np } from 'nabla';\n"),
);
for (const [format, platform] of /** @type {const} */ ([
  ['cjs', 'node'],
  ['cjs', 'browser'],
  ['iife', 'browser'],
])) {
  const outfile = join(project, `${format}-${platform}.cjs`);
  const options = {
    bundle: true,
    format,
    platform,
    outfile,
    logLevel: /** @type {const} */ ('error'),
    tsconfigRaw: {},
  };
  const { warnings } = buildSync({ ...options, entryPoints: [`${project}/whole.mjs`] });
  check(warnings.length === 0, `bundled as ${format} for ${platform}: ${warnings[0]?.text}`);
  const answer = run(process.execPath, [outfile], { cwd: project, capture: true }).trim();
  check(answer === printed, `bundled as ${format} for ${platform} it printed ${answer}`);
}
console.log('package: runs bundled as CommonJS and as a plain script');

// Declarations are checked too (no skipLibCheck), without the types of Node: a browser project has none. TypeScript 5 is not
// strict unless it is asked to be.
for (const [module, moduleResolution, strict] of /** @type {const} */ ([
  ['nodenext', 'nodenext', true],
  ['esnext', 'bundler', true],
  ['esnext', 'bundler', false],
])) {
  const compilerOptions = {
    module,
    moduleResolution,
    target: 'es2022',
    lib: ['es2023', 'dom'],
    types: [],
    strict,
  };
  const options = { compilerOptions: { ...compilerOptions, noEmit: true }, include: ['*.ts'] };
  writeFileSync(`${project}/tsconfig.json`, JSON.stringify(options));
  run(process.execPath, [tsc, '-p', project], { cwd: project });
  console.log(
    `package: ${entryPoints.length} entry points type-check under ${moduleResolution}${strict ? '' : ', not strict'}`,
  );
}

// What a project infers from one entry point alone, its declarations must be able to name: of each function, its signature.
writeFileSync(
  `${project}/functions.mjs`,
  `const functions = (value, path) =>
  typeof value === 'function'
    ? [path].filter(() => !String(value).startsWith('class'))
    : typeof value === 'object' && value !== null && !('dtype' in value)
      ? Object.keys(value).flatMap(key => functions(value[key], path + '.' + key))
      : [];
for (const path of ${JSON.stringify(entryPoints)})
  console.log(JSON.stringify([path, functions({ ...(await import(path)) }, 'entry')]));
`,
);
// `typeof` of what has overloads or is only a value asks for its module
const isOwnName = /cannot be named without a reference to '([a-z]\w*)'/;
for (const line of run(process.execPath, ['functions.mjs'], { cwd: project, capture: true }).trim().split('\n')) {
  /** @type {[entryPoint: string, paths: string[]]} */
  const [entryPoint, paths] = JSON.parse(line);
  const inferred = paths.map((path, i) => `export const inferred${i} = same(${path});\n`).join('');
  const header = `import * as entry from '${entryPoint}';\ndeclare const same: <T>(value: T) => T;\n`;
  writeFileSync(`${project}/inferred.ts`, header + inferred);
  const compilerOptions = { module: 'nodenext', target: 'es2022', types: [], strict: true, declaration: true };
  const options = { compilerOptions: { ...compilerOptions, outDir: 'declared' }, files: ['inferred.ts'] };
  writeFileSync(`${project}/tsconfig.json`, JSON.stringify(options));
  const { stdout } = spawnSync(process.execPath, [tsc, '-p', project], { cwd: project, encoding: 'utf8' });
  const errors = stdout.split('\n').filter(error => error.includes('error') && !isOwnName.test(error));
  check(errors.length === 0, `declarations that are inferred from ${entryPoint}: ${errors.join('\n')}`);
}
console.log('package: what is inferred from an entry point can be declared');
