/** The assignments in a `.env` file, and the errors in its other lines. */
export interface ParsedEnvFile {
  values: ReadonlyMap<string, string>;
  /** One sentence per error, without the value, which may be a secret. */
  faults: readonly { line: number; says: string }[];
}

const assignment = /^(?:export\s+)?([A-Za-z_][\w.-]*)\s*=\s*(.*)$/;
const quoted = /^(["'`])(.*?)\1\s*(?:#.*)?$/;

/**
 * Parses a `.env` file: `NAME=value` or `NAME="value"`, one per line, `#` for comments, `export` allowed. Values
 * are taken literally; only `\n` in double quotes becomes a line break. Stricter than Node's `util.parseEnv`, which
 * skips invalid lines.
 */
export function parseEnvFile(text: string): ParsedEnvFile {
  const values = new Map<string, string>();
  const faults: { line: number; says: string }[] = [];

  for (const [index, raw] of text.split(/\r\n|\n|\r/).entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const [, name, rest = ''] = assignment.exec(line) ?? [];
    const report = (says: string) => faults.push({ line: index + 1, says });
    if (name === undefined) {
      report('is not NAME=value');
      continue;
    }
    const value = readValue(rest);
    if ('fault' in value) report(`${name} ${value.fault}`);
    else if (values.has(name) && values.get(name) !== value.text) report(`${name} is set twice`);
    else values.set(name, value.text);
  }
  return { values, faults };
}

function readValue(rest: string): { text: string } | { fault: string } {
  const [, quote, inside] = quoted.exec(rest) ?? [];
  if (inside !== undefined)
    return { text: quote === '"' ? inside.replaceAll('\\n', '\n') : inside };
  if (/^["'`]/.test(rest)) return { fault: 'has an opening quote without its closing quote' };
  const text = rest.replace(/(^|\s)#.*$/, '').trim();
  if (text.includes('#')) return { fault: 'has a # in its value: put the value in single quotes' };
  return { text };
}
