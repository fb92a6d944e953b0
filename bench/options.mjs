// The command line of `npm run bench`.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { cases, dtypes } from './cases.mjs';

const usage = `npm run bench [-- OPTIONS]

  --case NAME      only this case, or all whose names begin so; may be repeated
  --dtype NAME     float64 or float32 only
  --peer NAME      only this peer; may be repeated
  --quick          fewer and shorter runs
  --thorough       more and longer runs
  --check          compares answers only, and times nothing
  --node NODE      the Node of nabla and the other JavaScript peers: a path, or a version that npx can fetch, such as 24
  --backend NAME   nabla's backend: wasm or reference
  --write          writes docs/benchmarks also after a run of a part or with other settings
  --no-write       writes nothing
  --render         writes page and charts of docs/benchmarks anew from its results, and measures nothing
  --list           lists cases and peers

Python is found through NABLA_BENCH_PYTHON, else in bench/.venv, which \`npm run bench:setup\` makes.
A run of all cases and all peers with none of the settings above is written to docs/benchmarks.`;

const fail = message => {
  console.error(`bench: ${message}\n\n${usage}`);
  process.exit(2);
};

/** The path of a Node: given as such, or by a version that npx fetches. */
const nodeOf = given => {
  if (given === undefined) return process.execPath;
  if (/^\d+(\.\d+){0,2}$/.test(given)) {
    if (process.versions.node === given || process.versions.node.startsWith(`${given}.`)) return process.execPath;
    const script = 'console.log(process.execPath)';
    const { stdout, status } = spawnSync('npx', ['--yes', `node@${given}`, '-e', script], { encoding: 'utf8' });
    if (status === 0) return stdout.trim();
    fail(`--node ${given}: npx cannot fetch that version; give the path of one`);
  }
  if (!existsSync(given)) fail(`--node ${given}: no such file; expected a path or a version such as 24`);
  return given;
};

export const readOptions = () => {
  let values;
  try {
    ({ values } = parseArgs({
      options: {
        case: { type: 'string', multiple: true },
        dtype: { type: 'string' },
        peer: { type: 'string', multiple: true },
        quick: { type: 'boolean', default: false },
        thorough: { type: 'boolean', default: false },
        check: { type: 'boolean', default: false },
        node: { type: 'string' },
        backend: { type: 'string', default: 'wasm' },
        write: { type: 'boolean', default: false },
        'no-write': { type: 'boolean', default: false },
        render: { type: 'boolean', default: false },
        list: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }));
  } catch (error) {
    fail(error.message);
  }
  if (values.help) {
    console.log(usage);
    process.exit(0);
  }
  if (!['wasm', 'reference'].includes(values.backend)) fail(`--backend ${values.backend}: expected wasm or reference`);
  if (values.dtype !== undefined && !dtypes.includes(values.dtype))
    fail(`--dtype ${values.dtype}: expected float64 or float32`);
  if (values.quick && values.thorough) fail('--quick and --thorough exclude each other');
  const chosen = cases.filter(
    ({ name }) =>
      values.case === undefined || values.case.some(prefix => name === prefix || name.startsWith(`${prefix}-`)),
  );
  if (chosen.length === 0)
    fail(`--case: none is called ${values.case.join(' or ')}; there are ${cases.map(({ name }) => name).join(', ')}`);
  const whole =
    chosen.length === cases.length &&
    values.dtype === undefined &&
    values.peer === undefined &&
    !values.quick &&
    !values.check &&
    values.backend === 'wasm';
  return {
    cases: chosen,
    dtypes: values.dtype === undefined ? dtypes : [values.dtype],
    peers: values.peer,
    render: values.render,
    list: values.list,
    node: nodeOf(values.node),
    backend: values.backend,
    check: values.check,
    effort: values.quick
      ? { name: 'quick', rounds: 5, budget: 20, warmUp: 40, allowance: 500 }
      : values.thorough
        ? { name: 'thorough', rounds: 41, budget: 120, warmUp: 5000, allowance: 20_000 }
        : { name: 'standard', rounds: 15, budget: 60, warmUp: 2000, allowance: 1500 },
    write: !values['no-write'] && (values.write || whole),
    fail,
  };
};

export const docs = fileURLToPath(new URL('../docs/benchmarks/', import.meta.url));
