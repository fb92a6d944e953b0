// Reads the declarations that the build writes: which names a module exports, with signatures and docstrings.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * @typedef {{ doc: string | undefined, signatures: readonly string[], typeOf: string | undefined }} Declaration
 * `typeOf` is what stands behind `typeof` where that is all of the type.
 * @typedef {{ name: string, from: string, imported: string }} Link An imported or passed-on name.
 * @typedef {{
 *   declarations: Map<string, Declaration>,
 *   types: Map<string, string>,
 *   passedTypes: Map<string, Link>,
 *   interfaces: Map<string, string>,
 *   imports: Map<string, Link>,
 *   exports: Map<string, Link | undefined>,
 *   stars: string[],
 *   namespaces: Map<string, string>,
 *   intro: string,
 * }} Module
 * @typedef {{ name: string, doc: string, signatures: readonly string[] }} Entry What a page says about a function.
 * @typedef {{ entries: Entry[], namespaces: Map<string, string>, intro: string }} Namespace
 */

/**
 * The text of a docstring without its stars.
 * @param {string} comment
 */
const proseOf = comment =>
  comment
    .replace(/^\s*\/\*\*\s?/, '')
    .replace(/\s*\*\/$/, '')
    .replace(/^[ \t]*\* ?/gm, '')
    .trim();

/**
 * Where a statement that begins at `start` ends: at a semicolon outside of brackets.
 * @param {string} text
 * @param {number} start
 */
const endOfStatement = (text, start) => {
  const isBlock = /^(export )?(declare (abstract )?class|interface)/.test(text.slice(start, start + 40));
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const character = text[at];
    if ('([{'.includes(character ?? '')) depth++;
    else if (')]}'.includes(character ?? '')) {
      depth--;
      if (depth === 0 && character === '}' && text[at + 1] === '\n' && isBlock) return at + 1;
    } else if (character === ';' && depth === 0) return at;
  }
  return text.length;
};

/**
 * Names in braces: `a, b as c, type T`, types left out.
 * @param {string} list
 * @returns {[name: string, as: string][]}
 */
const namesIn = list =>
  list
    .split(',')
    .map(part => part.trim())
    .filter(part => part !== '' && !part.startsWith('type '))
    .map(part => {
      const [name = '', as = name] = part.split(/\s+as\s+/);
      return [name, as];
    });

/**
 * The type of a declaration as people read it.
 * @param {string} type
 */
