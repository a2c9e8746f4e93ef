import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { errcodes } from '../packages/wechat-api/src/errcodes.ts';
import { read } from './repository-files.ts';

const packages = path.resolve(import.meta.dirname, '../packages');

/** A place in the source that says something to an operator, and what; `…` stands for what varies. */
export interface Message {
  where: string;
  text: string;
}

const sources = ['express/src', 'doctor/src'].flatMap((folder) =>
  readdirSync(path.join(packages, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => path.posix.join(folder, name))
    .map((name) => ({ name, text: readFileSync(path.join(packages, name), 'utf8') })),
);

/** The arguments of a call, from behind its opening parenthesis. */
function argumentsAt(text: string, start: number): string[] {
  const parts = [''];
  let depth = 0;
  for (let i = start; i < text.length; i++) {
    const character = text[i] as string;
    if (character === "'" || character === '"' || character === '`') {
      const end = endOfLiteral(text, i);
      parts[parts.length - 1] += text.slice(i, end + 1);
      i = end;
      continue;
    }
    if ('([{'.includes(character)) depth += 1;
    if (')]}'.includes(character)) {
      if (depth === 0) break;
      depth -= 1;
    }
    if (character === ',' && depth === 0) parts.push('');
    else parts[parts.length - 1] += character;
  }
  return parts.map((part) => part.trim()).filter(Boolean);
}

function endOfLiteral(text: string, start: number): number {
  const quote = text[start];
  let depth = 0;
  for (let i = start + 1; i < text.length; i++) {
    if (text[i] === '\\') i += 1;
    else if (quote === '`' && text.startsWith('${', i)) depth += 1;
    else if (depth > 0) depth -= text[i] === '}' ? 1 : 0;
    else if (text[i] === quote) return i;
  }
  throw new Error('a literal without an end');
}

/** What a literal says, or undefined if it is not one. */
function literal(expression: string | undefined): string | undefined {
  if (!expression || !/^['"`]/.test(expression)) return undefined;
  return expression
    .slice(1, -1)
    .replace(/\$\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}/g, '…')
    .replace(/\\(.)/g, '$1');
}

function callsOf(
  pattern: RegExp,
  pick: (args: string[]) => string | undefined,
  among = sources,
): Message[] {
  return among.flatMap(({ name, text }) =>
    [...text.matchAll(pattern)].flatMap((match) => {
      const argument = pick(argumentsAt(text, match.index + match[0].length)) ?? '';
      const constant = new RegExp(`const ${argument} =\\s*(['"\`])`).exec(text);
      const said =
        literal(argument) ??
        (/^\w+$/.test(argument) && constant
          ? literal(
              argumentsAt(text, constant.index + constant[0].length - 1)[0]
                ?.split('\n')[0]
                ?.replace(/;$/, ''),
            )
          : undefined);
      return [{ where: name, text: said ?? `<${argument}>` }];
    }),
  );
}

/** What the log says at the levels warn, error and fatal. */
export const logMessages = callsOf(/\blog\.(?:warn|error|fatal)\(/g, (args) => args.at(-1));

const doctor = sources.filter(({ name }) => name.startsWith('doctor/'));

/** What the doctor says of checks that did not pass. */
export const doctorMessages = [
  ...callsOf(
    /(?<!function )(?:\b(?:failed|warning|needed)|\? failed : warning\))\(/g,
    (args) => args[1],
    doctor,
  ),
  ...callsOf(/(?<!\.)\badd\(/g, (args) => args[0], doctor),
  ...doctor
    .filter(({ name }) => name === 'doctor/src/check-certificate.ts')
    .flatMap(({ name, text }) =>
      [...text.matchAll(/^ {2}E[A-Z_]+: '([^']+)',$/gm)].map(([, said = '']) => ({
        where: name,
        text: said,
      })),
    ),
];

/** Sentences that reach the log or the doctor by another function: `says: …`, in the doctor `message: …`. */
export const sentences: Message[] = sources.flatMap(({ name, text }) =>
  [
    ...text.matchAll(
      name.startsWith('doctor/') ? /\bmessage:\s+(?=['"`])/g : /\bsays:\s+(?=['"`])/g,
    ),
  ].map((match) => ({
    where: name,
    text: literal(argumentsAt(text, match.index + match[0].length)[0]) ?? '',
  })),
);

/** Why the server does not start, where that is not a setting. */
export const startRefusals: Message[] = sources.flatMap(({ name, text }) => [
  ...callsIn(name, text, /\bexitWithMessage\(/g),
  ...[...text.matchAll(/^ {2}E[A-Z]+: \(\{ \w+ \}\) =>\s*(?=`)/gm)].map((match) => ({
    where: name,
    text:
      literal(
        text.slice(
          match.index + match[0].length,
          endOfLiteral(text, match.index + match[0].length) + 1,
        ),
      ) ?? '',
  })),
]);

function callsIn(name: string, text: string, pattern: RegExp): Message[] {
  return [...text.matchAll(pattern)].flatMap((match) => {
    const args = argumentsAt(text, match.index + match[0].length);
    const said = literal(args[0]?.split(' ?? ').at(-1));
    return said ? [{ where: name, text: said }] : [];
  });
}

/** What an operator changes, or the program has to, by WeChat's errcode. */
export const operatorErrcodes = errcodes;
/** The titles of the mini program's error pages, read from the source. */
export const pageTitles = [
  ...[
    read('packages/weapp-login/src/client/problem-words.ts'),
    read('packages/weapp-login/src/client/client-failure-words.ts'),
  ]
    .join('\n')
    .matchAll(/\bzh: \[\s*(['"])(.*?)\1,[\s\S]*?\ben: \[\s*(['"])(.*?)\3,/g),
].map(([, , zh = '', , en = '']) => ({ en, zh }));
