import { watch } from 'chokidar';

const quiet = 100;

/**
 * Calls back once a burst of changes below a folder is over; the folder may come and go.
 * @param onChange called `quiet` milliseconds after the last change
 */
export function watchFolder(folder: string, onChange: () => void): { close(): Promise<void> } {
  let timer: NodeJS.Timeout | undefined;
  // The clock of a file system may be some milliseconds behind.
  const started = Date.now() - 20;
  let ready = false;
  const watcher = watch(folder, { alwaysStat: true, ignored: /node_modules/ });
  watcher.on('ready', () => {
    ready = true;
  });
  watcher.on('all', (_event, _file, stats) => {
    // What was there before is no change; what comes while the watcher looks around for the first time is one.
    if (!ready && (stats?.ctimeMs ?? 0) < started) return;
    clearTimeout(timer);
    timer = setTimeout(onChange, quiet);
  });
  return {
    close() {
      clearTimeout(timer);
      return watcher.close();
    },
  };
}