const readable = type =>
  type
    .replace(/import\("[^"]*"\)\./g, '')
    .replace(/\s+/g, ' ')
    .trim();

/**
 * A call signature in the form name(parameters): result.
 * @param {string} name
 * @param {string} type
 */
const signatureOf = (name, type) => {
  const text = readable(type);
  const open = /^(<.*?>)?\(/.exec(text);
  if (open === null) return `${name}: ${/^import\("[^"]*"\)\.\w+$/.test(type.trim()) ? type.trim() : text}`;
  let depth = 0;
  let inType = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? '';
    if (character === '<') inType++;
    if (character === '>' && text[at - 1] !== '=') inType--;
    if ('([{'.includes(character)) depth++;
    if (')]}'.includes(character)) depth--;
    if (depth === 0 && inType === 0 && character === ')' && text.slice(at + 1, at + 5) === ' => ')
      return `${name}${text.slice(0, at + 1)}: ${text.slice(at + 5)}`;
  }
  return `${name}: ${text}`;
};

/**
 * The public members of a class or interface, a line each after what is said of it.
 * @param {string} source
 */
const membersOf = source => {
  const body = source.slice(source.indexOf('{') + 1, source.lastIndexOf('}'));
  const member = /\s*(\/\*\*[\s\S]*?\*\/)?\s*/y;
  const lines = [];
  for (let at = 0; at < body.length; ) {
    member.lastIndex = at;
    const comment = member.exec(body)?.[1];
    const end = endOfStatement(body, member.lastIndex);
    const text = readable(body.slice(member.lastIndex, end));
    at = end + 1;
    if (text === '' || /^(private|protected)\b|^\[|\(\[Symbol/.test(text)) continue;
    const said = comment === undefined ? '' : proseOf(comment).replace(/\n*@example[\s\S]*/, '');
    if (said !== '') lines.push(...said.split('\n').map(line => `  // ${line}`.trimEnd()));
    lines.push(`  ${text.replace(/^abstract /, '')};`);
  }
  return lines;
};

/** @param {string} text @returns {Module} */
const parse = text => {
  /** @type {Module} */
  const module = {
    declarations: new Map(),
    types: new Map(),
    passedTypes: new Map(),
    interfaces: new Map(),
    imports: new Map(),
    exports: new Map(),
    stars: [],
    namespaces: new Map(),
    intro: '',
  };
  const statement = /^(\/\*\*[\s\S]*?\*\/)\n|^(export|import|declare|type|interface)\b/gm;
  /** @type {string | undefined} */
  let doc;
  let isFirst = true;
  for (let match = statement.exec(text); match !== null; match = statement.exec(text)) {
    if (match[1] !== undefined) {
      // a docstring before anything else, or before another one, is that of the module
      if (isFirst || doc !== undefined) module.intro ||= doc ?? '';
      doc = proseOf(match[1]);
      isFirst = false;
      continue;
    }
    const end = endOfStatement(text, match.index);
    const source = text.slice(match.index, end);
    statement.lastIndex = end;
    readStatement(module, source, doc);
    doc = undefined;
  }
  return module;
};

/** @param {Module} module @param {string} source @param {string | undefined} doc */
const readStatement = (module, source, doc) => {
  const from = /\bfrom '([^']+)'$/.exec(source)?.[1];
  const star = /^(export|import) \* as (\w+) from/.exec(source);
  if (star !== null && from !== undefined) {
    const [, kind, name = ''] = star;
    if (kind === 'export') module.namespaces.set(name, from);
    else module.imports.set(name, { name, from, imported: '*' });
    return;
  }
  if (/^export \* from/.test(source)) return void module.stars.push(from ?? '');
  const passed = /^export type \{([\s\S]*)\}/.exec(source);
  if (passed !== null && from !== undefined) {
    for (const [name, as] of namesIn(passed[1] ?? '')) module.passedTypes.set(as, { name: as, from, imported: name });
    return;
  }
  const list = /^(export|import) \{([\s\S]*)\}/.exec(source);
  if (list !== null) {
    for (const [name, as] of namesIn(list[2] ?? '')) {
      const link = { name: as, from: from ?? '', imported: name };
      if (list[1] === 'export') module.exports.set(as, link);
      else module.imports.set(as, link);
    }
    return;
  }
  const alias = /^(?:export )?(?:declare )?type (\w+) = ([\s\S]*)$/.exec(source);
  if (alias !== null) return void module.types.set(alias[1] ?? '', alias[2] ?? '');
  const described = /^(?:export )?(?:declare )?interface (\w+)/.exec(source);
  if (described !== null) return void module.interfaces.set(described[1] ?? '', source);
  const isExported = source.startsWith('export');
  const constant = /^(?:export )?declare const (\w+): ([\s\S]*)$/.exec(source);
  const callable = /^(?:export )?declare function (\w+)([\s\S]*)$/.exec(source);
  const whole = /^(?:export )?declare (?:abstract )?class (\w+)/.exec(source);
  const name = constant?.[1] ?? callable?.[1] ?? whole?.[1];
  if (name === undefined) return;
  const before = module.declarations.get(name);
  const signature =
    constant !== null
      ? signatureOf(name, constant[2] ?? '')
      : callable !== null
        ? readable(`${name}${callable[2]}`)
        : ['class ', name, ' {\n', membersOf(source).join('\n'), '\n}'].join('');
  const typeOf = /^typeof ([\w.]+)$/.exec(constant?.[2]?.trim() ?? '')?.[1];
  module.declarations.set(name, {
    doc: before?.doc ?? doc,
    signatures: [...(before?.signatures ?? []), signature],
    typeOf,
  });
  if (isExported) module.exports.set(name, undefined);
};

/** Reads the modules of a folder of declarations, each once. */
export class Declarations {
  /** @type {Map<string, Module>} */
  #modules = new Map();
  /** @type {Map<string, string> | undefined} */
  #examples;

  /** @param {string} folder */
  constructor(folder) {
    this.folder = folder;
  }

  /** @param {string} file @returns {Module} */
  module(file) {
    const known = this.#modules.get(file);
    if (known !== undefined) return known;
    const module = parse(readFileSync(join(this.folder, file), 'utf8'));
    this.#modules.set(file, module);
    return module;
  }

  /** @param {string} file @param {string} specifier */
  #target(file, specifier) {
    return join(dirname(file), specifier).replace(/\.ts$/, '.d.ts');
  }

  /**
   * The declaration behind a name that a module exports, or has of its own.
   * @param {string} file
   * @param {string} name
   * @returns {Declaration | undefined}
   */
  resolve(file, name) {
    const module = this.module(file);
    const own = module.declarations.get(name);
    if (own !== undefined) {
      const [space = '', member] = own.typeOf?.split('.') ?? [];
      const link = module.imports.get(space);
      const behind =
        own.typeOf === undefined
          ? undefined
          : link === undefined
            ? this.resolve(file, space)
            : this.resolve(this.#target(file, link.from), member ?? link.imported);
      if (behind === undefined) return this.#expand(file, name, own);
      return { ...behind, doc: own.doc?.includes('```') ? own.doc : joined(own.doc, behind.doc) };
    }
    const passed = module.exports.get(name);
    if (passed?.from === '' && passed.imported !== name) return this.resolve(file, passed.imported);
    const link = passed === undefined || passed.from === '' ? module.imports.get(name) : passed;
    if (link !== undefined) return this.resolve(this.#target(file, link.from), link.imported);
    for (const star of module.stars) {
      const found = this.resolve(this.#target(file, star), name);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /**
   * A declaration whose type is but the name of a type of functions, with the signatures that stand behind it; a class with what
   * an interface of its name inherits.
   * @param {string} file
   * @param {string} name
   * @param {Declaration} declaration
   * @returns {Declaration}
   */
  #expand(file, name, declaration) {
    const { interfaces } = this.module(file);
    const inherited = interfaces.get(/extends (\w+)/.exec(interfaces.get(name) ?? '')?.[1] ?? '');
    if (inherited !== undefined) {
      const signatures = declaration.signatures.map(text =>
        text.replace(/\n\}$/, `\n${membersOf(inherited).join('\n')}\n}`),
      );
      return { ...declaration, signatures };
    }
    const [, from, type = ''] = /^\w+: (?:import\("([^"]+)"\)\.)?(\w+)$/.exec(declaration.signatures[0] ?? '') ?? [];
    const link = this.module(file).imports.get(type);
    const specifier = from ?? link?.from;
    const home = specifier === undefined ? file : this.#target(file, specifier);
    const text =
      type === '' || (!specifier?.startsWith('.') && specifier !== undefined)
        ? undefined
        : this.#typeBehind(home, type);
    if (text === undefined) return declaration;
    const calls = text.startsWith('{')
      ? [...text.matchAll(/^ {4}((?:<.*?>)?\([\s\S]*?\)?: [\s\S]*?;)$(?=\n {4}[(<]|\n\})/gm)].map(match =>
          readable(`${name}${match[1]}`).replace(/;$/, ''),
        )
      : [signatureOf(name, text)];
    return calls.length === 0 ? declaration : { ...declaration, signatures: calls };
  }

  /**
   * The type of a name that a module has, or passes on.
   * @param {string} file
   * @param {string} name
   * @returns {string | undefined}
   */
  #typeBehind(file, name) {
    const { types, passedTypes } = this.module(file);
    const link = passedTypes.get(name);
    return types.get(name) ?? (link && this.#typeBehind(this.#target(file, link.from), link.imported));
  }

  /**
   * All that a module exports: functions, by name, and namespaces.
   * @param {string} file
   * @returns {Namespace}
   */
  namespace(file) {
    const module = this.module(file);
    const names = new Set(module.exports.keys());
    const namespaces = new Map([...module.namespaces].map(([name, from]) => [name, this.#target(file, from)]));
    for (const star of module.stars) {
      const inner = this.namespace(this.#target(file, star));
      for (const { name } of inner.entries) names.add(name);
      for (const [name, target] of inner.namespaces) namespaces.set(name, target);
    }
    const entries = [...names]
      .sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1))
      .map(name => {
        const found = this.resolve(file, name);
        const doc = found?.doc ?? '';
        const signatures = (found?.signatures ?? []).map(text => text.replace(/^(class )?\w+/, `$1${name}`));
        return { name, signatures, doc: doc.includes('```') ? doc : joined(doc, this.#exampleOf(name)) };
      });
    return { entries, namespaces, intro: module.intro };
  }

  /** The docstring of a primitive or transformation of the name, for functions that are published by wrapping it. @param {string} name */
  #exampleOf(name) {
    if (this.#examples === undefined) {
      this.#examples = new Map();
      for (const folder of ['primitives', 'control', 'transforms', 'hessian', 'sparse']) {
        for (const path of readdirSync(join(this.folder, folder), { recursive: true, encoding: 'utf8' }).sort()) {
          if (!path.endsWith('.d.ts')) continue;
          for (const [own, { doc }] of this.module(join(folder, path)).declarations)
            if (doc?.includes('```') && !this.#examples.has(own)) this.#examples.set(own, doc);
        }
      }
    }
    return this.#examples.get(name);
  }
}

/**
 * One sentence, and what a longer docstring says besides.
 * @param {string | undefined} sentence
 * @param {string | undefined} more
 */
const joined = (sentence, more) => {
  if (more === undefined) return sentence ?? '';
  if (sentence === undefined || sentence === '') return more;
  const rest = more
    .split(/\n\s*\n/)
    .slice(1)
    .join('\n\n');
  // where the longer one is a single paragraph with an example
  const example = rest === '' ? more.slice(Math.max(0, more.indexOf('@example'))) : rest;
  return `${sentence}\n\n${example}`;
};
