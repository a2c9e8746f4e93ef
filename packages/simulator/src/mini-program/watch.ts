import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { watch } from 'chokidar';

/** How long nothing must change before a burst of changes counts as over. */
const quietMs = 50;

/** How far the clock of a file system may be behind. */
const clockMs = 20;

/**
 * Calls back once a burst of changes below a folder is over; the folder may come and go.
 * @param onChange called {@link quietMs} after the last change
 */
export function watchFolder(folder: string, onChange: () => void): { close(): Promise<void> } {
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  const startedAt = Date.now() - clockMs;
  const watcher = watch(folder, { ignoreInitial: true, ignored: /node_modules/ });
  const changed = () => {
    clearTimeout(timer);
    if (!closed) timer = setTimeout(onChange, quietMs);
  };
  watcher.on('all', changed);
  // What changed while the watcher was looking around for the first time has no event.
  watcher.once('ready', async () => {
    if (await hasChangedSince(folder, startedAt)) changed();
  });
  return {
    close() {
      closed = true;
      clearTimeout(timer);
      return watcher.close();
    },
  };
}

/** Whether a file or folder below a folder was changed since a time, in milliseconds. */
async function hasChangedSince(folder: string, time: number): Promise<boolean> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const watched = entries.filter(({ parentPath }) => !/node_modules/.test(parentPath));
  for (const { parentPath, name } of watched) {
    const found = await stat(path.join(parentPath, name)).catch(() => undefined);
    if (found && found.ctimeMs >= time) return true;
  }
  return false;
}
