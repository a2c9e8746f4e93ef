/** Where each script begins in a bundle: file and line, in the order of the lines. */
export type ScriptLines = [file: string, line: number][];

/** All of a mini program's code as one script, because a browser takes seconds to ask for hundreds. */
export function bundleScripts(templates: string, scripts: ReadonlyMap<string, string>): string {
  const parts = [`defineTemplates(${templates});`];
  const lines: ScriptLines = [];
  let line = 1 + countLines(parts[0] as string);
  for (const [file, code] of scripts) {
    lines.push([file, line]);
    parts.push(code);
    line += countLines(code);
  }
  return [...parts, `defineLines(${JSON.stringify(lines)});`].join('\n');
}

/** As JavaScript ends its lines. */
function countLines(text: string): number {
  const lineEnd = /\r\n|[\n\r\u2028\u2029]/g;
  let count = 1;
  while (lineEnd.test(text)) count += 1;
  return count;
}
