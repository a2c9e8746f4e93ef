import { Script } from 'node:vm';

/** What keeps a script from being parsed. */
export interface SyntaxFault {
  message: string;
  line: number;
}

/** Parses a script, without running it. */
export function syntaxFault(file: string, source: string): SyntaxFault | undefined {
  try {
    new Script(`(function(){${source}\n})`, { filename: file });
    return undefined;
  } catch (error) {
    const { name, message, stack } = error as Error;
    const [first = ''] = (stack ?? '').split('\n');
    // An unexpected end is found on the line that was added.
    const line = Math.min(
      Number(/:(\d+)$/.exec(first)?.[1] ?? 1),
      source.trimEnd().split('\n').length,
    );
    return { message: `${name}: ${message}`, line };
  }
}
