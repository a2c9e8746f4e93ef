import { watch } from 'chokidar';

const quiet = 100;

/**
 * Calls back once a burst of changes below a folder is over; the folder may come and go.
 * @param onChange called `quiet` milliseconds after the last change
 */
export function watchFolder(folder: string, onChange: () => void): { close(): Promise<void> } {
  let timer: NodeJS.Timeout | undefined;
  const watcher = watch(folder, { ignoreInitial: true, ignored: /node_modules/ });
  watcher.on('all', () => {
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
