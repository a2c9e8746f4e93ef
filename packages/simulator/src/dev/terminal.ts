/** What `dev` prints: its own messages, and what the tasks print, each line with the task's name. */
export interface Terminal {
  /** A message of dev's own. */
  print(text: string): void;
  /** Output of a task, shown at once or kept until {@link Terminal.show}. */
  write(task: string, chunk: Buffer): void;
  /** Shows what was kept of a task. */
  show(task: string): void;
  /** Forgets what was kept, and shows everything from now on. */
  showFromNow(): void;
}

/** Creates a terminal that keeps the output of tasks until everything runs: before, it only matters if one fails. */
export function createTerminal(out: NodeJS.WritableStream): Terminal {
  const kept = new Map<string, string>();
  /** The beginning of a line whose end has not come yet. */
  const partial = new Map<string, string>();
  let keeps = true;

  function write(task: string, chunk: Buffer) {
    const lines = `${partial.get(task) ?? ''}${chunk}`.split('\n');
    partial.set(task, lines.pop() ?? '');
    const text = lines.map((line) => `${task} | ${line}\n`).join('');
    if (keeps) kept.set(task, (kept.get(task) ?? '') + text);
    else out.write(text);
  }

  return {
    print: (text) => void out.write(text),
    write,
    show(task) {
      out.write(kept.get(task) ?? '');
      kept.delete(task);
    },
    showFromNow() {
      kept.clear();
      keeps = false;
    },
  };
}
