import { readFileSync } from 'node:fs';

/** npm, which tells what it does in its title, or pnpm, a program or a script of Node's. */
const manager = /^npm |^(\S*node )?(\S*\/)?pnpm(\.[cm]?js)? /;

/**
 * The package managers that run this process, one inside the other (npx, pnpm), with the shells between them: process ids,
 * the nearest first. Not the shell a person typed into, because a background job may outlive it. Known on
 * Linux only; elsewhere there are none.
 */
export function callers(): number[] {
  const found: number[] = [];
  let managers = 0;
  for (let pid: number | undefined = process.ppid; pid; pid = parentOf(pid)) {
    const command = commandOf(pid);
    found.push(pid);
    if (manager.test(command)) managers = found.length;
    else if (!command.startsWith('sh -c')) break;
  }
  return found.slice(0, managers);
}

const commandOf = (pid: number): string => read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ');

function parentOf(pid: number): number | undefined {
  const [, parent] = /\) \S (\d+)/.exec(read(`/proc/${pid}/stat`)) ?? [];
  return parent === undefined ? undefined : Number(parent);
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
