import { spawnSync } from 'node:child_process';

/** npm names itself in its process title; pnpm and yarn are a program or a script of Node's. */
const manager = /^(npm |(\S*node )?(\S*\/)?(npx|npm|pnpm|yarn)(\.[cm]?js)? )/;

/**
 * Returns the process ids of the package managers that run this script, one inside the other (npx, pnpm), the nearest first.
 * None where `ps` does not exist.
 */
export function packageManagerPids(): number[] {
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' });
  const processes = new Map(
    [...(stdout ?? '').matchAll(/^ *(\d+) +(\d+) (.*)$/gm)].map(([, pid, ppid, command = '']) => [
      Number(pid),
      { ppid: Number(ppid), command },
    ]),
  );
  const managers: number[] = [];
  for (let pid = process.ppid; ; ) {
    const found = processes.get(pid);
    if (!found) return managers;
    if (manager.test(found.command)) managers.push(pid);
    // Managers run scripts in a shell. Any other process is the caller, such as the shell that a person types into.
    else if (!/^\S*sh -c /.test(found.command)) return managers;
    pid = found.ppid;
  }
}
