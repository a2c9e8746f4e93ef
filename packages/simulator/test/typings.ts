import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/**
 * How WeChat's own type definitions say that a member answers: by `callbacks` or, where none is given, a promise; by the
 * callbacks of its `options` alone; by a `promise`; as a `listener`, with a
 * `value` or `nothing`, or with an object of the type that it names; `.Type` is a property that holds such an object,
 * `=…` is a value of an object, as JSON: an empty one of its type.
 */
export type Documented = Record<'wx' | 'types', Record<string, unknown>>;

const folder = path.join(
  path.dirname(createRequire(import.meta.url).resolve('miniprogram-api-typings/package.json')),
  'types/wx',
);
const source = ['lib.wx.api.d.ts', 'lib.wx.canvas.d.ts', 'lib.wx.cloud.d.ts']
  .map((file) => readFileSync(path.join(folder, file), 'utf8'))
  .join('\n')
  .replace(/\/\*[\s\S]*?\*\//g, '')
  .replace(/\/\/ .*$/gm, '');

/** Reads what wx has, and of which types the objects are that its members answer with. */
export function readTypings(): Documented {
  const types = typesOf(source);
  const reached: Record<string, Record<string, string>> = {};
  function kindOf(member: string, own: string): [string, string] | undefined {
    const [, name = '', , parameters = '', result = ''] = method.exec(member) ?? [];
    if (name === '') return propertyOf(member);
    return [name, answerOf(name, member, parameters, result === 'this' ? own : result, own)];
  }
  function propertyOf(member: string): [string, string] | undefined {
    const [, name = '', type = ''] = /^(?:readonly )?(\w+)\??: (\w+)$/.exec(member) ?? [];
    return hasMethods(type) ? [name, `.${reach(type)}`] : undefined;
  }
  function answerOf(name: string, member: string, parameters: string, type: string, own: string) {
    if (/^(?:on|off)[A-Z]/.test(name)) return 'listener';
    if (/PromisifySuccessResult|\b[OR]Q</.test(member)) return 'callbacks';
    if (
      /\bfail\?/.test(types.get(/(?:option|options)\??: (\w+)/.exec(parameters)?.[1] ?? '') ?? '')
    )
      return own === 'Wx' ? 'callbacks' : 'options';
    if (type.startsWith('Promise<')) return 'promise';
    if (hasMethods(type)) return reach(type);
    // The typings declare it as any; the documentation names this type.
    if (name === 'getContext') return 'RenderingContext';
    if (type === 'void') return 'nothing';
    return own === 'Wx' || name.endsWith('Sync') ? 'value' : `=${JSON.stringify(emptyOf(type))}`;
  }
  /** An empty value of a type: zero, an empty text, no entries. */
  function emptyOf(type: string): unknown {
    const empty: Record<string, unknown> = { number: 0, string: '', boolean: false };
    if (type in empty) return empty[type];
    if (/\[\]$|^Array</.test(type)) return [];
    const properties = membersOf(types.get(type) ?? '').flatMap((member) => {
      const [, name = '', of = ''] =
        /^(?:readonly )?(\w+): (number|string|boolean)$/.exec(member) ?? [];
      return name === '' ? [] : [[name, empty[of]]];
    });
    return Object.fromEntries(properties) as unknown;
  }
  const hasMethods = (type: string) =>
    membersOf(types.get(type) ?? '').some((member) => method.test(member));
  function reach(type: string): string {
    if (!reached[type]) {
      reached[type] = {};
      Object.assign(reached[type], kinds(type));
    }
    return type;
  }
  const kinds = (type: string) =>
    Object.fromEntries(
      membersOf(types.get(type) ?? '').flatMap((member) => {
        const found = kindOf(member, type);
        return found ? [found] : [];
      }),
    );

  const wx = kinds('Wx');
  return { wx: sorted(wx), types: sorted(reached) };
}

/** A method, or a property that holds a function. */
const method = /^(?:readonly )?(?!constructor)(\w+)(?:: )?(<.*?>)?\((.*)\)(?::| =>) (?:DB\.)?(.*)$/;

const sorted = <Value>(given: Record<string, Value>) =>
  Object.fromEntries(Object.entries(given).sort(([a], [b]) => (a < b ? -1 : 1)));

/** The bodies of all interfaces and classes, by name; parts of one interface are put together. */
function typesOf(text: string): Map<string, string> {
  const bodies = new Map<string, string>();
  const parents = new Map<string, string>();
  const heads = /\b(?:interface|class) (\w+)(?:<[^{]*?>)?(?:\s+extends ([^{]*?))? \{/g;
  for (const found of text.matchAll(heads)) {
    const start = found.index + found[0].length;
    let end = start;
    for (let depth = 1; depth > 0; end += 1)
      depth += text[end] === '{' ? 1 : text[end] === '}' ? -1 : 0;
    const [, name = '', parent = ''] = found;
    parents.set(name, parent);
    bodies.set(name, `${bodies.get(name) ?? ''}\n${text.slice(start, end - 1)}`);
  }
  for (const [name, parent] of parents)
    if (bodies.has(parent)) bodies.set(name, `${bodies.get(parent)}\n${bodies.get(name)}`);
  return bodies;
}

/** The members of a body, each on one line. */
function membersOf(body: string): string[] {
  const members: string[] = [];
  let [depth, member] = [0, ''];
  for (const [index, sign] of [...body].entries()) {
    if ('{([<'.includes(sign)) depth += 1;
    if ('})]'.includes(sign) || (sign === '>' && body[index - 1] !== '=')) depth -= 1;
    if (depth > 0 || (sign !== '\n' && sign !== ';')) member += sign;
    else if (member.trim() !== '') {
      members.push(member.trim().replace(/\s+/g, ' '));
      member = '';
    }
  }
  return [...members, member.trim()].filter(Boolean);
}
