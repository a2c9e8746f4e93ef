/** One instruction of a Dockerfile. */
export interface Instruction {
  keyword: string;
  /** The rest of it, on one line. */
  rest: string;
}

/** Splits a Dockerfile into its instructions: comments go, continued lines are joined. */
export function readDockerfile(text: string): Instruction[] {
  return text
    .replace(/^\s*#.*\n/gm, '')
    .replace(/\\\n\s*/g, '')
    .split('\n')
    .flatMap((line) => {
      const [, keyword, rest] = /^\s*([A-Za-z]+)\s+(.*)$/.exec(line) ?? [];
      return keyword && rest ? [{ keyword: keyword.toUpperCase(), rest }] : [];
    });
}

/** Returns the variables that ENV or ARG instructions set. */
export function variablesOf(instructions: readonly Instruction[]): Record<string, string> {
  return Object.fromEntries(
    instructions
      .filter(({ keyword }) => keyword === 'ENV' || keyword === 'ARG')
      .flatMap(({ rest }) => [...rest.matchAll(/([\w]+)=(\S*)/g)])
      .map(([, name, value]) => [name, value]),
  );
}
