import { watch } from 'chokidar';

/** How long nothing must change before a burst of changes counts as over. */
const quietMs = 50;

export interface FolderWatch {
  /** Resolves once every change is noticed, or the watch is closed. */
  readonly ready: Promise<void>;
  close(): Promise<void>;
}

/**
 * CallLog back once a burst of changes below a folder is over; the folder may come and go.
 * @param onChange called {@link quietMs} after the last change since `ready`
 */
export function watchFolder(folder: string, onChange: () => void): FolderWatch {
  let timer: NodeJS.Timeout | undefined;
  const watcher = watch(folder, { ignoreInitial: true, ignored: /node_modules/ });
  watcher.on('all', () => {
    clearTimeout(timer);
    timer = setTimeout(onChange, quietMs);
  });
  let resolveReady = () => {};
  const ready = new Promise<void>((resolve) => {
    resolveReady = resolve;
  });
  watcher.once('ready', resolveReady);
  return {
    ready,
    close() {
      clearTimeout(timer);
      // A watcher that is closed before it is ready never says so.
      resolveReady();
      return watcher.close();
    },
  };
}
