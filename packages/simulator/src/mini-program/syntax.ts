import { Script } from 'node:vm';

/** What keeps a script from being parsed. */
export interface SyntaxFault {
  message: string;
  line: number;
}

/**
 * Parses a script without running it.
 * @param wrapped the source as it will run, on the lines where it was written
 */
export function syntaxFault(
  file: string,
  source: string,
  wrapped: string,
): SyntaxFault | undefined {
  try {
    new Script(wrapped, { filename: file });
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
